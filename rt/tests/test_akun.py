from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kampung.testing import SANDI
from rt.middleware import alamat_ip
from rt.models import Pengguna
from rt.sandi import HURUF_SANDI, sandi_awal

SANDI_BARU = "meja-payung-ikan"


def masuk(username, sandi=SANDI, client=None, **isian):
    return (client or Client()).post(reverse("masuk"), {"username": username, "password": sandi, **isian})


def ganti(client, lama=SANDI, baru=SANDI_BARU, ulang=None):
    data = {"old_password": lama, "new_password1": baru, "new_password2": baru if ulang is None else ulang}
    return client.post(reverse("akun"), data)


# --- signing in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["ketua02", "Ketua02", "KETUA02", " ketua02 "])
def test_sign_in_takes_the_user_name_in_any_case(ketua_rt, username):
    response = masuk(username)
    assert (response.status_code, response.url) == (302, reverse("beranda"))


@pytest.mark.parametrize(
    ("username", "sandi"),
    [
        ("ketua02", "salah"),
        ("tidak-ada", SANDI),
        ("ketua02", SANDI.upper()),
        ("nonaktif", SANDI),
        ("ketua\x0002", SANDI),
        ("k" * 5000, SANDI),
        ("", ""),
    ],
)
def test_wrong_or_closed_account_stays_on_the_page_with_422(ketua_rt, username, sandi):
    Pengguna.objects.create_user("nonaktif", SANDI, nama="Lama", peran="dpmppa", is_active=False)
    client = Client()
    response = masuk(username, sandi, client)
    assert response.status_code == 422
    assert "_auth_user_id" not in client.session


def test_wrong_password_and_closed_account_get_the_same_sentence_with_the_way_out(ketua_rt):
    Pengguna.objects.create_user("nonaktif", SANDI, nama="Lama", peran="dpmppa", is_active=False)
    pesan = (
        "Nama pengguna atau sandi salah, atau akun ini tidak aktif lagi. Periksa ketikannya, "
        "lalu minta DPMPPA mengatur ulang sandi bila masih belum bisa."
    )
    for username, sandi in (("ketua02", "salah"), ("nonaktif", SANDI), ("tidak-ada", SANDI)):
        assert masuk(username, sandi).context["form"].non_field_errors() == [pesan]


@pytest.mark.parametrize(
    ("lanjut", "tujuan"),
    [("/pengguna/?q=a", "/pengguna/?q=a"), ("https://jahat.example/", "/"), ("//jahat.example", "/"), ("", "/")],
)
def test_next_is_followed_only_inside_the_portal(dpmppa, lanjut, tujuan):
    assert masuk("dpmppa", next=lanjut).url == tujuan


def test_who_is_signed_in_does_not_see_the_sign_in_page(login, ketua_rt):
    response = login(ketua_rt).get(reverse("masuk"))
    assert (response.status_code, response.url) == (302, reverse("beranda"))


def test_page_after_sign_in_is_the_one_asked_for(db):
    response = Client().get(reverse("akun"))
    assert response.url == f"{reverse('masuk')}?next={reverse('akun')}"


def test_sign_out_is_a_post(login, ketua_rt):
    client = login(ketua_rt)
    assert client.get(reverse("keluar")).status_code == 405
    assert client.post(reverse("keluar")).url == reverse("masuk")
    assert client.get(reverse("akun")).status_code == 302


# --- lock after failures --------------------------------------------------------------------------------------------


def test_repeated_failures_lock_the_name_with_429_and_spare_others(settings, ketua_rt, bendahara):
    settings.AXES_ENABLED = True
    # Phones capitalise: all spellings are one count.
    kode = [masuk(("ketua02", "Ketua02")[n % 2], "salah").status_code for n in range(settings.AXES_FAILURE_LIMIT)]
    assert kode == [422] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    response = masuk("ketua02")
    assert response.status_code == 429
    assert "429.html" in [template.name for template in response.templates]
    assert masuk("bendahara02").status_code == 302


def test_lock_opens_again_after_the_pause(settings, ketua_rt):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        masuk("ketua02", "salah")
    settings.AXES_COOLOFF_TIME = timedelta(0)
    assert masuk("ketua02").status_code == 302


def test_dpmppa_opens_a_lock_and_a_reset_opens_it_too(settings, login, dpmppa, ketua_rt):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        masuk("ketua02", "salah")
    detail = reverse("rt:pengguna_detail", args=[ketua_rt.pk])
    assert login(dpmppa).get(detail).context["gagal_masuk"] == settings.AXES_FAILURE_LIMIT
    response = login(dpmppa).post(reverse("rt:pengguna_buka_kunci", args=[ketua_rt.pk]))
    assert response.url == detail
    assert masuk("ketua02").status_code == 302


# --- one's own password ---------------------------------------------------------------------------------------------


def test_first_sign_in_leads_to_the_new_password_and_nowhere_else(login, ketua_rt):
    Pengguna.objects.update(harus_ganti_sandi=True)
    client = login(ketua_rt)
    for url in (reverse("beranda"), reverse("rt:rt_detail", args=[ketua_rt.daftar_penugasan.get().rt_id])):
        response = client.get(url)
        assert (response.status_code, response.url) == (302, reverse("akun"))
    assert client.get(reverse("akun")).status_code == 200
    assert client.post(reverse("keluar")).url == reverse("masuk")


def test_new_password_clears_the_demand_keeps_this_session_and_ends_the_others(login, ketua_rt):
    Pengguna.objects.update(harus_ganti_sandi=True)
    di_sini, di_sana = login(ketua_rt), login(ketua_rt)
    response = ganti(di_sini)
    assert (response.status_code, response.url) == (302, reverse("beranda"))
    ketua_rt.refresh_from_db()
    assert ketua_rt.harus_ganti_sandi is False
    assert di_sini.get(reverse("akun")).status_code == 200
    assert di_sana.get(reverse("akun")).url == f"{reverse('masuk')}?next={reverse('akun')}"
    assert masuk("ketua02", SANDI).status_code == 422
    assert masuk("ketua02", SANDI_BARU).status_code == 302


@pytest.mark.parametrize(
    ("lama", "baru", "ulang", "isian", "pesan"),
    [
        ("salah", SANDI_BARU, None, "old_password", "Sandi lama salah. Ketik sekali lagi."),
        (SANDI, SANDI_BARU, "lain", "new_password2", "Kedua sandi baru tidak sama. Ketik ulang keduanya."),
        (SANDI, SANDI, None, "new_password1", "Sandi baru masih sama dengan sandi lama. Buat sandi yang lain."),
        (
            SANDI,
            "pendek7",
            None,
            "new_password1",
            "Sandi terlalu pendek. Pakai paling sedikit 10 huruf atau angka.",
        ),
        (SANDI, "829374651029", None, "new_password1", "Sandi tidak boleh angka semua. Tambahkan huruf."),
        (SANDI, "password123", None, "new_password1", "Sandi ini dipakai banyak orang. Buat sandi yang lain."),
        (SANDI, "sitiaminah26", None, "new_password1", "Sandi ini mirip nama Anda. Buat sandi yang lain."),
    ],
)
def test_bad_new_password_is_refused_in_indonesian(login, ketua_rt, lama, baru, ulang, isian, pesan):
    Pengguna.objects.update(harus_ganti_sandi=True, nama="Siti Aminah")
    response = ganti(login(ketua_rt), lama, baru, ulang)
    assert (response.status_code, response.context["form"].errors[isian]) == (422, [pesan])
    ketua_rt.refresh_from_db()
    assert ketua_rt.check_password(SANDI)
    assert ketua_rt.harus_ganti_sandi is True


def test_initial_passwords_are_readable_and_never_the_same():
    daftar = {sandi_awal() for _ in range(200)}
    assert len(daftar) == 200
    assert not set("ilo") & set(HURUF_SANDI)
    assert {tuple(len(kata) for kata in sandi.split("-")) for sandi in daftar} == {(4, 4, 4)}
    assert set("".join(daftar)) <= {*HURUF_SANDI, "-"}


# --- sessions -------------------------------------------------------------------------------------------------------


def test_session_ends_when_idle(login, ketua_rt):
    client = login(ketua_rt)
    assert client.get(reverse("akun")).status_code == 200
    sesi = Session.objects.get(session_key=client.session.session_key)
    lama = settings.SESSION_COOKIE_AGE
    assert abs((sesi.expire_date - timezone.now()).total_seconds() - lama) < 30
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("akun")).url == f"{reverse('masuk')}?next={reverse('akun')}"


def test_use_moves_the_end_of_the_session_but_not_at_every_page(login, ketua_rt):
    client = login(ketua_rt)
    client.get(reverse("akun"))
    sebentar = timezone.now() + timedelta(minutes=2)
    Session.objects.update(expire_date=sebentar)
    client.get(reverse("akun"))
    assert Session.objects.get().expire_date == sebentar  # used a moment ago: no write
    sesi = client.session
    sesi["dipakai"] -= 6 * 60
    sesi.save()
    Session.objects.update(expire_date=sebentar)
    client.get(reverse("akun"))
    assert Session.objects.get().expire_date > sebentar + timedelta(minutes=10)


def test_deactivated_account_is_out_at_once(login, ketua_rt):
    client = login(ketua_rt)
    assert client.get(reverse("akun")).status_code == 200
    Pengguna.objects.filter(pk=ketua_rt.pk).update(is_active=False)
    assert client.get(reverse("akun")).status_code == 302


def test_pages_of_a_signed_in_person_are_kept_by_no_cache(login, ketua_rt, rt_02):
    client = login(ketua_rt)
    response = client.get(reverse("rt:rt_detail", args=[rt_02.pk]))
    assert response.headers["Cache-Control"] == "private, no-store"
    Pengguna.objects.update(harus_ganti_sandi=True)
    assert client.get(reverse("beranda")).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("proksi", "terusan", "alamat"),
    [
        (False, "203.0.113.9", "10.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "bukan alamat", "10.0.0.1"),
        (True, "", "10.0.0.1"),
    ],
)
def test_address_of_the_caller(settings, rf, proksi, terusan, alamat):
    settings.KAMPUNG_PROKSI = proksi
    assert alamat_ip(rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=terusan)) == alamat
