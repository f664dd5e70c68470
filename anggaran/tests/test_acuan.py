from datetime import date

import pytest

from anggaran.acuan import muat_acuan, muat_tahun
from anggaran.models import BarisTetap, ItemWajib, TarifPajak, Termin, Tingkat
from pokja.models import AlasanKembali, JadwalTahap, Kelompok, Program, TahunProgram
from pokja.tahapan import DUA_BELAS, Tahap
from rt.models import Kecamatan, Kelurahan

pytestmark = pytest.mark.django_db
SEMUA = (Kecamatan, Kelurahan, Program, TahunProgram, Tingkat, Kelompok, JadwalTahap, BarisTetap)
SEMUA += (ItemWajib, Termin, TarifPajak, AlasanKembali)


def banyaknya():
    return {model.__name__: model.objects.count() for model in SEMUA}


def test_loads_everything_into_an_empty_database():
    muat_acuan()

    assert banyaknya() == {
        "Kecamatan": 11,
        "Kelurahan": 68,
        "Program": 3,
        "TahunProgram": 2,
        "Tingkat": 4,
        "Kelompok": 3,
        "JadwalTahap": 24,
        "BarisTetap": 10,
        "ItemWajib": 2,
        "Termin": 2,
        "TarifPajak": 6,
        "AlasanKembali": 11,
    }
    assert Kelurahan.objects.get(nama="Kenali Besar").nama_cari == "kenalibesar"
    assert TahunProgram.objects.get(tahun=2025).ditutup


def test_a_second_load_adds_and_changes_nothing():
    muat_acuan()
    sebelum = banyaknya()

    muat_acuan()

    assert banyaknya() == sebelum


def test_never_overwrites_what_dpmppa_edited():
    muat_acuan()
    Tingkat.objects.filter(tahun_program__tahun=2026, kk_minimal=60).update(pagu=75_000_000)
    BarisTetap.objects.filter(uraian="Honor ketua RT").delete()
    Kelurahan.objects.filter(nama="Kenali Besar").update(nama="Kenali Besar Baru")
    AlasanKembali.objects.exclude(teks="Berkas tidak lengkap").delete()
    Kelompok.objects.filter(kode="B").update(jadwal_ditetapkan=True)

    muat_acuan()

    assert Tingkat.objects.get(tahun_program__tahun=2026, kk_minimal=60).pagu == 75_000_000
    assert not BarisTetap.objects.filter(uraian="Honor ketua RT").exists()
    assert Kelurahan.objects.filter(nama="Kenali Besar Baru").exists()
    assert AlasanKembali.objects.count() == 1
    assert Kelompok.objects.get(kode="B").jadwal_ditetapkan


@pytest.mark.parametrize(
    ("kode", "tahap", "mulai", "selesai"),
    [
        ("A", Tahap.SOSIALISASI, date(2026, 1, 15), date(2026, 1, 31)),
        ("A", Tahap.REMBUK, date(2026, 2, 1), date(2026, 2, 14)),
        ("A", Tahap.RENJA, date(2026, 2, 15), date(2026, 2, 28)),
        ("A", Tahap.PELAKSANAAN, date(2026, 4, 1), date(2026, 5, 31)),
        ("A", Tahap.LPJ, date(2026, 6, 15), date(2026, 6, 30)),
        ("B", Tahap.PROPOSAL, date(2026, 9, 15), date(2026, 9, 25)),
        ("B", Tahap.PELAKSANAAN, date(2026, 10, 1), date(2026, 11, 30)),
        ("B", Tahap.LPJ, date(2026, 12, 8), date(2026, 12, 21)),
    ],
)
def test_calendar_of_2026(kode, tahap, mulai, selesai):
    muat_acuan()

    jadwal = JadwalTahap.objects.get(kelompok__tahun_program__tahun=2026, kelompok__kode=kode, tahap=tahap)

    assert (jadwal.mulai, jadwal.selesai) == (mulai, selesai)


def test_only_the_published_calendar_is_taken():
    muat_acuan()
    muat_tahun(2027)

    taken = Kelompok.objects.filter(jadwal_ditetapkan=True)

    assert [(k.tahun_program.tahun, k.kode) for k in taken] == [(2026, "A")]


def test_another_year_gets_the_default_tiers_and_its_own_dates():
    tahun_program = muat_tahun(2028)

    assert list(tahun_program.daftar_tingkat.values_list("kk_minimal", "pagu")) == [
        (0, 50_000_000),
        (60, 70_000_000),
        (100, 100_000_000),
    ]
    jadwal = JadwalTahap.objects.filter(kelompok__tahun_program=tahun_program, kelompok__kode="A")
    assert jadwal.count() == len(DUA_BELAS)
    assert jadwal.get(tahap=Tahap.RENJA).selesai == date(2028, 2, 29)


def test_fixed_lines_leave_28_850_000_of_the_smallest_tier():
    muat_acuan()

    for kode in ("A", "B"):
        daftar = BarisTetap.objects.filter(kelompok__kode=kode)
        assert 50_000_000 - sum(b.volume * b.harga_satuan // 1000 for b in daftar) == 28_850_000
