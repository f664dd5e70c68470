"""What the server answers to a note that a phone kept: once is once, however often and however late it is sent."""

import uuid

import pytest
from django.urls import reverse

from anggaran.models import BukuKas
from anggaran.services.rab import rab_berlaku
from kampung.testing import foto
from pokja.tahapan import Giliran, Tahap


@pytest.fixture
def kirim(berjalan, ketua_rt, login):
    """kirim(cara, **fields) -> the answer to an expense on Semen, Rp100.000, sent by script."""
    klien, token = login(ketua_rt), str(uuid.uuid4())
    semen = rab_berlaku(berjalan).daftar_baris.get(uraian="Semen")
    dasar = {"nilai": "100.000", "tanggal": "2026-11-10", "tempat": "bank", "token": token, "baris_rab": semen.pk,
             "toko": "Sinar Jaya", "nomor_bukti": "A-1"}  # fmt: skip

    def jalankan(cara="latar", **ganti):
        alamat = reverse("anggaran:bukukas_belanja", args=[berjalan.pk])
        isi = dasar | {"foto": foto("red")} | ganti
        return klien.post(alamat, isi, headers={"X-Luring": cara} if cara else {})

    jalankan.klien, jalankan.token = klien, token
    return jalankan


def tutup(usulan):
    usulan.tahap, usulan.giliran = Tahap.LPJ, Giliran.KELURAHAN
    usulan.save(update_fields=["tahap", "giliran"])


def test_sent_by_script_is_answered_by_json_and_sent_again_is_the_same_row(berjalan, kirim):
    url = reverse("anggaran:bukukas", args=[berjalan.pk]) + "?dana=program"
    for _kali in range(3):
        jawaban = kirim()
        assert jawaban.status_code == 200
        assert jawaban.json() == {"keadaan": "terkirim", "url": url, "pesan": ["Belanja Rp100.000 tercatat."]}
    assert berjalan.daftar_bukukas.filter(jenis="belanja").count() == 1
    assert berjalan.daftar_berkas.filter(jenis="nota").count() == 1
    # From the form's own page the next page says it.
    assert kirim("langsung").json()["pesan"] == []
    assert "Belanja Rp100.000 tercatat." in kirim.klien.get(url).content.decode()


def test_the_answer_is_lost_and_the_book_is_closed_meanwhile(berjalan, kirim):
    kirim()
    tutup(berjalan)
    assert kirim().json()["keadaan"] == "terkirim"
    assert kirim(None).status_code == 302
    lain = kirim(nilai="200.000")
    assert (lain.status_code, lain.json()["keadaan"]) == (422, "ditolak")
    baru = kirim(token=str(uuid.uuid4()))
    assert (baru.status_code, baru.json()["keadaan"]) == (409, "ditolak")
    assert "Buku kas sedang tertutup" in baru.json()["pesan"][0]
    assert BukuKas.objects.filter(jenis="belanja").count() == 1


def test_the_answer_is_lost_and_the_rab_is_shifted_meanwhile(berjalan, kirim):
    kirim()
    lama = rab_berlaku(berjalan)
    lama.status = lama.Status.DIGANTI
    lama.save(update_fields=["status"])
    berjalan.daftar_versi_rab.create(nomor=lama.nomor + 1, status=lama.Status.BERLAKU)
    assert kirim.klien.get(reverse("anggaran:bukukas_bekal", args=[berjalan.pk])).json()["baris_rab"] == []

    assert kirim().json()["keadaan"] == "terkirim"
    assert kirim(token=str(uuid.uuid4())).json()["galat"].keys() == {"baris_rab"}
    assert BukuKas.objects.filter(jenis="belanja").count() == 1


def test_a_refusal_says_what_and_gives_back_what_the_next_send_must_carry(berjalan, kirim):
    jawaban = kirim(nilai="", toko="")
    nota = berjalan.daftar_berkas.get(jenis="nota")
    assert jawaban.status_code == 422
    assert jawaban.json() == {
        "keadaan": "ditolak",
        "pesan": [
            "Nilai nota (Rp): Isi jumlah uangnya, misalnya 1.250.000.",
            "Toko atau penerima: Isi toko atau penerima.",
        ],
        "galat": {
            "nilai": ["Isi jumlah uangnya, misalnya 1.250.000."],
            "toko": ["Isi toko atau penerima."],
        },
        "isian": {"token": kirim.token, "dibaca": "", "bukti_id": str(nota.pk)},
        "tanya": [],
    }


def test_a_question_is_answered_by_sending_what_was_read(berjalan, kirim):
    kirim()
    tanya = kirim(token=(lain := str(uuid.uuid4()))).json()
    assert "Foto nota ini sudah dipakai" in tanya["tanya"][0]
    assert tanya["pesan"] == tanya["tanya"]
    assert kirim(token=lain, dibaca=tanya["isian"]["dibaca"]).json()["keadaan"] == "terkirim"
    beda = kirim(nilai="300.000").json()
    assert "sudah pernah tersimpan" in beda["pesan"][0]
    assert beda["isian"]["token"] not in (kirim.token, lain)


def test_photos_are_answered_one_by_one_and_found_again_after_the_filing(usulan, ketua_rt, login):
    usulan.tahap, usulan.giliran = Tahap.REMBUK, Giliran.RT
    usulan.save(update_fields=["tahap", "giliran"])
    klien, url = login(ketua_rt), reverse("pokja:berkas_rembuk", args=[usulan.pk])

    def unggah(berkas, jenis="foto_rembuk"):
        return klien.post(url, {"jenis": jenis, "berkas": berkas}, headers={"X-Luring": "latar"})

    assert unggah(foto("red")).json() == {"keadaan": "terkirim", "url": url, "pesan": ["Foto rembuk terkirim."]}
    rusak = foto("blue")
    rusak.file.seek(0)
    rusak.file.truncate(20)
    assert (unggah(rusak).status_code, unggah("").status_code) == (422, 422)
    usulan.giliran = Giliran.KELURAHAN
    usulan.save(update_fields=["giliran"])
    assert unggah(foto("red")).json()["keadaan"] == "terkirim"
    assert (unggah(foto("green")).status_code, unggah("", jenis="nota").status_code) == (409, 409)
    assert usulan.daftar_berkas.count() == 1


def test_before_sending_the_phone_learns_whose_session_it_is(client, ketua_rt, login):
    url = reverse("sandi_kirim")
    assert client.get(url).status_code == 302
    jawaban = login(ketua_rt).get(url)
    assert jawaban.json()["akun"] == ketua_rt.pk
    assert len(jawaban.json()["sandi"]) > 30
    assert "no-store" in jawaban["Cache-Control"]
