"""The finance workbook: a sheet per kelurahan, a recap whose formulas agree with the database, officials under it."""

import logging
import re
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anggaran.models import Penahanan, Pencairan
from kampung.testing import make_kelurahan, make_rt, make_usulan
from laporan.excel import buku_baru
from laporan.excel_cetak import nama_lembar, rujuk
from laporan.tests.uang_uji import beri_uang, isi_xlsx
from laporan.views.daftar import total_pencairan
from pokja.models import Rekening
from rt.models import Kelurahan, Pejabat

ALAMAT = "laporan:pencairan_buku"
KEPALA = 8
JUDUL = (
    "No.", "RT", "Pokja (atas nama)", "Bank", "Nomor rekening", "Termin", "Nomor SP2D", "Tanggal SP2D", "Status",
    "Nilai (Rp)", "Gagal atau batal (Rp)", "Cair (Rp)", "Diterima (Rp)", "Selisih (Rp)",
)  # fmt: skip
JUDUL_REKAP = ("No.", "Kecamatan", "Kelurahan", "RT", "Transfer", *JUDUL[9:], "Periksa")


def unduh(client, **saring):
    response = client.get(reverse(ALAMAT), saring)
    assert response.status_code == 200
    return isi_xlsx(response)


# --- a small spreadsheet program ------------------------------------------------------------------------------------


class Hitung:
    """Evaluates the few formulas that the workbook uses."""

    def __init__(self, buku):
        self.buku = buku

    def nilai(self, lembar, alamat):
        isi = lembar[alamat]
        return self.rumus(lembar, isi.value[1:]) if isi.data_type == "f" else isi.value

    def rentang(self, lembar, rentang):
        return [self.nilai(lembar, sel.coordinate) for baris in lembar[rentang] for sel in baris]

    def rumus(self, lembar, rumus):
        if cocok := re.fullmatch(r"SUM\((\w+:\w+)\)", rumus):
            return sum(nilai or 0 for nilai in self.rentang(lembar, cocok[1]))
        if cocok := re.fullmatch(r"COUNT\((\w+:\w+)\)", rumus):
            return len([nilai for nilai in self.rentang(lembar, cocok[1]) if isinstance(nilai, int)])
        if cocok := re.fullmatch(r"ROUND\(SUMPRODUCT\(1/COUNTIF\((\w+:\w+),(\w+:\w+)\)\),0\)", rumus):
            assert cocok[1] == cocok[2]
            return len(set(self.rentang(lembar, cocok[1])))
        if cocok := re.fullmatch(r"'((?:[^']|'')+)'!(\w+)", rumus):
            return self.nilai(self.buku[cocok[1].replace("''", "'")], cocok[2])
        cocok = re.fullmatch(r'IF\(AND\((.*)\),"SAMA","BEDA"\)', rumus)
        pasangan = [satu.split("=") for satu in cocok[1].split(",")]
        return "SAMA" if all(self.nilai(lembar, a) == self.nilai(lembar, b) for a, b in pasangan) else "BEDA"

    def tabel(self, lembar):
        """[{heading: value}] of the rows below the headings up to the sums."""
        judul = [sel.value for sel in lembar[KEPALA]]
        hasil = []
        for baris in lembar.iter_rows(min_row=KEPALA + 1):
            hasil.append({nama: self.nilai(lembar, sel.coordinate) for nama, sel in zip(judul, baris, strict=True)})
            if baris[0].value == "Jumlah":
                return hasil
        raise AssertionError("no sums")


def teks(lembar):
    return [sel.value for baris in lembar.iter_rows() for sel in baris if isinstance(sel.value, str)]


@pytest.fixture
def berisi(usulan, petugas, lurah):
    return beri_uang(usulan, petugas, lurah)


@pytest.fixture
def tetangga_berisi(usulan_tetangga, petugas_tetangga, lurah):
    return beri_uang(usulan_tetangga, petugas_tetangga, lurah, nilai=60_000_000)


@pytest.fixture
def ramai(berisi, tetangga_berisi, petugas, lurah, kenali_besar, kelompok_b):
    """Two kelurahan: failed and repeated transfers, one not released yet, one cancelled, one that fell short."""
    lain = beri_uang(make_usulan(make_rt(kenali_besar, nomor=9), kelompok_b), petugas, lurah, nilai=7_000_001)
    lain.daftar_pencairan.filter(status="cair").update(status="diproses", diterima=None)
    lain.daftar_pencairan.filter(status="gagal").update(status="batal")
    Penahanan.objects.create(usulan=lain, alasan="Nama berbeda", oleh=petugas)
    tetangga_berisi.daftar_pencairan.filter(status="cair").update(diterima=59_250_000)


# --- the numbers ----------------------------------------------------------------------------------------------------


def test_a_kelurahan_sheet_has_its_rows_and_their_sums(login, keuangan, ramai):
    buku = unduh(login(keuangan))
    assert buku.sheetnames == ["Rekap", "Kenali Besar", "Rawa Sari"]
    lembar = buku["Kenali Besar"]
    assert tuple(sel.value for sel in lembar[KEPALA]) == JUDUL
    *baris, jumlah = Hitung(buku).tabel(lembar)
    assert [tuple(satu.values())[1:2] + tuple(satu.values())[8:] for satu in baris] == [
        ("RT 02", "Gagal", None, 40_000_000, None, None, None),
        ("RT 02", "Cair", 40_000_000, None, 40_000_000, 40_000_000, 0),
        ("RT 09", "Dibatalkan", None, 7_000_001, None, None, None),
        ("RT 09", "Ditahan", 7_000_001, None, None, None, None),
    ]
    assert [satu["No."] for satu in baris] == [1, 2, 3, 4]
    assert tuple(jumlah.values()) == (
        "Jumlah", 2, 4, None, None, None, None, None, None, 47_000_001, 47_000_001, 40_000_000, 40_000_000, 0,
    )  # fmt: skip


def test_the_recap_points_at_the_sheets_and_agrees_with_the_database(login, keuangan, ramai):
    buku = unduh(login(keuangan))
    lembar = buku["Rekap"]
    assert tuple(sel.value for sel in lembar[KEPALA])[:11] == JUDUL_REKAP
    assert [sel.value for sel in lembar[KEPALA + 1]][3:10] == [
        f"='Kenali Besar'!{huruf}13" for huruf in ("B", "C", "J", "K", "L", "M", "N")
    ]
    baris = [tuple(satu.values()) for satu in Hitung(buku).tabel(lembar)]
    assert [satu[:11] for satu in baris] == [
        (1, "Alam Barajo", "Kenali Besar", 2, 4, 47_000_001, 47_000_001, 40_000_000, 40_000_000, 0, "SAMA"),
        (2, "Alam Barajo", "Rawa Sari", 1, 2, 60_000_000, 60_000_000, 60_000_000, 59_250_000, 750_000, "SAMA"),
        ("Jumlah", None, None, 3, 6, 107_000_001, 107_000_001, 100_000_000, 99_250_000, 750_000, "SAMA"),
    ]
    for satu in baris:
        assert satu[11:] == satu[4:10]


def test_the_totals_are_those_of_the_page(login, keuangan, ramai):
    buku = unduh(login(keuangan))
    jumlah = Hitung(buku).tabel(buku["Rekap"])[-1]
    halaman = total_pencairan(Pencairan.objects.all())
    assert jumlah["Transfer"] == halaman["baris"]
    # The flat list counts every attempt in Nilai; here those that moved nothing stand apart.
    assert jumlah["Nilai (Rp)"] + jumlah["Gagal atau batal (Rp)"] == halaman["nilai"]
    assert [jumlah[f"{nama} (Rp)"] for nama in ("Cair", "Diterima", "Selisih")] == [
        halaman["cair"], halaman["diterima"], halaman["selisih"],
    ]  # fmt: skip


def test_one_rupiah_changed_in_a_sheet_is_seen_in_the_recap(login, keuangan, ramai):
    buku = unduh(login(keuangan))
    buku["Kenali Besar"]["J10"].value += 1
    assert [satu["Periksa"] for satu in Hitung(buku).tabel(buku["Rekap"])] == ["BEDA", "SAMA", "BEDA"]


def test_terbilang_comes_from_the_database(login, keuangan, ramai):
    buku = unduh(login(keuangan))
    assert {satu for satu in teks(buku["Kenali Besar"]) if satu.startswith("Terbilang")} == {
        "Terbilang nilai: empat puluh tujuh juta satu rupiah",
        "Terbilang cair: empat puluh juta rupiah",
    }
    assert {satu for satu in teks(buku["Rekap"]) if satu.startswith("Terbilang")} == {
        "Terbilang nilai: seratus tujuh juta satu rupiah",
        "Terbilang cair: seratus juta rupiah",
    }


def test_nothing_to_write_is_a_recap_of_zeros(login, keuangan, usulan):
    buku = unduh(login(keuangan))
    assert buku.sheetnames == ["Rekap"]
    (jumlah,) = Hitung(buku).tabel(buku["Rekap"])
    assert tuple(jumlah.values())[:11] == ("Jumlah", None, None, 0, 0, 0, 0, 0, 0, 0, "SAMA")
    assert "Terbilang nilai: nol rupiah" in teks(buku["Rekap"])


# --- which rows, for whom -------------------------------------------------------------------------------------------


def test_it_follows_filter_and_sort_of_the_list(login, keuangan, ramai):
    client = login(keuangan)
    buku = unduh(client, status="gagal", urut="-nilai")
    assert [satu["Status"] for satu in Hitung(buku).tabel(buku["Rawa Sari"])[:-1]] == ["Gagal"]
    assert "Saringan: Tahun 2026; Status: Gagal" in teks(buku["Rekap"])
    buku = unduh(client, urut="-rt", hal="7")
    assert [satu["RT"] for satu in Hitung(buku).tabel(buku["Kenali Besar"])[:-1]] == [
        "RT 09",
        "RT 09",
        "RT 02",
        "RT 02",
    ]


def test_the_button_stands_beside_the_flat_list_and_keeps_the_filter(login, keuangan, berisi):
    isi = login(keuangan).get(reverse("laporan:pencairan_list"), {"status": "cair"}).content.decode()
    assert f'href="{reverse(ALAMAT)}?status=cair">Unduh buku per kelurahan</a>' in isi
    assert reverse(ALAMAT) not in login(keuangan).get(reverse("laporan:usulan_list")).content.decode()


def test_a_filter_that_cannot_be_read_gives_no_file(login, keuangan, berisi):
    response = login(keuangan).get(reverse(ALAMAT), {"kelompok": "Z"})
    assert response.status_code == 422
    assert "Saringan tidak terbaca" in response.content.decode()


def test_it_is_a_download_and_only_read(login, keuangan, berisi):
    response = login(keuangan).get(reverse(ALAMAT))
    assert response.headers["Content-Disposition"] == 'attachment; filename="buku-pencairan-2026-11-21.xlsx"'
    assert login(keuangan).post(reverse(ALAMAT)).status_code == 405


def test_a_neighbour_is_in_no_sheet(login, petugas, ramai):
    buku = unduh(login(petugas))
    assert buku.sheetnames == ["Rekap", "Kenali Besar"]
    assert "Rawa Sari" not in str([teks(lembar) for lembar in buku])
    assert Hitung(buku).tabel(buku["Rekap"])[-1]["Nilai (Rp)"] == 47_000_001


def test_keuangan_gets_the_full_account_and_is_logged(login, keuangan, berisi, caplog):
    nomor = berisi.rt.daftar_rekening.get().nomor
    with caplog.at_level(logging.INFO, logger="kampung.unduhan"):
        sel = unduh(login(keuangan))["Kenali Besar"]["E9"]
    assert (sel.value, sel.data_type) == (nomor, "s")
    assert caplog.messages == ["daftar pencairan dengan nomor rekening: keuangan, 2 baris"]
    assert nomor not in caplog.text


def test_others_get_the_last_four_digits(login, semua_orang, keuangan, berisi, caplog):
    nomor = berisi.rt.daftar_rekening.get().nomor
    with caplog.at_level(logging.INFO, logger="kampung.unduhan"):
        for pengguna in semua_orang.values():
            if pengguna != keuangan:
                buku = unduh(login(pengguna))
                assert buku["Kenali Besar"]["E9"].value == "•" * (len(nomor) - 4) + nomor[-4:], pengguna.peran
                assert nomor not in str([teks(lembar) for lembar in buku])
    assert caplog.messages == []


def test_queries_do_not_grow_with_kelurahan(login, keuangan, berisi, petugas, lurah, kelompok_b):
    client = login(keuangan)
    unduh(client)
    with CaptureQueriesContext(connection) as satu:
        unduh(client)
    for nama in ("Beliung", "Bagan Pete"):
        beri_uang(make_usulan(make_rt(make_kelurahan(nama, "Alam Barajo")), kelompok_b), petugas, lurah)
    with CaptureQueriesContext(connection) as tiga:
        assert len(unduh(client).sheetnames) == 4
    assert len(tiga) == len(satu) <= 12


# --- the paper ------------------------------------------------------------------------------------------------------


def test_titles_and_print_set_up(login, keuangan, berisi):
    buku = unduh(login(keuangan))
    for lembar, tempat in (
        (buku["Kenali Besar"], "Kelurahan Kenali Besar, Kecamatan Alam Barajo"),
        (buku["Rekap"], "Rekap 1 kelurahan"),
    ):
        assert [lembar.cell(nomor, 1).value for nomor in range(1, 7)] == [
            "PEMERINTAH KOTA JAMBI",
            "DINAS PEMBERDAYAAN MASYARAKAT, PEREMPUAN DAN PERLINDUNGAN ANAK",
            "Daftar pencairan dana Program Kampung Bahagia tahun 2026",
            tempat,
            "Saringan: Tahun 2026",
            "Dicetak Sabtu, 21 November 2026 pukul 10.00 WIB oleh Keuangan",
        ]
        assert (lembar.page_setup.orientation, int(lembar.page_setup.paperSize)) == ("landscape", 9)
        assert lembar.sheet_properties.pageSetUpPr.fitToPage
        assert (lembar.page_setup.fitToWidth, lembar.page_setup.fitToHeight) == (1, 0)
        assert (lembar.print_title_rows, lembar.freeze_panes) == ("$8:$8", "A9")
        assert lembar.oddFooter.right.text == "Halaman &P dari &N"
    assert buku["Rekap"].print_area.startswith("'Rekap'!$A$1:$K$")  # fmt: skip


def _pejabat(lembaga, jabatan, nama, **kolom):
    return Pejabat.objects.create(
        **{"lembaga": lembaga, "jabatan": jabatan, "nama": nama, "mulai": date(2026, 1, 1), **kolom}
    )


def test_officials_in_force_today_sign(login, keuangan, berisi, kenali_besar, rawa_sari):
    _pejabat("kelurahan", "Lurah Kenali Besar", "Lurah Lama", kelurahan=kenali_besar, selesai=date(2026, 11, 20))
    _pejabat(
        "kelurahan",
        "Plt. Lurah Kenali Besar",
        "Siti Plt",
        kelurahan=kenali_besar,
        mulai=date(2026, 11, 21),
        nip="198001012005012001",
    )
    _pejabat("kelurahan", "Sekretaris Kelurahan", "Bukan Lurah", kelurahan=kenali_besar, mulai=date(2026, 11, 21))
    _pejabat("kelurahan", "Lurah Kenali Besar", "Lurah Nanti", kelurahan=kenali_besar, mulai=date(2026, 11, 22))
    _pejabat("kelurahan", "Lurah Rawa Sari", "Lurah Tetangga", kelurahan=rawa_sari)
    _pejabat("keuangan", "Bendahara Pengeluaran", "Rina Wati")
    buku = unduh(login(keuangan))
    isi = teks(buku["Kenali Besar"])
    assert isi[isi.index("Mengetahui,") :] == [
        "Mengetahui,", "Jambi, 21 November 2026", "Plt. Lurah Kenali Besar", "Bendahara Pengeluaran", "Siti Plt", "Rina Wati",
        "NIP 198001012005012001", "NIP",
    ]  # fmt: skip
    isi = teks(buku["Rekap"])
    assert isi[-4:] == ["Jambi, 21 November 2026", "Bendahara Pengeluaran", "Rina Wati", "NIP"]


def test_a_dotted_line_where_nobody_is_recorded(login, keuangan, berisi):
    isi = teks(unduh(login(keuangan))["Kenali Besar"])
    assert isi[isi.index("Mengetahui,") + 2 :] == [
        "Lurah Kenali Besar",
        "Pejabat keuangan",
        "." * 40,
        "." * 40,
        "NIP",
        "NIP",
    ]


def test_text_stays_text_and_dates_are_dates(login, keuangan, berisi):
    Rekening.objects.filter(rt=berisi.rt).update(atas_nama="=1+1")
    lembar = unduh(login(keuangan))["Kenali Besar"]
    assert (lembar["C10"].value, lembar["C10"].data_type) == ("=1+1", "s")
    assert lembar["H10"].value == datetime(2026, 9, 1)


def test_a_kelurahan_of_any_name_has_a_sheet_that_the_recap_finds(login, keuangan, berisi, tetangga_berisi):
    Kelurahan.objects.filter(nama="Kenali Besar").update(nama="Ma'arif [A]/B")
    Kelurahan.objects.filter(nama="Rawa Sari").update(nama="=Rekap")
    buku = unduh(login(keuangan))
    assert buku.sheetnames == ["Rekap", "Ma'arif A B", "=Rekap"]
    *baris, jumlah = Hitung(buku).tabel(buku["Rekap"])
    assert [(satu["Kelurahan"], satu["Cair (Rp)"]) for satu in baris] == [
        ("Ma'arif [A]/B", 40_000_000),
        ("=Rekap", 60_000_000),
    ]
    assert (jumlah["Cair (Rp)"], jumlah["Periksa"]) == (100_000_000, "SAMA")


def test_names_of_sheets_are_unique_short_and_allowed():
    dipakai = {"rekap"}
    nama = [nama_lembar(satu, dipakai) for satu in ("Rekap", "rekap", "'Murni'", "[]", "K" * 40, "K" * 40, "k" * 31)]
    assert nama == ["Rekap (2)", "rekap (3)", "Murni", "Lembar", "K" * 31, "K" * 27 + " (2)", "k" * 27 + " (3)"]
    buku = buku_baru()
    assert [buku.create_sheet(satu).title for satu in nama] == nama
    assert rujuk("Ma'arif", "B2") == "'Ma''arif'!B2"
