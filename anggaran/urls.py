from django.urls import path

from anggaran import urls_impor, urls_pencairan, urls_pengaturan, urls_sanggah
from anggaran.views import ajukan, bekal, bukukas, pergeseran, rab, renja

app_name = "anggaran"
urlpatterns = [
    *renja.RENJA.urls(),
    *rab.RAB.urls(),
    *rab.ITEM_WAJIB.urls(),
    path("usulan/<int:pk>/ajukan-anggaran/", ajukan.ajukan, name="ajukan"),
    path("usulan/<int:pk>/narasi/", rab.narasi, name="narasi"),
    path("usulan/<int:pk>/berkas-proposal/", rab.berkas_proposal, name="berkas_proposal"),
    path("pergeseran/", pergeseran.antrean, name="pergeseran_antrean"),
    path("usulan/<int:pk>/pergeseran/", pergeseran.daftar, name="pergeseran"),
    path("usulan/<int:pk>/pergeseran/<int:versi_pk>/", pergeseran.rinci, name="pergeseran_detail"),
    path("usulan/<int:pk>/pergeseran/<int:versi_pk>/ajukan/", pergeseran.ajukan, name="pergeseran_ajukan"),
    path("usulan/<int:pk>/pergeseran/<int:versi_pk>/batal/", pergeseran.batal, name="pergeseran_batal"),
    path("usulan/<int:pk>/pergeseran/<int:versi_pk>/putus/", pergeseran.putus, name="pergeseran_putus"),
    path("usulan/<int:pk>/pergeseran/<int:versi_pk>/<int:baris_pk>/", pergeseran.ubah, name="pergeseran_ubah"),
    path("usulan/<int:pk>/pergeseran/<int:versi_pk>/<int:baris_pk>/hapus/", pergeseran.hapus, name="pergeseran_hapus"),
    path("usulan/<int:pk>/buku-kas/", bukukas.daftar, name="bukukas"),
    path("usulan/<int:pk>/buku-kas/bekal.json", bekal.bekal, name="bukukas_bekal"),
    path("usulan/<int:pk>/buku-kas/belanja/", bukukas.belanja, name="bukukas_belanja"),
    path("usulan/<int:pk>/buku-kas/tarik-tunai/", bukukas.tarik_tunai, name="bukukas_tarik_tunai"),
    path("usulan/<int:pk>/buku-kas/swadaya/", bukukas.swadaya, name="bukukas_swadaya"),
    path("usulan/<int:pk>/buku-kas/bunga/", bukukas.bunga, name="bukukas_bunga"),
    path("usulan/<int:pk>/buku-kas/biaya-bank/", bukukas.biaya_bank, name="bukukas_biaya_bank"),
    path("usulan/<int:pk>/buku-kas/setor-pajak/", bukukas.setor_pajak, name="bukukas_setor_pajak"),
    path("usulan/<int:pk>/buku-kas/setor-sisa/", bukukas.setor_sisa, name="bukukas_setor_sisa"),
    path("usulan/<int:pk>/buku-kas/<int:baris_pk>/koreksi/", bukukas.koreksi_baris, name="bukukas_koreksi"),
    *urls_impor.urlpatterns,
    *urls_pengaturan.urlpatterns,
    *urls_pencairan.urlpatterns,
    *urls_sanggah.urlpatterns,
]
