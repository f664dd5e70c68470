from django.urls import path

from laporan.urls_daftar import urlpatterns as daftar
from laporan.urls_publik import urlpatterns as publik
from laporan.urls_sp2d import urlpatterns as sp2d
from laporan.views import antrean, cari, kalender, kendali, lpj, pengingat, periksa, serah_terima, surat, temuan, usulan
from laporan.views.register_surat import DAFTAR_SURAT
from laporan.views.surat_permohonan import surat_permohonan

app_name = "laporan"
urlpatterns = [
    path("usulan/<int:pk>/", usulan.usulan_detail, name="usulan_detail"),
    path("antrean/", antrean.antrean_list, name="antrean"),
    path("antrean/bersama/", antrean.antrean_bersama, name="antrean_bersama"),
    path("usulan/<int:pk>/periksa/", periksa.periksa, name="periksa"),
    path("usulan/<int:pk>/buka-kembali/", usulan.buka_kembali, name="buka_kembali"),
    path("usulan/<int:pk>/ingatkan/", pengingat.ingatkan, name="ingatkan"),
    *serah_terima.KEMAJUAN.urls(),
    path("usulan/<int:pk>/foto-kemajuan/", serah_terima.berkas_kemajuan, name="berkas_kemajuan"),
    path("usulan/<int:pk>/bast/", serah_terima.bast, name="bast"),
    *serah_terima.HASIL.urls(),
    *serah_terima.ASET.urls(),
    path("usulan/<int:pk>/foto-serah-terima/", serah_terima.berkas_bast, name="berkas_bast"),
    path("usulan/<int:pk>/pernyataan/", serah_terima.pernyataan, name="pernyataan"),
    path("usulan/<int:pk>/ajukan-laporan/", serah_terima.ajukan, name="ajukan"),
    path("usulan/<int:pk>/lpj/", lpj.lpj_detail, name="lpj_detail"),
    path("temuan/", temuan.temuan_list, name="temuan_list"),
    path("usulan/<int:pk>/temuan/baru/", temuan.temuan_create, name="temuan_create"),
    path("usulan/<int:pk>/temuan/<int:temuan_pk>/", temuan.temuan_detail, name="temuan_detail"),
    path("usulan/<int:pk>/temuan/<int:temuan_pk>/jawab/", temuan.temuan_jawab, name="temuan_jawab"),
    path("usulan/<int:pk>/temuan/<int:temuan_pk>/tutup/", temuan.temuan_tutup, name="temuan_tutup"),
    path("usulan/<int:pk>/surat/", surat.surat_usulan, name="surat_usulan"),
    path("usulan/<int:pk>/daftar-hadir.pdf", surat.daftar_hadir, name="daftar_hadir"),
    path("permohonan/<int:pk>/surat/", surat_permohonan, name="surat_permohonan"),
    *DAFTAR_SURAT.urls("surat/"),
    path("surat/<int:pk>/", surat.surat_detail, name="surat_detail"),
    path("surat/<int:pk>/unduh.pdf", surat.surat_unduh, name="surat_unduh"),
    path("surat/<slug:jenis>/<int:pk>/pratinjau.pdf", surat.surat_pratinjau, name="surat_pratinjau"),
    path("surat/<slug:jenis>/<int:pk>/terbitkan/", surat.surat_terbitkan, name="surat_terbitkan"),
    path("cek/", surat.cek_form, name="cek_form"),
    path("cek/<slug:kode>/", surat.cek, name="cek"),
    path("cari/", cari.cari, name="cari"),
    path("kalender/", kalender.kalender, name="kalender"),
    path("kendali/", kendali.kendali, name="kendali"),
    *publik,
    *daftar,
    *sp2d,
]
