"""What holds of any book that the services let in: sums, balances and the equation of the LPJ."""

from collections import Counter, defaultdict
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from anggaran.models import BarisRAB, BukuKas, Jenis, Tempat
from anggaran.models.bukukas import Dana
from anggaran.services.bukukas import (
    catat,
    halangan_seimbang,
    koreksi,
    pajak_terbuka,
    realisasi,
    saldo,
    saldo_berjalan,
    uang,
)
from anggaran.services.pemeriksaan_asal import halangan_rab
from anggaran.services.rab import rab_berlaku, total_rab, total_swadaya
from kampung.testing import foto
from pokja.berkas import simpan_berkas
from pokja.models import Sumber
from pokja.services import LangkahDitolak

secukupnya = settings(max_examples=25, deadline=None)


@contextmanager
def lalu_dipulihkan():
    """Every example starts from the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- RAB ------------------------------------------------------------------------------------------------------------


def test_a_rab_adds_up_to_its_lines_each_rounded_half_up_and_the_sources_apart(berjalan, kegiatan):
    versi_rab, satu = rab_berlaku(berjalan), kegiatan(berjalan, "Lain")
    program, swadaya = total_rab(versi_rab), total_swadaya(versi_rab)
    garis = st.tuples(st.integers(1, 10**9), st.integers(1, 10**9), st.sampled_from(Sumber.values))

    @secukupnya
    @given(st.lists(garis, max_size=8))
    def untuk_semua(daftar):
        tambah = Counter()
        with lalu_dipulihkan():
            for volume, harga, sumber in daftar:
                tepat = (Decimal(volume) * harga / 1000).quantize(Decimal(1), ROUND_HALF_UP)
                tambah[sumber == Sumber.PROGRAM] += int(tepat)
                BarisRAB.objects.create(
                    versi_rab=versi_rab, kegiatan=satu, jenis_biaya="bahan", uraian="Batu", volume=volume, satuan="m3",
                    harga_satuan=harga, sumber=sumber,
                )  # fmt: skip
            assert total_rab(versi_rab) == program + tambah[True]
            assert total_swadaya(versi_rab) == swadaya + tambah[False]
            semua = list(versi_rab.daftar_baris.select_related("versi_rab"))
            assert halangan_rab(semua) == []
            for baris in semua:
                baris.jumlah += 1
            assert len(halangan_rab(semua)) == len(semua)

    untuk_semua()


# --- the book -------------------------------------------------------------------------------------------------------

langkah = st.fixed_dictionaries(
    {
        "jenis": st.sampled_from([*(j for j in Jenis if j != Jenis.TERIMA_PROGRAM), *[Jenis.BELANJA] * 4, "koreksi"]),
        "dana": st.sampled_from(Dana.values),
        "tempat": st.sampled_from(Tempat.values),
        "nilai": st.integers(1, 3_000_000),
        "hari": st.integers(4, 20),
        "persen": st.sampled_from([0, 0, 2, 100]),
        "uraian": st.sampled_from(["Semen", "Pasir", "Honor ketua", "Cat"]),
        "ke": st.integers(0, 30),
    }
)


@pytest.fixture
def tulis(berjalan, ketua_rt):
    """tulis(langkah) -> whether the services let that row in. A deposit and a correction name a row that is there."""
    bukti = simpan_berkas(berjalan, "nota", foto(), oleh=ketua_rt)
    garis = {baris.uraian: baris for baris in rab_berlaku(berjalan).daftar_baris.all()}

    def jalankan(jenis, dana, tempat, nilai, hari, persen, uraian, ke):
        semua = list(berjalan.daftar_bukukas.all())
        isi = {"usulan": berjalan, "jenis": jenis, "dana": dana, "tempat": tempat, "nilai": nilai, "uraian": uraian}
        isi |= {"tanggal": date(2026, 11, hari), "bukti": bukti, "nomor_bukti": "N1"}
        if jenis == Jenis.BELANJA:
            isi |= {"baris_rab": garis[uraian], "pajak": nilai * persen // 100}
        if jenis == Jenis.SETOR_PAJAK:
            isi["pajak_dari"] = semua[ke % len(semua)]
        try:
            if jenis == "koreksi":
                koreksi(semua[ke % len(semua)], alasan=f"salah {nilai}", oleh=ketua_rt)
            else:
                catat(BukuKas(**isi), oleh=ketua_rt)
        except LangkahDitolak:
            return False
        return True

    return jalankan


def jumlah_di_basis_data(usulan):
    """The balances by a rule of their own: sums of groups, as the database adds them up."""
    hasil = defaultdict(int)
    for lawan, tanda in ((False, 1), (True, -1)):
        kelompok = usulan.daftar_bukukas.filter(membatalkan__isnull=not lawan).order_by()
        for baris in kelompok.values("jenis", "dana", "tempat").annotate(gross=Sum("nilai"), potong=Sum("pajak")):
            nilai = tanda * (baris["gross"] - baris["potong"])
            masuk = baris["jenis"] in (Jenis.TERIMA_PROGRAM, Jenis.TERIMA_SWADAYA, Jenis.BUNGA)
            hasil[baris["dana"], baris["tempat"]] += nilai if masuk else -nilai
            if baris["jenis"] == Jenis.TARIK_TUNAI:
                hasil[baris["dana"], Tempat.KAS.value] += nilai
    return hasil


def test_no_accepted_book_is_ever_below_zero_and_its_balance_is_that_of_the_database(berjalan, tulis):
    masuk = Counter()

    @secukupnya
    @given(st.lists(langkah, max_size=10))
    def untuk_semua(daftar):
        with lalu_dipulihkan():
            masuk.update(tulis(**satu) for satu in daftar)
            jalan = [keadaan for _b, keadaan in saldo_berjalan(berjalan.daftar_bukukas.order_by("tanggal", "pk"))]
            assert all(nilai >= 0 for keadaan in jalan for nilai in keadaan.values())
            akhir, dihitung = saldo(berjalan), jumlah_di_basis_data(berjalan)
            assert [akhir[d, t] for d in Dana for t in Tempat] == [dihitung[d, t] for d in Dana for t in Tempat]
            assert jalan[-1] == {kunci: akhir[kunci] for kunci in jalan[-1]}

    untuk_semua()
    # Both ways were tried, or nothing was shown.
    assert masuk[True]
    assert masuk[False]


def test_the_lpj_ties_exactly_when_its_gate_is_silent(berjalan, tulis):
    hasil = Counter()

    @secukupnya
    @given(st.lists(langkah, max_size=8), st.sampled_from([0, 0, 1, 2]))
    def untuk_semua(daftar, kurang):
        with lalu_dipulihkan():
            for satu in daftar:
                tulis(**satu)
            lunasi(berjalan, tulis, kurang)
            seimbang = persamaan_seimbang(berjalan)
            lebih = [hasil for hasil in realisasi(berjalan) if hasil.janggal]
            diam = halangan_seimbang(berjalan) == []
            assert diam == (seimbang and not lebih and not pajak_terbuka(berjalan))
            assert seimbang == (uang(berjalan).selisih + uang(berjalan).pajak_terbuka == 0)
            hasil[diam] += 1

    untuk_semua()
    assert hasil[True]
    assert hasil[False]


def lunasi(usulan, tulis, kurang):
    """Deposit the tax and pay back what is left, `kurang` rupiah short: the way to an LPJ that ties, or nearly."""
    hari = {"hari": 20, "persen": 0, "uraian": "Semen"}
    for baris, sisa in pajak_terbuka(usulan):
        urut = [lain.pk for lain in usulan.daftar_bukukas.all()].index(baris.pk)
        for tempat in Tempat.values:
            if saldo(usulan)[baris.dana, tempat] >= sisa:
                tulis(jenis=Jenis.SETOR_PAJAK, dana=baris.dana, tempat=tempat, nilai=sisa, ke=urut, **hari)
                break
    for tempat in Tempat.values:
        sisa = saldo(usulan)[Dana.PROGRAM, tempat] - (kurang if tempat == Tempat.BANK else 0)
        if sisa > 0:
            tulis(jenis=Jenis.SETOR_SISA, dana=Dana.PROGRAM, tempat=tempat, nilai=sisa, ke=0, **hari)


def persamaan_seimbang(usulan):
    """released + interest = net paid + tax deposited + paid back, added up row by row; programme money alone."""
    jumlah = Counter()
    for baris in usulan.daftar_bukukas.sah().filter(dana=Dana.PROGRAM):
        jumlah[baris.jenis] += baris.nilai - baris.pajak
    masuk = jumlah[Jenis.TERIMA_PROGRAM] + jumlah[Jenis.BUNGA]
    return masuk == sum(
        jumlah[jenis] for jenis in (Jenis.BELANJA, Jenis.BIAYA_BANK, Jenis.SETOR_PAJAK, Jenis.SETOR_SISA)
    )
