"""RAB: its arithmetic, its ceiling, its fixed lines, its mandatory items."""

import uuid
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from anggaran.models import BarisRAB, BarisTetap, ItemWajib, PembebasanItem, Proposal
from anggaran.models.rab import hitung_jumlah
from anggaran.services.rab import (
    ajukan_proposal,
    hapus_baris,
    item_wajib_kurang,
    mulai_rab,
    rab_berlaku,
    simpan_baris,
    total_rab,
    total_swadaya,
)
from kampung.testing import foto, make_pengguna, make_tahun
from pokja.berkas import simpan_berkas
from pokja.models import Tanda
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.models import Peran


@pytest.fixture
def proposal(usulan, susun_rab):
    """The Usulan at Proposal, RT's turn, Rp10.000.000 of its Rp100.000.000 planned."""
    usulan.tahap, usulan.giliran = Tahap.PROPOSAL, Giliran.RT
    usulan.save()
    susun_rab(usulan)
    return usulan


def isian(usulan, **ganti):
    return {
        "kegiatan": usulan.daftar_renja1.first().pk, "jenis_biaya": "bahan", "uraian": "Batu", "volume": "1",
        "satuan": "m3", "harga_satuan": "90.000.000", "sumber": "program", "item_wajib": "",
        "token": str(uuid.uuid4()), "versi_isian": 0,
    } | ganti  # fmt: skip


def alamat(usulan, *baris):
    return reverse("anggaran:rab_ubah" if baris else "anggaran:rab", args=[usulan.pk, *baris])


# --- arithmetic -----------------------------------------------------------------------------------------------------


@given(st.integers(1, 1_000_000_000), st.integers(1, 1_000_000_000))
def test_the_amount_is_volume_times_price_rounded_half_up(volume, harga):
    tepat = Decimal(volume) / 1000 * harga

    assert hitung_jumlah(volume, harga) == int(tepat.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(("volume", "harga", "jumlah"), [(1, 499, 0), (1, 500, 1), (1500, 1, 2), (2500, 3, 8)])
def test_half_a_rupiah_goes_up(volume, harga, jumlah):
    assert hitung_jumlah(volume, harga) == jumlah


@pytest.mark.parametrize("selisih", [-1, 1, 1_000_000])
def test_the_database_refuses_a_wrong_amount(proposal, selisih):
    semen = BarisRAB.objects.filter(uraian="Semen")

    with pytest.raises(IntegrityError), transaction.atomic():
        semen.update(jumlah=6_000_000 + selisih)
    assert semen.get().jumlah == 6_000_000


def test_the_largest_line_fits_the_column_and_the_check(proposal, baris, kegiatan):
    besar = baris(
        rab_berlaku(proposal), kegiatan(proposal, "Lain"), volume=1_000_000_000, harga_satuan=1_000_000_000,
        sumber="swadaya_bahan",
    )  # fmt: skip

    assert besar.jumlah == 10**15
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        BarisRAB.objects.filter(pk=besar.pk).update(harga_satuan=1_000_000_001)


def test_programme_money_and_swadaya_are_added_apart(proposal):
    versi_rab = rab_berlaku(proposal)

    assert (total_rab(versi_rab), total_swadaya(versi_rab)) == (10_000_000, 2_500_000)


# --- ceiling --------------------------------------------------------------------------------------------------------


def test_exactly_the_pagu_is_accepted_and_one_rupiah_more_is_refused_by_page_and_service(proposal, ketua_rt, login):
    browser = login(ketua_rt)

    lebih = browser.post(alamat(proposal), isian(proposal, harga_satuan="90.000.001"))
    with pytest.raises(LangkahDitolak, match="sebesar Rp1\\. "):
        simpan_baris(
            BarisRAB(
                versi_rab=rab_berlaku(proposal), kegiatan=proposal.daftar_renja1.first(), jenis_biaya="bahan",
                uraian="Batu", volume=1_000, satuan="m3", harga_satuan=90_000_001,
            ),
            oleh=ketua_rt,
        )  # fmt: skip

    assert lebih.status_code == 422
    assert "melebihi pagu Rp100.000.000 sebesar Rp1." in lebih.content.decode()
    assert total_rab(rab_berlaku(proposal)) == 10_000_000
    assert browser.post(alamat(proposal), isian(proposal)).status_code == 302
    assert total_rab(rab_berlaku(proposal)) == 100_000_000
    halaman = browser.get(alamat(proposal)).content.decode()
    assert "seratus juta rupiah" in halaman
    assert 'data-sisa="0"' in halaman


def test_swadaya_may_go_above_the_pagu(proposal, ketua_rt, login):
    kirim = isian(proposal, harga_satuan="200.000.000", sumber="swadaya_bahan")

    assert login(ketua_rt).post(alamat(proposal), kirim).status_code == 302
    assert total_rab(rab_berlaku(proposal)) == 10_000_000


def test_turning_a_swadaya_line_into_programme_money_is_measured_too(proposal, ketua_rt, login):
    browser = login(ketua_rt)
    browser.post(alamat(proposal), isian(proposal, harga_satuan="90.000.001", sumber="swadaya_uang"))
    batu = BarisRAB.objects.get(uraian="Batu")

    jawaban = browser.post(alamat(proposal, batu.pk), isian(proposal, harga_satuan="90.000.001", token=str(batu.token)))

    assert jawaban.status_code == 422
    batu.refresh_from_db()
    assert batu.sumber == "swadaya_uang"


# --- writing --------------------------------------------------------------------------------------------------------


def test_the_page_groups_lines_in_the_order_of_the_paper(proposal, ketua_rt, login):
    halaman = login(ketua_rt).get(alamat(proposal)).content.decode()

    letak = [halaman.index(judul) for judul in ("I. Bahan", "III. Upah", "IV. Operasional")]
    assert letak == sorted(letak)
    assert "Baris tetap" in halaman
    assert halaman.index("Honor ketua") > letak[2]


def test_a_fixed_line_can_be_neither_changed_nor_deleted(proposal, ketua_rt, login):
    honor, browser = BarisRAB.objects.get(uraian="Honor ketua"), login(ketua_rt)

    assert browser.post(alamat(proposal, honor.pk), isian(proposal, token=str(honor.token))).status_code == 409
    assert browser.post(reverse("anggaran:rab_hapus", args=[proposal.pk, honor.pk])).status_code == 409
    for verba in (simpan_baris, hapus_baris):
        with pytest.raises(LangkahDitolak, match="ditetapkan oleh DPMPPA"):
            verba(honor, oleh=ketua_rt)
    honor.refresh_from_db()
    assert (honor.uraian, honor.jumlah) == ("Honor ketua", 2_000_000)


def test_fixed_lines_are_copied_once(proposal, dpmppa):
    BarisTetap.objects.update(harga_satuan=5)

    assert mulai_rab(proposal, oleh=dpmppa) == rab_berlaku(proposal)
    assert BarisRAB.objects.filter(uraian="Honor ketua").values_list("jumlah", flat=True).get() == 2_000_000


def test_sent_twice_is_one_line_and_a_stale_page_is_refused(proposal, bendahara, login):
    browser, kirim = login(bendahara), isian(proposal, harga_satuan="1.000")

    assert [browser.post(alamat(proposal), kirim).status_code for _ in range(2)] == [302, 302]
    batu = BarisRAB.objects.get(uraian="Batu")
    ubah = kirim | {"harga_satuan": "2.000"}
    assert browser.post(alamat(proposal, batu.pk), ubah).status_code == 302
    assert browser.post(alamat(proposal, batu.pk), ubah | {"harga_satuan": "3.000"}).status_code == 422
    batu.refresh_from_db()
    assert (batu.jumlah, batu.versi) == (2_000, 1)


def test_only_own_activities_and_this_years_items_can_be_chosen(
    proposal, usulan_tetangga, kegiatan, ketua_rt, login, barang_tahun_lain
):
    milik_lain, browser = kegiatan(usulan_tetangga, "Rahasia tetangga"), login(ketua_rt)

    for ganti in ({"kegiatan": milik_lain.pk}, {"kegiatan": ""}, {"item_wajib": barang_tahun_lain.pk}):
        jawaban = browser.post(alamat(proposal), isian(proposal, harga_satuan="1.000", **ganti))
        assert jawaban.status_code == 422
        assert "Rahasia" not in jawaban.content.decode()
    for kolom in ({"kegiatan": milik_lain}, {"kegiatan": None}, {"item_wajib": barang_tahun_lain}):
        with pytest.raises(LangkahDitolak):
            simpan_baris(
                BarisRAB(
                    versi_rab=rab_berlaku(proposal), jenis_biaya="bahan", uraian="Batu", volume=1_000, satuan="m3",
                    harga_satuan=1_000, **({"kegiatan": proposal.daftar_renja1.first()} | kolom),
                ),
                oleh=ketua_rt,
            )  # fmt: skip
    assert not BarisRAB.objects.filter(uraian="Batu").exists()


@pytest.fixture
def barang_tahun_lain(kelompok_a):
    return ItemWajib.objects.create(tahun_program=make_tahun(2025), nama="Rahasia tahun lain")


def test_after_a_return_only_the_marked_line_is_open_and_it_cannot_be_deleted(proposal, ketua_rt, login):
    semen, pasir = BarisRAB.objects.get(uraian="Semen"), BarisRAB.objects.get(uraian="Pasir")
    proposal.tahap, proposal.dikembalikan_oleh = Tahap.VERIFIKASI, Giliran.KELURAHAN
    proposal.save()
    Tanda.objects.create(
        usulan=proposal, tahap="verifikasi", giliran="kelurahan", kunci=f"rab:{semen.pk}", label="Semen", catatan="x"
    )
    browser = login(ketua_rt)
    halaman = browser.get(alamat(proposal)).content.decode()

    assert reverse("anggaran:rab_ubah", args=[proposal.pk, semen.pk]) in halaman
    assert reverse("anggaran:rab_ubah", args=[proposal.pk, pasir.pk]) not in halaman
    assert reverse("anggaran:rab_hapus", args=[proposal.pk, semen.pk]) not in halaman
    assert browser.post(alamat(proposal), isian(proposal)).status_code == 409
    kirim = isian(proposal, uraian="Semen 50 kg", harga_satuan="1.000")
    assert browser.post(alamat(proposal, pasir.pk), kirim | {"token": str(pasir.token)}).status_code == 409
    assert browser.post(reverse("anggaran:rab_hapus", args=[proposal.pk, semen.pk])).status_code == 409
    assert browser.post(alamat(proposal, semen.pk), kirim | {"token": str(semen.token)}).status_code == 302
    assert set(BarisRAB.objects.values_list("uraian", flat=True)) == {
        "Semen 50 kg", "Pasir", "Cat", "Gali", "Honor ketua",
    }  # fmt: skip


@pytest.mark.parametrize("giliran", [Giliran.KELURAHAN, Giliran.RT])
def test_after_filing_the_rab_is_locked(proposal, ketua_rt, login, giliran):
    proposal.tahap, proposal.giliran = Tahap.PENCAIRAN, giliran
    proposal.save()
    browser = login(ketua_rt)

    assert browser.post(alamat(proposal), isian(proposal)).status_code == 409
    assert browser.get(alamat(proposal)).status_code == 200
    assert BarisRAB.objects.count() == 5


def test_a_rab_missing_at_proposal_is_begun_by_its_first_line(usulan, kegiatan, ketua_rt, login, kelompok_b):
    BarisTetap.objects.create(kelompok=kelompok_b, uraian="Honor ketua", volume=2_000, harga_satuan=1_000_000)
    usulan.tahap, usulan.giliran = Tahap.PROPOSAL, Giliran.RT
    usulan.save()
    kegiatan(usulan)

    assert login(ketua_rt).get(alamat(usulan)).status_code == 200
    assert login(ketua_rt).post(alamat(usulan), isian(usulan)).status_code == 302
    assert list(rab_berlaku(usulan).daftar_baris.order_by("pk").values_list("uraian", flat=True)) == [
        "Honor ketua", "Batu",
    ]  # fmt: skip


def test_the_neighbour_gets_404_and_the_kelurahan_reads_only(proposal, usulan_tetangga, petugas, login):
    tetangga = login(make_pengguna(Peran.KETUA_RT, "ketua.lain", rt=usulan_tetangga.rt))
    semen = BarisRAB.objects.get(uraian="Semen")

    for url in (alamat(proposal), alamat(proposal, semen.pk), reverse("anggaran:narasi", args=[proposal.pk])):
        assert tetangga.get(url).status_code == 404
        assert tetangga.post(url, isian(proposal)).status_code == 404
    assert tetangga.get(alamat(usulan_tetangga, semen.pk)).status_code == 404
    assert login(petugas).get(alamat(proposal)).status_code == 200
    assert login(petugas).post(alamat(proposal), isian(proposal)).status_code == 409


@pytest.mark.parametrize(
    "ganti",
    [
        {"volume": "1.000.001"},
        {"volume": "0"},
        {"volume": "1,2345"},
        {"volume": "9" * 30},
        {"harga_satuan": "1.000.000.001"},
        {"harga_satuan": "1,250,000"},
        {"harga_satuan": "0"},
        {"jenis_biaya": "lain"},
        {"sumber": "apbn"},
        {"kegiatan": "9" * 30},
        {"kegiatan": "\x00"},
        {"item_wajib": "abc"},
        {"uraian": "\x00"},
        {"uraian": "x" * 201},
    ],
)
def test_bad_input_comes_back_with_its_words(proposal, ketua_rt, login, ganti):
    jawaban = login(ketua_rt).post(alamat(proposal), isian(proposal, **ganti))

    assert jawaban.status_code == 422
    assert "ringkasan-galat" in jawaban.content.decode()
    assert BarisRAB.objects.count() == 5


def test_the_page_takes_the_same_queries_whatever_the_lines(
    proposal, ketua_rt, login, baris, django_assert_num_queries
):
    browser = login(ketua_rt)
    browser.get(alamat(proposal))
    with CaptureQueriesContext(connection) as sedikit:
        browser.get(alamat(proposal))
    for nomor in range(6):
        baris(rab_berlaku(proposal), proposal.daftar_renja1.first(), uraian=f"Barang {nomor}", harga_satuan=10)

    with django_assert_num_queries(len(sedikit)):
        browser.get(alamat(proposal))
    assert len(sedikit) <= 17


# --- mandatory items, words, photos, filing -------------------------------------------------------------------------


@pytest.fixture
def cctv(tahun):
    return ItemWajib.objects.create(tahun_program=tahun, nama="CCTV")


def test_a_mandatory_item_is_in_the_rab_or_exempted_with_a_reason(proposal, cctv, ketua_rt, login):
    url, browser = reverse("anggaran:item_wajib", args=[proposal.pk]), login(ketua_rt)

    assert "Belum ada" in browser.get(url).content.decode()
    assert item_wajib_kurang(proposal) == [cctv]
    assert browser.post(url, {"item_wajib": cctv.pk, "alasan": ""}).status_code == 422
    assert browser.post(url, {"item_wajib": cctv.pk, "alasan": "Sudah ada dari RT 03"}).status_code == 302
    assert item_wajib_kurang(proposal) == []
    assert "Dibebaskan" in browser.get(url).content.decode()
    proposal.daftar_pembebasan.all().delete()
    browser.post(alamat(proposal), isian(proposal, item_wajib=cctv.pk))
    assert item_wajib_kurang(proposal) == []
    assert "Ada di RAB" in browser.get(url).content.decode()


def test_an_item_that_allows_no_exemption_cannot_be_exempted(proposal, cctv, ketua_rt, login):
    PembebasanItem.objects.create(usulan=proposal, item_wajib=cctv, alasan="lama")
    ItemWajib.objects.update(boleh_bebas=False)
    url = reverse("anggaran:item_wajib", args=[proposal.pk])

    assert login(ketua_rt).post(url, {"item_wajib": cctv.pk, "alasan": "mahal"}).status_code == 422
    assert item_wajib_kurang(proposal) == [cctv]


def test_the_narrative_is_saved_and_read(proposal, ketua_rt, petugas, login):
    url = reverse("anggaran:narasi", args=[proposal.pk])
    kata = {
        "latar_belakang": "Banjir tiap hujan.", "tujuan": "Gang kering.", "penerima_manfaat": "240",
        "cara_pelaksanaan": "Gotong royong.",
    }  # fmt: skip

    assert login(ketua_rt).post(url, kata | {"penerima_manfaat": "0"}).status_code == 422
    assert login(ketua_rt).post(url, kata).status_code == 302
    assert Proposal.objects.get(usulan=proposal).penerima_manfaat == 240
    assert "Banjir tiap hujan." in login(petugas).get(url).content.decode()


def test_photos_of_the_proposal_are_kept(proposal, ketua_rt, login):
    url = reverse("anggaran:berkas_proposal", args=[proposal.pk])

    assert login(ketua_rt).post(url, {"jenis": "foto_0", "berkas": foto()}).status_code == 302
    assert login(ketua_rt).post(url, {"jenis": "nota", "berkas": foto()}).status_code == 422
    assert list(proposal.daftar_berkas.values_list("jenis", flat=True)) == ["foto_0"]


def test_the_gate_names_all_that_is_missing_and_opens_when_it_is_there(proposal, cctv, ketua_rt, login):
    assert [pesan.split(".")[0] for pesan in ajukan_proposal(proposal)] == [
        "Narasi proposal belum diisi", "CCTV belum ada di RAB", "Foto 0 % belum ada",
    ]  # fmt: skip
    PembebasanItem.objects.create(usulan=proposal, item_wajib=cctv, alasan="Sudah ada")
    Proposal.objects.create(usulan=proposal, latar_belakang="a", tujuan="b", penerima_manfaat=1, cara_pelaksanaan="c")
    simpan_berkas(proposal, "foto_0", foto(), oleh=ketua_rt)

    url = reverse("anggaran:ajukan", args=[proposal.pk])
    assert "Ajukan proposal" in login(ketua_rt).get(url).content.decode()
    assert login(ketua_rt).post(url, {"versi": 0}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.tahap, proposal.giliran) == (Tahap.VERIFIKASI, Giliran.KELURAHAN)
