"""The calendar: where each Kelompok should be, where its Usulan are, and links to the lists that make the numbers."""

import html
import re
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from kampung.testing import make_rt, make_tahun, make_usulan
from laporan.kalender import Sumbu, minggu_terbaca, rentang_terbaca, susun
from pokja.models import HariLibur, JadwalTahap, Kelompok, Usulan
from pokja.tahapan import DUA_BELAS
from rt.models import Penugasan, Peran

URL = "/kalender/"
KINI = date(2026, 11, 21)


def ambilkan(kelompok, **tanggal):
    """A taken calendar: {tahap: (first day, last day)}."""
    for tahap, (mulai, selesai) in tanggal.items():
        JadwalTahap.objects.create(kelompok=kelompok, tahap=tahap, mulai=mulai, selesai=selesai)
    Kelompok.objects.filter(pk=kelompok.pk).update(jadwal_ditetapkan=True)


def teks(jawaban):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", jawaban.content.decode())))


def kelompok_tampil(jawaban):
    return [satu["kelompok"].kode for satu in jawaban.context["daftar_kelompok"]]


# --- weeks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hari", "minggu"),
    [(1, 1), (7, 1), (8, 2), (14, 2), (15, 3), (21, 3), (22, 4), (28, 4), (30, 4)],
)
def test_weeks_of_a_month(hari, minggu):
    assert minggu_terbaca(date(2026, 11, hari)) == f"minggu {minggu} November 2026"


def test_bars_follow_each_other_without_a_gap_through_two_years():
    sumbu = Sumbu.dari([(date(2026, 11, 20), date(2027, 2, 3))])
    assert (sumbu.awal, sumbu.bulan) == (date(2026, 11, 1), 4)
    assert [nama for nama, _x in sumbu.daftar_bulan] == ["Nov", "Des", "Jan", "Feb"]
    nomor = [sumbu.nomor(date(2026, 11, 1) + timedelta(days=n)) for n in range(120)]
    assert sorted(set(nomor)) == list(range(16))
    assert nomor == sorted(nomor)
    assert sumbu.batang(date(2026, 12, 8), date(2026, 12, 21)) == ("31.25%", "12.50%")


def test_today_lies_inside_its_week():
    acak = Random(5)
    sumbu = Sumbu.dari([(date(2026, 1, 1), date(2026, 12, 31))])
    for _ in range(200):
        hari = date(2026, 1, 1) + timedelta(days=acak.randrange(365))
        x, minggu = float(sumbu.garis(hari)[:-1]), sumbu.nomor(hari)
        assert 100 * minggu / 48 < x < 100 * (minggu + 1) / 48, hari
    assert sumbu.garis(date(2025, 12, 31)) is None
    assert sumbu.garis(date(2027, 1, 1)) is None


@pytest.mark.parametrize(
    ("mulai", "selesai", "kata"),
    [
        (date(2026, 2, 1), date(2026, 2, 14), "1–14 Feb"),
        (date(2026, 4, 1), date(2026, 5, 31), "1 Apr–31 Mei"),
        (date(2026, 12, 8), date(2027, 1, 5), "8 Des–5 Jan 2027"),
    ],
)
def test_range_in_words(mulai, selesai, kata):
    assert rentang_terbaca(mulai, selesai) == kata


@pytest.mark.parametrize(
    ("mulai", "selesai", "ditetapkan", "kata"),
    [
        (KINI, KINI, True, "sedang berjalan"),
        (KINI - timedelta(days=9), KINI - timedelta(days=1), True, "sudah lewat"),
        (KINI + timedelta(days=1), KINI + timedelta(days=9), True, "belum mulai"),
        (KINI, KINI, False, "rancangan"),
    ],
)
def test_state_of_a_tahap(mulai, selesai, ditetapkan, kata):
    hasil = susun({"rembuk": (mulai, selesai)}, ditetapkan=ditetapkan, banyak={}, kini=KINI)
    assert [satu.get("kata") for satu in hasil["baris"]] == [None, kata, *[None] * 10]


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.fixture
def ramai(kenali_besar, kelompok_a, kelompok_b, usulan, usulan_tetangga):
    """B: two in Sosialisasi (one the neighbour's), one late and one in time in Rembuk, one done; A: one late."""
    ambilkan(kelompok_b, rembuk=(date(2026, 11, 15), date(2026, 11, 30)), lpj=(date(2026, 12, 8), date(2026, 12, 21)))
    for nomor, kelompok, keadaan in (
        (11, kelompok_b, {"tahap": "rembuk", "giliran": "rt", "jatuh_tempo": date(2026, 11, 20)}),
        (12, kelompok_b, {"tahap": "rembuk", "giliran": "kelurahan"}),
        (13, kelompok_b, {"tahap": "selesai", "giliran": "tutup", "jatuh_tempo": date(2026, 1, 1)}),
        (14, kelompok_a, {"tahap": "lpj", "giliran": "rt", "jatuh_tempo": date(2026, 7, 31)}),
    ):
        make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok, **keadaan)


def test_both_kelompok_with_their_numbers(login, dpmppa, ramai):
    jawaban = login(dpmppa).get(URL)
    a, b = jawaban.context["daftar_kelompok"]
    assert (a["jumlah"], a["terlambat"], b["jumlah"], b["terlambat"]) == (1, 1, 5, 1)
    assert {satu["tahap"]: (satu["banyak"], satu["terlambat"]) for satu in b["baris"] if satu["banyak"]} == {
        "sosialisasi": (2, 0),
        "rembuk": (2, 1),
    }
    assert [(satu["tahap"], satu["banyak"]) for satu in b["akhir"]] == [("selesai", 1)]
    isi = teks(jawaban)
    assert "Hari ini Sabtu, 21 November 2026 , minggu 3 November 2026" in isi
    assert "15–30 Nov sedang berjalan" in isi
    assert "belum ditetapkan" in isi and "Belum ada tanggal untuk Kelompok ini" in isi


@pytest.mark.parametrize("peran", Peran)
def test_every_number_is_the_number_of_the_list_behind_it(login, semua_orang, ramai, peran):
    client = login(semua_orang[peran])
    diperiksa = 0
    for kelompok in client.get(URL).context["daftar_kelompok"]:
        angka = [(kelompok["url"], kelompok["jumlah"]), (kelompok["url_terlambat"], kelompok["terlambat"])]
        for satu in kelompok["baris"]:
            angka += [(satu["url"], satu["banyak"]), (satu["url_terlambat"], satu["terlambat"])]
        angka += [(satu["url"], satu["banyak"]) for satu in kelompok["akhir"]]
        for url, banyak in angka:
            if banyak:
                assert client.get(url).context["halaman"].paginator.count == banyak, url
                diperiksa += 1
    assert diperiksa >= 2


def test_kelurahan_counts_its_own(login, petugas, ramai):
    b = login(petugas).get(URL).context["daftar_kelompok"][1]
    assert b["jumlah"] == 4


@pytest.mark.parametrize("siapa", ["ketua_rt", "bendahara", "pendamping"])
def test_rt_side_sees_its_own_kelompok_only(login, request, ramai, siapa):
    jawaban = login(request.getfixturevalue(siapa)).get(URL)
    assert kelompok_tampil(jawaban) == ["B"]
    assert jawaban.context["daftar_kelompok"][0]["jumlah"] == 1
    isi = teks(jawaban)
    assert "Kelompok A" not in isi
    assert "1. Sosialisasi belum ada tanggal RT Anda di sini di Sosialisasi" in isi
    assert len(jawaban.content) < 150_000


def test_pendamping_of_both_kelompok_sees_both(login, pendamping, ramai):
    rt = Usulan.objects.get(rt__nomor=14).rt
    Penugasan.objects.create(pengguna=pendamping, jabatan="pendamping", rt=rt, mulai=date(2026, 1, 1))
    assert kelompok_tampil(login(pendamping).get(URL)) == ["A", "B"]


def test_account_without_rt_is_told_so(login, dpmppa, ketua_rt, tahun):
    jawaban = login(ketua_rt).get(URL)
    assert jawaban.status_code == 200
    assert "Belum ada kalender" in jawaban.content.decode()


def test_portal_without_a_year(login, dpmppa):
    assert "Belum ada kalender" in login(dpmppa).get(URL).content.decode()


def test_a_template_is_shown_as_such(login, dpmppa, usulan, kelompok_b):
    JadwalTahap.objects.create(
        kelompok=kelompok_b, tahap="rembuk", mulai=date(2026, 11, 15), selesai=date(2026, 11, 30)
    )
    isi = teks(login(dpmppa).get(URL))
    assert "15–30 Nov rancangan" in isi
    assert "belum membuat siapa pun terlambat" in isi
    assert "sedang berjalan" not in isi


def test_another_year(login, dpmppa, ramai):
    make_tahun(2025, kelompok=("Pilot",))
    client = login(dpmppa)
    assert kelompok_tampil(client.get(URL)) == ["A", "B"]
    assert kelompok_tampil(client.get(URL, {"tahun": "2025"})) == ["Pilot"]
    for aneh in ("", "2099", "abc", "\0", "9" * 30):
        assert client.get(URL, {"tahun": aneh}).context["tahun"] == 2026


def test_page_is_read_only_and_in_everybodys_menu(login, semua_orang, ramai):
    for pengguna in semua_orang.values():
        client = login(pengguna)
        assert client.post(URL).status_code == 405
        assert f'<a href="{URL}" aria-current="page">Kalender</a>' in client.get(URL).content.decode()


@pytest.mark.parametrize("peran", Peran)
def test_number_of_queries_is_fixed(
    login, semua_orang, usulan, kenali_besar, kelompok_b, peran, django_assert_num_queries
):
    client = login(semua_orang[peran])
    client.get(URL)
    ambilkan(kelompok_b, **{tahap.value: (date(2026, 11, 1), date(2026, 11, 30)) for tahap in DUA_BELAS})
    with django_assert_num_queries(6):  # session, person, Kelompok, year, calendar, counts
        client.get(URL)
    for nomor in range(20, 23):
        make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_b, tahap="rembuk", giliran="rt")
    with django_assert_num_queries(6):
        client.get(URL)


# --- ages on the pages of the desks -----------------------------------------------------------------------------------


def test_home_and_usulan_page_say_how_long_it_waits_in_working_days(login, petugas, ketua_rt, usulan):
    sejak = datetime(2026, 11, 12, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))  # Thursday of the week before
    Usulan.objects.update(tahap="rembuk", giliran="kelurahan", giliran_sejak=sejak)
    client = login(petugas)
    for kata in ("lama, 6 hari kerja", "menunggu 5 hari kerja"):
        assert teks(client.get(reverse("beranda"))).count(kata) == 2  # the queue and the oldest
        assert f"pukul 09.00 WIB {kata}" in teks(client.get(usulan.get_absolute_url()))
        HariLibur.objects.get_or_create(tanggal=date(2026, 11, 18), defaults={"nama": "Hari contoh"})
    Usulan.objects.update(giliran="rt")
    assert "pukul 09.00 WIB (5 hari kerja)" in teks(login(ketua_rt).get(usulan.get_absolute_url()))
