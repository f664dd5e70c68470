"""Signing in and out, without a namespace: settings and base.html name these."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from rt.views import akun

urlpatterns = [
    path("masuk/", akun.Masuk.as_view(), name="masuk"),
    path("keluar/", LogoutView.as_view(), name="keluar"),
    path("akun/", akun.akun, name="akun"),
    path("akun/ringkasan/", akun.akun_ringkasan, name="akun_ringkasan"),
]
