"""The calendar of a year: its Kelompok beside each other, with how many Usulan are where. Five queries at most."""

from urllib.parse import urlencode

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from laporan.kalender import minggu_terbaca, susun
from pokja.filters import tahun_berjalan
from pokja.models import JadwalTahap, Kelompok, Usulan
from pokja.tahapan import Giliran
from rt.peran import SISI_RT


@require_safe
def kalender(request):
    semua = _kelompok(request.user)
    daftar_tahun = sorted({kelompok.tahun_program.tahun for kelompok in semua}, reverse=True)
    tahun = _tahun_dipilih(request, daftar_tahun)
    dipilih = [kelompok for kelompok in semua if kelompok.tahun_program.tahun == tahun]
    kini = timezone.localdate()
    jadwal, banyak = _jadwal(dipilih), _banyak(request.user, tahun)
    daftar_kelompok = [
        _sajikan(kelompok, jadwal.get(kelompok.pk, {}), banyak.get(kelompok.kode, {}), kini) for kelompok in dipilih
    ]
    konteks = {
        "tahun": tahun,
        "daftar_tahun": daftar_tahun,
        "kini": kini,
        "minggu": minggu_terbaca(kini),
        "daftar_kelompok": daftar_kelompok,
        # Who has one RT is told where it is, and not how many there are.
        "sendiri": request.user.peran in SISI_RT and sum(satu["jumlah"] for satu in daftar_kelompok) == 1,
    }
    return render(request, "laporan/kalender.html", konteks)


def _kelompok(pengguna):
    """Every Kelompok; for the RT side those its own Usulan are in."""
    daftar = Kelompok.objects.select_related("tahun_program").order_by("kode", "pk")
    if pengguna.peran in SISI_RT:
        daftar = daftar.filter(pk__in=Usulan.objects.untuk(pengguna).values("kelompok"))
    return list(daftar)


def _tahun_dipilih(request, daftar_tahun):
    diminta = request.GET.get("tahun")
    for tahun in daftar_tahun:
        if str(tahun) == diminta:
            return tahun
    berjalan = tahun_berjalan()
    return berjalan if berjalan in daftar_tahun else next(iter(daftar_tahun), None)


def _jadwal(dipilih):
    """{kelompok: {tahap: (first day, last day)}}. One query."""
    hasil = {}
    for jadwal in JadwalTahap.objects.filter(kelompok__in=dipilih):
        hasil.setdefault(jadwal.kelompok_id, {})[jadwal.tahap] = (jadwal.mulai, jadwal.selesai)
    return hasil


def _banyak(pengguna, tahun):
    """{code of the Kelompok: {tahap: how many, how many late}} in this person's territory. One query.

    By code and not by key: so counts the list that the numbers link to.
    """
    terlambat = Q(jatuh_tempo__lt=timezone.localdate()) & ~Q(giliran=Giliran.TUTUP)
    daftar = Usulan.objects.untuk(pengguna).filter(tahun_program__tahun=tahun).order_by()
    hasil = {}
    for baris in daftar.values("kelompok__kode", "tahap").annotate(
        banyak=Count("pk"), terlambat=Count("pk", filter=terlambat)
    ):
        hasil.setdefault(baris["kelompok__kode"], {})[baris["tahap"]] = baris
    return hasil


def _sajikan(kelompok, jadwal, banyak, kini):
    isi = susun(jadwal, ditetapkan=kelompok.jadwal_ditetapkan, banyak=banyak, kini=kini)
    dasar = {"tahun": kelompok.tahun_program.tahun, "kelompok": kelompok.kode}
    for baris in (*isi["baris"], *isi["akhir"]):
        baris["url"] = _url(**dasar, tahap=baris["tahap"])
        baris["url_terlambat"] = _url(**dasar, tahap=baris["tahap"], terlambat="ya")
    return {
        **isi,
        "kelompok": kelompok,
        "jumlah": sum(baris["banyak"] for baris in (*isi["baris"], *isi["akhir"])),
        "terlambat": sum(baris["terlambat"] for baris in isi["baris"]),
        "url": _url(**dasar),
        "url_terlambat": _url(**dasar, terlambat="ya"),
    }


def _url(**saringan):
    return f"{reverse('laporan:usulan_list')}?{urlencode(saringan)}"
