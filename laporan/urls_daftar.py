"""Addresses of the lists, included by laporan.urls. Each sheet stands beside its list and takes the same query string."""

from django.urls import path

from laporan.views import rekap
from laporan.views.daftar import (
    DAFTAR_BUKUKAS,
    DAFTAR_LPJ,
    DAFTAR_PENCAIRAN,
    DAFTAR_RT,
    DAFTAR_USULAN,
    pencairan_buku,
)

urlpatterns = [
    *DAFTAR_RT.urls("rt/"),
    *DAFTAR_USULAN.urls("usulan/"),
    *DAFTAR_PENCAIRAN.urls("pencairan/"),
    path("pencairan/buku.xlsx", pencairan_buku, name="pencairan_buku"),
    *DAFTAR_BUKUKAS.urls("buku-kas/"),
    *DAFTAR_LPJ.urls("lpj/"),
    path("rekap/", rekap.rekap, name="rekap"),
    path("rekap/ekspor.xlsx", rekap.rekap_xlsx, name="rekap_xlsx"),
]
