"""From the signature to the SP2D: taking a bundle up, holds as people read them, and what follows a failure."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anggaran.models import Pencairan, Permohonan
from anggaran.services.pencairan import (
    cairkan,
    gagalkan,
    halangan_cairkan,
    kegagalan_terbuka,
    lepas,
    periksa_rekening,
    tahan,
    terima_proses,
)
from anggaran.tests.surat import BARU, LIST, detail, kirim, rekening_berganti, susun, tanpa_rekening, url_batal
from anggaran.tests.uang_keluar import ANTREAN, SP2D, keadaan, url
from kampung.testing import make_rt, make_usulan
from laporan.services.pembatalan import batalkan_langkah
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.peran import Peran

Status = Pencairan.Status


def url_terima(permohonan):
    return reverse("anggaran:permohonan_terima", args=[permohonan.pk])


def status(permohonan):
    return list(permohonan.daftar_pencairan.order_by("pk").values_list("status", flat=True))


# --- taking up ------------------------------------------------------------------------------------------------------


def test_a_signed_bundle_is_taken_up_once(tiga_usulan, mohonkan, keuangan, login):
    permohonan, client = mohonkan(*tiga_usulan), login(keuangan)
    assert status(permohonan) == ["ditandatangani"] * 3
    halaman = client.get(detail(permohonan)).content.decode()
    assert "3 RT dalam permohonan ini belum diterima untuk diproses." in halaman
    assert "Ditandatangani lurah" in halaman

    daftar = [client.post(url_terima(permohonan), follow=True).content.decode() for _ in range(2)]

    permohonan.refresh_from_db()
    assert "Permohonan 900/1: 3 RT diterima untuk diproses." in daftar[0]
    assert "Permohonan 900/1 sudah diterima untuk diproses." in daftar[1]
    assert "Terima untuk diproses" not in daftar[0]
    assert (status(permohonan), permohonan.diproses_oleh) == (["diproses"] * 3, keuangan)
    assert [u.daftar_riwayat.filter(aksi="proses").count() for u in tiga_usulan] == [1, 1, 1]
    assert "Diterima Keuangan untuk diproses" in client.get(tiga_usulan[0].get_absolute_url()).content.decode()


@pytest.mark.parametrize("peran", sorted(set(Peran) - {Peran.KEUANGAN}))
def test_only_keuangan_takes_up(tiga_usulan, mohonkan, semua_orang, login, peran):
    permohonan = mohonkan(*tiga_usulan)
    client = login(semua_orang[peran])

    assert client.post(url_terima(permohonan)).status_code == 403
    with pytest.raises(LangkahDitolak, match="dilakukan oleh Keuangan"):
        terima_proses(permohonan, oleh=semua_orang[peran])
    assert "Terima untuk diproses" not in client.get(detail(permohonan)).content.decode()
    assert status(permohonan) == ["ditandatangani"] * 3


@pytest.mark.parametrize("batal", [False, True])
def test_what_is_not_signed_is_not_taken_up(tiga_usulan, petugas, keuangan, login, batal):
    permohonan = susun(tiga_usulan, petugas)
    if batal:
        login(petugas).post(url_batal(permohonan))
    client = login(keuangan)

    jawab = client.post(url_terima(permohonan))

    assert jawab.status_code == 409
    assert "belum ditandatangani atau sudah dibatalkan" in jawab.content.decode()
    assert client.get(url_terima(permohonan)).status_code == 405
    assert client.post("/permohonan/" + "9" * 30 + "/terima/").status_code == 404
    assert Pencairan.objects.di_keuangan().count() == 0


def test_whoever_is_held_waits_and_holds_up_nobody(tiga_usulan, mohonkan, keuangan, login):
    permohonan, client = mohonkan(*tiga_usulan), login(keuangan)
    tahanan = tahan(tiga_usulan[1], alasan="Klarifikasi", oleh=keuangan)

    isi = client.post(url_terima(permohonan), {"dari": "antrean"}, follow=True).content.decode()

    assert "2 RT diterima untuk diproses." in isi
    assert "RT 12 Kenali Besar sedang ditahan, jadi belum ikut diproses." in isi
    assert status(permohonan) == ["diproses", "ditandatangani", "diproses"]
    lepas(tahanan, alasan="Jelas", oleh=keuangan)
    assert "1 RT diterima untuk diproses." in client.post(url_terima(permohonan), follow=True).content.decode()
    assert status(permohonan) == ["diproses"] * 3


@pytest.mark.parametrize("diterima", [False, True])
def test_nobody_is_kept_from_paying_or_failing_by_the_taking_up(tiga_usulan, mohonkan, keuangan, diterima):
    permohonan = mohonkan(*tiga_usulan)
    if diterima:
        terima_proses(permohonan, oleh=keuangan)
    satu, dua, tiga = permohonan.daftar_pencairan.order_by("pk")

    assert halangan_cairkan(tiga.usulan) == []
    cairkan(satu, **SP2D, nilai=satu.nilai, oleh=keuangan)
    gagalkan(dua, alasan="Rekening pasif", oleh=keuangan)

    assert status(permohonan) == ["cair", "gagal", "diproses" if diterima else "ditandatangani"]


@pytest.mark.parametrize("diterima", [False, True])
def test_undoing_the_request_takes_it_back_from_keuangan(siap, mohonkan, keuangan, dpmppa, diterima):
    permohonan = mohonkan(siap)
    if diterima:
        terima_proses(permohonan, oleh=keuangan)
    siap.refresh_from_db()

    batalkan_langkah(siap, oleh=dpmppa, versi=siap.versi, catatan="Salah kirim")

    assert keadaan(siap) == (Tahap.PENCAIRAN, Giliran.KELURAHAN)
    assert status(permohonan) == ["batal"]
    assert terima_proses(permohonan, oleh=keuangan) == ([], [])


@pytest.mark.parametrize("lama", ["ditandatangani", "diproses"])
def test_a_signed_transfer_keeps_its_termin_in_the_database(siap, mohonkan, petugas, lama):
    ada = mohonkan(siap).daftar_pencairan.get()
    Pencairan.objects.update(status=lama)

    with pytest.raises(IntegrityError), transaction.atomic():
        Pencairan.objects.create(
            usulan=siap, permohonan=ada.permohonan, termin=ada.termin, percobaan=2, nilai=1, rekening=ada.rekening
        )


def test_the_queue_counts_what_is_not_taken_up_and_has_its_button(tiga_usulan, mohonkan, keuangan, login):
    pertama, kedua = mohonkan(*tiga_usulan[:2]), mohonkan(tiga_usulan[2])
    terima_proses(kedua, oleh=keuangan)
    client = login(keuangan)

    semua, baru = client.get(ANTREAN), client.get(ANTREAN, {"isi": "baru"})

    assert [(tab["label"], tab["banyak"]) for tab in semua.context["tab"]] == [
        ("Menunggu SP2D", 3),
        ("Belum diterima untuk diproses", 2),
        ("Selisih dilaporkan RT", 0),
    ]
    for halaman in (semua, baru):
        isi = halaman.content.decode()
        assert f'form="terima-{pertama.pk}"' in isi
        assert f'id="terima-{pertama.pk}" action="{url_terima(pertama)}"' in isi
        assert f'form="terima-{kedua.pk}"' not in isi
    assert ("RT 13" in semua.content.decode(), "RT 13" in baru.content.decode()) == (True, False)
    terima_proses(pertama, oleh=keuangan)
    assert "Tidak ada permohonan yang belum diterima" in client.get(ANTREAN, {"isi": "baru"}).content.decode()


# --- holds ----------------------------------------------------------------------------------------------------------


def test_a_hold_is_read_with_who_since_when_why_and_who_let_go(tiga_usulan, mohonkan, keuangan, dpmppa, petugas, login):
    permohonan = mohonkan(*tiga_usulan)
    tahanan = tahan(tiga_usulan[1], alasan="Klarifikasi", oleh=keuangan)
    buka = "Ditahan</span> sejak Sabtu, 21 November 2026"
    daftar = [(petugas, detail(permohonan)), (keuangan, detail(permohonan)), (keuangan, ANTREAN)]

    for orang, alamat in daftar:
        isi = login(orang).get(alamat).content.decode()
        assert isi.count(buka) == 1
        assert "WIB oleh Keuangan: Klarifikasi" in isi
    lepas(tahanan, alasan="Sudah jelas", oleh=dpmppa)

    for orang, alamat in daftar:
        isi = login(orang).get(alamat).content.decode()
        assert isi.count("Pernah ditahan</span> Sabtu, 21 November 2026") == 1
        assert "WIB oleh Dpmppa: Sudah jelas" in isi
        assert buka not in isi
    isi = login(petugas).get(tiga_usulan[1].get_absolute_url()).content.decode()
    assert "WIB oleh Dpmppa: Sudah jelas" in isi


def test_a_hold_for_what_comes_later_does_not_mark_what_has_left(siap, cair, keuangan):
    pencairan = cair(siap)
    tahan(siap, alasan="Termin berikutnya", oleh=keuangan)
    pencairan.refresh_from_db()

    assert (pencairan.penahanan, pencairan.ditahan) == (None, False)
    assert Pencairan.objects.ditahan().count() == 0
    assert Pencairan.objects.berkeadaan("cair").get() == pencairan


def test_the_bundle_takes_the_same_queries_for_one_rt_and_three(tiga_usulan, mohonkan, keuangan, login):
    def hitung(permohonan):
        client = login(keuangan)
        with CaptureQueriesContext(connection) as tangkap:
            assert client.get(detail(permohonan)).status_code == 200
        return len(tangkap)

    satu, dua = mohonkan(tiga_usulan[0]), mohonkan(*tiga_usulan[1:])
    for permohonan in (satu, dua):
        for pencairan in permohonan.daftar_pencairan.all():
            gagalkan(pencairan, alasan="Rekening pasif", oleh=keuangan)
            tahan(pencairan.usulan, alasan="Klarifikasi", oleh=keuangan)

    assert hitung(dua) == hitung(satu)


# --- after a failure ------------------------------------------------------------------------------------------------


def diperiksa(usulan, orang):
    rekening_berganti(usulan, orang)
    baru = usulan.rt.daftar_rekening.get(berlaku=True)
    periksa_rekening(baru, oleh=orang, versi=baru.versi)


LANJUT = [
    (lambda usulan, orang: None, "Bila rekeningnya yang salah, ketua RT menggantinya di halaman Ganti rekening"),
    (rekening_berganti, "Rekening Pokja belum diperiksa. Kelurahan memeriksanya dulu"),
    (diperiksa, "Rekening baru sudah diperiksa. Sekarang kelurahan memohonkan pencairannya lagi."),
    (tanpa_rekening, "Ketua RT mengisi rekening Pokja dulu"),
]


@pytest.mark.parametrize(("sesudah", "kata"), LANJUT)
def test_a_failure_says_why_and_who_does_what_next(siap, mohonkan, keuangan, petugas, ketua_rt, login, sesudah, kata):
    permohonan = mohonkan(siap)
    gagalkan(permohonan.daftar_pencairan.get(), alasan="Nama pemilik berbeda", oleh=keuangan)
    sesudah(siap, petugas)

    for orang, alamat in ((ketua_rt, siap.get_absolute_url()), (petugas, detail(permohonan))):
        isi = login(orang).get(alamat).content.decode()
        assert "Nama pemilik berbeda" in isi
        assert kata in isi


def test_a_failure_that_was_asked_for_again_is_history(siap, mohonkan, keuangan, ketua_rt, login):
    gagalkan(mohonkan(siap).daftar_pencairan.get(), alasan="Nama pemilik berbeda", oleh=keuangan)
    siap.refresh_from_db()
    assert [gagal.alasan for gagal in kegagalan_terbuka(siap)] == ["Nama pemilik berbeda"]

    kedua = mohonkan(siap).daftar_pencairan.get()
    siap.refresh_from_db()
    assert kegagalan_terbuka(siap) == []
    assert "Kata bank:" not in login(ketua_rt).get(siap.get_absolute_url()).content.decode()

    gagalkan(kedua, alasan="Rekening pasif", oleh=keuangan)
    siap.refresh_from_db()
    assert [(g.alasan, g.pencairan.percobaan) for g in kegagalan_terbuka(siap)] == [("Rekening pasif", 2)]


# --- the number of a cancelled bundle, and the condition of a termin ------------------------------------------------


def test_a_cancelled_bundle_keeps_its_number_and_says_so(tiga_usulan, petugas, login):
    permohonan, client = susun(tiga_usulan, petugas), login(petugas)

    isi = client.post(url_batal(permohonan), follow=True).content.decode()
    assert "dengan nomor baru: 900/1 tetap terpakai." in isi
    assert "Nomor 900/1 tetap terpakai; permohonan berikutnya memakai nomor baru." in isi

    jawab = kirim(client, tiga_usulan)
    assert jawab.status_code == 422
    assert "Nomor surat 900/1 terpakai oleh permohonan yang dibatalkan" in jawab.content.decode()
    assert kirim(client, tiga_usulan, nomor="900/2").status_code == 302


def test_a_termin_with_a_condition_waits_for_the_makers_word(tiga_usulan, tahun, petugas, lurah, login):
    tahun.daftar_termin.update(syarat="Kemajuan 50 % dilihat di lapangan")
    client = login(petugas)
    satu, dua, _tiga = tiga_usulan
    assert "Syarat terpenuhi" in client.get(BARU).content.decode()

    jawab = kirim(client, [satu, dua], syarat=[satu.pk, "\x00", "9" * 30])
    assert jawab.status_code == 422
    isi = jawab.content.decode()
    assert "RT 12 Kenali Besar: Termin 1 (100 %) bersyarat “Kemajuan 50 % dilihat di lapangan”." in isi
    assert isi.count(" checked") == 3
    assert not Permohonan.objects.exists()

    alamat = kirim(client, [satu, dua], syarat=[satu.pk, dua.pk])["Location"]
    assert set(Pencairan.objects.values_list("syarat_terpenuhi", flat=True)) == {"Kemajuan 50 % dilihat di lapangan"}
    kata = f"dinyatakan terpenuhi oleh {petugas}: Kemajuan 50 % dilihat di lapangan"
    assert login(lurah).get(alamat).content.decode().count(kata) == 2


@pytest.mark.parametrize("nomor", [1, 3])
def test_the_home_of_the_kelurahan_counts_later_termin_that_can_be_asked_for(
    dua_termin, kenali_besar, kelompok_a, siap_cair, mohonkan, petugas, petugas_tetangga, login, nomor
):
    """Confirmed, in the works, and nothing missing; the others and the neighbours' are not counted."""
    daftar = [siap_cair(make_usulan(make_rt(kenali_besar, nomor=n), kelompok_a)) for n in range(11, 11 + nomor)]
    mohonkan(*daftar)
    Pencairan.objects.update(
        status="cair", sp2d_nomor="1", sp2d_tanggal="2026-11-05", diterima=60_000_000, diterima_tanggal="2026-11-05"
    )
    for usulan in daftar:
        type(usulan).objects.filter(pk=usulan.pk).update(tahap=Tahap.PELAKSANAAN, giliran=Giliran.RT)

    def hitung(orang):
        halaman = login(orang).get("/")
        return {label: banyak for label, banyak, _url in halaman.context["tautan_hitung"]}

    kata = "RT bisa dimohonkan termin lanjutannya"
    assert (hitung(petugas)[kata], hitung(petugas_tetangga)[kata]) == (nomor, 0)
    Pencairan.objects.filter(usulan=daftar[0]).update(diterima=None)
    assert hitung(petugas)[kata] == nomor - 1


def test_the_list_of_bundles_says_which_are_taken_up(tiga_usulan, mohonkan, keuangan, login):
    terima_proses(mohonkan(*tiga_usulan[:2]), oleh=keuangan)
    mohonkan(tiga_usulan[2])

    isi = login(keuangan).get(LIST).content.decode()

    label = '<span class="label label-selesai">Ditandatangani'
    assert (isi.count(f"{label}, diproses Keuangan<"), isi.count(f"{label}<")) == (1, 1)


def test_a_transfer_page_says_its_state(diproses, usulan, keuangan, login):
    assert "<dd>Ditandatangani lurah</dd>" in login(keuangan).get(url("cairkan", usulan)).content.decode()
