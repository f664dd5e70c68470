"""SP2D to the rupiah, never more than was approved; a failure is repeated and never counts twice."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from anggaran.models import Pencairan
from anggaran.services.pencairan import (
    cairkan,
    gagalkan,
    sudah_cair,
)
from anggaran.tests.uang_keluar import ANTREAN, SP2D, TERIMA, isian, isian_sp2d, isian_terima, keadaan, url
from kampung.testing import make_pengguna
from laporan.gerbang import halangan
from pokja.services import LangkahDitolak, UsulanBerubah
from pokja.tahapan import Giliran, Tahap
from rt.peran import Peran

Status = Pencairan.Status


def test_an_sp2d_hands_the_turn_to_the_rt(diproses, usulan, keuangan, login):
    jawab = login(keuangan).post(url("cairkan", usulan), isian_sp2d(usulan, diproses))

    diproses.refresh_from_db()
    assert jawab["Location"] == ANTREAN
    assert (diproses.status, diproses.sp2d_nomor, diproses.sp2d_tanggal) == ("cair", "SP2D/7", date(2026, 11, 5))
    assert diproses.dicatat_oleh == keuangan
    assert keadaan(usulan) == (Tahap.PENCAIRAN, Giliran.RT)
    assert sudah_cair(usulan) == 100_000_000
    assert usulan.daftar_riwayat.last().catatan == "SP2D SP2D/7"


@pytest.mark.parametrize(
    ("lain", "kata"),
    [
        ({"nilai": "99.999.999"}, "Nilai SP2D Rp99.999.999 tidak sama dengan permohonan Rp100.000.000."),
        ({"nilai": "100.000.001"}, "Nilai SP2D Rp100.000.001 tidak sama dengan permohonan Rp100.000.000."),
        ({"nilai": "1,250,000"}, "1,250,000"),
        ({"nilai": "9" * 30}, "Jumlah uang"),
        ({"nilai": ""}, "Isi jumlah uangnya"),
        ({"sp2d_nomor": "  "}, "Nomor SP2D"),
        ({"sp2d_nomor": "\x00"}, "null"),
        ({"sp2d_nomor": "9" * 61}, "60"),
        ({"sp2d_tanggal": "2026-11-01"}, "tidak sebelum tanggal surat permohonan (02/11/2026)"),
        ({"sp2d_tanggal": "2025-12-31"}, "Tanggal SP2D harus dalam tahun 2026"),
        ({"sp2d_tanggal": (timezone.localdate() + timedelta(days=1)).isoformat()}, "tidak sesudah hari ini"),
        ({"sp2d_tanggal": "kemarin"}, "Tanggal SP2D"),
        ({"pencairan": ""}, "baru saja berubah"),
        ({"pencairan": "9" * 40}, "baru saja berubah"),
    ],
)
def test_an_sp2d_that_does_not_fit_is_refused(diproses, usulan, keuangan, login, lain, kata):
    jawab = login(keuangan).post(url("cairkan", usulan), isian_sp2d(usulan, diproses, **lain))

    diproses.refresh_from_db()
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert diproses.status == Status.DITANDATANGANI
    assert keadaan(usulan) == (Tahap.PENCAIRAN, Giliran.KEUANGAN)


def test_never_more_than_was_approved(diproses, usulan, keuangan):
    usulan.daftar_penetapan.update(nilai=99_999_999)

    with pytest.raises(LangkahDitolak, match="Jumlah cair melebihi nilai penetapan sebesar Rp1"):
        cairkan(diproses, **SP2D, nilai=100_000_000, oleh=keuangan)

    assert sudah_cair(usulan) == 0


def test_two_of_keuangan_at_once_record_one_sp2d(diproses, usulan, keuangan):
    lain = make_pengguna(Peran.KEUANGAN)
    cairkan(diproses, **SP2D, nilai=100_000_000, oleh=keuangan)

    with pytest.raises(UsulanBerubah):
        cairkan(diproses, sp2d_nomor="SP2D/8", sp2d_tanggal=SP2D["sp2d_tanggal"], nilai=100_000_000, oleh=lain)
    with pytest.raises(UsulanBerubah):
        gagalkan(diproses, alasan="Ditolak bank", oleh=lain)

    diproses.refresh_from_db()
    assert (diproses.sp2d_nomor, diproses.dicatat_oleh) == ("SP2D/7", keuangan)


def test_a_double_click_counts_once(diproses, usulan, keuangan, login):
    client, kiriman = login(keuangan), isian_sp2d(usulan, diproses)

    assert [client.post(url("cairkan", usulan), kiriman).status_code for _ in range(2)] == [302, 302]
    assert usulan.daftar_riwayat.filter(aksi="cairkan").count() == 1


def test_one_sp2d_has_one_date(tiga_usulan, mohonkan, keuangan):
    satu, dua, _tiga = mohonkan(*tiga_usulan).daftar_pencairan.all()
    cairkan(satu, **SP2D, nilai=satu.nilai, oleh=keuangan)

    with pytest.raises(LangkahDitolak, match="SP2D SP2D/7 sudah bertanggal 05/11/2026 untuk RT lain"):
        cairkan(dua, sp2d_nomor="SP2D/7", sp2d_tanggal=date(2026, 11, 6), nilai=dua.nilai, oleh=keuangan)


@pytest.mark.parametrize("nama", ["cairkan", "gagalkan", "jelaskan_selisih", "konfirmasi", "tahan", "lepas"])
@pytest.mark.parametrize("peran", Peran)
def test_whose_page_it_is(diproses, usulan, semua_orang, login, nama, peran):
    milik = {
        "konfirmasi": {Peran.KETUA_RT},
        "tahan": {Peran.KEUANGAN, Peran.DPMPPA},
        "lepas": {Peran.KEUANGAN, Peran.DPMPPA},
    }
    boleh = peran in milik.get(nama, {Peran.KEUANGAN})
    client = login(semua_orang[peran])

    assert client.get(url(nama, usulan)).status_code == (200 if boleh else 403)
    if not boleh:
        assert client.post(url(nama, usulan), isian_sp2d(usulan, diproses)).status_code == 403


def test_a_neighbour_is_not_found(usulan_tetangga, siap_cair, petugas_tetangga, ketua_rt, login):
    siap_cair(usulan_tetangga)

    assert login(ketua_rt).get(url("konfirmasi", usulan_tetangga)).status_code == 404
    assert login(ketua_rt).get("/usulan/" + "9" * 30 + "/konfirmasi/").status_code == 404


def test_a_step_that_is_not_possible_yet_says_why(siap, keuangan, ketua_rt, login):
    client = login(keuangan)
    daftar = {
        "cairkan": "Tidak ada transfer yang menunggu SP2D",
        "gagalkan": "Tidak ada transfer yang bisa dicatat gagal",
        "jelaskan_selisih": "Tidak ada selisih yang perlu dijelaskan",
    }

    for nama, kata in daftar.items():
        assert kata in client.get(url(nama, siap)).content.decode()
    assert "Tidak ada uang yang menunggu konfirmasi" in login(ketua_rt).get(url("konfirmasi", siap)).content.decode()


def test_a_failed_transfer_is_repeated_and_never_counts_twice(diproses, usulan, mohonkan, keuangan, login):
    jawab = login(keuangan).post(url("gagalkan", usulan), isian(usulan, diproses, alasan="Nama pemilik berbeda"))
    diproses.refresh_from_db()
    assert jawab.status_code == 302
    assert (diproses.status, diproses.alasan_gagal) == ("gagal", "Nama pemilik berbeda")
    assert keadaan(usulan) == (Tahap.PENCAIRAN, Giliran.KELURAHAN)
    assert usulan.daftar_riwayat.last().catatan == "Nama pemilik berbeda"

    ulang = mohonkan(usulan).daftar_pencairan.get()
    assert (ulang.percobaan, ulang.status) == (2, "ditandatangani")
    cairkan(ulang, **SP2D, nilai=100_000_000, oleh=keuangan)

    assert sudah_cair(usulan) == 100_000_000
    with pytest.raises(IntegrityError), transaction.atomic():
        Pencairan.objects.filter(pk=diproses.pk).update(status="cair", sp2d_nomor="X", sp2d_tanggal=TERIMA)


def test_a_failure_needs_the_banks_reason(diproses, usulan, keuangan, login):
    jawab = login(keuangan).post(url("gagalkan", usulan), isian(usulan, diproses, alasan="  "))

    assert jawab.status_code == 422
    with pytest.raises(LangkahDitolak, match="Tuliskan alasan dari bank"):
        gagalkan(diproses, alasan=" ", oleh=keuangan)
    assert keadaan(usulan) == (Tahap.PENCAIRAN, Giliran.KEUANGAN)


def test_a_failure_pressed_twice_is_one(diproses, usulan, keuangan, login):
    client, kiriman = login(keuangan), isian(usulan, diproses, alasan="Rekening tutup")

    assert [client.post(url("gagalkan", usulan), kiriman).status_code for _ in range(2)] == [302, 302]
    assert usulan.daftar_riwayat.filter(aksi="gagalkan").count() == 1


def test_money_the_bank_sent_back_after_the_sp2d_can_be_sent_again(siap, cair, mohonkan, ketua_rt, keuangan, login):
    """No dead end: the RT says Rp0, Keuangan records the failure, the kelurahan asks again."""
    pencairan = cair(siap)
    client = login(keuangan)
    assert "hanya yang oleh RT dilaporkan" in client.get(url("gagalkan", siap)).content.decode()
    tanpa_uang = isian_terima(siap, pencairan, diterima="0", catatan="Tidak masuk.")
    assert login(ketua_rt).post(url("konfirmasi", siap), tanpa_uang).status_code == 302
    assert halangan(siap, "gagalkan") == []

    jawab = client.post(url("gagalkan", siap), isian(siap, pencairan, alasan="Retur: rekening pasif"))

    assert jawab.status_code == 302
    assert keadaan(siap) == (Tahap.PENCAIRAN, Giliran.KELURAHAN)
    assert sudah_cair(siap) == 0
    assert mohonkan(siap).daftar_pencairan.get().percobaan == 2
