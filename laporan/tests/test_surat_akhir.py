"""The BAST as a paper: what stands on it, when it can be issued, by whom, and what it says when money is left."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anggaran.models import BukuKas, Jenis
from kampung.testing import make_pengguna
from laporan.models import BAST, Aset, HasilKegiatan
from laporan.surat import bast
from laporan.surat.jenis import JENIS, MUAT
from laporan.surat.terbit import cetak_ulang, pratinjau, terbitkan
from laporan.tests import adegan
from pokja.models import AnggotaPokja, Berkas, Surat, Usulan
from rt.models import Pejabat, Peran

ANEH = '#strike[x] $a$ \\n <label> @rujuk "kutip" 😀 '


def muat(usulan):
    return Usulan.objects.select_related(*MUAT[Usulan]).get(pk=usulan.pk)


def isi(usulan):
    return bast.isi(muat(usulan))


@pytest.fixture
def serah_terima(berjalan):
    """All money spent, one road handed over."""
    adegan.belanja(berjalan, berjalan.daftar_versi_rab.get().daftar_baris.get())
    adegan.isi_serah_terima(berjalan)
    return adegan.taruh(berjalan, "serah_terima", "rt")


def test_what_the_bast_says(serah_terima, usulan_tetangga, kenali_besar):
    Pejabat.objects.create(
        lembaga="kelurahan", kelurahan=kenali_besar, nama="Budi Lurah", jabatan="Lurah Kenali Besar", nip="197001",
        mulai="2026-01-01",
    )  # fmt: skip
    hasil = isi(serah_terima)
    ketua = AnggotaPokja.objects.get(usulan=serah_terima, unsur="ketua").nama
    assert (hasil.nilai, str(hasil.tanggal)) == (40_000_000, "2026-09-01")
    assert hasil.data["pembuka"] == "Selasa tanggal satu bulan September tahun dua ribu dua puluh enam"
    assert hasil.data["sk"] == {"nomor": "5/DPMPPA", "tanggal": "1 September 2026"}
    assert hasil.data["uang"] == {
        "diterima": "Rp40.000.000,00 (empat puluh juta rupiah)",
        "bunga": "",
        "dipakai": "Rp40.000.000,00 (empat puluh juta rupiah)",
        "sisa": "Rp0,00 (nol rupiah)",
        "ada_sisa": False,
        "belum_disetor": "",
        "daftar_sts": [],
    }
    assert hasil.data["daftar_hasil"] == [["Semenisasi lorong", "Lorong 2", "120 m", "120 m", ""]]
    assert hasil.data["daftar_aset"] == [["Jalan semen", "1 ruas", "Lorong 2", "Ketua RT", "Baik", "40.000.000"]]
    assert hasil.data["jumlah_aset"] == "40.000.000"
    assert [orang["nama"] for orang in hasil.data["penanda"]] == [ketua, "Wakil warga"]
    assert (hasil.data["mengetahui"]["nama"], hasil.data["mengetahui"]["nip"]) == ("Budi Lurah", "197001")
    assert [(bagian["judul"], len(bagian["daftar"])) for bagian in hasil.data["foto"]] == [("Foto 100 %", 1)]
    assert list(hasil.gambar.values()) == [serah_terima.daftar_berkas.get(jenis="foto_100").pk]


def test_money_left_is_named_with_its_sts_or_as_still_open(serah_terima, usulan):
    for jenis, nilai, nomor in ((Jenis.BUNGA, 500_000, ""), (Jenis.SETOR_SISA, 300_000, "STS-9")):
        BukuKas.objects.create(
            usulan=usulan, jenis=jenis, tanggal=adegan.HARI, uraian="Sisa", nilai=nilai, nomor_bukti=nomor
        )
    uang = isi(serah_terima).data["uang"]
    assert uang["sisa"] == "Rp500.000,00 (lima ratus ribu rupiah)"
    assert uang["belum_disetor"] == "Rp200.000,00 (dua ratus ribu rupiah)"
    assert uang["daftar_sts"] == [
        {"nomor": "STS-9", "tanggal": "1 September 2026", "nilai": "Rp300.000,00 (tiga ratus ribu rupiah)"}
    ]
    assert pratinjau(JENIS["bast"], muat(serah_terima)).startswith(b"%PDF-")


def _tanpa_bast(usulan):
    usulan.bast.delete()


def _tanpa_daftar_aset(usulan):
    usulan.daftar_aset.all().delete()


def _tanpa_volume(usulan):
    usulan.daftar_hasil.all().delete()


def _tanpa_foto(usulan):
    usulan.daftar_berkas.filter(jenis=Berkas.Jenis.FOTO_100).delete()


def _belanja_lebih(usulan):
    BukuKas.objects.create(usulan=usulan, jenis=Jenis.BIAYA_BANK, tanggal=adegan.HARI, uraian="Administrasi", nilai=1)


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        (_tanpa_bast, "Berita acara serah terima belum diisi"),
        (_tanpa_daftar_aset, "Daftar aset masih kosong"),
        (_tanpa_volume, "Volume terlaksana untuk Semenisasi lorong belum dicatat"),
        (_tanpa_foto, "Foto 100 % belum ada"),
        (_belanja_lebih, "Belanja melebihi dana yang diterima"),
    ],
)
def test_what_is_missing_keeps_it_from_being_issued(serah_terima, ubah, kata):
    assert bast.halangan(muat(serah_terima)) == []
    ubah(serah_terima)
    assert kata in " ".join(bast.halangan(muat(serah_terima)))


def test_no_assets_is_a_declaration_and_no_table(serah_terima):
    serah_terima.daftar_aset.all().delete()
    BAST.objects.filter(usulan=serah_terima).update(tanpa_aset=True)
    assert bast.halangan(muat(serah_terima)) == []
    assert isi(serah_terima).data["daftar_aset"] == []
    assert pratinjau(JENIS["bast"], muat(serah_terima)).startswith(b"%PDF-")


def test_the_rt_and_the_kelurahan_issue_it_and_others_do_not(login, serah_terima, semua_orang, usulan_tetangga):
    alamat = reverse("laporan:surat_terbitkan", args=["bast", serah_terima.pk])
    for peran in (Peran.DPMPPA, Peran.KEUANGAN, Peran.INSPEKTORAT):
        assert login(semua_orang[peran]).post(alamat).status_code == 409
    tetangga = make_pengguna(Peran.KETUA_RT, "ketua07", rt=usulan_tetangga.rt)
    assert login(tetangga).post(alamat).status_code == 404
    assert Surat.objects.count() == 0
    login(semua_orang[Peran.KETUA_RT]).post(alamat)
    surat = Surat.objects.get()
    assert (surat.nilai, str(surat.tanggal)) == (40_000_000, "2026-09-01")
    assert "/BAST-KB/" in surat.nomor


def test_typed_signs_are_only_words_and_two_prints_are_the_same(serah_terima, ketua_rt):
    panjang = (ANEH * 10)[:150]
    BAST.objects.filter(usulan=serah_terima).update(uraian=ANEH * 30, tempat=panjang, penerima=panjang)
    HasilKegiatan.objects.filter(usulan=serah_terima).update(keterangan=(ANEH * 10)[:200])
    Aset.objects.filter(usulan=serah_terima).update(nama=panjang, penjaga=panjang)
    surat = terbitkan(JENIS["bast"], muat(serah_terima), oleh=ketua_rt, alamat_dasar="https://kampung.example")
    with surat.isi.open() as terbit:
        pertama = terbit.read()
    surat.isi.storage.delete(surat.isi.name)
    assert cetak_ulang(surat) == pertama


def test_number_of_queries_does_not_grow_with_assets(serah_terima):
    with CaptureQueriesContext(connection) as satu:
        isi(serah_terima)
    for nomor in range(3):
        Aset.objects.create(
            usulan=serah_terima, nama=f"Aset {nomor}", banyak=1, satuan="unit", nilai=1, tempat="Lorong", penjaga="Warga"
        )  # fmt: skip
        adegan.unggah(serah_terima, Berkas.Jenis.FOTO_100)
    with CaptureQueriesContext(connection) as banyak:
        isi(serah_terima)
    assert len(banyak) == len(satu)
