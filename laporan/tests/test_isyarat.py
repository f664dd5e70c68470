"""Signals of the same nota stand beside their row for those who check, with a link only into their own territory."""

import pytest
from django.urls import reverse

from anggaran.models import BukuKas
from laporan.tests import adegan
from pokja.models import Berkas

LUAR = "Toko, nomor nota dan nilai yang sama juga dipakai di RT 07 Rawa Sari, di luar wilayah Anda."
DALAM = "Toko, nomor nota dan nilai yang sama juga dipakai di RT 07 Rawa Sari, 1 September 2026, Rp40.000.000 (Semen 40 sak)."
NOTA = {"toko": "Sinar Jaya", "nomor_bukti": "A-1"}


def kembarkan(usulan, baris, tetangga):
    """Rp40.000.000 on one nota, here and in the neighbour's book."""
    for satu in (usulan, tetangga):
        bukti = adegan.unggah(satu, Berkas.Jenis.NOTA)
        BukuKas.objects.create(
            usulan=satu, jenis="belanja", tanggal=adegan.HARI, uraian="Semen 40 sak", nilai=adegan.NILAI, bukti=bukti,
            baris_rab=baris, **NOTA,
        )  # fmt: skip


@pytest.fixture
def kembar(berjalan, usulan_tetangga):
    """The LPJ filed; its one nota is in the neighbour's book too."""
    kembarkan(berjalan, berjalan.daftar_versi_rab.get().daftar_baris.get(), usulan_tetangga)
    adegan.isi_serah_terima(berjalan)
    adegan.isi_lpj(berjalan)
    return adegan.taruh(berjalan, "lpj", "kelurahan")


HALAMAN = ("laporan:lpj_detail", "anggaran:bukukas", "laporan:periksa")


def baca(login, orang, nama, usulan):
    return login(orang).get(reverse(nama, args=[usulan.pk])).content.decode()


@pytest.mark.parametrize("nama", HALAMAN)
def test_the_kelurahan_reads_of_its_neighbour_the_name_alone(login, petugas, kembar, usulan_tetangga, nama):
    isi = baca(login, petugas, nama, kembar)

    assert isi.count(LUAR) == 1
    assert reverse("anggaran:bukukas", args=[usulan_tetangga.pk]) not in isi
    assert "bukan berarti salah" in isi
    # Worth a look, and no fault: the row ties.
    assert "tidak-cocok" not in isi


@pytest.mark.parametrize("nama", HALAMAN)
def test_dpmppa_reads_where_and_goes_there(login, dpmppa, kembar, usulan_tetangga, nama):
    adegan.taruh(kembar, "lpj", "dpmppa")
    isi = baca(login, dpmppa, nama, kembar)

    assert isi.count(DALAM) == 1
    assert f"{reverse('anggaran:bukukas', args=[usulan_tetangga.pk])}?dana=program" in isi


def test_the_auditor_reads_it_too(login, inspektorat, kembar):
    for nama in HALAMAN[:2]:
        assert DALAM in baca(login, inspektorat, nama, kembar)


@pytest.mark.parametrize("siapa", ["ketua_rt", "bendahara", "pendamping", "kecamatan", "keuangan"])
def test_nobody_else_reads_a_signal(login, request, kembar, siapa):
    for nama in HALAMAN[:2]:
        isi = baca(login, request.getfixturevalue(siapa), nama, kembar)
        assert "Isyarat" not in isi
        assert "Rawa Sari" not in isi


def test_one_nota_for_two_lines_is_a_signal_beside_both(login, petugas, berjalan):
    baris = berjalan.daftar_versi_rab.get().daftar_baris.get()
    satu = adegan.belanja(berjalan, baris, nilai=1_000)
    BukuKas.objects.create(
        usulan=berjalan, jenis="belanja", tanggal=adegan.HARI, uraian="Pasir", nilai=2_000, bukti=satu.bukti, baris_rab=baris
    )  # fmt: skip
    isi = baca(login, petugas, "anggaran:bukukas", berjalan)

    assert "Foto yang sama juga dipakai pada baris lain RT ini, 1 September 2026, Rp2.000 (Pasir)." in isi
    assert "Foto yang sama juga dipakai pada baris lain RT ini, 1 September 2026, Rp1.000 (Semen 40 sak)." in isi


@pytest.mark.parametrize("nama", HALAMAN)
def test_signals_take_the_same_queries_whatever_the_rows(
    login, petugas, kembar, usulan_tetangga, django_assert_max_num_queries, nama
):
    client, url = login(petugas), reverse(nama, args=[kembar.pk])
    client.get(url)
    with django_assert_max_num_queries(45) as satu:
        client.get(url)
    baris = kembar.daftar_versi_rab.get().daftar_baris.get()
    for _ in range(3):
        kembarkan(kembar, baris, usulan_tetangga)
    with django_assert_max_num_queries(len(satu)):
        assert client.get(url).content.decode().count("di luar wilayah Anda") == 16
