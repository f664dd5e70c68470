"""Findings: who may write, answer and close, and that a rupiah left open keeps it open."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kampung.testing import foto
from laporan.tests import adegan
from laporan.tests.uang_uji import beri_uang
from pokja.models import Temuan


def catat(login, pengguna, usulan, **isian):
    url = reverse("laporan:temuan_create", args=[usulan.pk])
    return login(pengguna).post(url, {"uraian": "Nota ganda", "nilai": "500.000", **isian})


def lanjut(login, pengguna, temuan, apa, **isian):
    url = reverse(f"laporan:temuan_{apa}", args=[temuan.usulan_id, temuan.pk])
    return login(pengguna).post(url, {"bentuk": "penjelasan", **isian})


@pytest.fixture
def temuan(usulan, petugas):
    return usulan.daftar_temuan.create(uraian="Nota ganda", nilai=500_000, dibuat_oleh=petugas)


@pytest.mark.parametrize("peran", ["kelurahan", "dpmppa", "inspektorat"])
def test_three_offices_find(login, semua_orang, usulan, peran):
    assert catat(login, semua_orang[peran], usulan).status_code == 302
    temuan = Temuan.objects.get()
    assert (temuan.nilai, temuan.dibuat_oleh) == (500_000, semua_orang[peran])


@pytest.mark.parametrize("peran", ["ketua_rt", "pengurus_pokja", "pendamping", "kecamatan", "keuangan"])
def test_the_others_do_not(login, semua_orang, usulan, peran):
    assert catat(login, semua_orang[peran], usulan).status_code == 403
    assert not Temuan.objects.exists()


@pytest.mark.parametrize(("peran", "kode"), [("kelurahan", 422), ("dpmppa", 422), ("inspektorat", 302)])
def test_after_the_end_only_inspektorat_finds(login, semua_orang, usulan, peran, kode):
    usulan = adegan.taruh(usulan, "selesai", "tutup")
    assert catat(login, semua_orang[peran], usulan).status_code == kode
    assert Temuan.objects.count() == (kode == 302)


def test_the_same_finding_sent_twice_is_one(login, petugas, usulan):
    catat(login, petugas, usulan)
    assert catat(login, petugas, usulan).status_code == 302
    assert Temuan.objects.count() == 1


@pytest.mark.parametrize(
    "isian", [{"uraian": ""}, {"nilai": "-5"}, {"nilai": "1,250,000"}, {"nilai": "9" * 30}, {"uraian": "a\x00"}]
)
def test_bad_input_is_refused(login, petugas, usulan, isian):
    assert catat(login, petugas, usulan, **isian).status_code == 422
    assert not Temuan.objects.exists()


def test_rt_answers_with_a_proof(login, bendahara, temuan):
    response = lanjut(login, bendahara, temuan, "jawab", bentuk="kembali", jawaban="Sudah disetor", berkas=foto())
    assert response.status_code == 302
    temuan.refresh_from_db()
    assert (temuan.jawaban, temuan.dijawab_oleh, temuan.bukti.jenis) == (
        "Uang dikembalikan: Sudah disetor",
        bendahara,
        "jawaban_temuan",
    )


def test_bad_proof_is_refused_and_the_words_come_back(login, bendahara, temuan):
    palsu = SimpleUploadedFile("nota.jpg", b"MZ bukan foto", content_type="image/jpeg")
    response = lanjut(login, bendahara, temuan, "jawab", jawaban="Ketikan saya", berkas=palsu)
    assert response.status_code == 422
    assert "Ketikan saya" in response.content.decode()
    temuan.refresh_from_db()
    assert temuan.jawaban == ""


def test_offices_do_not_answer_and_the_rt_does_not_close(login, petugas, ketua_rt, temuan):
    assert lanjut(login, petugas, temuan, "jawab", jawaban="x").status_code == 403
    assert lanjut(login, ketua_rt, temuan, "tutup", diselesaikan="500.000", penutup="x", tutup="on").status_code == 403


@pytest.mark.parametrize("sisa", [1, 500_000])
def test_one_rupiah_left_keeps_it_open(login, petugas, temuan, sisa):
    response = lanjut(login, petugas, temuan, "tutup", diselesaikan=str(500_000 - sisa), penutup="Setor", tutup="on")
    assert response.status_code == 422
    temuan.refresh_from_db()
    assert temuan.ditutup_pada is None


def test_part_is_noted_and_the_whole_closes(login, petugas, temuan):
    assert lanjut(login, petugas, temuan, "tutup", diselesaikan="200.000", penutup="Setor satu").status_code == 302
    temuan.refresh_from_db()
    assert (temuan.sisa, temuan.ditutup_pada) == (300_000, None)
    assert (
        lanjut(login, petugas, temuan, "tutup", diselesaikan="500.000", penutup="Lunas", tutup="on").status_code == 302
    )
    temuan.refresh_from_db()
    assert (temuan.sisa, temuan.ditutup_oleh) == (0, petugas)
    assert (
        lanjut(login, petugas, temuan, "tutup", diselesaikan="500.000", penutup="Lagi", tutup="on").status_code == 422
    )


def test_more_than_the_amount_is_refused(login, petugas, temuan):
    assert lanjut(login, petugas, temuan, "tutup", diselesaikan="500.001", penutup="x").status_code == 422


@pytest.mark.parametrize(("penutup", "kode"), [("petugas", 422), ("dpmppa", 302), ("inspektorat", 302)])
def test_who_found_it_closes_it_or_dpmppa(login, usulan, request, inspektorat, penutup, kode):
    temuan = usulan.daftar_temuan.create(uraian="x", nilai=0, dibuat_oleh=inspektorat)
    pengguna = request.getfixturevalue(penutup)
    assert lanjut(login, pengguna, temuan, "tutup", diselesaikan="0", penutup="Selesai", tutup="on").status_code == kode


def test_answer_after_closing_is_refused(login, ketua_rt, temuan):
    Temuan.objects.update(diselesaikan=500_000, ditutup_pada=temuan.dibuat_pada)
    assert lanjut(login, ketua_rt, temuan, "jawab", jawaban="Terlambat").status_code == 422


def test_another_kelurahan_gets_404_everywhere(login, petugas_tetangga, temuan):
    client = login(petugas_tetangga)
    assert client.get(reverse("laporan:temuan_detail", args=[temuan.usulan_id, temuan.pk])).status_code == 404
    assert catat(login, petugas_tetangga, temuan.usulan).status_code == 404
    assert lanjut(login, petugas_tetangga, temuan, "tutup", diselesaikan="0", penutup="x").status_code == 404


def test_finding_of_another_usulan_is_not_reached_through_mine(login, petugas, usulan, usulan_tetangga, temuan):
    lain = usulan_tetangga.daftar_temuan.create(uraian="Rahasia", nilai=1, dibuat_oleh=petugas)
    assert login(petugas).get(reverse("laporan:temuan_detail", args=[usulan.pk, lain.pk])).status_code == 404


def test_everybody_in_scope_reads(login, semua_orang, temuan):
    for pengguna in semua_orang.values():
        response = login(pengguna).get(reverse("laporan:temuan_detail", args=[temuan.usulan_id, temuan.pk]))
        assert response.status_code == 200
        assert "Rp500.000" in response.content.decode()


# --- on a row, in the open, kept ------------------------------------------------------------------------------------


def test_a_finding_is_on_a_row_and_the_row_stands_out(login, petugas, ketua_rt, siap_lpj):
    baris = siap_lpj.daftar_bukukas.get(jenis="belanja")
    rab = siap_lpj.daftar_versi_rab.get().daftar_baris.get()
    assert catat(login, petugas, siap_lpj, kunci=f"bukukas:{baris.pk}").status_code == 302
    assert catat(login, petugas, siap_lpj, kunci=f"rab:{rab.pk}", uraian="Harga tinggi").status_code == 302
    satu, dua = Temuan.objects.order_by("pk")
    assert [satu.kunci, dua.kunci] == [f"bukukas:{baris.pk}", f"rab:{rab.pk}"]

    isi = login(ketua_rt).get(reverse("laporan:temuan_detail", args=[siap_lpj.pk, satu.pk])).content.decode()
    assert "Buku kas 01/09/2026: Semen 40 sak, Rp40.000.000" in isi
    lpj = login(ketua_rt).get(reverse("laporan:lpj_detail", args=[siap_lpj.pk])).content.decode()
    assert "Semen <b>(temuan terbuka Rp500.000)</b>" in lpj
    assert "RAB: Semen, Rp40.000.000" in lpj
    periksa = login(petugas).get(reverse("laporan:periksa", args=[siap_lpj.pk])).content.decode()
    assert periksa.count("(temuan terbuka Rp500.000)") == 2

    for temuan in (satu, dua):
        lanjut(login, petugas, temuan, "tutup", diselesaikan="500.000", penutup="Cukup", tutup="on")
    lpj = login(ketua_rt).get(reverse("laporan:lpj_detail", args=[siap_lpj.pk])).content.decode()
    assert "temuan terbuka" not in lpj


@pytest.mark.parametrize("kunci", ["bukukas:0", "bukukas:x", "rab:99999999999999999999", "lain", "bukukas:1\x00"])
def test_a_row_that_is_not_in_this_book_is_refused(login, petugas, siap_lpj, kunci):
    assert catat(login, petugas, siap_lpj, kunci=kunci).status_code == 422
    assert not Temuan.objects.exists()


def test_a_row_of_a_neighbour_is_no_choice(login, dpmppa, petugas_tetangga, lurah, siap_lpj, usulan_tetangga):
    beri_uang(usulan_tetangga, petugas_tetangga, lurah)
    lain = usulan_tetangga.daftar_bukukas.filter(jenis="belanja").first()
    assert catat(login, dpmppa, siap_lpj, kunci=f"bukukas:{lain.pk}").status_code == 422


@pytest.mark.parametrize(
    ("bentuk", "kode"), [("bukti", 422), ("kembali", 422), ("penjelasan", 302), ("lain", 422), ("", 422)]
)
def test_proof_and_return_need_a_file_words_do_not(login, ketua_rt, temuan, bentuk, kode):
    assert lanjut(login, ketua_rt, temuan, "jawab", bentuk=bentuk, jawaban="Ini jawabannya").status_code == kode


def test_a_file_sent_before_serves_a_later_answer(login, ketua_rt, temuan):
    lanjut(login, ketua_rt, temuan, "jawab", bentuk="bukti", jawaban="Satu", berkas=foto())
    assert lanjut(login, ketua_rt, temuan, "jawab", bentuk="kembali", jawaban="Dua").status_code == 302
    isi = login(ketua_rt).get(reverse("laporan:temuan_detail", args=[temuan.usulan_id, temuan.pk])).content.decode()
    assert '<option value="kembali" selected>' in isi
    assert ">\nDua</textarea>" in isi


def test_every_word_about_a_finding_stays_in_the_riwayat(login, petugas, ketua_rt, usulan):
    catat(login, petugas, usulan)
    temuan = Temuan.objects.get()
    for jawaban in ("Satu", "Dua", "Dua"):
        lanjut(login, ketua_rt, temuan, "jawab", jawaban=jawaban)
    lanjut(login, petugas, temuan, "tutup", diselesaikan="200.000", penutup="Baru sebagian")
    lanjut(login, petugas, temuan, "tutup", bentuk="kembali", diselesaikan="500.000", penutup="STS 5", tutup="on")
    assert list(usulan.daftar_riwayat.filter(aksi__startswith="temuan").values_list("aksi", "oleh", "catatan")) == [
        ("temuan_dicatat", petugas.pk, "Nota ganda: Rp500.000"),
        ("temuan_dijawab", ketua_rt.pk, "Nota ganda: Penjelasan: Satu"),
        ("temuan_dijawab", ketua_rt.pk, "Nota ganda: Penjelasan: Dua"),
        ("temuan_diselesaikan", petugas.pk, "Nota ganda: Rp200.000 dari Rp500.000. Penjelasan: Baru sebagian"),
        ("temuan_ditutup", petugas.pk, "Nota ganda: Rp500.000 dari Rp500.000. Uang dikembalikan: STS 5"),
    ]


def test_the_rt_is_asked_on_its_page_until_it_answers(login, ketua_rt, petugas, temuan):
    def terbaca(pengguna):
        return "Temuan perlu dijawab" in login(pengguna).get(temuan.usulan.get_absolute_url()).content.decode()

    assert terbaca(ketua_rt)
    assert not terbaca(petugas)
    lanjut(login, ketua_rt, temuan, "jawab", jawaban="Sudah jelas")
    assert not terbaca(ketua_rt)


def test_after_the_end_inspektorat_finds_and_the_rt_answers(login, ketua_rt, inspektorat, siap_lpj):
    usulan = adegan.taruh(siap_lpj, "selesai", "tutup")
    baris = usulan.daftar_bukukas.get(jenis="belanja")
    assert catat(login, inspektorat, usulan, kunci=f"bukukas:{baris.pk}").status_code == 302
    temuan = Temuan.objects.get()
    assert lanjut(login, ketua_rt, temuan, "jawab", bentuk="kembali", jawaban="STS 7", berkas=foto()).status_code == 302
    tutup = {"bentuk": "kembali", "diselesaikan": "500.000", "penutup": "STS 7", "tutup": "on"}
    assert lanjut(login, inspektorat, temuan, "tutup", **tutup).status_code == 302
    assert adegan.keadaan(usulan)[:2] == ("selesai", "tutup")


# --- the list to follow them up -------------------------------------------------------------------------------------


def daftar(login, pengguna, **saring):
    return login(pengguna).get(reverse("laporan:temuan_list"), saring)


def test_the_list_has_what_is_answered_open_and_closed(login, inspektorat, ketua_rt, temuan):
    lain = temuan.usulan.daftar_temuan.create(uraian="Harga tinggi", nilai=7, dibuat_oleh=inspektorat)
    lanjut(login, ketua_rt, temuan, "jawab", jawaban="Jelas")
    for keadaan, ada, tiada in (
        ("", temuan, lain),
        ("dijawab", temuan, lain),
        ("belum", lain, temuan),
        ("x", temuan, lain),
    ):
        isi = daftar(login, inspektorat, keadaan=keadaan).content.decode()
        assert ada.uraian in isi
        assert tiada.uraian not in isi
    lanjut(login, inspektorat, lain, "tutup", diselesaikan="7", penutup="Cukup", tutup="on")
    assert lain.uraian in daftar(login, inspektorat, keadaan="ditutup").content.decode()


def test_the_list_is_of_the_own_territory_and_for_offices(login, semua_orang, petugas_tetangga, temuan):
    lanjut_baca = {"keadaan": "belum"}
    assert temuan.uraian not in daftar(login, petugas_tetangga, **lanjut_baca).content.decode()
    for peran, pengguna in semua_orang.items():
        boleh = peran in ("kelurahan", "kecamatan", "dpmppa", "inspektorat")
        response = daftar(login, pengguna, **lanjut_baca)
        assert response.status_code == (200 if boleh else 403), peran
        assert not boleh or temuan.uraian in response.content.decode()


def test_queries_do_not_grow_with_findings(login, inspektorat, siap_lpj, django_assert_num_queries):
    kunci = [
        f"bukukas:{siap_lpj.daftar_bukukas.first().pk}",
        f"rab:{siap_lpj.daftar_versi_rab.get().daftar_baris.get().pk}",
    ]
    client = login(inspektorat)
    client.get(reverse("laporan:temuan_list"))
    for banyak in (1, 3):
        while siap_lpj.daftar_temuan.count() < banyak:
            for satu in kunci:
                siap_lpj.daftar_temuan.create(kunci=satu, uraian="Harga", nilai=1, dibuat_oleh=inspektorat)
        with django_assert_num_queries(7):
            assert client.get(reverse("laporan:temuan_list"), {"keadaan": "belum"}).status_code == 200


@pytest.mark.parametrize(("nilai", "kode"), [("100.000.000", 302), ("100.000.001", 422)])
def test_a_finding_is_not_worth_more_than_the_pagu(login, petugas, usulan, nilai, kode):
    response = catat(login, petugas, usulan, nilai=nilai)
    assert response.status_code == kode
    if kode == 422:
        assert "melebihi pagu usulan ini, Rp100.000.000" in response.content.decode()
        assert not Temuan.objects.exists()
