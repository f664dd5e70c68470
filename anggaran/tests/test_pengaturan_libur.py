"""The holidays: DPMPPA adds, changes, removes and pastes them; the starting list never comes back over an edit."""

from datetime import date

import pytest
from django.urls import reverse

from anggaran.acuan import HARI_LIBUR, muat_acuan
from pokja.models import HariLibur
from rt.peran import Peran

pytestmark = pytest.mark.django_db
LAIN = [peran for peran in Peran if peran != Peran.DPMPPA]


@pytest.fixture
def halaman(login, dpmppa):
    return login(dpmppa)


@pytest.fixture
def proklamasi(db):
    return HariLibur.objects.create(tanggal=date(2026, 8, 17), nama="Proklamasi Kemerdekaan")


def url(nama="", *args):
    return reverse(f"anggaran:pengaturan_libur{nama}", args=args)


def isi():
    return [(libur.tanggal.isoformat(), libur.nama) for libur in HariLibur.objects.all()]


def tempel(halaman, *baris):
    return halaman.post(url("_tempel"), {"isi": "\r\n".join(baris)})


@pytest.mark.parametrize("peran", LAIN)
def test_only_dpmppa(login, semua_orang, proklamasi, peran):
    client = login(semua_orang[peran])
    alamat = [url(), url("_tempel"), url("_ubah", proklamasi.pk), url("_hapus", proklamasi.pk)]
    assert {client.get(satu).status_code for satu in alamat} == {403}
    assert {client.post(satu).status_code for satu in alamat} == {403}
    assert HariLibur.objects.count() == 1


def test_starting_list_is_that_of_2026(halaman):
    muat_acuan()
    assert HariLibur.objects.count() == len(HARI_LIBUR) == 25
    assert ("2026-03-19", "Hari Suci Nyepi") in isi()
    teks = halaman.get(url(), {"tahun": "2026"}).content.decode()
    assert "Kamis, 19 Maret 2026" in teks
    assert "SKB" in teks


def test_loading_again_neither_restores_nor_overwrites():
    muat_acuan()
    HariLibur.objects.exclude(tanggal=date(2026, 12, 25)).delete()
    HariLibur.objects.update(nama="Natal")
    muat_acuan()
    assert isi() == [("2026-12-25", "Natal")]


def test_add_change_remove(halaman, proklamasi):
    jawaban = halaman.post(url(), {"tanggal": "2027-01-01", "nama": "Tahun Baru"})
    assert (jawaban.status_code, jawaban.url) == (302, f"{url()}?tahun=2027")
    satu = HariLibur.objects.get(tanggal=date(2027, 1, 1))
    halaman.post(url("_ubah", satu.pk), {"tanggal": "2027-01-02", "nama": "Tahun Baru Masehi"})
    assert isi() == [("2026-08-17", "Proklamasi Kemerdekaan"), ("2027-01-02", "Tahun Baru Masehi")]
    assert halaman.get(url("_hapus", satu.pk)).status_code == 405
    assert halaman.post(url("_hapus", satu.pk)).status_code == 302
    assert isi() == [("2026-08-17", "Proklamasi Kemerdekaan")]
    kedua = halaman.post(url("_hapus", satu.pk))
    assert kedua.status_code == 409
    assert "sudah tidak ada di daftar" in kedua.content.decode()


@pytest.mark.parametrize("pk", [999_999, 2**63, int("9" * 30)])
def test_a_row_that_is_not_there(halaman, proklamasi, pk):
    assert halaman.get(url("_ubah", pk)).status_code == 404
    assert halaman.post(url("_ubah", pk)).status_code == 404
    assert halaman.post(url("_hapus", pk)).status_code == 409


@pytest.mark.parametrize(
    ("kolom", "pesan"),
    [
        ({"tanggal": "2026-08-17"}, "Tanggal itu sudah ada di daftar."),
        ({"tanggal": "2101-01-01"}, "Tahunnya di luar 2015 sampai 2100."),
        ({"tanggal": "besok"}, "isian-galat"),
        ({"tanggal": "\0"}, "isian-galat"),
        ({"nama": ""}, "Isi nama hari libur."),
        ({"nama": "x" * 101}, "isian-galat"),
    ],
)
def test_what_is_refused(halaman, proklamasi, kolom, pesan):
    jawaban = halaman.post(url(), {"tanggal": "2026-10-10", "nama": "Hari contoh"} | kolom)
    assert jawaban.status_code == 422
    assert pesan in jawaban.content.decode()
    assert HariLibur.objects.count() == 1


def test_paste_reads_the_usual_ways_of_writing(halaman, proklamasi):
    jawaban = tempel(
        halaman,
        "17/08/2026 Proklamasi Kemerdekaan",
        "",
        "25-12-2026\tNatal",
        "1 Juni 2026 Hari Lahir Pancasila",
        "2026-01-01: Tahun Baru",
        "3.4.2026 - Wafat Yesus Kristus",
    )
    assert (jawaban.status_code, jawaban.url) == (302, f"{url()}?tahun=2026")
    assert isi() == [
        ("2026-01-01", "Tahun Baru"),
        ("2026-04-03", "Wafat Yesus Kristus"),
        ("2026-06-01", "Hari Lahir Pancasila"),
        ("2026-08-17", "Proklamasi Kemerdekaan"),
        ("2026-12-25", "Natal"),
    ]
    assert "4 hari libur ditambahkan, 1 sudah ada." in halaman.get(jawaban.url).content.decode()


@pytest.mark.parametrize(
    ("baris", "pesan"),
    [
        ("Hari Kemerdekaan", "tidak terbaca"),
        ("31/02/2026 Hari Aneh", "tidak terbaca"),
        ("32 Mei 2026 Hari Aneh", "tidak terbaca"),
        ("5 Brumaire 2026 Hari Aneh", "tidak terbaca"),
        ("10/10/2026", "tulis nama hari liburnya"),
        ("10 Oktober 2026", "tulis nama hari liburnya"),
        ("10/10/2026 " + "x" * 101, "paling banyak 100 huruf"),
        ("01/01/0001 Tahun Baru", "di luar 2015 sampai 2100"),
        ("17/08/2026 Hari Lain", "sudah ada sebagai “Proklamasi Kemerdekaan”"),
        ("02/10/2026 Hari Batik", "tertulis dua kali"),
    ],
)
def test_one_wrong_line_and_nothing_is_saved(halaman, proklamasi, baris, pesan):
    jawaban = tempel(halaman, "02/10/2026 Hari Batik", baris)
    assert jawaban.status_code == 422
    teks = jawaban.content.decode()
    assert "Baris 2: " in teks and pesan in teks
    assert isi() == [("2026-08-17", "Proklamasi Kemerdekaan")]


@pytest.mark.parametrize("isian", ["", " \n ", "\0", "x" * 20_001, "1/1/2026 a\n" * 101])
def test_nonsense_pasted_is_refused(halaman, isian):
    assert halaman.post(url("_tempel"), {"isi": isian}).status_code == 422
    assert isi() == []


@pytest.mark.parametrize("tahun", ["", "abc", "\0", "9" * 30, "1999"])
def test_a_strange_year_shows_this_one(halaman, proklamasi, tahun):
    assert halaman.get(url(), {"tahun": tahun}).context["tahun"] == 2026


def test_page_of_settings_leads_there(halaman, tahun, proklamasi):
    teks = halaman.get(reverse("anggaran:pengaturan")).content.decode()
    assert f'href="{url()}?tahun=2026"' in teks
    assert "1 hari di tahun 2026" in teks
