from datetime import date

import pytest
from django.urls import reverse

from kampung.testing import make_rt, make_tahun, make_usulan
from pokja.filters import tahun_berjalan
from pokja.models import Riwayat, TahunProgram, Usulan
from pokja.services import pindah_tahap
from pokja.sosialisasi import catat_hadir
from pokja.tahapan import Giliran, Tahap
from rt.peran import Peran

URL = "/sosialisasi/"


@pytest.fixture
def banyak(kenali_besar, rawa_sari, kelompok_a, kelompok_b):
    """Two in A and two in B, over two kelurahan, and one of another year."""
    lain = make_tahun(2027).daftar_kelompok.get(kode="A")
    tempat = ((kenali_besar, kelompok_a), (rawa_sari, kelompok_a), (kenali_besar, kelompok_b), (rawa_sari, kelompok_b))
    daftar = [make_usulan(make_rt(kelurahan), kelompok) for kelurahan, kelompok in tempat]
    return [*daftar, make_usulan(daftar[0].rt, lain)]


def centang(*daftar):
    return {"pilih": [f"{usulan.pk}-{usulan.versi}" for usulan in daftar]}


def isi(jawaban):
    return {usulan.pk for usulan in jawaban.context["halaman"]}


@pytest.mark.parametrize(("kata", "hadir"), [("hadir", True), ("tidak_hadir", False)])
def test_the_ticked_move_on_marked_and_the_others_stay(login, dpmppa, banyak, kata, hadir):
    satu, dua, tiga, *_ = banyak
    jawaban = login(dpmppa).post(f"{URL}?kelompok=A", centang(satu, dua) | {"jawaban": kata})
    assert (jawaban.status_code, jawaban.url) == (302, f"{URL}?kelompok=A")
    for usulan in (satu, dua):
        usulan.refresh_from_db()
        assert (usulan.tahap, usulan.giliran, usulan.hadir_sosialisasi) == (Tahap.REMBUK, Giliran.RT, hadir)
        riwayat = usulan.daftar_riwayat.get()
        assert (riwayat.aksi, riwayat.oleh) == ("catat_hadir", dpmppa)
        assert riwayat.catatan == ("Hadir" if hadir else "Tidak hadir")
    tiga.refresh_from_db()
    assert (tiga.tahap, tiga.hadir_sosialisasi) == (Tahap.SOSIALISASI, None)


def test_those_that_moved_meanwhile_are_named_and_the_others_go_on(login, dpmppa, banyak):
    satu, dua, *_ = banyak
    kiriman = centang(satu, dua) | {"jawaban": "tidak_hadir"}
    catat_hadir([Usulan.objects.get(pk=satu.pk)], True, oleh=dpmppa)
    jawaban = login(dpmppa).post(URL, kiriman, follow=True)
    halaman = jawaban.content.decode()
    assert f"1 RT tidak diubah karena baru saja dicatat orang lain: {satu.rt}" in halaman
    assert "1 RT dicatat tidak hadir" in halaman
    hadir = Usulan.objects.filter(pk__in=[satu.pk, dua.pk]).order_by("pk").values_list("hadir_sosialisasi", flat=True)
    assert list(hadir) == [True, False]
    assert Riwayat.objects.count() == 2


def test_a_double_click_makes_one_step_each(login, dpmppa, banyak):
    kiriman = centang(*banyak[:4]) | {"jawaban": "hadir"}
    peramban = login(dpmppa)
    assert [peramban.post(URL, kiriman).status_code for _ in range(2)] == [302, 302]
    assert Riwayat.objects.count() == 4


@pytest.mark.parametrize(
    "kiriman",
    [
        {},
        {"jawaban": "hadir"},
        {"jawaban": "hadir", "pilih": ["", "x", "1", "-", "1-x", "9" * 40 + "-0", "\0-0", "１-0"]},
        {"jawaban": "hadir", "pilih": ["999999-0"]},
        {"jawaban": "mungkin", "pilih": ["1-0"]},
    ],
)
def test_nothing_ticked_or_no_answer_is_said(login, dpmppa, banyak, kiriman):
    jawaban = login(dpmppa).post(URL, kiriman)
    assert jawaban.status_code == 422
    assert "dicentang" in jawaban.content.decode()
    assert not Riwayat.objects.exists()


def test_the_filter_and_the_running_year(login, dpmppa, banyak, kenali_besar):
    satu, dua, tiga, empat, tahun_depan = (usulan.pk for usulan in banyak)
    peramban = login(dpmppa)
    TahunProgram.objects.filter(tahun=2026).update(ditutup=True)
    assert isi(peramban.get(URL)) == {tahun_depan}
    assert isi(peramban.get(URL, {"tahun": "2026"})) == {satu, dua, tiga, empat}
    assert isi(peramban.get(URL, {"tahun": "2026", "kelompok": "B"})) == {tiga, empat}
    saring = {"tahun": "2026", "kelurahan": kenali_besar.pk, "kelompok": "A"}
    jawaban = peramban.get(URL, saring)
    assert isi(jawaban) == {satu}
    assert [c["label"] for c in jawaban.context["cip"]] == [
        "Tahun program: 2026",
        "Kelompok: A",
        "Kelurahan: Kenali Besar",
    ]


@pytest.mark.parametrize("nilai", ["\0", "9" * 40, "x", "-1", "' OR 1=1"])
@pytest.mark.parametrize("nama", ["tahun", "kelompok", "kelurahan", "page"])
def test_a_strange_address_is_no_error(login, dpmppa, banyak, nama, nilai):
    assert login(dpmppa).get(URL, {nama: nilai}).status_code == 200


@pytest.mark.parametrize(
    ("daftar", "berjalan"),
    [
        ({}, None),
        ({2025: True, 2026: False, 2027: False}, 2026),
        ({2025: False, 2026: True, 2027: False}, 2025),
        ({2025: True, 2026: True, 2027: False}, 2027),
        ({2025: True, 2026: True}, 2026),
        ({2028: False, 2027: False}, 2027),
    ],
)
def test_the_running_year(db, daftar, berjalan):
    for tahun, ditutup in daftar.items():
        TahunProgram.objects.filter(pk=make_tahun(tahun, kelompok=()).pk).update(ditutup=ditutup)
    assert tahun_berjalan(date(2026, 11, 21)) == berjalan


def test_without_a_year_the_page_is_empty(login, dpmppa):
    assert login(dpmppa).get(URL).status_code == 200


@pytest.mark.parametrize("peran", [peran for peran in Peran if peran != Peran.DPMPPA])
def test_only_dpmppa_has_this_page(login, semua_orang, banyak, peran):
    peramban = login(semua_orang[peran])
    assert peramban.get(URL).status_code == 403
    assert peramban.post(URL, centang(banyak[0]) | {"jawaban": "hadir"}).status_code == 403
    assert not Riwayat.objects.exists()


def test_a_later_stage_is_not_on_the_list(login, dpmppa, banyak):
    pindah_tahap(banyak[0], "catat_hadir", oleh=dpmppa, versi=0, halangan=[])
    assert isi(login(dpmppa).get(URL, {"tahun": "2026"})) == {usulan.pk for usulan in banyak[1:4]}


def test_two_hundred_at_once(login, dpmppa, kenali_besar, kelompok_a, django_assert_max_num_queries):
    daftar = [make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_a) for nomor in range(1, 206)]
    peramban = login(dpmppa)
    jawaban = peramban.get(URL)
    assert jawaban.context["halaman"].paginator.count == 205
    assert len(jawaban.context["halaman"]) == 200
    assert len(jawaban.content) < 200_000
    with django_assert_max_num_queries(10):
        peramban.get(URL)
    with django_assert_max_num_queries(7 * 200 + 12):
        peramban.post(URL, centang(*daftar[:200]) | {"jawaban": "hadir"})
    assert Usulan.objects.filter(hadir_sosialisasi=True, tahap=Tahap.REMBUK).count() == 200


def test_the_name_of_the_page():
    assert reverse("pokja:sosialisasi") == URL
