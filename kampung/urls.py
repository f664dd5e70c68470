from django.urls import include, path

from kampung import views, views_bantuan, views_latihan, views_luring
from laporan.views.beranda import beranda

urlpatterns = [
    path("", beranda, name="beranda"),
    path("", include("rt.urls_akun")),
    path("", include("laporan.urls")),
    path("", include("rt.urls")),
    path("", include("pokja.urls")),
    path("", include("anggaran.urls")),
    path("bantuan/", views_bantuan.bantuan, name="bantuan"),
    path("bantuan/umum/", views_bantuan.bantuan_umum, name="bantuan_umum"),
    path("bantuan/gambar/<slug:nama>.png", views_bantuan.bantuan_gambar, name="bantuan_gambar"),
    path("bantuan/<slug:slug>/", views_bantuan.bantuan_panduan, name="bantuan_panduan"),
    path("latihan/", views_latihan.latihan, name="latihan"),
    path("latihan/masuk/", views_latihan.latihan_masuk, name="latihan_masuk"),
    path("latihan/selesai/", views_latihan.latihan_selesai, name="latihan_selesai"),
    path("latihan/tambah/", views_latihan.latihan_tambah, name="latihan_tambah"),
    path("latihan/<int:pk>/mulai-baru/", views_latihan.latihan_mulai_baru, name="latihan_mulai_baru"),
    path("luring/", views_luring.halaman, name="luring"),
    path("luring-sw.js", views_luring.pekerja, name="luring_pekerja"),
    path("sandi-kirim/", views_luring.sandi_kirim, name="sandi_kirim"),
    path("gaya/", views.gaya, name="gaya"),
    path("sehat/", views.sehat, name="sehat"),
]
