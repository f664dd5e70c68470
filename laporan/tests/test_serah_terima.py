"""The RT's pages of stages 10 to 12, and their gates."""

import pytest
from django.urls import reverse

from kampung.testing import foto
from laporan.services import ajukan_pelaksanaan, ajukan_serah_terima
from laporan.tests import adegan
from laporan.views.serah_terima import RINGKASAN
from pokja.models import Tanda, Usulan
from pokja.tahapan import BAGIAN, Tahap


def url(nama, usulan, *lain):
    return reverse(f"laporan:{nama}", args=[usulan.pk, *lain])


@pytest.fixture
def serah_terima(berjalan):
    return adegan.taruh(berjalan, "serah_terima", "rt")


@pytest.fixture
def lpj(berjalan):
    return adegan.taruh(berjalan, "lpj", "rt")


KEMAJUAN = {"persen": "50", "tanggal": "2026-10-05", "catatan": "Pondasi selesai"}
BAST = {"tanggal": "2026-10-20", "tempat": "Balai RT", "penerima": "Warga", "uraian": "Jalan 120 m"}
ASET = {"nama": "Jalan semen", "banyak": "1", "satuan": "ruas", "nilai": "40.000.000", "tempat": "Lorong 2", "penjaga": "Ketua", "kondisi": "baik"}  # fmt: skip


def test_progress_is_recorded_with_who_recorded_it(login, bendahara, berjalan):
    assert login(bendahara).post(url("kemajuan", berjalan), KEMAJUAN).status_code == 302
    baris = berjalan.daftar_kemajuan.get()
    assert (baris.persen, baris.catatan, baris.oleh) == (50, "Pondasi selesai", bendahara)


@pytest.mark.parametrize(
    "isian", [{"tanggal": "2027-01-01"}, {"tanggal": "2025-12-31"}, {"persen": "60"}, {"persen": ""}]
)
def test_progress_that_cannot_be_is_refused(login, ketua_rt, berjalan, isian):
    assert login(ketua_rt).post(url("kemajuan", berjalan), {**KEMAJUAN, **isian}).status_code == 422
    assert not berjalan.daftar_kemajuan.exists()


def test_same_percentage_twice_is_refused(login, ketua_rt, berjalan):
    login(ketua_rt).post(url("kemajuan", berjalan), KEMAJUAN)
    response = login(ketua_rt).post(url("kemajuan", berjalan), {**KEMAJUAN, "catatan": "Lagi"})
    assert response.status_code == 422
    assert "sudah ada" in response.content.decode()
    assert berjalan.daftar_kemajuan.count() == 1


def test_progress_photo_is_kept(login, ketua_rt, berjalan):
    response = login(ketua_rt).post(url("berkas_kemajuan", berjalan), {"jenis": "foto_100", "berkas": foto()})
    assert response.status_code == 302
    assert berjalan.daftar_berkas.filter(jenis="foto_100").count() == 1


def test_works_end_only_at_a_hundred_percent_with_a_photo(login, ketua_rt, berjalan):
    client = login(ketua_rt)
    assert len(ajukan_pelaksanaan(berjalan)) == 2
    client.post(url("kemajuan", berjalan), {**KEMAJUAN, "persen": "100"})
    client.post(url("berkas_kemajuan", berjalan), {"jenis": "foto_100", "berkas": foto()})
    assert ajukan_pelaksanaan(berjalan) == []
    assert client.post(url("ajukan", berjalan), {"versi": "0"}).status_code == 302
    usulan = Usulan.objects.get(pk=berjalan.pk)
    assert (usulan.tahap, usulan.giliran) == ("serah_terima", "rt")


def test_handover_is_filled_page_by_page_and_filed(login, ketua_rt, serah_terima):
    client, kegiatan = login(ketua_rt), serah_terima.daftar_renja1.get()
    assert client.post(url("bast", serah_terima), BAST).url == url("hasil", serah_terima)
    assert client.post(url("hasil", serah_terima), {"kegiatan": kegiatan.pk, "volume": "120"}).status_code == 302
    assert client.post(url("aset", serah_terima), ASET).status_code == 302
    client.post(url("berkas_bast", serah_terima), {"jenis": "foto_100", "berkas": foto()})
    assert client.get(url("ajukan", serah_terima)).status_code == 200
    assert client.post(url("ajukan", serah_terima), {"versi": "0"}).status_code == 302
    usulan = Usulan.objects.get(pk=serah_terima.pk)
    assert (usulan.tahap, usulan.giliran) == ("serah_terima", "kelurahan")
    assert usulan.daftar_aset.get().nilai == 40_000_000
    assert usulan.daftar_hasil.get().volume == 120_000


def test_volume_that_differs_needs_its_reason_and_zero_is_an_answer(login, ketua_rt, serah_terima):
    client, kegiatan = login(ketua_rt), serah_terima.daftar_renja1.get()
    assert client.post(url("hasil", serah_terima), {"kegiatan": kegiatan.pk, "volume": "0"}).status_code == 422
    isian = {"kegiatan": kegiatan.pk, "volume": "0", "keterangan": "Banjir"}
    assert client.post(url("hasil", serah_terima), isian).status_code == 302
    assert serah_terima.daftar_hasil.get().volume == 0


def test_activity_of_another_rt_cannot_be_chosen(login, ketua_rt, serah_terima, usulan_tetangga):
    lain = adegan.isi_renja(usulan_tetangga)
    response = login(ketua_rt).post(url("hasil", serah_terima), {"kegiatan": lain.pk, "volume": "120"})
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("tanpa_aset", "ada", "kalimat"),
    [
        (False, False, "Daftar aset masih kosong"),
        (True, True, "Dinyatakan tidak ada aset"),
        (True, False, ""),
        (False, True, ""),
    ],
)
def test_assets_are_listed_or_declared_absent(berjalan, tanpa_aset, ada, kalimat):
    adegan.isi_serah_terima(berjalan)
    berjalan.bast.tanpa_aset = tanpa_aset
    if not ada:
        berjalan.daftar_aset.all().delete()
    halangan = ajukan_serah_terima(berjalan)
    assert bool(halangan) == bool(kalimat)
    assert kalimat in " ".join(halangan)


def test_statement_must_be_ticked_before_filing(login, ketua_rt, siap_lpj):
    usulan = adegan.taruh(siap_lpj, "lpj", "rt")
    client = login(ketua_rt)
    usulan.lpj.delete()
    assert client.post(url("pernyataan", usulan), {"pernyataan": "Benar"}).status_code == 302
    assert client.post(url("ajukan", usulan), {"versi": "0"}).status_code in (409, 422)
    isian = {"pernyataan": "Benar", "setuju": "on", "versi_isian": "0"}
    assert client.post(url("pernyataan", usulan), isian).status_code == 302
    assert client.post(url("ajukan", usulan), {"versi": "0"}).status_code == 302
    assert Usulan.objects.get(pk=usulan.pk).giliran == "kelurahan"


def test_only_the_ketua_submits(login, bendahara, pendamping, petugas, siap_lpj):
    usulan = adegan.taruh(siap_lpj, "lpj", "rt")
    for pengguna in (bendahara, pendamping, petugas):
        assert login(pengguna).post(url("ajukan", usulan), {"versi": "0"}).status_code in (403, 404, 409)
    assert Usulan.objects.get(pk=usulan.pk).giliran == "rt"


HALAMAN = ("kemajuan", "berkas_kemajuan", "bast", "hasil", "aset", "berkas_bast", "pernyataan")


@pytest.mark.parametrize("nama", HALAMAN)
def test_everybody_in_scope_reads_and_nobody_else(login, semua_orang, petugas_tetangga, serah_terima, nama):
    for pengguna in semua_orang.values():
        assert login(pengguna).get(url(nama, serah_terima)).status_code == 200
    assert login(petugas_tetangga).get(url(nama, serah_terima)).status_code == 404


@pytest.mark.parametrize(("nama", "isian"), [("kemajuan", KEMAJUAN), ("bast", BAST), ("aset", ASET)])
def test_locked_part_is_not_written(login, ketua_rt, petugas, lpj, nama, isian):
    for pengguna in (ketua_rt, petugas):
        assert login(pengguna).post(url(nama, lpj), isian).status_code in (403, 409, 422)
    assert not lpj.daftar_kemajuan.exists()
    assert not lpj.daftar_aset.exists()
    assert not hasattr(lpj, "bast")


def test_after_a_return_only_the_marked_part_is_written(login, ketua_rt, berjalan):
    adegan.isi_serah_terima(berjalan)
    usulan = adegan.taruh(berjalan, "serah_terima", "rt", dikembalikan_oleh="kelurahan")
    Tanda.objects.create(
        usulan=usulan, tahap="serah_terima", giliran="kelurahan", kunci="bast", label="BAST", catatan="Tempat"
    )
    client = login(ketua_rt)
    assert client.post(url("bast", usulan), {**BAST, "tempat": "Masjid", "versi_isian": "0"}).status_code == 302
    assert client.post(url("aset", usulan), ASET).status_code in (409, 422)
    usulan = Usulan.objects.get(pk=usulan.pk)
    assert usulan.bast.tempat == "Masjid"
    assert usulan.daftar_aset.count() == 1


def test_every_part_of_these_stages_is_summed_up_before_filing():
    for tahap in (Tahap.PELAKSANAAN, Tahap.SERAH_TERIMA, Tahap.LPJ):
        assert {bagian.kunci for bagian in BAGIAN[tahap]} <= set(RINGKASAN)
