"""The life of one RT on phones of 360 px, from sosialisasi to an accepted LPJ, by what its people see and tap.

Once with JavaScript and once without: the very same steps.
"""

import re

import pytest

from anggaran.acuan import muat_acuan
from anggaran.services.bukukas import uang
from kampung.testing import foto, make_pengguna, make_rt, make_usulan, pdf
from kampung.tests import isian_perjalanan as data
from kampung.tests.orang_layar import Orang
from pokja.models import Kelompok
from pokja.services import sesuaikan_jatuh_tempo
from rt.angka import ribuan, rupiah
from rt.models import Jabatan, Kelurahan, Peran

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tanpa_kunci_abadi")]


@pytest.fixture
def usulan(db):
    muat_acuan()
    rt = make_rt(Kelurahan.objects.get(nama="Kenali Besar"), nomor=3, kk=52, nama_ketua="Dewi Lestari")
    kelompok = Kelompok.objects.get(tahun_program__tahun=2026, kode="B")
    kelompok.jadwal_ditetapkan = True
    kelompok.save()
    usulan = make_usulan(rt, kelompok, sementara=True)
    sesuaikan_jatuh_tempo(kelompok)
    return usulan


class Kisah:
    """The people, each at their own phone; the Kelurahan is two, since who makes a request never signs it."""

    def __init__(self, layar, usulan, skrip):
        self.usulan = usulan
        tempat = {"rt": {"rt": usulan.rt}, "kelurahan": {"kelurahan": usulan.rt.kelurahan}, "kota": {}}

        def orang(peran, nama, di="kota", **opsi):
            pengguna = make_pengguna(peran, nama, **tempat[di], **opsi)
            return Orang(layar(java_script_enabled=skrip), pengguna)

        self.ketua = orang(Peran.KETUA_RT, "dewi", "rt")
        self.bendahara = orang(Peran.PENGURUS_POKJA, "sari", "rt")
        self.petugas = orang(Peran.KELURAHAN, "petugas", "kelurahan")
        self.lurah = orang(Peran.KELURAHAN, "lurah", "kelurahan", jabatan=Jabatan.LURAH)
        self.dpmppa = orang(Peran.DPMPPA, "dpmppa")
        self.keuangan = orang(Peran.KEUANGAN, "keuangan")

    def keadaan(self):
        self.usulan.refresh_from_db()
        return f"{self.usulan.tahap} {self.usulan.giliran}"


@pytest.mark.parametrize("skrip", [True, False])
def test_the_whole_life_of_one_rt_on_phones(layar, usulan, skrip):
    kisah = Kisah(layar, usulan, skrip)
    for bab in BAB:
        bab(kisah)


def sosialisasi(kisah):
    dpmppa = kisah.dpmppa
    dpmppa.buka_beranda()
    dpmppa.tekan("1 Sosialisasi")
    dpmppa.hal.get_by_label("Pilih RT 03 Kenali Besar").check()
    dpmppa.tekan("Hadir")
    assert kisah.keadaan() == "rembuk rt"


def rembuk(kisah):
    ketua = kisah.ketua
    ketua.tekan_utama()
    ketua.isi_dan("Simpan dan lanjut", **data.REMBUK)
    ketua.isi_dan("Simpan baris", **data.KEINGINAN)
    ketua.tekan("Lanjut: Daftar hadir dan foto")
    ketua.unggah("Pindaian daftar hadir", pdf())
    ketua.unggah("Foto rembuk", foto())
    ajukan(ketua, "Ajukan hasil rembuk")
    assert kisah.keadaan() == "rembuk kelurahan"
    # Returned with one mark, mended on the way that the card shows, and passed on the second time.
    petugas = buka_antrean(kisah.petugas)
    petugas.periksa("Kembalikan ke RT", "Berita acara rembuk", kata_rembuk="Jumlah hadir tidak cocok")
    assert kisah.keadaan() == "rembuk rt"
    ketua.tekan_utama()
    ketua.lihat("Jumlah hadir tidak cocok")
    ketua.isi_dan("Simpan", hadir_laki="17")
    ketua.tekan_utama()
    ketua.tekan("Ajukan hasil rembuk")
    buka_antrean(petugas).periksa("Terima hasil rembuk")
    assert kisah.keadaan() == "pokja rt"


def pokja(kisah):
    bendahara = kisah.bendahara
    bendahara.tekan_utama()
    for anggota in data.ANGGOTA:
        bendahara.isi_dan("Simpan baris", **anggota)
    bendahara.tekan("Lanjut: Rekening Pokja")
    bendahara.pilih_berkas(foto())
    bendahara.isi_dan("Simpan", **data.REKENING)
    kisah.ketua.tekan_utama()
    kisah.ketua.tekan("Ajukan Pokja")
    buka_antrean(kisah.petugas).periksa("Sahkan Pokja", **data.SK_POKJA, rekening_cocok="on")
    assert kisah.keadaan() == "pemetaan rt"


def rencana(kisah):
    ketua = kisah.ketua
    ketua.tekan_utama()
    for butir in data.POTENSI:
        ketua.isi_dan("Simpan baris", **butir)
    ketua.tekan("Lanjut: Swadaya warga")
    ketua.isi_dan("Simpan baris", **data.SWADAYA)
    ketua.tekan("Lanjut: Renja 5 tahun")
    ketua.isi_dan("Simpan baris", **data.RENJA5)
    ajukan(ketua, "Ajukan pemetaan")
    buka_antrean(kisah.petugas).periksa("Terima pemetaan")
    assert kisah.keadaan() == "renja rt"

    tetapkan_pagu(kisah.dpmppa)
    ketua.tekan_utama()
    ketua.isi_dan("Simpan baris", dari=re.compile("Perbaikan parit"), perkiraan="25.000.000", **data.RENJA1)
    ajukan(ketua, "Ajukan Renja 1 tahun")
    buka_antrean(kisah.petugas).periksa("Terima Renja")
    assert kisah.keadaan() == "proposal rt"


def tetapkan_pagu(dpmppa):
    dpmppa.menu("Pengaturan")
    dpmppa.tekan("Hitung ulang dan tetapkan Alokasi")
    dpmppa.tekan("Tetapkan")
    dpmppa.tekan("Ya, tetapkan")


def proposal(kisah):
    ketua, bendahara = kisah.ketua, kisah.bendahara
    ketua.tekan_utama()
    ketua.isi_dan("Simpan", **data.NARASI)
    bendahara.tekan_utama()
    baris = data.BARIS_RAB | {"kegiatan": re.compile("Perbaikan parit")}
    cctv = {"uraian": "CCTV", "harga_satuan": "2.500.000", "item_wajib": re.compile("CCTV"), "jenis_biaya": "alat"}
    bendahara.isi_dan("Simpan baris", **baris | cctv)
    # The rest of the pagu, read from the bar at the foot of the screen.
    sisa = bendahara.hal.locator("[data-sisa]").inner_text()
    bendahara.isi_dan("Simpan baris", **baris, uraian="Batu, pasir, semen", harga_satuan=sisa)
    assert bendahara.hal.locator("[data-sisa]").inner_text() == "Rp0"
    bendahara.tekan("Lanjut: Barang wajib")
    bendahara.isi_dan("Simpan baris", item_wajib=re.compile("Gerobak"), **data.BEBAS)
    bendahara.tekan("Lanjut: Foto 0 % dan lampiran")
    bendahara.unggah("Foto 0 %", foto())
    ketua.tekan_utama()
    ketua.tekan("Ajukan proposal")
    assert kisah.keadaan() == "verifikasi kelurahan"
    buka_antrean(kisah.petugas).periksa("Teruskan ke DPMPPA")
    buka_antrean(kisah.dpmppa).periksa("Setujui", **data.SK_PENETAPAN)
    assert kisah.keadaan() == "pencairan kelurahan"


def pencairan(kisah):
    petugas, lurah, keuangan, ketua = kisah.petugas, kisah.lurah, kisah.keuangan, kisah.ketua
    petugas.buka_beranda()
    petugas.tekan("1 Pencairan")
    petugas.tekan("Susun permohonan baru")
    petugas.hal.get_by_label("Pilih RT 03 Kenali Besar").check()
    petugas.isi_dan("Susun permohonan", **data.PERMOHONAN)
    petugas.lihat("Rp50.000.000", "lima puluh juta rupiah")
    lurah.menu("Permohonan")
    lurah.tekan(data.PERMOHONAN["nomor"])
    lurah.tekan("Tandatangani dan kirim ke Keuangan")
    assert kisah.keadaan() == "pencairan keuangan"
    lurah.tekan("Surat permohonan")
    lurah.tekan("Terbitkan surat")
    lurah.lihat("Berlaku, versi 1", "Rp50.000.000")
    keuangan.buka_beranda()
    keuangan.tekan("1 Pencairan")
    keuangan.tekan("Terima untuk diproses")
    keuangan.tekan("Catat SP2D RT 03 Kenali Besar")
    keuangan.isi_dan("Catat SP2D", nilai="50.000.000", **data.SP2D)
    assert kisah.keadaan() == "pencairan rt"
    ketua.tekan_utama()
    ketua.isi_dan("Kirim konfirmasi", diterima="50.000.000", tanggal="2026-11-19")
    assert kisah.keadaan() == "pelaksanaan rt"


def pelaksanaan(kisah):
    bendahara, ketua = kisah.bendahara, kisah.ketua
    bendahara.tekan_utama()
    bendahara.buka_lipatan("Catatan lain")
    bendahara.tekan("Bunga bank")
    bendahara.isi_dan("Simpan di buku kas", tanggal="2026-11-20", nilai="1.250")
    for urut, (baris, nilai, pajak) in enumerate(NOTA):
        bendahara.tekan("Catat belanja")
        bendahara.pilih_berkas(foto())
        bendahara.isi_dan(
            "Simpan di buku kas", tanggal="2026-11-20", uraian=baris, nilai=nilai, baris_rab=re.compile(baris),
            toko="Toko Maju", nomor_bukti=f"N-{urut}", tempat="bank", **pajak,
        )  # fmt: skip
    ketua.tekan_utama()
    ketua.isi_dan("Simpan", **data.KEMAJUAN)
    ketua.tekan("Lanjut: Foto 50 % dan 100 %")
    ketua.unggah("Foto 50 %", foto())
    ketua.unggah("Foto 100 %", foto())
    ajukan(ketua, "Nyatakan selesai 100 %")
    assert kisah.keadaan() == "serah_terima rt"


def serah_terima(kisah):
    ketua = kisah.ketua
    ketua.tekan_utama()
    ketua.isi_dan("Simpan dan lanjut", **data.BAST)
    ketua.isi_dan("Simpan baris", kegiatan=re.compile("Perbaikan parit"), **data.HASIL)
    ketua.tekan("Lanjut: Daftar aset")
    ketua.isi_dan("Simpan baris", **data.ASET)
    ketua.tekan_utama()
    ketua.tekan("Ajukan serah terima")
    buka_antrean(kisah.petugas).periksa("Terima serah terima")
    assert kisah.keadaan() == "lpj rt"


def lpj(kisah):
    ketua, bendahara = kisah.ketua, kisah.bendahara
    ketua.tekan_utama()
    ketua.isi_dan("Simpan", **data.PERNYATAAN)
    bendahara.buka_beranda()
    bendahara.tekan("Buku kas")
    bendahara.buka_lipatan("Catatan lain")
    bendahara.tekan("Setor pajak")
    bendahara.pilih_berkas(pdf())
    bendahara.isi_dan(
        "Simpan di buku kas", belanja=re.compile("Batu"), nilai="300.000", tempat="bank", **data.SETOR_PAJAK
    )
    bendahara.buka_lipatan("Catatan lain")
    bendahara.tekan("Setoran sisa")
    # What is left at the bank, as the page says it.
    sisa = re.search(r"bank (Rp[\d.]+\d)", bendahara.teks())[1]
    bendahara.pilih_berkas(pdf())
    bendahara.isi_dan("Simpan di buku kas", nilai=sisa, tempat="bank", **data.SETORAN)
    ketua.tekan_utama()
    ketua.tekan("Ajukan LPJ")
    buka_antrean(kisah.petugas).periksa("Teruskan ke DPMPPA")
    buka_antrean(kisah.dpmppa).periksa("Terima LPJ")
    assert kisah.keadaan() == "selesai tutup"


def sesudahnya(kisah):
    """What the people read is what the database holds, to the rupiah."""
    ketua, dpmppa = kisah.ketua, kisah.dpmppa
    angka, lpj = uang(kisah.usulan), kisah.usulan.lpj
    assert (lpj.cair, lpj.bunga, lpj.belanja, lpj.pajak, lpj.kembali) == AKHIR
    assert (angka.cair, angka.bunga, angka.belanja, angka.pajak, angka.kembali) == AKHIR
    assert (angka.rab, angka.selisih, angka.pajak_terbuka) == (50_000_000, 0, 0)
    ketua.buka_beranda()
    ketua.tekan("Semua isian, riwayat dan surat")
    ketua.lihat("Cair " + rupiah(angka.cair), "Belanja " + rupiah(angka.belanja), "Kembali " + rupiah(angka.kembali))
    ketua.tekan("Lihat LPJ")
    dpmppa.menu("LPJ")
    dpmppa.lihat(*(ribuan(nilai) for nilai in AKHIR))


AKHIR = (50_000_000, 1_250, 27_500_007, 300_000, 22_501_243)
NOTA = (
    ("CCTV", "2.500.000", {}),
    ("Batu, pasir, semen", "20.000.000", {"tarif": re.compile("PPh 22 pembelian barang"), "pajak": "300.000"}),
    ("Batu, pasir, semen", "5.000.007", {}),
)
BAB = (sosialisasi, rembuk, pokja, rencana, proposal, pencairan, pelaksanaan, serah_terima, lpj, sesudahnya)


def ajukan(ketua, tombol):
    """From the last part of a stage: look all of it over, and submit."""
    ketua.tekan("Periksa jawaban")
    ketua.tekan(tombol)


def buka_antrean(petugas):
    """The one filing that waits."""
    petugas.menu("Antrean")
    petugas.tekan("RT 03 Kenali Besar", petugas.hal.locator(".judul-baris"))
    return petugas
