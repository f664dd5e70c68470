from django.urls import path

from rt.views import ketua, pejabat, pengguna, penugasan, rt

app_name = "rt"
urlpatterns = [
    path("rt/<int:pk>/", rt.rt_detail, name="rt_detail"),
    path("rt/<int:pk>/nomor/", rt.rt_nomor, name="rt_nomor"),
    path("rt/<int:pk>/ketua/", rt.rt_ketua, name="rt_ketua"),
    path("rt/<int:pk>/telepon/", rt.rt_telepon, name="rt_telepon"),
    path("rt/<int:pk>/kk/", rt.kk_create, name="kk_create"),
    path("pengguna/", pengguna.pengguna_list, name="pengguna_list"),
    path("pengguna/baru/", pengguna.pengguna_pilih, name="pengguna_pilih"),
    path("pengguna/baru/<slug:peran>/", pengguna.pengguna_create, name="pengguna_create"),
    path("pengguna/ketua-rt/", ketua.ketua_massal, name="ketua_massal"),
    path("pengguna/<int:pk>/", pengguna.pengguna_detail, name="pengguna_detail"),
    path("pengguna/<int:pk>/ubah/", pengguna.pengguna_update, name="pengguna_update"),
    path("pengguna/<int:pk>/sandi/", pengguna.pengguna_sandi, name="pengguna_sandi"),
    path("pengguna/<int:pk>/buka-kunci/", pengguna.pengguna_buka_kunci, name="pengguna_buka_kunci"),
    path("pengguna/<int:pk>/penugasan/", penugasan.penugasan_create, name="penugasan_create"),
    path("penugasan/<int:pk>/akhiri/", penugasan.penugasan_akhiri, name="penugasan_akhiri"),
    path("pejabat/", pejabat.pejabat_list, name="pejabat_list"),
    path("pejabat/kelurahan/", pejabat.kantor_list, name="kantor_list"),
    path("pejabat/kelurahan/<int:pk>/", pejabat.kantor_update, name="kantor_update"),
    path("pejabat/baru/", pejabat.pejabat_create, name="pejabat_create"),
    path("pejabat/<int:pk>/akhiri/", pejabat.pejabat_akhiri, name="pejabat_akhiri"),
]
