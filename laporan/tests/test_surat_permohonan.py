"""Surat permohonan pencairan: what the lurah signed, with its own number, once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from anggaran.models import Pencairan, Penetapan, Permohonan
from kampung.testing import make_rt, make_usulan
from laporan.surat.jenis import JENIS
from laporan.surat.permohonan import halangan, isi
from laporan.surat.terbit import pratinjau
from pokja.models import Rekening, Surat
from rt.models import Pejabat, Peran

SIGNED = datetime(2026, 9, 3, 9, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
ANEH = "#let x = $1 \\ <b> *_` @a “kutip” 🏠 " + "panjang sekali " * 12


@pytest.fixture
def permohonan(berjalan):
    Permohonan.objects.update(ditandatangani_pada=SIGNED)
    berjalan.tahun_program.dasar_hukum = "Perwal Contoh"
    berjalan.tahun_program.save()
    return Permohonan.objects.get()


def tambah(permohonan, nomor, **kolom):
    """One more RT in the bundle, approved under the same decree."""
    asal = Pencairan.objects.filter(permohonan=permohonan).first()
    usulan = make_usulan(make_rt(permohonan.kelurahan, nomor=nomor), asal.usulan.kelompok)
    sk = Penetapan.objects.first().sk
    Penetapan.objects.create(usulan=usulan, sk=sk, disetujui=True, nilai=30_000_000)
    rekening = Rekening.objects.create(rt=usulan.rt, nomor=f"55500{nomor:05d}", atas_nama=f"Pokja RT {nomor}")
    isian = {"status": "ditandatangani", "nilai": 30_000_000} | kolom
    return Pencairan.objects.create(
        usulan=usulan, permohonan=permohonan, termin=asal.termin, rekening=rekening, **isian
    )


def pejabat(kelurahan, **kolom):
    isian = {"lembaga": "kelurahan", "kelurahan": kelurahan, "jabatan": "Lurah", "nama": "Lama", "mulai": "2020-01-01"}
    return Pejabat.objects.create(**isian | kolom)


def url(nama, permohonan):
    jenis = [] if nama == "surat_permohonan" else ["permohonan"]
    return reverse(f"laporan:{nama}", args=[*jenis, permohonan.pk])


def test_the_letter_says_what_was_signed(permohonan):
    tambah(permohonan, 11)
    tambah(permohonan, 12, status="gagal", alasan_gagal="Nama berbeda", percobaan=2)
    tambah(permohonan, 13, status="batal")
    pejabat(permohonan.kelurahan, selesai="2026-09-02")
    pejabat(permohonan.kelurahan, jabatan="Plt. Lurah Kenali Besar", nama="Rina", nip="1" * 18, mulai="2026-09-03")
    Pejabat.objects.create(lembaga="keuangan", jabatan="Kepala BPKAD", nama="Budi", mulai="2020-01-01")
    permohonan.kelurahan.alamat_kantor = "Jalan Merdeka 1"

    hasil = isi(permohonan)

    assert (hasil.nilai, hasil.nomor, hasil.tanggal) == (100_000_000, "7/KB", date(2026, 9, 1))
    assert hasil.data["kop"]["baris"] == ["PEMERINTAH KOTA JAMBI", "KECAMATAN ALAM BARAJO", "KELURAHAN KENALI BESAR"]
    assert hasil.data["kop"]["kecil"] == "Jalan Merdeka 1"
    assert hasil.data["jumlah"] == "Rp100.000.000,00 (seratus juta rupiah)"
    assert hasil.data["banyak_rt"] == 3
    assert hasil.data["dasar"] == ["Perwal Contoh", "SK Penetapan nomor 5/DPMPPA tanggal 1 September 2026"]
    assert hasil.data["tujuan"] == "Kepala BPKAD"
    assert hasil.data["penanda"] == {"jabatan": "Plt. Lurah Kenali Besar", "nama": "Rina", "nip": "1" * 18}
    assert hasil.data["di_portal"] == "Disetujui dalam portal oleh Lurah pada Kamis, 3 September 2026 pukul 09.05 WIB."
    assert hasil.data["daftar"] == [
        {"rt": "RT 02", "pokja": "Pokja RT 02", "rekening": "Bank Jambi ••••••7890", "termin": "Termin 1 (100 %)", "nilai": "40.000.000"},
        {"rt": "RT 11", "pokja": "Pokja RT 11", "rekening": "Bank Jambi ••••••0011", "termin": "Termin 1 (100 %)", "nilai": "30.000.000"},
        {
            "rt": "RT 12", "pokja": "Pokja RT 12", "rekening": "Bank Jambi ••••••0012",
            "termin": "Termin 1 (100 %), percobaan ke-2", "nilai": "30.000.000",
        },
    ]  # fmt: skip


def test_an_office_without_officials_gets_dotted_lines(permohonan):
    data = isi(permohonan).data
    assert data["penanda"]["jabatan"] == "Lurah Kenali Besar"
    assert set(data["penanda"]["nama"]) == {"."}
    assert data["kop"]["kecil"] == ""


@pytest.mark.parametrize(
    ("status", "kata"), [("disiapkan", "belum ditandatangani"), ("dibatalkan", "Permohonan ini dibatalkan")]
)
def test_not_before_the_signature_and_never_of_a_cancelled_one(login, petugas, permohonan, status, kata):
    Permohonan.objects.update(status=status)
    browser = login(petugas)
    jawaban = browser.post(url("surat_terbitkan", permohonan))
    assert jawaban.status_code == 409
    assert kata in jawaban.content.decode()
    assert browser.get(url("surat_pratinjau", permohonan)).status_code == 409
    assert kata in browser.get(url("surat_permohonan", permohonan)).content.decode()
    assert "Surat permohonan</a>" not in browser.get(permohonan_detail(permohonan)).content.decode()
    assert Surat.objects.count() == 0


def permohonan_detail(permohonan):
    return reverse("anggaran:permohonan_detail", args=[permohonan.pk])


def test_a_bundle_without_anybody_left_has_no_letter(permohonan):
    Pencairan.objects.update(status="batal")
    assert halangan(permohonan) == [
        "Semua RT dalam permohonan ini dibatalkan, jadi tidak ada yang dimohonkan. Susun permohonan baru."
    ]


def test_issued_once_under_its_typed_number(login, petugas, dpmppa, permohonan, client):
    browser = login(petugas)
    assert "Surat permohonan</a>" in browser.get(permohonan_detail(permohonan)).content.decode()
    assert "Terbitkan surat" in browser.get(url("surat_permohonan", permohonan)).content.decode()
    browser.post(url("surat_terbitkan", permohonan))
    # Money moved since: the letter is what was asked for then.
    Pencairan.objects.update(status="gagal", alasan_gagal="x")
    tambah(permohonan, 14)
    lagi = browser.post(url("surat_terbitkan", permohonan), follow=True).content.decode()
    assert (
        "Surat permohonan pencairan nomor 7/KB sudah terbit. Surat ini terbit satu kali dan tidak diterbitkan lagi."
        in lagi
    )
    assert "isinya belum berubah" not in lagi
    surat = Surat.objects.get()
    assert (surat.nomor, surat.tanggal, surat.nilai, surat.usulan) == ("7/KB", date(2026, 9, 1), 40_000_000, None)

    halaman = browser.get(url("surat_permohonan", permohonan)).content.decode()
    assert "Sudah terbit" in halaman
    assert "Terbitkan surat" not in halaman
    usulan = Pencairan.objects.order_by("pk").first().usulan
    halaman = browser.get(reverse("laporan:surat_usulan", args=[usulan.pk])).content.decode()
    assert "7/KB" in halaman
    assert url("surat_terbitkan", permohonan) not in halaman
    assert login(dpmppa).get(url("surat_permohonan", permohonan)).status_code == 200
    umum = client.get(reverse("laporan:cek", args=[surat.kode])).content.decode()
    assert "Jumlah yang dimohonkan" in umum
    assert "Rp40.000.000" in umum


@pytest.mark.parametrize("peran", [Peran.DPMPPA, Peran.KEUANGAN, Peran.INSPEKTORAT, Peran.KECAMATAN])
def test_others_read_and_do_not_issue(login, semua_orang, permohonan, peran):
    browser = login(semua_orang[peran])
    halaman = browser.get(url("surat_permohonan", permohonan))
    assert (halaman.status_code, "Terbitkan surat" in halaman.content.decode()) == (200, False)
    assert browser.get(url("surat_pratinjau", permohonan)).status_code == 200
    assert browser.post(url("surat_terbitkan", permohonan)).status_code == 409


def test_not_for_one_rt_nor_for_another_kelurahan(login, permohonan, ketua_rt, pendamping, petugas_tetangga):
    for orang in (ketua_rt, pendamping, petugas_tetangga):
        browser = login(orang)
        for nama in ("surat_permohonan", "surat_pratinjau"):
            assert browser.get(url(nama, permohonan)).status_code == 404
        assert browser.post(url("surat_terbitkan", permohonan)).status_code == 404


def test_whatever_was_typed_prints_and_twice_the_same(permohonan):
    Rekening.objects.update(atas_nama=ANEH[:150])
    Permohonan.objects.update(nomor="#7/$KB\\<a>")
    permohonan.refresh_from_db()
    pejabat(permohonan.kelurahan, nama=ANEH[:150], jabatan=ANEH[:100])
    permohonan.kelurahan.alamat_kantor = ANEH[:200]
    pertama = pratinjau(JENIS["permohonan"], permohonan)
    assert pertama.startswith(b"%PDF-")
    assert pratinjau(JENIS["permohonan"], permohonan) == pertama


def test_the_same_few_queries_for_one_and_three(permohonan, django_assert_num_queries):
    def baca():
        isi(Permohonan.objects.select_related("kelurahan__kecamatan", "tahun_program__program").get())

    with django_assert_num_queries(7):
        baca()
    for nomor in (11, 12):
        tambah(permohonan, nomor)
    with django_assert_num_queries(7):
        baca()
