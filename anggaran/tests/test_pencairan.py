"""The money: SP2D to the rupiah, failures repeated, what arrived, holds, and a second instalment beside the works."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from anggaran.models import BukuKas, Penahanan, Pencairan
from anggaran.services.pencairan import (
    cairkan,
    cairkan_banyak,
    gagalkan,
    halangan_termin,
    jelaskan_selisih,
    konfirmasi,
    langkah_transfer,
    lepas,
    sudah_cair,
    tahan,
)
from kampung.testing import make_pengguna, make_rt, make_usulan
from laporan.gerbang import halangan
from laporan.services.pembatalan import batalkan_langkah
from pokja.services import LangkahDitolak, UsulanBerubah
from pokja.tahapan import Giliran, Tahap
from rt.peran import Peran

ANTREAN = reverse("anggaran:pencairan_proses")
SP2D = {"sp2d_nomor": "SP2D/7", "sp2d_tanggal": date(2026, 11, 5)}
TERIMA = date(2026, 11, 6)
Status = Pencairan.Status


def url(nama, usulan):
    return reverse(f"anggaran:{nama}", args=[usulan.pk])


def keadaan(usulan):
    usulan.refresh_from_db()
    return usulan.tahap, usulan.giliran


def isian(usulan, pencairan, /, **lain):
    usulan.refresh_from_db()
    return {"pencairan": pencairan.pk, "versi": usulan.versi} | lain


def isian_sp2d(usulan, pencairan, /, **lain):
    return isian(usulan, pencairan, sp2d_nomor="SP2D/7", sp2d_tanggal="2026-11-05", nilai="100.000.000") | lain


def isian_terima(usulan, pencairan, /, **lain):
    return isian(usulan, pencairan, diterima="100.000.000", tanggal="2026-11-06", catatan="") | lain


@pytest.fixture
def siap(usulan, siap_cair):
    return siap_cair(usulan)


@pytest.fixture
def diproses(siap, mohonkan):
    """The transfer of `usulan` with Keuangan: Rp100 juta."""
    return mohonkan(siap).daftar_pencairan.get()


@pytest.fixture
def berjalan(dua_termin, siap, cair, ketua_rt):
    """A 60/40 year: the first instalment has arrived, the works run."""
    pencairan = cair(siap)
    siap.refresh_from_db()
    assert konfirmasi(pencairan, diterima=60_000_000, tanggal=TERIMA, oleh=ketua_rt, versi=siap.versi)
    siap.refresh_from_db()
    return siap


# --- SP2D -----------------------------------------------------------------------------------------------------------


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
    assert diproses.status == Status.DIPROSES
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

    with pytest.raises(LangkahDitolak, match="SP2D SP2D/7 sudah tercatat bertanggal 05/11/2026"):
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


# --- the queue ------------------------------------------------------------------------------------------------------


def kirim_banyak(client, daftar, **lain):
    return client.post(
        ANTREAN, {"sp2d_nomor": "SP2D/7", "sp2d_tanggal": "2026-11-05", "pilih": [p.pk for p in daftar]} | lain
    )


def test_one_sp2d_pays_the_ticked_and_leaves_the_others(tiga_usulan, mohonkan, keuangan, login):
    satu, dua, tiga = mohonkan(*tiga_usulan).daftar_pencairan.all()

    jawab = kirim_banyak(login(keuangan), [satu, tiga])

    assert jawab.status_code == 302
    assert list(Pencairan.objects.values_list("pk", "status", "sp2d_nomor")) == [
        (satu.pk, "cair", "SP2D/7"),
        (dua.pk, "diproses", ""),
        (tiga.pk, "cair", "SP2D/7"),
    ]
    assert kirim_banyak(login(keuangan), [satu, tiga]).status_code == 302
    assert [keadaan(usulan)[1] for usulan in tiga_usulan] == [Giliran.RT, Giliran.KEUANGAN, Giliran.RT]


def test_all_of_the_ticked_or_none(tiga_usulan, mohonkan, keuangan, login):
    daftar = list(mohonkan(*tiga_usulan).daftar_pencairan.all())
    tahan(tiga_usulan[1], alasan="Menunggu klarifikasi", oleh=keuangan)

    jawab = kirim_banyak(login(keuangan), daftar)

    isi = jawab.content.decode()
    assert jawab.status_code == 422
    assert "RT 12 Kenali Besar: Pencairan RT 12 Kenali Besar sedang ditahan: Menunggu klarifikasi." in isi
    assert 'value="SP2D/7"' in isi
    assert isi.count(" checked") == 2
    assert set(Pencairan.objects.values_list("status", flat=True)) == {"diproses"}


@pytest.mark.parametrize(
    ("lain", "kata"),
    [
        ({"pilih": []}, "Centang sedikitnya satu RT"),
        ({"pilih": ["\x00", "abc", "9" * 50, "-1"]}, "Centang sedikitnya satu RT"),
        ({"sp2d_nomor": ""}, "Nomor SP2D"),
        ({"sp2d_tanggal": "2027-01-02"}, "Tanggal SP2D"),
    ],
)
def test_the_queue_answers_garbage_with_a_sentence(diproses, keuangan, login, lain, kata):
    jawab = kirim_banyak(login(keuangan), [diproses], **lain)

    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert Pencairan.objects.get().status == Status.DIPROSES


def test_the_queue_groups_by_bundle_and_narrows(tiga_usulan, usulan, siap_cair, mohonkan, keuangan, login):
    pertama, kedua = mohonkan(*tiga_usulan), mohonkan(siap_cair(usulan, nilai=70_000_001))
    client = login(keuangan)

    semua = client.get(ANTREAN).content.decode()
    satu = client.get(ANTREAN, {"permohonan": kedua.pk}).content.decode()
    lurah_lain = client.get(ANTREAN, {"kelurahan": "9" * 18}).content.decode()

    assert (semua.count("kelompok-baris"), "370.000.001" in semua) == (2, True)
    assert (pertama.nomor in satu, "RT 11" in satu, "RT 02" in satu) == (False, False, True)
    assert "Tidak ada transfer yang menunggu SP2D" in lurah_lain
    assert client.get(ANTREAN, {"isi": "x", "page": "abc", "kelurahan": "\x00"}).status_code == 200


@pytest.mark.parametrize("peran", sorted(set(Peran) - {Peran.KEUANGAN}))
def test_the_queue_is_keuangans(diproses, semua_orang, login, peran):
    assert login(semua_orang[peran]).get(ANTREAN).status_code == 403
    assert kirim_banyak(login(semua_orang[peran]), [diproses]).status_code == 403


@pytest.mark.parametrize("isi", ["proses", "selisih"])
def test_the_queue_takes_the_same_queries_for_one_row_and_three(tiga_usulan, mohonkan, keuangan, login, isi):
    def hitung():
        client = login(keuangan)
        with CaptureQueriesContext(connection) as tangkap:
            assert client.get(ANTREAN, {"isi": isi}).status_code == 200
        return len(tangkap)

    def tambah(*daftar):
        mohonkan(*daftar)
        tahan(daftar[0], alasan="Klarifikasi", oleh=keuangan)
        if isi == "selisih":
            Pencairan.objects.update(status="cair", sp2d_nomor="1", sp2d_tanggal=TERIMA, diterima=1)

    tambah(tiga_usulan[0])
    satu = hitung()
    tambah(*tiga_usulan[1:])

    assert hitung() == satu


def test_the_queue_is_paged(kenali_besar, kelompok_a, siap_cair, mohonkan, keuangan, login, monkeypatch):
    monkeypatch.setattr("anggaran.views.pencairan.PER_HALAMAN", 2)
    mohonkan(*(siap_cair(make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_a)) for nomor in (31, 32, 33)))

    isi = login(keuangan).get(ANTREAN, {"page": 2}).content.decode()

    assert ("RT 31" in isi, "RT 33" in isi) == (False, True)
    assert "Halaman 2 dari 2 (3 baris)" in isi
    assert "300.000.000" in isi


# --- failure --------------------------------------------------------------------------------------------------------


def test_a_failed_transfer_is_repeated_and_never_counts_twice(diproses, usulan, mohonkan, keuangan, login):
    jawab = login(keuangan).post(url("gagalkan", usulan), isian(usulan, diproses, alasan="Nama pemilik berbeda"))
    diproses.refresh_from_db()
    assert jawab.status_code == 302
    assert (diproses.status, diproses.alasan_gagal) == ("gagal", "Nama pemilik berbeda")
    assert keadaan(usulan) == (Tahap.PENCAIRAN, Giliran.KELURAHAN)
    assert usulan.daftar_riwayat.last().catatan == "Nama pemilik berbeda"

    ulang = mohonkan(usulan).daftar_pencairan.get()
    assert (ulang.percobaan, ulang.status) == (2, "diproses")
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


# --- confirmation ---------------------------------------------------------------------------------------------------


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


# --- holds ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peran", [Peran.KEUANGAN, Peran.DPMPPA])
def test_a_hold_blocks_the_sp2d_until_it_is_released(diproses, usulan, keuangan, semua_orang, login, peran):
    orang = semua_orang[peran]
    client = login(orang)
    assert client.post(url("tahan", usulan), {"alasan": "Laporan warga"}).status_code == 302
    kata = "Pencairan RT 02 Kenali Besar sedang ditahan: Laporan warga."

    jawab = login(keuangan).post(url("cairkan", usulan), isian_sp2d(usulan, diproses))
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert orang.nama in client.get(url("lepas", usulan)).content.decode()
    assert kata in halangan(usulan, "cairkan")[0]

    tahanan = Penahanan.objects.get()
    assert client.post(url("lepas", usulan), {"penahanan": tahanan.pk, "alasan": "Sudah jelas"}).status_code == 302
    tahanan.refresh_from_db()
    assert (tahanan.dilepas_oleh, tahanan.alasan_lepas) == (orang, "Sudah jelas")
    assert login(keuangan).post(url("cairkan", usulan), isian_sp2d(usulan, diproses)).status_code == 302


def test_a_hold_and_a_release_need_a_reason(siap, keuangan, login):
    client = login(keuangan)

    assert client.post(url("tahan", siap), {"alasan": " "}).status_code == 422
    assert not Penahanan.objects.exists()
    tahanan = tahan(siap, alasan="Klarifikasi", oleh=keuangan)
    assert client.post(url("lepas", siap), {"penahanan": tahanan.pk, "alasan": ""}).status_code == 422
    assert client.post(url("lepas", siap), {"penahanan": "9" * 40, "alasan": "Jelas"}).status_code == 422
    for panggil in (lambda: tahan(siap, alasan=" ", oleh=keuangan), lambda: lepas(tahanan, alasan=" ", oleh=keuangan)):
        with pytest.raises(LangkahDitolak, match="Tuliskan alasan"):
            panggil()


def test_a_hold_pressed_twice_is_one_and_another_is_refused(siap, keuangan, dpmppa):
    satu = tahan(siap, alasan="Klarifikasi", oleh=keuangan)

    assert tahan(siap, alasan="Klarifikasi ", oleh=keuangan) == satu
    with pytest.raises(LangkahDitolak, match="sudah ditahan: Klarifikasi"):
        tahan(siap, alasan="Lain", oleh=dpmppa)
    lepas(satu, alasan="Jelas", oleh=keuangan)
    lepas(satu, alasan="Jelas", oleh=keuangan)
    with pytest.raises(LangkahDitolak, match="sudah dilepas"):
        lepas(satu, alasan="Jelas", oleh=dpmppa)
    assert tahan(siap, alasan="Lain", oleh=dpmppa) != satu


def test_nothing_is_held_after_the_end(siap, keuangan, login):
    siap.tahap, siap.giliran = Tahap.SELESAI, Giliran.TUTUP
    siap.save()

    assert "sudah berakhir" in login(keuangan).get(url("tahan", siap)).content.decode()
    assert login(keuangan).post(url("tahan", siap), {"alasan": "Terlambat"}).status_code == 422


@pytest.mark.parametrize("peran", Peran)
def test_the_way_to_a_hold_is_shown_to_those_who_have_it(siap, keuangan, semua_orang, peran):
    punya = peran in (Peran.KEUANGAN, Peran.DPMPPA)
    orang = semua_orang[peran]

    assert langkah_transfer(siap, orang) == ([("Tahan pencairan", "anggaran:tahan")] if punya else [])
    tahan(siap, alasan="Klarifikasi", oleh=keuangan)
    assert langkah_transfer(siap, orang) == ([("Lepas penahanan", "anggaran:lepas")] if punya else [])


def test_a_hold_of_the_neighbour_does_not_block(diproses, usulan, usulan_tetangga, keuangan):
    tahan(usulan_tetangga, alasan="Klarifikasi", oleh=keuangan)

    assert cairkan(diproses, **SP2D, nilai=100_000_000, oleh=keuangan).status == Status.CAIR


# --- the second instalment ------------------------------------------------------------------------------------------


def test_the_second_instalment_runs_beside_the_works(berjalan, petugas, lurah, keuangan, ketua_rt, login):
    assert halangan_termin(berjalan) == ["Termin 2 (40 %) belum dicairkan. Minta kelurahan mengajukan permohonannya."]
    versi = berjalan.versi
    kiriman = {"nomor": "900/77", "tanggal": "2026-11-10", "pilih": [berjalan.pk]}
    alamat = login(petugas).post(reverse("anggaran:permohonan_create"), kiriman)["Location"]
    login(lurah).post(alamat + "tanda-tangan/")
    kedua = berjalan.daftar_pencairan.get(termin__urut=2)
    assert (kedua.nilai, kedua.status) == (40_000_000, "diproses")
    assert halangan_termin(berjalan) == ["Masih ada pencairan yang diproses. Tunggu sampai selesai."]
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


def test_many_refuses_as_one(tiga_usulan, mohonkan, keuangan):
    daftar = list(mohonkan(*tiga_usulan).daftar_pencairan.all())
    cairkan(daftar[2], sp2d_nomor="SP2D/0", sp2d_tanggal=TERIMA, nilai=daftar[2].nilai, oleh=keuangan)

    with pytest.raises(LangkahDitolak, match="RT 13 Kenali Besar: Usulan ini baru saja berubah"):
        cairkan_banyak(daftar, **SP2D, oleh=keuangan)

    assert Pencairan.objects.cair().count() == 1
