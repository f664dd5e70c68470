"""Two people stand under a bundle, and the database says so too."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from anggaran.models import Pencairan, Permohonan
from anggaran.services.pencairan import (
    batalkan_permohonan,
)
from anggaran.tests.surat import detail, susun, url_batal, url_tanda_tangan
from kampung.testing import make_pengguna
from rt.models import Jabatan, Penugasan
from rt.peran import Peran

Status = Pencairan.Status


@pytest.mark.parametrize("jabatan", [Jabatan.LURAH, Jabatan.PLT_LURAH, Jabatan.PLH_LURAH])
def test_the_lurah_or_a_deputy_signs(tiga_usulan, petugas, kenali_besar, login, jabatan):
    penanda = make_pengguna(Peran.KELURAHAN, kelurahan=kenali_besar, jabatan=jabatan)
    permohonan = susun(tiga_usulan, petugas)
    client = login(penanda)

    assert "Tandatangani dan kirim ke Keuangan" in client.get(detail(permohonan)).content.decode()
    assert client.post(url_tanda_tangan(permohonan)).status_code == 302

    permohonan.refresh_from_db()
    assert (permohonan.status, permohonan.ditandatangani_oleh) == ("ditandatangani", penanda)
    assert permohonan.ditandatangani_pada is not None
    riwayat = tiga_usulan[0].daftar_riwayat.get()
    assert (riwayat.aksi, riwayat.oleh, riwayat.catatan) == ("mohonkan", penanda, "Permohonan 900/1")


def siapa_saja(petugas, lurah, kenali_besar, rawa_sari):
    kedaluwarsa = make_pengguna(Peran.KELURAHAN, "mantan", kelurahan=kenali_besar, jabatan=Jabatan.LURAH)
    kedaluwarsa.daftar_penugasan.update(selesai=date(2026, 1, 31))
    Penugasan.objects.create(pengguna=kedaluwarsa, jabatan=Jabatan.PETUGAS, kelurahan=kenali_besar)
    lurah_lain = make_pengguna(Peran.KELURAHAN, "lurah.lain", kelurahan=rawa_sari, jabatan=Jabatan.LURAH)
    Penugasan.objects.create(pengguna=lurah_lain, jabatan=Jabatan.PETUGAS, kelurahan=kenali_besar)
    petugas_lain = make_pengguna(Peran.KELURAHAN, "petugas.lain", kelurahan=kenali_besar)
    bukan = "ditandatangani oleh lurah atau Plt./Plh. lurah Kenali Besar"
    return [
        (petugas, lurah, "Anda penyusun permohonan ini"),
        (lurah, lurah, "Anda penyusun permohonan ini"),
        (petugas_lain, petugas, bukan),
        (lurah_lain, petugas, bukan),
        (kedaluwarsa, petugas, bukan),
    ]


def test_nobody_else_signs_and_each_reads_why(tiga_usulan, petugas, lurah, kenali_besar, rawa_sari, login):
    """The maker himself, even a lurah; an officer; the lurah of another kelurahan; a lurah whose term is over."""
    for penanda, _penyusun, kata in siapa_saja(petugas, lurah, kenali_besar, rawa_sari):
        penyusun = penanda if "penyusun" in kata else petugas
        permohonan = susun(tiga_usulan, penyusun, nomor=f"900/{penanda.username}")
        client = login(penanda)

        halaman = client.get(detail(permohonan)).content.decode()
        jawab = client.post(url_tanda_tangan(permohonan))

        assert kata in halaman
        assert "Tandatangani dan kirim" not in halaman
        assert jawab.status_code == 409
        permohonan.refresh_from_db()
        assert permohonan.status == Permohonan.Status.DISIAPKAN
        batalkan_permohonan(permohonan, oleh=penyusun)


def test_a_lurah_out_of_scope_does_not_find_it(tiga_usulan, petugas, rawa_sari, login):
    permohonan = susun(tiga_usulan, petugas)
    client = login(make_pengguna(Peran.KELURAHAN, kelurahan=rawa_sari, jabatan=Jabatan.LURAH))

    assert client.get(detail(permohonan)).status_code == 404
    assert client.post(url_tanda_tangan(permohonan)).status_code == 404
    assert client.post(url_batal(permohonan)).status_code == 404


def test_the_database_wants_two_people(tiga_usulan, petugas):
    permohonan = susun(tiga_usulan, petugas)

    with pytest.raises(IntegrityError), transaction.atomic():
        Permohonan.objects.filter(pk=permohonan.pk).update(status="ditandatangani", ditandatangani_oleh=petugas)
    with pytest.raises(IntegrityError), transaction.atomic():
        Permohonan.objects.filter(pk=permohonan.pk).update(status="ditandatangani")


def test_signing_twice_sends_once(tiga_usulan, petugas, lurah, kenali_besar, login):
    permohonan = susun(tiga_usulan, petugas)
    client = login(lurah)

    assert [client.post(url_tanda_tangan(permohonan)).status_code for _ in range(2)] == [302, 302]
    plt = make_pengguna(Peran.KELURAHAN, kelurahan=kenali_besar, jabatan=Jabatan.PLT_LURAH)
    assert login(plt).post(url_tanda_tangan(permohonan)).status_code == 409

    assert [usulan.daftar_riwayat.count() for usulan in tiga_usulan] == [1, 1, 1]
    assert set(permohonan.daftar_pencairan.values_list("status", flat=True)) == {"ditandatangani"}


def test_an_unsigned_bundle_is_cancelled_and_its_rt_are_free(tiga_usulan, petugas, lurah, login):
    permohonan = susun(tiga_usulan, petugas)
    client = login(petugas)

    assert [client.post(url_batal(permohonan)).status_code for _ in range(2)] == [302, 302]
    assert login(lurah).post(url_tanda_tangan(permohonan)).status_code == 409

    permohonan.refresh_from_db()
    assert permohonan.status == Permohonan.Status.DIBATALKAN
    ulang = susun(tiga_usulan, petugas, nomor="900/2")
    assert set(ulang.daftar_pencairan.values_list("percobaan", "status")) == {(2, "disiapkan")}


def test_a_signed_bundle_is_not_cancelled(tiga_usulan, mohonkan, petugas, login):
    permohonan = mohonkan(*tiga_usulan)

    jawab = login(petugas).post(url_batal(permohonan))

    assert jawab.status_code == 409
    assert "sudah ditandatangani tidak bisa dibatalkan" in jawab.content.decode()
    assert "Batalkan permohonan ini" not in login(petugas).get(detail(permohonan)).content.decode()
