from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from anggaran import forms_bukukas as formulir
from anggaran.forms_pencairan import baca_id
from anggaran.models import BukuKas, Jenis, Tempat
from anggaran.models.bukukas import Dana
from anggaran.services import bukukas as layanan
from anggaran.services.nota import isyarat_nota
from anggaran.views.bukti import form_berbukti, token_baru
from anggaran.views.tanda_buku import isian_salinan, letakkan, pasang, pasangkan, url_catat_lagi
from pokja.isian import ambil_usulan, kode, konteks_bagian, tolak_di_form
from pokja.luring import jawab_form, jawab_terkirim, lewat_luring
from pokja.services import LangkahDitolak
from rt.akses import peran_required
from rt.angka import rupiah
from rt.peran import SISI_RT

BARIS_SEHALAMAN = 100


@dataclass(frozen=True)
class BarisBuku:
    """A row of the book as the page shows it, with the balances after it."""

    baris: BukuKas
    bank: int
    kas: int
    bisa_koreksi: bool
    isyarat: list  # of the same nota elsewhere, for those who check
    tanda: object = None  # the open mark on this very row
    pengganti: object = None  # the BarisBuku that was written in the place of this marked row
    salin: object = None  # the BukuKas to write anew: this one, or the last that was written in its place

    @property
    def bersih(self):
        return sum(nilai for _tempat, nilai in layanan.perubahan(self.baris))

    @property
    def masuk(self):
        return max(self.bersih, 0)

    @property
    def keluar(self):
        return max(-self.bersih, 0)

    @property
    def url_catat_lagi(self):
        return url_catat_lagi(self.baris.usulan, self.salin or self.baris)

    @property
    def dikoreksi(self):
        return hasattr(self.baris, "pembatal")


def daftar(request, pk):
    """The book of one fund, newest first, with its running balances."""
    usulan = ambil_usulan(request, pk)
    dana = Dana.SWADAYA if request.GET.get("dana") == Dana.SWADAYA else Dana.PROGRAM
    terbuka = layanan.boleh_catat(usulan, request.user)
    semua = usulan.daftar_bukukas.select_related("baris_rab", "bukti", "tarif", "pajak_dari", "pembatal", "membatalkan")
    semua = list(semua.order_by("tanggal", "pk"))
    sah = [b for b in semua if not b.membatalkan_id and not hasattr(b, "pembatal")]
    isyarat = isyarat_nota(usulan, request.user, sah)
    buku, saldo = susun_buku(semua, dana, terbuka, isyarat)
    terbuka_pajak, rencana = layanan.pajak_terbuka(usulan), layanan.realisasi(usulan)
    konteks = konteks_bagian(usulan, request.user, "bukukas")
    halaman = Paginator(buku, BARIS_SEHALAMAN).get_page(request.GET.get("page"))
    if konteks["daftar_tanda"]:
        lain = next(satu for satu in Dana if satu != dana)
        buku_per_dana = {dana: buku, lain: susun_buku(semua, lain, terbuka, isyarat)[0]}
        letakkan(konteks["daftar_tanda"], buku_per_dana, BARIS_SEHALAMAN)
        pasang(halaman, konteks["daftar_tanda"], pasangkan(konteks["daftar_tanda"], buku_per_dana))
    konteks |= {
        "terbuka": terbuka,
        "dana": dana,
        "daftar_dana": [(satu, satu == dana, sum(b.dana == satu for b in semua)) for satu in Dana],
        "daftar_angka": [
            {"label": f"Saldo {tempat.label.lower()}", "nilai": rupiah(saldo.get((dana, tempat), 0))}
            for tempat in Tempat
        ]
        + [{"label": "Pajak belum disetor", "nilai": rupiah(sum(s for b, s in terbuka_pajak if b.dana == dana))}],
        "daftar_pajak": terbuka_pajak,
        "daftar_realisasi": rencana,
        "halangan": layanan.halangan_seimbang(usulan, daftar_realisasi=rencana),
        "berisyarat": any(baris.isyarat for baris in buku),
        "halaman": halaman,
        "qs": f"dana={dana}",
    }
    return render(request, "anggaran/bukukas.html", konteks)


def susun_buku(semua, dana, terbuka, isyarat):
    """([BarisBuku] of one fund newest first, the balances at the end)."""
    # Its tax is deposited: the deposit has to be corrected before it.
    tersetor = {b.pajak_dari_id for b in semua if not b.membatalkan_id and not hasattr(b, "pembatal")}
    buku, saldo = [], {}
    for baris, keadaan in layanan.saldo_berjalan(semua):
        saldo = keadaan
        if baris.dana == dana:
            tetap = baris.jenis == Jenis.TERIMA_PROGRAM or baris.membatalkan_id or hasattr(baris, "pembatal")
            bisa = terbuka and not tetap and baris.pk not in tersetor
            bank, kas = (keadaan.get((dana, tempat), 0) for tempat in (Tempat.BANK, Tempat.KAS))
            buku.append(BarisBuku(baris, bank, kas, bisa, isyarat.get(baris.pk, [])))
    return buku[::-1], saldo


def _halaman_catat(form_kelas):
    """The page that adds a row of one kind. What was typed and sent stays there until it is in the book."""

    @peran_required(*SISI_RT)
    def view(request, pk):
        usulan = ambil_usulan(request, pk)
        if request.method != "POST":
            return _tampilkan(request, usulan, _form_awal(request, usulan, form_kelas))
        if not formulir.bertoken(usulan, request.POST).exists() and not layanan.boleh_catat(usulan, request.user):
            raise layanan.BukuKasTertutup
        form = form_berbukti(request, form_kelas, usulan, usulan=usulan)
        baris = _catat(request, form) if form.is_valid() else None
        if baris is None:
            return _tampilkan(request, usulan, form)
        _sampaikan(request, usulan, baris)
        url = f"{reverse('anggaran:bukukas', args=[pk])}?dana={baris.dana}"
        return jawab_terkirim(request, url) if lewat_luring(request) else redirect(url)

    return view


def _form_awal(request, usulan, form_kelas):
    """An empty form, or one that writes a corrected row of the same kind anew."""
    salin = usulan.daftar_bukukas.filter(pk=baca_id(request.GET.get("salin")), jenis=form_kelas.jenis)
    baris = salin.select_related("bukti").first() if "salin" in request.GET else None
    if baris is None:
        return form_kelas(usulan=usulan, initial={"belanja": request.GET.get("dari", "")})
    bukti = {"bukti": baris.bukti} if form_kelas.jenis_bukti else {}
    form = form_kelas(usulan=usulan, initial=isian_salinan(baris), **bukti)
    form.disalin = True
    return form


def _catat(request, form):
    try:
        return layanan.catat(form.baris(), oleh=request.user, dibaca=form.cleaned_data["dibaca"])
    except layanan.PerluDibaca as tanya:
        form.tanyakan(tanya.daftar_peringatan)
    except LangkahDitolak as ditolak:
        tolak_di_form(form, ditolak)
        if isinstance(ditolak, layanan.TokenTerpakai):
            token_baru(form)
    return None


def _tampilkan(request, usulan, form):
    status = 422 if form.peringatan else kode(form)
    if form.is_bound and lewat_luring(request):
        return jawab_form(form, tanya=[satu.kalimat for satu in form.peringatan], status=status)
    konteks = {"usulan": usulan, "form": form, "terbuka": layanan.boleh_catat(usulan, request.user)}
    return render(request, "anggaran/bukukas_catat.html", konteks, status=status)


def _sampaikan(request, usulan, baris):
    pajak = f" Pajak yang dipotong {rupiah(baris.pajak)}, catat setornya nanti." if baris.pajak else ""
    messages.success(request, f"{baris.get_jenis_display()} {rupiah(baris.nilai)} tercatat.{pajak}")
    for hasil in layanan.realisasi(usulan) if baris.jenis == Jenis.BELANJA else ():
        if hasil.baris == baris.baris_rab and hasil.janggal:
            messages.warning(
                request,
                f"Belanja {hasil.baris.uraian} sudah melebihi rencana sebesar {rupiah(-hasil.sisa)}. "
                "Sebelum LPJ diajukan, ajukan pergeseran RAB atau koreksi barisnya.",
            )


belanja = _halaman_catat(formulir.BelanjaForm)
tarik_tunai = _halaman_catat(formulir.TarikTunaiForm)
swadaya = _halaman_catat(formulir.SwadayaForm)
bunga = _halaman_catat(formulir.BungaForm)
biaya_bank = _halaman_catat(formulir.BiayaBankForm)
setor_pajak = _halaman_catat(formulir.SetorPajakForm)
setor_sisa = _halaman_catat(formulir.SetorSisaForm)


@peran_required(*SISI_RT)
def koreksi_baris(request, pk, baris_pk):
    """Cancel one row, with a reason; the wrong row stays in the book."""
    usulan = ambil_usulan(request, pk)
    baris = get_object_or_404(usulan.daftar_bukukas.select_related("baris_rab"), pk=baris_pk)
    form = formulir.KoreksiForm(request.POST if request.method == "POST" else None)
    tanda = usulan.daftar_tanda.terbuka().filter(kunci=f"bukukas:{baris.pk}").select_related("alasan").first()
    if request.method == "POST" and form.is_valid():
        try:
            layanan.koreksi(baris, alasan=form.cleaned_data["alasan"], oleh=request.user)
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
        else:
            messages.success(request, f"Baris {baris.uraian} dikoreksi. Catat barisnya yang benar bila perlu.")
            # Marked by a checker: on to writing it anew, with what it said filled in.
            lanjut = url_catat_lagi(usulan, baris) if tanda else ""
            return redirect(lanjut or f"{reverse('anggaran:bukukas', args=[pk])}?dana={baris.dana}")
    terbuka = layanan.boleh_catat(usulan, request.user)
    konteks = {"usulan": usulan, "baris": baris, "tanda": tanda, "form": form, "terbuka": terbuka}
    return render(request, "anggaran/bukukas_koreksi.html", konteks, status=kode(form))
