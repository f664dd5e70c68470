"""The check page: evidence on the left, the verdict on the right."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from laporan.bukti import bagian_diperiksa
from laporan.filters import SEMUA
from laporan.forms.periksa import PutusanForm
from laporan.gerbang import GERBANG
from laporan.otomatis import PERIKSA_OTOMATIS
from laporan.services import halangan_temuan
from laporan.services.periksa import antrean_periksa, langkah_periksa, putuskan
from pokja.ajukan import baca_versi
from pokja.gerbang import rekening_berlaku
from pokja.isian import ambil_usulan, kiriman, kode, tolak_di_form
from pokja.services import LangkahDitolak, sudah_dilakukan
from pokja.tahapan import Giliran, Tahap
from rt.akses import peran_required
from rt.peran import Peran

GERBANG_SAMA = (Tahap.VERIFIKASI, Tahap.PENETAPAN, Tahap.SERAH_TERIMA, Tahap.LPJ)


@peran_required(Peran.KELURAHAN, Peran.DPMPPA)
def periksa(request, pk):
    usulan = ambil_usulan(request, pk)
    daftar_langkah = langkah_periksa(usulan, request.user)
    if not daftar_langkah:
        # Not this person's turn (any more): the Usulan's page says whose it is.
        return _bukan_giliran(request, usulan)
    form = _form(request, usulan, daftar_langkah)
    if request.method == "POST" and form.is_valid():
        try:
            sesudah = putuskan(usulan, form.putusan(), oleh=request.user, versi=baca_versi(request))
        except LangkahDitolak as ditolak:
            dibuka, usulan = usulan, ambil_usulan(request, pk)
            if (usulan.tahap, usulan.giliran) != (dibuka.tahap, dibuka.giliran):
                # Decided between our reading and the lock: this form asks about a filing that has gone on.
                return _bukan_giliran(request, usulan)
            tolak_di_form(form, ditolak)
        else:
            messages.success(request, _tersimpan(sesudah))
            return redirect(_sesudahnya(request, form))
    return render(request, "laporan/periksa.html", _konteks(usulan, form, daftar_langkah), status=kode(form))


def _bukan_giliran(request, usulan):
    if request.method == "POST":
        aksi = request.POST.get("aksi", "")
        if sudah_dilakukan(usulan, aksi, oleh=request.user, versi=baca_versi(request)):
            messages.success(request, _tersimpan(usulan))
        else:
            messages.error(request, "Putusan tidak tersimpan: usulan ini tidak lagi menunggu pemeriksaan Anda.")
    return redirect(usulan)


def _form(request, usulan, daftar_langkah):
    return PutusanForm(
        kiriman(request),
        usulan=usulan,
        daftar_langkah=daftar_langkah,
        daftar_bagian=bagian_diperiksa(usulan),
        daftar_tanda=list(usulan.daftar_tanda.terbuka().select_related("alasan")),
        rekening=rekening_berlaku(usulan) if usulan.tahap == Tahap.POKJA else None,
        initial=_awal(usulan),
    )


def _awal(usulan):
    """An SK written before a step was undone comes back as it was."""
    pokja = getattr(usulan, "pokja", None) if usulan.tahap == Tahap.POKJA else None
    return {"sk_nomor": pokja.sk_nomor, "sk_tanggal": pokja.sk_tanggal} if pokja else {}


def _tersimpan(usulan):
    sekarang = usulan.get_tahap_display() if usulan.berakhir else f"menunggu {usulan.get_giliran_display()}"
    return f"{usulan.rt}: putusan tersimpan. Sekarang {sekarang}."


def _sesudahnya(request, form):
    """The next one in the queue if asked for, else the queue."""
    berikut = antrean_periksa(request.user).first() if form.cleaned_data["berikutnya"] else None
    if berikut:
        return reverse("laporan:periksa", args=[berikut.pk])
    return f"{reverse('laporan:usulan_list')}?tahun={SEMUA}&menunggu=saya"


def _konteks(usulan, form, daftar_langkah):
    terbaca = {nama: isi for bagian in form.daftar_bagian for nama, isi in bagian.bukti.terbaca.items()}
    kurang = GERBANG[usulan.tahap, Giliran.RT, "ajukan"](usulan, **terbaca)
    temuan = halangan_temuan(usulan) if usulan.tahap == Tahap.LPJ else []
    # Where passing on asks the same gate, its button would only be refused; findings hold up the acceptance alone.
    tertutup = (bool(kurang) and usulan.tahap in GERBANG_SAMA) or (bool(temuan) and usulan.giliran == Giliran.DPMPPA)
    return {
        "usulan": usulan,
        "form": form,
        "daftar_langkah": [(langkah, tertutup and not langkah.perlu_catatan) for langkah in daftar_langkah],
        "tertutup": tertutup,
        "otomatis": PERIKSA_OTOMATIS.get(usulan.tahap, ()),
        "halangan_otomatis": [*kurang, *temuan],
        "daftar_bagian": [_bagian(bagian, form) for bagian in form.daftar_bagian],
    }


def _bagian(bagian, form):
    """A part with its tables, each row beside the fields that mark it."""
    daftar_tabel = []
    for tabel in bagian.bukti.daftar_tabel:
        baris = [(b, sel, form.kolom_baris(b) if b.kunci else None) for b, sel in tabel.baris_bersel]
        daftar_tabel.append({"tabel": tabel, "daftar_baris": baris})
    return {"bagian": bagian.bagian, "bukti": bagian.bukti, "daftar_tabel": daftar_tabel}
