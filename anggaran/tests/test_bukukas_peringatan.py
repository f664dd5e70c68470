"""What looks like a slip is asked once, with everything still typed; the second press books it."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from anggaran.models import BukuKas
from anggaran.services.bukukas import PerluDibaca, catat
from anggaran.services.rab import rab_berlaku
from kampung.testing import foto
from pokja.services import LangkahDitolak


def alamat(usulan, nama):
    return reverse(f"anggaran:bukukas_{nama}", args=[usulan.pk])


@pytest.fixture
def isian(berjalan):
    def isi(uraian="Semen", **ganti):
        baris = rab_berlaku(berjalan).daftar_baris.get(uraian=uraian)
        dasar = {
            "nilai": "100.000", "tanggal": "2026-11-10", "uraian": "", "tempat": "bank", "token": str(uuid.uuid4()),
            "baris_rab": baris.pk, "toko": "Sinar Jaya", "nomor_bukti": "A-1", "foto": foto(),
        }  # fmt: skip
        return dasar | ganti

    return isi


@pytest.fixture
def browser(berjalan, bendahara, login):
    return login(bendahara)


def tersembunyi(halaman):
    """The hidden fields of a form that came back, as the browser sends them again."""
    return {nama: re.search(rf'name="{nama}" value="([^"]*)"', halaman)[1] for nama in ("token", "dibaca", "bukti_id")}


def belanja(usulan):
    return list(usulan.daftar_bukukas.filter(jenis="belanja").order_by("pk").values_list("nilai", "baris_rab__uraian"))


# --- the same nota --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"toko": "SINAR  JAYA", "nomor_bukti": "a1"}, "Nota dengan toko, nomor dan nilai yang sama sudah ada"),
        ({"nilai": "70.000", "nomor_bukti": "", "foto": "sama"}, "Foto nota ini sudah dipakai"),
    ],
)
def test_a_nota_of_ones_own_book_is_asked_once_and_nothing_is_lost(berjalan, browser, isian, ganti, kata):
    url = alamat(berjalan, "belanja")
    browser.post(url, isian(foto=foto("red")))
    kirim = isian("Pasir", **ganti | {"foto": foto("red") if ganti.get("foto") else foto()})

    ditanya = browser.post(url, kirim)
    halaman = ditanya.content.decode()

    assert ditanya.status_code == 422
    assert f"{kata}: 10 November 2026, Rp100.000 (Semen)." in halaman
    assert "Tetap catat" in halaman
    assert f'value="{kirim["toko"]}"' in halaman
    assert "tidak perlu dikirim lagi" in halaman
    assert belanja(berjalan) == [(100_000, "Semen")]
    ulang = {**kirim, "foto": "", **tersembunyi(halaman)}
    for _ in range(2):
        assert browser.post(url, ulang).status_code == 302
    assert [uraian for _nilai, uraian in belanja(berjalan)] == ["Semen", "Pasir"]


def test_another_twin_than_the_one_that_was_read_is_asked_again(berjalan, browser, isian):
    url = alamat(berjalan, "belanja")
    browser.post(url, isian())
    browser.post(url, isian(nilai="200.000"))
    halaman = browser.post(url, isian()).content.decode()

    lain = browser.post(url, {**isian(nilai="200.000", foto=""), **tersembunyi(halaman)})

    assert "Rp200.000 (Semen)" in lain.content.decode()
    assert len(tersembunyi(lain.content.decode())["dibaca"].split()) == 2
    assert len(belanja(berjalan)) == 2


def test_a_twin_in_another_rt_is_not_the_rts_business(berjalan, browser, isian, usulan_tetangga, susun_rab):
    nota = usulan_tetangga.daftar_berkas.create(jenis="nota", isi="x", nama_asli="x", tipe="image/jpeg", ukuran=1)
    BukuKas.objects.create(
        usulan=usulan_tetangga, jenis="belanja", nilai=100_000, tanggal=date(2026, 11, 1), uraian="Semen", bukti=nota,
        toko="Sinar Jaya", nomor_bukti="A-1", baris_rab=susun_rab(usulan_tetangga).daftar_baris.get(uraian="Semen"),
    )  # fmt: skip

    assert browser.post(alamat(berjalan, "belanja"), isian()).status_code == 302


def test_what_was_cancelled_is_not_asked_about(berjalan, browser, isian):
    url = alamat(berjalan, "belanja")
    browser.post(url, isian())
    salah = berjalan.daftar_bukukas.get(jenis="belanja")
    browser.post(reverse("anggaran:bukukas_koreksi", args=[berjalan.pk, salah.pk]), {"alasan": "Salah baris"})

    assert browser.post(url, isian()).status_code == 302


# --- before the money -----------------------------------------------------------------------------------------------


def test_a_day_before_the_money_is_asked_once(berjalan, browser):
    """The money came on 6 November 2026."""
    url, kirim = alamat(berjalan, "bunga"), {"nilai": "1.000", "tanggal": "2026-11-05", "token": str(uuid.uuid4())}

    ditanya = browser.post(url, kirim)

    assert ditanya.status_code == 422
    kata = "Tanggalnya 5 November 2026, sebelum dana program masuk pada 6 November 2026."
    assert kata in ditanya.content.decode()
    assert not berjalan.daftar_bukukas.filter(jenis="bunga").exists()
    dibaca = re.search(r'name="dibaca" value="([^"]*)"', ditanya.content.decode())[1]
    # Another day before the money is another slip.
    assert browser.post(url, kirim | {"dibaca": dibaca, "tanggal": "2026-11-04"}).status_code == 422
    assert browser.post(url, kirim | {"dibaca": dibaca}).status_code == 302
    assert berjalan.daftar_bukukas.get(jenis="bunga").tanggal == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("nama", "tanggal", "kode"),
    [("bunga", "2026-11-06", 302), ("swadaya", "2026-10-01", 302), ("bunga", "2025-12-31", 422)],
)
def test_the_day_itself_and_gifts_of_residents_are_not_asked(berjalan, browser, nama, tanggal, kode):
    kirim = {"nilai": "1.000", "tanggal": tanggal, "tempat": "kas", "token": str(uuid.uuid4())}

    jawab = browser.post(alamat(berjalan, nama), kirim)

    assert jawab.status_code == kode
    assert "Tetap catat" not in jawab.content.decode()


def test_money_not_there_yet_is_refused_at_once_with_the_way_out(berjalan, browser, isian):
    """A refusal comes before a question: nobody presses twice in vain."""
    jawab = browser.post(alamat(berjalan, "belanja"), isian(tanggal="2026-11-05"))
    halaman = jawab.content.decode()

    assert jawab.status_code == 422
    assert "Saldo bank (dana program) menjadi -Rp100.000 pada 05/11/2026" in halaman
    assert (
        "Dana program baru masuk 06/11/2026: bila barang diambil lebih dulu, tulis tanggal uangnya dibayarkan."
        in halaman
    )
    assert "Tetap catat" not in halaman


def test_the_service_asks_whoever_says_what_was_read_and_rolls_back(berjalan, ketua_rt):
    def bunga():
        return BukuKas(usulan=berjalan, jenis="bunga", nilai=1, tanggal=date(2026, 11, 5), uraian="x")

    with pytest.raises(PerluDibaca) as tanya:
        catat(bunga(), oleh=ketua_rt, dibaca=set())
    assert isinstance(tanya.value, LangkahDitolak)
    assert berjalan.daftar_bukukas.count() == 1
    catat(bunga(), oleh=ketua_rt, dibaca={satu.kode for satu in tanya.value.daftar_peringatan})
    catat(bunga(), oleh=ketua_rt)
    assert berjalan.daftar_bukukas.count() == 3


# --- sent twice -----------------------------------------------------------------------------------------------------


def test_a_tax_deposit_sent_twice_is_one_row(berjalan, browser, catat_belanja, ketua_rt):
    """After the first send the tax is no longer open, and its expense no longer in the list."""
    nota = catat_belanja(berjalan, "Semen", 1_000_000, oleh=ketua_rt, pajak=15_000)
    kirim = {
        "belanja": nota.pk, "nilai": "", "tanggal": "2026-11-12", "tempat": "bank", "nomor_bukti": "NTPN1",
        "token": str(uuid.uuid4()),
    }  # fmt: skip

    jawaban = [browser.post(alamat(berjalan, "setor_pajak"), kirim | {"foto": foto("red")}) for _ in range(2)]

    assert [satu.status_code for satu in jawaban] == [302, 302]
    assert berjalan.daftar_bukukas.get(jenis="setor_pajak").nilai == 15_000


@pytest.mark.parametrize("ganti", [{"pajak": 10}, {"toko": "Lain"}])
def test_a_form_that_comes_again_with_another_tax_or_shop_is_another_row(berjalan, catat_belanja, ketua_rt, ganti):
    satu = catat_belanja(berjalan, "Semen", 1_000, oleh=ketua_rt)

    with pytest.raises(LangkahDitolak, match="sudah pernah tersimpan dengan isi yang berbeda"):
        catat_belanja(berjalan, "Semen", 1_000, oleh=ketua_rt, token=satu.token, bukti=satu.bukti, **ganti)
