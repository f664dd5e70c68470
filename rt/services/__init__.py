"""The verbs of this app. A refusal is a ValidationError whose sentences the person reads as they are."""

from rt.services.ketua import akun_belum_dipakai, buat_akun_ketua, nama_pengguna_bebas, rt_tanpa_ketua
from rt.services.orang import (
    akhiri_penugasan,
    atur_ulang_sandi,
    buat_akun,
    buka_kunci,
    ganti_sandi,
    keadaan_sandi,
    tugaskan,
    ubah_pengguna,
)
from rt.services.wilayah import betulkan_nama_ketua, catat_kk, ganti_ketua, ganti_nomor

__all__ = [
    "akhiri_penugasan",
    "akun_belum_dipakai",
    "atur_ulang_sandi",
    "betulkan_nama_ketua",
    "buat_akun",
    "buat_akun_ketua",
    "buka_kunci",
    "catat_kk",
    "ganti_ketua",
    "ganti_nomor",
    "ganti_sandi",
    "keadaan_sandi",
    "nama_pengguna_bebas",
    "rt_tanpa_ketua",
    "tugaskan",
    "ubah_pengguna",
]
