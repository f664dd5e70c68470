"""Keuangan's queue and the four steps of one transfer: SP2D, failure, what arrived, a difference explained."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Prefetch, Q, Sum
from django.shortcuts import redirect, render
from django.urls import reverse

from anggaran.forms_pencairan import CairkanForm, GagalForm, JelaskanForm, KonfirmasiForm, SP2DForm, baca_id
from anggaran.models import Penahanan, Pencairan
from anggaran.services.pencairan import (
    cairkan,
    cairkan_banyak,
    gagalkan,
    halangan_cairkan,
    halangan_gagalkan,
    halangan_jelaskan,
    halangan_konfirmasi,
    jelaskan_selisih,
    konfirmasi,
    penahanan_aktif,
    tandai_berganti,
)
from anggaran.services.transfer import (
    jalan_biaya_bank,
    transfer_belum_dikonfirmasi,
    transfer_bisa_gagal,
    transfer_diproses,
    transfer_selisih,
)
from pokja.ajukan import baca_versi
from pokja.isian import ambil_usulan, kiriman, kode, tolak_di_form
from pokja.services import LangkahDitolak, UsulanBerubah
from rt.akses import peran_required
from rt.models import Kelurahan
from rt.peran import Peran

PER_HALAMAN = 50
ANTREAN = {
    "proses": ("Menunggu SP2D", Q(status__in=Pencairan.DI_KEUANGAN)),
    "baru": ("Belum diterima untuk diproses", Q(status=Pencairan.Status.DITANDATANGANI)),
    "selisih": (
        "Selisih dilaporkan RT",
        Q(status=Pencairan.Status.CAIR, diterima__isnull=False) & ~Q(diterima=F("nilai")),
    ),
}


# --- the queue ------------------------------------------------------------------------------------------------------


@peran_required(Peran.KEUANGAN)
def pencairan_proses(request):
    """Tick rows and record one SP2D for them; amounts are those that were asked for."""
    form = SP2DForm(kiriman(request))
    pilihan = {baca_id(teks) for teks in request.POST.getlist("pilih")} - {0}
    if request.method == "POST" and form.is_valid():
        banyak = _cairkan_pilihan(form, pilihan, request.user)
        if not form.errors:
            nomor = form.cleaned_data["sp2d_nomor"]
            messages.success(request, f"SP2D {nomor} tercatat untuk {banyak} RT. Sekarang menunggu konfirmasi RT.")
            return redirect(request.get_full_path())
    konteks = {**_konteks_antrean(request), "form": form, "pilihan": pilihan}
    return render(request, "anggaran/pencairan_proses.html", konteks, status=kode(form))


def _cairkan_pilihan(form, pilihan, oleh):
    """How many transfers were recorded; what is wrong stands on the form."""
    daftar = Pencairan.objects.untuk(oleh).filter(pk__in=pilihan).select_related("usulan__rt__kelurahan")
    try:
        if not daftar:
            raise LangkahDitolak("Centang sedikitnya satu RT yang tercantum pada SP2D ini.")
        cairkan_banyak(daftar, oleh=oleh, **form.cleaned_data)
    except LangkahDitolak as ditolak:
        tolak_di_form(form, ditolak)
    return len(daftar)


def _konteks_antrean(request):
    """What the queue shows: tabs with counts, a kelurahan or bundle to narrow it, totals, one page of rows."""
    semua = Pencairan.objects.untuk(request.user)
    isi = request.GET.get("isi") if request.GET.get("isi") in ANTREAN else "proses"
    kelurahan, permohonan = baca_id(request.GET.get("kelurahan")), baca_id(request.GET.get("permohonan"))
    daftar = semua.filter(ANTREAN[isi][1])
    pilihan_kelurahan = Kelurahan.objects.filter(pk__in=daftar.order_by().values("permohonan__kelurahan"))
    if kelurahan:
        daftar = daftar.filter(permohonan__kelurahan=kelurahan)
    if permohonan:
        daftar = daftar.filter(permohonan=permohonan)
    halaman = Paginator(_lengkapi(daftar), PER_HALAMAN).get_page(request.GET.get("page"))
    belum = Pencairan.Status.DITANDATANGANI
    qs = request.GET.copy()
    qs.pop("page", None)
    banyak = semua.order_by().aggregate(
        **{nama: Count("pk", filter=saring) for nama, (_label, saring) in ANTREAN.items()}
    )
    return {
        "isi": isi,
        "mencatat": isi != "selisih",
        "daftar_terima": {baris.permohonan for baris in halaman if baris.status == belum},
        "qs_lembar": urlencode({k: v for k, v in (("kelurahan", kelurahan), ("permohonan", permohonan)) if v}),
        "tab": [
            {"label": label, "url": f"?isi={nama}", "aktif": nama == isi, "banyak": banyak[nama]}
            for nama, (label, _saring) in ANTREAN.items()
        ],
        "kelurahan": kelurahan,
        "permohonan": permohonan,
        "pilihan_kelurahan": pilihan_kelurahan.order_by("nama"),
        "halaman": halaman,
        "qs": qs.urlencode(),
        "total": daftar.order_by().aggregate(total=Sum("nilai"))["total"] or 0,
    }


def _lengkapi(daftar):
    daftar = daftar.select_related("usulan__rt__kelurahan", "permohonan__kelurahan", "termin", "rekening")
    daftar = daftar.order_by("permohonan__tanggal", "permohonan_id", "usulan__rt__nomor", "pk")
    return tandai_berganti(daftar).prefetch_related(dengan_penahanan())


def dengan_penahanan():
    """What Pencairan.penahanan reads, in one query for all rows."""
    return Prefetch("usulan__daftar_penahanan", Penahanan.objects.select_related("oleh", "dilepas_oleh"))


# --- one transfer ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HalamanTransfer:
    """A page for one step of one transfer. The form names the transfer it was opened for, and the versi of then."""

    judul: str
    tombol: str
    cari: Callable  # usulan -> the transfer the step is about, or None
    halangan: Callable  # usulan -> sentences
    form: type
    awal: Callable  # transfer -> initial values
    jalankan: Callable  # (transfer, cleaned data, person, versi) -> the sentence of success
    kembali: str = ""  # url name; default the Usulan
    template: str = "anggaran/pencairan_langkah.html"
    bahaya: bool = False
    # Keuangan pays to the number in full; the RT knows its own.
    nomor: Callable = attrgetter("nomor")

    def halaman(self, request, pk):
        usulan = ambil_usulan(request, pk)
        form = None
        if request.method == "POST":
            form = self.form(request.POST)
            if form.is_valid() and self._coba(request, usulan, form):
                return redirect(self.kembali or usulan.get_absolute_url())
            usulan.refresh_from_db()
        pencairan = self.cari(usulan)
        halangan = self.halangan(usulan)
        if pencairan:
            pencairan = _lengkapi(usulan.daftar_pencairan.filter(pk=pencairan.pk)).get()
        konteks = {
            "halaman_ini": self,
            "usulan": usulan,
            "pencairan": pencairan,
            "nomor_rekening": pencairan and self.nomor(pencairan.rekening),
            "jalan_biaya": pencairan and jalan_biaya_bank(pencairan, pencairan.dilaporkan),
            "halangan": halangan,
            "penahanan": penahanan_aktif(usulan),
            "form": form or self.form(initial=self.awal(pencairan) if pencairan else None),
            "kembali": reverse(self.kembali) if self.kembali else usulan.get_absolute_url(),
        }
        return render(request, self.template, konteks, status=kode(konteks["form"]))

    def _coba(self, request, usulan, form):
        pencairan = usulan.daftar_pencairan.filter(pk=baca_id(request.POST.get("pencairan"))).first()
        try:
            if pencairan is None:
                raise UsulanBerubah
            messages.success(request, self.jalankan(pencairan, form.cleaned_data, request.user, baca_versi(request)))
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
        return not form.errors


def _cairkan(pencairan, isi, oleh, versi):
    cairkan(pencairan, oleh=oleh, **isi)
    return f"SP2D {isi['sp2d_nomor']} tercatat. Sekarang menunggu konfirmasi RT."


def _gagalkan(pencairan, isi, oleh, versi):
    gagalkan(pencairan, oleh=oleh, **isi)
    return "Transfer tercatat gagal. Kelurahan bisa memohonkannya lagi."


def _konfirmasi(pencairan, isi, oleh, versi):
    if konfirmasi(pencairan, oleh=oleh, versi=versi, **isi):
        return "Terima kasih. Uang yang diterima sudah masuk buku kas; pekerjaan bisa dimulai."
    return "Selisih sudah dilaporkan. Sekarang menunggu penjelasan Keuangan."


def _jelaskan(pencairan, isi, oleh, versi):
    jelaskan_selisih(pencairan, oleh=oleh, versi=versi, **isi)
    return "Penjelasan terkirim. Sekarang menunggu konfirmasi RT."


CAIRKAN = HalamanTransfer(
    "Catat SP2D", "Catat SP2D", transfer_diproses, halangan_cairkan, CairkanForm, lambda _: {}, _cairkan,
    kembali="anggaran:pencairan_proses",
)  # fmt: skip
GAGALKAN = HalamanTransfer(
    "Catat transfer gagal", "Catat gagal", transfer_bisa_gagal, halangan_gagalkan, GagalForm, lambda _: {}, _gagalkan,
    kembali="anggaran:pencairan_proses", bahaya=True,
)  # fmt: skip
KONFIRMASI = HalamanTransfer(
    "Konfirmasi uang diterima", "Kirim konfirmasi", transfer_belum_dikonfirmasi, halangan_konfirmasi, KonfirmasiForm,
    lambda _: {}, _konfirmasi, nomor=attrgetter("nomor_samar"), template="anggaran/pencairan_konfirmasi.html",
)  # fmt: skip
JELASKAN = HalamanTransfer(
    "Jelaskan selisih", "Kirim penjelasan ke RT", transfer_selisih, halangan_jelaskan, JelaskanForm,
    lambda pencairan: {"nilai": pencairan.nilai}, _jelaskan, kembali="anggaran:pencairan_proses",
)  # fmt: skip

pencairan_cairkan = peran_required(Peran.KEUANGAN)(CAIRKAN.halaman)
pencairan_gagalkan = peran_required(Peran.KEUANGAN)(GAGALKAN.halaman)
pencairan_konfirmasi = peran_required(Peran.KETUA_RT)(KONFIRMASI.halaman)
pencairan_jelaskan = peran_required(Peran.KEUANGAN)(JELASKAN.halaman)
