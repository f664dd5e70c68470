"""The calendar of a Kelompok by programme weeks: days 1-7, 8-14, 15-21 and 22-end of each month. Asks no database.

A row's bar is drawn in per cent of the axis, so that it can stand in an SVG of any width without a style.
"""

import calendar
from dataclasses import dataclass
from datetime import date

from pokja.tahapan import DUA_BELAS, TAHAP_AKHIR, Tahap
from rt.templatetags.rupiah import BULAN

PEKAN_SEBULAN = 4
# Word and look of a tahap by today; a template that nobody has taken is never "berjalan".
LEWAT, BERJALAN, NANTI = ("lewat", "sudah lewat"), ("berjalan", "sedang berjalan"), ("nanti", "belum mulai")
RANCANGAN = ("rancangan", "rancangan")


def pekan(hari):
    """Which week of its month a day lies in, from 0."""
    return min((hari.day - 1) // 7, PEKAN_SEBULAN - 1)


@dataclass(frozen=True)
class Sumbu:
    """The months a calendar spans, each four weeks wide."""

    awal: date  # first of a month
    bulan: int  # number of months

    @classmethod
    def dari(cls, daftar_rentang):
        """The axis for (first day, last day) pairs; None without any."""
        if not daftar_rentang:
            return None
        mulai = min(mulai for mulai, _ in daftar_rentang)
        selesai = max(selesai for _, selesai in daftar_rentang)
        return cls(mulai.replace(day=1), (selesai.year - mulai.year) * 12 + selesai.month - mulai.month + 1)

    def nomor(self, hari):
        """The week of a day, counted from the start of the axis."""
        bulan = (hari.year - self.awal.year) * 12 + hari.month - self.awal.month
        return bulan * PEKAN_SEBULAN + pekan(hari)

    def letak(self, minggu):
        return f"{100 * minggu / (self.bulan * PEKAN_SEBULAN):.2f}%"

    def batang(self, mulai, selesai):
        """(x, width) of the weeks from the first day to the last."""
        kiri = self.nomor(mulai)
        return self.letak(kiri), self.letak(self.nomor(selesai) + 1 - kiri)

    def garis(self, hari):
        """x of a day, inside its week; None if it lies outside."""
        minggu = self.nomor(hari)
        if not 0 <= minggu < self.bulan * PEKAN_SEBULAN:
            return None
        awal = pekan(hari) * 7 + 1
        panjang = 7 if pekan(hari) < PEKAN_SEBULAN - 1 else calendar.monthrange(hari.year, hari.month)[1] - 21
        return self.letak(minggu + (hari.day - awal + 0.5) / panjang)

    @property
    def daftar_bulan(self):
        """[(short name, x where it begins)]."""
        return [(BULAN[(self.awal.month - 1 + n) % 12][:3], self.letak(n * PEKAN_SEBULAN)) for n in range(self.bulan)]

    @property
    def daftar_batas(self):
        """x of each boundary between months, with a quieter one between weeks: (x, is a month's)."""
        return [(self.letak(n), n % PEKAN_SEBULAN == 0) for n in range(1, self.bulan * PEKAN_SEBULAN)]


def rentang_terbaca(mulai, selesai):
    """ "1-14 Feb", "22 Feb-7 Mar": the year stands above the table, unless it is another."""
    depan = str(mulai.day) if (mulai.year, mulai.month) == (selesai.year, selesai.month) else _hari(mulai)
    tahun = f" {selesai.year}" if selesai.year != mulai.year else ""
    return f"{depan}–{_hari(selesai)}{tahun}"


def _hari(hari):
    return f"{hari.day} {BULAN[hari.month - 1][:3]}"


def minggu_terbaca(hari):
    return f"minggu {pekan(hari) + 1} {BULAN[hari.month - 1]} {hari.year}"


def susun(jadwal, *, ditetapkan, banyak, kini):
    """One Kelompok: {"sumbu", "garis", "baris", "akhir"}.

    `jadwal` is {tahap: (first day, last day)}, `banyak` {tahap: {"banyak", "terlambat"}}.
    """
    sumbu = Sumbu.dari(list(jadwal.values()))
    kosong = {"banyak": 0, "terlambat": 0}
    baris = []
    for nomor, tahap in enumerate(DUA_BELAS, start=1):
        satu = {"nomor": nomor, "tahap": tahap.value, "label": tahap.label, **banyak.get(tahap.value, kosong)}
        if tahap in jadwal:
            mulai, selesai = jadwal[tahap]
            satu["rentang"] = rentang_terbaca(mulai, selesai)
            satu["keadaan"], satu["kata"] = _keadaan(mulai, selesai, kini) if ditetapkan else RANCANGAN
            satu["x"], satu["lebar"] = sumbu.batang(mulai, selesai)
        baris.append(satu)
    akhir = [
        {"tahap": tahap.value, "label": Tahap(tahap).label, "banyak": banyak[tahap.value]["banyak"]}
        for tahap in TAHAP_AKHIR
        if tahap.value in banyak
    ]
    garis = sumbu.garis(kini) if sumbu else None
    return {"sumbu": sumbu, "garis": garis, "baris": baris, "akhir": akhir}


def _keadaan(mulai, selesai, kini):
    if kini < mulai:
        return NANTI
    return BERJALAN if kini <= selesai else LEWAT
