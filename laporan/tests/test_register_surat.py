"""The register of papers: scope, filters, the same rows on page and sheet, queries that do not grow."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from kampung.testing import make_rt, make_usulan
from laporan.surat.jenis import JENIS
from laporan.surat.terbit import terbitkan
from laporan.tests.adegan import isi_rembuk
from pokja.models import Usulan
from rt.models import Peran

URL = "/surat/"


def terbit(usulan, oleh):
    isi_rembuk(usulan)
    usulan = Usulan.objects.get(pk=usulan.pk)
    return terbitkan(JENIS["berita_acara"], usulan, oleh=oleh, alamat_dasar="https://kampung.example")


def lembar(response):
    isi = b"".join(response.streaming_content)
    return list(load_workbook(io.BytesIO(isi)).active.values)


def test_page_and_sheet_show_one_territory(login, usulan, usulan_tetangga, petugas, ketua_rt):
    surat, asing = terbit(usulan, ketua_rt), terbit(usulan_tetangga, ketua_rt)
    browser = login(petugas)
    isi = browser.get(URL).content.decode()
    assert surat.nomor in isi
    assert asing.nomor not in isi
    baris = lembar(browser.get("/surat/ekspor.xlsx"))
    assert baris[0][:4] == ("Kelurahan", "Nomor urut", "Nomor surat", "Jenis surat")
    assert [satu[2] for satu in baris[1:-1]] == [surat.nomor]


@pytest.mark.parametrize(
    ("kueri", "ada"),
    [
        ({}, True),
        ({"cari": "BA-KB"}, True),
        ({"cari": "rt 2"}, True),
        ({"cari": "rt 3"}, False),
        ({"cari": "kenali"}, True),
        ({"jenis": "berita_acara"}, True),
        ({"dari": "2026-09-01", "sampai": "2026-09-01"}, True),
        ({"dari": "2026-09-02"}, False),
        ({"tahun": "semua"}, True),
        ({"kelompok": "A"}, False),
        ({"kelompok": "B"}, True),
    ],
)
def test_filters(login, usulan, usulan_tetangga, ketua_rt, dpmppa, kueri, ada):
    surat = terbit(usulan, ketua_rt)
    assert (surat.nomor in login(dpmppa).get(URL, kueri).content.decode()) is ada


def test_filter_by_kelurahan(login, usulan, usulan_tetangga, ketua_rt, dpmppa):
    surat, asing = terbit(usulan, ketua_rt), terbit(usulan_tetangga, ketua_rt)
    isi = login(dpmppa).get(URL, {"kelurahan": usulan.rt.kelurahan.kode}).content.decode()
    assert surat.nomor in isi
    assert asing.nomor not in isi


def test_unknown_kind_is_said_not_ignored(login, dpmppa, usulan):
    assert login(dpmppa).get(URL, {"jenis": "tidak-ada"}).status_code == 422


def test_queries_do_not_grow_with_rows(login, usulan, kelompok_b, ketua_rt, dpmppa):
    terbit(usulan, ketua_rt)
    browser = login(dpmppa)
    browser.get(URL)
    with CaptureQueriesContext(connection) as satu:
        browser.get(URL)
    for _ in range(2):
        terbit(make_usulan(make_rt(usulan.rt.kelurahan), kelompok_b), ketua_rt)
    with CaptureQueriesContext(connection) as tiga:
        browser.get(URL)
    assert len(satu) == len(tiga)
    assert len(tiga) <= 12


def test_a_ketua_sees_only_papers_of_the_own_rt(login, usulan, kelompok_b, ketua_rt):
    milik = terbit(usulan, ketua_rt)
    sebelah = terbit(make_usulan(make_rt(usulan.rt.kelurahan, nomor=3), kelompok_b), ketua_rt)
    isi = login(ketua_rt).get(URL).content.decode()
    assert milik.nomor in isi
    assert sebelah.nomor not in isi


def test_menu_has_it_for_offices(login, semua_orang, usulan):
    for peran, ada in ((Peran.KELURAHAN, True), (Peran.KETUA_RT, False)):
        assert ('href="/surat/"' in login(semua_orang[peran]).get("/").content.decode()) is ada


def test_paper_of_a_whole_kelurahan_has_no_rt(login, usulan, petugas, ketua_rt, dpmppa):
    """The letter of a permohonan stands in the register without an RT, on page and sheet."""
    surat = terbit(usulan, ketua_rt)
    surat.pk, surat.kode, surat.usulan, surat.kunci, surat.urut, surat.nomor = (
        None,
        "X" * 16,
        None,
        "permohonan:1",
        9,
        "9",
    )
    surat.save(force_insert=True)
    for orang in (petugas, dpmppa):
        assert login(orang).get(URL).status_code == 200
        baris = lembar(login(orang).get("/surat/ekspor.xlsx"))
        assert [satu[6] for satu in baris[1:-1] if satu[2] == "9"] == [None]
    assert ">9</a>" not in login(ketua_rt).get(URL).content.decode()
