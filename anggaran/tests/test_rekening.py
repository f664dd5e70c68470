"""The account: compared with the passbook, changed with a reason, never two Pokja on one number."""

import hashlib
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from anggaran.models import Pencairan
from anggaran.services.pencairan import ganti_rekening, periksa_rekening
from anggaran.services.rekening import RekeningBerubah
from kampung.testing import foto
from pokja.berkas import simpan_berkas
from pokja.models import Rekening
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.peran import Peran


@pytest.fixture
def siap(usulan, siap_cair):
    return siap_cair(usulan)


@pytest.fixture
def belum(siap):
    """Ready but for the account check."""
    siap.rt.daftar_rekening.update(diperiksa_pada=None)
    return siap


def rekening(usulan):
    return usulan.rt.daftar_rekening.get(berlaku=True)


def foto_baru(usulan):
    return simpan_berkas(usulan, "buku_tabungan", foto(), oleh=None)


def periksa(usulan):
    return reverse("anggaran:rekening_periksa", args=[usulan.pk])


def ganti(usulan):
    return reverse("anggaran:rekening_ganti", args=[usulan.pk])


def isian(usulan, **lain):
    return {
        "bank": "Bank Jambi",
        "nomor": "3001234567",
        "nomor_ulang": "3001234567",
        "atas_nama": "Pokja RT 02",
        "alasan_ganti": "Buku lama ditutup bank.",
        "berkas": foto(),
        "token": uuid.uuid4(),
        "lama": rekening(usulan).pk,
    } | lain


# --- the check ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peran", [Peran.KELURAHAN, Peran.DPMPPA])
def test_the_checker_sees_number_holder_and_photo_and_marks_it(belum, login, semua_orang, peran):
    baris = rekening(belum)
    client = login(semua_orang[peran])

    halaman = client.get(periksa(belum)).content.decode()
    jawab = client.post(periksa(belum), {"rekening": baris.pk, "versi": baris.versi})

    baris.refresh_from_db()
    assert baris.nomor in halaman
    assert baris.atas_nama in halaman
    assert baris.foto.get_absolute_url() in halaman
    assert jawab.status_code == 302
    assert baris.diperiksa_oleh == semua_orang[peran]
    assert baris.diperiksa_pada is not None


@pytest.mark.parametrize("peran", sorted(set(Peran) - {Peran.KELURAHAN, Peran.DPMPPA}))
def test_nobody_else_may_check(belum, login, semua_orang, peran):
    client = login(semua_orang[peran])

    assert client.get(periksa(belum)).status_code == 403
    assert client.post(periksa(belum), {"rekening": rekening(belum).pk, "versi": 0}).status_code == 403
    assert rekening(belum).diperiksa_pada is None


def test_a_kelurahan_cannot_check_its_neighbours_account(belum, login, petugas_tetangga):
    client = login(petugas_tetangga)

    assert client.get(periksa(belum)).status_code == 404
    assert client.post(periksa(belum), {"rekening": rekening(belum).pk, "versi": 0}).status_code == 404


@pytest.mark.parametrize("kiriman", [{}, {"rekening": "x", "versi": "y"}, {"rekening": "9" * 30, "versi": "\x00"}])
def test_garbage_marks_nothing(belum, login, petugas, kiriman):
    assert login(petugas).post(periksa(belum), kiriman).status_code == 409
    assert rekening(belum).diperiksa_pada is None


def test_an_account_changed_meanwhile_is_not_marked(belum, login, petugas):
    baris = rekening(belum)
    baris.versi += 1
    baris.save()

    jawab = login(petugas).post(periksa(belum), {"rekening": baris.pk, "versi": 0})

    assert jawab.status_code == 409
    assert "Rekening ini baru saja berubah" in jawab.content.decode()
    assert rekening(belum).diperiksa_pada is None


def test_the_form_of_a_replaced_account_does_not_mark_the_new_one(belum, ketua_rt, petugas, login):
    lama = rekening(belum)
    ganti_rekening(
        belum, bank="BRI", nomor="777", atas_nama="Pokja", foto=foto_baru(belum), alasan="Salah ketik", oleh=ketua_rt
    )

    assert login(petugas).post(periksa(belum), {"rekening": lama.pk, "versi": 0}).status_code == 409
    assert rekening(belum).diperiksa_pada is None
    with pytest.raises(RekeningBerubah):
        periksa_rekening(lama, oleh=petugas, versi=0)


def test_a_second_press_keeps_the_first_checker(belum, petugas, lurah):
    periksa_rekening(rekening(belum), oleh=petugas, versi=0)
    periksa_rekening(rekening(belum), oleh=lurah, versi=0)

    assert rekening(belum).diperiksa_oleh == petugas


def test_without_a_photo_or_an_account_there_is_nothing_to_check(belum, usulan_tetangga, petugas, login, dpmppa):
    belum.rt.daftar_rekening.update(foto=None)
    client = login(dpmppa)

    halaman = client.get(periksa(belum)).content.decode()
    jawab = client.post(periksa(belum), {"rekening": rekening(belum).pk, "versi": 0})

    assert "Foto buku tabungan belum ada" in halaman
    assert "Cocok, tandai" not in halaman
    assert jawab.status_code == 409
    assert "Rekening Pokja belum diisi" in client.get(periksa(usulan_tetangga)).content.decode()


# --- the change -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peran", [Peran.KETUA_RT, Peran.PENGURUS_POKJA, Peran.PENDAMPING])
def test_a_change_makes_a_new_unchecked_account_and_keeps_the_old(siap, login, semua_orang, peran):
    lama = rekening(siap)

    jawab = login(semua_orang[peran]).post(ganti(siap), isian(siap))

    baru = rekening(siap)
    lama.refresh_from_db()
    assert jawab.status_code == 302
    assert (baru.nomor, baru.alasan_ganti, baru.dibuat_oleh) == (
        "3001234567",
        "Buku lama ditutup bank.",
        semua_orang[peran],
    )
    assert baru.diperiksa_pada is None
    assert baru.foto != lama.foto
    assert (lama.berlaku, lama.diperiksa_pada is not None) == (False, True)


@pytest.mark.parametrize("peran", sorted(set(Peran) - {Peran.KETUA_RT, Peran.PENGURUS_POKJA, Peran.PENDAMPING}))
def test_only_the_side_of_the_rt_changes_it(siap, login, semua_orang, peran):
    assert login(semua_orang[peran]).post(ganti(siap), isian(siap)).status_code == 403
    assert Rekening.objects.count() == 1


def test_a_neighbour_does_not_find_the_page(siap, usulan_tetangga, login, ketua_rt):
    assert login(ketua_rt).get(ganti(usulan_tetangga)).status_code == 404


@pytest.mark.parametrize(
    ("lain", "kata"),
    [
        ({"nomor": "300-123", "nomor_ulang": "300-123"}, "Tulis angka saja"),
        ({"nomor": "300.1234567", "nomor_ulang": "300.1234567"}, "Tulis angka saja"),
        ({"nomor": "1234567", "nomor_ulang": "1234567"}, "terdiri dari 8 sampai 16 angka"),
        ({"nomor": "1" * 17, "nomor_ulang": "1" * 17}, "terdiri dari 8 sampai 16 angka"),
        ({"nomor_ulang": "3001234568"}, "Kedua nomor tidak sama"),
        ({"nomor": "\x003001234567"}, "null"),
        ({"alasan_ganti": "  "}, "Alasan mengganti rekening"),
        ({"berkas": ""}, "Foto halaman depan buku tabungan"),
        ({"lama": "abc"}, "bilangan"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(siap, login, ketua_rt, lain, kata):
    jawab = login(ketua_rt).post(ganti(siap), isian(siap, **lain))

    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert Rekening.objects.count() == 1


def test_a_file_that_is_no_photo_is_refused(siap, login, ketua_rt):
    bukan = foto()
    bukan.file.seek(0)
    bukan.file.truncate()
    bukan.file.write(b"PK\x03\x04 bukan foto")
    bukan.file.seek(0)
    bukan.size = 15

    jawab = login(ketua_rt).post(ganti(siap), isian(siap, berkas=bukan))

    assert jawab.status_code == 422
    assert "bukan foto JPG" in jawab.content.decode()
    assert Rekening.objects.count() == 1


def test_one_number_is_not_for_two_pokja(siap, usulan_tetangga, siap_cair, login, ketua_rt):
    nomor = rekening(siap_cair(usulan_tetangga)).nomor

    jawab = login(ketua_rt).post(ganti(siap), isian(siap, nomor=nomor, nomor_ulang=nomor))

    assert jawab.status_code == 422
    assert "sudah dipakai Pokja lain" in jawab.content.decode()
    assert rekening(siap).nomor != nomor


@pytest.mark.parametrize("ubah", [lambda nomor: f"00{nomor}", lambda nomor: f" {nomor} "])
def test_zeros_before_or_spaces_around_make_no_other_number(siap, usulan_tetangga, siap_cair, login, ketua_rt, ubah):
    nomor = ubah(rekening(siap_cair(usulan_tetangga)).nomor)

    jawab = login(ketua_rt).post(ganti(siap), isian(siap, nomor=nomor, nomor_ulang=nomor))

    assert jawab.status_code == 422
    assert "sudah dipakai Pokja lain" in jawab.content.decode()
    assert Rekening.objects.filter(rt=siap.rt_id).count() == 1


def test_an_account_that_another_pokja_has_cannot_be_marked(belum, usulan_tetangga, siap_cair, login, petugas):
    """However it came there: the database only knows equal digits."""
    siap_cair(usulan_tetangga).rt.daftar_rekening.update(nomor=f"000{rekening(belum).nomor}")

    jawab = login(petugas).post(periksa(belum), {"rekening": rekening(belum).pk, "versi": 0})

    assert jawab.status_code == 409
    assert "juga dipakai Pokja lain" in jawab.content.decode()
    assert rekening(belum).diperiksa_pada is None


def test_the_photo_is_a_new_one(siap, login, ketua_rt):
    buku = rekening(siap).foto
    sama = SimpleUploadedFile("lagi.jpg", buku.isi.read(), "image/jpeg")
    buku.sha256 = hashlib.sha256(buku.isi.open().read()).hexdigest()
    buku.save()

    jawab = login(ketua_rt).post(ganti(siap), isian(siap, berkas=sama))

    assert jawab.status_code == 422
    assert "sama dengan foto rekening yang lama" in jawab.content.decode()
    assert Rekening.objects.count() == 1


def test_a_slip_of_the_pen_does_not_cost_a_second_photo(siap, login, ketua_rt):
    client, kirim = login(ketua_rt), isian(siap, nomor_ulang="3001234568")

    salah = client.post(ganti(siap), kirim)
    baru = siap.daftar_berkas.filter(jenis="buku_tabungan").last()

    assert salah.status_code == 422
    assert "Foto buku tabungan sudah tersimpan, tidak perlu dikirim lagi" in salah.content.decode()
    assert f'name="bukti_id" value="{baru.pk}"' in salah.content.decode()
    benar = kirim | {"nomor_ulang": "3001234567", "berkas": "", "bukti_id": baru.pk}
    assert client.post(ganti(siap), benar).status_code == 302
    assert rekening(siap).foto == baru


def test_the_photo_of_another_rt_is_none_of_ours(siap, usulan_tetangga, siap_cair, login, ketua_rt):
    lain = rekening(siap_cair(usulan_tetangga)).foto

    jawab = login(ketua_rt).post(ganti(siap), isian(siap, berkas="", bukti_id=lain.pk))

    assert jawab.status_code == 422
    assert Rekening.objects.filter(rt=siap.rt_id).count() == 1


def test_a_closed_page_takes_no_upload(siap, mohonkan, login, ketua_rt):
    mohonkan(siap)
    sebelum = siap.daftar_berkas.count()

    assert login(ketua_rt).post(ganti(siap), isian(siap)).status_code == 422
    assert siap.daftar_berkas.count() == sebelum


def test_the_same_number_under_a_corrected_name_is_fine(siap, login, ketua_rt):
    nomor = rekening(siap).nomor

    jawab = login(ketua_rt).post(ganti(siap), isian(siap, nomor=nomor, nomor_ulang=nomor, atas_nama="Pokja Maju"))

    assert jawab.status_code == 302
    assert (rekening(siap).nomor, rekening(siap).atas_nama) == (nomor, "Pokja Maju")


def test_a_double_click_makes_one_account(siap, login, ketua_rt):
    kiriman, client = isian(siap), login(ketua_rt)
    ulang = {**kiriman, "berkas": foto("red")}
    kiriman["berkas"] = foto("red")

    assert [client.post(ganti(siap), satu).status_code for satu in (kiriman, ulang)] == [302, 302]
    assert Rekening.objects.count() == 2


def test_a_page_opened_before_another_change_is_refused(siap, login, ketua_rt, bendahara):
    usang = isian(siap, nomor="3009999999", nomor_ulang="3009999999")
    login(bendahara).post(ganti(siap), isian(siap))

    assert login(ketua_rt).post(ganti(siap), usang).status_code == 409
    assert rekening(siap).nomor == "3001234567"


def test_no_change_while_keuangan_is_sending_the_money(siap, mohonkan, login, ketua_rt):
    mohonkan(siap)
    client = login(ketua_rt)

    assert "Uang sedang diproses keuangan" in client.get(ganti(siap)).content.decode()
    assert client.post(ganti(siap), isian(siap)).status_code == 422
    assert Rekening.objects.count() == 1


@pytest.mark.parametrize(
    ("tahap", "diperiksa", "boleh"),
    [
        (Tahap.POKJA, False, False),
        (Tahap.POKJA, True, True),
        (Tahap.PEMETAAN, False, True),
        (Tahap.PENCAIRAN, False, True),
        (Tahap.PELAKSANAAN, True, True),
        (Tahap.SELESAI, True, False),
    ],
)
def test_when_the_page_is_open(siap, login, ketua_rt, tahap, diperiksa, boleh):
    """Before the check it is edited in its own part; after Pokja there is no other place."""
    siap.tahap, siap.giliran = tahap, Giliran.TUTUP if tahap == Tahap.SELESAI else Giliran.RT
    siap.save()
    siap.rt.daftar_rekening.update(diperiksa_pada=timezone.now() if diperiksa else None)
    client = login(ketua_rt)

    assert ("Simpan rekening baru" in client.get(ganti(siap)).content.decode()) is boleh
    assert client.post(ganti(siap), isian(siap)).status_code == (302 if boleh else 422)


def test_without_reason_or_photo_the_service_refuses_too(siap, ketua_rt):
    with pytest.raises(LangkahDitolak, match="memerlukan alasan dan foto"):
        ganti_rekening(siap, bank="BRI", nomor="777", atas_nama="Pokja", foto=None, alasan=" ", oleh=ketua_rt)


def test_keuangan_is_warned_of_a_changed_account(
    siap, usulan_tetangga, siap_cair, mohonkan, login, ketua_rt, petugas, keuangan
):
    login(ketua_rt).post(ganti(siap), isian(siap))
    periksa_rekening(rekening(siap), oleh=petugas, versi=0)
    mohonkan(siap)
    client, hari_ini = login(keuangan), timezone.localdate()
    kata = f"ekening berganti pada {hari_ini.day} "

    antrean = client.get(reverse("anggaran:pencairan_proses")).content.decode()
    satu = client.get(reverse("anggaran:cairkan", args=[siap.pk])).content.decode()

    assert (antrean.count(kata), satu.count(kata)) == (1, 1)
    assert "3001234567" in antrean
    assert Pencairan.objects.get().rekening == rekening(siap)
    # The day of the change, which the verification does not move.
    assert rekening(siap).diubah_pada < rekening(siap).diperiksa_pada
    assert hari_ini >= date(2026, 1, 1)


def test_an_account_without_a_predecessor_carries_no_warning(siap, mohonkan, login, keuangan):
    mohonkan(siap)

    assert "ekening berganti" not in login(keuangan).get(reverse("anggaran:pencairan_proses")).content.decode()
