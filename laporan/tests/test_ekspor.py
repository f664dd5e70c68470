"""The sheets: their headings are a contract, their numbers numbers, and nothing a person typed becomes a formula."""

import logging
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from anggaran.services.bukukas import uang
from kampung.testing import make_rt, make_usulan
from laporan.excel import PALING_PANJANG, tulis_lembar
from laporan.kolom import RUPIAH, Kolom
from laporan.tests.uang_uji import baris_xlsx, beri_uang, isi_xlsx
from pokja.models import Usulan
from rt.models import RT

JUDUL = {
    "rt": ("RT", "Kelurahan", "Kecamatan", "Ketua RT", "Jumlah KK", "Tahun", "Kelompok", "Pagu (Rp)", "Tahap"),
    "usulan": (
        "RT", "Kelurahan", "Kecamatan", "Tahun", "Kelompok", "Tahap", "Giliran", "Sejak", "Jatuh tempo",
        "Terlambat (hari)", "Pagu (Rp)", "RAB (Rp)", "Cair (Rp)", "Belanja (Rp)", "Selisih (Rp)",
    ),
    "pencairan": (
        "Kelurahan", "RT", "Bank", "Nomor rekening", "Atas nama", "Nilai (Rp)", "Terbilang", "Nomor SP2D", "Tanggal SP2D",
        "Status", "Termin", "Nomor permohonan", "Tanggal permohonan", "Cair (Rp)", "Diterima (Rp)", "Selisih (Rp)",
        "Penahanan",
    ),
    "bukukas": (
        "Tanggal", "RT", "Kelurahan", "Kecamatan", "Tahun", "Jenis", "Dana", "Uraian", "Penerimaan (Rp)",
        "Pengeluaran (Rp)", "Pajak dipotong (Rp)", "Pajak disetor (Rp)", "Swadaya masuk (Rp)", "Swadaya keluar (Rp)",
        "Tarik tunai (Rp)", "Tarik tunai swadaya (Rp)", "Baris RAB", "Toko atau penerima", "Nomor nota", "Koreksi",
    ),
    "lpj": (
        "RT", "Kelurahan", "Kecamatan", "Tahun", "Kelompok", "Keadaan LPJ", "Rencana (Rp)", "Cair (Rp)",
        "Bunga bank (Rp)", "Belanja (Rp)", "Pajak (Rp)", "Setoran sisa (Rp)", "Sisa rencana (Rp)", "Selisih (Rp)",
    ),
    "rekap": (
        "Kecamatan", "Kelurahan", "Usulan", "Sosialisasi", "Rembuk warga", "Pokja & rekening", "Pemetaan & Renja 5 tahun",
        "Renja 1 tahun", "Proposal & RAB", "Verifikasi kelurahan", "Penetapan", "Pencairan", "Pelaksanaan", "Serah terima",
        "LPJ", "Selesai", "Mengundurkan diri", "Ditolak", "Pagu (Rp)", "RAB (Rp)", "Cair (Rp)", "Belanja (Rp)", "Pajak (Rp)",
        "Setoran sisa (Rp)", "Selisih (Rp)",
    ),
}  # fmt: skip
tiap_ekspor = pytest.mark.parametrize("nama", list(JUDUL))


def alamat(nama):
    return reverse(f"laporan:{nama}_xlsx")


@pytest.fixture
def berisi(usulan, petugas, lurah):
    return beri_uang(usulan, petugas, lurah)


@pytest.fixture
def tetangga_berisi(usulan_tetangga, petugas_tetangga, lurah):
    return beri_uang(usulan_tetangga, petugas_tetangga, lurah, nilai=60_000_000)


@tiap_ekspor
def test_headings_are_the_contract(login, dpmppa, berisi, nama):
    assert baris_xlsx(login(dpmppa).get(alamat(nama)))[0] == JUDUL[nama]


@tiap_ekspor
def test_it_is_a_download_with_the_day_in_its_name(login, dpmppa, berisi, nama):
    response = login(dpmppa).get(alamat(nama))
    assert response.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    hari = timezone.localdate()
    assert response.headers["Content-Disposition"] == f'attachment; filename="{nama}-{hari:%Y-%m-%d}.xlsx"'


@tiap_ekspor
def test_sheet_is_flat_frozen_filtered_and_summed(login, dpmppa, berisi, tetangga_berisi, nama):
    lembar = isi_xlsx(login(dpmppa).get(alamat(nama))).active
    terakhir = lembar.max_row - 1
    huruf = lembar.cell(1, len(JUDUL[nama])).column_letter
    assert lembar.freeze_panes == "A2"
    assert lembar.auto_filter.ref == f"A1:{huruf}{terakhir}"
    jumlah = {sel.column_letter: sel.value for sel in lembar[lembar.max_row] if sel.value is not None}
    assert jumlah.pop("A") == "Jumlah"
    assert jumlah
    for kolom, rumus in jumlah.items():
        assert rumus == f"=SUBTOTAL(109,{kolom}2:{kolom}{terakhir})"
        for nomor in range(2, terakhir + 1):
            sel = lembar[f"{kolom}{nomor}"]
            assert sel.value is None or (isinstance(sel.value, int) and sel.number_format == "#,##0")


@tiap_ekspor
def test_queries_do_not_grow_with_rows(login, dpmppa, berisi, petugas, lurah, kenali_besar, kelompok_b, nama):
    client = login(dpmppa)
    client.get(alamat(nama))
    with CaptureQueriesContext(connection) as satu:
        baris_xlsx(client.get(alamat(nama)))
    for nomor in (11, 12):
        beri_uang(make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_b), petugas, lurah)
    with CaptureQueriesContext(connection) as tiga:
        baris_xlsx(client.get(alamat(nama)))
    assert len(tiga) == len(satu) <= 12


@tiap_ekspor
def test_a_neighbour_is_not_in_the_sheet(login, petugas, berisi, tetangga_berisi, nama):
    isi = str(baris_xlsx(login(petugas).get(alamat(nama))))
    assert "Kenali Besar" in isi
    assert "Rawa Sari" not in isi
    assert tetangga_berisi.rt.daftar_rekening.get().nomor not in isi


def _kolom(baris, judul):
    letak = baris[0].index(judul)
    return [satu[letak] for satu in baris[1:-1]]


def test_usulan_sheet_adds_up_to_uang(login, dpmppa, berisi, tetangga_berisi):
    baris = baris_xlsx(login(dpmppa).get(alamat("usulan")))
    angka = [uang(Usulan.objects.get(pk=satu.pk)) for satu in (berisi, tetangga_berisi)]
    assert _kolom(baris, "Pagu (Rp)") == [satu.pagu for satu in angka]
    assert _kolom(baris, "RAB (Rp)") == [satu.rab for satu in angka]
    assert _kolom(baris, "Cair (Rp)") == [satu.cair for satu in angka]
    assert _kolom(baris, "Belanja (Rp)") == [satu.belanja for satu in angka]
    assert _kolom(baris, "Selisih (Rp)") == [satu.selisih for satu in angka] == [8_995_000, 28_995_000]
    assert baris[1][:6] == ("RT 02", "Kenali Besar", "Alam Barajo", 2026, "B", "Sosialisasi")


def test_lpj_sheet_is_planned_spent_left_per_rt(login, dpmppa, berisi):
    baris = baris_xlsx(login(dpmppa).get(alamat("lpj")))
    assert baris[1][6:] == (
        40_000_000, 40_000_000, 5_000, 30_010_000, 450_000, 1_000_000, 9_990_000, 8_995_000,
    )  # fmt: skip


def test_sheet_follows_filter_and_sort_of_the_list(login, dpmppa, berisi, tetangga_berisi):
    client = login(dpmppa)
    baris = baris_xlsx(client.get(alamat("usulan"), {"urut": "-cair"}))
    assert _kolom(baris, "Kelurahan") == ["Rawa Sari", "Kenali Besar"]
    baris = baris_xlsx(client.get(alamat("usulan"), {"cari": "rawasari", "hal": "7"}))
    assert _kolom(baris, "Kelurahan") == ["Rawa Sari"]


def test_sheet_holds_all_rows_not_one_page(login, dpmppa, kenali_besar, kelompok_b):
    for nomor in range(1, 121):
        make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_b)
    baris = baris_xlsx(login(dpmppa).get(alamat("usulan")))
    assert _kolom(baris, "RT") == [f"RT {nomor:02d}" for nomor in range(1, 121)]


def test_nothing_to_write_is_a_sheet_with_a_zero(login, dpmppa, usulan):
    baris = baris_xlsx(login(dpmppa).get(alamat("usulan"), {"tahap": "lpj"}))
    assert len(baris) == 2
    assert baris[1][0] == "Jumlah"
    assert [nilai for nilai in baris[1][1:] if nilai is not None] == [0, 0, 0, 0, 0]


@tiap_ekspor
def test_a_filter_that_cannot_be_read_gives_no_file(login, dpmppa, berisi, nama):
    response = login(dpmppa).get(alamat(nama), {"kelompok": "Z"})
    assert response.status_code == 422
    assert "Saringan tidak terbaca" in response.content.decode()


# --- values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("teks", ["=1+1", "+62811", "-5", "@SUM(A1)", "#N/A", "=cmd|' /C calc'!A0", "012", "1.250"])
def test_text_stays_text(login, dpmppa, usulan, teks):
    RT.objects.filter(pk=usulan.rt_id).update(nama_ketua=teks)
    sel = isi_xlsx(login(dpmppa).get(alamat("rt"))).active["D2"]
    assert (sel.value, sel.data_type, sel.number_format) == (teks, "s", "@")


def test_what_a_cell_cannot_hold_is_dropped_and_the_rest_kept():
    kolom = Kolom("a", "A", "a")
    berkas, banyak = tulis_lembar("Uji", (kolom,), [["a\x01b\x0bc\ufffe d\n<&>é😀"], ["x" * 40_000], [""], [None]])
    with berkas:
        from openpyxl import load_workbook

        lembar = load_workbook(berkas).active
        assert banyak == 4
        assert lembar["A2"].value == "abc d\n<&>é😀"
        assert len(lembar["A3"].value) == PALING_PANJANG
        assert lembar["A4"].value is None


def test_large_and_negative_amounts_are_whole_numbers():
    kolom = Kolom("a", "A", "a", RUPIAH, jumlah=True)
    berkas, _banyak = tulis_lembar("Uji", (kolom,), [[9_000_000_000_000], [-7], [0]])
    with berkas:
        from openpyxl import load_workbook

        assert [sel.value for sel in load_workbook(berkas).active["A"]][1:4] == [9_000_000_000_000, -7, 0]


def test_dates_are_dates_in_wib(login, dpmppa, usulan):
    Usulan.objects.filter(pk=usulan.pk).update(
        giliran_sejak="2026-10-31T17:30:00+00:00", jatuh_tempo=date(2026, 11, 30)
    )
    lembar = isi_xlsx(login(dpmppa).get(alamat("usulan"))).active
    assert (lembar["H2"].value, lembar["I2"].value) == (datetime(2026, 11, 1), datetime(2026, 11, 30))
    assert lembar["H2"].number_format == "dd/mm/yyyy"


def test_a_correction_is_negative_in_the_sheet(login, dpmppa, berisi):
    baris = baris_xlsx(login(dpmppa).get(alamat("bukukas")))
    angka = uang(Usulan.objects.get(pk=berisi.pk))
    assert sum(filter(None, _kolom(baris, "Pengeluaran (Rp)"))) == angka.belanja + angka.kembali
    assert sum(filter(None, _kolom(baris, "Pajak dipotong (Rp)"))) == angka.pajak
    assert -7_000_000 in _kolom(baris, "Pengeluaran (Rp)")


# --- account numbers ------------------------------------------------------------------------------------------------


def test_keuangan_gets_the_full_account_as_text_and_is_logged(login, keuangan, berisi, caplog):
    nomor = berisi.rt.daftar_rekening.get().nomor
    with caplog.at_level(logging.INFO, logger="kampung.unduhan"):
        lembar = isi_xlsx(login(keuangan).get(alamat("pencairan"), {"status": "cair"})).active
    baris = {judul.value: sel for judul, sel in zip(lembar[1], lembar[2], strict=True)}
    assert (baris["Nomor rekening"].value, baris["Nomor rekening"].data_type) == (nomor, "s")
    assert baris["Atas nama"].value == "Pokja RT 02 Kenali Besar"
    assert (baris["Nilai (Rp)"].value, baris["Terbilang"].value) == (40_000_000, "empat puluh juta rupiah")
    assert (baris["Nomor SP2D"].value, baris["Nomor SP2D"].data_type) == (f"00{berisi.pk}/SP2D", "s")
    assert baris["Tanggal SP2D"].value == datetime(2026, 9, 1)
    assert caplog.messages == ["daftar pencairan dengan nomor rekening: keuangan, 1 baris"]
    assert nomor not in caplog.text


def test_others_get_the_last_four_digits(login, semua_orang, keuangan, berisi, caplog):
    nomor = berisi.rt.daftar_rekening.get().nomor
    with caplog.at_level(logging.INFO, logger="kampung.unduhan"):
        for pengguna in semua_orang.values():
            if pengguna != keuangan:
                isi = _kolom(baris_xlsx(login(pengguna).get(alamat("pencairan"))), "Nomor rekening")
                assert set(isi) == {"•" * (len(nomor) - 4) + nomor[-4:]}, pengguna.peran
    assert caplog.messages == []


def test_no_page_shows_an_account(login, semua_orang, berisi):
    nomor = berisi.rt.daftar_rekening.get().nomor
    for pengguna in semua_orang.values():
        assert nomor not in login(pengguna).get(reverse("laporan:pencairan_list")).content.decode()
