"""Findings: who may write, answer and close, and that a rupiah left open keeps it open."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kampung.testing import foto
from laporan.tests import adegan
from pokja.models import Temuan


def catat(login, pengguna, usulan, **isian):
    url = reverse("laporan:temuan_create", args=[usulan.pk])
    return login(pengguna).post(url, {"uraian": "Nota ganda", "nilai": "500.000", **isian})


def lanjut(login, pengguna, temuan, apa, **isian):
    url = reverse(f"laporan:temuan_{apa}", args=[temuan.usulan_id, temuan.pk])
    return login(pengguna).post(url, isian)


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
    response = lanjut(login, bendahara, temuan, "jawab", jawaban="Sudah dikembalikan", berkas=foto())
    assert response.status_code == 302
    temuan.refresh_from_db()
    assert (temuan.jawaban, temuan.dijawab_oleh, temuan.bukti.jenis) == (
        "Sudah dikembalikan",
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
