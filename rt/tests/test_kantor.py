"""The address of a kelurahan's office, for its letterhead."""

import pytest
from django.urls import reverse

from rt.models import Kelurahan, Peran

DAFTAR = reverse("rt:kantor_list")


def alamat(kelurahan):
    return reverse("rt:kantor_update", args=[kelurahan.pk])


def test_dpmppa_writes_the_address_of_one_office(login, dpmppa, kenali_besar, rawa_sari):
    client = login(dpmppa)
    assert "2 kelurahan belum beralamat" in client.get(DAFTAR).content.decode()
    assert client.post(alamat(kenali_besar), {"alamat_kantor": "  Jalan  Merdeka Nomor 1 "}).url == DAFTAR
    assert dict(Kelurahan.objects.values_list("nama", "alamat_kantor")) == {
        "Kenali Besar": "Jalan Merdeka Nomor 1",
        "Rawa Sari": "",
    }
    isi = client.get(DAFTAR).content.decode()
    assert "Jalan Merdeka Nomor 1" in isi
    assert "1 kelurahan belum beralamat" in isi


@pytest.mark.parametrize("isi", ["x" * 201, "Jalan \0"])
def test_bad_address_is_refused_and_stays_in_the_form(login, dpmppa, kenali_besar, isi):
    jawaban = login(dpmppa).post(alamat(kenali_besar), {"alamat_kantor": isi})
    assert (jawaban.status_code, list(jawaban.context["form"].errors)) == (422, ["alamat_kantor"])
    kenali_besar.refresh_from_db()
    assert kenali_besar.alamat_kantor == ""


def test_nobody_else(login, semua_orang, kenali_besar):
    for peran, orang in semua_orang.items():
        if peran != Peran.DPMPPA:
            client = login(orang)
            assert client.get(DAFTAR).status_code == 403
            assert client.post(alamat(kenali_besar), {"alamat_kantor": "Lain"}).status_code == 403
    kenali_besar.refresh_from_db()
    assert kenali_besar.alamat_kantor == ""


def test_the_list_asks_the_same_few_queries(login, dpmppa, kenali_besar, rawa_sari, django_assert_num_queries):
    client = login(dpmppa)
    client.get(DAFTAR)
    with django_assert_num_queries(3):
        client.get(DAFTAR)
