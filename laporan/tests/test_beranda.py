"""Home says what waits for this person, in a fixed number of queries, and its links lead somewhere."""

import re
from datetime import date

import pytest
from django.urls import reverse

from kampung.konteks import MENU
from kampung.testing import make_pengguna, make_rt, make_usulan
from laporan.views.beranda import BERANDA
from pokja.models import Usulan
from rt.models import Penugasan, Peran


def beranda(login, pengguna):
    return login(pengguna).get(reverse("beranda"))


def test_every_peran_has_a_home():
    assert set(BERANDA) == set(Peran)


def test_several_rt_are_listed_and_the_neighbour_is_not(
    login, pendamping, usulan, kenali_besar, kelompok_b, usulan_tetangga
):
    rt = make_rt(kenali_besar, nomor=5)
    make_usulan(rt, kelompok_b, tahap="rembuk", giliran="rt")
    Penugasan.objects.create(pengguna=pendamping, jabatan="pendamping", rt=rt, mulai=date(2026, 1, 1))
    isi = beranda(login, pendamping).content.decode()
    assert isi.index("RT 05 Kenali Besar") < isi.index("RT 02 Kenali Besar")
    assert "Rawa Sari" not in isi


def test_account_without_rt_gets_a_friendly_page(login, db):
    response = beranda(login, make_pengguna(Peran.KETUA_RT))
    assert response.status_code == 200
    assert "Belum ada usulan untuk akun ini" in response.content.decode()


def test_kelurahan_sees_its_queue_and_not_the_neighbours(login, petugas, usulan, usulan_tetangga):
    Usulan.objects.update(tahap="rembuk", giliran="kelurahan")
    isi = beranda(login, petugas).content.decode()
    assert "Menunggu Anda: 1" in isi
    assert "RT 02 Kenali Besar" in isi
    assert "Rawa Sari" not in isi
    assert "/antrean/?tahap=rembuk" in isi


def test_empty_queue_is_said_kindly(login, petugas, usulan):
    assert "Tidak ada yang menunggu Anda" in beranda(login, petugas).content.decode()


def test_dpmppa_sees_totals_of_the_year(login, dpmppa, usulan, usulan_tetangga):
    isi = beranda(login, dpmppa).content.decode()
    assert "Menunggu Anda: 2" in isi
    assert "Rp200.000.000" in isi


@pytest.mark.parametrize("siapa", ["kecamatan", "inspektorat"])
def test_readers_get_counts_by_tahap(login, request, usulan, siapa):
    isi = beranda(login, request.getfixturevalue(siapa)).content.decode()
    assert "tahun=2026&amp;tahap=sosialisasi" in isi


@pytest.mark.parametrize("peran", Peran)
def test_number_of_queries_does_not_grow(
    login, semua_orang, usulan, kenali_besar, kelompok_b, peran, django_assert_max_num_queries
):
    client, url = login(semua_orang[peran]), reverse("beranda")
    Usulan.objects.update(tahap="pencairan", giliran="keuangan")
    client.get(url)
    with django_assert_max_num_queries(12) as satu:
        client.get(url)
    for nomor in range(20, 24):
        make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_b, tahap="pencairan", giliran="keuangan")
    with django_assert_max_num_queries(len(satu)):
        client.get(url)


@pytest.mark.parametrize("peran", Peran)
def test_every_link_of_home_and_menu_works(login, semua_orang, usulan, peran):
    client = login(semua_orang[peran])
    response = client.get(reverse("beranda"), follow=True)
    for url in set(re.findall(r'href="(/[^"#]*)"', response.content.decode())):
        if not url.startswith("/static/"):
            assert client.get(url.replace("&amp;", "&")).status_code in (200, 302), url


def test_menu_marks_where_one_is_and_shows_only_ones_own(login, petugas, ketua_rt, usulan):
    isi = login(petugas).get(usulan.get_absolute_url()).content.decode()
    assert 'aria-current="page">Usulan</a>' in isi
    assert reverse("anggaran:pengaturan") not in isi
    assert [label for label, _nama, peran in MENU if ketua_rt.peran in peran] == ["Beranda", "Kalender", "Latihan"]
