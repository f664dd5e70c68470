import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kampung.testing import SANDI, make_pengguna
from rt.models import Pengguna, Peran
from rt.services import keadaan_sandi, ubah_pengguna


def sandi_di(response):
    [slip] = response.context["daftar_slip"]
    return slip.sandi


def masuk(pengguna, sandi):
    return Client().post(reverse("masuk"), {"username": pengguna.username, "password": sandi}).status_code


def ubah(client, pengguna, **isian):
    data = {"nama": pengguna.nama, "email": "", "is_active": "on", **isian}
    return client.post(reverse("rt:pengguna_update", args=[pengguna.pk]), data)


def test_change_of_name_and_closing_an_account(login, dpmppa, ketua_rt):
    response = ubah(login(dpmppa), ketua_rt, nama="Siti Rahma", email="siti@example.id", is_active="")
    assert response.url == reverse("rt:pengguna_detail", args=[ketua_rt.pk])
    ketua_rt.refresh_from_db()
    assert (ketua_rt.nama, ketua_rt.email, ketua_rt.is_active) == ("Siti Rahma", "siti@example.id", False)
    assert ketua_rt.peran == Peran.KETUA_RT
    assert masuk(ketua_rt, SANDI) == 422


def test_nobody_closes_his_own_account(login, dpmppa):
    make_pengguna(Peran.DPMPPA)
    response = ubah(login(dpmppa), dpmppa, nama="Lain", is_active="")
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422,
        ["Anda tidak bisa menonaktifkan akun sendiri. Minta akun DPMPPA lain melakukannya."],
    )
    dpmppa.refresh_from_db()
    assert (dpmppa.nama, dpmppa.is_active) == ("Dpmppa", True)


def test_last_dpmppa_account_stays_open(dpmppa):
    lain = make_pengguna(Peran.DPMPPA)
    ubah_pengguna(lain, nama="Lain", email="", is_active=False, oleh=dpmppa)
    # The other one, whose page was still open, presses at the same moment.
    with pytest.raises(ValidationError, match="DPMPPA terakhir"):
        ubah_pengguna(dpmppa, nama="D", email="", is_active=False, oleh=lain)
    with pytest.raises(ValidationError, match="baru saja dinonaktifkan"):
        ubah_pengguna(lain, nama="L", email="", is_active=True, oleh=lain)
    assert list(Pengguna.objects.filter(is_active=True)) == [dpmppa]


def test_old_ketua_does_not_come_back_beside_the_new_one(login, dpmppa, ketua_rt, rt_02):
    Pengguna.objects.filter(pk=ketua_rt.pk).update(is_active=False)
    baru = make_pengguna(Peran.KETUA_RT, "ketua.baru", rt=rt_02)
    response = ubah(login(dpmppa), ketua_rt)
    assert response.status_code == 422
    assert "masih punya akun ketua atas nama Ketua.Baru" in response.context["form"].non_field_errors()[0]
    assert baru.is_active


def test_reset_shows_the_password_once_and_ends_the_sessions(login, dpmppa, ketua_rt):
    url = reverse("rt:pengguna_sandi", args=[ketua_rt.pk])
    sesi_lama, client = login(ketua_rt), login(dpmppa)
    [keadaan] = [nilai for nama, nilai in client.get(url).context["tersembunyi"] if nama == "keadaan"]
    response = client.post(url, {"keadaan": keadaan})
    assert response.status_code == 200
    sandi = sandi_di(response)
    ketua_rt.refresh_from_db()
    assert ketua_rt.harus_ganti_sandi
    assert sesi_lama.get(reverse("akun")).status_code == 302
    assert (masuk(ketua_rt, SANDI), masuk(ketua_rt, sandi)) == (422, 302)
    # Reloading the slip sends the form again: the paper just printed stays valid.
    ulang = client.post(url, {"keadaan": keadaan})
    assert ulang.status_code == 409
    assert masuk(ketua_rt, sandi) == 302


@pytest.mark.parametrize("keadaan", ["", "salah", "\x00", "é" * 40])
def test_reset_without_the_mark_of_its_page_is_refused(login, dpmppa, ketua_rt, keadaan):
    response = login(dpmppa).post(reverse("rt:pengguna_sandi", args=[ketua_rt.pk]), {"keadaan": keadaan})
    assert response.status_code == 409
    assert masuk(ketua_rt, SANDI) == 302


def test_own_and_closed_accounts_are_not_reset(login, dpmppa, ketua_rt):
    Pengguna.objects.filter(pk=ketua_rt.pk).update(is_active=False)
    client = login(dpmppa)
    for orang in (dpmppa, ketua_rt):
        url = reverse("rt:pengguna_sandi", args=[orang.pk])
        assert client.post(url, {"keadaan": keadaan_sandi([orang])}).status_code == 409
    assert Pengguna.objects.filter(harus_ganti_sandi=True).count() == 0
