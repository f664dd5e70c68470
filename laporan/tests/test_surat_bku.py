"""Buku kas umum on paper: the rows and balances of the book, corrections as a minus, swadaya apart."""

import re
import zlib
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import typst
from django.urls import reverse

from anggaran.models import BukuKas, Jenis, TarifPajak
from anggaran.services.bukukas import saldo, uang
from laporan.surat.bku import halangan, isi
from laporan.surat.cetak import TEMPLAT
from laporan.surat.jenis import JENIS
from laporan.surat.terbit import pratinjau
from laporan.tests.adegan import taruh
from laporan.tests.uang_uji import beri_uang, catat
from pokja.models import AnggotaPokja, Riwayat, Surat, Usulan
from rt.angka import baca_rupiah

ANEH = "#let x = $1 \\ <b> *_` @a 🏠 " + "panjang sekali " * 12


@pytest.fixture
def berbuku(usulan, petugas, lurah):
    for unsur in ("ketua", "bendahara"):
        AnggotaPokja.objects.create(usulan=usulan, unsur=unsur, nama=f"Warga {unsur}", jenis_kelamin="P")
    beri_uang(usulan, petugas, lurah)
    TarifPajak.objects.create(nama="PPh 22", per_sepuluh_ribu=150, mulai=date(2026, 1, 1))
    return taruh(usulan, "pelaksanaan", "rt")


def angka(teks):
    return -baca_rupiah(teks[1:]) if teks.startswith("-") else baca_rupiah(teks or "0")


def test_the_rows_of_the_programme_book(berbuku):
    buku = isi(berbuku).data["program_buku"]
    kolom = ("nomor", "tanggal", "bukti", "masuk", "keluar", "bank", "kas", "saldo")
    sp2d = f"SP2D 00{berbuku.pk}/SP2D"
    assert [tuple(baris[nama] for nama in kolom) for baris in buku["baris"]] == [
        ("1", "01/09/2026", sp2d, "40.000.000", "", "40.000.000", "0", "40.000.000"),
        ("2", "01/09/2026", "–", "", "", "37.000.000", "3.000.000", "40.000.000"),
        ("3", "01/09/2026", "N-1", "", "6.930.000", "30.070.000", "3.000.000", "33.070.000"),
        ("4", "01/09/2026", "–", "", "-6.930.000", "37.000.000", "3.000.000", "40.000.000"),
        ("5", "01/09/2026", "N-1", "", "29.550.000", "7.450.000", "3.000.000", "10.450.000"),
        ("6", "01/09/2026", "NTPN1", "", "200.000", "7.250.000", "3.000.000", "10.250.000"),
        ("7", "01/09/2026", "–", "", "10.000", "7.240.000", "3.000.000", "10.240.000"),
        ("8", "01/09/2026", "–", "900.000", "", "8.140.000", "3.000.000", "11.140.000"),
        ("9", "01/09/2026", "–", "-900.000", "", "7.240.000", "3.000.000", "10.240.000"),
        ("10", "01/09/2026", "–", "5.000", "", "7.245.000", "3.000.000", "10.245.000"),
        ("11", "01/09/2026", "STS1", "", "1.000.000", "6.245.000", "3.000.000", "9.245.000"),
    ]
    assert [baris["uraian"] for baris in buku["baris"][1:5]] == [
        "Tarik tunai dari bank; Rp3.000.000 dari bank ke kas tunai",
        "Belanja: Batu split; Toko Sinar Jaya; nota Rp7.000.000, pajak dipotong Rp70.000; dibatalkan, lihat baris koreksinya",
        "Belanja: Koreksi; nota Rp7.000.000, pajak dipotong Rp70.000; membatalkan baris 3: Salah ketik",
        "Belanja: Semen; Toko Sinar Jaya; nota Rp30.000.000, pajak dipotong Rp450.000",
    ]
    assert (buku["masuk"], buku["keluar"], buku["saldo"]) == ("40.005.000", "30.760.000", "9.245.000")
    assert buku["penutup"] == (
        "Rp9.245.000,00 (sembilan juta dua ratus empat puluh lima ribu rupiah), terdiri dari saldo bank Rp6.245.000 "
        "dan kas tunai Rp3.000.000"
    )


def test_the_sums_are_those_of_the_lpj(berbuku):
    buku, jumlah, akhir = isi(berbuku).data["program_buku"], uang(berbuku), saldo(berbuku)
    assert angka(buku["masuk"]) == jumlah.cair + jumlah.bunga == sum(angka(b["masuk"]) for b in buku["baris"])
    keluar = jumlah.belanja - jumlah.pajak + jumlah.pajak_disetor + jumlah.kembali
    assert angka(buku["keluar"]) == keluar == sum(angka(b["keluar"]) for b in buku["baris"])
    assert angka(buku["saldo"]) == jumlah.selisih + jumlah.pajak_terbuka == angka(buku["masuk"]) - keluar
    assert angka(buku["bank"]) == akhir["program", "bank"]
    assert angka(buku["kas"]) == akhir["program", "kas"]


def test_tax_in_its_own_table_and_swadaya_in_its_own_part(berbuku):
    tarif = TarifPajak.objects.get()
    baris = BukuKas.objects.get(uraian="Konsumsi")
    konsumsi = catat(
        berbuku, "belanja", 400_000, pajak=6_000, tarif=tarif, dana="swadaya", tempat="kas", uraian="Kue",
        baris_rab=baris.baris_rab, bukti=baris.bukti, nomor_bukti="N-9",
    )  # fmt: skip
    for nomor, nilai in (("SSPD1", 2_000), ("SSPD2", 4_000)):
        catat(
            berbuku, "setor_pajak", nilai, pajak_dari=konsumsi, nomor_bukti=nomor, dana="swadaya", tempat="kas",
            tanggal=date(2026, 9, 2),
        )  # fmt: skip
    data = isi(berbuku).data
    assert data["program_buku"]["pajak"] == {
        "baris": [
            {
                "tanggal": "01/09/2026", "uraian": "Semen", "nota": "N-1", "jenis": "–", "dipotong": "450.000",
                "disetor": "200.000", "bukti": ["01/09/2026, NTPN1: Rp200.000"], "sisa": "250.000",
            }
        ],
        "dipotong": "450.000", "disetor": "200.000", "sisa": "250.000",
    }  # fmt: skip
    swadaya = data["swadaya_buku"]
    assert [(baris["nomor"], baris["masuk"], baris["keluar"], baris["saldo"]) for baris in swadaya["baris"]] == [
        ("1", "2.000.000", "", "2.000.000"),
        ("2", "", "1.500.000", "500.000"),
        ("3", "", "394.000", "106.000"),
        ("4", "", "2.000", "104.000"),
        ("5", "", "4.000", "100.000"),
    ]
    assert swadaya["pajak"]["baris"][0]["jenis"] == "PPh 22 1,5 %"
    assert swadaya["pajak"]["baris"][0]["bukti"] == ["02/09/2026, SSPD1: Rp2.000", "02/09/2026, SSPD2: Rp4.000"]
    assert (swadaya["pajak"]["dipotong"], swadaya["pajak"]["sisa"]) == ("6.000", "0")
    assert data["program_buku"]["saldo"] == "9.245.000"


def test_its_amount_is_the_spending_and_says_so(login, berbuku, ketua_rt, client):
    hasil = isi(berbuku)
    assert hasil.nilai == 30_010_000
    assert ["Belanja dana program (nilai nota, dengan biaya bank)", "Rp30.010.000"] in hasil.data["ringkas"]
    login(ketua_rt).post(reverse("laporan:surat_terbitkan", args=["bku", berbuku.pk]))
    umum = client.get(reverse("laporan:cek", args=[Surat.objects.get().kode])).content.decode()
    assert "<dt>Belanja dana program</dt><dd><b>Rp30.010.000</b>" in umum


def test_an_open_book_is_closed_for_the_day_and_a_filed_one_on_the_day_it_was_filed(berbuku):
    hasil = isi(berbuku)
    assert (hasil.tanggal, hasil.data["terbuka"]) == (date(2026, 11, 21), True)
    assert [orang["nama"] for orang in hasil.data["penanda"]] == ["Warga ketua", "Warga bendahara"]
    tertutup = taruh(berbuku, "lpj", "kelurahan")
    for hari, tahap in ((5, "lpj"), (7, "lpj"), (9, "proposal")):
        Riwayat.objects.create(
            usulan=berbuku, aksi="ajukan", dari_tahap=tahap, dari_giliran="rt", ke_tahap=tahap, ke_giliran="kelurahan",
            pada=datetime(2026, 10, hari, 23, 30, tzinfo=ZoneInfo("Asia/Jakarta")),
        )  # fmt: skip
    hasil = isi(tertutup)
    assert (hasil.tanggal, hasil.data["terbuka"]) == (date(2026, 10, 7), False)
    assert hasil.data["pembuka"] == "Rabu tanggal tujuh bulan Oktober tahun dua ribu dua puluh enam"


def test_an_empty_book_and_one_below_zero_are_not_printed(login, usulan, ketua_rt):
    assert halangan(usulan) == ["Buku kas masih kosong. Isinya mulai saat ketua RT mengonfirmasi uang yang diterima."]
    alamat = reverse("laporan:surat_terbitkan", args=["bku", usulan.pk])
    assert login(ketua_rt).post(alamat).status_code == 409
    catat(usulan, Jenis.BIAYA_BANK, 1)
    jawaban = login(ketua_rt).post(alamat)
    assert (jawaban.status_code, "di bawah nol" in jawaban.content.decode()) == (409, True)


def test_swadaya_alone_has_its_part_and_the_other_is_empty(usulan):
    catat(usulan, "terima_swadaya", 250_000, dana="swadaya", tempat="kas")
    data = isi(usulan).data
    assert data["program_buku"] is None
    assert data["swadaya_buku"]["penutup"].startswith("Rp250.000,00 (dua ratus lima puluh ribu rupiah)")
    assert pratinjau(JENIS["bku"], usulan).startswith(b"%PDF-")


def test_neighbour_and_readers_cannot_issue(login, berbuku, petugas_tetangga, keuangan):
    alamat = reverse("laporan:surat_terbitkan", args=["bku", berbuku.pk])
    assert login(petugas_tetangga).post(alamat).status_code == 404
    assert login(keuangan).post(alamat).status_code == 409
    assert Surat.objects.count() == 0


def test_forty_rows_and_whatever_was_typed_print_twice_the_same(berbuku, django_assert_num_queries):
    def baca():
        return isi(Usulan.objects.select_related(*pemuat).get(pk=berbuku.pk))

    pemuat = ("rt__kelurahan__kecamatan", "tahun_program__program", "alokasi")
    with django_assert_num_queries(6):
        baca()
    for urut in range(40):
        catat(berbuku, "bunga", 1_000 + urut, uraian=ANEH[:200], nomor_bukti=ANEH[:60])
    with django_assert_num_queries(6):
        baca()
    usulan = Usulan.objects.get(pk=berbuku.pk)
    pertama = pratinjau(JENIS["bku"], usulan)
    assert pertama.startswith(b"%PDF-")
    assert pratinjau(JENIS["bku"], usulan) == pertama


def test_a_number_is_printed_without_invisible_characters(berbuku):
    """A reader copies the NTPN from the file into the tax office's own check."""
    semen = BukuKas.objects.get(uraian="Semen")
    catat(berbuku, "setor_pajak", 250_000, pajak_dari=semen, nomor_bukti="A1B2C3D4E5F6G7H8")
    catat(berbuku, "bunga", 1, uraian="x" * 150, nomor_bukti="12345678901234567890")
    pdf = pratinjau(JENIS["bku"], Usulan.objects.get(pk=berbuku.pk))
    isi_pdf = b"".join(
        zlib.decompress(potong) for potong in re.findall(rb"FlateDecode.*?stream\n(.*?)\nendstream", pdf, re.DOTALL)
    )
    assert b"begincmap" in isi_pdf
    assert b"200B" not in isi_pdf.upper()


@pytest.mark.parametrize(
    ("kata", "lebar", "banyak_baris"),
    [
        ("12345678901234567890", "2.8cm", 1),  # a number as wide as its column
        ("1234567890123456:", "2.8cm", 1),
        ("abcdefghijklmnopqrst.1234567890", "3.6cm", 2),  # broken between its parts, not inside
        ("x" * 150, "2.8cm", 8),
        ("😀" * 40, "2.8cm", 5),
    ],
)
def test_only_what_is_wider_than_its_cell_is_broken(tmp_path, kata, lebar, banyak_baris):
    (tmp_path / "_dasar.typ").write_bytes((TEMPLAT / "_dasar.typ").read_bytes())
    sumber = f"""#import "_dasar.typ": pecah
#set text(size: 8.5pt, lang: "id", hyphenate: false, font: "Libertinus Serif")
#context {{
  let (tinggi, satu, dua) = ([#pecah("{kata}")], [#pecah("x")], [x \\ x]).map(isi => measure(width: {lebar}, isi).height)
  [#metadata(calc.round((tinggi - satu) / (dua - satu)) + 1) <baris>]
}}
"""
    (tmp_path / "uji.typ").write_text(sumber, encoding="utf-8")
    data = '{"surat": {"nomor": "", "tanggal": "2026-11-21"}, "isi": {}}'
    hasil = typst.query(
        tmp_path / "uji.typ", "<baris>", field="value", one=True, root=tmp_path, sys_inputs={"data": data}
    )
    assert float(hasil) == banyak_baris
