"""Working days: the quick count is the slow one's, and a page pays one query for all its rows."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from pokja.hari_kerja import Umur, hari_kerja, muat_libur, umur
from pokja.models import HariLibur

WIB = ZoneInfo("Asia/Jakarta")
JUMAT, SENIN = date(2026, 11, 20), date(2026, 11, 23)


def hitung_satu_satu(sejak, sampai, daftar_libur):
    hari, banyak = sejak, 0
    while hari < sampai:
        hari += timedelta(days=1)
        banyak += hari.weekday() < 5 and hari not in daftar_libur
    return banyak


def test_same_as_counting_day_by_day():
    acak = Random(7)
    for _ in range(2_000):
        sejak = date(2025, 12, 1) + timedelta(days=acak.randrange(400))
        sampai = sejak + timedelta(days=acak.randrange(-10, 120))
        libur = frozenset(sejak + timedelta(days=acak.randrange(-20, 140)) for _ in range(acak.randrange(30)))
        assert hari_kerja(sejak, sampai, libur) == hitung_satu_satu(sejak, sampai, libur), (sejak, sampai, libur)


@pytest.mark.parametrize(
    ("sejak", "sampai", "libur", "hari"),
    [
        (JUMAT, JUMAT, (), 0),
        (JUMAT, SENIN, (), 1),
        (JUMAT, SENIN, (SENIN,), 0),
        (JUMAT, SENIN, (JUMAT, date(2026, 11, 22)), 1),  # the day of arrival and a Sunday change nothing
        (SENIN, JUMAT, (), 0),  # a clock that was wrong
        (date(2026, 3, 17), date(2026, 3, 25), [date(2026, 3, hari) for hari in (18, 19, 20, 21, 22, 23, 24)], 1),
        # 17.30 UTC is half past midnight of the next day in Jambi.
        (datetime(2026, 11, 19, 17, 30, tzinfo=ZoneInfo("UTC")), SENIN, (), 1),
        (datetime(2026, 11, 20, 23, 59, tzinfo=WIB), datetime(2026, 11, 23, 0, 1, tzinfo=WIB), (), 1),
    ],
)
def test_what_counts(sejak, sampai, libur, hari):
    assert hari_kerja(sejak, sampai, frozenset(libur)) == hari


@pytest.mark.parametrize(
    ("hari", "kata", "rupa", "teks"),
    [
        (0, "baru", "tenang", "baru masuk"),
        (2, "baru", "tenang", "baru, 2 hari kerja"),
        (3, "menunggu", "perbaikan", "menunggu 3 hari kerja"),
        (5, "menunggu", "perbaikan", "menunggu 5 hari kerja"),
        (6, "lama", "terlambat", "lama, 6 hari kerja"),
        (99, "lama", "terlambat", "lama, 99 hari kerja"),
    ],
)
def test_age_has_a_word_and_a_look(hari, kata, rupa, teks):
    satu = Umur(hari)
    assert (satu.kata, satu.rupa, str(satu)) == (kata, rupa, teks)


@pytest.mark.parametrize(
    ("sejak", "hari"),
    [
        (datetime(2026, 11, 20, 16, 0, tzinfo=WIB), 0),  # Friday, seen on Saturday
        (datetime(2026, 11, 18, 23, 50, tzinfo=WIB), 2),
        (datetime(2026, 11, 17, 8, 0, tzinfo=WIB), 3),
        (datetime(2026, 11, 7, 8, 0, tzinfo=WIB), 10),
    ],
)
def test_age_until_today(sejak, hari):
    assert umur(sejak, frozenset()) == Umur(hari)


@pytest.mark.django_db
def test_a_page_of_rows_asks_for_the_holidays_once(django_assert_num_queries):
    HariLibur.objects.create(tanggal=date(2026, 11, 18), nama="Hari contoh")
    with django_assert_num_queries(1):
        libur = muat_libur()
        daftar = [umur(date(2026, 11, hari), libur).hari for hari in (13, 16, 17, 18, 20)]
    assert daftar == [4, 3, 2, 2, 0]


@pytest.mark.django_db
@pytest.mark.parametrize("tanggal", [date(2026, 8, 17), date(2014, 12, 31), date(2101, 1, 1)])
def test_a_date_stands_once_and_in_our_time(tanggal):
    HariLibur.objects.create(tanggal=date(2026, 8, 17), nama="Proklamasi Kemerdekaan")
    with pytest.raises(ValidationError):
        HariLibur(tanggal=tanggal, nama="Lain").full_clean()
