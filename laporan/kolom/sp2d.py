"""Columns of the SP2D sheet: what names a transfer, then what Keuangan fills in and sends back."""

from dataclasses import replace

from anggaran.models import kode_transfer
from laporan.kolom import RUPIAH, TANGGAL, Kolom, tanggal_pendek
from laporan.kolom.pencairan import KELURAHAN, NILAI, PERMOHONAN, REKENING, RT, TERMIN

CAIR, GAGAL = "cair", "gagal"


def _kosong(_pk):
    return None


def _diisi(kode, judul, lebar, **lain):
    return Kolom(kode, judul, "pk", nilai=_kosong, lebar=lebar, diisi=True, **lain)


def _catatan(alasan_tahan, berganti, diubah_pada):
    """What to know before paying; not read back."""
    kata = []
    if alasan_tahan:
        kata.append(f"Ditahan: {alasan_tahan.rstrip('.')}.")
    if berganti:
        kata.append(f"Rekening berganti pada {tanggal_pendek(diubah_pada)}.")
    return " ".join(kata) or None


KOLOM_SP2D = (
    Kolom("kode", "Kode transfer", "pk", nilai=kode_transfer, lebar=14),
    replace(PERMOHONAN, judul="Permohonan", lebar=30),
    KELURAHAN,
    replace(RT, tautan=()),
    Kolom("bank", "Bank", "rekening__bank", lebar=16),
    REKENING,
    Kolom("atas_nama", "Atas nama", "rekening__atas_nama", lebar=32),
    TERMIN,
    NILAI,
    _diisi("hasil", "Hasil", 10, pilihan_isi=(CAIR, GAGAL)),
    _diisi("sp2d_nomor", "Nomor SP2D", 24),
    _diisi("sp2d_tanggal", "Tanggal SP2D", 14, jenis=TANGGAL),
    _diisi("nilai_cair", "Nilai cair (Rp)", 16, jenis=RUPIAH, jumlah=True),
    _diisi("alasan", "Alasan gagal", 36),
    Kolom("catatan", "Catatan", ("alasan_tahan", "berganti", "rekening__diubah_pada"), nilai=_catatan, lebar=40),
)
