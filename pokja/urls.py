from django.urls import path

from pokja.views.ajukan import ajukan
from pokja.views.berkas import berkas
from pokja.views.mundur import mundur
from pokja.views.pemetaan import POTENSI, RENJA5, SWADAYA
from pokja.views.rembuk import KEINGINAN, berkas_rembuk, rembuk
from pokja.views.sosialisasi import sosialisasi
from pokja.views.terkirim import terkirim
from pokja.views.tim import ANGGOTA, rekening

app_name = "pokja"
urlpatterns = [
    path("sosialisasi/", sosialisasi, name="sosialisasi"),
    path("usulan/<int:pk>/rembuk/", rembuk, name="rembuk"),
    *KEINGINAN.urls(),
    path("usulan/<int:pk>/berkas-rembuk/", berkas_rembuk, name="berkas_rembuk"),
    *ANGGOTA.urls(),
    path("usulan/<int:pk>/rekening/", rekening, name="rekening"),
    *POTENSI.urls(),
    *SWADAYA.urls(),
    *RENJA5.urls(),
    path("usulan/<int:pk>/ajukan/", ajukan, name="ajukan"),
    path("usulan/<int:pk>/terkirim/", terkirim, name="terkirim"),
    path("usulan/<int:pk>/mundur/", mundur, name="mundur"),
    path("berkas/<int:pk>/", berkas, name="berkas"),
]
