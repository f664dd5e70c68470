"""Working days: Monday to Friday without the holidays that DPMPPA keeps (HariLibur). Days are WIB.

A page of rows asks for the holidays once and hands them on:

    libur = muat_libur()                                    # one query
    daftar = [(usulan, umur(usulan.giliran_sejak, libur)) for usulan in halaman]

and draws each age by {% include "_komponen/umur.html" with umur=umur %}.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from pokja.models import HariLibur

# From how many working days a thing at somebody's desk is no longer new, and when it has lain too long:
# (at least so many days, the word, the look of its label).
BATAS_UMUR = (
    (6, "lama", "terlambat"),
    (3, "menunggu", "perbaikan"),
    (0, "baru", "tenang"),
)


@dataclass(frozen=True)
class Umur:
    """How long something has waited: the days, and a word and a look that say the same."""

    hari: int

    @property
    def _batas(self):
        return next(batas for batas in BATAS_UMUR if self.hari >= batas[0])

    @property
    def kata(self):
        return self._batas[1]

    @property
    def rupa(self):
        return self._batas[2]

    def __str__(self):
        if not self.hari:
            return "baru masuk"
        antara = " " if self.kata == "menunggu" else ", "
        return f"{self.kata}{antara}{self.hari} hari kerja"


def muat_libur():
    """Every holiday there is, some twenty a year. One query."""
    return frozenset(HariLibur.objects.values_list("tanggal", flat=True))


def hari_kerja(sejak, sampai, daftar_libur: Collection[date]):
    """Working days after `sejak` up to and with `sampai`, 0 if that is earlier. Asks no database.

    The day of arrival is not counted: what came on Friday is one day old on Monday. Both are dates or aware times;
    `daftar_libur` holds each date once.
    """
    awal, akhir = _hari(sejak), _hari(sampai)
    if akhir <= awal:
        return 0
    pekan, sisa = divmod((akhir - awal).days, 7)
    hari = pekan * 5 + sum((awal + timedelta(days=n)).weekday() < 5 for n in range(1, sisa + 1))
    return hari - sum(awal < libur <= akhir and libur.weekday() < 5 for libur in daftar_libur)


def umur(sejak, daftar_libur, *, kini=None):
    """The Umur of what has waited since `sejak`, today or on the day `kini`."""
    return Umur(hari_kerja(sejak, kini or timezone.localdate(), daftar_libur))


def _hari(nilai):
    return timezone.localdate(nilai) if isinstance(nilai, datetime) else nilai
