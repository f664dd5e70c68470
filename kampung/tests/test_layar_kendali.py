"""The control room in a real browser: fits, is accessible, and prints on one landscape page."""

import re

import pytest

from kampung.testing import make_kelurahan, make_rt, make_usulan
from kampung.tests.layar import MEJA
from laporan.tests.uang_uji import beri_uang
from pokja.models import Usulan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tanpa_kunci_abadi")]


def test_control_room_fits_is_accessible_and_prints_on_one_page(layar, dpmppa, usulan, petugas, lurah, kelompok_a):
    beri_uang(usulan, petugas, lurah)
    Usulan.objects.filter(pk=usulan.pk).update(tahap="lpj", giliran="rt", jatuh_tempo="2026-10-01")
    for nomor in range(11):
        for kelurahan in range(2):
            nama = f"Kelurahan {nomor}.{kelurahan}"
            make_usulan(make_rt(make_kelurahan(nama, f"Kecamatan {nomor}"), nomor=1), kelompok_a)
    for ukuran in (None, MEJA):
        orang = layar(**({"ukuran": ukuran} if ukuran else {})).masuk_sebagai(dpmppa)
        orang.buka("/")
        orang.tekan("text=Buka ruang kendali")
        assert orang.hal.url.endswith("/kendali/")
        assert orang.hal.locator(".tabel-peta .anak:visible").count() == (23 if ukuran else 0)
        orang.hal.click(".kendali-kurva summary")
        assert orang.pelanggaran_axe() == []
        assert orang.geser_samping() == 0
        if ukuran is None:
            assert orang.sasaran_kecil() == []
        assert orang.keluhan == []
    cetakan = orang.hal.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", cetakan)) == 1
    lebar, tinggi = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", cetakan).groups())
    assert (round(lebar), round(tinggi)) == (842, 595)
