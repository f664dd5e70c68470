"""The practice kelurahan: its RT, taking a role, going back, opening an RT and beginning one anew."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from anggaran.forms_pencairan import baca_id
from anggaran.services.latihan import PALING_BANYAK, daftar_kehidupan, mulai_baru, pilihan_kk, tahun_latihan, tambah_rt
from kampung.latihan import kembali_asli, masuk_sebagai
from laporan.antrean import kerja, lengkapi
from pokja.models import Usulan
from pokja.services import LangkahDitolak
from pokja.tahapan import GILIRAN_PERAN
from rt.angka import rupiah
from rt.services.latihan import DAFTAR_PEMERAN, PEMERAN, akun_pemeran


def latihan(request):
    """What it is, who plays where, and the buttons. Writes nothing: the first RT is made by its button."""
    daftar = daftar_kehidupan()
    konteks = {
        "daftar": daftar,
        "daftar_pemeran": DAFTAR_PEMERAN,
        "nomor_baru": len(daftar) + 1 if len(daftar) < PALING_BANYAK else None,
        "paling_banyak": PALING_BANYAK,
        **_pilihan(),
    }
    return render(request, "latihan/index.html", konteks)


def _pilihan():
    """The tiers to choose from, or why nothing can be opened yet."""
    try:
        daftar = pilihan_kk(tahun_latihan())
    except LangkahDitolak as ditolak:
        return {"halangan": ditolak.daftar_pesan}
    return {"pilihan_kk": [(kk, f"{kk} KK, pagu {rupiah(pagu)}") for kk, pagu in reversed(daftar)]}


def _baca_kk(request):
    """The households that were chosen; whatever is no choice of ours is the first one."""
    daftar = [kk for kk, _pagu in reversed(pilihan_kk(tahun_latihan()))]
    diminta = baca_id(request.POST.get("kk", ""))
    return diminta if diminta in daftar else daftar[0]


@require_POST
def latihan_masuk(request):
    """Take a role in one RT and go to where it works."""
    kode, nomor = request.POST.get("pemeran", ""), baca_id(request.POST.get("nomor", ""))
    hidup = next(iter(daftar_kehidupan(nomor)), None)
    akun = akun_pemeran(kode, nomor) if hidup else None
    if akun is None:
        messages.error(request, "Peran atau RT latihan itu tidak ada. Pilih salah satu dari daftar di bawah.")
        return redirect("latihan")
    masuk_sebagai(request, akun, nomor)
    return redirect(_tempat_kerja(akun, hidup, kode))


def _tempat_kerja(akun, hidup, kode):
    """Straight to the work if it is this role's turn, else to the RT's Usulan; the RT side begins at its home."""
    if PEMERAN[kode].per_rt:
        return reverse("beranda")
    if hidup.kode_pemeran == kode and akun.peran in GILIRAN_PERAN:
        usulan = lengkapi(Usulan.objects.untuk(akun).filter(pk=hidup.usulan.pk)).first()
        if usulan is not None:
            return kerja(usulan, akun, "")[1].removesuffix("?")
    return hidup.usulan.get_absolute_url()


@require_POST
def latihan_selesai(request):
    """Back to the own account."""
    if request.user.latihan:
        kembali_asli(request)
        messages.success(request, "Latihan selesai. Anda kembali memakai akun sendiri.")
    return redirect("latihan")


@require_POST
def latihan_tambah(request):
    nomor = baca_id(request.POST.get("nomor", ""))
    try:
        if not nomor:
            raise LangkahDitolak("Nomor RT latihannya tidak terbaca. Muat ulang halaman, lalu ulangi.")
        usulan = tambah_rt(nomor=nomor, kk=_baca_kk(request), oleh=request.orang_asli)
    except LangkahDitolak as ditolak:
        messages.error(request, str(ditolak))
    else:
        messages.success(request, f"{usulan.rt} siap dimainkan. Mulai sebagai DPMPPA: catat kehadiran sosialisasi.")
    return redirect("latihan")


def latihan_mulai_baru(request, pk):
    """Ask, naming what is closed; then close it and open the next life."""
    daftar = Usulan.objects.filter(latihan=True).select_related("rt__kelurahan", "tahun_program", "alokasi")
    usulan = get_object_or_404(daftar, pk=pk)
    if request.method == "POST":
        baru = mulai_baru(usulan, versi=_baca_versi(request), kk=_baca_kk(request), oleh=request.orang_asli)
        messages.success(
            request, f"{baru.rt} siap dimainkan dari awal. Kehidupan yang lama ditutup dan tetap tersimpan."
        )
        return redirect("latihan")
    if not usulan.rt.aktif:
        raise Http404
    konteks = {"usulan": usulan, **_pilihan()}
    return render(request, "latihan/mulai_baru.html", konteks)


def _baca_versi(request):
    teks = request.POST.get("versi", "")
    return int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 10 else -1
