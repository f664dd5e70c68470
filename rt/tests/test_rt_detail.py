from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kampung.testing import make_pengguna, make_rt, make_usulan
from rt.models import RT, DataKK, Peran
from rt.services import buat_akun_ketua

LANGKAH = ("rt_nomor", "rt_ketua", "rt_telepon", "kk_create")


def alamat(rt, nama="rt_detail"):
    return reverse(f"rt:{nama}", args=[rt.pk])


def kirim(client, rt, nama, /, **data):
    return client.post(alamat(rt, nama), data)


@pytest.fixture
def rt_tetangga(usulan_tetangga):
    return usulan_tetangga.rt


# --- who sees what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peran", "melihat_tetangga"),
    [
        (Peran.KETUA_RT, False),
        (Peran.PENGURUS_POKJA, False),
        (Peran.PENDAMPING, False),
        (Peran.KELURAHAN, False),
        (Peran.KECAMATAN, True),
        (Peran.DPMPPA, True),
        (Peran.KEUANGAN, True),
        (Peran.INSPEKTORAT, True),
    ],
)
def test_page_follows_the_territory(semua_orang, login, rt_02, rt_tetangga, peran, melihat_tetangga):
    client = login(semua_orang[peran])
    assert client.get(alamat(rt_02)).status_code == 200
    assert client.get(alamat(rt_tetangga)).status_code == (200 if melihat_tetangga else 404)


@pytest.mark.parametrize("peran", Peran)
def test_phone_is_masked_except_for_those_who_call(semua_orang, login, rt_02, peran):
    RT.objects.update(telepon="+6281234567890")
    response = login(semua_orang[peran]).get(alamat(rt_02))
    lengkap = peran not in (Peran.KECAMATAN, Peran.KEUANGAN, Peran.INSPEKTORAT)
    assert ("81234567890" in response.content.decode()) is lengkap
    assert ("0812****7890" in response.content.decode()) is not lengkap


@pytest.mark.parametrize("peran", [peran for peran in Peran if peran != Peran.DPMPPA])
def test_only_dpmppa_changes_an_rt(semua_orang, login, rt_02, peran):
    client = login(semua_orang[peran])
    assert client.get(alamat(rt_02)).context["daftar_tombol"] == []
    for nama in LANGKAH:
        assert client.get(alamat(rt_02, nama)).status_code == 403
        assert kirim(client, rt_02, nama, nomor=9).status_code == 403


def test_unknown_rt_is_404(login, dpmppa):
    for pk in (0, 987654, 10**30):
        for nama in ("rt_detail", *LANGKAH):
            assert login(dpmppa).get(reverse(f"rt:{nama}", args=[pk])).status_code == 404


def test_page_shows_usulan_by_year_and_people_of_this_rt_only(login, dpmppa, usulan, usulan_tetangga, bendahara):
    make_pengguna(Peran.KETUA_RT, "ketua.tetangga", rt=usulan_tetangga.rt)
    response = login(dpmppa).get(alamat(usulan.rt))
    assert list(response.context["daftar_usulan"]) == [usulan]
    assert [penugasan.pengguna for penugasan in response.context["daftar_penugasan"]] == [bendahara]
    assert reverse("laporan:usulan_detail", args=[usulan.pk]) in response.content.decode()


def test_page_takes_the_same_queries_for_1_and_many_rows(login, dpmppa, rt_02, kelompok_b, django_assert_num_queries):
    make_usulan(rt_02, kelompok_b)
    make_pengguna(Peran.KETUA_RT, rt=rt_02)
    client = login(dpmppa)
    client.get(alamat(rt_02))
    with django_assert_num_queries(8):
        client.get(alamat(rt_02))
    for n in range(5):
        make_pengguna(Peran.PENDAMPING, rt=rt_02)
        DataKK.objects.create(rt=rt_02, kk=100 + n, tanggal=date(2026, 1, 1), sumber="Dukcapil", dicatat_oleh=dpmppa)
        rt_02.daftar_ketua_lama.create(nama="Lama")
        rt_02.daftar_nomor_lama.create(nomor=7, oleh=dpmppa)
    with django_assert_num_queries(8):
        client.get(alamat(rt_02))


# --- number ---------------------------------------------------------------------------------------------------------


def test_new_number_keeps_the_old_one_on_record(login, dpmppa, rt_02):
    response = kirim(login(dpmppa), rt_02, "rt_nomor", nomor="12", alasan="Pemekaran", nomor_lama="2")
    assert response.url == alamat(rt_02)
    rt_02.refresh_from_db()
    lama = rt_02.daftar_nomor_lama.get()
    assert (rt_02.nomor, lama.nomor, lama.alasan, lama.oleh) == (12, 2, "Pemekaran", dpmppa)


@pytest.mark.parametrize(
    ("isian", "kolom", "pesan"),
    [
        ({"nomor": "3"}, "__all__", "RT 03 sudah ada di kelurahan ini. Periksa nomornya."),
        ({"nomor": "2"}, "__all__", "Nomor barunya sama dengan nomor sekarang. Tidak ada yang diubah."),
        (
            {"nomor_lama": "8"},
            "__all__",
            "Data RT ini baru saja diubah. Buka lagi halamannya, lihat yang terbaru, lalu ulangi.",
        ),
        ({"nomor": "0"}, "nomor", None),
        ({"nomor": "1000"}, "nomor", None),
        ({"nomor": "9" * 30}, "nomor", None),
        ({"nomor": "dua"}, "nomor", None),
        ({"alasan": ""}, "alasan", None),
        ({"alasan": "a\x00b"}, "alasan", None),
        ({"nomor_lama": ""}, "nomor_lama", None),
    ],
)
def test_bad_number_is_refused_and_nothing_changes(login, dpmppa, rt_02, isian, kolom, pesan):
    make_rt(rt_02.kelurahan, nomor=3)
    data = {"nomor": "12", "alasan": "Pemekaran", "nomor_lama": "2", **isian}
    response = kirim(login(dpmppa), rt_02, "rt_nomor", **data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [kolom])
    assert pesan in (None, response.context["form"].errors[kolom][0])
    rt_02.refresh_from_db()
    assert (rt_02.nomor, rt_02.daftar_nomor_lama.count()) == (2, 0)


def test_number_of_another_kelurahan_or_of_a_closed_rt_is_free(login, dpmppa, rt_02, rawa_sari):
    make_rt(rawa_sari, nomor=12)
    make_rt(rt_02.kelurahan, nomor=12, aktif=False)
    data = {"nomor": "12", "alasan": "Pemekaran", "nomor_lama": "2"}
    assert kirim(login(dpmppa), rt_02, "rt_nomor", **data).status_code == 302


# --- ketua ----------------------------------------------------------------------------------------------------------


def ganti_ketua(client, rt, **isian):
    data = {"nama": "Ahmad Fauzi", "telepon": "0812 3456 7890", "nama_lama": "Ketua Rt 02", **isian}
    return kirim(client, rt, "rt_ketua", **{"mulai": str(timezone.localdate()), **data})


@pytest.mark.parametrize("mulai_lama", [date(2026, 1, 1), None])
def test_new_ketua_ends_the_old_account_in_this_rt_and_offers_a_new_one(
    login, dpmppa, ketua_rt, bendahara, rt_02, mulai_lama
):
    hari_ini = timezone.localdate()
    ketua_rt.daftar_penugasan.update(mulai=mulai_lama or hari_ini)
    client = login(dpmppa)
    assert client.get(alamat(rt_02)).context["tawarkan_akun"] is False
    assert ganti_ketua(client, rt_02).url == alamat(rt_02)
    rt_02.refresh_from_db()
    assert (rt_02.nama_ketua, rt_02.telepon) == ("Ahmad Fauzi", "+6281234567890")
    kemarin = hari_ini - timedelta(days=1)
    assert [(lama.nama, lama.sampai) for lama in rt_02.daftar_ketua_lama.all()] == [("Ketua Rt 02", kemarin)]
    assert list(RT.objects.untuk(ketua_rt)) == []
    assert list(RT.objects.untuk(bendahara)) == [rt_02]
    # One that began only today never was; an older one stays on record with its last day.
    assert [p.selesai for p in ketua_rt.daftar_penugasan.all()] == ([kemarin] if mulai_lama else [])
    assert client.get(alamat(rt_02)).context["tawarkan_akun"] is True
    [(baru, _rt, _sandi)] = buat_akun_ketua([rt_02])
    assert (baru.nama, list(RT.objects.untuk(baru))) == ("Ahmad Fauzi", [rt_02])


def test_ketua_dated_back_leaves_the_days_of_the_old_account_as_they_were(login, dpmppa, ketua_rt, rt_02):
    ketua_rt.daftar_penugasan.update(mulai=date(2026, 6, 1))
    assert ganti_ketua(login(dpmppa), rt_02, mulai="2026-05-10").status_code == 302
    assert rt_02.daftar_ketua_lama.get().sampai == date(2026, 5, 9)
    penugasan = ketua_rt.daftar_penugasan.get()
    assert (penugasan.mulai, penugasan.selesai) == (date(2026, 6, 1), date(2026, 6, 1))


def test_same_change_sent_twice_is_one(login, dpmppa, rt_02):
    client = login(dpmppa)
    assert ganti_ketua(client, rt_02).status_code == 302
    ulang = ganti_ketua(client, rt_02)
    assert (ulang.status_code, ulang.context["form"].non_field_errors()) == (
        422,
        ["Data RT ini baru saja diubah. Buka lagi halamannya, lihat yang terbaru, lalu ulangi."],
    )
    assert rt_02.daftar_ketua_lama.count() == 1


def test_spelling_of_the_same_person_leaves_account_and_history(login, dpmppa, ketua_rt, rt_02):
    RT.objects.update(nama_ketua=ketua_rt.nama, telepon="+6281234567890")
    response = ganti_ketua(login(dpmppa), rt_02, nama="Ketua Dua", nama_lama=ketua_rt.nama, pembetulan="on", telepon="")
    assert response.status_code == 302
    rt_02.refresh_from_db()
    ketua_rt.refresh_from_db()
    assert (rt_02.nama_ketua, ketua_rt.nama, rt_02.telepon) == ("Ketua Dua", "Ketua Dua", "+6281234567890")
    assert rt_02.daftar_ketua_lama.count() == 0
    assert list(RT.objects.untuk(ketua_rt)) == [rt_02]


@pytest.mark.parametrize(
    ("isian", "kolom"),
    [
        ({"nama": ""}, "nama"),
        ({"nama": "x" * 151}, "nama"),
        ({"telepon": "12"}, "telepon"),
        ({"telepon": "a\x00b"}, "telepon"),
        ({"mulai": "2099-01-01"}, "mulai"),
        ({"mulai": ""}, "mulai"),
        ({"nama": "Ketua Rt 02"}, "__all__"),
        ({"nama_lama": "Orang Lain"}, "__all__"),
    ],
)
def test_bad_change_of_ketua_is_refused(login, dpmppa, ketua_rt, rt_02, isian, kolom):
    response = ganti_ketua(login(dpmppa), rt_02, **isian)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [kolom])
    assert rt_02.daftar_ketua_lama.count() == 0
    assert list(RT.objects.untuk(ketua_rt)) == [rt_02]


@pytest.mark.parametrize(("telepon", "tersimpan"), [("081234567890", "+6281234567890"), ("", "")])
def test_phone_is_kept_in_one_form(login, dpmppa, rt_02, telepon, tersimpan):
    assert kirim(login(dpmppa), rt_02, "rt_telepon", telepon=telepon).status_code == 302
    rt_02.refresh_from_db()
    assert rt_02.telepon == tersimpan


# --- households -----------------------------------------------------------------------------------------------------


def tambah_kk(client, rt, **isian):
    data = {"kk": "1.020", "jiwa": "", "tanggal": str(timezone.localdate()), "sumber": "Dukcapil", **isian}
    return kirim(client, rt, "kk_create", **data)


def test_new_count_stands_beside_the_old_one(login, dpmppa, rt_02):
    lama = rt_02.daftar_kk.get()
    client = login(dpmppa)
    assert tambah_kk(client, rt_02).status_code == 302
    assert tambah_kk(client, rt_02).status_code == 302  # the same form again
    baru, tetap = rt_02.daftar_kk.all()
    assert (baru.kk, baru.jiwa, baru.sumber, baru.dicatat_oleh) == (1020, None, "Dukcapil", dpmppa)
    assert (tetap.pk, tetap.kk, tetap.tanggal) == (lama.pk, 128, date(2025, 12, 31))


@pytest.mark.parametrize(
    ("isian", "kolom"),
    [
        ({"kk": "0"}, "kk"),
        ({"kk": "-5"}, "kk"),
        ({"kk": ""}, "kk"),
        ({"kk": "12,5"}, "kk"),
        ({"kk": "9" * 39}, "kk"),
        ({"kk": "1\x002"}, "kk"),
        ({"jiwa": "banyak"}, "jiwa"),
        ({"tanggal": str(timezone.localdate() + timedelta(days=1))}, "tanggal"),
        ({"tanggal": "31-31-2026"}, "tanggal"),
        ({"sumber": ""}, "sumber"),
    ],
)
def test_bad_count_is_refused_and_nothing_is_saved(login, dpmppa, rt_02, isian, kolom):
    response = tambah_kk(login(dpmppa), rt_02, **isian)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [kolom])
    assert rt_02.daftar_kk.count() == 1
