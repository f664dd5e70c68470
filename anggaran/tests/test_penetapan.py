"""DPMPPA's decision: under an SK, with the amount of the RAB, undone without being lost."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from anggaran.models import BarisRAB, Penetapan, Proposal, SKPenetapan, VersiRAB
from anggaran.services.pencairan import lepaskan_penetapan, penetapan_berlaku, setujui, tolak
from kampung.testing import foto, make_rt, make_usulan
from pokja.berkas import simpan_berkas
from pokja.models import Riwayat, Usulan
from pokja.services import LangkahDitolak, UsulanBerubah
from pokja.tahapan import Giliran, Tahap

SK = {"sk_nomor": "SK 12/2026", "sk_tanggal": date(2026, 9, 28)}


@pytest.fixture
def lengkap():
    def isi(usulan, harga=99_000_000):
        usulan.tahap, usulan.giliran = Tahap.PENETAPAN, Giliran.DPMPPA
        usulan.save(update_fields=["tahap", "giliran"])
        Proposal.objects.create(
            usulan=usulan, latar_belakang="Banjir", tujuan="Kering", penerima_manfaat=300, cara_pelaksanaan="Swakelola"
        )
        versi_rab = VersiRAB.objects.create(usulan=usulan, nomor=1)
        BarisRAB.objects.create(
            versi_rab=versi_rab, jenis_biaya="bahan", uraian="Semen", volume=1000, satuan="paket", harga_satuan=harga
        )
        simpan_berkas(usulan, "foto_0", foto(), oleh=None)
        return usulan

    return isi


def test_setujui_writes_the_amount_of_the_rab_and_moves_to_the_kelurahan(usulan, lengkap, dpmppa):
    penetapan = setujui(lengkap(usulan), **SK, oleh=dpmppa, versi=0)

    usulan.refresh_from_db()
    assert (penetapan.nilai, penetapan.disetujui, penetapan.oleh) == (99_000_000, True, dpmppa)
    assert (penetapan.sk.nomor, penetapan.sk.tanggal) == ("SK 12/2026", date(2026, 9, 28))
    assert (usulan.tahap, usulan.giliran, usulan.versi) == (Tahap.PENCAIRAN, Giliran.KELURAHAN, 1)
    assert penetapan_berlaku(usulan) == penetapan


def test_one_sk_carries_many_usulan_and_its_spaces_do_not_count(usulan, usulan_tetangga, lengkap, dpmppa):
    satu = setujui(lengkap(usulan), **SK, oleh=dpmppa, versi=0)
    dua = setujui(
        lengkap(usulan_tetangga), sk_nomor="  SK  12/2026 ", sk_tanggal=SK["sk_tanggal"], oleh=dpmppa, versi=0
    )

    assert satu.sk == dua.sk
    assert SKPenetapan.objects.count() == 1


def test_the_same_sk_with_another_date_is_refused_and_nothing_is_saved(usulan, usulan_tetangga, lengkap, dpmppa):
    setujui(lengkap(usulan), **SK, oleh=dpmppa, versi=0)

    with pytest.raises(LangkahDitolak, match="SK SK 12/2026 sudah tercatat bertanggal 28/09/2026"):
        setujui(lengkap(usulan_tetangga), sk_nomor="SK 12/2026", sk_tanggal=date(2026, 9, 29), oleh=dpmppa, versi=0)

    usulan_tetangga.refresh_from_db()
    assert usulan_tetangga.tahap == Tahap.PENETAPAN
    assert Penetapan.objects.count() == 1
    assert Riwayat.objects.filter(usulan=usulan_tetangga).count() == 0


@pytest.mark.parametrize(
    ("nomor", "tanggal", "kata"),
    [
        ("   ", date(2026, 9, 28), "Nomor SK belum diisi"),
        ("SK/1", "besok", "Tanggal SK tidak boleh sesudah hari ini"),
        ("SK/1", date(2024, 12, 31), "harus dalam tahun 2026 atau satu tahun sebelumnya"),
    ],
)
def test_an_sk_needs_a_number_and_a_sensible_date(usulan, lengkap, dpmppa, nomor, tanggal, kata):
    tanggal = timezone.localdate() + timedelta(days=1) if tanggal == "besok" else tanggal

    with pytest.raises(LangkahDitolak, match=kata):
        setujui(lengkap(usulan), sk_nomor=nomor, sk_tanggal=tanggal, oleh=dpmppa, versi=0)

    assert not Penetapan.objects.exists()


def test_a_rab_of_one_rupiah_above_the_pagu_is_not_approved(usulan, lengkap, dpmppa):
    with pytest.raises(LangkahDitolak, match=r"melebihi pagu Rp100\.000\.000 sebesar Rp1\."):
        setujui(lengkap(usulan, harga=100_000_001), **SK, oleh=dpmppa, versi=0)


def test_only_dpmppa_decides_and_only_once(usulan, lengkap, dpmppa, lurah):
    lengkap(usulan)
    with pytest.raises(LangkahDitolak, match="Langkah ini dilakukan oleh DPMPPA"):
        setujui(usulan, **SK, oleh=lurah, versi=0)
    setujui(usulan, **SK, oleh=dpmppa, versi=0)

    with pytest.raises(UsulanBerubah):
        setujui(usulan, **SK, oleh=dpmppa, versi=0)

    assert Penetapan.objects.count() == 1


def test_tolak_ends_the_life_with_a_reason(usulan, lengkap, dpmppa):
    lengkap(usulan)
    with pytest.raises(LangkahDitolak, match="Tuliskan alasannya"):
        tolak(usulan, oleh=dpmppa, versi=0, catatan=" ")

    penetapan = tolak(usulan, oleh=dpmppa, versi=0, catatan="Lokasi di luar wilayah RT.")

    usulan.refresh_from_db()
    assert (usulan.tahap, usulan.giliran) == (Tahap.DITOLAK, Giliran.TUTUP)
    assert (penetapan.disetujui, penetapan.nilai, penetapan.sk) == (False, 0, None)


def test_an_undone_decision_stays_as_a_row_and_makes_room_for_the_next(
    usulan, usulan_tetangga, lengkap, dpmppa, siap_cair
):
    siap_cair(usulan_tetangga)
    pertama = setujui(lengkap(usulan), **SK, oleh=dpmppa, versi=0)

    lepaskan_penetapan(usulan)

    pertama.refresh_from_db()
    assert pertama.dibatalkan_pada is not None
    assert penetapan_berlaku(usulan) is None
    assert penetapan_berlaku(usulan_tetangga) is not None
    Penetapan.objects.create(usulan=usulan, sk=pertama.sk, disetujui=True, nilai=1)


def test_a_list_reads_the_decision_without_a_query_of_its_own(usulan, siap_cair, django_assert_num_queries):
    siap_cair(usulan)
    daftar = list(Usulan.objects.prefetch_related("daftar_penetapan"))

    with django_assert_num_queries(0):
        assert [penetapan_berlaku(satu).nilai for satu in daftar] == [100_000_000]


def test_setujui_of_a_neighbour_changes_nothing_here(usulan, kenali_besar, kelompok_b, lengkap, dpmppa):
    lain = lengkap(make_usulan(make_rt(kenali_besar), kelompok_b))
    setujui(lain, **SK, oleh=dpmppa, versi=0)

    assert penetapan_berlaku(usulan) is None
