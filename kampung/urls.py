from django.urls import include, path

from kampung import views
from laporan.views.beranda import beranda

urlpatterns = [
    path("", beranda, name="beranda"),
    path("", include("rt.urls_akun")),
    path("", include("laporan.urls")),
    path("", include("rt.urls")),
    path("", include("pokja.urls")),
    path("", include("anggaran.urls")),
    path("gaya/", views.gaya, name="gaya"),
    path("sehat/", views.sehat, name="sehat"),
]
