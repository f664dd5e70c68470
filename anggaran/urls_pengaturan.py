from django.urls import path

from anggaran.views import (
    pengaturan,
    pengaturan_daftar,
    pengaturan_jadwal,
    pengaturan_kelompok,
    pengaturan_libur,
    pengaturan_pagu,
)

TAHUN = "pengaturan/<int:tahun>/"
urlpatterns = [
    path("pengaturan/", pengaturan.pengaturan, name="pengaturan"),
    path("pengaturan/muat-acuan/", pengaturan.pengaturan_acuan, name="pengaturan_acuan"),
    path("pengaturan/tahun-baru/", pengaturan.pengaturan_tahun_baru, name="pengaturan_tahun_baru"),
    path(f"{TAHUN}tahun/", pengaturan.pengaturan_tahun, name="pengaturan_tahun"),
    path(f"{TAHUN}tingkat/", pengaturan_pagu.pengaturan_tingkat, name="pengaturan_tingkat"),
    path(f"{TAHUN}hitung-ulang/", pengaturan_pagu.pengaturan_hitung_ulang, name="pengaturan_hitung_ulang"),
    path(f"{TAHUN}alokasi/", pengaturan_pagu.pengaturan_alokasi, name="pengaturan_alokasi"),
    path(f"{TAHUN}alokasi/<int:pk>/tetapkan/", pengaturan_pagu.pengaturan_tetapkan, name="pengaturan_tetapkan"),
    path(f"{TAHUN}termin/", pengaturan_pagu.pengaturan_termin, name="pengaturan_termin"),
    path(f"{TAHUN}kelompok/<int:pk>/jadwal/", pengaturan_jadwal.pengaturan_jadwal, name="pengaturan_jadwal"),
    path(f"{TAHUN}kelompok/", pengaturan_kelompok.pengaturan_kelompok, name="pengaturan_kelompok"),
    path(
        f"{TAHUN}kelompok/pratinjau/",
        pengaturan_kelompok.pengaturan_kelompok_pratinjau,
        name="pengaturan_kelompok_pratinjau",
    ),
    path(f"{TAHUN}kelompok/simpan/", pengaturan_kelompok.pengaturan_kelompok_simpan, name="pengaturan_kelompok_simpan"),
    path("pengaturan/hari-libur/", pengaturan_libur.pengaturan_libur, name="pengaturan_libur"),
    path("pengaturan/hari-libur/tempel/", pengaturan_libur.pengaturan_libur_tempel, name="pengaturan_libur_tempel"),
    path("pengaturan/hari-libur/<int:pk>/", pengaturan_libur.pengaturan_libur_ubah, name="pengaturan_libur_ubah"),
    path(
        "pengaturan/hari-libur/<int:pk>/hapus/", pengaturan_libur.pengaturan_libur_hapus, name="pengaturan_libur_hapus"
    ),
    *(alamat for daftar in pengaturan_daftar.SEMUA for alamat in daftar.urls()),
]
