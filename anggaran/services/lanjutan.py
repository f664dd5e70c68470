"""Later instalments, which run beside the works: nobody's turn says that one may be asked for."""

from django.db.models import Count

from anggaran.services.calon import calon_permohonan
from anggaran.services.permohonan import kelurahan_petugas
from pokja.models import TahunProgram
from pokja.tahapan import Tahap


def banyak_termin_lanjutan(pengguna):
    """How many RT in the works this officer may ask the next instalment for. No more queries for more RT."""
    daftar_tahun = TahunProgram.objects.filter(ditutup=False).annotate(banyak=Count("daftar_termin"))
    daftar_tahun = list(daftar_tahun.filter(banyak__gt=1))
    if not daftar_tahun:
        return 0
    return sum(
        calon.usulan.tahap == Tahap.PELAKSANAAN and not calon.halangan
        for kelurahan in kelurahan_petugas(pengguna)
        for tahun_program in daftar_tahun
        for calon in calon_permohonan(kelurahan, tahun_program)
    )
