"""The same nota twice: found over every RT and year however it is written, told to those who check, and never a refusal."""

from datetime import date

import pytest

from anggaran.models import BukuKas
from anggaran.services.bukukas import koreksi
from anggaran.services.nota import PEMERIKSA, Isyarat, isyarat_nota, nota_kembar, rapikan
from kampung.testing import foto, make_tahun, make_usulan, pdf
from pokja.berkas import simpan_berkas
from rt.peran import Peran


@pytest.fixture
def beli(berjalan, ketua_rt, catat_belanja):
    return lambda uraian, nilai, **kolom: catat_belanja(berjalan, uraian, nilai, oleh=ketua_rt, **kolom)


@pytest.fixture
def beli_di(susun_rab, request):
    """beli_di(usulan, nilai, ...) -> an expense of another RT, written past its gates."""

    def jalankan(usulan, nilai, gambar=None, **kolom):
        rab = usulan.daftar_versi_rab.first() or susun_rab(usulan)
        isi = {
            "tanggal": date(2026, 10, 12), "uraian": "Semen", "toko": "Sinar Jaya", "nomor_bukti": "1",
            "baris_rab": rab.daftar_baris.get(uraian="Semen"),
            "bukti": simpan_berkas(usulan, "nota", gambar or foto(), oleh=None),
        }  # fmt: skip
        return BukuKas.objects.create(usulan=usulan, jenis="belanja", nilai=nilai, **isi | kolom)

    return jalankan


def kalimat(kembar):
    return {pk: [isyarat.kalimat for isyarat in daftar] for pk, daftar in kembar.items()}


# --- what is a twin -------------------------------------------------------------------------------------------------


def test_the_same_photo_in_another_rt_says_where_when_and_how_much(berjalan, beli, beli_di, usulan_tetangga, dpmppa):
    nota = foto("red")
    satu = beli("Semen", 50_000, bukti=simpan_berkas(berjalan, "nota", nota, oleh=None))
    nota.seek(0)
    lain = beli_di(usulan_tetangga, 1_250_000, gambar=nota, nomor_bukti="9")

    assert nota_kembar(berjalan, dpmppa) == {
        satu.pk: [
            Isyarat(
                "Foto yang sama juga dipakai di RT 07 Rawa Sari, 12 Oktober 2026, Rp1.250.000 (Semen).",
                usulan_tetangga.pk,
                "program",
            )
        ]
    }
    assert list(nota_kembar(usulan_tetangga, dpmppa)) == [lain.pk]


@pytest.mark.parametrize(
    ("toko", "nomor", "nilai", "kembar"),
    [
        ("SINAR JAYA", "a/1", 50_000, True),
        (" Sinar-Jaya. ", "A 1", 50_000, True),
        ("Sinar Jaya", "A-2", 50_000, False),
        ("Sinar Jaya 2", "A-1", 50_000, False),
        ("Sinar Jaya", "A-1", 50_001, False),
        ("Sinar Jaya", "", 50_000, False),
        ("", "A-1", 50_000, False),
        ("...", "---", 50_000, False),
    ],
)
def test_shop_number_and_amount_however_they_are_written(
    berjalan, beli, beli_di, usulan_tetangga, dpmppa, toko, nomor, nilai, kembar
):
    satu = beli("Semen", 50_000, toko="Sinar Jaya", nomor_bukti="A-1")
    beli_di(usulan_tetangga, nilai, toko=toko, nomor_bukti=nomor)

    sebutan = "Toko, nomor nota dan nilai yang sama juga dipakai di RT 07 Rawa Sari, 12 Oktober 2026, Rp50.000 (Semen)."
    assert kalimat(nota_kembar(berjalan, dpmppa)) == ({satu.pk: [sebutan]} if kembar else {})


def test_letters_of_any_script_and_digits_count():
    assert rapikan(" Toko ÉMAS, No. 12/b ") == "tokoémasno12b"


def test_both_at_once_is_one_signal(berjalan, beli, dpmppa):
    satu = beli("Semen", 50_000)
    dua = beli("Pasir", 50_000, bukti=satu.bukti)

    assert kalimat(nota_kembar(berjalan, dpmppa)) == {
        satu.pk: [
            "Foto, toko, nomor nota dan nilai yang sama juga dipakai pada baris lain RT ini, 10 November 2026, Rp50.000 (Pasir)."
        ],
        dua.pk: [
            "Foto, toko, nomor nota dan nilai yang sama juga dipakai pada baris lain RT ini, 10 November 2026, Rp50.000 (Semen)."
        ],
    }


def test_a_pdf_is_called_a_pdf(berjalan, beli, dpmppa):
    bukti = simpan_berkas(berjalan, "nota", pdf(), oleh=None)
    beli("Semen", 50_000, bukti=bukti)
    dua = beli("Pasir", 60_000, bukti=bukti, nomor_bukti="2")

    assert kalimat(nota_kembar(berjalan, dpmppa))[dua.pk] == [
        "PDF yang sama juga dipakai pada baris lain RT ini, 10 November 2026, Rp50.000 (Semen)."
    ]


def test_an_earlier_year_of_the_same_rt_is_named_with_its_year(berjalan, beli, beli_di, kelompok_b, dpmppa):
    dulu = make_usulan(berjalan.rt, make_tahun(2025).daftar_kelompok.get(kode="B"))
    satu = beli("Semen", 50_000)
    beli_di(dulu, 50_000, tanggal=date(2025, 10, 12))

    assert kalimat(nota_kembar(berjalan, dpmppa)) == {
        satu.pk: [
            "Toko, nomor nota dan nilai yang sama juga dipakai di RT 02 Kenali Besar tahun program 2025, "
            "12 Oktober 2025, Rp50.000 (Semen)."
        ]
    }


def test_what_was_cancelled_and_its_counter_row_are_no_twins(berjalan, beli, ketua_rt, dpmppa):
    satu = beli("Semen", 50_000)
    beli("Semen", 50_000, bukti=satu.bukti)
    koreksi(satu, alasan="salah baris", oleh=ketua_rt)

    assert nota_kembar(berjalan, dpmppa) == {}


# --- who reads it ---------------------------------------------------------------------------------------------------


def test_outside_the_territory_only_the_rt_is_named(berjalan, beli, beli_di, usulan_tetangga, petugas, inspektorat):
    satu = beli("Semen", 50_000)
    beli_di(usulan_tetangga, 50_000, uraian="Rahasia")

    luar = "Toko, nomor nota dan nilai yang sama juga dipakai di RT 07 Rawa Sari, di luar wilayah Anda."
    assert nota_kembar(berjalan, petugas) == {satu.pk: [Isyarat(luar)]}
    assert nota_kembar(berjalan) == {satu.pk: [Isyarat(luar)]}
    assert nota_kembar(berjalan, inspektorat)[satu.pk][0].usulan_id == usulan_tetangga.pk


def test_only_those_who_check_read_signals_and_the_others_ask_nothing(
    berjalan, beli, semua_orang, django_assert_num_queries
):
    beli("Pasir", 60_000, bukti=beli("Semen", 50_000).bukti)

    assert set(PEMERIKSA) == {Peran.KELURAHAN, Peran.DPMPPA, Peran.INSPEKTORAT}
    for peran, orang in semua_orang.items():
        assert len(isyarat_nota(berjalan, orang)) == (2 if peran in PEMERIKSA else 0)
    with django_assert_num_queries(0):
        isyarat_nota(berjalan, semua_orang[Peran.KETUA_RT])


@pytest.mark.parametrize("banyak", [1, 4])
def test_twins_are_found_in_five_queries(
    berjalan, beli, beli_di, usulan_tetangga, petugas, django_assert_num_queries, banyak
):
    for nomor in range(banyak):
        beli("Semen", 1_000 + nomor)
        beli_di(usulan_tetangga, 1_000 + nomor)

    with django_assert_num_queries(5):
        assert len(nota_kembar(berjalan, petugas)) == banyak
