"""SP2D by Excel, beside Keuangan's queue. Included by laporan.urls."""

from django.urls import path

from laporan.views import sp2d

urlpatterns = [
    path("proses-pencairan/lembar/", sp2d.sp2d, name="sp2d"),
    path("proses-pencairan/lembar/unduh.xlsx", sp2d.sp2d_xlsx, name="sp2d_xlsx"),
    path("proses-pencairan/lembar/<uuid:token>/", sp2d.sp2d_pratinjau, name="sp2d_pratinjau"),
    path("proses-pencairan/lembar/<uuid:token>/simpan/", sp2d.sp2d_simpan, name="sp2d_simpan"),
]
