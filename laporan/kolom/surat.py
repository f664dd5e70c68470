"""Columns of /surat/: the number register, one row per issued paper."""

from laporan.kolom import RUPIAH, TAHUN, TANGGAL, Kolom, rt_pendek

KOLOM_SURAT = (
    Kolom("kelurahan", "Kelurahan", "kelurahan__nama", lebar=22),
    Kolom("urut", "Nomor urut", "urut", TAHUN, lebar=10),
    Kolom("nomor", "Nomor surat", "nomor", lebar=30, tautan=("laporan:surat_detail", "pk")),
    Kolom("jenis", "Jenis surat", "label", lebar=34, panjang=True),
    Kolom("versi", "Versi", "versi", TAHUN, lebar=8),
    Kolom("tanggal", "Tanggal", "tanggal", TANGGAL, lebar=14),
    Kolom("rt", "RT", "usulan__rt__nomor", nilai=rt_pendek, lebar=8),
    Kolom("tahun", "Tahun", "tahun", TAHUN, lebar=8),
    Kolom("nilai", "Nilai (Rp)", "nilai", RUPIAH, lebar=16),
    Kolom("oleh", "Diterbitkan oleh", "diterbitkan_oleh__nama", lebar=26, panjang=True),
    Kolom("pada", "Terbit", "diterbitkan_pada", TANGGAL, lebar=14),
)
