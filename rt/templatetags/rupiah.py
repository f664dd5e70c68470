"""Filters that write numbers and days as an Indonesian reads them. Times are WIB."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template

from rt import angka

register = template.Library()

WIB = ZoneInfo("Asia/Jakarta")
HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni",
         "Juli", "Agustus", "September", "Oktober", "November", "Desember")  # fmt: skip


def _filter_angka(nama, tulis):
    """Register a filter under its Indonesian name; a variable that is missing prints as "–"."""
    register.filter(nama, lambda nilai: angka.KOSONG if nilai in (None, "") else tulis(nilai))


_filter_angka("rupiah", angka.rupiah)
_filter_angka("ribuan", angka.ribuan)
_filter_angka("terbilang", angka.terbilang)
_filter_angka("volume", angka.volume)


@register.filter
def tanggal(nilai):
    """Write a date as "Kamis, 29 Januari 2026"; a datetime in WIB with " pukul 14.05" (a naive one is taken as WIB)."""
    if not isinstance(nilai, date):
        return angka.KOSONG
    if not isinstance(nilai, datetime):
        return _hari(nilai)
    setempat = nilai.astimezone(WIB) if nilai.tzinfo else nilai
    return f"{_hari(setempat)} pukul {setempat:%H.%M}"


def _hari(hari):
    return f"{HARI[hari.weekday()]}, {hari.day} {BULAN[hari.month - 1]} {hari.year}"
