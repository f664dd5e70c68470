"""Programme money and swadaya never stand in one total: on no page, in no list, in no sheet.

The scene makes a mixed total visible: programme money comes in whole Rp50.000, all swadaya together is less than that.
A larger amount that is no whole Rp50.000 has both in it.
"""

import io
import re
from datetime import date

import pytest
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook

from anggaran.models import BarisRAB, BukuKas, Jenis
from anggaran.services.bukukas import uang
from kampung.tests.dunia import isi_penuh, semua_alamat, url_bewilayah
from laporan.tests import adegan
from pokja.models import Berkas, KegiatanTahunan
from rt.peran import Peran

UTUH = 50_000
TERTULIS = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![.,]?\d)")
# Tags are not read, but for what stands in a field; the code of a kecamatan in a link looks like an amount.
ATRIBUT = re.compile(r"<(?!input)[^>]*>")
# Swadaya as it must stand on the pages: planned in money, in labour, together; received; spent.
RENCANA_UANG, RENCANA_TENAGA, MASUK, KELUAR, PAJAK = 12_345, 23_456, 9_876, 6_543, 1_098


def campuran(daftar_angka):
    return {angka for angka in daftar_angka if abs(angka) > UTUH and angka % UTUH}


def angka_tertulis(teks):
    return {int(kata.replace(".", "")) for kata in TERTULIS.findall(teks)}


def angka_di(jawaban):
    """Every amount a person reads in an answer, be it a page or a sheet."""
    tipe = jawaban.get("Content-Type", "")
    if "spreadsheet" in tipe:
        buku = load_workbook(io.BytesIO(b"".join(jawaban.streaming_content)))
        isi = [sel.value for lembar in buku for baris in lembar.iter_rows() for sel in baris]
        return {sel for sel in isi if isinstance(sel, int)}
    return angka_tertulis(ATRIBUT.sub(" ", jawaban.content.decode())) if "html" in tipe else set()


@pytest.fixture
def bercampur(db, usulan):
    """A Usulan with everything, of both funds."""
    usulan, orang = isi_penuh(usulan)
    usulan.daftar_swadaya.update(nilai=700)
    BarisRAB.objects.filter(versi_rab__usulan=usulan, uraian="Pasir").update(harga_satuan=UTUH, jumlah=UTUH)
    kegiatan = usulan.daftar_renja1.get()
    KegiatanTahunan.objects.create(
        usulan=usulan, dari=kegiatan.dari, lokasi="Gang 4", volume=1_000, satuan="paket", perkiraan=RENCANA_UANG,
        sumber="swadaya_uang",
    )  # fmt: skip
    for versi in usulan.daftar_versi_rab.all():
        for sumber, harga in (("swadaya_uang", RENCANA_UANG), ("swadaya_tenaga", RENCANA_TENAGA)):
            baris = BarisRAB.objects.create(
                versi_rab=versi, kegiatan=kegiatan, jenis_biaya="bahan", uraian=f"Warga {sumber}", volume=1_000,
                satuan="paket", harga_satuan=harga, sumber=sumber,
            )  # fmt: skip
            if sumber == "swadaya_uang" and versi.status == "berlaku":
                uang_warga = baris
    semen = BarisRAB.objects.get(versi_rab__usulan=usulan, versi_rab__status="berlaku", uraian="Semen")
    bukti = adegan.unggah(usulan, Berkas.Jenis.NOTA)
    for jenis, dana, tempat, nilai, kolom in (
        (Jenis.TERIMA_SWADAYA, "swadaya", "bank", MASUK, {}),
        (Jenis.TARIK_TUNAI, "swadaya", "bank", KELUAR + PAJAK, {}),
        (Jenis.BELANJA, "swadaya", "kas", KELUAR, {"baris_rab": uang_warga, "bukti": bukti, "pajak": PAJAK}),
        (Jenis.BUNGA, "program", "bank", 2 * UTUH, {}),
        (Jenis.BIAYA_BANK, "program", "bank", UTUH, {}),
        (Jenis.TARIK_TUNAI, "program", "bank", 5 * UTUH, {}),
        (Jenis.BELANJA, "program", "kas", 4 * UTUH, {"baris_rab": semen, "bukti": bukti, "pajak": UTUH}),
        (Jenis.SETOR_SISA, "program", "bank", 3 * UTUH, {"nomor_bukti": "STS-1"}),
    ):
        BukuKas.objects.create(
            usulan=usulan, jenis=jenis, dana=dana, tempat=tempat, nilai=nilai, tanggal=date(2026, 9, 2), uraian=jenis, **kolom
        )  # fmt: skip
    return usulan, orang


def daftar_umum():
    """Every address that names no row."""
    for alamat in semua_alamat():
        try:
            yield alamat.nama, reverse(alamat.nama) + "?tahun=semua"
        except NoReverseMatch:
            continue


def test_the_eye_that_looks_for_mixed_totals_sees():
    halaman = "Rp40.012.345 dan 1.000.000, RT 99.0012, 12.30 WIB, 2026, Rp12.345, -Rp7.654.321, 2.500,5 m"
    assert angka_tertulis(halaman) == {40_012_345, 1_000_000, 12_345, 7_654_321}
    assert campuran(angka_tertulis(halaman)) == {40_012_345, 7_654_321}


def test_no_page_and_no_sheet_adds_programme_money_and_swadaya(bercampur, login, semua_orang, dpmppa, keuangan):
    usulan, orang = bercampur
    terlihat, tercampur = {}, {}

    def lihat(client, nama, url):
        angka = angka_di(client.get(url))
        terlihat.setdefault(nama, set()).update(angka)
        if campuran(angka):
            tercampur[nama] = campuran(angka)

    for orang_ini in (orang[Peran.KETUA_RT], dpmppa):
        client = login(orang_ini)
        for alamat, url in url_bewilayah(usulan):
            lihat(client, alamat.nama, url)
        lihat(client, "anggaran:bukukas", reverse("anggaran:bukukas", args=[usulan.pk]) + "?dana=swadaya")
    for orang_ini in (dpmppa, keuangan, orang[Peran.KELURAHAN], orang[Peran.KETUA_RT]):
        client = login(orang_ini)
        for nama, url in daftar_umum():
            if nama != "keluar":
                lihat(client, nama, url)
    adegan.taruh(usulan, "lpj", "kelurahan")
    for nama in ("laporan:periksa", "laporan:lpj_detail", "laporan:usulan_detail"):
        lihat(login(orang[Peran.KELURAHAN]), nama, reverse(nama, args=[usulan.pk]))

    assert tercampur == {}
    # Both funds were there to be mixed, each by itself.
    swadaya = RENCANA_UANG + RENCANA_TENAGA
    for nama in ("anggaran:rab", "laporan:periksa", "laporan:lpj_detail"):
        assert {40_000_000, swadaya} <= terlihat[nama], nama
    for nama in ("anggaran:bukukas", "laporan:bukukas_list", "laporan:bukukas_xlsx"):
        assert {40_000_000, MASUK, KELUAR} <= terlihat[nama], nama


def test_the_seven_numbers_are_of_programme_money_alone(bercampur):
    usulan, _orang = bercampur
    angka = uang(usulan)

    assert (angka.rab, angka.cair, angka.bunga, angka.belanja, angka.pajak, angka.kembali) == (
        40_000_000, 40_000_000, 100_000, 1_250_000, 50_000, 150_000,
    )  # fmt: skip
