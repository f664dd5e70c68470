"""A second instalment beside the works, in a 60/40 year."""

from datetime import date

import pytest
from django.urls import reverse

from anggaran.models import BukuKas
from anggaran.services.pencairan import (
    cairkan,
    gagalkan,
    halangan_termin,
    jelaskan_selisih,
    konfirmasi,
    langkah_transfer,
    sudah_cair,
)
from anggaran.tests.uang_keluar import ANTREAN, TERIMA, isian, keadaan, url
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap


@pytest.fixture
def berjalan(dua_termin, siap, cair, ketua_rt):
    """A 60/40 year: the first instalment has arrived, the works run."""
    pencairan = cair(siap)
    siap.refresh_from_db()
    assert konfirmasi(pencairan, diterima=60_000_000, tanggal=TERIMA, oleh=ketua_rt, versi=siap.versi)
    siap.refresh_from_db()
    return siap


def test_the_second_instalment_runs_beside_the_works(berjalan, petugas, lurah, keuangan, ketua_rt, login):
    assert halangan_termin(berjalan) == ["Termin 2 (40 %) belum dicairkan. Minta kelurahan mengajukan permohonannya."]
    versi = berjalan.versi
    kiriman = {"nomor": "900/77", "tanggal": "2026-11-10", "pilih": [berjalan.pk]}
    alamat = login(petugas).post(reverse("anggaran:permohonan_create"), kiriman)["Location"]
    login(lurah).post(alamat + "tanda-tangan/")
    kedua = berjalan.daftar_pencairan.get(termin__urut=2)
    assert (kedua.nilai, kedua.status) == (40_000_000, "ditandatangani")
    assert halangan_termin(berjalan) == ["Masih ada pencairan yang berjalan. Tunggu sampai selesai."]
    assert [nama for _label, nama in langkah_transfer(berjalan, keuangan)] == [
        "anggaran:cairkan",
        "anggaran:gagalkan",
        "anggaran:tahan",
    ]

    sp2d = isian(berjalan, kedua, sp2d_nomor="SP2D/2", sp2d_tanggal="2026-11-12", nilai="40000000")
    assert login(keuangan).post(url("cairkan", berjalan), sp2d).status_code == 302
    assert langkah_transfer(berjalan, ketua_rt) == [("Konfirmasi uang diterima", "anggaran:konfirmasi")]
    assert langkah_transfer(berjalan, keuangan) == [("Tahan pencairan", "anggaran:tahan")]
    terima = isian(berjalan, kedua, diterima="40.000.000", tanggal="2026-11-13")
    client = login(ketua_rt)
    assert [client.post(url("konfirmasi", berjalan), terima).status_code for _ in range(2)] == [302, 302]

    assert keadaan(berjalan) == (Tahap.PELAKSANAAN, Giliran.RT)
    assert berjalan.versi == versi
    assert halangan_termin(berjalan) == []
    assert list(BukuKas.objects.values_list("nilai", "nomor_bukti")) == [
        (60_000_000, "SP2D/1"),
        (40_000_000, "SP2D/2"),
    ]
    assert sudah_cair(berjalan) == 100_000_000


def test_a_difference_in_the_second_instalment_keeps_the_works_open(berjalan, mohonkan, keuangan, ketua_rt, login):
    kedua = mohonkan(berjalan, tanggal=date(2026, 11, 6)).daftar_pencairan.get()
    cairkan(kedua, sp2d_nomor="SP2D/2", sp2d_tanggal=date(2026, 11, 7), nilai=40_000_000, oleh=keuangan)
    rt, uang = login(ketua_rt), login(keuangan)
    tanggal = "2026-11-08"

    tanpa_kata = isian(berjalan, kedua, diterima="39.000.000", tanggal=tanggal)
    assert rt.post(url("konfirmasi", berjalan), tanpa_kata).status_code == 422
    kurang = {**tanpa_kata, "catatan": "Kurang sejuta"}
    assert rt.post(url("konfirmasi", berjalan), kurang).status_code == 302
    assert rt.post(url("konfirmasi", berjalan), {**kurang, "diterima": "40.000.000"}).status_code == 422
    assert keadaan(berjalan) == (Tahap.PELAKSANAAN, Giliran.RT)
    assert halangan_termin(berjalan) == [
        "Masih ada uang cair yang belum dikonfirmasi. Konfirmasi dulu jumlah yang diterima."
    ]
    assert "39.000.000" in uang.get(ANTREAN, {"isi": "selisih"}).content.decode()

    jelas = isian(berjalan, kedua, nilai="40.000.000", penjelasan="Sisanya masuk hari ini.")
    assert uang.post(url("jelaskan_selisih", berjalan), jelas).status_code == 302
    terima = isian(berjalan, kedua, diterima="40.000.000", tanggal="2026-11-09")
    assert rt.post(url("konfirmasi", berjalan), terima).status_code == 302
    assert sorted(BukuKas.objects.values_list("nilai", flat=True)) == [40_000_000, 60_000_000]


def test_a_second_instalment_that_failed_is_asked_for_again(berjalan, mohonkan, keuangan):
    tanggal = date(2026, 11, 6)
    gagal = mohonkan(berjalan, tanggal=tanggal).daftar_pencairan.get()
    gagalkan(gagal, alasan="Rekening pasif", oleh=keuangan)

    ulang = mohonkan(berjalan, tanggal=tanggal).daftar_pencairan.get()

    assert (ulang.termin.urut, ulang.percobaan, ulang.nilai) == (2, 2, 40_000_000)
    assert keadaan(berjalan) == (Tahap.PELAKSANAAN, Giliran.RT)


def test_the_last_instalment_evens_out_a_corrected_first(dua_termin, siap, cair, mohonkan, ketua_rt, keuangan):
    pertama = cair(siap)
    for diterima, catatan in ((59_000_000, "Kurang"), (59_000_000, "")):
        siap.refresh_from_db()
        konfirmasi(pertama, diterima=diterima, tanggal=TERIMA, oleh=ketua_rt, versi=siap.versi, catatan=catatan)
        siap.refresh_from_db()
        if siap.giliran == Giliran.KEUANGAN:
            jelaskan_selisih(pertama, nilai=59_000_000, penjelasan="Salah ketik", oleh=keuangan, versi=siap.versi)

    kedua = mohonkan(siap, tanggal=TERIMA).daftar_pencairan.get()

    assert kedua.nilai == 41_000_000


def test_the_second_waits_for_the_first_to_be_confirmed(berjalan, mohonkan):
    berjalan.daftar_pencairan.update(diterima=None)

    with pytest.raises(LangkahDitolak, match="Uang termin sebelumnya belum dikonfirmasi RT"):
        mohonkan(berjalan)
