"""In a real browser: signing in on a phone, with and without JavaScript, and what every page must keep."""

import pytest

from kampung.tests.layar import MEJA
from rt.models import Peran

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tanpa_kunci_abadi")]


@pytest.mark.parametrize("skrip", [True, False])
def test_ketua_signs_in_on_a_phone(layar, ketua_rt, usulan, skrip):
    orang = layar(java_script_enabled=skrip).masuk(ketua_rt.username)
    assert orang.hal.locator("h1").inner_text() != ""
    assert orang.hal.url.endswith("/")
    assert orang.keluhan == []


@pytest.mark.parametrize("peran", list(Peran))
def test_home_of_every_peran_fits_and_is_accessible(layar, semua_orang, usulan, peran):
    for ukuran in (None, MEJA):
        orang = layar(**({"ukuran": ukuran} if ukuran else {})).masuk(semua_orang[peran].username)
        assert orang.pelanggaran_axe() == []
        assert orang.geser_samping() == 0
        if ukuran is None:
            assert orang.sasaran_kecil() == []
        assert orang.keluhan == []
