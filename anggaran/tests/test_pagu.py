from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anggaran.models import Alokasi, Tingkat
from anggaran.services.pagu import hitung_ulang, rencana_hitung_ulang, tetapkan_alokasi, tingkat_untuk
from kampung.testing import make_rt, make_usulan
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.models import DataKK

TABEL_2026 = [Tingkat(kk_minimal=kk, pagu=pagu) for kk, pagu in ((0, 50_000_000), (60, 70_000_000), (100, 100_000_000))]


@pytest.mark.parametrize(
    ("kk", "pagu"),
    [
        (0, 50_000_000),
        (1, 50_000_000),
        (59, 50_000_000),
        (60, 70_000_000),
        (99, 70_000_000),
        (100, 100_000_000),
        (101, 100_000_000),
        (9_999, 100_000_000),
    ],
)
def test_tier_of_2026(kk, pagu):
    assert tingkat_untuk(TABEL_2026, kk).pagu == pagu


@pytest.mark.parametrize("daftar", [[], [Tingkat(kk_minimal=1, pagu=50_000_000)]])
def test_a_table_without_a_row_from_zero_is_refused(daftar):
    with pytest.raises(LangkahDitolak, match="baris mulai dari 0 KK"):
        tingkat_untuk(daftar, 128)


@given(
    batas=st.sets(st.integers(min_value=1, max_value=9_999), max_size=12),
    kk=st.integers(min_value=0, max_value=9_999),
    urutan=st.randoms(use_true_random=False),
)
def test_every_kk_has_exactly_one_tier_and_more_kk_never_a_lower_bound(batas, kk, urutan):
    daftar = [Tingkat(kk_minimal=kk_minimal, pagu=1) for kk_minimal in [0, *batas]]
    urutan.shuffle(daftar)

    tingkat = tingkat_untuk(daftar, kk)

    atas = min((satu.kk_minimal for satu in daftar if satu.kk_minimal > tingkat.kk_minimal), default=None)
    assert tingkat.kk_minimal <= kk
    assert atas is None or kk < atas
    assert tingkat_untuk(daftar, kk + 1).kk_minimal >= tingkat.kk_minimal


def ubah_kk(usulan, kk):
    DataKK.objects.create(rt=usulan.rt, kk=kk, tanggal=date(2026, 3, 1), sumber="Pendataan ulang")


def test_recomputation_moves_the_undecided_and_nothing_else(kenali_besar, kelompok_a):
    sementara = make_usulan(make_rt(kenali_besar, kk=128), kelompok_a, sementara=True)
    tetap = make_usulan(make_rt(kenali_besar, kk=128), kelompok_a)
    tutup = make_usulan(
        make_rt(kenali_besar, kk=128), kelompok_a, sementara=True, tahap=Tahap.MUNDUR, giliran=Giliran.TUTUP
    )
    for usulan in (sementara, tetap, tutup):
        ubah_kk(usulan, 59)

    rencana = rencana_hitung_ulang(kelompok_a.tahun_program)
    assert [(ubah.alokasi.usulan, ubah.kk, ubah.pagu) for ubah in rencana] == [(sementara, 59, 50_000_000)]
    assert Alokasi.objects.get(usulan=sementara).pagu == 100_000_000

    hitung_ulang(kelompok_a.tahun_program)

    pagu = dict(Alokasi.objects.values_list("usulan", "pagu"))
    assert pagu == {sementara.pk: 50_000_000, tetap.pk: 100_000_000, tutup.pk: 100_000_000}
    alokasi = Alokasi.objects.get(usulan=sementara)
    assert (alokasi.kk, alokasi.kk_sumber, alokasi.kk_tanggal) == (59, "Pendataan ulang", date(2026, 3, 1))
    assert rencana_hitung_ulang(kelompok_a.tahun_program) == []


def test_a_fixed_alokasi_stays_whatever_the_table_becomes(kenali_besar, kelompok_a, kelompok_b, dpmppa):
    usulan = make_usulan(make_rt(kenali_besar, kk=75), kelompok_a, sementara=True)
    lain = make_usulan(make_rt(kenali_besar, kk=75), kelompok_b, sementara=True)

    assert tetapkan_alokasi(kelompok_a, oleh=dpmppa) == 1
    kelompok_a.tahun_program.daftar_tingkat.filter(kk_minimal=60).update(pagu=80_000_000)
    hitung_ulang(kelompok_a.tahun_program)

    assert Alokasi.objects.get(usulan=usulan).pagu == 70_000_000
    assert Alokasi.objects.get(usulan=usulan).ditetapkan_oleh == dpmppa
    assert Alokasi.objects.get(usulan=lain).pagu == 80_000_000


@pytest.mark.parametrize(("kk", "di_batas"), [(1, False), (59, False), (60, True), (61, False), (100, True)])
def test_exactly_on_a_bound_is_flagged(kenali_besar, kelompok_a, kk, di_batas):
    assert make_usulan(make_rt(kenali_besar, kk=kk), kelompok_a).alokasi.di_batas is di_batas
