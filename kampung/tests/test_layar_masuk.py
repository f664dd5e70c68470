"""In a real browser: signing in on a phone, with and without JavaScript, and what every page must keep."""

import pytest

from kampung.tests.layar import MEJA

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tanpa_kunci_abadi")]


@pytest.mark.parametrize("skrip", [True, False])
def test_ketua_signs_in_on_a_phone(layar, ketua_rt, usulan, skrip):
    orang = layar(java_script_enabled=skrip).masuk(ketua_rt.username)
    assert orang.hal.locator("h1").inner_text() != ""
    assert orang.hal.url.endswith("/")
    assert orang.keluhan == []


def test_home_of_every_peran_at_a_desk(layar, semua_orang, usulan):
    """On a phone: test_layar_axe."""
    orang = layar(ukuran=MEJA, service_workers="block")
    for pengguna in semua_orang.values():
        orang.masuk_sebagai(pengguna).buka("/")
        assert orang.pelanggaran_axe() == [], pengguna.peran
        assert orang.geser_samping() == 0, pengguna.peran
        assert orang.keluhan == []
