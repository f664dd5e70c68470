"""Working days and hours (WIB) in which the demo's people act."""

import datetime as dt

from django.utils import timezone

TAHUN = 2026
LIBUR = {dt.date(TAHUN, *hari) for hari in ((1, 1), (5, 1), (6, 1), (8, 17), (12, 25))}
JAM_BUKA, JAM_TUTUP = 8, 16


def hari_kerja(hari):
    """The day itself, or the next working day after it."""
    while hari.weekday() > 4 or hari in LIBUR:
        hari += dt.timedelta(days=1)
    return hari


def tambah_hari_kerja(hari, banyak):
    for _ in range(banyak):
        hari = hari_kerja(hari + dt.timedelta(days=1))
    return hari_kerja(hari)


def hari_berikut(hari, daftar_hari_pekan):
    """The first working day after `hari` that falls on one of these weekdays (0 is Monday)."""
    hari += dt.timedelta(days=1)
    while hari.weekday() not in daftar_hari_pekan or hari in LIBUR:
        hari += dt.timedelta(days=1)
    return hari


def pukul(hari, acak, dari=JAM_BUKA, sampai=JAM_TUTUP):
    """Some moment of a day, within working hours."""
    menit = acak.randrange(dari * 60, sampai * 60)
    return dt.datetime(
        hari.year, hari.month, hari.day, menit // 60, menit % 60, acak.randrange(60), tzinfo=timezone.get_default_timezone()
    )  # fmt: skip


def sesudah(saat, acak):
    """A moment a little later, still within working hours or on the next working day."""
    hasil = saat + dt.timedelta(minutes=acak.randrange(20, 90))
    if hasil.hour < JAM_TUTUP + 1:
        return hasil
    return pukul(hari_kerja(saat.date() + dt.timedelta(days=1)), acak)


def antara(awal, akhir, bagian):
    """The day at this share (0 to 1) of the way."""
    return awal + dt.timedelta(days=round((akhir - awal).days * bagian))
