"""The pace against the calendar: how many a working day it takes from now on, and how many it has been."""

from collections import Counter
from datetime import datetime, time, timedelta

from django.db.models import Count
from django.utils import timezone

from laporan.kendali.cacah import belum_lewat
from pokja.hari_kerja import hari_kerja, muat_libur
from pokja.models import JadwalTahap, Riwayat
from pokja.tahapan import NOMOR_TAHAP, Tahap

HARI_TERAKHIR = 5  # working days looked back on


def susun_laju(daftar_usulan, daftar_cacah, tautan, *, program, kelompok):
    """One dict per tahap of a Kelompok whose days are running now. Three queries."""
    kini = timezone.localdate()
    libur = muat_libur()
    sejak = mundur_hari_kerja(kini, HARI_TERAKHIR, libur)
    sisa, selesai = belum_lewat(daftar_cacah), _selesai_sejak(daftar_usulan, sejak)
    hasil = []
    for (tahun, kode, tahap), batas in _sedang_berjalan(kini, program, kelompok).items():
        banyak = sisa[tahun, kode, tahap]
        hari = hari_kerja(kini - timedelta(days=1), batas, libur)
        hasil.append({
            "tahap": Tahap(tahap).label,
            "kelompok": kode,
            "batas": batas,
            "hari": hari,
            "sisa": banyak,
            "url": tautan.usulan(tahun=tahun, kelompok=kode, belum_lewat=tahap),
            # Whole Usulan; on the last evening, or with only a weekend left, all of them are due at once.
            "perlu": -(-banyak // max(hari, 1)),
            "selesai": selesai[tahun, kode, tahap],
            "cukup": selesai[tahun, kode, tahap] * max(hari, 1) >= banyak * HARI_TERAKHIR,
        })  # fmt: skip
    hasil.sort(key=lambda satu: (satu["kelompok"], satu["batas"]))
    return {"daftar": hasil, "sejak": sejak, "hari_terakhir": HARI_TERAKHIR}


def _sedang_berjalan(kini, program, kelompok):
    """{(year, Kelompok, tahap): last day} of the calendars in force, in the order of the stages."""
    daftar = JadwalTahap.objects.filter(kelompok__jadwal_ditetapkan=True, mulai__lte=kini, selesai__gte=kini)
    if program is not None:
        daftar = daftar.filter(kelompok__tahun_program__in=program)
    if kelompok:
        daftar = daftar.filter(kelompok__kode=kelompok)
    baris = daftar.order_by("selesai").values_list(
        "kelompok__tahun_program__tahun", "kelompok__kode", "tahap", "selesai"
    )
    urut = sorted(baris, key=lambda satu: NOMOR_TAHAP[satu[2]])
    return {(tahun, kode, tahap): selesai for tahun, kode, tahap, selesai in urut}


def _selesai_sejak(daftar_usulan, sejak):
    """{(year, Kelompok, tahap): Usulan that have left it forward since the morning of this day}. One query."""
    mulai = timezone.make_aware(datetime.combine(sejak, time.min))
    # Each step sets giliran_sejak, so those that rested need no look into their Riwayat.
    bergerak = daftar_usulan.filter(giliran_sejak__gte=mulai).order_by().values("pk")
    langkah = (
        Riwayat.objects.filter(usulan__in=bergerak, pada__gte=mulai)
        .order_by()
        .values_list("usulan__tahun_program__tahun", "usulan__kelompok__kode", "dari_tahap", "ke_tahap")
        .annotate(banyak=Count("usulan", distinct=True))
    )
    hasil = Counter()
    for tahun, kode, dari, ke, banyak in langkah:
        # An undone step leads backwards: it is not progress.
        if NOMOR_TAHAP.get(ke, len(NOMOR_TAHAP) + 1) > NOMOR_TAHAP.get(dari, len(NOMOR_TAHAP) + 1):
            hasil[tahun, kode, dari] += banyak
    return hasil


def mundur_hari_kerja(kini, banyak, libur):
    """The first of the last so many working days, today among them if it is one."""
    hari = kini
    while hari_kerja(hari - timedelta(days=1), kini, libur) < banyak:
        hari -= timedelta(days=1)
    return hari
