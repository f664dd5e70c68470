"""Kelompok membership of many RT at once: filter, tick, look at what changes, save."""

import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from anggaran.impor_rencana import ambil_tahun
from anggaran.services.keanggotaan import pindahkan, rencana_pindah
from anggaran.services.pengaturan import PratinjauBerubah
from pokja.models import Usulan
from pokja.services import LangkahDitolak
from rt.akses import peran_required
from rt.angka import ribuan
from rt.models import Kelurahan
from rt.pencocok import kunci_nama
from rt.peran import Peran

BARIS_HALAMAN = 200
POLA_ID = re.compile(r"[0-9]{1,18}")


@peran_required(Peran.DPMPPA)
def pengaturan_kelompok(request, tahun):
    tahun_program = ambil_tahun(tahun)
    saringan = {nama: request.GET.get(nama, "").replace("\0", "") for nama in ("q", "kelurahan", "kelompok")}
    daftar = saring(_usulan(request, tahun_program), **saringan)
    qs = request.GET.copy()
    qs.pop("page", None)
    konteks = {
        "tahun_program": tahun_program,
        "saringan": saringan,
        "qs": qs.urlencode(),
        "halaman": Paginator(daftar, BARIS_HALAMAN).get_page(request.GET.get("page")),
        "daftar_kelompok": tahun_program.daftar_kelompok.all(),
        "daftar_kelurahan": Kelurahan.objects.nyata().order_by("nama"),
    }
    return render(request, "anggaran/pengaturan_kelompok.html", konteks)


def saring(daftar, *, q="", kelurahan="", kelompok=""):
    """By kelurahan and Kelompok (ids as text) and words such as "02 kenali"."""
    if POLA_ID.fullmatch(kelurahan):
        daftar = daftar.filter(rt__kelurahan=int(kelurahan))
    if POLA_ID.fullmatch(kelompok):
        daftar = daftar.filter(kelompok=int(kelompok))
    for angka in re.findall(r"[0-9]{1,9}", q)[:1]:
        daftar = daftar.filter(rt__nomor=int(angka))
    if kata := kunci_nama(re.sub(r"[0-9]+|\brt\b", " ", q, flags=re.IGNORECASE)):
        daftar = daftar.filter(rt__kelurahan__nama_cari__contains=kata)
    return daftar


@peran_required(Peran.DPMPPA)
def pengaturan_kelompok_pratinjau(request, tahun):
    tahun_program = ambil_tahun(tahun)
    try:
        return _pratinjau(request, tahun_program, *_pilihan(request, tahun_program))
    except LangkahDitolak as ditolak:
        messages.error(request, str(ditolak))
        return redirect("anggaran:pengaturan_kelompok", tahun)


@peran_required(Peran.DPMPPA)
@require_POST
def pengaturan_kelompok_simpan(request, tahun):
    tahun_program = ambil_tahun(tahun)
    try:
        daftar, kelompok = _pilihan(request, tahun_program)
        rencana = pindahkan(
            tahun,
            [usulan.pk for usulan in daftar],
            kelompok,
            sidik_dilihat=request.POST.get("sidik", ""),
            oleh=request.user,
        )
    except PratinjauBerubah as ditolak:
        return _pratinjau(request, tahun_program, daftar, kelompok, daftar_pesan=ditolak.daftar_pesan, status=409)
    except LangkahDitolak as ditolak:
        messages.error(request, str(ditolak))
        return redirect("anggaran:pengaturan_kelompok", tahun)
    pesan = f"{ribuan(len(rencana.daftar_pindah))} RT dipindah ke {kelompok}."
    if rencana.daftar_tetap:
        pesan += f" {ribuan(len(rencana.daftar_tetap))} RT tetap karena sudah lewat tahap Sosialisasi."
    messages.success(request, pesan)
    return redirect(f"{reverse('anggaran:pengaturan_kelompok', args=[tahun])}?kelompok={kelompok.pk}")


def _usulan(request, tahun_program):
    daftar = Usulan.objects.untuk(request.user).filter(tahun_program=tahun_program)
    return daftar.select_related("rt__kelurahan", "kelompok", "alokasi")


def _pilihan(request, tahun_program):
    """(the ticked Usulan, the Kelompok they are to go to), or LangkahDitolak with what is missing."""
    daftar_id = {int(teks) for teks in request.POST.getlist("usulan") if POLA_ID.fullmatch(teks)}
    daftar = list(_usulan(request, tahun_program).filter(pk__in=daftar_id))
    if not daftar:
        raise LangkahDitolak("Belum ada RT yang dicentang. Centang RT-nya, lalu ulangi.")
    tujuan = request.POST.get("kelompok", "")
    kelompok = next((k for k in tahun_program.daftar_kelompok.all() if str(k.pk) == tujuan), None)
    if kelompok is None:
        raise LangkahDitolak("Kelompok tujuan belum dipilih. Centang RT-nya, pilih Kelompoknya, lalu ulangi.")
    return daftar, kelompok


def _pratinjau(request, tahun_program, daftar, kelompok, *, daftar_pesan=(), status=200):
    konteks = {
        "tahun_program": tahun_program,
        "kelompok": kelompok,
        "daftar_usulan": daftar,
        "rencana": rencana_pindah(daftar, kelompok),
        "daftar_pesan": daftar_pesan,
    }
    return render(request, "anggaran/pengaturan_kelompok_pratinjau.html", konteks, status=status)
