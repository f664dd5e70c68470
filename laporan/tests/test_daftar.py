"""The lists on the page: what is in them, in which order, under which filter, at which price."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from anggaran.services.bukukas import uang
from kampung.testing import make_kelurahan, make_rt, make_tahun, make_usulan
from laporan.tests.uang_uji import beri_rab, beri_uang
from laporan.views.daftar import DAFTAR_BUKUKAS, DAFTAR_LPJ, DAFTAR_PENCAIRAN, DAFTAR_RT, DAFTAR_USULAN
from pokja.models import Usulan
from rt.models import RT

SEMUA_DAFTAR = (DAFTAR_RT, DAFTAR_USULAN, DAFTAR_PENCAIRAN, DAFTAR_BUKUKAS, DAFTAR_LPJ)
NAMA = [daftar.nama for daftar in SEMUA_DAFTAR]
tiap_daftar = pytest.mark.parametrize("nama", NAMA)


def alamat(nama):
    return reverse(f"laporan:{nama}_list")


def tabel(response):
    """The rows of the page's table as {heading: text}; the first is the total row (its label under "")."""
    isi = response.content.decode()
    hasil = []
    for baris in re.findall(r"<tr[^>]*>(.*?)</tr>", isi.partition("<tbody>")[2], re.S):
        sel = re.findall(r'<t[dh](?:[^>]*data-label="([^"]*)")?[^>]*>(.*?)</t[dh]>', baris, re.S)
        sel.reverse()  # of several cells without a heading the first one counts: the label of the total row
        hasil.append({unescape(judul): unescape(re.sub("<[^>]*>", "", nilai)).strip() for judul, nilai in sel})
    return hasil


def ambil(client, nama, **saring):
    response = client.get(alamat(nama), saring)
    assert response.status_code == 200
    return tabel(response)


def daftar_rt(client, nama="usulan", **saring):
    return [f"{baris['RT']} {baris['Kelurahan']}" for baris in ambil(client, nama, **saring)[1:]]


@pytest.fixture
def berisi(usulan, petugas, lurah):
    return beri_uang(usulan, petugas, lurah)


@pytest.fixture
def tetangga_berisi(usulan_tetangga, petugas_tetangga, lurah):
    return beri_uang(usulan_tetangga, petugas_tetangga, lurah, nilai=60_000_000)


# --- price ----------------------------------------------------------------------------------------------------------


@tiap_daftar
def test_queries_do_not_grow_with_rows(login, dpmppa, berisi, petugas, lurah, kenali_besar, kelompok_b, nama):
    client = login(dpmppa)
    client.get(alamat(nama))
    with CaptureQueriesContext(connection) as satu:
        assert len(ambil(client, nama)) > 1
    for nomor in (11, 12):
        beri_uang(make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_b), petugas, lurah)
    with CaptureQueriesContext(connection) as tiga:
        assert len(ambil(client, nama)) > 3
    assert len(tiga) == len(satu) <= 12


# --- who sees what --------------------------------------------------------------------------------------------------


@tiap_daftar
def test_a_neighbour_is_neither_in_the_rows_nor_in_the_total(login, petugas, berisi, tetangga_berisi, nama):
    baris = ambil(login(petugas), nama)
    assert baris[0][""] == f"Jumlah {len(baris) - 1} baris"
    assert {satu["Kelurahan"] for satu in baris[1:]} == {"Kenali Besar"}
    assert "Rawa Sari" not in str(login(petugas).get(alamat(nama)).content)


@tiap_daftar
def test_the_neighbours_kelurahan_is_no_choice(login, petugas, tetangga_berisi, nama):
    response = login(petugas).get(alamat(nama), {"kelurahan": tetangga_berisi.rt.kelurahan.kode})
    assert response.status_code == 422
    assert b"Unduh Excel" not in response.content


@tiap_daftar
def test_every_peran_may_open_every_list(login, semua_orang, berisi, nama):
    for pengguna in semua_orang.values():
        assert len(ambil(login(pengguna), nama)) > 1, pengguna.peran


@tiap_daftar
def test_a_list_only_reads(login, dpmppa, nama):
    assert login(dpmppa).post(alamat(nama)).status_code == 405


@tiap_daftar
def test_without_login_no_list(client, db, nama):
    assert client.get(alamat(nama)).headers["Location"].startswith("/masuk/")


# --- money ----------------------------------------------------------------------------------------------------------


def _angka(baris, judul):
    return int(baris[judul].replace(".", ""))


def test_usulan_list_shows_the_numbers_of_uang(login, dpmppa, berisi):
    jumlah, baris = ambil(login(dpmppa), "usulan")
    angka = uang(Usulan.objects.get(pk=berisi.pk))
    assert (angka.rab, angka.cair, angka.belanja, angka.selisih) == (40_000_000, 40_000_000, 30_010_000, 8_995_000)
    for judul, nilai in (
        ("Pagu (Rp)", angka.pagu),
        ("RAB (Rp)", angka.rab),
        ("Cair (Rp)", angka.cair),
        ("Belanja (Rp)", angka.belanja),
        ("Selisih (Rp)", angka.selisih),
    ):
        assert _angka(baris, judul) == _angka(jumlah, judul) == nilai, judul


def test_lpj_list_shows_the_numbers_of_uang(login, dpmppa, berisi):
    jumlah, baris = ambil(login(dpmppa), "lpj")
    angka = uang(Usulan.objects.get(pk=berisi.pk))
    for judul, nilai in (
        ("Rencana (Rp)", angka.rab),
        ("Cair (Rp)", angka.cair),
        ("Bunga bank (Rp)", angka.bunga),
        ("Belanja (Rp)", angka.belanja),
        ("Pajak (Rp)", angka.pajak),
        ("Setoran sisa (Rp)", angka.kembali),
        ("Sisa rencana (Rp)", angka.rab - angka.belanja),
        ("Selisih (Rp)", angka.selisih),
    ):
        assert _angka(baris, judul) == _angka(jumlah, judul) == nilai, judul


def test_totals_are_of_all_filtered_rows_and_not_of_the_page(login, dpmppa, kenali_besar, kelompok_b):
    for nomor in range(1, 53):
        beri_rab(make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_b), 1_000_000 + nomor)
    client = login(dpmppa)
    for hal, banyak in ((1, 50), (2, 2)):
        jumlah, *baris = ambil(client, "usulan", hal=hal)
        assert len(baris) == banyak
        assert jumlah[""] == "Jumlah 52 baris"
        assert _angka(jumlah, "RAB (Rp)") == sum(1_000_000 + nomor for nomor in range(1, 53))
        assert _angka(jumlah, "Pagu (Rp)") == 52 * 100_000_000


def test_buku_kas_keeps_programme_money_and_swadaya_apart(login, dpmppa, berisi):
    jumlah, *baris = ambil(login(dpmppa), "bukukas")
    angka = uang(Usulan.objects.get(pk=berisi.pk))
    assert jumlah[""] == "Jumlah 13 baris"
    assert _angka(jumlah, "Penerimaan (Rp)") == angka.cair + angka.bunga
    assert _angka(jumlah, "Pengeluaran (Rp)") == angka.belanja + angka.kembali
    assert _angka(jumlah, "Pajak dipotong (Rp)") == angka.pajak
    assert _angka(jumlah, "Pajak disetor (Rp)") == angka.pajak_disetor
    assert _angka(jumlah, "Swadaya masuk (Rp)") == 2_000_000
    assert _angka(jumlah, "Swadaya keluar (Rp)") == 1_500_000
    assert _angka(jumlah, "Tarik tunai (Rp)") == 3_000_000
    koreksi = [(satu["Uraian"], satu["Pengeluaran (Rp)"], satu["Koreksi"]) for satu in baris if satu["Koreksi"] != "–"]
    assert koreksi[:2] == [("Batu split", "7.000.000", "Dibatalkan"), ("Koreksi", "-7.000.000", "Koreksi")]


def test_a_failed_transfer_is_listed_but_not_counted_as_released(login, keuangan, berisi):
    jumlah, gagal, cair = ambil(login(keuangan), "pencairan")
    assert (gagal["Status"], gagal["Cair (Rp)"], gagal["Nilai (Rp)"]) == ("Gagal", "0", "40.000.000")
    assert (cair["Status"], cair["Cair (Rp)"], cair["Selisih (Rp)"]) == ("Cair", "40.000.000", "0")
    assert _angka(jumlah, "Cair (Rp)") == 40_000_000


def test_lpj_list_has_every_usulan_with_money_and_no_other(login, dpmppa, berisi, usulan_tetangga):
    assert daftar_rt(login(dpmppa), "lpj") == ["RT 02 Kenali Besar"]


def test_rt_list_has_the_year_beside_every_rt_and_no_phone(login, dpmppa, usulan, kenali_besar):
    RT.objects.filter(pk=usulan.rt_id).update(telepon="+6281234567890")
    make_rt(kenali_besar, nomor=9, kk=33)
    response = login(dpmppa).get(alamat("rt"))
    jumlah, dengan, tanpa = tabel(response)
    assert (dengan["Jumlah KK"], dengan["Kelompok"], dengan["Pagu (Rp)"]) == ("128", "B", "100.000.000")
    assert (tanpa["Jumlah KK"], tanpa["Kelompok"], tanpa["Pagu (Rp)"], tanpa["Tahap"]) == ("33", "–", "–", "–")
    assert (jumlah["Jumlah KK"], jumlah["Pagu (Rp)"]) == ("161", "100.000.000")
    assert b"1234567890" not in response.content


# --- order and paging -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nama", "kolom"), [(daftar.nama, kolom.kode) for daftar in SEMUA_DAFTAR for kolom in daftar.daftar_kolom]
)
def test_every_heading_sorts_both_ways(login, dpmppa, berisi, usulan_tetangga, nama, kolom):
    client = login(dpmppa)
    for arah in ("", "-"):
        assert len(ambil(client, nama, urut=f"{arah}{kolom}")) > 1


def test_sort_by_name_number_money_and_stage(login, dpmppa, berisi, tetangga_berisi):
    Usulan.objects.filter(pk=berisi.pk).update(tahap="lpj", giliran="rt")
    Usulan.objects.filter(pk=tetangga_berisi.pk).update(tahap="rembuk", giliran="rt")
    client, kenali, rawa = login(dpmppa), "RT 02 Kenali Besar", "RT 07 Rawa Sari"
    assert daftar_rt(client) == [kenali, rawa]
    assert daftar_rt(client, urut="-kelurahan") == [rawa, kenali]
    assert daftar_rt(client, urut="-rt") == [rawa, kenali]
    assert daftar_rt(client, urut="-cair") == [rawa, kenali]
    assert daftar_rt(client, urut="selisih") == [kenali, rawa]
    assert daftar_rt(client, urut="tahap") == [rawa, kenali]


def test_sort_by_lateness_puts_the_latest_first_and_the_punctual_last(login, dpmppa, usulan, usulan_tetangga):
    hari = timezone.localdate()
    Usulan.objects.filter(pk=usulan.pk).update(jatuh_tempo=hari - timedelta(days=3))
    Usulan.objects.filter(pk=usulan_tetangga.pk).update(jatuh_tempo=hari - timedelta(days=9))
    client = login(dpmppa)
    assert [baris["Terlambat (hari)"] for baris in ambil(client, "usulan", urut="-terlambat")[1:]] == ["9", "3"]
    assert [baris["Terlambat (hari)"] for baris in ambil(client, "usulan", urut="terlambat")[1:]] == ["3", "9"]


@pytest.mark.parametrize("urut", ["password", "-", "rt__kelurahan__kecamatan", "kelurahan;", "\x00", "?"])
def test_an_unknown_sort_is_the_order_of_the_list(login, dpmppa, usulan, usulan_tetangga, urut):
    assert daftar_rt(login(dpmppa), urut=urut) == ["RT 02 Kenali Besar", "RT 07 Rawa Sari"]


def test_the_sorted_heading_says_so_and_turns_round(login, dpmppa, usulan):
    isi = login(dpmppa).get(alamat("usulan"), {"urut": "kelurahan", "tahap": "sosialisasi"}).content.decode()
    assert (
        '<th scope="col" aria-sort="ascending"><a href="?tahap=sosialisasi&amp;urut=-kelurahan">Kelurahan</a></th>'
        in isi
    )
    assert isi.count("aria-sort") == 1
    assert '<input type="hidden" name="urut" value="kelurahan">' in isi


@pytest.mark.parametrize(
    ("hal", "nomor"), [("", 1), ("abc", 1), ("0", 3), ("-1", 3), ("99", 3), ("9" * 40, 3), ("2", 2)]
)
def test_paging_never_fails(login, dpmppa, kenali_besar, kelompok_b, hal, nomor):
    for urut in range(1, 102):
        make_usulan(make_rt(kenali_besar, nomor=urut), kelompok_b)
    response = login(dpmppa).get(alamat("usulan"), {"hal": hal, "kelompok": "B"})
    assert response.status_code == 200
    isi = response.content.decode()
    assert isi.count(f"Halaman {nomor} dari 3 (101 baris)") == 2
    if nomor < 3:
        assert f'href="?kelompok=B&amp;hal={nomor + 1}"' in isi


# --- filters --------------------------------------------------------------------------------------------------------


@pytest.fixture
def beragam(usulan, usulan_tetangga, kelompok_a, rawa_sari):
    """RT 02 in LPJ of B, late, at Kelurahan; RT 07 in Rembuk of B; RT 03 Rawa Sari in A with the smallest pagu, closed."""
    kecil = make_usulan(make_rt(rawa_sari, nomor=3, kk=20, nama_ketua="Budi Santoso"), kelompok_a)
    kemarin = timezone.localdate() - timedelta(days=1)
    Usulan.objects.filter(pk=usulan.pk).update(tahap="lpj", giliran="kelurahan", jatuh_tempo=kemarin)
    Usulan.objects.filter(pk=usulan_tetangga.pk).update(tahap="rembuk", giliran="rt")
    Usulan.objects.filter(pk=kecil.pk).update(tahap="mundur", giliran="tutup", jatuh_tempo=kemarin)


DUA, TUJUH, TIGA = "RT 02 Kenali Besar", "RT 07 Rawa Sari", "RT 03 Rawa Sari"
SARINGAN = [
    ({"tahap": "lpj"}, [DUA]),
    ({"giliran": "rt"}, [TUJUH]),
    ({"kelompok": "A"}, [TIGA]),
    ({"kelompok": "B", "giliran": "tutup"}, []),
    ({"terlambat": "ya"}, [DUA]),
    ({"tingkat": "50000000"}, [TIGA]),
    ({"tingkat": "100000000"}, [DUA, TUJUH]),
    ({"menunggu": "saya"}, []),
    ({"cari": "Rawasari"}, [TIGA, TUJUH]),
    ({"cari": "RAWA  sari"}, [TIGA, TUJUH]),
    ({"cari": "rt 02 kenali"}, [DUA]),
    ({"cari": "rt.002"}, [DUA]),
    ({"cari": "02"}, [DUA]),
    ({"cari": "kenali 7"}, []),
    ({"cari": "budi"}, [TIGA]),
    ({"cari": "santoso rawa 3"}, [TIGA]),
    ({"cari": "tak ada"}, []),
    ({"cari": "???"}, []),
    ({"cari": "9" * 90}, []),
    ({"cari": "%"}, []),
]


@pytest.mark.parametrize("nama", ["usulan", "rt"])
@pytest.mark.parametrize(("saring", "hasil"), SARINGAN)
def test_filters(login, dpmppa, beragam, nama, saring, hasil):
    assert daftar_rt(login(dpmppa), nama, **saring) == hasil


def test_kecamatan_and_kelurahan(login, dpmppa, beragam, kelompok_b):
    jauh = make_usulan(make_rt(make_kelurahan("Thehok", "Jambi Selatan"), nomor=1), kelompok_b).rt.kelurahan
    client = login(dpmppa)
    assert daftar_rt(client, kecamatan=jauh.kecamatan.kode) == ["RT 01 Thehok"]
    assert daftar_rt(client, kelurahan=jauh.kode) == ["RT 01 Thehok"]
    assert daftar_rt(client, kelurahan=jauh.kode, tahap="lpj") == []


def test_menunggu_saya_is_of_the_person(login, beragam, petugas, ketua_rt, inspektorat):
    assert daftar_rt(login(petugas), menunggu="saya") == [DUA]
    assert daftar_rt(login(ketua_rt), menunggu="saya") == []
    assert daftar_rt(login(inspektorat), menunggu="saya") == []
    assert b'name="menunggu"' in login(petugas).get(alamat("usulan")).content
    assert b'name="menunggu"' not in login(inspektorat).get(alamat("usulan")).content


def test_simpang_iii_sipin_however_it_is_written(login, dpmppa, kelompok_b):
    kelurahan = make_kelurahan("Simpang III Sipin", "Kota Baru")
    kelurahan.nama_cari = "simpang3sipin"
    kelurahan.save()
    make_usulan(make_rt(kelurahan, nomor=5), kelompok_b)
    for cari in ("simpang iii sipin", "Simpang Tiga", "simpang 3 rt 5", "sipin 05"):
        assert daftar_rt(login(dpmppa), cari=cari) == ["RT 05 Simpang III Sipin"], cari


@pytest.mark.parametrize(
    ("nama", "saring", "banyak"),
    [
        ("pencairan", {"status": "cair"}, 1),
        ("pencairan", {"status": "batal"}, 0),
        ("pencairan", {"dari": "2026-09-01", "sampai": "2026-09-01"}, 1),
        ("pencairan", {"dari": "02/09/2026"}, 0),
        ("pencairan", {"cari": "sp2d"}, 1),
        ("bukukas", {"jenis": "bunga"}, 3),
        ("bukukas", {"sampai": "2026-08-31"}, 0),
        ("bukukas", {"cari": "sinar jaya"}, 3),
    ],
)
def test_filters_of_money_lists(login, keuangan, berisi, nama, saring, banyak):
    baris = ambil(login(keuangan), nama, **saring)
    assert max(len(baris) - 1, 0) == banyak


# --- the year -------------------------------------------------------------------------------------------------------


@pytest.fixture
def dua_tahun(usulan, rt_02):
    """The same RT was a pilot the year before."""
    lalu = make_tahun(2025, kelompok=("Pilot",))
    lalu.ditutup = True
    lalu.save()
    return make_usulan(rt_02, lalu.daftar_kelompok.get(), tahap="selesai", giliran="tutup")


def test_the_running_year_is_the_default_and_shown_as_a_chip(login, dpmppa, dua_tahun):
    response = login(dpmppa).get(alamat("usulan"))
    assert [baris["Tahap"] for baris in tabel(response)[1:]] == ["Sosialisasi"]
    assert (
        '<a href="?tahun=semua"><span class="hanya-pembaca">Hapus saringan </span>Tahun 2026</a>'
        in response.content.decode()
    )


def test_another_year_and_all_years(login, dpmppa, dua_tahun):
    client = login(dpmppa)
    assert [baris["Tahap"] for baris in ambil(client, "usulan", tahun="2025")[1:]] == ["Selesai"]
    semua = ambil(client, "usulan", tahun="semua")[1:]
    assert [(baris["Tahun"], baris["Tahap"]) for baris in semua] == [("2026", "Sosialisasi"), ("2025", "Selesai")]


def test_rt_list_shows_an_rt_once_with_the_state_of_the_year(login, dpmppa, dua_tahun):
    client = login(dpmppa)
    for tahun, kelompok in (("", "B"), ("2025", "Pilot"), ("semua", "B")):
        assert [baris["Kelompok"] for baris in ambil(client, "rt", tahun=tahun)[1:]] == [kelompok]


def test_chips_take_one_filter_away_and_keep_the_rest(login, dpmppa, usulan):
    isi = login(dpmppa).get(alamat("usulan"), {"tahap": "sosialisasi", "cari": "kenali", "urut": "-rt", "tak": "1"})
    cip = re.findall(
        r'<li><a href="\?([^"]*)"><span class="hanya-pembaca">Hapus saringan </span>(.*?)</a>', isi.content.decode()
    )
    assert cip == [
        ("cari=kenali&amp;tahap=sosialisasi&amp;tahun=semua&amp;urut=-rt", "Tahun 2026"),
        ("tahap=sosialisasi&amp;urut=-rt", "Cari: kenali"),
        ("cari=kenali&amp;urut=-rt", "Tahap: Sosialisasi"),
    ]


def test_an_empty_database_gives_an_empty_list(login, dpmppa):
    for nama in NAMA:
        response = login(dpmppa).get(alamat(nama))
        assert response.status_code == 200
        assert "Tidak ada yang cocok" in response.content.decode()


# --- what cannot be read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "saring",
    [
        {"tahun": "1999"},
        {"tahun": "9" * 30},
        {"kelurahan": "1"},
        {"kecamatan": "'; DROP TABLE"},
        {"kelompok": "Z"},
        {"cari": "a\x00b"},
        {"cari": "x" * 101},
    ],
)
@tiap_daftar
def test_a_filter_that_cannot_be_read_shows_nothing_and_says_so(login, dpmppa, berisi, nama, saring):
    response = login(dpmppa).get(alamat(nama), saring)
    assert response.status_code == 422
    isi = response.content.decode()
    assert "Saringan tidak terbaca" in isi
    assert "Kenali Besar</td>" not in isi
    assert "errorlist" in isi


@pytest.mark.parametrize(
    ("nama", "saring"),
    [
        ("usulan", {"tahap": "draf"}),
        ("usulan", {"giliran": "saya"}),
        ("usulan", {"menunggu": "dia"}),
        ("usulan", {"terlambat": "1"}),
        ("rt", {"tingkat": "abc"}),
        ("pencairan", {"status": "x"}),
        ("pencairan", {"dari": "31/02/2026"}),
        ("bukukas", {"jenis": "x"}),
        ("bukukas", {"sampai": "\x00"}),
    ],
)
def test_bad_choices_and_dates(login, dpmppa, berisi, nama, saring):
    assert login(dpmppa).get(alamat(nama), saring).status_code == 422


@tiap_daftar
def test_what_people_typed_is_escaped(login, dpmppa, berisi, nama):
    RT.objects.filter(pk=berisi.rt_id).update(nama_ketua="<script>alert(1)</script>")
    kelurahan = berisi.rt.kelurahan
    kelurahan.nama = 'Kenali "<i>" Besar'
    kelurahan.save()
    isi = login(dpmppa).get(alamat(nama), {"cari": "<script>"}).content.decode()
    isi += login(dpmppa).get(alamat(nama)).content.decode()
    assert "<script>alert" not in isi
    assert "<i>" not in isi
    assert "Kenali &quot;&lt;i&gt;&quot; Besar</td>" in isi


def test_a_date_is_short_and_in_wib(login, dpmppa, usulan):
    Usulan.objects.filter(pk=usulan.pk).update(giliran_sejak="2026-10-31T17:30:00+00:00", jatuh_tempo=date(2027, 1, 2))
    baris = ambil(login(dpmppa), "usulan")[1]
    assert (baris["Sejak"], baris["Jatuh tempo"], baris["Terlambat (hari)"]) == ("1 Nov 2026", "2 Jan 2027", "–")
