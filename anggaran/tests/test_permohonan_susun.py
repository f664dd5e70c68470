"""Making a bundle: the letter, the ticked RT, twice the same; who sees it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anggaran.models import Pencairan, Permohonan
from anggaran.services.pencairan import (
    calon_permohonan,
)
from anggaran.tests.surat import (
    BARU,
    LIST,
    TANGGAL,
    detail,
    kirim,
    rekening_belum_diperiksa,
    susun,
    url_batal,
    url_tanda_tangan,
)
from kampung.testing import make_pengguna, make_rt, make_tahun, make_usulan
from pokja.services import LangkahDitolak
from pokja.tahapan import Tahap
from rt.models import Jabatan, Penugasan
from rt.peran import Peran


def test_the_page_shows_total_words_and_maker(tiga_usulan, login, petugas):
    client = login(petugas)

    jawab = client.post(
        BARU, {"nomor": " 900/12  KB ", "tanggal": "2026-11-02", "pilih": [u.pk for u in tiga_usulan]}, follow=True
    )

    permohonan, isi = Permohonan.objects.get(), jawab.content.decode()
    assert jawab.redirect_chain == [(detail(permohonan), 302)]
    assert (permohonan.nomor, permohonan.tanggal, permohonan.dibuat_oleh) == ("900/12 KB", TANGGAL, petugas)
    assert "Rp300.000.000" in isi
    assert "tiga ratus juta rupiah" in isi
    assert petugas.nama in isi
    assert "Menunggu tanda tangan lurah" in isi


def test_a_double_click_makes_one_bundle(tiga_usulan, login, petugas):
    client = login(petugas)

    alamat = [kirim(client, tiga_usulan)["Location"] for _ in range(2)]

    assert alamat[0] == alamat[1]
    assert Permohonan.objects.count() == 1
    assert Pencairan.objects.count() == 3


def test_a_used_number_is_refused_for_other_content(tiga_usulan, login, petugas, lurah):
    kirim(login(petugas), tiga_usulan[:1])

    for orang, isi in ((petugas, tiga_usulan[1:]), (lurah, tiga_usulan[:1])):
        jawab = kirim(login(orang), isi)
        assert jawab.status_code == 422
        assert "Nomor surat 900/1 sudah dipakai kelurahan ini." in jawab.content.decode()

    assert Permohonan.objects.count() == 1


def test_an_rt_in_an_unsigned_bundle_is_not_taken_twice(tiga_usulan, login, petugas):
    susun(tiga_usulan[:1], petugas)

    jawab = kirim(login(petugas), tiga_usulan, nomor="900/2")

    assert jawab.status_code == 422
    assert "Sudah masuk permohonan 900/1." in jawab.content.decode()
    assert Pencairan.objects.count() == 1


def test_the_bundle_that_waits_for_its_signature_is_one_press_away(tiga_usulan, login, petugas):
    permohonan = susun(tiga_usulan[:1], petugas)

    jawab = login(petugas).get(BARU)

    assert f'<a class="tombol" href="{detail(permohonan)}">Buka permohonan' in jawab.content.decode()


def test_an_rt_whose_money_is_under_way_is_no_candidate(tiga_usulan, mohonkan, petugas):
    mohonkan(tiga_usulan[0])

    calon = calon_permohonan(tiga_usulan[0].rt.kelurahan, tiga_usulan[0].tahun_program)

    assert [c.usulan for c in calon] == tiga_usulan[1:]
    with pytest.raises(LangkahDitolak, match="RT 11 Kenali Besar tidak lagi menunggu permohonan"):
        susun(tiga_usulan[:1], petugas, nomor="900/9")


def test_two_transfers_of_one_termin_are_refused_by_the_database(tiga_usulan, petugas):
    ada = susun(tiga_usulan[:1], petugas).daftar_pencairan.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Pencairan.objects.create(
            usulan=ada.usulan, permohonan=ada.permohonan, termin=ada.termin, percobaan=2, nilai=1, rekening=ada.rekening
        )


@pytest.mark.parametrize(
    ("lain", "kata"),
    [
        ({"nomor": ""}, "Nomor surat permohonan"),
        ({"nomor": "9" * 61}, "60"),
        ({"nomor": "900\x001"}, "null"),
        ({"tanggal": ""}, "Tanggal surat"),
        ({"tanggal": "31-02-2026"}, "Tanggal surat"),
        ({"tanggal": "2025-12-31"}, "Tanggal surat harus dalam tahun 2026"),
        ({"tanggal": "besok"}, "Tanggal surat"),
        ({"pilih": []}, "Pilih sedikitnya satu RT"),
        ({"pilih": ["abc", "\x00", "9" * 40]}, "Pilih sedikitnya satu RT"),
        ({"pilih": ["9" * 18]}, "di luar Kenali Besar"),
    ],
)
def test_garbage_is_answered_with_a_sentence(tiga_usulan, login, petugas, lain, kata):
    jawab = kirim(login(petugas), tiga_usulan, **lain)

    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert not Permohonan.objects.exists()


def test_a_letter_of_tomorrow_is_refused(tiga_usulan, login, petugas):
    besok = timezone.localdate() + timedelta(days=1)

    jawab = kirim(login(petugas), tiga_usulan, tanggal=besok.isoformat())

    assert jawab.status_code == 422
    assert "tidak sesudah hari ini" in jawab.content.decode()


def test_a_neighbours_rt_cannot_be_ticked(tiga_usulan, usulan_tetangga, siap_cair, login, petugas):
    jawab = kirim(login(petugas), [*tiga_usulan, siap_cair(usulan_tetangga)])

    assert jawab.status_code == 422
    assert "Ada RT yang dicentang di luar Kenali Besar" in jawab.content.decode()
    assert not Permohonan.objects.exists()


def test_the_service_refuses_a_maker_from_elsewhere(tiga_usulan, petugas_tetangga, dpmppa):
    for orang in (petugas_tetangga, dpmppa):
        with pytest.raises(LangkahDitolak, match="disusun oleh petugas kelurahan itu"):
            susun(tiga_usulan, orang)


def test_an_officer_of_two_kelurahan_chooses_and_one_without_any_is_told(
    tiga_usulan, usulan_tetangga, rawa_sari, siap_cair, login, petugas
):
    Penugasan.objects.create(pengguna=petugas, jabatan=Jabatan.PETUGAS, kelurahan=rawa_sari, mulai=date(2026, 1, 1))
    siap_cair(usulan_tetangga)

    isi = login(petugas).get(BARU, {"kelurahan": rawa_sari.pk}).content.decode()
    tanpa = login(make_pengguna(Peran.KELURAHAN)).get(BARU).content.decode()

    assert "RT 07 Rawa Sari" in isi
    assert "RT 11 Kenali Besar" not in isi
    assert "belum ditugaskan di kelurahan" in tanpa
    assert kirim(login(petugas), tiga_usulan, kelurahan="abc").status_code == 302


def test_another_year_is_chosen_in_the_address(tiga_usulan, kenali_besar, siap_cair, login, petugas):
    tahun_depan = make_tahun(2027)
    lain = siap_cair(make_usulan(make_rt(kenali_besar, nomor=21), tahun_depan.daftar_kelompok.first()))
    client = login(petugas)

    assert "RT 21" in client.get(BARU, {"tahun": tahun_depan.pk}).content.decode()
    halaman = client.get(BARU, {"tahun": tiga_usulan[0].tahun_program_id}).content.decode()
    assert ("RT 11" in halaman, "RT 21" in halaman) == (True, False)
    lain.tahap = Tahap.PENETAPAN
    lain.save()
    assert "RT 11" in client.get(BARU).content.decode()


def test_a_year_without_instalments_says_so(usulan, siap_cair, tahun, petugas):
    siap_cair(usulan)
    tahun.daftar_termin.all().delete()

    calon = calon_permohonan(usulan.rt.kelurahan, tahun)

    assert [c.halangan for c in calon] == [["Termin tahun 2026 belum diatur. Minta DPMPPA mengaturnya."]]


@pytest.mark.parametrize("peran", Peran)
def test_who_reads_and_who_makes(tiga_usulan, petugas, semua_orang, login, peran):
    permohonan = susun(tiga_usulan, petugas)
    client = login(semua_orang[peran])
    baca = 403 if peran in (Peran.KETUA_RT, Peran.PENGURUS_POKJA, Peran.PENDAMPING) else 200
    tulis = 200 if peran == Peran.KELURAHAN else 403

    assert client.get(LIST).status_code == baca
    assert client.get(detail(permohonan)).status_code == baca
    assert client.get(BARU).status_code == tulis
    if peran != Peran.KELURAHAN:
        assert client.post(url_tanda_tangan(permohonan)).status_code == 403
        assert client.post(url_batal(permohonan)).status_code == 403
        assert kirim(client, tiga_usulan).status_code == 403
    assert permohonan.daftar_pencairan.filter(status="disiapkan").count() == 3


def test_get_never_signs_or_cancels(tiga_usulan, petugas, lurah, login):
    permohonan = susun(tiga_usulan, petugas)

    assert login(lurah).get(url_tanda_tangan(permohonan)).status_code == 405
    assert login(lurah).get(url_batal(permohonan)).status_code == 405


def test_the_list_holds_only_ones_own_kelurahan(
    tiga_usulan, usulan_tetangga, siap_cair, petugas, petugas_tetangga, dpmppa, login
):
    susun(tiga_usulan, petugas, nomor="KB/1")
    susun([siap_cair(usulan_tetangga, nilai=70_000_001)], petugas_tetangga, nomor="RS/1")

    sendiri, semua = (login(orang).get(LIST).content.decode() for orang in (petugas, dpmppa))

    assert ("KB/1" in sendiri, "RS/1" in sendiri) == (True, False)
    assert ("300.000.000" in semua, "70.000.001" in semua) == (True, True)


def test_account_numbers_are_masked_for_everybody_on_the_page(tiga_usulan, petugas, semua_orang, login):
    permohonan = susun(tiga_usulan[:1], petugas)
    nomor = tiga_usulan[0].rt.daftar_rekening.get().nomor

    terlihat = {
        peran
        for peran in (Peran.KELURAHAN, Peran.KECAMATAN, Peran.DPMPPA, Peran.KEUANGAN, Peran.INSPEKTORAT)
        if nomor in login(semua_orang[peran]).get(detail(permohonan)).content.decode()
    }

    # The whole number is for Keuangan's own list and sheets; it is compared with the passbook on the account's page.
    assert terlihat == set()
    assert f"•{nomor[-4:]}" in login(petugas).get(detail(permohonan)).content.decode()


@pytest.mark.parametrize("halaman", [LIST, BARU, "detail"])
def test_lists_take_the_same_queries_for_one_row_and_three(
    kenali_besar, kelompok_a, siap_cair, petugas, login, halaman
):
    def hitung():
        alamat = detail(Permohonan.objects.latest("pk")) if halaman == "detail" else halaman
        client = login(petugas)
        with CaptureQueriesContext(
            connection,
        ) as tangkap:
            assert client.get(alamat).status_code == 200
        return len(tangkap)

    def baru(nomor):
        return siap_cair(make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_a))

    def tambah(*daftar_nomor):
        for nomor in daftar_nomor:
            rekening_belum_diperiksa(baru(nomor + 50), None)
            baru(nomor + 70)
        susun([baru(nomor) for nomor in daftar_nomor], petugas, nomor=f"900/{daftar_nomor[0]}")

    tambah(1)
    satu = hitung()
    tambah(2, 3, 4)
    tambah(5)
    tambah(6, 7, 8)

    assert hitung() == satu


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_an_address_that_is_nobodys_is_404(db, lurah, login, pk):
    client = login(lurah)

    assert client.get(f"/permohonan/{pk}/").status_code == 404
    assert client.post(f"/permohonan/{pk}/tanda-tangan/").status_code == 404
