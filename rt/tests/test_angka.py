from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rt.angka import (
    BATAS_RUPIAH,
    AngkaSalah,
    AngkaTidakJelas,
    baca_bilangan,
    baca_rupiah,
    baca_volume,
    normal_telepon,
    ribuan,
    rupiah,
    samarkan_telepon,
    terbilang,
    volume,
)


@pytest.mark.parametrize(
    "teks",
    ["1.250.000", "1250000", "Rp 1.250.000,00", "Rp1.250.000", "Rp. 1.250.000,-", "rp 1.250.000,0", " 1.250.000\xa0",
     "1.250.000.-", "\u202a1.250.000\u202c", 1250000, 1250000.0, Decimal("1250000.00")],
)  # fmt: skip
def test_baca_rupiah_reads_every_usual_writing_as_one_number(teks):
    assert baca_rupiah(teks) == 1_250_000
    assert type(baca_rupiah(teks)) is int


@pytest.mark.parametrize(
    "teks", ["1,250,000", "1,250", "12.34", "1250000.00", "1,250.00", "1 250 000", "0.125", "1.25", "1.2500", "1..250"]
)
def test_baca_rupiah_asks_instead_of_guessing(teks):
    with pytest.raises(AngkaTidakJelas, match="dua cara"):
        baca_rupiah(teks)


def test_the_question_proposes_the_number_that_was_probably_meant():
    with pytest.raises(AngkaTidakJelas) as tolak:
        baca_rupiah("1,250,000")
    assert (
        str(tolak.value) == "“1,250,000” bisa dibaca dua cara. Bila maksudnya 1.250.000, tulis 1.250.000 dengan titik."
    )


@pytest.mark.parametrize(
    ("teks", "pesan"),
    [
        ("", "belum diisi"),
        ("   ", "belum diisi"),
        (None, "belum diisi"),
        ("banyak", "bukan jumlah uang"),
        ("Rp", "bukan jumlah uang"),
        ("1e6", "bukan jumlah uang"),
        ("10²", "bukan jumlah uang"),
        ("١٢", "bukan jumlah uang"),
        ("=1+1", "bukan jumlah uang"),
        ("1.250.000,50", "sen"),
        ("5,5", "sen"),
        ("-5", "kurang dari nol"),
        ("Rp -1.000", "kurang dari nol"),
        ("-Rp1.000", "kurang dari nol"),
        ("(1.000)", "kurang dari nol"),
        (-5, "kurang dari nol"),
        (True, "bukan angka"),
        (float("nan"), "bukan angka"),
        (float("inf"), "bukan angka"),
        (1.5, "bulat"),
        ([], "bukan angka"),
        (BATAS_RUPIAH + 1, "terlalu besar"),
        ("9.000.000.000.000.001", "terlalu besar"),
        ("9" * 5000, "terlalu panjang"),
    ],
)
def test_baca_rupiah_refuses(teks, pesan):
    with pytest.raises(AngkaSalah, match=pesan):
        baca_rupiah(teks)


def test_baca_rupiah_takes_both_ends():
    assert baca_rupiah("0") == 0
    assert baca_rupiah(BATAS_RUPIAH) == BATAS_RUPIAH


@given(st.integers(0, BATAS_RUPIAH))
def test_rupiah_round_trip(nilai):
    assert baca_rupiah(rupiah(nilai)) == nilai
    assert baca_rupiah(ribuan(nilai)) == nilai
    assert baca_rupiah(str(nilai)) == nilai


@given(st.text(max_size=60))
def test_readers_answer_any_text_with_an_int_or_a_sentence(teks):
    for baca in (baca_rupiah, baca_bilangan, baca_volume):
        try:
            assert type(baca(teks)) is int
        except (AngkaSalah, AngkaTidakJelas) as tolak:
            assert str(tolak).endswith((".", "?"))


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        (128, 128),
        ("128 KK", 128),
        ("128KK", 128),
        ("1.020", 1020),
        (128.0, 128),
        ("128 ", 128),
        ("12 jiwa", 12),
        (0, 0),
    ],
)
def test_baca_bilangan(teks, nilai):
    assert baca_bilangan(teks) == nilai


@pytest.mark.parametrize(
    ("teks", "kesalahan", "pesan"),
    [
        ("1,250", AngkaTidakJelas, "1.250"),
        ("1,250 KK", AngkaTidakJelas, "1.250"),
        ("98.5", AngkaSalah, "harus bilangan bulat"),
        ("98,5", AngkaSalah, "harus bilangan bulat"),
        (98.5, AngkaSalah, "harus bilangan bulat"),
        ("banyak", AngkaSalah, "bukan angka"),
        ("KK", AngkaSalah, "bukan angka"),
        (-5, AngkaSalah, "kurang dari nol"),
        ("-5", AngkaSalah, "kurang dari nol"),
        (None, AngkaSalah, "belum diisi"),
        ("", AngkaSalah, "belum diisi"),
        (True, AngkaSalah, "bukan angka"),
    ],
)
def test_baca_bilangan_refuses(teks, kesalahan, pesan):
    with pytest.raises(kesalahan, match=pesan):
        baca_bilangan(teks)


@pytest.mark.parametrize(
    ("teks", "perseribu"),
    [("2", 2000), ("2,5", 2500), ("1.250,125", 1_250_125), ("1.250", 1_250_000), ("0,125", 125), ("0,001", 1),
     (2, 2000), (Decimal("2.5"), 2500), (2.5, 2500), (0.1, 100), ("1.000.000.000", 10**12)],
)  # fmt: skip
def test_baca_volume(teks, perseribu):
    assert baca_volume(teks) == perseribu


@pytest.mark.parametrize(
    ("teks", "kesalahan", "pesan"),
    [
        ("2.5", AngkaTidakJelas, "tulis 2,5"),
        ("1,250,000", AngkaTidakJelas, "dua cara"),
        ("0,0005", AngkaSalah, "tiga angka"),
        (Decimal("0.0005"), AngkaSalah, "tiga angka"),
        ("0", AngkaSalah, "lebih dari nol"),
        (-1, AngkaSalah, "lebih dari nol"),
        ("-1", AngkaSalah, "kurang dari nol"),
        ("", AngkaSalah, "belum diisi"),
        (None, AngkaSalah, "belum diisi"),
        (True, AngkaSalah, "bukan volume"),
        ("dua", AngkaSalah, "bukan volume"),
        (float("nan"), AngkaSalah, "bukan volume"),
        (10**30, AngkaSalah, "terlalu besar"),
        (Decimal("1e999999"), AngkaSalah, "terlalu besar"),
    ],
)
def test_baca_volume_refuses(teks, kesalahan, pesan):
    with pytest.raises(kesalahan, match=pesan):
        baca_volume(teks)


@given(st.integers(1, 10**12))
def test_volume_round_trip(perseribu):
    assert baca_volume(volume(perseribu)) == perseribu


def test_written_forms():
    assert [rupiah(n) for n in (0, 999, 1000, 1_250_000, -1_250_000, None)] == [
        "Rp0", "Rp999", "Rp1.000", "Rp1.250.000", "-Rp1.250.000", "–"
    ]  # fmt: skip
    assert [ribuan(n) for n in (0, 2026, -5, None)] == ["0", "2.026", "-5", "–"]
    assert [volume(n) for n in (2500, 2000, 1_250_125, 5, None)] == ["2,5", "2", "1.250,125", "0,005", "–"]


@pytest.mark.parametrize(
    ("nilai", "kata"),
    [
        (0, "nol"), (1, "satu"), (10, "sepuluh"), (11, "sebelas"), (12, "dua belas"), (19, "sembilan belas"),
        (20, "dua puluh"), (21, "dua puluh satu"), (100, "seratus"), (111, "seratus sebelas"), (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"), (1000, "seribu"), (1001, "seribu satu"),
        (1100, "seribu seratus"),
        (2000, "dua ribu"), (11_000, "sebelas ribu"), (21_000, "dua puluh satu ribu"), (100_000, "seratus ribu"),
        (101_000, "seratus satu ribu"), (1_000_000, "satu juta"), (1_001_000, "satu juta seribu"),
        (100_000_000, "seratus juta"), (1_000_000_000, "satu miliar"),
        (136_000_000_000, "seratus tiga puluh enam miliar"), (1_000_000_000_000, "satu triliun"),
        (135_710_000_000, "seratus tiga puluh lima miliar tujuh ratus sepuluh juta"),
    ],
)  # fmt: skip
def test_terbilang(nilai, kata):
    assert terbilang(nilai) == kata


@pytest.mark.parametrize("nilai", [-1, 10**15, 1.0, True, "5"])
def test_terbilang_refuses(nilai):
    with pytest.raises(ValueError, match="Terbilang"):
        terbilang(nilai)


def hitung_kembali(kata):
    """Read words back by adding up: a rule of its own, which shares no table with terbilang."""
    satuan_kata = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
    angka = {tulisan: nilai for nilai, tulisan in enumerate(satuan_kata)}
    besar = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}
    jumlah = bagian = satuan = 0
    for satu in kata.split():
        if satu in angka:
            satuan = angka[satu]
        elif satu in ("sepuluh", "sebelas"):
            bagian += 10 + (satu == "sebelas")
        elif satu == "belas":
            bagian, satuan = bagian + 10 + satuan, 0
        elif satu in ("puluh", "ratus"):
            bagian, satuan = bagian + satuan * (10 if satu == "puluh" else 100), 0
        elif satu == "seratus":
            bagian += 100
        elif satu == "seribu":
            jumlah += 1000
        else:
            jumlah, bagian, satuan = jumlah + (bagian + satuan) * besar[satu], 0, 0
    return jumlah + bagian + satuan


@given(st.integers(0, 10**15 - 1) | st.integers(0, 10**7))
def test_terbilang_reads_back(nilai):
    kata = terbilang(nilai)
    assert hitung_kembali(kata) == nilai
    assert kata == kata.lower().strip()
    for salah in ("satu puluh", "satu ratus", "satu belas", "  "):
        assert salah not in kata.replace("puluh satu ratus", "")
    assert "nol" not in kata or nilai == 0


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("081234567890", "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("0812.3456.7890", "+6281234567890"),
        ("+62 81234567890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("+62 0812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("\u202a+62 812‑3456‑7890\u202c", "+6281234567890"),
        ("'081234567890", "+6281234567890"),
        (89634739729, "+6289634739729"),
        (89634739729.0, "+6289634739729"),
        ("(0741) 445566", "+62741445566"),
        ("0621 555 555", "+62621555555"),
        ("", ""),
        ("  ", ""),
        (None, ""),
    ],
)
def test_normal_telepon(teks, hasil):
    assert normal_telepon(teks) == hasil


@pytest.mark.parametrize(
    ("teks", "pesan"),
    [
        ("12", "terlalu pendek"),
        (12, "terlalu pendek"),
        ("08123456", "terlalu pendek"),
        ("0812345678901234", "terlalu panjang"),
        ("081234567890/081234567891", "bukan nomor telepon"),
        ("tidak ada", "bukan nomor telepon"),
        ("+60123456789", "bukan nomor telepon Indonesia"),
        ("00000000000", "bukan nomor telepon Indonesia"),
        (True, "bukan nomor telepon"),
    ],
)
def test_normal_telepon_refuses(teks, pesan):
    with pytest.raises(ValueError, match=pesan):
        normal_telepon(teks)


@given(st.integers(9, 13).flatmap(lambda n: st.integers(8 * 10 ** (n - 1), 9 * 10 ** (n - 1) - 1)))
def test_normal_telepon_is_stable(angka):
    assert normal_telepon(normal_telepon(f"0{angka}")) == normal_telepon(angka) == f"+62{angka}"


def test_samarkan_telepon():
    assert samarkan_telepon("+6281234567890") == "0812****7890"
    assert samarkan_telepon("+62741445566") == "0741****5566"
    assert samarkan_telepon("+6212") == "****"
    assert samarkan_telepon("") == ""
