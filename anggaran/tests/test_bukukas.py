"""The buku kas: one balance, nothing changed or deleted, and the equation of the LPJ."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from anggaran.models import ARAH, BukuKas, Jenis, TarifPajak, Tempat
from anggaran.models.bukukas import Dana
from anggaran.services.bukukas import (
    TokenTerpakai,
    catat,
    halangan_seimbang,
    koreksi,
    pajak_terbuka,
    pajak_terbuka_baris,
    perubahan,
    realisasi,
    saldo,
    saldo_berjalan,
    uang,
)
from anggaran.services.rab import rab_berlaku
from kampung.testing import foto
from pokja.berkas import simpan_berkas
from pokja.models import Tanda
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap

BANK, KAS = (Dana.PROGRAM, Tempat.BANK), (Dana.PROGRAM, Tempat.KAS)


@pytest.fixture
def isi(berjalan, ketua_rt):
    """isi("bunga", 1000, ...) -> a row of the book on 10 November 2026."""

    def jalankan(jenis, nilai, **kolom):
        if jenis in ("setor_pajak", "setor_sisa"):
            kolom = {
                "bukti": simpan_berkas(berjalan, "bukti_setor", foto(), oleh=ketua_rt),
                "nomor_bukti": "N1",
            } | kolom
        kolom = {"tanggal": date(2026, 11, 10), "uraian": jenis} | kolom
        return catat(BukuKas(usulan=berjalan, jenis=jenis, nilai=nilai, **kolom), oleh=ketua_rt)

    return jalankan


@pytest.fixture
def beli(berjalan, ketua_rt, catat_belanja):
    return lambda uraian, nilai, **kolom: catat_belanja(berjalan, uraian, nilai, oleh=ketua_rt, **kolom)


# --- balance --------------------------------------------------------------------------------------------------------

baris_acak = st.builds(
    BukuKas,
    jenis=st.sampled_from(Jenis.values),
    dana=st.sampled_from(Dana.values),
    tempat=st.sampled_from(Tempat.values),
    nilai=st.integers(1, 10**12),
    pajak=st.just(0),
)


@given(st.lists(st.tuples(baris_acak, st.integers(0, 100)), max_size=30))
def test_the_balance_is_what_came_in_minus_what_went_out(daftar):
    for baris, persen in daftar:
        if baris.jenis == Jenis.BELANJA:
            baris.pajak = baris.nilai * persen // 100
        if baris.jenis == Jenis.TARIK_TUNAI:
            baris.tempat = Tempat.BANK
    daftar = [baris for baris, _persen in daftar]
    masuk = sum(b.nilai for b in daftar if ARAH[b.jenis] == 1)
    keluar = sum(b.nilai - b.pajak for b in daftar if ARAH[b.jenis] == -1 and b.jenis != Jenis.TARIK_TUNAI)

    akhir = [keadaan for _baris, keadaan in saldo_berjalan(daftar)][-1:] or [{}]

    assert sum(akhir[0].values()) == masuk - keluar


@given(st.lists(baris_acak, max_size=20))
def test_a_counter_row_restores_the_balance(daftar):
    lawan = [
        BukuKas(jenis=b.jenis, dana=b.dana, tempat=b.tempat, nilai=b.nilai, pajak=b.pajak, membatalkan_id=1)
        for b in daftar
    ]

    akhir = [keadaan for _baris, keadaan in saldo_berjalan([*daftar, *lawan])][-1:] or [{}]

    assert set(akhir[0].values()) <= {0}


def test_balances_by_fund_and_place(berjalan, isi, beli):
    isi("tarik_tunai", 3_000_000)
    isi("terima_swadaya", 400_000, dana="swadaya", tempat="kas")
    isi("bunga", 1_000)
    isi("biaya_bank", 500)
    beli("Semen", 1_000_000, pajak=15_000, tempat="kas")
    beli("Cat", 100_000, tempat="kas")

    assert dict(saldo(berjalan)) == {
        BANK: 7_000_500, KAS: 2_015_000, (Dana.SWADAYA, Tempat.KAS): 300_000,
    }  # fmt: skip


def test_rows_are_ordered_by_day_then_entry(berjalan, isi):
    isi("bunga", 2, tanggal=date(2026, 11, 12))
    isi("bunga", 1, tanggal=date(2026, 11, 11))

    urut = list(saldo_berjalan(berjalan.daftar_bukukas.order_by("tanggal", "pk")))

    assert [(b.nilai, keadaan[BANK]) for b, keadaan in urut] == [
        (10_000_000, 10_000_000), (1, 10_000_001), (2, 10_000_003),
    ]  # fmt: skip


def test_no_balance_goes_below_zero_on_any_day(berjalan, isi, beli):
    with pytest.raises(LangkahDitolak, match="Saldo kas tunai \\(dana program\\) menjadi -Rp1 pada 10/11/2026"):
        beli("Semen", 1, tempat="kas")
    with pytest.raises(LangkahDitolak, match="Saldo bank"):
        beli("Semen", 10_000_001)
    # Enough today, not yet on that day.
    with pytest.raises(LangkahDitolak, match="05/11/2026"):
        beli("Semen", 1, tanggal=date(2026, 11, 5))
    beli("Semen", 10_000_000)
    # It would be too little on a later day.
    with pytest.raises(LangkahDitolak, match="10/11/2026"):
        isi("biaya_bank", 1, tanggal=date(2026, 11, 9))
    assert berjalan.daftar_bukukas.count() == 2


# --- append-only and correction -------------------------------------------------------------------------------------


@pytest.mark.parametrize("perintah", [lambda q: q.update(nilai=1), lambda q: q.delete()])
def test_the_database_itself_refuses_change_and_deletion(berjalan, perintah):
    with pytest.raises(Error, match="tidak dapat diubah atau dihapus"), transaction.atomic():
        perintah(BukuKas.objects.filter(usulan=berjalan))
    assert saldo(berjalan)[BANK] == 10_000_000


def test_a_correction_cancels_and_keeps_both_rows(berjalan, beli, ketua_rt):
    salah = beli("Semen", 1_000_000, pajak=10_000)

    lawan = koreksi(salah, alasan=" salah ketik ", oleh=ketua_rt)

    assert saldo(berjalan)[BANK] == 10_000_000
    assert (lawan.membatalkan, lawan.alasan, lawan.nilai, lawan.pajak) == (salah, "salah ketik", 1_000_000, 10_000)
    assert berjalan.daftar_bukukas.count() == 3
    assert [b.jenis for b in berjalan.daftar_bukukas.sah()] == ["terima_program"]
    assert uang(berjalan).belanja == 0
    assert koreksi(salah, alasan="salah ketik", oleh=ketua_rt) == lawan
    for baris, kata in ((salah, "sudah dikoreksi"), (lawan, "tidak bisa dikoreksi lagi")):
        with pytest.raises(LangkahDitolak, match=kata):
            koreksi(baris, alasan="lagi", oleh=ketua_rt)


def test_a_correction_needs_a_reason_and_leaves_no_balance_below_zero(berjalan, isi, beli, ketua_rt):
    tarik = isi("tarik_tunai", 500_000)
    beli("Semen", 400_000, tempat="kas")

    with pytest.raises(LangkahDitolak, match="alasan koreksi"):
        koreksi(tarik, alasan=" ", oleh=ketua_rt)
    with pytest.raises(LangkahDitolak, match="Catat dulu baris penggantinya"):
        koreksi(tarik, alasan="salah", oleh=ketua_rt)
    isi("tarik_tunai", 600_000)
    koreksi(tarik, alasan="salah", oleh=ketua_rt)
    assert saldo(berjalan)[KAS] == 200_000


def test_the_transfer_itself_is_not_written_or_corrected_by_hand(berjalan, isi, ketua_rt):
    with pytest.raises(LangkahDitolak, match="berasal dari pencairan"):
        koreksi(berjalan.daftar_bukukas.get(), alasan="x", oleh=ketua_rt)
    with pytest.raises(LangkahDitolak, match="tercatat sendiri"):
        isi("terima_program", 5, pencairan=berjalan.daftar_pencairan.get())


# --- what a row must satisfy ----------------------------------------------------------------------------------------


def test_the_same_form_twice_is_one_row_and_with_other_words_is_asked(berjalan, isi, usulan_tetangga, ketua_rt):
    satu = isi("bunga", 1_000)

    assert isi("bunga", 1_000, token=satu.token) == satu
    with pytest.raises(TokenTerpakai):
        isi("bunga", 2_000, token=satu.token)
    usulan_tetangga.tahap = Tahap.PELAKSANAAN
    usulan_tetangga.giliran = Giliran.RT
    usulan_tetangga.save()
    curian = BukuKas(
        usulan=usulan_tetangga, jenis="bunga", nilai=1_000, tanggal=satu.tanggal, uraian="bunga", token=satu.token
    )
    with pytest.raises(TokenTerpakai):
        catat(curian, oleh=ketua_rt)
    assert BukuKas.objects.count() == 2


@pytest.mark.parametrize(
    ("jenis", "tanggal", "boleh"),
    [
        ("bunga", date(2026, 11, 6), True),
        ("bunga", date(2025, 12, 31), False),
        ("bunga", date(1, 1, 1), False),
        ("tarik_tunai", date(2025, 12, 31), False),
    ],
)
def test_dates_are_of_the_year(isi, jenis, tanggal, boleh):
    if boleh:
        isi(jenis, 1, tanggal=tanggal)
    else:
        with pytest.raises(LangkahDitolak, match="Tanggal harus dalam tahun 2026"):
            isi(jenis, 1, tanggal=tanggal)


def test_today_is_the_last_day(isi):
    hari_ini = timezone.localdate()

    isi("bunga", 1, tanggal=hari_ini)
    with pytest.raises(LangkahDitolak, match="sesudah hari ini"):
        isi("bunga", 1, tanggal=hari_ini + timedelta(days=1))


def test_a_late_lpj_can_pay_back_after_the_years_end_but_not_buy(berjalan, isi, beli):
    berjalan.tahun_program.tahun = 2025
    berjalan.tahun_program.save()

    isi("setor_sisa", 1_000)
    with pytest.raises(LangkahDitolak, match="dalam tahun 2025"):
        beli("Semen", 1_000)


@pytest.mark.parametrize("rujukan", ["baris_rab", "bukti", "pajak_dari", "pencairan"])
def test_nothing_of_another_usulan_can_be_named(
    rujukan, berjalan, isi, beli, usulan_tetangga, susun_rab, siap_cair, cair, ketua_rt
):
    sendiri = beli("Semen", 1_000, pajak=100)
    rab_lain = susun_rab(usulan_tetangga)
    milik_lain = {
        "baris_rab": rab_lain.daftar_baris.get(uraian="Semen"),
        "bukti": simpan_berkas(usulan_tetangga, "nota", foto(), oleh=ketua_rt),
        "pencairan": sendiri.usulan.daftar_pencairan.get(),
    }
    isian = {"jenis": "belanja", "baris_rab": sendiri.baris_rab, "bukti": sendiri.bukti}
    if rujukan == "pajak_dari":
        BukuKas.objects.create(
            usulan=usulan_tetangga, jenis="belanja", tanggal=sendiri.tanggal, uraian="x", nilai=500, pajak=100,
            baris_rab=milik_lain["baris_rab"], bukti=milik_lain["bukti"],
        )  # fmt: skip
        isian = {"jenis": "setor_pajak", "nomor_bukti": "N", "bukti": sendiri.bukti}
        milik_lain["pajak_dari"] = BukuKas.objects.get(usulan=usulan_tetangga)
    isian |= {rujukan: milik_lain[rujukan]}
    sebelum = BukuKas.objects.count()

    with pytest.raises(LangkahDitolak, match="data RT lain"):
        catat(BukuKas(usulan=berjalan, tanggal=sendiri.tanggal, uraian="x", nilai=50, **isian), oleh=ketua_rt)
    assert BukuKas.objects.count() == sebelum


def test_an_expense_names_a_line_in_force_of_its_own_fund_with_its_nota(berjalan, beli, ketua_rt):
    baris = {b.uraian: b for b in rab_berlaku(berjalan).daftar_baris.all()}

    for kolom, kata in (
        ({"dana": "swadaya"}, "tidak boleh tercampur"),
        ({"bukti": None}, "Foto nota belum ada"),
        ({"pajak": 1_001}, "Pajak tidak boleh melebihi"),
        ({"pajak": -1}, "Pajak tidak boleh melebihi"),
    ):
        with pytest.raises(LangkahDitolak, match=kata):
            beli("Semen", 1_000, **kolom)
    with pytest.raises(LangkahDitolak, match="tidak boleh tercampur"):
        beli("Gali", 1_000)
    berjalan.daftar_versi_rab.update(status="diganti")
    with pytest.raises(LangkahDitolak, match="Pilih baris RAB yang berlaku"):
        catat(
            BukuKas(
                usulan=berjalan, jenis="belanja", tanggal=date(2026, 11, 10), uraian="x", nilai=1,
                baris_rab=baris["Semen"], bukti=simpan_berkas(berjalan, "nota", foto(), oleh=ketua_rt),
            ),
            oleh=ketua_rt,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("jenis", "kolom", "kata"),
    [
        ("setor_sisa", {"dana": "swadaya"}, "tidak boleh tercampur"),
        ("setor_sisa", {"bukti": None}, "STS"),
        ("bunga", {"dana": "swadaya"}, "tidak boleh tercampur"),
        ("terima_swadaya", {}, "tidak boleh tercampur"),
        ("tarik_tunai", {"tempat": "kas"}, "rekening bank"),
        ("biaya_bank", {"tempat": "kas"}, "rekening bank"),
    ],
)
def test_each_kind_has_its_fund_and_place(isi, jenis, kolom, kata):
    with pytest.raises(LangkahDitolak, match=kata):
        isi(jenis, 1, **kolom)


# --- tax ------------------------------------------------------------------------------------------------------------


def test_tax_stays_until_it_is_deposited_and_keeps_the_lpj_open(berjalan, isi, beli, ketua_rt):
    belanja = beli("Semen", 1_000_000, pajak=15_000)
    assert saldo(berjalan)[BANK] == 9_015_000
    assert "Pajak yang dipotong tetapi belum disetor Rp15.000" in halangan_seimbang(berjalan)[0]

    isi("setor_pajak", 14_999, pajak_dari=belanja)
    assert pajak_terbuka(berjalan) == [(belanja, 1)]
    with pytest.raises(LangkahDitolak, match="belum disetor dari belanja ini Rp1, tidak bisa disetor Rp2"):
        isi("setor_pajak", 2, pajak_dari=belanja)
    with pytest.raises(LangkahDitolak, match="Koreksi dulu baris setoran pajaknya"):
        koreksi(belanja, alasan="salah", oleh=ketua_rt)
    isi("setor_pajak", 1, pajak_dari=belanja)

    assert (pajak_terbuka(berjalan), pajak_terbuka_baris(belanja)) == ([], 0)
    assert saldo(berjalan)[BANK] == 9_000_000
    assert not any("Pajak" in pesan for pesan in halangan_seimbang(berjalan))


@pytest.mark.parametrize(
    ("kolom", "kata"),
    [
        ({"tanggal": date(2026, 11, 9)}, "sebelum belanjanya"),
        ({"nomor_bukti": ""}, "NTPN"),
        ({"bukti": None}, "Bukti setor pajak belum ada"),
        ({"pajak_dari": None}, "Pilih belanja"),
        ({"dana": "swadaya"}, "sumber dana yang sama"),
    ],
)
def test_a_tax_deposit_is_complete(isi, beli, kolom, kata):
    belanja = beli("Semen", 1_000_000, pajak=15_000)

    with pytest.raises(LangkahDitolak, match=kata):
        isi("setor_pajak", 10_000, **{"pajak_dari": belanja} | kolom)


@pytest.mark.parametrize(("hari", "boleh"), [(9, False), (10, True), (11, True), (12, False)])
def test_a_rate_of_tax_holds_from_its_first_day_to_its_last(beli, hari, boleh):
    tarif = TarifPajak.objects.create(
        nama="PPh 22", per_sepuluh_ribu=150, mulai=date(2026, 11, 10), selesai=date(2026, 11, 11)
    )
    if boleh:
        assert beli("Semen", 100_000, tarif=tarif, pajak=1_500, tanggal=date(2026, 11, hari)).tarif == tarif
    else:
        with pytest.raises(LangkahDitolak, match="PPh 22 1,5 % tidak berlaku pada"):
            beli("Semen", 100_000, tarif=tarif, pajak=1_500, tanggal=date(2026, 11, hari))


def test_tax_of_a_cancelled_expense_is_neither_open_nor_payable(berjalan, isi, beli, ketua_rt):
    belanja = beli("Semen", 1_000_000, pajak=15_000)
    koreksi(belanja, alasan="salah", oleh=ketua_rt)

    assert pajak_terbuka(berjalan) == []
    with pytest.raises(LangkahDitolak, match="Pilih belanja"):
        isi("setor_pajak", 1_000, pajak_dari=belanja)


def test_tax_of_swadaya_is_owed_too(berjalan, isi, beli):
    isi("terima_swadaya", 400_000, dana="swadaya", tempat="kas")
    beli("Cat", 100_000, tempat="kas", pajak=2_000)

    assert uang(berjalan).pajak == 0
    assert any("belum disetor Rp2.000" in pesan for pesan in halangan_seimbang(berjalan))


# --- the equation ---------------------------------------------------------------------------------------------------


def test_the_lpj_ties_when_all_money_is_accounted_for_and_names_a_difference_of_one_rupiah(berjalan, isi, beli):
    isi("bunga", 2_500)
    isi("biaya_bank", 500)
    semen = beli("Semen", 6_000_000, pajak=90_000)
    isi("setor_pajak", 90_000, pajak_dari=semen)
    beli("Honor ketua", 2_000_000)
    beli("Pasir", 1_900_000)
    isi("setor_sisa", 101_999)
    angka = uang(berjalan)

    assert (angka.cair, angka.bunga, angka.belanja, angka.pajak, angka.kembali) == (
        10_000_000, 2_500, 9_900_500, 90_000, 101_999,
    )  # fmt: skip
    assert halangan_seimbang(berjalan) == [
        "Dana diterima Rp10.000.000 + bunga Rp2.500 belum sama dengan belanja Rp9.900.500 + setoran sisa Rp101.999: "
        "selisih Rp1. Catat belanja yang kurang atau setorkan sisanya."
    ]
    assert sum(saldo(berjalan).values()) == 1
    isi("setor_sisa", 1, nomor_bukti="N2")
    assert halangan_seimbang(berjalan) == []
    # released + interest = net paid + tax deposited + paid back
    neto = sum(-nilai for b in berjalan.daftar_bukukas.filter(jenis__in=["belanja", "biaya_bank"])
               for _tempat, nilai in perubahan(b))  # fmt: skip
    assert neto + 90_000 + 102_000 == 10_000_000 + 2_500


def test_an_overspent_line_is_named_with_its_excess(berjalan, beli):
    beli("Pasir", 2_000_001)

    assert halangan_seimbang(berjalan)[0].startswith("Pasir: belanja melebihi rencana sebesar Rp1. ")
    pasir = next(hasil for hasil in realisasi(berjalan) if hasil.baris.uraian == "Pasir")
    assert (pasir.sisa, pasir.janggal, pasir.persen) == (-1, True, 100)


def test_lines_come_in_the_order_of_the_paper(berjalan):
    assert [hasil.baris.uraian for hasil in realisasi(berjalan)] == ["Semen", "Pasir", "Cat", "Gali", "Honor ketua"]


# --- who and when ---------------------------------------------------------------------------------------------------


def test_the_rt_side_writes_and_nobody_else(berjalan, semua_orang):
    boleh = defaultdict(list)
    for peran, orang in semua_orang.items():
        try:
            catat(
                BukuKas(usulan=berjalan, jenis="bunga", nilai=1, tanggal=date(2026, 11, 10), uraian=peran), oleh=orang
            )
        except LangkahDitolak:
            boleh[False].append(peran)
        else:
            boleh[True].append(peran)

    assert boleh[True] == ["ketua_rt", "pengurus_pokja", "pendamping"]
    assert len(boleh[False]) == 5


@pytest.mark.parametrize(
    ("tahap", "giliran", "terbuka"),
    [
        (Tahap.PENCAIRAN, Giliran.RT, False),
        (Tahap.PELAKSANAAN, Giliran.RT, True),
        (Tahap.SERAH_TERIMA, Giliran.KELURAHAN, True),
        (Tahap.LPJ, Giliran.RT, True),
        (Tahap.LPJ, Giliran.KELURAHAN, False),
        (Tahap.SELESAI, Giliran.TUTUP, False),
    ],
)
def test_the_book_is_open_from_the_money_to_the_filed_lpj(berjalan, isi, ketua_rt, tahap, giliran, terbuka):
    bunga = isi("bunga", 1_000)
    berjalan.tahap, berjalan.giliran = tahap, giliran
    berjalan.save()

    for verba in (lambda: isi("bunga", 1), lambda: koreksi(bunga, alasan="x", oleh=ketua_rt)):
        if terbuka:
            verba()
        else:
            with pytest.raises(LangkahDitolak, match="sedang tertutup"):
                verba()


@pytest.mark.parametrize(("kunci", "terbuka"), [("pernyataan", False), ("bukukas", True), ("bukukas:7", True)])
def test_a_returned_lpj_opens_the_book_only_when_it_was_marked(berjalan, isi, kunci, terbuka):
    berjalan.tahap, berjalan.dikembalikan_oleh = Tahap.LPJ, Giliran.DPMPPA
    berjalan.save()
    Tanda.objects.create(usulan=berjalan, tahap="lpj", giliran="dpmppa", kunci=kunci, label="x", catatan="y")

    if terbuka:
        isi("bunga", 1)
    else:
        with pytest.raises(LangkahDitolak, match="sedang tertutup"):
            isi("bunga", 1)
