"""The switch of the daily e-mail on one's own account page."""

import pytest
from django.urls import reverse

from rt.models import Pengguna, Peran

KATA = "Kirim ringkasan harian ke surel saya"
PENERIMA = {Peran.KELURAHAN, Peran.DPMPPA, Peran.KEUANGAN}


def nyala(pengguna):
    return Pengguna.objects.get(pk=pengguna.pk).ringkasan_surel


def test_switch_is_on_at_first_and_is_shown_and_taken_only_from_those_who_get_it(login, semua_orang):
    for peran, pengguna in semua_orang.items():
        client = login(pengguna)
        assert (KATA in client.get(reverse("akun")).content.decode()) == (peran in PENERIMA), peran
        response = client.post(reverse("akun_ringkasan"))
        assert response.status_code == (302 if peran in PENERIMA else 403), peran
        assert nyala(pengguna) == (peran not in PENERIMA), peran


def test_switched_off_and_on_again_for_this_person_alone(login, petugas, lurah):
    client = login(petugas)
    response = client.post(reverse("akun_ringkasan"), {}, follow=True)
    assert "Ringkasan harian tidak dikirim lagi ke surel Anda." in response.content.decode()
    assert (nyala(petugas), nyala(lurah)) == (False, True)
    response = client.post(reverse("akun_ringkasan"), {"ringkasan_surel": "on"}, follow=True)
    assert "Ringkasan harian akan dikirim ke surel Anda." in response.content.decode()
    assert nyala(petugas) is True


@pytest.mark.parametrize(
    ("surel", "kata"), [("petugas@example.id", "petugas@example.id"), ("", "belum punya alamat surel")]
)
def test_page_says_where_it_goes(login, petugas, surel, kata):
    Pengguna.objects.filter(pk=petugas.pk).update(email=surel)
    assert kata in login(petugas).get(reverse("akun")).content.decode()


def test_first_password_comes_before_the_switch(login, petugas):
    Pengguna.objects.filter(pk=petugas.pk).update(harus_ganti_sandi=True)
    client = login(petugas)
    assert KATA not in client.get(reverse("akun")).content.decode()
    assert client.post(reverse("akun_ringkasan")).url == reverse("akun")
    assert nyala(petugas) is True


def test_switching_is_a_post_and_leaves_everything_else(login, petugas):
    client = login(petugas)
    assert client.get(reverse("akun_ringkasan")).status_code == 405
    client.post(reverse("akun_ringkasan"), {"ringkasan_surel": "on", "peran": "dpmppa", "email": "lain@example.id"})
    petugas.refresh_from_db()
    assert (petugas.peran, petugas.email) == (Peran.KELURAHAN, "")
