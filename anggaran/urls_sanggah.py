"""Objections to the KK of an RT. Included by anggaran.urls."""

from django.urls import path

from anggaran.views import sanggah

ALAMAT = "usulan/<int:pk>/sanggah/"

urlpatterns = [
    path("sanggah/", sanggah.sanggah_list, name="sanggah_list"),
    path(ALAMAT, sanggah.sanggah, name="sanggah"),
    path(f"{ALAMAT}ajukan/", sanggah.ajukan, name="sanggah_ajukan"),
    path(f"{ALAMAT}<int:sanggah_pk>/bukti/", sanggah.bukti, name="sanggah_bukti"),
    path(f"{ALAMAT}<int:sanggah_pk>/cabut/", sanggah.cabut, name="sanggah_cabut"),
    path(f"{ALAMAT}<int:sanggah_pk>/pendapat/", sanggah.pendapat, name="sanggah_pendapat"),
    path(f"{ALAMAT}<int:sanggah_pk>/terima/", sanggah.terima, name="sanggah_terima"),
    path(f"{ALAMAT}<int:sanggah_pk>/tolak/", sanggah.tolak, name="sanggah_tolak"),
]
