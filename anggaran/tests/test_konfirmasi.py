"""What arrived: equal money starts the works, a difference goes round until it ties."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anggaran.models import BukuKas
from anggaran.services.pencairan import (
    jelaskan_selisih,
    konfirmasi,
    sudah_cair,
)
from anggaran.tests.uang_keluar import ANTREAN, TERIMA, isian, isian_terima, keadaan, url
from laporan.gerbang import halangan
from laporan.services.pembatalan import batalkan_langkah
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap


def test_equal_money_starts_the_works_and_enters_the_buku_kas(siap, cair, ketua_rt, login):
    pencairan = cair(siap)

    jawab = login(ketua_rt).post(url("konfirmasi", siap), isian_terima(siap, pencairan))

    baris = BukuKas.objects.get()
    assert jawab["Location"] == siap.get_absolute_url()
    assert keadaan(siap) == (Tahap.PELAKSANAAN, Giliran.RT)
    assert (baris.usulan, baris.jenis, baris.nilai, baris.tanggal) == (siap, "terima_program", 100_000_000, TERIMA)
    assert (baris.pencairan, baris.nomor_bukti, baris.tempat, baris.dicatat_oleh) == (
        pencairan,
        "SP2D/1",
        "bank",
        ketua_rt,
    )


def test_confirming_twice_books_once(siap, cair, ketua_rt, login):
    client, kiriman = login(ketua_rt), isian_terima(siap, cair(siap))

    assert [client.post(url("konfirmasi", siap), kiriman).status_code for _ in range(2)] == [302, 302]
    assert BukuKas.objects.count() == 1
    assert siap.daftar_riwayat.filter(aksi="konfirmasi").count() == 1


@pytest.mark.parametrize(
    ("lain", "kata"),
    [
        ({"diterima": "99.999.999"}, "Rp99.999.999 tidak sama dengan yang dikirim, Rp100.000.000."),
        ({"diterima": ""}, "Isi jumlah uangnya"),
        ({"diterima": "-5"}, "tidak boleh kurang dari nol"),
        ({"diterima": "9" * 25}, "terlalu besar"),
        ({"tanggal": "2026-11-04"}, "antara tanggal SP2D (05/11/2026) dan hari ini"),
        ({"tanggal": (timezone.localdate() + timedelta(days=1)).isoformat()}, "dan hari ini"),
        ({"tanggal": ""}, "Tanggal masuk"),
        ({"catatan": "\x00"}, "null"),
        ({"versi": "0"}, "baru saja berubah"),
        ({"versi": "abc"}, "baru saja berubah"),
        ({"pencairan": "0"}, "baru saja berubah"),
    ],
)
def test_a_confirmation_that_does_not_fit_is_refused(siap, cair, ketua_rt, login, lain, kata):
    pencairan = cair(siap)

    jawab = login(ketua_rt).post(url("konfirmasi", siap), isian_terima(siap, pencairan, **lain))

    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert keadaan(siap) == (Tahap.PENCAIRAN, Giliran.RT)
    assert not BukuKas.objects.exists()


def test_a_difference_goes_to_keuangan_and_back_until_it_ties(siap, cair, ketua_rt, keuangan, login):
    pencairan, rt, uang = cair(siap), login(ketua_rt), login(keuangan)
    kurang = isian_terima(siap, pencairan, diterima="99.975.000", catatan="Kurang 25 ribu.")

    assert rt.post(url("konfirmasi", siap), kurang).status_code == 302
    assert keadaan(siap) == (Tahap.PENCAIRAN, Giliran.KEUANGAN)
    assert siap.daftar_riwayat.last().catatan == "Diterima Rp99.975.000 dari Rp100.000.000. Kurang 25 ribu."
    assert not BukuKas.objects.exists()
    assert halangan(siap, "cairkan") == [
        "SP2D sudah tercatat dan RT melaporkan selisih. Jelaskan selisihnya kepada RT."
    ]
    assert "Selisih sudah dilaporkan" in rt.get(url("konfirmasi", siap)).content.decode()
    assert "99.975.000" in uang.get(ANTREAN, {"isi": "selisih"}).content.decode()

    jelas = isian(siap, pencairan, nilai="99.975.000", penjelasan="Biaya transfer dipotong bank.")
    assert [uang.post(url("jelaskan_selisih", siap), jelas).status_code for _ in range(2)] == [302, 422]
    assert keadaan(siap) == (Tahap.PENCAIRAN, Giliran.RT)
    kata = (
        "RT melaporkan menerima Rp99.975.000. Nilai cair diperbaiki dari Rp100.000.000 menjadi Rp99.975.000. "
        "Biaya transfer dipotong bank."
    )
    assert siap.daftar_riwayat.last().catatan == kata
    assert kata in rt.get(url("konfirmasi", siap)).content.decode()

    assert rt.post(url("konfirmasi", siap), isian_terima(siap, pencairan, diterima="99.975.000")).status_code == 302
    assert keadaan(siap) == (Tahap.PELAKSANAAN, Giliran.RT)
    assert BukuKas.objects.get().nilai == sudah_cair(siap) == 99_975_000


def test_an_explanation_without_a_correction_lets_the_rt_look_again(siap, cair, ketua_rt, keuangan):
    pencairan = cair(siap)
    siap.refresh_from_db()
    konfirmasi(pencairan, diterima=1, tanggal=TERIMA, oleh=ketua_rt, versi=siap.versi, catatan="Salah lihat")
    siap.refresh_from_db()
    jelaskan_selisih(pencairan, nilai=100_000_000, penjelasan="Sudah masuk.", oleh=keuangan, versi=siap.versi)
    siap.refresh_from_db()

    assert konfirmasi(pencairan, diterima=100_000_000, tanggal=TERIMA, oleh=ketua_rt, versi=siap.versi)


@pytest.mark.parametrize(
    ("lain", "kata"),
    [
        ({"nilai": "100.000.001"}, "paling banyak Rp100.000.000"),
        ({"nilai": "0"}, "Paling sedikit Rp1"),
        ({"penjelasan": " "}, "Penjelasan untuk RT"),
        ({"penjelasan": "x" * 161}, "160"),
        ({"versi": "1"}, "baru saja berubah"),
    ],
)
def test_an_explanation_that_does_not_fit_is_refused(siap, cair, ketua_rt, keuangan, login, lain, kata):
    pencairan = cair(siap)
    login(ketua_rt).post(url("konfirmasi", siap), isian_terima(siap, pencairan, diterima="5", catatan="Kurang"))

    jawab = login(keuangan).post(
        url("jelaskan_selisih", siap), isian(siap, pencairan, nilai="5", penjelasan="Salah ketik") | lain
    )

    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert keadaan(siap) == (Tahap.PENCAIRAN, Giliran.KEUANGAN)


def test_only_the_ketua_confirms(siap, cair, bendahara, keuangan):
    pencairan = cair(siap)
    siap.refresh_from_db()

    for orang in (bendahara, keuangan):
        with pytest.raises(LangkahDitolak, match="dilakukan oleh Ketua RT"):
            konfirmasi(pencairan, diterima=100_000_000, tanggal=TERIMA, oleh=orang, versi=siap.versi)


def test_a_difference_reported_by_mistake_can_be_undone_and_confirmed_anew(siap, cair, ketua_rt, dpmppa, login):
    pencairan, client = cair(siap), login(ketua_rt)
    client.post(url("konfirmasi", siap), isian_terima(siap, pencairan, diterima="10", catatan="Salah tulis"))
    siap.refresh_from_db()

    batalkan_langkah(siap, oleh=dpmppa, versi=siap.versi, catatan="RT salah tulis")

    assert halangan(siap, "konfirmasi") == []
    assert client.post(url("konfirmasi", siap), isian_terima(siap, pencairan)).status_code == 302
    assert keadaan(siap) == (Tahap.PELAKSANAAN, Giliran.RT)
