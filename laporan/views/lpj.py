"""The LPJ of one Usulan, put together from its buku kas."""

from django.db.models import Sum
from django.shortcuts import render

from anggaran.models import Jenis
from anggaran.models.bukukas import Dana
from anggaran.services.bukukas import halangan_seimbang, realisasi, uang
from laporan.bukti_uang import persamaan, tabel_realisasi
from laporan.services import halangan_temuan
from pokja.isian import ambil_usulan
from pokja.models import Sumber


def lpj_detail(request, pk):
    usulan = ambil_usulan(request, pk)
    daftar_realisasi = realisasi(usulan)
    program = [hasil for hasil in daftar_realisasi if hasil.baris.sumber == Sumber.PROGRAM]
    swadaya = [hasil for hasil in daftar_realisasi if hasil.baris.sumber != Sumber.PROGRAM]
    angka = uang(usulan)
    konteks = {
        "usulan": usulan,
        "lpj": getattr(usulan, "lpj", None),
        "angka": angka,
        "persamaan": persamaan(angka),
        "tabel_program": tabel_realisasi(program) if program else None,
        "tabel_swadaya": tabel_realisasi(swadaya) if swadaya else None,
        "swadaya_masuk": _swadaya_masuk(usulan),
        "daftar_setoran": usulan.daftar_bukukas.sah().filter(jenis=Jenis.SETOR_SISA).select_related("bukti"),
        "daftar_temuan": usulan.daftar_temuan.all(),
        "halangan": _halangan(usulan, angka, daftar_realisasi) if angka.cair else [],
    }
    return render(request, "laporan/lpj_detail.html", konteks)


def _halangan(usulan, angka, daftar_realisasi):
    return halangan_seimbang(usulan, angka=angka, daftar_realisasi=daftar_realisasi) + halangan_temuan(usulan)


def _swadaya_masuk(usulan):
    """Money residents gave, whole rupiah; beside the equation, never in it."""
    daftar = usulan.daftar_bukukas.sah().filter(jenis=Jenis.TERIMA_SWADAYA, dana=Dana.SWADAYA)
    return daftar.aggregate(total=Sum("nilai"))["total"] or 0
