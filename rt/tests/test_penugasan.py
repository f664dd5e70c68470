from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from kampung.testing import make_rt
from rt.forms_orang import baca_daftar_nomor
from rt.models import RT, Jabatan


def tambah(client, pengguna, **isian):
    return client.post(reverse("rt:penugasan_create", args=[pengguna.pk]), {"mulai": "2026-03-01", **isian})


def test_pendamping_gets_many_rt_at_once_and_each_once(login, dpmppa, pendamping, rt_02, kenali_besar):
    for nomor in (3, 4, 9):
        make_rt(kenali_besar, nomor=nomor)
    client = login(dpmppa)
    assert tambah(client, pendamping, kelurahan=kenali_besar.pk, nomor="2-4").status_code == 302
    assert [rt.nomor for rt in RT.objects.untuk(pendamping)] == [2, 3, 4]
    assert pendamping.daftar_penugasan.count() == 3
    ulang = tambah(client, pendamping, kelurahan=kenali_besar.pk, nomor="2-4")
    assert (ulang.status_code, ulang.context["form"].non_field_errors()) == (
        422,
        ["Pendamping sudah bertugas di sana sebagai Pendamping."],
    )
    hilang = tambah(client, pendamping, kelurahan=kenali_besar.pk, nomor="8-10")
    assert hilang.context["form"].errors["nomor"] == [
        "RT 08, 10 tidak ada di Kelurahan Kenali Besar. Nomor yang ada antara 02 dan 09."
    ]
    assert pendamping.daftar_penugasan.count() == 3


def test_ketua_works_in_one_rt(login, dpmppa, ketua_rt, kenali_besar):
    make_rt(kenali_besar, nomor=3)
    response = tambah(login(dpmppa), ketua_rt, kelurahan=kenali_besar.pk, nomor="3")
    assert response.context["form"].non_field_errors() == [
        "Ketua RT bertugas di satu RT. Akhiri dulu penugasan yang lama."
    ]


def test_city_wide_account_gets_no_place(login, dpmppa, keuangan, kenali_besar):
    assert tambah(login(dpmppa), keuangan, kelurahan=kenali_besar.pk, jabatan=Jabatan.LURAH).status_code == 404


def akhiri(client, penugasan, selesai):
    return client.post(reverse("rt:penugasan_akhiri", args=[penugasan.pk]), {"selesai": str(selesai)})


def test_ended_assignment_takes_the_territory_away_the_day_after(login, dpmppa, petugas, rt_02):
    penugasan, hari_ini = petugas.daftar_penugasan.get(), timezone.localdate()
    client = login(dpmppa)
    assert akhiri(client, penugasan, hari_ini).status_code == 302
    assert list(RT.objects.untuk(petugas)) == [rt_02]
    assert akhiri(client, penugasan, hari_ini - timedelta(days=1)).status_code == 302
    assert list(RT.objects.untuk(petugas)) == []
    assert petugas.daftar_penugasan.count() == 1


def test_assignment_does_not_end_before_it_began(login, dpmppa, petugas):
    penugasan = petugas.daftar_penugasan.get()
    response = akhiri(login(dpmppa), penugasan, "2025-12-31")
    assert response.status_code == 422
    assert response.context["form"].errors["selesai"] == [
        "Hari terakhir tidak boleh sebelum tanggal mulai bertugas. Periksa tanggalnya."
    ]
    penugasan.refresh_from_db()
    assert penugasan.selesai is None


def test_assignment_of_today_made_by_mistake_is_taken_back(login, dpmppa, petugas):
    hari_ini = timezone.localdate()
    petugas.daftar_penugasan.update(mulai=hari_ini)
    assert akhiri(login(dpmppa), petugas.daftar_penugasan.get(), hari_ini - timedelta(days=1)).status_code == 302
    assert petugas.daftar_penugasan.count() == 0


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("1, 3-5", [1, 3, 4, 5]),
        ("02", [2]),
        ("RT 02 dan RT.07", [2, 7]),
        ("5 3 3", [3, 5]),
        ("1 – 3;9,", [1, 2, 3, 9]),
        ("999", [999]),
    ],
)
def test_list_of_rt_numbers_is_read_as_people_write_it(teks, hasil):
    assert baca_daftar_nomor(teks) == hasil


@pytest.mark.parametrize("teks", ["", "dan", "satu", "1.5", "-3", "1000", "3-1", "0", "1-2-3", "²", "٣"])
def test_what_is_no_list_of_rt_numbers_is_refused(teks):
    with pytest.raises(ValidationError):
        baca_daftar_nomor(teks)
