"""The pages of the buku kas: photo of the nota first, nothing typed or sent is lost, sent twice is one row."""

import re
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anggaran.models import BukuKas, TarifPajak
from anggaran.services.bukukas import catat, saldo
from anggaran.services.rab import rab_berlaku
from kampung.testing import foto, make_pengguna
from pokja.tahapan import Giliran, Tahap
from rt.models import Peran

HALAMAN = ("belanja", "tarik_tunai", "swadaya", "bunga", "biaya_bank", "setor_pajak", "setor_sisa")


def alamat(usulan, nama="", *pk):
    return reverse(f"anggaran:bukukas{nama and '_'}{nama}", args=[usulan.pk, *pk])


def isian(usulan=None, **ganti):
    dasar = {"nilai": "100.000", "tanggal": "2026-11-10", "uraian": "", "tempat": "bank", "token": str(uuid.uuid4())}
    if usulan:
        semen = rab_berlaku(usulan).daftar_baris.get(uraian="Semen")
        dasar |= {"baris_rab": semen.pk, "toko": "Sinar Jaya", "nomor_bukti": "A-1"}
    return dasar | ganti


@pytest.fixture
def pph(db):
    return TarifPajak.objects.create(nama="PPh 22", per_sepuluh_ribu=150, mulai=date(2026, 1, 1))


@pytest.fixture
def browser(berjalan, ketua_rt, login):
    return login(ketua_rt)


# --- belanja --------------------------------------------------------------------------------------------------------


def test_an_expense_with_its_nota_in_one_send(berjalan, browser, ketua_rt):
    jawaban = browser.post(alamat(berjalan, "belanja"), isian(berjalan, foto=foto()))

    assert (jawaban.status_code, jawaban.url) == (302, alamat(berjalan) + "?dana=program")
    belanja = berjalan.daftar_bukukas.get(jenis="belanja")
    assert (belanja.nilai, belanja.uraian, belanja.toko, belanja.dana, belanja.dicatat_oleh) == (
        100_000, "Semen", "Sinar Jaya", "program", ketua_rt,
    )  # fmt: skip
    assert belanja.bukti.jenis == "nota"
    assert "sisa Rp5.900.000 dari Rp6.000.000" in browser.get(alamat(berjalan, "belanja")).content.decode()


def test_what_was_sent_is_kept_when_something_is_wrong(berjalan, browser):
    salah = browser.post(alamat(berjalan, "belanja"), isian(berjalan, nilai="1,250,000", foto=foto()))
    nota = berjalan.daftar_berkas.get(jenis="nota")
    halaman = salah.content.decode()

    assert salah.status_code == 422
    assert 'value="1,250,000"' in halaman
    assert 'value="Sinar Jaya"' in halaman
    assert f'name="bukti_id" value="{nota.pk}"' in halaman
    assert "tidak perlu dikirim lagi" in halaman
    token = re.search(r'name="token" value="([^"]+)"', halaman)[1]
    assert browser.post(alamat(berjalan, "belanja"), isian(berjalan, bukti_id=nota.pk, token=token)).status_code == 302
    assert berjalan.daftar_bukukas.get(jenis="belanja").bukti == nota
    assert berjalan.daftar_berkas.filter(jenis="nota").count() == 1


def test_a_refusal_of_the_book_keeps_what_was_typed_too(berjalan, browser):
    jawaban = browser.post(alamat(berjalan, "belanja"), isian(berjalan, tempat="kas", foto=foto()))

    assert jawaban.status_code == 422
    assert "Saldo kas tunai (dana program) menjadi -Rp100.000" in jawaban.content.decode()
    assert 'name="bukti_id" value=""' not in jawaban.content.decode()
    assert not berjalan.daftar_bukukas.filter(jenis="belanja").exists()


def test_without_a_nota_nothing_is_booked(berjalan, browser):
    jawaban = browser.post(alamat(berjalan, "belanja"), isian(berjalan))

    assert jawaban.status_code == 422
    assert "Foto nota belum ada" in jawaban.content.decode()


@pytest.mark.parametrize(
    ("isi", "kata"), [(b"bukan foto", "bukan foto"), (b"", "kosong"), (b"%PDF-1.4 terpotong", "tidak lengkap")]
)
def test_a_file_that_is_no_photo_is_refused_and_a_kept_nota_stays(berjalan, browser, isi, kata):
    browser.post(alamat(berjalan, "belanja"), isian(berjalan, nilai="", foto=foto()))
    nota = berjalan.daftar_berkas.get(jenis="nota")

    for ganti in ({}, {"bukti_id": nota.pk}):
        kirim = isian(berjalan, foto=SimpleUploadedFile("nota.jpg", isi), **ganti)
        jawaban = browser.post(alamat(berjalan, "belanja"), kirim)
        assert jawaban.status_code == 422
        assert kata in jawaban.content.decode() or not isi
    assert f'value="{nota.pk}"' in jawaban.content.decode()
    assert not berjalan.daftar_bukukas.filter(jenis="belanja").exists()


def test_sent_twice_is_one_row_and_back_with_other_words_is_asked_then_booked(berjalan, browser):
    kirim, url = isian(berjalan), alamat(berjalan, "belanja")
    browser.post(url, kirim | {"foto": foto("red")})
    nota = berjalan.daftar_berkas.get(jenis="nota")

    assert browser.post(url, kirim | {"foto": foto("red")}).status_code == 302
    lain = kirim | {"nilai": "200.000", "bukti_id": nota.pk}
    ditanya = browser.post(url, lain)
    assert ditanya.status_code == 422
    assert "sudah pernah tersimpan" in ditanya.content.decode()
    token = re.search(r'name="token" value="([^"]+)"', ditanya.content.decode())[1]
    # Another row with the photo of the first: asked once more, see test_bukukas_peringatan.
    assert "Foto nota ini sudah dipakai" in browser.post(url, lain | {"token": token}).content.decode()
    dibaca = f"nota-{berjalan.daftar_bukukas.get(jenis='belanja').pk}"
    assert browser.post(url, lain | {"token": token, "dibaca": dibaca}).status_code == 302
    assert list(berjalan.daftar_bukukas.filter(jenis="belanja").values_list("nilai", flat=True)) == [100_000, 200_000]


@pytest.mark.parametrize(
    ("nilai", "pajak", "hasil"), [("1.000.066", "", 15_000), ("1.000.066", "14.999", 14_999), ("1.000.066", "0", 0)]
)
def test_tax_is_computed_rounded_down_or_entered_by_hand(berjalan, browser, pph, nilai, pajak, hasil):
    kirim = isian(berjalan, nilai=nilai, tarif=pph.pk, pajak=pajak, foto=foto())

    tiba = browser.post(alamat(berjalan, "belanja"), kirim, follow=True).content.decode()

    assert berjalan.daftar_bukukas.get(jenis="belanja").pajak == hasil
    assert ("Pajak yang dipotong Rp" in tiba) == bool(hasil)


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"pajak": "1.000"}, "Pilih jenis pajak"),
        ({"pajak": "100.001", "pakai": True}, "Pajak tidak boleh melebihi"),
        ({"pakai": True, "tanggal": "2026-11-21"}, "tidak berlaku pada 21/11/2026"),
        ({"tarif": "9" * 30}, "Pajak yang dipotong"),
        ({"baris_rab": "9" * 30}, "Baris RAB"),
        ({"baris_rab": "\x00"}, "Baris RAB"),
        ({"tempat": "laci"}, "Dibayar dari"),
        ({"tanggal": "2026-13-45"}, "Tanggal"),
        ({"tanggal": "2026-11-23"}, "sesudah hari ini"),
        ({"nilai": "0"}, "Paling sedikit Rp1"),
        ({"nilai": "9" * 30}, "terlalu besar"),
        ({"toko": "\x00"}, "Toko"),
        ({"uraian": "x" * 201}, "Keterangan"),
        ({"token": "x"}, "token"),
        ({"dibaca": "\x00"}, "dibaca"),
    ],
)
def test_wrong_input_comes_back(berjalan, browser, pph, ganti, kata):
    pph.selesai = date(2026, 11, 20)
    pph.save()
    if ganti.pop("pakai", False):
        ganti["tarif"] = pph.pk

    jawaban = browser.post(alamat(berjalan, "belanja"), isian(berjalan, foto=foto()) | ganti)

    assert jawaban.status_code == 422
    assert kata in jawaban.content.decode()
    assert not berjalan.daftar_bukukas.filter(jenis="belanja").exists()


def test_a_line_or_nota_of_a_neighbour_cannot_be_sent(berjalan, browser, usulan_tetangga, susun_rab, ketua_rt):
    semen_lain = susun_rab(usulan_tetangga).daftar_baris.get(uraian="Semen")
    nota_lain = usulan_tetangga.daftar_berkas.create(jenis="nota", isi="x", nama_asli="Rahasia", tipe="x", ukuran=1)

    for ganti in ({"baris_rab": semen_lain.pk, "foto": foto()}, {"bukti_id": nota_lain.pk}):
        jawaban = browser.post(alamat(berjalan, "belanja"), isian(berjalan) | ganti)
        assert jawaban.status_code == 422
        assert "Rahasia" not in jawaban.content.decode()


def test_spending_more_than_the_line_is_booked_with_a_warning(berjalan, browser):
    kirim = isian(berjalan, nilai="6.000.001", foto=foto())

    tiba = browser.post(alamat(berjalan, "belanja"), kirim, follow=True).content.decode()

    assert "Belanja Semen sudah melebihi rencana sebesar Rp1." in tiba


# --- the other kinds ------------------------------------------------------------------------------------------------


def test_each_kind_books_its_row(berjalan, browser, catat_belanja, ketua_rt):
    belanja = catat_belanja(berjalan, "Semen", 1_000_000, oleh=ketua_rt, pajak=15_000)
    for nama, ganti in (
        ("tarik_tunai", {"dana": "program", "nilai": "500.000"}),
        ("swadaya", {"tempat": "kas", "nilai": "250.000", "uraian": "Iuran gang 3"}),
        ("bunga", {"nilai": "1.234"}),
        ("biaya_bank", {"nilai": "500"}),
        ("setor_pajak", {"nilai": "", "belanja": belanja.pk, "nomor_bukti": "NTPN1", "foto": foto()}),
        ("setor_sisa", {"nilai": "10.000", "nomor_bukti": "STS1", "tempat": "kas", "foto": foto()}),
    ):
        assert browser.post(alamat(berjalan, nama), isian(**ganti)).status_code == 302, nama

    daftar = berjalan.daftar_bukukas.order_by("pk").values_list("jenis", "dana", "tempat", "nilai", "uraian")
    assert list(daftar)[2:] == [
        ("tarik_tunai", "program", "bank", 500_000, "Tarik tunai dari bank"),
        ("terima_swadaya", "swadaya", "kas", 250_000, "Iuran gang 3"),
        ("bunga", "program", "bank", 1_234, "Bunga bank"),
        ("biaya_bank", "program", "bank", 500, "Biaya bank"),
        ("setor_pajak", "program", "bank", 15_000, "Setor pajak"),
        ("setor_sisa", "program", "kas", 10_000, "Setoran sisa dana"),
    ]
    assert {tuple(map(str, kunci)): nilai for kunci, nilai in saldo(berjalan).items()} == {
        ("program", "bank"): 8_500_734, ("program", "kas"): 490_000, ("swadaya", "kas"): 250_000,
    }  # fmt: skip


@pytest.mark.parametrize("nama", ["setor_pajak", "setor_sisa"])
def test_a_deposit_without_its_proof_or_number_is_refused(berjalan, browser, catat_belanja, ketua_rt, nama):
    belanja = catat_belanja(berjalan, "Semen", 1_000_000, oleh=ketua_rt, pajak=15_000)

    for ganti in ({"nomor_bukti": "N1"}, {"nomor_bukti": "", "foto": foto()}, {"nomor_bukti": " ", "foto": foto()}):
        jawaban = browser.post(alamat(berjalan, nama), isian(nilai="1.000", belanja=belanja.pk, **ganti))
        assert jawaban.status_code == 422
    assert berjalan.daftar_bukukas.count() == 2


def test_the_link_of_an_open_tax_chooses_its_expense(berjalan, browser, catat_belanja, ketua_rt):
    belanja = catat_belanja(berjalan, "Semen", 1_000_000, oleh=ketua_rt, pajak=15_000)

    buku = browser.get(alamat(berjalan)).content.decode()
    tujuan = f"{alamat(berjalan, 'setor_pajak')}?dari={belanja.pk}"

    assert tujuan in buku
    assert f'value="{belanja.pk}" selected' in browser.get(tujuan).content.decode()
    assert browser.get(f"{alamat(berjalan, 'setor_pajak')}?dari=%00").status_code == 200


@pytest.mark.parametrize("nama", HALAMAN)
def test_every_form_opens_and_an_empty_send_comes_back(berjalan, browser, nama):
    assert browser.get(alamat(berjalan, nama)).status_code == 200
    assert browser.post(alamat(berjalan, nama)).status_code == 422
    assert berjalan.daftar_bukukas.count() == 1


# --- koreksi --------------------------------------------------------------------------------------------------------


def test_a_correction_by_page(berjalan, browser, catat_belanja, ketua_rt):
    salah = catat_belanja(berjalan, "Semen", 1_000_000, oleh=ketua_rt)
    url = alamat(berjalan, "koreksi", salah.pk)

    assert "Rp1.000.000" in browser.get(url).content.decode()
    assert browser.post(url, {"alasan": ""}).status_code == 422
    for _ in range(2):
        assert browser.post(url, {"alasan": "Salah baris"}).status_code == 302
    assert browser.post(url, {"alasan": "Lain lagi"}).status_code == 422
    assert berjalan.daftar_bukukas.count() == 3
    buku = browser.get(alamat(berjalan)).content.decode()
    assert "Sudah dikoreksi" in buku
    assert "Alasan: Salah baris" in buku
    assert url not in buku


def test_a_row_is_corrected_only_through_its_own_usulan(berjalan, browser, usulan_tetangga, login, ketua_rt):
    bunga = catat(
        BukuKas(usulan=berjalan, jenis="bunga", nilai=1, tanggal=date(2026, 11, 10), uraian="x"), oleh=ketua_rt
    )
    lain = login(make_pengguna(Peran.KETUA_RT, "ketua.lain", rt=usulan_tetangga.rt))

    assert lain.post(alamat(berjalan, "koreksi", bunga.pk), {"alasan": "x"}).status_code == 404
    assert lain.post(alamat(usulan_tetangga, "koreksi", bunga.pk), {"alasan": "x"}).status_code == 404
    assert berjalan.daftar_bukukas.count() == 2


# --- the book -------------------------------------------------------------------------------------------------------


def test_the_funds_are_apart_and_the_newest_stands_first(berjalan, browser, ketua_rt):
    for jenis, dana, nilai, uraian in (
        ("terima_swadaya", "swadaya", 250_000, "Iuran gang 3"),
        ("bunga", "program", 1_234, "Bunga November"),
    ):
        catat(
            BukuKas(usulan=berjalan, jenis=jenis, dana=dana, nilai=nilai, tanggal=date(2026, 11, 12), uraian=uraian),
            oleh=ketua_rt,
        )

    program = browser.get(alamat(berjalan)).content.decode()
    swadaya = browser.get(alamat(berjalan), {"dana": "swadaya"}).content.decode()

    assert "Iuran gang 3" not in program
    assert program.index("Bunga November") < program.index("Dana program Termin")
    assert "10.001.234" in program
    assert "Iuran gang 3" in swadaya
    assert "Bunga November" not in swadaya


def test_more_than_a_hundred_rows_are_paged(berjalan, browser):
    BukuKas.objects.bulk_create(
        BukuKas(usulan=berjalan, jenis="bunga", nilai=1, tanggal=date(2026, 11, 12), uraian=f"Bunga {nomor}")
        for nomor in range(120)
    )

    satu, dua = (browser.get(alamat(berjalan), {"page": page}).content.decode() for page in (1, 2))

    assert "Halaman 1 dari 2 (121 baris)" in satu
    assert "Bunga 119" in satu
    assert "Bunga 119" not in dua
    assert "10.000.120" in satu
    assert browser.get(alamat(berjalan), {"page": "x\x00", "dana": "\x00"}).status_code == 200


def test_the_book_takes_the_same_queries_whatever_the_rows(
    berjalan, browser, catat_belanja, ketua_rt, django_assert_num_queries
):
    catat_belanja(berjalan, "Semen", 1_000, oleh=ketua_rt, pajak=10)
    browser.get(alamat(berjalan))
    with CaptureQueriesContext(connection) as satu:
        browser.get(alamat(berjalan))
    for nomor in range(4):
        catat_belanja(berjalan, "Semen", 2_000 + nomor, oleh=ketua_rt, pajak=10)

    with django_assert_num_queries(len(satu)):
        browser.get(alamat(berjalan))
    assert len(satu) <= 25


@pytest.mark.parametrize("peran", [Peran.KELURAHAN, Peran.KECAMATAN, Peran.DPMPPA, Peran.KEUANGAN, Peran.INSPEKTORAT])
def test_others_in_scope_read_and_have_no_forms(berjalan, semua_orang, login, peran):
    lain = login(semua_orang[peran])
    buku = lain.get(alamat(berjalan))

    assert buku.status_code == 200
    assert alamat(berjalan, "belanja") not in buku.content.decode()
    for nama in HALAMAN:
        assert lain.get(alamat(berjalan, nama)).status_code == 403
        assert lain.post(alamat(berjalan, nama), isian(foto=foto())).status_code == 403
    assert not berjalan.daftar_berkas.filter(jenis="nota").exists()


def test_a_neighbour_gets_404(berjalan, usulan_tetangga, login):
    lain = login(make_pengguna(Peran.PENGURUS_POKJA, "pengurus.lain", rt=usulan_tetangga.rt))

    for nama in ("", *HALAMAN):
        assert lain.get(alamat(berjalan, nama)).status_code == 404
    assert lain.post(alamat(berjalan, "belanja"), isian(berjalan, foto=foto())).status_code == 404
    assert not berjalan.daftar_berkas.filter(jenis="nota").exists()


def test_a_closed_book_is_read_and_takes_no_upload(berjalan, browser):
    kirim = isian(berjalan, foto=foto())
    berjalan.tahap, berjalan.giliran = Tahap.LPJ, Giliran.KELURAHAN
    berjalan.save()

    assert browser.get(alamat(berjalan)).status_code == 200
    assert "sedang tertutup" in browser.get(alamat(berjalan, "belanja")).content.decode()
    jawaban = browser.post(alamat(berjalan, "belanja"), kirim)
    assert jawaban.status_code == 409
    assert "sedang tertutup" in jawaban.content.decode()
    assert not berjalan.daftar_berkas.filter(jenis="nota").exists()


def test_before_any_money_the_book_is_empty(usulan, ketua_rt, login):
    assert "Belum ada catatan" in login(ketua_rt).get(alamat(usulan)).content.decode()
