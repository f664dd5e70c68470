import csv
import io
import json
import random
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import rt.lembar
from rt.pencocok import Pencocok
from rt.register import BerkasDitolak, Wilayah, baca_register, kunci_nama

DATA = Path(__file__).parent / "data"
WILAYAH_CSV = Path(__file__).parents[1] / "data" / "wilayah_jambi.csv"
KEPALA = ("Kecamatan", "Kelurahan", "RT", "Nama Ketua RT", "No. HP/WA", "Jumlah KK", "Kelompok")
BARIS = ("Alam Barajo", "Kenali Besar", 1, "Rina Sari", "081234567801", 75, "A")


@pytest.fixture(scope="module")
def daftar_wilayah():
    with WILAYAH_CSV.open(encoding="utf-8", newline="") as berkas:
        return [
            Wilayah(urutan, baris["kelurahan"], baris["kecamatan"], baris["kelurahan_kode"])
            for urutan, baris in enumerate(csv.DictReader(berkas), start=1)
        ]


@pytest.fixture(scope="module")
def register_kota(daftar_wilayah):
    return baca_register(DATA / "rt_kota_jambi_2026.xlsx", daftar_wilayah)


def make_xlsx(*daftar_baris, nama="Data RT", lain=None):
    """Return an .xlsx in memory; `lain` is {sheet name: rows} for further sheets."""
    buku = Workbook()
    buku.active.title = nama
    for lembar, isi in [(buku.active, daftar_baris)] + [(buku.create_sheet(n), isi) for n, isi in (lain or {}).items()]:
        for baris in isi:
            lembar.append(baris)
    berkas = io.BytesIO()
    buku.save(berkas)
    return berkas


def ganti(**isi):
    """Return BARIS with some cells changed, by field name."""
    urutan = ("kecamatan", "kelurahan", "rt", "ketua", "telepon", "kk", "kelompok")
    return tuple(isi.get(nama, asal) for nama, asal in zip(urutan, BARIS, strict=True))


def sel_salah(hasil):
    return [kesalahan.sel for kesalahan in hasil.daftar_kesalahan]


# The register of the city


def test_city_register_has_the_expected_figures(register_kota):
    harap = json.loads((DATA / "rt_kota_jambi_2026.expected.json").read_text())
    daftar = register_kota.daftar_baris
    peserta = [baris for baris in daftar if baris.kelompok in ("A", "B")]
    pagu = {50_000_000: 0, 70_000_000: 0, 100_000_000: 0}
    for baris in peserta:
        pagu[50_000_000 if baris.kk < 60 else 70_000_000 if baris.kk < 100 else 100_000_000] += 1

    assert register_kota.daftar_kesalahan == []
    assert len(daftar) == harap["rt"]
    assert sum(baris.kelompok == "Pilot 2025" for baris in daftar) == harap["pilot_2025"]
    assert sum(baris.kelompok == "A" for baris in daftar) == harap["kelompok_a"]
    assert sum(baris.kelompok == "B" for baris in daftar) == harap["kelompok_b"]
    assert {str(nilai): banyak for nilai, banyak in pagu.items()} == harap["tingkat_2026"]
    assert sum(nilai * banyak for nilai, banyak in pagu.items()) == harap["total_pagu_2026"]
    assert sum(baris.kk for baris in peserta) == harap["total_kk_2026"]
    assert sum(baris.kk for baris in daftar) == harap["total_kk_semua_1650"]


def test_city_register_finds_date_source_and_all_kelurahan(register_kota, daftar_wilayah):
    assert register_kota.tanggal_kk == date(2025, 12, 31)
    assert register_kota.sumber == "hasil pendataan kelurahan"
    assert register_kota.daftar_lembar == ["Data RT"]
    assert register_kota.daftar_lewat == ["Catatan"]
    terbaca = {baris.kelurahan_id for baris in register_kota.daftar_baris}
    assert terbaca == {wilayah.kelurahan_id for wilayah in daftar_wilayah}


def test_city_register_first_rows_are_normalised(register_kota):
    keempat, keenam = register_kota.daftar_baris[3], register_kota.daftar_baris[5]
    assert (keempat.nomor_baris, keempat.nomor, keempat.telepon, keempat.kk, keempat.jiwa) == (
        10, 4, "+6289562633522", 72, 271
    )  # fmt: skip
    assert keenam.telepon == "+6289634739729"


def test_wrong_register_reports_exactly_the_expected_cells(daftar_wilayah):
    harap = json.loads((DATA / "rt_salah.expected.json").read_text())
    hasil = baca_register(DATA / "rt_salah.xlsx", daftar_wilayah)

    terbaca = {(kesalahan.lembar, kesalahan.sel) for kesalahan in hasil.daftar_kesalahan}
    for satu in harap:
        boleh = {(satu["sheet"], satu["cell"]), (satu["sheet"], satu.get("or", satu["cell"]))}
        assert len(boleh & terbaca) == 1, satu
        terbaca -= boleh
    assert terbaca == set()
    assert [baris.nomor for baris in hasil.daftar_baris] == [90]
    assert "Mungkin maksudnya Kenali Besar?" in hasil.daftar_kesalahan[0].pesan
    assert all(kesalahan.pesan.endswith((".", "?")) for kesalahan in hasil.daftar_kesalahan)


# Names of places


def test_keys_of_all_68_kelurahan_differ(daftar_wilayah):
    assert len({kunci_nama(wilayah.kelurahan) for wilayah in daftar_wilayah}) == len(daftar_wilayah) == 68


@pytest.mark.parametrize(
    ("tulisan", "nama"),
    [
        ("RAWA SARI ", "Rawa Sari"), ("Rawasari", "Rawa Sari"), ("Ekajaya", "Eka Jaya"), ("Sukakarya", "Suka Karya"),
        ("Palmerah", "Paal Merah"), ("Pal Merah", "Paal Merah"), ("Paal V", "Paal Lima"), ("Pal 5", "Paal Lima"),
        ("Simpang Tiga Sipin", "Simpang III Sipin"), ("simpang 3 sipin", "Simpang III Sipin"),
        ("Simpang 4 Sipin", "Simpang IV Sipin"), ("SIMPANG EMPAT SIPIN", "Simpang IV Sipin"),
        ("Kel. Legok", "Legok"), ("Kelurahan  Legok", "Legok"), ("KEL LEGOK", "Legok"),
    ],
)  # fmt: skip
def test_spelling_variants_of_kelurahan(daftar_wilayah, tulisan, nama):
    assert Pencocok(daftar_wilayah).cari_kelurahan(tulisan, None).kelurahan == nama


def test_spelling_variants_of_kecamatan(daftar_wilayah):
    daftar = [ganti(kecamatan=tulisan, kelurahan="Suka Karya", rt=nomor)
              for nomor, tulisan in enumerate(("Kotabaru", "KEC. KOTA BARU", None), start=1)]  # fmt: skip
    hasil = baca_register(make_xlsx(KEPALA, *daftar), daftar_wilayah)
    assert (len(hasil.daftar_baris), hasil.daftar_kesalahan) == (3, [])


def test_unknown_kecamatan_is_suggested_at_its_own_cell(daftar_wilayah):
    hasil = baca_register(make_xlsx(KEPALA, ganti(kecamatan="Alam Baraja")), daftar_wilayah)
    assert sel_salah(hasil) == ["A2"]
    assert "Mungkin maksudnya Alam Barajo?" in hasil.daftar_kesalahan[0].pesan


def test_a_name_that_two_kecamatan_share_needs_the_kecamatan():
    daftar_wilayah = [Wilayah(1, "Tengah", "Utara", "1"), Wilayah(2, "Tengah", "Selatan", "2")]
    berkas = make_xlsx(KEPALA, ganti(kecamatan=None, kelurahan="Tengah"), ganti(kecamatan="Utara", kelurahan="Tengah"))
    hasil = baca_register(berkas, daftar_wilayah)
    assert sel_salah(hasil) == ["B2"]
    assert [baris.kelurahan_id for baris in hasil.daftar_baris] == [1]


def test_kode_may_stand_for_the_name_and_must_agree_with_it(daftar_wilayah):
    kepala = ("Kode Kelurahan", "Kelurahan", "RT", "KK")
    berkas = make_xlsx(
        kepala,
        ("15.71.01.1001", None, 1, 70),
        (1571011001, "Simpang IV Sipin", 2, 70),
        ("15.71.01.1001", "Legok", 3, 70),
        ("99", "Legok", 4, 70),
        (None, None, 5, 70),
    )
    hasil = baca_register(berkas, daftar_wilayah)
    assert [baris.nomor for baris in hasil.daftar_baris] == [1, 2]
    assert sel_salah(hasil) == ["A4", "A5", "B6"]


# Headings


def test_columns_are_found_by_heading_in_any_order(daftar_wilayah):
    acak = random.Random(7)
    for _ in range(20):
        urutan = acak.sample(range(len(KEPALA)), len(KEPALA))
        berkas = make_xlsx(["Luas", *(KEPALA[i] for i in urutan), "Alamat"], ["x", *(BARIS[i] for i in urutan), 9])
        hasil = baca_register(berkas, daftar_wilayah)
        assert hasil.daftar_kesalahan == []
        baris = hasil.daftar_baris[0]
        assert (baris.nomor, baris.ketua, baris.telepon, baris.kk, baris.kelompok, baris.jiwa) == (
            1, "Rina Sari", "+6281234567801", 75, "A", None
        )  # fmt: skip


@pytest.mark.parametrize(
    "kepala",
    [
        ("KELURAHAN", "NO. RT", "JML. KK"),
        (" kelurahan ", "Nomor RT", "Jumlah Kepala Keluarga"),
        ("Nama Kelurahan", "RT.", "Jumlah\nKK"),
        ("Desa/Kelurahan", "R.T.", "Jumlah KK (per 31 Desember 2025)"),
        ("Kel.", "RT", "Kepala Keluarga (KK)"),
    ],
)
def test_heading_variants(daftar_wilayah, kepala):
    hasil = baca_register(make_xlsx(["Judul"], [], kepala, ("Legok", "RT. 002", "1.020")), daftar_wilayah)
    assert [(baris.nomor, baris.kk) for baris in hasil.daftar_baris] == [(2, 1020)]


def test_two_row_headings_with_groups_and_numbered_columns(daftar_wilayah):
    berkas = make_xlsx(
        ["DATA RT"],
        ["No", "Kelurahan", None, "RT", "Ketua RT", None, "Jumlah", None, None],
        [None, "Kode", "Nama", None, "Nama", "No. HP", "RT", "Jiwa", "KK"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
        [1, "15.71.01.1001", "Simpang IV Sipin", 5, "Budi", 81234567801, 30, 200, 75],
    )
    hasil = baca_register(berkas, daftar_wilayah)
    baris = hasil.daftar_baris[0]
    assert hasil.daftar_kesalahan == []
    assert (baris.nomor, baris.ketua, baris.telepon, baris.kk, baris.jiwa) == (5, "Budi", "+6281234567801", 75, 200)


def test_a_recap_that_counts_rt_is_no_register(daftar_wilayah):
    with pytest.raises(BerkasDitolak, match="tidak punya kolom RT"):
        baca_register(make_xlsx(("Kelurahan", "Jumlah RT", "Jumlah KK"), ("Legok", 20, 1500)), daftar_wilayah)


def test_two_columns_with_the_same_heading_are_refused(daftar_wilayah):
    berkas = make_xlsx(("Kelurahan", "RT", "Jumlah KK 2024", "Jumlah KK 2025"), ("Legok", 1, 70, 71))
    with pytest.raises(BerkasDitolak, match="punya 2 kolom Jumlah KK"):
        baca_register(berkas, daftar_wilayah)


@pytest.mark.parametrize(
    ("kepala", "pesan"),
    [
        (("Nama", "Alamat"), "Judul kolom tidak ditemukan"),
        (("Kelurahan", "RT", "No. KK"), "“Data RT” tidak punya kolom Jumlah KK"),
        (("RT",), "tidak punya kolom Kelurahan, Jumlah KK"),
    ],
)
def test_a_missing_heading_is_named(daftar_wilayah, kepala, pesan):
    with pytest.raises(BerkasDitolak, match=pesan):
        baca_register(make_xlsx(kepala, ("Legok", 1, 75)), daftar_wilayah)


def test_headings_without_rows_are_refused(daftar_wilayah):
    with pytest.raises(BerkasDitolak, match="tidak berisi baris RT"):
        baca_register(make_xlsx(KEPALA), daftar_wilayah)


# Sheets and rows


def test_every_sheet_with_headings_is_read_and_repeats_are_found_across_them(daftar_wilayah):
    berkas = make_xlsx(
        KEPALA, BARIS, nama="Alam Barajo",
        lain={"Kota Baru": [KEPALA[1:], ganti(rt=2)[1:], ganti(rt="RT 01")[1:]], "Petunjuk": [("Isi semua kolom",)]},
    )  # fmt: skip
    hasil = baca_register(berkas, daftar_wilayah)
    assert [(baris.lembar, baris.nomor) for baris in hasil.daftar_baris] == [("Alam Barajo", 1), ("Kota Baru", 2)]
    assert [(k.lembar, k.sel) for k in hasil.daftar_kesalahan] == [("Kota Baru", "B3")]
    assert "lembar Alam Barajo baris 2" in hasil.daftar_kesalahan[0].pesan
    assert hasil.daftar_lewat == ["Petunjuk"]


def test_hidden_sheets_are_passed_over_and_named(daftar_wilayah):
    buku = load_workbook(make_xlsx(KEPALA, BARIS, lain={"Lama": [KEPALA, BARIS]}))
    buku["Lama"].sheet_state = "hidden"
    berkas = io.BytesIO()
    buku.save(berkas)
    hasil = baca_register(berkas, daftar_wilayah)
    assert (len(hasil.daftar_baris), hasil.daftar_kesalahan, hasil.daftar_lewat) == (1, [], ["Lama"])


def test_totals_blank_rows_repeated_headings_and_signatures_are_no_data(daftar_wilayah):
    berkas = make_xlsx(
        KEPALA,
        BARIS,
        (),
        ("  ", None, ""),
        ("Sub-Total", None, None, None, None, 75),
        KEPALA,
        ganti(rt=2),
        (None, "TOTAL", None, None, None, 150),
        ("JUMLAH", None, "2 RT", None, None, "=SUM(F2:F7)"),
        (None, None, "Mengetahui", None, None, "Jambi, 31 Desember 2025"),
        (None, None, None, None, None, "Kepala Dinas"),
        (None, None, None, None, None, "NIP. 197001012000031001"),
    )
    hasil = baca_register(berkas, daftar_wilayah)
    assert hasil.daftar_kesalahan == []
    assert [baris.nomor for baris in hasil.daftar_baris] == [1, 2]


def test_all_errors_of_a_row_are_reported(daftar_wilayah):
    salah = ganti(kelurahan="Entah", rt="RT 1A", ketua="x" * 151, telepon="12", kk=0, kelompok="D")
    hasil = baca_register(make_xlsx(KEPALA, salah), daftar_wilayah)
    assert hasil.daftar_baris == []
    assert sel_salah(hasil) == ["B2", "C2", "D2", "E2", "F2", "G2"]
    assert hasil.daftar_kesalahan[-1].nilai == "D"


def test_a_merged_kelurahan_is_asked_for_in_every_row(daftar_wilayah):
    hasil = baca_register(make_xlsx(KEPALA, BARIS, ganti(kecamatan=None, kelurahan=None, rt=2)), daftar_wilayah)
    assert sel_salah(hasil) == ["B3"]
    assert "digabung" in hasil.daftar_kesalahan[0].pesan


@pytest.mark.parametrize(("tulisan", "nomor"), [
    (4, 4), (4.0, 4), ("04", 4), ("RT 05", 5), ("RT. 002", 2), ("RT.07", 7), ("rt05", 5), ("R.T. 3", 3), ("RT-12", 12),
    (" 9 ", 9), (999, 999),
])  # fmt: skip
def test_rt_numbers(daftar_wilayah, tulisan, nomor):
    assert baca_register(make_xlsx(KEPALA, ganti(rt=tulisan)), daftar_wilayah).daftar_baris[0].nomor == nomor


@pytest.mark.parametrize(
    "tulisan", ["dua", 0, "RT 00", -1, 1000, 1.5, True, "RT 02/RW 01", "-2", "2A", date(2026, 1, 2)]
)
def test_wrong_rt_numbers(daftar_wilayah, tulisan):
    assert sel_salah(baca_register(make_xlsx(KEPALA, ganti(rt=tulisan)), daftar_wilayah)) == ["C2"]


@pytest.mark.parametrize(("kk", "pesan"), [
    (0, "1 sampai 9.999"), (10_000, "1 sampai 9.999"), (-5, "kurang dari nol"), ("1,250", "dua cara"),
    (True, "bukan angka"), (date(1900, 3, 15), "bukan angka"), ("#REF!", "bukan angka"), (None, "belum diisi"),
    ("=60+15", "Rumus belum dihitung"),
])  # fmt: skip
def test_wrong_kk(daftar_wilayah, kk, pesan):
    hasil = baca_register(make_xlsx(KEPALA, ganti(kk=kk)), daftar_wilayah)
    assert sel_salah(hasil) == ["F2"]
    assert pesan in hasil.daftar_kesalahan[0].pesan


def test_a_row_of_formulas_without_results_is_not_taken_for_blank(daftar_wilayah):
    hasil = baca_register(make_xlsx(KEPALA, BARIS, (None, "=B2", "=C2+1", None, None, "=F2")), daftar_wilayah)
    assert sel_salah(hasil) == ["B3", "C3", "F3"]


def test_prepared_rows_whose_formulas_give_empty_text_are_blank(daftar_wilayah):
    asal = make_xlsx(KEPALA, BARIS, (None, '=IF(1,"")', '=IF(1,"")', None, None, '=IF(1,"")'))
    isi = io.BytesIO()
    with zipfile.ZipFile(asal) as dari, zipfile.ZipFile(isi, "w") as ke:
        for nama in dari.namelist():
            teks = dari.read(nama)
            for kolom in (b"B3", b"C3", b"F3"):  # as Excel stores them
                teks = teks.replace(b'<c r="%s">' % kolom, b'<c r="%s" t="str">' % kolom)
            ke.writestr(nama, teks)
    hasil = baca_register(isi, daftar_wilayah)
    assert (len(hasil.daftar_baris), hasil.daftar_kesalahan) == (1, [])


@pytest.mark.parametrize(("tulisan", "kelompok"), [
    ("A", "A"), ("b ", "B"), ("Kelompok A", "A"), ("Pilot 2025", "Pilot 2025"), ("PILOT", "Pilot 2025"), (None, None),
])  # fmt: skip
def test_kelompok(daftar_wilayah, tulisan, kelompok):
    hasil = baca_register(make_xlsx(KEPALA, ganti(kelompok=tulisan)), daftar_wilayah)
    assert hasil.daftar_baris[0].kelompok == kelompok


def test_kelompok_can_be_required(daftar_wilayah):
    hasil = baca_register(make_xlsx(KEPALA, ganti(kelompok=None)), daftar_wilayah, kelompok_wajib=True)
    assert sel_salah(hasil) == ["G2"]
    hasil = baca_register(make_xlsx(KEPALA[:6], BARIS[:6]), daftar_wilayah, kelompok_wajib=True)
    assert sel_salah(hasil) == ["C2"]


def test_names_are_tidied(daftar_wilayah):
    berkas = make_xlsx(KEPALA, ganti(ketua="  Siti \n  Aminah "), ganti(rt=2, ketua="-"), ganti(rt=3, ketua=12))
    hasil = baca_register(berkas, daftar_wilayah)
    assert [baris.ketua for baris in hasil.daftar_baris] == ["Siti Aminah", ""]
    assert sel_salah(hasil) == ["D4"]


@pytest.mark.parametrize("ketua", ["Budi\u202eitreB", "Bu\x7fdi"])
def test_control_characters_in_names_are_refused(daftar_wilayah, ketua):
    assert sel_salah(baca_register(make_xlsx(KEPALA, ganti(ketua=ketua)), daftar_wilayah)) == ["D2"]


@pytest.mark.parametrize(
    ("catatan", "harap"),
    [
        ("KK per 31 Desember 2025, hasil pendataan kelurahan.", (date(2025, 12, 31), "hasil pendataan kelurahan")),
        ("Data KK per tanggal 1 Jan 2026 (Dukcapil)", (date(2026, 1, 1), "Dukcapil")),
        ("Jumlah kepala keluarga per 31-12-2025", (date(2025, 12, 31), "")),
        ("KK per 31 Februari 2025", (None, "")),
        ("Rapat per 31 Desember 2025", (None, "")),
    ],
)
def test_note_with_date_and_source(daftar_wilayah, catatan, harap):
    hasil = baca_register(make_xlsx((catatan,), KEPALA, BARIS), daftar_wilayah)
    assert (hasil.tanggal_kk, hasil.sumber) == harap


def test_two_notes_that_disagree_decide_nothing(daftar_wilayah):
    berkas = make_xlsx(("KK per 31 Desember 2024",), KEPALA, BARIS, ("KK per 31 Desember 2025",))
    assert baca_register(berkas, daftar_wilayah).tanggal_kk is None


# Files that are refused as a whole


def make_zip(**isi):
    berkas = io.BytesIO()
    with zipfile.ZipFile(berkas, "w", zipfile.ZIP_DEFLATED) as arsip:
        for nama, teks in isi.items():
            arsip.writestr(nama.replace("__", "/").replace("_xml", ".xml"), teks)
    return berkas.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        (b"", "kosong"),
        (b"Kelurahan;RT;KK\nLegok;1;75\n", "CSV"),
        (b"\xef\xbb\xbf<html><table></table></html>", "halaman web"),
        (OLE + b"\0" * 2000, "Excel lama"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "kata sandi"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 terpotong", "rusak"),
        (bytes(random.Random(1).randbytes(5000)), "bukan Excel"),
        (make_zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "bukan Excel .xlsx"),
        (make_zip(xl__workbook_xml="sampah <<<"), "rusak"),
        (make_zip(xl__workbook_xml="<workbook/>"), "rusak"),
        (make_zip(xl__workbook_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><workbook/>"), "rusak"),
        (make_zip(xl__workbook_xml="<a/>", bom_xml=b"\0" * 3_000_000), "terlalu besar"),
        (b"\0" * (10 * 1024**2 + 1), "10 MB"),
    ],
)
def test_bad_files_are_refused_with_a_sentence(daftar_wilayah, isi, pesan):
    with pytest.raises(BerkasDitolak, match=pesan) as tolak:
        baca_register(io.BytesIO(isi), daftar_wilayah)
    assert str(tolak.value).endswith(".")


def test_a_path_that_is_not_there_is_refused(daftar_wilayah, tmp_path):
    for letak in (tmp_path / "tidak_ada.xlsx", tmp_path):
        with pytest.raises(BerkasDitolak, match="tidak bisa dibuka"):
            baca_register(letak, daftar_wilayah)


def test_unpacked_size_rows_and_columns_are_limited(daftar_wilayah, monkeypatch):
    monkeypatch.setattr(rt.lembar, "BATAS_TERURAI", 1000)
    with pytest.raises(BerkasDitolak, match="terlalu besar"):
        baca_register(make_xlsx(KEPALA, BARIS), daftar_wilayah)
    monkeypatch.undo()
    monkeypatch.setattr(rt.lembar, "BATAS_BARIS", 5)
    with pytest.raises(BerkasDitolak, match=r"lebih dari 20\.000 baris"):
        baca_register(make_xlsx(KEPALA, *[ganti(rt=nomor) for nomor in range(1, 7)]), daftar_wilayah)
    monkeypatch.undo()
    with pytest.raises(BerkasDitolak, match="lebih dari 200 kolom"):
        baca_register(make_xlsx(KEPALA, (*BARIS, *[None] * 193, "x")), daftar_wilayah)


def test_blank_rows_of_all_sheets_together_are_limited(daftar_wilayah, monkeypatch):
    monkeypatch.setattr(rt.lembar, "BATAS_PINDAI", 50)
    berkas = make_xlsx(KEPALA, BARIS, lain={"Satu": [[]] * 30 + [["x"]], "Dua": [[]] * 30 + [["x"]]})
    with pytest.raises(BerkasDitolak, match="terlalu besar"):
        baca_register(berkas, daftar_wilayah)


def test_a_declared_size_that_lies_hides_no_rows(daftar_wilayah):
    asal = make_xlsx(KEPALA, BARIS)
    isi = io.BytesIO()
    with zipfile.ZipFile(asal) as dari, zipfile.ZipFile(isi, "w") as ke:
        for nama in dari.namelist():
            ke.writestr(nama, dari.read(nama).replace(b'ref="A1:G2"', b'ref="A1"'))
    assert len(baca_register(isi, daftar_wilayah).daftar_baris) == 1


def test_a_lone_cell_far_away_is_read_in_bounded_time(daftar_wilayah):
    buku = load_workbook(make_xlsx(KEPALA, BARIS))
    buku.active["XFD1048576"] = None
    buku.active["XFD1048576"].number_format = "0.00"
    isi = io.BytesIO()
    buku.save(isi)
    assert len(baca_register(isi, daftar_wilayah).daftar_baris) == 1


def test_damaged_files_never_end_in_a_traceback(daftar_wilayah):
    asal = (DATA / "rt_salah.xlsx").read_bytes()
    acak = random.Random(2026)
    for _ in range(300):
        rusak = bytearray(asal)
        if acak.random() < 0.3:
            rusak = rusak[: acak.randrange(len(rusak))]
        for _ in range(acak.randrange(1, 30)):
            rusak[acak.randrange(len(rusak))] = acak.randrange(256) if rusak else 0
        _read_or_refuse(bytes(rusak), daftar_wilayah)


def test_damaged_xml_never_ends_in_a_traceback(daftar_wilayah):
    with zipfile.ZipFile(DATA / "rt_salah.xlsx") as arsip:
        daftar_isi = {nama: arsip.read(nama) for nama in arsip.namelist()}
    acak = random.Random(45)
    for _ in range(300):
        nama = acak.choice(list(daftar_isi))
        isi = bytearray(daftar_isi[nama])
        for _ in range(acak.randrange(1, 4)):
            letak = acak.randrange(len(isi))
            isi[letak : letak + acak.randrange(12)] = acak.choice(
                [b"", b"<", b"9" * 12, b'"', b"&x;", struct.pack("I", 7)]
            )
        berkas = io.BytesIO()
        with zipfile.ZipFile(berkas, "w") as arsip:
            for satu, asal in daftar_isi.items():
                arsip.writestr(satu, bytes(isi) if satu == nama else asal)
        _read_or_refuse(berkas.getvalue(), daftar_wilayah)


def _read_or_refuse(isi, daftar_wilayah):
    try:
        baca_register(io.BytesIO(isi), daftar_wilayah)
    except BerkasDitolak as tolak:
        assert str(tolak).endswith(".")
