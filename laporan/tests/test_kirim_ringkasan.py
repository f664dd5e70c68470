"""The daily e-mail: to whom, with what, once a day, and nothing to those who can act on nothing."""

from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anggaran.models import Penahanan, Pencairan, Permohonan
from kampung.testing import make_rt, make_usulan
from laporan.antrean import PEMERIKSA
from laporan.kabar import isi, ringkasan_untuk
from laporan.models import KirimanRingkasan
from laporan.tests import adegan
from rt.models import Pengguna
from rt.peran import PENERIMA_RINGKASAN
from rt.templatetags.rupiah import tanggal

ALAMAT = "https://kampung.example.go.id"


@pytest.fixture(autouse=True)
def _alamat(settings, db):
    # With the database, which brings a new outbox, before anybody takes the outbox.
    settings.KAMPUNG_ALAMAT = ALAMAT


@pytest.fixture
def bersurel(semua_orang, lurah, petugas_tetangga):
    """Everybody has an address; so has a neighbour's officer."""
    for pengguna in (*semua_orang.values(), lurah, petugas_tetangga):
        pengguna.email = f"{pengguna.username}@example.id"
        pengguna.save(update_fields=["email"])
    return semua_orang


def kirim():
    call_command("kirim_ringkasan", verbosity=0)


def penerima(mailoutbox):
    return sorted(surel.to[0].partition("@")[0] for surel in mailoutbox)


def test_each_gets_what_waits_in_the_own_territory(mailoutbox, bersurel, usulan, usulan_tetangga, kelompok_b, rt_02):
    kini, lewat = timezone.now(), timezone.localdate() - timedelta(days=3)
    adegan.taruh(usulan, "rembuk", "kelurahan", giliran_sejak=kini, jatuh_tempo=lewat)
    baru = make_usulan(make_rt(rt_02.kelurahan, nomor=3), kelompok_b)
    adegan.taruh(baru, "pokja", "kelurahan", giliran_sejak=kini + timedelta(seconds=1), jatuh_tempo=None)
    adegan.taruh(usulan_tetangga, "rembuk", "rt")
    kirim()
    assert penerima(mailoutbox) == ["lurah", "petugas"]
    surel = next(satu for satu in mailoutbox if satu.to == ["petugas@example.id"])
    assert surel.subject == "Kampung Bahagia: 2 pekerjaan menunggu Anda, 1 terlambat"
    assert surel.body.splitlines() == [
        f"Yang menunggu Anda pada {tanggal(timezone.localdate())}:",
        "",
        "- Rembuk warga: 1 usulan, 1 terlambat",
        "- Pokja & rekening: 1 usulan",
        "",
        "Yang paling lama menunggu:",
        "",
        f"RT 02 Kenali Besar, Rembuk warga: baru masuk, batas {tanggal(lewat)} (lewat 3 hari)",
        f"Periksa: {ALAMAT}/usulan/{usulan.pk}/periksa/?isi=saya",
        "",
        "RT 03 Kenali Besar, Pokja & rekening: baru masuk",
        f"Periksa: {ALAMAT}/usulan/{baru.pk}/periksa/?isi=saya",
        "",
        f"Seluruh antrean: {ALAMAT}/antrean/",
        "",
        "--",
        f"Surel ini dikirim sekali sehari. Matikan atau nyalakan di {ALAMAT}/akun/",
    ]
    assert "Ketua Rt 02" not in surel.body
    assert surel.content_subtype == "plain"


@pytest.mark.parametrize(
    ("tahap", "giliran", "yang_dapat"),
    [
        ("sosialisasi", "dpmppa", ["dpmppa"]),
        ("rembuk", "rt", []),
        ("verifikasi", "kelurahan", ["lurah", "petugas"]),
        ("penetapan", "dpmppa", ["dpmppa"]),
        ("pencairan", "keuangan", ["keuangan"]),
        ("selesai", "tutup", []),
    ],
)
def test_only_whose_turn_it_is_and_no_empty_digest(mailoutbox, bersurel, usulan, tahap, giliran, yang_dapat):
    adegan.taruh(usulan, tahap, giliran, jatuh_tempo=timezone.localdate() - timedelta(days=9))
    kirim()
    assert penerima(mailoutbox) == yang_dapat
    assert KirimanRingkasan.objects.count() == len(yang_dapat)


@pytest.mark.parametrize("isian", [{"email": ""}, {"is_active": False}, {"ringkasan_surel": False}])
def test_none_without_address_for_a_closed_account_or_switched_off(mailoutbox, bersurel, usulan, isian):
    adegan.taruh(usulan, "rembuk", "kelurahan")
    Pengguna.objects.filter(username="petugas").update(**isian)
    kirim()
    assert penerima(mailoutbox) == ["lurah"]


def test_second_run_of_the_day_is_silent_and_the_next_day_is_not(mailoutbox, bersurel, usulan):
    adegan.taruh(usulan, "rembuk", "kelurahan")
    kirim()
    kirim()
    assert penerima(mailoutbox) == ["lurah", "petugas"]
    KirimanRingkasan.objects.update(tanggal=timezone.localdate() - timedelta(days=1))
    kirim()
    assert penerima(mailoutbox) == ["lurah", "lurah", "petugas", "petugas"]


class SatuKotakPenuh(EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, daftar):
        if any("petugas@example.id" in surel.to for surel in daftar):
            raise OSError("petugas@example.id: mailbox full")
        return super().send_messages(daftar)


def test_one_refused_address_stops_nobody_and_is_tried_again(mailoutbox, bersurel, usulan, settings):
    adegan.taruh(usulan, "rembuk", "kelurahan")
    baik, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.SatuKotakPenuh"
    with pytest.raises(CommandError) as galat:
        kirim()
    assert "1 tidak terkirim: petugas (OSError)." in str(galat.value)
    assert "@" not in str(galat.value)
    assert penerima(mailoutbox) == ["lurah"]
    settings.EMAIL_BACKEND = baik
    kirim()
    assert penerima(mailoutbox) == ["lurah", "petugas"]


@pytest.mark.parametrize("alamat", ["", "kampung.example.go.id"])
def test_refuses_to_run_without_its_own_address(mailoutbox, bersurel, usulan, settings, alamat):
    adegan.taruh(usulan, "rembuk", "kelurahan")
    settings.KAMPUNG_ALAMAT = alamat
    with pytest.raises(CommandError, match="KAMPUNG_ALAMAT belum diisi"):
        kirim()
    assert (len(mailoutbox), KirimanRingkasan.objects.count()) == (0, 0)


@pytest.fixture
def permohonan(usulan, petugas):
    """Prepared by the officer, not yet signed."""
    rekening = adegan.isi_pokja(usulan)
    permohonan = Permohonan.objects.create(
        kelurahan=usulan.rt.kelurahan, tahun_program=usulan.tahun_program, nomor="7/KB", dibuat_oleh=petugas,
        tanggal=adegan.HARI,
    )  # fmt: skip
    termin = usulan.tahun_program.daftar_termin.get()
    Pencairan.objects.create(usulan=usulan, permohonan=permohonan, termin=termin, nilai=adegan.NILAI, rekening=rekening)
    adegan.taruh(usulan, "pencairan", "kelurahan")
    return permohonan


def test_what_waits_for_the_lurah_is_told_to_the_lurah_alone(mailoutbox, bersurel, permohonan):
    kirim()
    assert penerima(mailoutbox) == ["lurah"]
    assert mailoutbox[0].subject == "Kampung Bahagia: 1 pekerjaan menunggu Anda"
    assert f"- 1 permohonan pencairan menunggu tanda tangan Anda\n  {ALAMAT}/" in mailoutbox[0].body
    assert "Yang paling lama menunggu" not in mailoutbox[0].body


def test_a_held_transfer_is_no_work_for_the_kelurahan(mailoutbox, bersurel, usulan, keuangan):
    adegan.taruh(usulan, "pencairan", "kelurahan")
    tahan = Penahanan.objects.create(usulan=usulan, alasan="LPJ tahun lalu", oleh=keuangan)
    kirim()
    assert penerima(mailoutbox) == []
    Penahanan.objects.filter(pk=tahan.pk).update(dilepas_pada=timezone.now(), dilepas_oleh=keuangan)
    kirim()
    assert penerima(mailoutbox) == ["lurah", "petugas"]


def test_those_who_are_told_are_those_who_have_a_queue():
    assert set(PENERIMA_RINGKASAN) == set(PEMERIKSA)


def test_many_are_counted_few_are_named_and_the_queries_stay_the_same(petugas, usulan, kenali_besar, kelompok_b):
    adegan.taruh(usulan, "rembuk", "kelurahan")
    with CaptureQueriesContext(connection) as satu:
        ringkasan_untuk(petugas, set())
    for _ in range(6):
        adegan.taruh(make_usulan(make_rt(kenali_besar), kelompok_b), "rembuk", "kelurahan")
    with CaptureQueriesContext(connection) as tujuh:
        ringkasan = ringkasan_untuk(petugas, set())
    assert (ringkasan.banyak, len(ringkasan.tertua)) == (7, 5)
    assert len(tujuh) == len(satu)


def test_the_one_that_waited_longest_comes_first_with_its_working_days(petugas, usulan, kenali_besar, kelompok_b):
    adegan.taruh(make_usulan(make_rt(kenali_besar), kelompok_b), "rembuk", "kelurahan")
    adegan.taruh(usulan, "rembuk", "kelurahan", giliran_sejak=timezone.now() - timedelta(weeks=2))
    ringkasan = ringkasan_untuk(petugas, set())
    assert ringkasan.tertua[0][0] == usulan
    assert "RT 02 Kenali Besar, Rembuk warga: sudah 10 hari kerja\n" in isi(ringkasan, ALAMAT)
