"""The checker's desk in a real browser: ten filings by keyboard alone, and shortcuts that keep out of the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kampung.testing import make_rt, make_usulan
from kampung.tests.layar import MEJA
from laporan.tests import adegan
from pokja.models import Riwayat, Usulan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tanpa_kunci_abadi")]


@pytest.fixture
def meja(kenali_besar, kelompok_b):
    """meja(n): so many plain filings of the rembuk, the first the oldest."""

    def isi(banyak):
        daftar = []
        for urut in range(banyak):
            usulan = make_usulan(make_rt(kenali_besar, nomor=urut + 1), kelompok_b)
            adegan.isi_rembuk(usulan)
            sejak = timezone.now() - timedelta(days=banyak - urut)
            daftar.append(adegan.taruh(usulan, "rembuk", "kelurahan", giliran_sejak=sejak))
        return daftar

    return isi


def tekan(orang, tombol, alamat=None):
    """Press a key; with `alamat`, wait until that page stands."""
    orang.hal.keyboard.press(tombol)
    if alamat:
        orang.hal.wait_for_url(alamat)


def test_ten_filings_with_the_keyboard_alone(layar, petugas, meja):
    daftar = meja(10)
    orang = layar(ukuran=MEJA).masuk_sebagai(petugas)
    orang.buka("/antrean/?tahap=rembuk")
    # Three actions for the first: open the oldest, point at "terima" (which ticks what eyes have seen), press it.
    tekan(orang, "j")
    assert orang.hal.evaluate("document.activeElement.textContent") == str(daftar[0].rt)
    tekan(orang, "Enter", f"**/usulan/{daftar[0].pk}/periksa/**")
    for urut in range(10):
        assert f"1 dari {10 - urut}" in orang.hal.locator(".letak-antrean").inner_text()
        assert not orang.hal.locator("[name=semua_sesuai]").is_checked()
        tekan(orang, "t")
        assert orang.hal.evaluate("document.activeElement.value") == "terima"
        assert Riwayat.objects.count() == urut  # pointing decides nothing
        berikut = f"**/usulan/{daftar[urut + 1].pk}/periksa/**" if urut < 9 else "**/antrean/?**"
        tekan(orang, "Enter", berikut)
    assert set(Usulan.objects.values_list("tahap", "giliran")) == {("pokja", "rt")}
    assert list(Riwayat.objects.order_by("pk").values_list("usulan", flat=True)) == [usulan.pk for usulan in daftar]
    assert "tahap=rembuk" in orang.hal.url
    assert orang.keluhan == []


def test_shortcuts_never_while_typing_and_can_be_switched_off(layar, petugas, meja):
    pertama, kedua = meja(2)
    orang = layar(ukuran=MEJA).masuk_sebagai(petugas)
    orang.buka(f"/usulan/{pertama.pk}/periksa/?isi=saya")
    catatan, semua = orang.hal.locator("[name=catatan]"), orang.hal.locator("[name=semua_sesuai]")
    catatan.focus()
    orang.hal.keyboard.type("tkn?")
    assert (catatan.input_value(), semua.is_checked()) == ("tkn?", False)
    catatan.blur()
    tekan(orang, "k")
    assert orang.hal.evaluate("document.activeElement.value") == "perbaiki"
    tekan(orang, "?")
    assert orang.hal.locator("dialog").is_visible()
    tekan(orang, "Escape")
    orang.hal.click("[data-pintasan-tombol]")
    tekan(orang, "t")
    assert not semua.is_checked()
    orang.buka(f"/usulan/{pertama.pk}/periksa/?isi=saya")  # and it stays off
    tekan(orang, "n")
    assert f"/usulan/{pertama.pk}/" in orang.hal.url
    orang.hal.click("[data-pintasan-tombol]")
    tekan(orang, "n", f"**/usulan/{kedua.pk}/periksa/**")
    assert orang.keluhan == []


def test_desk_fits_and_is_accessible(layar, petugas, meja):
    daftar = meja(2)
    adegan.isi_pemetaan(daftar[1])
    adegan.taruh(daftar[1], "pemetaan", "kelurahan")
    halaman = ("/antrean/", f"/usulan/{daftar[0].pk}/periksa/?isi=saya", f"/antrean/bersama/?pilih={daftar[1].pk}")
    for ukuran in (None, MEJA):
        orang = layar(**({"ukuran": ukuran} if ukuran else {})).masuk_sebagai(petugas)
        for alamat in halaman:
            orang.buka(alamat)
            assert orang.pelanggaran_axe() == [], alamat
            assert orang.geser_samping() == 0, alamat
            if ukuran is None:
                assert orang.sasaran_kecil() == [], alamat
        assert orang.keluhan == []
