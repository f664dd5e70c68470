"""Addresses that need no login; every one of them begins with publik/ (see laporan.publik.middleware)."""

from django.urls import path

from laporan.views import publik

urlpatterns = [
    path("publik/", publik.kota, name="publik"),
    path("publik/rt/", publik.rt_list, name="publik_rt"),
    path("publik/rt/<int:pk>/", publik.usulan, name="publik_usulan"),
    path("publik/foto/<int:pk>/", publik.foto, name="publik_foto"),
]
