from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from rt.models import Pejabat


def tambah(client, **isian):
    data = {"lembaga": "dpmppa", "jabatan": "Kepala Dinas", "nama": "Dr. Rina", "nip": "", "mulai": "2026-01-02"}
    return client.post(reverse("rt:pejabat_create"), {**data, **isian})


def test_official_is_added_once(login, dpmppa, kenali_besar):
    client = login(dpmppa)
    isian = {"lembaga": "kelurahan", "kelurahan": kenali_besar.pk, "nip": "19800101 200501 1 001"}
    assert tambah(client, **isian).url == reverse("rt:pejabat_list")
    assert tambah(client, **isian).status_code == 302
    pejabat = Pejabat.objects.get()
    assert (pejabat.kelurahan, pejabat.nip, pejabat.mulai) == (kenali_besar, "198001012005011001", date(2026, 1, 2))


@pytest.mark.parametrize(
    ("isian", "kolom"),
    [
        ({"lembaga": "kelurahan"}, "kelurahan"),
        ({"lembaga": "kecamatan"}, "kecamatan"),
        ({"lembaga": "istana"}, "lembaga"),
        ({"nip": "123"}, "nip"),
        ({"nip": "x" * 18}, "nip"),
        ({"nama": ""}, "nama"),
        ({"mulai": ""}, "mulai"),
        ({"kelurahan": "9" * 30}, "kelurahan"),
    ],
)
def test_bad_official_is_refused(login, dpmppa, isian, kolom):
    response = tambah(login(dpmppa), **isian)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [kolom])
    assert Pejabat.objects.count() == 0


def test_place_that_does_not_fit_the_institution_is_refused(login, dpmppa, kenali_besar):
    response = tambah(login(dpmppa), kelurahan=kenali_besar.pk)
    assert response.context["form"].errors == {"kelurahan": ["Kosongkan: lembaga yang dipilih bukan kelurahan."]}


def test_end_of_office(login, dpmppa, django_assert_num_queries):
    client = login(dpmppa)
    tambah(client)
    pejabat = Pejabat.objects.get()
    url = reverse("rt:pejabat_akhiri", args=[pejabat.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"selesai": "2026-01-01"}).status_code == 422
    assert client.post(url, {"selesai": str(timezone.localdate())}).status_code == 302
    assert list(client.get(reverse("rt:pejabat_list")).context["halaman"]) == [pejabat]
    assert client.post(url, {"selesai": "2026-02-01"}).status_code == 302
    assert list(client.get(reverse("rt:pejabat_list")).context["halaman"]) == []
    assert list(client.get(reverse("rt:pejabat_list"), {"semua": "1"}).context["halaman"]) == [pejabat]
    assert client.get(reverse("rt:pejabat_akhiri", args=[10**30])).status_code == 404
