from django.urls import path

from anggaran.views import impor

urlpatterns = [
    path("impor-rt/", impor.impor_rt, name="impor_rt"),
    path("impor-rt/<uuid:token>/", impor.impor_rt_pratinjau, name="impor_rt_pratinjau"),
    path("impor-rt/<uuid:token>/simpan/", impor.impor_rt_simpan, name="impor_rt_simpan"),
]
