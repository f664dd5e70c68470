"""Files of the demo: tiny PDFs, a pool of drawings that many RT share, and drawings of their own for the showcase RT."""

import hashlib
import shutil
from pathlib import Path
from random import Random

from django.core.files.storage import default_storage

from laporan.demo import gambar
from pokja.models import Berkas
from rt.angka import rupiah

FOLDER = "demo"
BANYAK_KOLAM = 12
J = Berkas.Jenis
PERSEN = {J.FOTO_0: 0, J.FOTO_50: 50, J.FOTO_100: 100}


def pdf_satu_halaman(daftar_baris):
    """The bytes of a valid PDF with one page of text lines."""
    teks = b" ".join(
        b"(" + baris.replace("\\", "/").replace("(", "[").replace(")", "]").encode("latin-1", "replace") + b") Tj T*"
        for baris in daftar_baris
    )
    isi = b"BT /F 10 Tf 20 180 Td 14 TL " + teks + b" ET"
    daftar_objek = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 210]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(isi), isi),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    hasil, letak = bytearray(b"%PDF-1.4\n"), []
    for nomor, objek in enumerate(daftar_objek, start=1):
        letak.append(len(hasil))
        hasil += b"%d 0 obj%s endobj\n" % (nomor, objek)
    awal = len(hasil)
    hasil += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % posisi for posisi in letak)
    return bytes(hasil + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % awal)


class Lemari:
    """Writes files and hands out Berkas rows. A folder for a hundred Usulan, and one for what is shared."""

    def __init__(self, gudang):
        self.gudang = gudang
        self.akar = Path(default_storage.location)
        self.folder = self.akar / FOLDER
        self._kolam = {}
        self._terlihat = set()
        self.jumlah = self.bita = 0

    def kosongkan(self):
        """An interrupted load leaves files without rows: they go before the next one starts."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._terlihat.clear()

    def _tulis(self, nama, isi):
        tujuan = self.akar / nama
        if tujuan.parent not in self._terlihat:
            tujuan.parent.mkdir(parents=True, exist_ok=True)
            self._terlihat.add(tujuan.parent)
        tujuan.write_bytes(isi)
        self.jumlah, self.bita = self.jumlah + 1, self.bita + len(isi)
        return nama

    def _kumpulan(self, jenis):
        """Drawings shared by many RT: [(name, size)]."""
        if jenis not in self._kolam:
            self._kolam[jenis] = []
            for nomor in range(BANYAK_KOLAM):
                isi = _lukis(jenis, Random(f"{jenis} {nomor}"))  # noqa: S311
                nama = self._tulis(f"{FOLDER}/umum/{jenis}-{nomor}.jpg", isi)
                self._kolam[jenis].append((nama, len(isi)))
        return self._kolam[jenis]

    def foto(self, h, jenis, pada, nama_asli):
        """A photo: of its own for a showcase RT, else one of the pool."""
        if h.pameran:
            return self._simpan(h, jenis, _lukis(jenis, h.acak, h), "jpg", pada, nama_asli)
        nama, ukuran = self._kumpulan(jenis)[h.acak.randrange(BANYAK_KOLAM)]
        # sha256 is of the bytes as the phone sent them, before re-encoding: two photos stored alike need not be one.
        sidik = hashlib.sha256(f"{h.usulan_id} {jenis} {nama_asli} {pada}".encode()).hexdigest()
        return self._baris(h, jenis, nama, "image/jpeg", ukuran, sidik, pada, f"{nama_asli}.jpg")

    def nota(self, h, pada, toko, nomor, tanggal, uraian, nilai, isi=None):
        """A receipt; `isi` gives the bytes of another one (the same nota handed in twice)."""
        if h.pameran:
            isi = isi or gambar.nota(toko, nomor, tanggal, [(uraian, nilai)], nilai)
            return self._simpan(h, J.NOTA, isi, "jpg", pada, f"nota {nomor}"), isi
        teks = (toko, f"Nota {nomor}   {tanggal:%d/%m/%Y}", uraian[:60], f"Jumlah {rupiah(nilai)}", f"Pokja {h.nama}")
        isi = isi or pdf_satu_halaman(teks)
        return self._simpan(h, J.NOTA, isi, "pdf", pada, f"nota {nomor}"), isi

    def surat(self, h, jenis, pada, nama_asli, *daftar_baris):
        """Some other paper, as a PDF."""
        return self._simpan(h, jenis, pdf_satu_halaman((nama_asli, h.nama, *daftar_baris)), "pdf", pada, nama_asli)

    def _simpan(self, h, jenis, isi, akhiran, pada, nama_asli):
        h.urut_berkas += 1
        nama = self._tulis(f"{FOLDER}/{h.usulan_id // 100}/{h.usulan_id}-{h.urut_berkas:03d}.{akhiran}", isi)
        tipe = "application/pdf" if akhiran == "pdf" else "image/jpeg"
        sidik = hashlib.sha256(isi).hexdigest()
        return self._baris(h, jenis, nama, tipe, len(isi), sidik, pada, f"{nama_asli}.{akhiran}")

    def _baris(self, h, jenis, nama, tipe, ukuran, sidik, pada, nama_asli):
        return self.gudang.buat(
            Berkas,
            usulan_id=h.usulan_id,
            jenis=jenis,
            isi=nama,
            nama_asli=nama_asli.replace("/", "-"),
            tipe=tipe,
            ukuran=ukuran,
            sha256=sidik,
            diambil_pada=pada if tipe == "image/jpeg" else None,
            diunggah_oleh_id=h.ketua.pk,
            diunggah_pada=pada,
        )


def _lukis(jenis, acak, h=None):
    if jenis == J.DAFTAR_HADIR:
        return gambar.daftar_hadir(acak)
    if jenis == J.FOTO_REMBUK:
        return gambar.rembuk(acak)
    if jenis == J.BUKU_TABUNGAN:
        return gambar.buku_tabungan(h.nomor_rekening if h else "30••••••••", h.atas_nama if h else "POKJA BAHAGIA")
    return gambar.jalan(PERSEN[jenis], acak)
