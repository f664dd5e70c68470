"""Columns of /rt/: one row per RT, with what the year says of it. No phone number here or in the sheet."""

from laporan.kolom import BILANGAN, RUPIAH, TAHUN, Kolom, pilihan, rt_pendek
from laporan.kolom.usulan import urut_tahap
from pokja.tahapan import Tahap

# `u` is the Usulan of the year, see laporan.filters.SaringRT.
KOLOM_RT = (
    Kolom("rt", "RT", "nomor", nilai=rt_pendek, lebar=8, tautan=("rt:rt_detail", "pk")),
    Kolom("kelurahan", "Kelurahan", "kelurahan__nama", lebar=22),
    Kolom("kecamatan", "Kecamatan", "kelurahan__kecamatan__nama", lebar=18),
    Kolom("ketua", "Ketua RT", "nama_ketua", lebar=28, panjang=True),
    Kolom("kk", "Jumlah KK", "kk", BILANGAN, lebar=12, jumlah=True),
    Kolom("tahun", "Tahun", "u__tahun_program__tahun", TAHUN, lebar=8),
    Kolom("kelompok", "Kelompok", "u__kelompok__kode", lebar=10),
    Kolom("pagu", "Pagu (Rp)", "u__alokasi__pagu", RUPIAH, lebar=16, jumlah=True),
    Kolom("tahap", "Tahap", "u__tahap", nilai=pilihan(Tahap.choices), lebar=26, urut=urut_tahap("u__tahap")),
)
