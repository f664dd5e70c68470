"""The LPJ is put together from the buku kas, and only what does not tie stands out."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from anggaran.models import BukuKas, Jenis
from laporan.models import LPJ
from laporan.services import ajukan_lpj, terima_lpj
from laporan.tests import adegan
from pokja.models import Berkas, Usulan
from pokja.services import LangkahDitolak


def halaman(login, pengguna, usulan):
    return login(pengguna).get(reverse("laporan:lpj_detail", args=[usulan.pk])).content.decode()


@pytest.fixture
def baris(berjalan):
    return berjalan.daftar_versi_rab.get().daftar_baris.get()


def test_lpj_that_ties_says_so_and_nothing_stands_out(login, petugas, siap_lpj):
    isi = halaman(login, petugas, siap_lpj)
    assert "Seimbang sampai ke rupiahnya." in isi
    assert "Rp40.000.000" in isi
    assert "100 %" in isi
    assert "tidak-cocok" not in isi


def test_difference_is_named_to_the_rupiah(login, petugas, berjalan, baris):
    adegan.belanja(berjalan, baris, nilai=39_999_999)
    isi = halaman(login, petugas, berjalan)
    assert "selisih Rp1" in isi
    assert "Seimbang" not in isi


def test_line_spent_above_its_plan_stands_out(login, petugas, berjalan, baris):
    adegan.belanja(berjalan, baris, nilai=40_000_001)
    isi = halaman(login, petugas, berjalan)
    assert isi.count('class="tidak-cocok"') == 1
    assert "belanja melebihi rencana" in isi


def test_bank_charges_stand_below_the_lines_so_that_the_grid_adds_up_to_the_equation(login, petugas, berjalan, baris):
    adegan.belanja(berjalan, baris, nilai=39_000_000)
    BukuKas.objects.create(
        usulan=berjalan, jenis=Jenis.BIAYA_BANK, tanggal=adegan.HARI, uraian="Administrasi", nilai=7_500
    )
    isi = halaman(login, petugas, berjalan)
    grid = isi[isi.index("<h2>Dana program per baris RAB</h2>") :]
    sel = re.findall(r"<td[^>]*>([^<]*)</td>", grid[: grid.index("</table>")])
    assert sel == [
        "Semen", "Rp40.000.000", "Rp39.000.000", "Rp1.000.000", "97 %", "1",
        "Biaya bank, di luar RAB", "Rp0", "Rp7.500", "-Rp7.500", "", "",
        "Jumlah", "Rp40.000.000", "Rp39.007.500", "Rp992.500", "97 %", "1",
    ]  # fmt: skip
    assert "belanja Rp39.007.500" in isi
    assert "tidak-cocok" not in grid[: grid.index("</table>")]


def test_a_plan_that_was_shifted_says_so(login, petugas, berjalan, baris):
    tautan = reverse("anggaran:pergeseran", args=[berjalan.pk])
    assert tautan not in halaman(login, petugas, berjalan)
    lama = berjalan.daftar_versi_rab.get()
    berjalan.daftar_versi_rab.update(status="diganti")
    baru = berjalan.daftar_versi_rab.create(nomor=lama.nomor + 1)
    isi = {
        nama: getattr(baris, nama) for nama in ("kegiatan", "jenis_biaya", "uraian", "volume", "satuan", "harga_satuan")
    }
    baru.daftar_baris.create(asal=baris, **isi)
    assert tautan in halaman(login, petugas, berjalan)


def test_money_paid_back_is_listed_with_its_sts(login, petugas, berjalan, baris):
    adegan.belanja(berjalan, baris, nilai=39_000_000)
    BukuKas.objects.create(
        usulan=berjalan,
        jenis=Jenis.SETOR_SISA,
        tanggal=adegan.HARI,
        uraian="Sisa",
        nilai=1_000_000,
        nomor_bukti="STS-9",
    )
    isi = halaman(login, petugas, berjalan)
    assert "STS-9" in isi
    assert "Seimbang" in isi


def test_swadaya_stands_beside_and_never_in_the_equation(login, petugas, berjalan, baris):
    adegan.belanja(berjalan, baris)
    BukuKas.objects.create(
        usulan=berjalan, jenis=Jenis.TERIMA_SWADAYA, dana="swadaya", tanggal=adegan.HARI, uraian="Iuran", nilai=700_000
    )
    isi = halaman(login, petugas, berjalan)
    assert "Swadaya uang diterima Rp700.000" in isi
    assert "Seimbang" in isi


def test_before_money_the_page_says_so(login, petugas, usulan):
    assert "Belum ada dana yang cair" in halaman(login, petugas, usulan)


def test_tax_withheld_and_not_deposited_keeps_it_open(berjalan, baris):
    belanja = adegan.belanja(berjalan, baris, pajak=400_000)
    adegan.isi_lpj(berjalan)
    assert len(ajukan_lpj(berjalan)) == 1
    BukuKas.objects.create(
        usulan=berjalan, jenis=Jenis.SETOR_PAJAK, tanggal=adegan.HARI, uraian="PPh", nilai=400_000, pajak_dari=belanja,
        nomor_bukti="NTPN-1", bukti=adegan.unggah(berjalan, Berkas.Jenis.BUKTI_SETOR),
    )  # fmt: skip
    assert ajukan_lpj(Usulan.objects.get(pk=berjalan.pk)) == []


def test_open_finding_keeps_the_lpj_from_being_accepted(dpmppa, siap_lpj):
    usulan = adegan.taruh(siap_lpj, "lpj", "dpmppa")
    temuan = usulan.daftar_temuan.create(uraian="Nota ganda", nilai=500, dibuat_oleh=dpmppa)
    with pytest.raises(LangkahDitolak, match="Nota ganda"):
        terima_lpj(usulan, oleh=dpmppa, versi=0)
    temuan.diselesaikan, temuan.ditutup_pada = 500, usulan.giliran_sejak
    temuan.save()
    terima_lpj(usulan, oleh=dpmppa, versi=0)
    assert usulan.tahap == "selesai"


@pytest.mark.parametrize("beda", [1, -1])
def test_one_rupiah_changed_past_the_portal_keeps_the_lpj_from_being_accepted(dpmppa, siap_lpj, beda):
    """The equation is asked again at the acceptance itself, whatever was true when the LPJ was filed."""
    usulan = adegan.taruh(siap_lpj, "lpj", "dpmppa")
    usulan.daftar_pencairan.update(nilai=F("nilai") + beda)

    with pytest.raises(LangkahDitolak, match="Rp1"):
        terima_lpj(usulan, oleh=dpmppa, versi=0)
    assert adegan.keadaan(usulan) == ("lpj", "dpmppa", 0)
    assert usulan.lpj.diterima_pada is None


def test_one_rupiah_paid_back_too_much_keeps_the_lpj_from_being_accepted(dpmppa, siap_lpj):
    usulan = adegan.taruh(siap_lpj, "lpj", "dpmppa")
    BukuKas.objects.create(
        usulan=usulan, jenis=Jenis.SETOR_SISA, tanggal=adegan.HARI, uraian="Sisa", nilai=1, nomor_bukti="STS-9"
    )

    with pytest.raises(LangkahDitolak, match="Rp1"):
        terima_lpj(usulan, oleh=dpmppa, versi=0)
    assert adegan.keadaan(usulan) == ("lpj", "dpmppa", 0)


def test_database_itself_refuses_an_accepted_lpj_that_does_not_tie(siap_lpj):
    angka = {"cair": 40_000_000, "belanja": 39_999_999, "diterima_pada": siap_lpj.giliran_sejak}
    with pytest.raises(IntegrityError), transaction.atomic():
        LPJ.objects.filter(usulan=siap_lpj).update(**angka)
    LPJ.objects.filter(usulan=siap_lpj).update(**angka | {"kembali": 1})


def test_everybody_in_scope_reads_it_and_nobody_else(login, semua_orang, petugas_tetangga, siap_lpj):
    url = reverse("laporan:lpj_detail", args=[siap_lpj.pk])
    for pengguna in semua_orang.values():
        assert login(pengguna).get(url).status_code == 200
    assert login(petugas_tetangga).get(url).status_code == 404


def test_queries_do_not_grow_with_the_receipts(login, petugas, berjalan, baris, django_assert_max_num_queries):
    client, url = login(petugas), reverse("laporan:lpj_detail", args=[berjalan.pk])
    adegan.belanja(berjalan, baris, nilai=1)
    client.get(url)
    with django_assert_max_num_queries(40) as satu:
        client.get(url)
    for _ in range(4):
        adegan.belanja(berjalan, baris, nilai=1)
    with django_assert_max_num_queries(len(satu)):
        client.get(url)
