"""Money going out: account, bundle, SP2D, confirmation, holds. Included by anggaran.urls."""

from django.urls import path

from anggaran.views import penahanan, pencairan, permohonan, rekening

urlpatterns = [
    path("usulan/<int:pk>/rekening/periksa/", rekening.rekening_periksa, name="rekening_periksa"),
    path("usulan/<int:pk>/rekening/ganti/", rekening.rekening_ganti, name="rekening_ganti"),
    path("permohonan/", permohonan.permohonan_list, name="permohonan"),
    path("permohonan/baru/", permohonan.permohonan_create, name="permohonan_create"),
    path("permohonan/<int:pk>/", permohonan.permohonan_detail, name="permohonan_detail"),
    path("permohonan/<int:pk>/tanda-tangan/", permohonan.permohonan_tandatangani, name="permohonan_tandatangani"),
    path("permohonan/<int:pk>/terima/", permohonan.permohonan_terima, name="permohonan_terima"),
    path("permohonan/<int:pk>/batal/", permohonan.permohonan_batal, name="permohonan_batal"),
    path("proses-pencairan/", pencairan.pencairan_proses, name="pencairan_proses"),
    path("usulan/<int:pk>/cairkan/", pencairan.pencairan_cairkan, name="cairkan"),
    path("usulan/<int:pk>/gagal/", pencairan.pencairan_gagalkan, name="gagalkan"),
    path("usulan/<int:pk>/konfirmasi/", pencairan.pencairan_konfirmasi, name="konfirmasi"),
    path("usulan/<int:pk>/jelaskan-selisih/", pencairan.pencairan_jelaskan, name="jelaskan_selisih"),
    path("usulan/<int:pk>/tahan/", penahanan.tahan, name="tahan"),
    path("usulan/<int:pk>/lepas/", penahanan.penahanan_lepas, name="lepas"),
]
