"""The Pokja's account: number, photo, lock, and who reads the number."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kampung.testing import foto, make_tahun, make_usulan
from pokja.models import Berkas, Rekening, Usulan
from pokja.services import kembalikan
from pokja.tahapan import Giliran, Tahap
from pokja.tim import batas_digit

NOMOR = "2100987654"
ISIAN = {"bank": "Bank Jambi", "nomor": NOMOR, "nomor_ulang": NOMOR, "atas_nama": "Pokja RT 02 Kenali Besar"}


@pytest.fixture
def usulan(usulan):
    Usulan.objects.update(tahap=Tahap.POKJA, giliran=Giliran.RT)
    usulan.refresh_from_db()
    return usulan


@pytest.fixture
def url(usulan):
    return reverse("pokja:rekening", args=[usulan.pk])


def kirim(peramban, url, **beda):
    form = peramban.get(url).context["form"]
    kepala = {nama: form[nama].value() for nama in ("token", "versi_isian")}
    return peramban.post(url, {nama: isi for nama, isi in (kepala | ISIAN | beda).items() if isi is not None})


def galat(jawaban):
    assert jawaban.status_code == 422
    return {nama: pesan[0] for nama, pesan in jawaban.context["form"].errors.items()}


def test_number_holder_and_photo_go_in_one_send(login, ketua_rt, usulan, url):
    assert kirim(login(ketua_rt), url, berkas=foto()).status_code == 302
    rekening = Rekening.objects.get()
    assert (rekening.rt, rekening.nomor, rekening.atas_nama, rekening.berlaku) == (
        usulan.rt,
        NOMOR,
        "Pokja RT 02 Kenali Besar",
        True,
    )
    assert (rekening.foto.usulan, rekening.foto.jenis) == (usulan, Berkas.Jenis.BUKU_TABUNGAN)
    assert rekening.dibuat_oleh == ketua_rt


@pytest.mark.parametrize(
    "nomor", ["2100.987.654", "2100 987 654", "2100-987-654", "２１００９８７６５４", "21OO987654", "+62210098"]
)
def test_anything_but_digits_is_refused_as_it_was_typed(login, ketua_rt, url, nomor):
    jawaban = kirim(login(ketua_rt), url, nomor=nomor, nomor_ulang=nomor, berkas=foto())
    assert galat(jawaban) == {"nomor": "Tulis angka saja, tanpa titik, spasi atau strip. Contoh: 1234567890."}
    assert nomor in jawaban.content.decode()
    assert not Rekening.objects.exists()


@pytest.mark.parametrize(("panjang", "diterima"), [(7, False), (8, True), (16, True), (17, False), (30, False)])
def test_the_length_is_the_years(login, ketua_rt, url, panjang, diterima):
    nomor = "1" * panjang
    jawaban = kirim(login(ketua_rt), url, nomor=nomor, nomor_ulang=nomor, berkas=foto())
    assert (jawaban.status_code == 302) is diterima
    if not diterima:
        assert f"8 sampai 16 angka, yang ditulis {panjang}" in galat(jawaban)["nomor"]


@pytest.mark.parametrize(
    ("tulisan", "batas"),
    [("8-16", (8, 16)), ("10", (10, 10)), ("10-10", (10, 10)), ("8-99", (8, 20)), ("", (1, 20)), ("x-y", (1, 20))],
)
def test_batas_digit(usulan, tulisan, batas):
    usulan.tahun_program.digit_rekening = tulisan
    assert batas_digit(usulan.tahun_program) == batas


@pytest.mark.parametrize("ulang", ["2100987645", "", "2100.987.654"])
def test_two_different_numbers_are_refused(login, ketua_rt, url, ulang):
    assert list(galat(kirim(login(ketua_rt), url, nomor_ulang=ulang, berkas=foto()))) == ["nomor_ulang"]


def test_the_number_of_another_pokja_is_refused(login, ketua_rt, usulan_tetangga, url):
    Rekening.objects.create(rt=usulan_tetangga.rt, nomor=NOMOR, atas_nama="Pokja RT 07")
    assert galat(kirim(login(ketua_rt), url, berkas=foto())) == {
        "__all__": "Nomor rekening itu sudah dipakai Pokja lain. Periksa angkanya di buku tabungan."
    }
    Rekening.objects.update(berlaku=False)
    assert kirim(login(ketua_rt), url, berkas=foto()).status_code == 302


def test_without_a_photo_nothing_is_saved_and_nothing_is_lost(login, ketua_rt, url):
    jawaban = kirim(login(ketua_rt), url)
    assert list(galat(jawaban)) == ["berkas"]
    assert "Pokja RT 02 Kenali Besar" in jawaban.content.decode()
    assert not Rekening.objects.exists()


@pytest.mark.parametrize(
    ("isi", "kata"),
    [(b"<html>", "bukan foto JPG"), (b"", "kosong"), (b"x" * (12 * 1024 * 1024 + 1), "paling besar 12 MB")],
)
def test_a_refused_photo_loses_nothing_that_was_typed(login, ketua_rt, url, isi, kata):
    jawaban = kirim(login(ketua_rt), url, berkas=SimpleUploadedFile("buku.jpg", isi, "image/jpeg"))
    assert kata in galat(jawaban)["berkas"]
    halaman = jawaban.content.decode()
    assert halaman.count(f'value="{NOMOR}"') == 2
    assert "Pokja RT 02 Kenali Besar" in halaman
    assert not Rekening.objects.exists()
    assert not Berkas.objects.exists()


def test_a_good_photo_is_kept_when_the_number_was_wrong(login, ketua_rt, url):
    peramban = login(ketua_rt)
    jawaban = kirim(peramban, url, nomor_ulang="1", berkas=foto())
    assert list(galat(jawaban)) == ["nomor_ulang"]
    assert "sudah terkirim, tidak perlu dipilih lagi" in jawaban.content.decode()
    assert kirim(peramban, url).status_code == 302
    assert Rekening.objects.get().foto == Berkas.objects.get()


def test_a_new_photo_takes_the_place_of_the_old(login, ketua_rt, url):
    peramban = login(ketua_rt)
    kirim(peramban, url, berkas=foto())
    lama = Rekening.objects.get().foto
    kirim(peramban, url, berkas=foto())
    assert Rekening.objects.get().foto != lama
    assert Rekening.objects.count() == 1


def test_a_double_click_makes_one_account(login, ketua_rt, url):
    peramban = login(ketua_rt)
    form = peramban.get(url).context["form"]
    isian = ISIAN | {nama: form[nama].value() for nama in ("token", "versi_isian")}
    gambar = foto()
    for _ in range(2):
        gambar.seek(0)
        assert peramban.post(url, isian | {"berkas": gambar}).status_code == 302
    assert Rekening.objects.count() == 1
    assert Berkas.objects.count() == 1


def test_a_checked_account_is_not_changed_here(login, ketua_rt, petugas, url):
    peramban = login(ketua_rt)
    kirim(peramban, url, berkas=foto())
    basi = peramban.get(url).context["form"]
    Rekening.objects.update(diperiksa_oleh=petugas, diperiksa_pada=timezone.now())
    jawaban = peramban.get(url)
    assert "ajukan ganti rekening" in jawaban.content.decode()
    assert "tombol-utama" not in jawaban.content.decode()
    isian = ISIAN | {"nomor": "11112222", "nomor_ulang": "11112222", "token": basi["token"].value(), "versi_isian": 0}
    assert peramban.post(url, isian).status_code == 409
    rekening = Rekening.objects.get()
    assert (rekening.nomor, rekening.diperiksa_oleh) == (NOMOR, petugas)


def test_the_account_of_last_year_is_kept(login, ketua_rt, usulan, url):
    kirim(login(ketua_rt), url, berkas=foto())
    lain = make_usulan(usulan.rt, make_tahun(2027).daftar_kelompok.get(kode="A"), tahap=Tahap.POKJA, giliran=Giliran.RT)
    jawaban = login(ketua_rt).get(reverse("pokja:rekening", args=[lain.pk]))
    assert jawaban.context["form"]["nomor"].value() == NOMOR
    assert len(jawaban.context["daftar_foto"]) == 1


@pytest.mark.parametrize(
    ("orang", "penuh"),
    [
        ("ketua_rt", True),
        ("bendahara", True),
        ("pendamping", True),
        ("petugas", True),
        ("kecamatan", False),
        ("dpmppa", False),
        ("keuangan", False),
        ("inspektorat", False),
    ],
)
def test_the_number_is_full_only_for_those_who_compare_it(login, request, ketua_rt, usulan, url, orang, penuh):
    kirim(login(ketua_rt), url, berkas=foto())
    Usulan.objects.update(giliran=Giliran.KELURAHAN)
    halaman = login(request.getfixturevalue(orang)).get(url).content.decode()
    assert (NOMOR in halaman) is penuh
    assert "7654" in halaman


def test_an_unmarked_account_stays_after_a_return(login, ketua_rt, petugas, usulan, url):
    peramban = login(ketua_rt)
    kirim(peramban, url, berkas=foto())
    Usulan.objects.update(giliran=Giliran.KELURAHAN)
    usulan.refresh_from_db()
    kembalikan(usulan, oleh=petugas, versi=0, daftar_tanda=[("anggota", "Anggota", None, "kurang")])
    jawaban = kirim(peramban, url, nomor="11112222", nomor_ulang="11112222", berkas=foto())
    assert jawaban.status_code == 409
    assert Rekening.objects.get().nomor == NOMOR
    assert Berkas.objects.count() == 1
