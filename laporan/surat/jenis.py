"""The papers: one line each. What it is about, who issues it, when, and where its words come from."""

from collections.abc import Callable
from dataclasses import dataclass

from anggaran.models import Pencairan, Permohonan
from laporan.surat import bast, bku, kuitansi, lpj, papan, permohonan, pernyataan, proposal, rembuk, rencana, tim
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
    halangan_pratinjau: Callable | None = None  # why not even a preview, where that may come earlier than the paper
    label_nilai: str = "Nilai"  # what its amount is, on the page of the paper and on the public one

    def boleh_pratinjau(self, objek, halangan):
        """Can it be looked at already, also while `halangan` keeps it from being issued?"""
        return not halangan or (self.halangan_pratinjau is not None and not self.halangan_pratinjau(objek))

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
    JenisSurat("sk_pokja", "Surat Keputusan Pokja", "SKP", Usulan, (Peran.KELURAHAN,), tim.halangan, tim.isi),
    JenisSurat(
        "renja5", "Rencana Kerja lima tahun", "R5", Usulan, RT_DAN_KELURAHAN, rencana.halangan_lima, rencana.isi_lima
    ),
    JenisSurat(
        "renja1", "Rencana Kerja satu tahun", "R1", Usulan, RT_DAN_KELURAHAN, rencana.halangan_satu, rencana.isi_satu,
        label_nilai="Perkiraan dana program",
    ),
    JenisSurat(
        "proposal", "Proposal", "PRO", Usulan, RT_DAN_KELURAHAN, proposal.halangan, proposal.isi,
        label_nilai="Dana program",
    ),
    JenisSurat(
        "papan", "Papan informasi", "PI", Usulan, RT_DAN_KELURAHAN, papan.halangan, papan.isi,
        label_nilai="Dana program dalam RAB",
    ),
    JenisSurat(
        "permohonan", "Surat permohonan pencairan", "SPP", Permohonan, (Peran.KELURAHAN,), permohonan.halangan,
        permohonan.isi, sekali=True, label_nilai="Jumlah yang dimohonkan",
    ),
    JenisSurat(
        "pakta", "Pakta integritas", "PKT", Usulan, RT_DAN_KELURAHAN, pernyataan.halangan_pakta, pernyataan.isi_pakta
    ),
    JenisSurat(
        "sptjm", "Surat pernyataan tanggung jawab mutlak", "SPTJM", Usulan, RT_DAN_KELURAHAN,
        pernyataan.halangan_sptjm, pernyataan.isi_sptjm, label_nilai="Dana yang disetujui",
    ),
    JenisSurat("kuitansi", "Kuitansi pencairan", "KW", Pencairan, RT_DAN_KELURAHAN, kuitansi.halangan, kuitansi.isi),
    JenisSurat(
        "bku", "Buku kas umum", "BKU", Usulan, RT_DAN_KELURAHAN, bku.halangan, bku.isi, label_nilai=bku.LABEL_NILAI
    ),
    JenisSurat(
        "bast", "Berita acara serah terima", "BAST", Usulan, RT_DAN_KELURAHAN, bast.halangan, bast.isi,
        label_nilai=bku.LABEL_NILAI,
    ),
    JenisSurat(
        "lpj", "Laporan pertanggungjawaban (LPJ)", "LPJ", Usulan, RT_DAN_KELURAHAN, lpj.halangan, lpj.isi,
        label_nilai=bku.LABEL_NILAI, halangan_pratinjau=lpj.halangan_pratinjau,
    ),
)  # fmt: skip
JENIS = {jenis.kode: jenis for jenis in DAFTAR_JENIS}


def label_nilai(surat):
    """What the amount of an issued paper is called; a kind that is no longer issued keeps its papers."""
    return JENIS[surat.jenis].label_nilai if surat.jenis in JENIS else JenisSurat.label_nilai
