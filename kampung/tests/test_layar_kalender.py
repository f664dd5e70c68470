"""The calendar in a real browser: it fits a phone and a desk, and reads as a table."""

from datetime import date

import pytest

from kampung.testing import make_rt, make_usulan
from kampung.tests.layar import MEJA
from pokja.models import JadwalTahap, Kelompok

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tanpa_kunci_abadi")]


def test_calendar_fits_and_is_accessible(layar, dpmppa, ketua_rt, usulan, kenali_besar, kelompok_a, kelompok_b):
    for kelompok in (kelompok_a, kelompok_b):
        for tahap, mulai, selesai in (("sosialisasi", 10, 11), ("rembuk", 11, 12)):
            JadwalTahap.objects.create(
                kelompok=kelompok, tahap=tahap, mulai=date(2026, mulai, 8), selesai=date(2026, selesai, 21)
            )
    Kelompok.objects.filter(kode="B").update(jadwal_ditetapkan=True)
    make_usulan(make_rt(kenali_besar), kelompok_b, tahap="rembuk", giliran="rt", jatuh_tempo=date(2026, 11, 1))
    for siapa, ukuran in ((ketua_rt, None), (dpmppa, None), (dpmppa, MEJA)):
        orang = layar(**({"ukuran": ukuran} if ukuran else {})).masuk_sebagai(siapa)
        orang.buka("/kalender/")
        assert orang.hal.locator("tbody tr").count() == (12 if siapa is ketua_rt else 24)
        assert orang.hal.locator("tr.kini").count() == 2
        assert orang.pelanggaran_axe() == []
        assert orang.geser_samping() == 0
        if ukuran is None:
            assert orang.sasaran_kecil() == []
        assert orang.keluhan == []
