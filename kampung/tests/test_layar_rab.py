"""In a real browser: the RAB while typing says what the server will say, and an error leads to its field."""

import pytest
from django.urls import reverse

from anggaran.services.rab import rab_berlaku, total_rab
from laporan.tests import adegan
from rt.angka import rupiah

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tanpa_kunci_abadi")]
PAGU = 100_000_000
SEMEN = 40_000_000


@pytest.fixture
def proposal(usulan):
    adegan.isi_proposal(usulan)
    return adegan.taruh(usulan, "proposal", "rt")


def bilah(orang):
    return orang.hal.locator("[data-total]").inner_text(), orang.hal.locator("[data-sisa]").inner_text()


def ketik(orang, volume, harga):
    orang.hal.fill("[name=volume]", volume)
    orang.hal.fill("[name=harga_satuan]", harga)
    return bilah(orang)


def test_the_bar_says_while_typing_what_the_server_saves(layar, ketua_rt, proposal):
    orang = layar().masuk_sebagai(ketua_rt)
    orang.buka(reverse("anggaran:rab", args=[proposal.pk]))
    awal = (rupiah(SEMEN), rupiah(PAGU - SEMEN))
    assert bilah(orang) == awal

    # What the server would ask about counts for nothing here too.
    for volume, harga in [("2.5", "1000"), ("1,2345", "1000"), ("1", "1,250,000"), ("1", "1.000,50"), ("0", "1000"), ("-1", "5")]:  # fmt: skip
        assert ketik(orang, volume, harga) == awal, (volume, harga)
    # Half up to the rupiah, dot for thousands, comma for decimals.
    for volume, harga, jumlah in [
        ("1.250,5", "3", 3_752), ("0,5", "Rp 1", 1), ("0,499", "1", 0), ("2,5", "1.000,00", 2_500), ("1000", "60000", 60_000_000),
    ]:  # fmt: skip
        assert ketik(orang, volume, harga) == (rupiah(SEMEN + jumlah), rupiah(PAGU - SEMEN - jumlah)), (volume, harga)
    assert ketik(orang, "1", "60.000.001") == (rupiah(PAGU + 1), "lebih Rp1")
    orang.hal.select_option("[name=sumber]", "swadaya_uang")
    assert bilah(orang) == awal

    orang.hal.select_option("[name=sumber]", "program")
    orang.hal.select_option("[name=kegiatan]", index=1)
    orang.hal.select_option("[name=jenis_biaya]", "bahan")
    orang.hal.fill("[name=uraian]", "Batu")
    orang.hal.fill("[name=satuan]", "m3")
    saat_mengetik = ketik(orang, "1.250,5", "3")
    orang.tekan("text=Simpan baris")
    orang.hal.get_by_text("Baris tersimpan.").wait_for()
    assert bilah(orang) == saat_mengetik
    assert total_rab(rab_berlaku(proposal)) == SEMEN + 3_752
    assert (orang.keluhan, orang.geser_samping(), orang.sasaran_kecil(), orang.pelanggaran_axe()) == ([], 0, [], [])


@pytest.mark.parametrize("skrip", [True, False])
def test_the_error_summary_has_the_focus_and_leads_to_the_field(layar, ketua_rt, proposal, skrip):
    orang = layar(java_script_enabled=skrip).masuk_sebagai(ketua_rt)
    orang.buka(reverse("anggaran:rab", args=[proposal.pk]))
    orang.hal.fill("[name=volume]", "2.5")
    orang.tekan("text=Simpan baris")
    ringkasan = orang.hal.locator(".ringkasan-galat:focus")
    ringkasan.wait_for()
    assert orang.hal.locator(".ringkasan-galat:visible").count() == 1
    ringkasan.locator("a", has_text="Volume:").click()
    assert orang.hal.locator("[name=volume]:focus").input_value() == "2.5"
    assert bilah(orang) == (rupiah(SEMEN), rupiah(PAGU - SEMEN))
