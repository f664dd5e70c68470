"""The practice: taking a role and going back, what a role may open, opening an RT, and beginning a life anew."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from anggaran.acuan import muat_acuan
from anggaran.models import Alokasi, Termin
from anggaran.services.latihan import daftar_kehidupan, mulai_baru, pilihan_kk, tambah_rt
from anggaran.services.pagu import hitung_ulang
from anggaran.services.pengaturan import sidik_termin, simpan_termin
from kampung.latihan import KUNCI, NAMA_BOLEH, boleh_dibuka
from kampung.testing import SANDI, make_tahun
from kampung.tests.dunia import semua_alamat
from kampung.tests.latihan_uji import buka_rt, masuk
from laporan.demo.latihan import buka_latihan
from laporan.tests import adegan
from pokja.models import TahunProgram, Usulan
from pokja.services import LangkahDitolak, UsulanBerubah, buka_kembali, langkah_terakhir
from rt.models import RT, Jabatan, Pengguna, Penugasan
from rt.services.latihan import DAFTAR_PEMERAN, akun_pemeran

# What no role may open, each a decision: settings, accounts, the register, officials, one's own password.
TERTUTUP = {"akun", "akun_ringkasan", "gaya"}
TERTUTUP |= {f"rt:{nama}" for nama in ("rt_nomor", "rt_ketua", "rt_telepon", "kk_create", "ketua_massal")}
AWALAN_TERTUTUP = (
    "anggaran:pengaturan", "anggaran:impor_rt", "rt:pengguna", "rt:penugasan", "rt:pejabat", "rt:kantor",
)  # fmt: skip
# Public: these pages know nobody, see laporan.publik.middleware.
UMUM = "laporan:publik"


@pytest.fixture
def hidup(tahun, keuangan, login):
    """A practice RT, and the browser of the person who opened it."""
    client = login(keuangan)
    return buka_rt(client), client


# --- what a role may open -------------------------------------------------------------------------------------------


def test_every_page_is_open_to_roles_or_closed_by_a_decision():
    semua = {alamat.nama for alamat in semua_alamat()}
    tertutup = {nama for nama in semua if nama in TERTUTUP or nama.startswith(AWALAN_TERTUTUP)}
    umum = {nama for nama in semua if nama.startswith(UMUM)}
    assert semua - tertutup - umum - NAMA_BOLEH == set()
    assert NAMA_BOLEH - semua == set()
    assert NAMA_BOLEH & tertutup == set()


def test_a_role_is_refused_what_is_not_in_the_table_and_sees_no_link_to_it(hidup, keuangan, dpmppa):
    usulan, client = hidup
    masuk(client, "dpmppa")
    sebelum = list(Pengguna.objects.values_list("pk", "password", "is_active"))
    for alamat in ("/pengaturan/", "/pengguna/", "/pejabat/", "/impor-rt/", "/akun/", f"/rt/{usulan.rt_id}/ketua/"):
        response = client.get(alamat)
        if response.status_code != 404:
            assert response.status_code == 403, alamat
            assert "Peran latihan tidak dapat mengubah" in response.content.decode()
    for pk in (dpmppa.pk, keuangan.pk):
        assert client.post(f"/pengguna/{pk}/sandi/").status_code == 403
    halaman = client.get("/").content.decode()
    assert 'href="/pengaturan/"' not in halaman
    assert 'href="/akun/"' not in halaman
    assert "/rt/" in halaman
    assert f"/rt/{usulan.rt_id}/ketua/" not in client.get(f"/rt/{usulan.rt_id}/").content.decode()
    assert list(Pengguna.objects.values_list("pk", "password", "is_active")) == sebelum


def test_a_real_person_is_held_back_by_no_table(dpmppa):
    assert boleh_dibuka(dpmppa, "anggaran:pengaturan")
    assert boleh_dibuka(dpmppa, "halaman_baru")


# --- taking a role and going back -----------------------------------------------------------------------------------


def test_a_role_begins_a_session_of_its_own_and_leads_back(hidup, keuangan):
    _usulan, client = hidup
    kunci_asli = client.session.session_key
    response = client.post(reverse("latihan_masuk"), {"pemeran": "dpmppa", "nomor": "1"})
    assert response.url == "/sosialisasi/"
    assert client.session.session_key != kunci_asli
    assert client.session["_auth_user_id"] == str(akun_pemeran("dpmppa", 1).pk)
    kunci_peran = client.session.session_key
    assert "LATIHAN – bukan data sungguhan" in client.get("/sosialisasi/").content.decode()

    masuk(client, "ketua")
    assert client.session["_auth_user_id"] == str(akun_pemeran("ketua", 1).pk)
    assert client.session[KUNCI]["asli"] == keuangan.pk
    client.post(reverse("latihan_selesai"))
    assert client.session["_auth_user_id"] == str(keuangan.pk)
    assert KUNCI not in client.session
    assert client.session.session_key not in (kunci_asli, kunci_peran)
    assert "LATIHAN – bukan" not in client.get("/").content.decode()


def test_the_bar_names_whose_turn_it_is_and_switches_in_one_press(hidup):
    _usulan, client = hidup
    masuk(client, "ketua")
    halaman = client.get("/").content.decode()
    assert "Sekarang giliran DPMPPA." in halaman
    assert '<button class="tombol tombol-utama" name="pemeran" value="dpmppa">Masuk sebagai DPMPPA</button>' in halaman
    masuk(client, "dpmppa")
    assert "Sekarang giliran Anda." in client.get("/").content.decode()


def test_signing_out_ends_both(hidup):
    _usulan, client = hidup
    masuk(client, "dpmppa")
    client.post(reverse("keluar"))
    assert client.get("/").url.startswith("/masuk/")
    assert client.get(reverse("latihan")).status_code == 302


@pytest.mark.parametrize("sebab", ["ditutup", "sandi", "ganti_sandi", "tanpa_asli", "asli_peran", "palsu"])
def test_a_role_without_a_living_account_behind_it_gets_nothing(hidup, keuangan, login, sebab):
    _usulan, client = hidup
    masuk(client, "dpmppa")
    assert client.get("/").status_code == 200
    if sebab == "ditutup":
        Pengguna.objects.filter(pk=keuangan.pk).update(is_active=False)
    elif sebab == "sandi":
        keuangan.set_password("sandi-yang-baru-sekali")
        keuangan.save()
    elif sebab == "ganti_sandi":
        Pengguna.objects.filter(pk=keuangan.pk).update(harus_ganti_sandi=True)
    elif sebab == "tanpa_asli":
        client = login(akun_pemeran("dpmppa", 1))
    else:
        sesi = client.session
        peran = akun_pemeran("keuangan", 1)
        sesi[KUNCI] |= (
            {"asli": peran.pk, "sidik": peran.get_session_auth_hash()} if sebab == "asli_peran" else {"sidik": "x"}
        )
        sesi.save()
    for alamat in ("/", "/usulan/", reverse("latihan")):
        assert client.get(alamat).url.startswith("/masuk/")
    assert client.post(reverse("latihan_selesai")).url.startswith("/masuk/")
    assert "_auth_user_id" not in client.session


def test_nobody_signs_in_as_a_role(hidup, client):
    for pemeran in DAFTAR_PEMERAN:
        for sandi in (SANDI, "!", ""):
            isian = {"username": pemeran.username(1), "password": sandi}
            assert client.post("/masuk/", isian).status_code == 422
    assert not Pengguna.objects.filter(latihan=True).exclude(password="!").exists()


def test_a_real_person_gets_no_role_of_an_rt_that_is_not_there(hidup, keuangan):
    _usulan, client = hidup
    for isian in ({}, {"pemeran": "ketua"}, {"pemeran": "ketua", "nomor": "2"}, {"pemeran": "admin", "nomor": "1"},
                  {"pemeran": "keuangan", "nomor": "9" * 40}, {"pemeran": "ketua\0", "nomor": "1"}):  # fmt: skip
        assert client.post(reverse("latihan_masuk"), isian).url == reverse("latihan")
        assert client.session["_auth_user_id"] == str(keuangan.pk)
    assert client.post(reverse("latihan_selesai")).url == reverse("latihan")


def test_accounts_of_roles_are_nowhere_among_the_real_ones(hidup, login, dpmppa):
    client = login(dpmppa)
    assert "(latihan)" not in client.get("/pengguna/").content.decode()
    assert "atihan" not in client.get("/pejabat/").content.decode().partition("<main")[2]
    for pk in Pengguna.objects.filter(latihan=True).values_list("pk", flat=True):
        for akhir in ("", "ubah/", "sandi/", "penugasan/"):
            assert client.get(f"/pengguna/{pk}/{akhir}").status_code == 404
        assert client.post(f"/pengguna/{pk}/sandi/").status_code == 404


# --- opening an RT --------------------------------------------------------------------------------------------------


def test_the_first_use_makes_the_practice_and_reading_makes_nothing(login, tahun, keuangan):
    client = login(keuangan)
    assert "Belum ada RT latihan" in client.get(reverse("latihan")).content.decode()
    assert not RT.objects.exists()
    usulan = buka_rt(client)
    assert (str(usulan.rt), usulan.tahap, usulan.giliran) == ("RT 01 Latihan", "sosialisasi", "dpmppa")
    assert (usulan.alokasi.kk, usulan.alokasi.pagu, usulan.alokasi.sementara) == (30, 50_000_000, False)
    assert usulan.jatuh_tempo == timezone.localdate() + timedelta(days=14)
    buka_rt(client)  # the same press again
    assert Usulan.objects.count() == 1
    assert "Baru saja dipakai." in client.get(reverse("latihan")).content.decode()


def test_each_tier_can_be_played_and_no_recomputation_touches_it(tahun, keuangan, login):
    assert pilihan_kk(tahun) == [(30, 50_000_000), (80, 70_000_000), (128, 100_000_000)]
    usulan = buka_rt(login(keuangan), kk=80)
    tahun.daftar_tingkat.update(pagu=1)
    assert hitung_ulang(tahun) == []
    assert Alokasi.objects.get(usulan=usulan).pagu == 70_000_000


def test_without_a_year_a_sentence_says_what_is_missing(login, db, keuangan):
    client = login(keuangan)
    assert "Belum ada tahun program yang terbuka" in client.get(reverse("latihan")).content.decode()
    client.post(reverse("latihan_tambah"), {"nomor": "1", "kk": "30"})
    tahun = make_tahun()
    Termin.objects.all().delete()
    tahun.daftar_kelompok.all().delete()
    assert "belum punya Kelompok dan termin" in client.get(reverse("latihan")).content.decode()
    assert not RT.objects.exists()


def test_there_is_a_limit_and_numbers_follow_each_other(tahun, keuangan, monkeypatch):
    monkeypatch.setattr("anggaran.services.latihan.PALING_BANYAK", 2)
    with pytest.raises(LangkahDitolak, match="Muat ulang"):
        tambah_rt(nomor=2, kk=30, oleh=keuangan)
    for nomor in (1, 2):
        tambah_rt(nomor=nomor, kk=30, oleh=keuangan)
    with pytest.raises(LangkahDitolak, match="Sudah ada 2 RT latihan"):
        tambah_rt(nomor=3, kk=30, oleh=keuangan)


def test_the_list_takes_as_many_queries_for_three_rt_as_for_one(tahun, keuangan, login, django_assert_num_queries):
    client = login(keuangan)
    buka_rt(client)
    client.get(reverse("latihan"))
    with django_assert_num_queries(9):
        client.get(reverse("latihan"))
    buka_rt(client, 2)
    buka_rt(client, 3)
    client.get(reverse("latihan"))
    with django_assert_num_queries(9):
        client.get(reverse("latihan"))


# --- beginning anew -------------------------------------------------------------------------------------------------


def test_a_new_life_closes_the_old_one_and_keeps_it(hidup, keuangan):
    lama, client = hidup
    adegan.isi_rembuk(lama)
    lama = adegan.taruh(lama, "rembuk", "kelurahan", versi=4)
    masuk(client, "ketua")
    alamat = reverse("latihan_mulai_baru", args=[lama.pk])
    halaman = client.get(alamat).content.decode()
    assert "RT 01 Latihan</b>, tahap <b>Rembuk warga</b>, giliran <b>Kelurahan</b>" in halaman
    assert client.post(alamat, {"versi": "4", "kk": "80"}).url == reverse("latihan")

    baru = daftar_kehidupan(1)[0].usulan
    lama.refresh_from_db()
    assert (baru.tahap, baru.giliran, baru.alokasi.pagu, baru.rt.nomor) == ("sosialisasi", "dpmppa", 70_000_000, 1)
    assert (lama.tahap, lama.giliran, lama.rt.aktif, lama.rembuk.jumlah_hadir) == ("mundur", "tutup", False, 55)
    catatan = lama.daftar_riwayat.get()
    assert (catatan.aksi, catatan.oleh) == ("tutup_latihan", keuangan)
    # Its people moved: the browser of the ketua is in the new life, the old one is closed to it and open to the office.
    assert client.get(lama.get_absolute_url()).status_code == 404
    assert client.get(baru.get_absolute_url()).status_code == 200
    masuk(client, "kelurahan")
    assert "Latihan ditutup, dimulai baru" in client.get(lama.get_absolute_url()).content.decode()
    assert Penugasan.objects.aktif().filter(rt__nomor=1, jabatan=Jabatan.KETUA).count() == 1


def test_pressed_twice_or_on_a_stale_page_no_life_is_lost(hidup, keuangan):
    lama, client = hidup
    alamat = reverse("latihan_mulai_baru", args=[lama.pk])
    for _press in range(2):
        assert client.post(alamat, {"versi": "0", "kk": "30"}).status_code == 302
    assert Usulan.objects.count() == 2
    baru = daftar_kehidupan(1)[0].usulan
    assert (baru.giliran, baru.versi) == ("dpmppa", 0)
    assert client.get(alamat).status_code == 404  # it is closed already
    # Somebody has moved it since the page was opened.
    adegan.taruh(baru, "rembuk", "rt", versi=1)
    for versi in ("0", "", "x", "9" * 30):
        assert client.post(reverse("latihan_mulai_baru", args=[baru.pk]), {"versi": versi}).status_code == 409
    with pytest.raises(UsulanBerubah):
        mulai_baru(baru, versi=0, kk=30, oleh=keuangan)
    assert Usulan.objects.count() == 2


def test_three_lives_in_one_day_and_what_has_ended_keeps_its_end(hidup, keuangan, dpmppa):
    usulan, _client = hidup
    usulan = adegan.taruh(usulan, "selesai", "tutup", versi=30)
    baru = mulai_baru(usulan, versi=30, kk=30, oleh=keuangan)
    lagi = mulai_baru(baru, versi=0, kk=128, oleh=keuangan)
    usulan.refresh_from_db()
    assert usulan.tahap == "selesai"
    assert [rt.aktif for rt in RT.objects.filter(nomor=1).order_by("pk")] == [False, False, True]
    assert daftar_kehidupan() == daftar_kehidupan(1)
    assert daftar_kehidupan()[0].usulan == lagi
    # Undoing a step does not wake a closed life up.
    for tutup in (usulan, baru):
        tutup.refresh_from_db()
        assert langkah_terakhir(tutup) is None
        with pytest.raises(LangkahDitolak):
            buka_kembali(tutup, oleh=akun_pemeran("dpmppa", 1), versi=tutup.versi, halangan=[], catatan="Coba")


def test_a_new_life_leaves_nothing_on_the_desks(hidup, keuangan):
    lama, _client = hidup
    petugas, lurah = akun_pemeran("kelurahan", 1), akun_pemeran("lurah", 1)
    adegan.isi_pokja(lama)
    adegan.isi_cair(lama, petugas, lurah, akun_pemeran("ketua", 1))
    lama.daftar_pencairan.update(status="ditandatangani", diterima=None)
    lama = adegan.taruh(lama, "pencairan", "keuangan")
    mulai_baru(lama, versi=0, kk=30, oleh=keuangan)
    assert set(lama.daftar_pencairan.values_list("status", flat=True)) == {"batal"}
    assert not lama.rt.daftar_rekening.filter(berlaku=True).exists()


def test_only_practice_lives_can_be_begun_anew(hidup, usulan, keuangan):
    _lama, client = hidup
    assert client.post(reverse("latihan_mulai_baru", args=[usulan.pk]), {"versi": "0"}).status_code == 404
    with pytest.raises(LangkahDitolak, match="Hanya RT latihan"):
        mulai_baru(usulan, versi=0, kk=30, oleh=keuangan)
    usulan.refresh_from_db()
    assert (usulan.versi, usulan.rt.aktif) == (0, True)


def test_a_termin_that_the_practice_uses_stays_and_says_so(hidup, tahun):
    usulan, _client = hidup
    adegan.isi_pokja(usulan)
    adegan.isi_cair(usulan, *(akun_pemeran(kode, 1) for kode in ("kelurahan", "lurah", "ketua")))
    tahun.daftar_termin.update(persen=50)
    usulan.daftar_pencairan.update(termin=Termin.objects.create(tahun_program=tahun, urut=2, persen=50))
    with pytest.raises(LangkahDitolak, match="kelurahan latihan"):
        simpan_termin(2026, [(100, "")], sidik_lama=sidik_termin(tahun))
    # The shares are no matter of the practice: no real transfer names them yet.
    simpan_termin(2026, [(40, ""), (60, "")], sidik_lama=sidik_termin(tahun))
    assert list(tahun.daftar_termin.values_list("persen", flat=True)) == [40, 60]


def test_next_year_a_new_life_begins_in_the_new_year(hidup, keuangan):
    lama, _client = hidup
    TahunProgram.objects.update(ditutup=True)
    with pytest.raises(LangkahDitolak, match="Belum ada tahun program"):
        mulai_baru(lama, versi=0, kk=30, oleh=keuangan)
    lama.refresh_from_db()
    assert (lama.versi, lama.rt.aktif) == (0, True)
    depan = make_tahun(2027)
    baru = mulai_baru(lama, versi=0, kk=30, oleh=keuangan)
    assert (baru.tahun_program, baru.rt.nomor) == (depan, 1)


def test_the_demo_opens_two_one_of_them_in_the_middle_of_its_life(db):
    muat_acuan()
    assert (buka_latihan(), buka_latihan()) == (2, 2)
    keadaan = [(str(satu.usulan.rt), satu.usulan.tahap, satu.kode_pemeran) for satu in daftar_kehidupan()]
    assert keadaan == [("RT 01 Latihan", "sosialisasi", "dpmppa"), ("RT 02 Latihan", "pemetaan", "ketua")]
