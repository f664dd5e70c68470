"""The number register: every issued paper of one's territory, as a list and as a sheet."""

from django.db.models import Count

from laporan.daftar import Daftar
from laporan.filters import Saring, pilihan, tanggal
from laporan.kolom.surat import KOLOM_SURAT
from laporan.surat.jenis import DAFTAR_JENIS
from pokja.models import Surat


class SaringSurat(Saring):
    """The year is that of the register: of the paper's date, not of the programme."""

    rt = "usulan__rt__"
    usulan = "usulan__"
    teks = ("nomor", "label", "kelurahan__nama")

    jenis = pilihan("Jenis surat", [(jenis.kode, jenis.label) for jenis in DAFTAR_JENIS], field_name="jenis")
    dari = tanggal("Dari tanggal", "tanggal", "gte")
    sampai = tanggal("Sampai tanggal", "tanggal", "lte")

    def saring_tahun(self, queryset, nama, nilai):
        return queryset if self.program_tahun(nilai) is None else queryset.filter(tahun=int(nilai))

    def saring_kecamatan(self, queryset, nama, nilai):
        return queryset.filter(kelurahan__kecamatan__kode=nilai)

    def saring_kelurahan(self, queryset, nama, nilai):
        return queryset.filter(kelurahan=self._kelurahan[nilai])


DAFTAR_SURAT = Daftar(
    nama="surat",
    judul="Register surat",
    dasar=Surat.objects.untuk,
    saring=SaringSurat,
    daftar_kolom=KOLOM_SURAT,
    urut=("kelurahan__kode", "-tahun", "-urut"),
    total=lambda queryset: queryset.aggregate(baris=Count("pk")),
)
