import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kampung.testing import make_kelurahan, make_pengguna, make_rt
from rt.models import RT, Jabatan, Pengguna, Penugasan, Peran
from rt.services import buat_akun_ketua, keadaan_sandi, nama_pengguna_bebas, rt_tanpa_ketua

URL = "rt:ketua_massal"


@pytest.fixture
def tiga_rt(kenali_besar, rt_02):
    make_rt(kenali_besar, nomor=3, nama_ketua="Ahmad Fauzi")
    make_rt(kenali_besar, nomor=4, nama_ketua="")
    return kenali_besar


def kirim(client, kelurahan, **data):
    return client.post(f"{reverse(URL)}?kelurahan={kelurahan.pk}", data)


def calon(client, **saring):
    return [(str(rt), nama) for rt, nama in client.get(reverse(URL), saring).context["daftar_calon"]]


def test_overview_counts_rt_without_account(login, dpmppa, tiga_rt, ketua_rt, rawa_sari, django_assert_num_queries):
    make_rt(rawa_sari)
    make_rt(rawa_sari, aktif=False)
    client = login(dpmppa)
    client.get(reverse(URL))
    with django_assert_num_queries(4):  # session, person, kelurahan with RT, RT without account
        response = client.get(reverse(URL))
    [kecamatan] = response.context["daftar_kecamatan"]
    assert (kecamatan["rt"], kecamatan["tanpa"]) == (4, 3)
    assert kecamatan["isi"] == [(tiga_rt, 3, 2), (rawa_sari, 1, 1)]


def test_preview_lists_who_would_get_which_name(login, dpmppa, tiga_rt, ketua_rt, rawa_sari):
    make_rt(rawa_sari, nomor=1)
    make_pengguna(Peran.KEUANGAN, "rt03.kenalibesar")
    client = login(dpmppa)
    di_kelurahan = [("RT 03 Kenali Besar", "rt03.kenalibesar.2"), ("RT 04 Kenali Besar", "rt04.kenalibesar")]
    assert calon(client, kelurahan=tiga_rt.pk) == di_kelurahan
    assert calon(client, kecamatan=tiga_rt.kecamatan_id) == [*di_kelurahan, ("RT 01 Rawa Sari", "rt01.rawasari")]
    assert Pengguna.objects.filter(peran=Peran.KETUA_RT).count() == 1


def test_accounts_for_all_ketua_of_a_kelurahan_and_nothing_new_the_second_time(
    login, dpmppa, tiga_rt, ketua_rt, rawa_sari
):
    make_rt(rawa_sari, nomor=1)
    client = login(dpmppa)
    response = kirim(client, tiga_rt)
    assert response.status_code == 200
    assert [(slip.pengguna.username, slip.pengguna.nama, slip.tempat) for slip in response.context["daftar_slip"]] == [
        ("rt03.kenalibesar", "Ahmad Fauzi", "RT 03 Kenali Besar"),
        ("rt04.kenalibesar", "Ketua RT 04 Kenali Besar", "RT 04 Kenali Besar"),
    ]
    for slip in response.context["daftar_slip"]:
        akun = Pengguna.objects.get(username=slip.pengguna.username)
        assert (akun.peran, akun.harus_ganti_sandi, akun.check_password(slip.sandi)) == (Peran.KETUA_RT, True, True)
        assert [str(rt) for rt in RT.objects.untuk(akun)] == [slip.tempat]
        assert akun.daftar_penugasan.get().jabatan == Jabatan.KETUA
    lama = list(Pengguna.objects.order_by("pk").values_list("pk", "password"))
    ulang = kirim(client, tiga_rt)
    assert (ulang.status_code, ulang.url) == (302, f"{reverse(URL)}?kelurahan={tiga_rt.pk}")
    [pesan] = client.get(ulang.url).context["messages"]
    assert str(pesan) == "Semua RT di Kenali Besar sudah punya akun ketua. Tidak ada akun baru yang dibuat."
    assert list(Pengguna.objects.order_by("pk").values_list("pk", "password")) == lama
    assert [str(rt) for rt in rt_tanpa_ketua()] == ["RT 01 Rawa Sari"]


def test_rt_whose_account_appeared_meanwhile_is_left_out(tiga_rt):
    daftar = list(rt_tanpa_ketua())
    make_pengguna(Peran.KETUA_RT, rt=daftar[0])
    assert [rt.nomor for _pengguna, rt, _sandi in buat_akun_ketua(daftar)] == [3, 4]
    assert buat_akun_ketua(daftar) == []


def test_closed_account_of_a_former_ketua_gives_way(tiga_rt, ketua_rt, rt_02):
    Pengguna.objects.filter(pk=ketua_rt.pk).update(is_active=False)
    [(baru, rt, _sandi)] = buat_akun_ketua([rt_02])
    assert (rt, baru.username) == (rt_02, "rt02.kenalibesar")
    assert list(rt_02.daftar_penugasan.aktif()) == [baru.daftar_penugasan.get()]
    assert ketua_rt.daftar_penugasan.get().selesai < timezone.localdate()


def test_lost_slips_are_made_anew_for_those_who_never_signed_in(login, dpmppa, tiga_rt):
    client = login(dpmppa)
    lama = {slip.pengguna.username: slip.sandi for slip in kirim(client, tiga_rt).context["daftar_slip"]}
    Client().post(reverse("masuk"), {"username": "rt02.kenalibesar", "password": lama["rt02.kenalibesar"]})
    halaman = client.get(reverse(URL), {"kelurahan": tiga_rt.pk})
    assert halaman.context["jumlah_belum_dipakai"] == 2
    data = {"aksi": "ulang", "keadaan": halaman.context["keadaan"]}
    baru = {slip.pengguna.username: slip.sandi for slip in kirim(client, tiga_rt, **data).context["daftar_slip"]}
    assert sorted(baru) == ["rt03.kenalibesar", "rt04.kenalibesar"]
    for username, sandi in lama.items():
        akun = Pengguna.objects.get(username=username)
        assert akun.check_password(sandi) is (username == "rt02.kenalibesar")
    # Sent again, the slips just printed stay valid.
    assert kirim(client, tiga_rt, **data).status_code == 409
    assert all(Pengguna.objects.get(username=nama).check_password(sandi) for nama, sandi in baru.items())


def test_nothing_to_make_anew(login, dpmppa, rawa_sari):
    data = {"aksi": "ulang", "keadaan": keadaan_sandi([])}
    assert kirim(login(dpmppa), rawa_sari, **data).status_code == 302


@pytest.mark.parametrize("teks", ["x", "0", "9" * 30, "\x00", "-1", "²"])
def test_unknown_place_is_404(login, dpmppa, teks):
    for kolom in ("kelurahan", "kecamatan"):
        assert login(dpmppa).get(reverse(URL), {kolom: teks}).status_code == 404


def test_post_without_a_place_makes_nothing(login, dpmppa, tiga_rt):
    assert login(dpmppa).post(reverse(URL)).status_code == 200
    assert Penugasan.objects.count() == 0


def test_user_names_are_unique_among_themselves(db):
    pertama = make_rt(make_kelurahan("Paal Lima"), nomor=5)
    kembar = make_rt(make_kelurahan("Paal-Lima"), nomor=5)
    assert list(nama_pengguna_bebas([pertama, kembar]).values()) == ["rt05.paallima", "rt05.paallima.2"]


def test_number_of_queries_does_not_grow_with_the_rt(login, dpmppa, kenali_besar, django_assert_max_num_queries):
    client = login(dpmppa)
    for _ in range(40):
        make_rt(kenali_besar)
    with django_assert_max_num_queries(20):
        response = kirim(client, kenali_besar)
    assert len(response.context["daftar_slip"]) == 40
