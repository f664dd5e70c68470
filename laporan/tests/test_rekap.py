"""The rekap: grouped by the database, equal to the lists its numbers link to."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anggaran.services.bukukas import uang
from kampung.testing import make_kelurahan, make_rt, make_usulan
from laporan.rekap import ANGKA, TUJUH_ANGKA, rekap
from laporan.tests.uang_uji import baris_xlsx, beri_uang
from pokja.models import Usulan


@pytest.fixture
def kota(usulan, usulan_tetangga, kelompok_a, kenali_besar, petugas, petugas_tetangga, lurah):
    """Two kelurahan of one kecamatan with money, one of another kecamatan without."""
    beri_uang(usulan, petugas, lurah)
    beri_uang(usulan_tetangga, petugas_tetangga, lurah, nilai=60_000_000)
    Usulan.objects.filter(pk=usulan.pk).update(tahap="lpj", giliran="rt")
    Usulan.objects.filter(pk=usulan_tetangga.pk).update(tahap="selesai", giliran="tutup")
    make_usulan(make_rt(kenali_besar, nomor=5, kk=20), kelompok_a, tahap="rembuk", giliran="rt")
    make_usulan(make_rt(make_kelurahan("Thehok", "Jambi Selatan"), nomor=1, kk=70), kelompok_a)


def test_numbers_per_kelurahan_kecamatan_and_all(kota, usulan, usulan_tetangga):
    daftar, jumlah = rekap(Usulan.objects.all())
    assert [(kec.nama, [satu.nama for satu in isi]) for kec, isi in daftar] == [
        ("Alam Barajo", ["Kenali Besar", "Rawa Sari"]),
        ("Jambi Selatan", ["Thehok"]),
    ]
    (alam_barajo, (kenali, rawa)), (_jambi_selatan, (thehok,)) = daftar
    assert (kenali.angka["usulan"], kenali.angka["lpj"], kenali.angka["rembuk"], kenali.angka["selesai"]) == (
        2,
        1,
        1,
        0,
    )
    assert (rawa.angka["selesai"], thehok.angka["sosialisasi"], jumlah.angka["usulan"]) == (1, 1, 4)
    for baris, isi in ((kenali, usulan), (rawa, usulan_tetangga)):
        angka = uang(Usulan.objects.get(pk=isi.pk))
        for nama in ("rab", "cair", "belanja", "pajak", "kembali", "selisih"):
            assert baris.angka[nama] == getattr(angka, nama), nama
    assert (kenali.angka["pagu"], thehok.angka["pagu"], thehok.angka["cair"]) == (150_000_000, 70_000_000, 0)
    for nama in ANGKA:
        assert alam_barajo.angka[nama] == kenali.angka[nama] + rawa.angka[nama]
        assert jumlah.angka[nama] == alam_barajo.angka[nama] + thehok.angka[nama]


def _jumlah_daftar(client, url):
    """(rows, {heading: total}) of the list a link leads to."""
    response = client.get(unescape(url))
    assert response.status_code == 200, url
    baris = re.search(r'<tr class="jumlah">(.*?)</tr>', response.content.decode()).group(1)
    banyak = int(re.search(r"Jumlah ([\d.]+) baris", baris).group(1))
    sel = re.findall(r'data-label="([^"]*)"[^>]*>(-?[\d.]+)<', baris)
    return banyak, {judul: int(nilai.replace(".", "")) for judul, nilai in sel}


@pytest.mark.parametrize("saring", [{}, {"kelompok": "B"}, {"kecamatan": True}, {"tahun": "semua"}])
def test_each_number_links_to_the_list_that_makes_it(login, dpmppa, kota, kenali_besar, saring):
    if "kecamatan" in saring:
        saring = {"kecamatan": kenali_besar.kecamatan.kode}
    client = login(dpmppa)
    isi = client.get(reverse("laporan:rekap"), saring).content.decode().partition("<tbody>")[2]
    tautan = re.findall(r'<td data-label="([^"]*)"[^>]*><a href="([^"]*)">(-?[\d.]+)</a>', isi)
    assert len(tautan) > 20
    uang_kolom = {kolom.judul for kolom in TUJUH_ANGKA}
    for judul, url, nilai in set(tautan):
        banyak, jumlah = _jumlah_daftar(client, url)
        nilai = int(nilai.replace(".", ""))
        if judul in uang_kolom:
            assert jumlah["Rencana (Rp)" if judul == "RAB (Rp)" and "/lpj/" in url else judul] == nilai, (judul, url)
        else:
            assert banyak == nilai, (judul, url)


def test_queries_do_not_grow_with_rows(login, dpmppa, kota, kelompok_b):
    client = login(dpmppa)
    client.get(reverse("laporan:rekap"))
    with CaptureQueriesContext(connection) as sedikit:
        client.get(reverse("laporan:rekap"))
    for nomor in (1, 2, 3):
        make_usulan(make_rt(make_kelurahan(f"Kelurahan {nomor}", f"Kecamatan {nomor}")), kelompok_b)
    with CaptureQueriesContext(connection) as banyak:
        client.get(reverse("laporan:rekap"))
    assert len(banyak) == len(sedikit) <= 12


def test_scope(login, petugas, ketua_rt, kota):
    for pengguna in (petugas, ketua_rt):
        isi = login(pengguna).get(reverse("laporan:rekap")).content.decode()
        assert "Kenali Besar" in isi
        assert "Rawa Sari" not in isi
        assert "60.000.000" not in isi


def test_every_peran_may_open_it_and_nothing_writes(login, semua_orang, kota):
    for pengguna in semua_orang.values():
        assert login(pengguna).get(reverse("laporan:rekap")).status_code == 200
    assert login(pengguna).post(reverse("laporan:rekap")).status_code == 405


def test_sheet_has_a_row_per_kelurahan(login, dpmppa, kota):
    baris = baris_xlsx(login(dpmppa).get(reverse("laporan:rekap_xlsx"), {"kelompok": "B"}))
    assert [satu[:3] for satu in baris[1:-1]] == [("Alam Barajo", "Kenali Besar", 1), ("Alam Barajo", "Rawa Sari", 1)]
    assert [satu[-7:] for satu in baris[1:-1]] == [
        (100_000_000, 40_000_000, 40_000_000, 30_010_000, 450_000, 1_000_000, 8_995_000),
        (100_000_000, 60_000_000, 60_000_000, 30_010_000, 450_000, 1_000_000, 28_995_000),
    ]


@pytest.mark.parametrize("saring", [{"tahun": "1999"}, {"kelompok": "\x00"}, {"kecamatan": "x"}])
def test_a_filter_that_cannot_be_read_shows_nothing(login, dpmppa, kota, saring):
    response = login(dpmppa).get(reverse("laporan:rekap"), saring)
    assert response.status_code == 422
    assert "Saringan tidak terbaca" in response.content.decode()


def test_nothing_there(login, dpmppa):
    response = login(dpmppa).get(reverse("laporan:rekap"))
    assert response.status_code == 200
    assert "Tidak ada yang cocok" in response.content.decode()
