from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kampung.testing import make_pengguna, make_rt
from rt.models import Pengguna, Peran

HALAMAN = ("pengguna_list", "pengguna_pilih", "ketua_massal", "pejabat_list", "pejabat_create")


def sandi_di(response):
    [slip] = response.context["daftar_slip"]
    return slip.sandi


def masuk(pengguna, sandi):
    return Client().post(reverse("masuk"), {"username": pengguna.username, "password": sandi}).status_code


# --- who may --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peran", [peran for peran in Peran if peran != Peran.DPMPPA])
def test_only_dpmppa_has_the_pages_about_people(semua_orang, login, rt_02, peran):
    orang = semua_orang[peran]
    client = login(orang)
    alamat = [reverse(f"rt:{nama}") for nama in HALAMAN]
    alamat += [reverse("rt:pengguna_create", args=["dpmppa"])]
    alamat += [
        reverse(f"rt:{nama}", args=[orang.pk])
        for nama in ("pengguna_detail", "pengguna_update", "pengguna_sandi", "penugasan_create")
    ]
    assert {client.get(url).status_code for url in alamat} == {403}
    assert {client.post(url).status_code for url in alamat} == {403}
    assert client.post(reverse("rt:pengguna_buka_kunci", args=[orang.pk])).status_code == 403


@pytest.mark.parametrize("pk", [0, 987654, 10**30])
def test_unknown_account_is_404(login, dpmppa, pk):
    client = login(dpmppa)
    for nama in ("pengguna_detail", "pengguna_update", "pengguna_sandi", "penugasan_create", "penugasan_akhiri"):
        assert client.get(reverse(f"rt:{nama}", args=[pk])).status_code == 404


def test_nothing_is_written_by_get(login, dpmppa, ketua_rt):
    lama = list(Pengguna.objects.order_by("pk").values("pk", "password", "harus_ganti_sandi"))
    client = login(dpmppa)
    for url in ("pengguna_sandi", "pengguna_update", "penugasan_create"):
        assert client.get(reverse(f"rt:{url}", args=[ketua_rt.pk])).status_code == 200
    assert client.get(reverse("rt:pengguna_buka_kunci", args=[ketua_rt.pk])).status_code == 405
    assert list(Pengguna.objects.order_by("pk").values("pk", "password", "harus_ganti_sandi")) == lama


# --- list -----------------------------------------------------------------------------------------------------------


def nama_di(response):
    return [pengguna.username for pengguna, _tugas in response.context["daftar_baris"]]


@pytest.mark.parametrize(
    ("saring", "hasil"),
    [
        (
            {},
            [
                "bendahara02",
                "dpmppa",
                "inspektorat",
                "kecamatan",
                "ketua02",
                "keuangan",
                "lurah",
                "pendamping",
                "petugas",
            ],
        ),
        ({"q": "KETUA"}, ["ketua02"]),
        ({"q": "02 bend"}, ["bendahara02"]),
        ({"peran": "pendamping"}, ["pendamping"]),
        ({"peran": "keuangan", "q": "ketua"}, []),
        ({"keadaan": "nonaktif"}, []),
        ({"peran": "tidak-ada", "q": "dpmppa"}, ["dpmppa"]),
        ({"q": "nul\x00", "peran": "dpmppa"}, ["dpmppa"]),
        ({"kelurahan": "9" * 40, "peran": "dpmppa"}, ["dpmppa"]),
        (
            {"page": "99"},
            [
                "bendahara02",
                "dpmppa",
                "inspektorat",
                "kecamatan",
                "ketua02",
                "keuangan",
                "lurah",
                "pendamping",
                "petugas",
            ],
        ),
    ],
)
def test_list_searches_and_filters(semua_orang, login, saring, hasil):
    response = login(semua_orang[Peran.DPMPPA]).get(reverse("rt:pengguna_list"), saring)
    assert (response.status_code, nama_di(response)) == (200, hasil)


def test_list_by_kelurahan_takes_those_who_work_there_today(
    semua_orang, login, rt_02, rawa_sari, petugas_tetangga, kenali_besar
):
    lama = make_pengguna(Peran.KETUA_RT, "ketua.lama", rt=make_rt(kenali_besar))
    lama.daftar_penugasan.update(selesai=timezone.localdate() - timedelta(days=1))
    client = login(semua_orang[Peran.DPMPPA])
    di_sini = client.get(reverse("rt:pengguna_list"), {"kelurahan": kenali_besar.pk})
    assert nama_di(di_sini) == ["bendahara02", "ketua02", "lurah", "pendamping", "petugas"]
    di_sana = client.get(reverse("rt:pengguna_list"), {"kelurahan": rawa_sari.pk})
    assert nama_di(di_sana) == ["petugas.rawasari"]


def test_list_takes_the_same_queries_for_1_and_many(login, dpmppa, kenali_besar, django_assert_num_queries):
    client = login(dpmppa)
    url = reverse("rt:pengguna_list")
    client.get(url)
    with django_assert_num_queries(6):  # session, person, count, rows, their Penugasan, kelurahan of the filter
        client.get(url)
    for _ in range(60):
        make_pengguna(Peran.KETUA_RT, rt=make_rt(kenali_besar))
    with django_assert_num_queries(6):
        assert len(nama_di(client.get(url))) == 50
    assert len(nama_di(client.get(url, {"page": 2}))) == 11


# --- a new account --------------------------------------------------------------------------------------------------


def buat(client, peran, **isian):
    data = {"nama": "Budi Santoso", "username": "budi", "email": "", "mulai": "2026-02-01", **isian}
    return client.post(reverse("rt:pengguna_create", args=[peran]), data)


@pytest.fixture
def tempat(rt_02, kenali_besar):
    """What each Peran's form asks for, and the places that must come of it."""
    rt_03 = make_rt(kenali_besar, nomor=3)
    rt_05 = make_rt(kenali_besar, nomor=5)
    di_rt = {"kelurahan": kenali_besar.pk, "nomor": "02"}
    return {
        Peran.KETUA_RT: (di_rt, [rt_02], "ketua"),
        Peran.PENGURUS_POKJA: (di_rt | {"jabatan": "bendahara"}, [rt_02], "bendahara"),
        Peran.PENDAMPING: (di_rt | {"nomor": "RT 2-3, 5"}, [rt_02, rt_03, rt_05], "pendamping"),
        Peran.KELURAHAN: ({"kelurahan": kenali_besar.pk, "jabatan": "plt_lurah"}, [kenali_besar], "plt_lurah"),
        Peran.KECAMATAN: ({"kecamatan": kenali_besar.kecamatan_id}, [kenali_besar.kecamatan], "camat"),
        Peran.DPMPPA: ({}, [], None),
        Peran.KEUANGAN: ({}, [], None),
        Peran.INSPEKTORAT: ({}, [], None),
    }


@pytest.mark.parametrize("peran", Peran)
def test_new_account_has_its_place_and_a_password_that_works_once(login, dpmppa, tempat, peran):
    isian, daftar_tempat, jabatan = tempat[peran]
    response = buat(login(dpmppa), peran, username="Budi.S", **isian)
    assert response.status_code == 200
    budi = Pengguna.objects.get(username="budi.s")
    assert (budi.nama, budi.peran, budi.harus_ganti_sandi) == ("Budi Santoso", peran, True)
    assert [penugasan.tempat for penugasan in budi.daftar_penugasan.order_by("rt__nomor")] == daftar_tempat
    assert {penugasan.jabatan for penugasan in budi.daftar_penugasan.all()} == ({jabatan} if jabatan else set())
    sandi = sandi_di(response)
    assert response.content.decode().count(sandi) == 1
    assert response.headers["Cache-Control"] == "private, no-store"
    assert sandi not in login(dpmppa).get(reverse("rt:pengguna_detail", args=[budi.pk])).content.decode()
    assert masuk(budi, sandi) == 302


def test_same_form_twice_makes_one_account(login, dpmppa, tempat):
    client = login(dpmppa)
    assert buat(client, "keuangan").status_code == 200
    response = buat(client, "keuangan", username="BUDI")
    assert (response.status_code, response.context["form"].errors) == (
        422,
        {"username": ["Nama pengguna itu sudah dipakai. Pilih yang lain."]},
    )
    assert Pengguna.objects.filter(username__iexact="budi").count() == 1


@pytest.mark.parametrize(
    ("peran", "isian", "kolom"),
    [
        ("ketua_rt", {"nomor": "2, 3"}, "nomor"),
        ("ketua_rt", {"nomor": "77"}, "nomor"),
        ("ketua_rt", {"nomor": ""}, "nomor"),
        ("ketua_rt", {"nomor": "9" * 50}, "nomor"),
        ("ketua_rt", {"nomor": "0"}, "nomor"),
        ("ketua_rt", {"kelurahan": ""}, "kelurahan"),
        ("ketua_rt", {"kelurahan": "9" * 30}, "kelurahan"),
        ("ketua_rt", {"mulai": "kemarin"}, "mulai"),
        ("pengurus_pokja", {}, "jabatan"),
        ("pengurus_pokja", {"jabatan": "lurah"}, "jabatan"),
        ("pendamping", {"nomor": "5-3"}, "nomor"),
        ("kelurahan", {"jabatan": "ketua"}, "jabatan"),
        ("kecamatan", {"kecamatan": "x"}, "kecamatan"),
        ("dpmppa", {"username": "ada spasi"}, "username"),
        ("dpmppa", {"username": "x"}, "username"),
        ("dpmppa", {"username": "büdi"}, "username"),
        ("dpmppa", {"username": "a\x00bc"}, "username"),
        ("dpmppa", {"nama": ""}, "nama"),
        ("dpmppa", {"email": "bukan surel"}, "email"),
    ],
)
def test_bad_account_is_refused_at_its_field_and_nothing_is_saved(
    login, dpmppa, tempat, kenali_besar, peran, isian, kolom
):
    umum = {"kelurahan": kenali_besar.pk, "nomor": "2", "kecamatan": kenali_besar.kecamatan_id}
    response = buat(login(dpmppa), peran, **{**umum, **isian})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [kolom])
    assert not Pengguna.objects.filter(username="budi").exists()


def test_second_ketua_of_an_rt_is_refused_with_the_way_out(login, dpmppa, ketua_rt, kenali_besar):
    response = buat(login(dpmppa), "ketua_rt", kelurahan=kenali_besar.pk, nomor="2")
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422,
        [
            "RT 02 Kenali Besar masih punya akun ketua atas nama Ketua02. "
            "Bila ketuanya berganti, catat dulu lewat halaman RT 02 Kenali Besar, Ganti ketua."
        ],
    )
    assert not Pengguna.objects.filter(username="budi").exists()


def test_unknown_peran_is_404(login, dpmppa):
    assert buat(login(dpmppa), "raja").status_code == 404


def test_form_for_a_ketua_knows_what_the_register_knows(login, dpmppa, rt_02):
    url = reverse("rt:pengguna_create", args=["ketua_rt"])
    awal = login(dpmppa).get(url, {"rt": rt_02.pk}).context["form"].initial
    assert awal == {
        "nama": "Ketua Rt 02",
        "username": "rt02.kenalibesar",
        "kelurahan": rt_02.kelurahan_id,
        "nomor": 2,
    }
    for aneh in ("x", "9" * 5000, "0", "²"):
        assert login(dpmppa).get(url, {"rt": aneh}).context["form"].initial == {}
