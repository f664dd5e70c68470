"""The LPJ of one Usulan, put together from its buku kas."""

from django.db.models import Sum
from django.shortcuts import render

from anggaran.models import Jenis
from anggaran.models.bukukas import Dana
from anggaran.services.bukukas import halangan_seimbang, realisasi, uang
from laporan.baris_temuan import kata_terbuka, sebut_baris
from laporan.bukti_uang import biaya_bank, persamaan, pisah_dana, tabel_isyarat, tabel_realisasi
from laporan.services import halangan_temuan
from laporan.services.temuan import boleh_menemukan
from pokja.isian import ambil_usulan


def lpj_detail(request, pk):
    usulan = ambil_usulan(request, pk)
    daftar_realisasi = realisasi(usulan)
    program, swadaya = pisah_dana(daftar_realisasi)
    temuan = kata_terbuka(usulan)
    angka = uang(usulan)
    konteks = {
        "usulan": usulan,
        "lpj": getattr(usulan, "lpj", None),
        "angka": angka,
        "persamaan": persamaan(angka),
        "tabel_program": tabel_realisasi(program, temuan=temuan, di_luar_rab=biaya_bank(usulan)) if program else None,
        # Lines that came of earlier ones: the plan was shifted since the proposal.
        "sudah_bergeser": any(hasil.baris.asal_id for hasil in daftar_realisasi),
        "tabel_swadaya": tabel_realisasi(swadaya, temuan=temuan) if swadaya else None,
        "tabel_isyarat": tabel_isyarat(usulan, request.user),
        "swadaya_masuk": _swadaya_masuk(usulan),
        "daftar_setoran": usulan.daftar_bukukas.sah().filter(jenis=Jenis.SETOR_SISA).select_related("bukti"),
        "daftar_temuan": sebut_baris(usulan.daftar_temuan.all()),
        "boleh_menemukan": boleh_menemukan(usulan, request.user),
        "halangan": _halangan(usulan, angka, daftar_realisasi) if angka.cair else [],
    }
    return render(request, "laporan/lpj_detail.html", konteks)


def _halangan(usulan, angka, daftar_realisasi):
    return halangan_seimbang(usulan, angka=angka, daftar_realisasi=daftar_realisasi) + halangan_temuan(usulan)


def _swadaya_masuk(usulan):
    """Money residents gave, whole rupiah; beside the equation, never in it."""
    daftar = usulan.daftar_bukukas.sah().filter(jenis=Jenis.TERIMA_SWADAYA, dana=Dana.SWADAYA)
    return daftar.aggregate(total=Sum("nilai"))["total"] or 0
