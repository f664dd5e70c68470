from django.urls import include, path

from kampung import views, views_bantuan, views_luring
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
    path("bantuan/<slug:slug>/", views_bantuan.bantuan_panduan, name="bantuan_panduan"),
    path("luring/", views_luring.halaman, name="luring"),
    path("luring-sw.js", views_luring.pekerja, name="luring_pekerja"),
    path("sandi-kirim/", views_luring.sandi_kirim, name="sandi_kirim"),
    path("gaya/", views.gaya, name="gaya"),
    path("sehat/", views.sehat, name="sehat"),
]
