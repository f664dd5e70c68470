"""The papers: one line each. What it is about, who issues it, when, and where its words come from."""

from collections.abc import Callable
from dataclasses import dataclass

from anggaran.models import Pencairan, Permohonan
from laporan.surat import rembuk
from pokja.models import Usulan
from rt.peran import SISI_RT, Peran

RT_DAN_KELURAHAN = (*SISI_RT, Peran.KELURAHAN)


@dataclass(frozen=True)
class JenisSurat:
    kode: str  # also the name of the template: laporan/templat/<kode>.typ
    label: str
    singkat: str  # in its number
    model: type  # of what it is about: Usulan, Pencairan or Permohonan
    peran: tuple  # who issues it; everybody in whose territory it is may read it
    halangan: Callable  # objek -> sentences: why it cannot be issued yet
    isi: Callable  # objek -> Isi
    sekali: bool = False  # never a second version: what it is about no longer changes

    def boleh_baca(self, pengguna):
        """A paper of a whole kelurahan names other RT too: not for the side of one RT."""
        return self.model is not Permohonan or pengguna.peran not in SISI_RT

    def kunci(self, objek):
        return f"{self.model._meta.model_name}:{objek.pk}"

    def usulan(self, objek):
        """The Usulan it belongs to; None for a paper of a whole kelurahan."""
        if self.model is Permohonan:
            return None
        return objek if self.model is Usulan else objek.usulan

    def kelurahan(self, objek):
        return objek.kelurahan if self.model is Permohonan else self.usulan(objek).rt.kelurahan

    def tahun_program(self, objek):
        return objek.tahun_program if self.model is Permohonan else self.usulan(objek).tahun_program


MUAT = {
    Usulan: ("rt__kelurahan__kecamatan", "tahun_program__program", "kelompok"),
    Pencairan: (
        "usulan__rt__kelurahan__kecamatan", "usulan__tahun_program__program", "usulan__kelompok", "permohonan",
        "termin", "rekening",
    ),
    Permohonan: ("kelurahan__kecamatan", "tahun_program__program"),
}  # fmt: skip

DAFTAR_JENIS = (
    JenisSurat(
        "berita_acara", "Berita acara rembuk warga", "BA", Usulan, RT_DAN_KELURAHAN, rembuk.halangan, rembuk.isi
    ),
)
JENIS = {jenis.kode: jenis for jenis in DAFTAR_JENIS}
