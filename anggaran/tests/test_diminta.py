"""What a permohonan asked for stays what the lurah signed; and what an explained difference leaves the RT to do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anggaran.models import BukuKas, Pencairan, Permohonan
from anggaran.services.pencairan import gagalkan, jelaskan_selisih, konfirmasi
from anggaran.tests.surat import BARU, LIST, detail, kirim, susun
from anggaran.tests.uang_keluar import TERIMA, isian_terima, keadaan, url
from laporan.surat import permohonan as surat
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap

JALAN = "Bila bank memotong biaya, konfirmasi nilai penuh Rp100.000.000, lalu catat Rp25.000 sebagai Biaya bank di buku kas."


@pytest.fixture
def jelaskan(siap, cair, ketua_rt, keuangan):
    """jelaskan(nilai) -> the transfer: the RT reported Rp99.975.000 and Keuangan explained it."""

    def jalankan(nilai=100_000_000, dilaporkan=99_975_000):
        pencairan = cair(siap)
        siap.refresh_from_db()
        konfirmasi(pencairan, diterima=dilaporkan, tanggal=TERIMA, oleh=ketua_rt, versi=siap.versi, catatan="Beda")
        siap.refresh_from_db()
        jelaskan_selisih(pencairan, nilai=nilai, penjelasan="Biaya transfer.", oleh=keuangan, versi=siap.versi)
        pencairan.refresh_from_db()
        return pencairan

    return jalankan


def test_a_correction_leaves_what_the_lurah_signed(jelaskan, login, petugas):
    pencairan = jelaskan(nilai=99_975_000)

    client, permohonan = login(petugas), Permohonan.objects.get()
    halaman = client.get(detail(permohonan)).content.decode()
    hasil = surat.isi(permohonan)
    assert (pencairan.diminta, pencairan.nilai, pencairan.dikoreksi) == (100_000_000, 99_975_000, True)
    assert "<b>Rp100.000.000</b>" in halaman
    assert '<td class="angka">100.000.000</td>' in halaman
    assert "dikoreksi menjadi Rp99.975.000" in halaman
    assert (hasil.nilai, hasil.data["total"], hasil.data["daftar"][0]["nilai"]) == (
        100_000_000, "100.000.000", "100.000.000",
    )  # fmt: skip
    assert '<td data-label="Jumlah (Rp)" class="angka">100.000.000</td>' in client.get(LIST).content.decode()


def test_without_a_correction_the_page_names_none(siap, cair, login, petugas):
    cair(siap)

    assert "dikoreksi" not in login(petugas).get(detail(Permohonan.objects.get())).content.decode()


def test_a_transfer_without_the_column_asked_for_its_nilai(siap, cair):
    Pencairan.objects.filter(pk=cair(siap).pk).update(diminta=None)

    pencairan = Pencairan.objects.get()
    assert (pencairan.nilai_diminta, pencairan.dikoreksi) == (100_000_000, False)


@pytest.mark.parametrize("kedua", ["900/1 kb", "900/1KB", " 900 / 1  Kb "])
def test_a_number_in_other_letters_or_spaces_is_the_same_number(tiga_usulan, login, petugas, kedua):
    susun(tiga_usulan[:1], petugas, nomor="900/1 KB")

    jawab = kirim(login(petugas), tiga_usulan[1:], nomor=kedua)

    assert jawab.status_code == 422
    assert f"Nomor surat {' '.join(kedua.split())} sudah dipakai kelurahan ini." in jawab.content.decode()
    assert Permohonan.objects.count() == 1
    assert kirim(login(petugas), tiga_usulan[1:], nomor="900/1 KBX").status_code == 302


def test_after_an_explanation_the_rt_reads_the_way_out_and_can_take_it(jelaskan, siap, ketua_rt, login):
    pencairan, client = jelaskan(), login(ketua_rt)

    halaman = client.get(url("konfirmasi", siap)).content.decode()
    kurang = client.post(url("konfirmasi", siap), isian_terima(siap, pencairan, diterima="99.975.000"))

    assert "RT melaporkan menerima Rp99.975.000. Biaya transfer." in halaman
    assert JALAN in halaman
    assert kurang.status_code == 422
    galat = kurang.context["form"].non_field_errors()
    assert len(galat) == 1
    assert galat[0].startswith("Rp99.975.000 tidak sama dengan yang dikirim, Rp100.000.000.")
    assert galat[0].endswith(JALAN)
    assert client.post(url("konfirmasi", siap), isian_terima(siap, pencairan)).status_code == 302
    assert keadaan(siap) == (Tahap.PELAKSANAAN, Giliran.RT)
    assert BukuKas.objects.get().nilai == 100_000_000


@pytest.mark.parametrize(
    ("nilai", "dilaporkan"), [(99_975_000, 99_975_000), (100_000_000, 100_000_001), (100_000_000, 0)]
)
def test_no_bank_fee_where_none_can_be(jelaskan, siap, ketua_rt, login, nilai, dilaporkan):
    jelaskan(nilai, dilaporkan)

    assert "Bila bank memotong biaya" not in login(ketua_rt).get(url("konfirmasi", siap)).content.decode()


def test_the_first_report_is_not_led_to_a_bank_fee(siap, cair, ketua_rt):
    pencairan = cair(siap)
    siap.refresh_from_db()

    with pytest.raises(LangkahDitolak) as ditolak:
        konfirmasi(pencairan, diterima=99_975_000, tanggal=TERIMA, oleh=ketua_rt, versi=siap.versi)

    assert "Bila bank memotong biaya" not in str(ditolak.value)


def test_a_failed_attempt_says_the_banks_reason_beside_the_row(tiga_usulan, mohonkan, keuangan, petugas, login):
    pencairan = mohonkan(tiga_usulan[0]).daftar_pencairan.get()
    gagalkan(pencairan, alasan="Nama pemilik rekening berbeda", oleh=keuangan)

    client = login(petugas)
    isi = client.get(BARU).content.decode()
    assert isi.count("Percobaan sebelumnya gagal: Nama pemilik rekening berbeda") == 1
    tiga_usulan[0].rt.daftar_rekening.update(diperiksa_pada=None)
    isi = client.get(BARU).content.decode()
    assert isi.index("Belum siap") < isi.index("Percobaan sebelumnya gagal: Nama pemilik rekening berbeda")


def test_failed_rows_take_the_same_queries(tiga_usulan, mohonkan, keuangan, petugas, login):
    client = login(petugas)

    def gagal(*daftar_usulan):
        for usulan in daftar_usulan:
            gagalkan(mohonkan(usulan).daftar_pencairan.get(), alasan="Ditolak", oleh=keuangan)

    def hitung():
        with CaptureQueriesContext(connection) as tangkap:
            isi = client.get(BARU).content.decode()
        return isi.count("Percobaan sebelumnya gagal: Ditolak"), len(tangkap)

    gagal(tiga_usulan[0])
    hitung()  # the first page of a session asks for more
    satu, banyak = hitung()
    gagal(*tiga_usulan[1:])

    assert (satu, hitung()) == (1, (3, banyak))
