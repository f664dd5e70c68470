"""The papers of one Usulan as rows of a page: issued, possible, or not yet and why."""

from dataclasses import dataclass

from anggaran.models import Pencairan, Permohonan
from laporan.surat.jenis import DAFTAR_JENIS, MUAT, JenisSurat
from laporan.surat.terbit import surat_terakhir
from pokja.models import Surat, Usulan


@dataclass(frozen=True)
class BarisSurat:
    jenis: JenisSurat
    objek: object
    surat: Surat | None  # the newest version
    halangan: list
    boleh: bool  # may this person issue it, were nothing in the way

    @property
    def pratinjau(self):
        return self.jenis.boleh_pratinjau(self.objek, self.halangan)

    @property
    def dapat_terbit(self):
        """Is there a button for this person? What is issued once has none afterwards."""
        return self.boleh and not self.halangan and not (self.surat and self.jenis.sekali)

    @property
    def penerbit(self):
        return " atau ".join(str(peran.label) for peran in self.jenis.peran)

    @property
    def keterangan(self):
        """Which of several: the termin of a kuitansi, the number of a permohonan."""
        return "" if isinstance(self.objek, Usulan) else str(self.objek)


def baris_surat(usulan, pengguna):
    """One row per paper. A fixed number of queries, and a few for each transfer of the Usulan."""
    terakhir = {}
    for surat in Surat.objects.filter(kunci__in=_daftar_kunci(usulan)).defer("data").order_by("versi"):
        terakhir[surat.kunci, surat.jenis] = surat
    hasil = []
    for jenis in DAFTAR_JENIS:
        if not jenis.boleh_baca(pengguna):
            continue
        for objek in _daftar_objek(jenis, usulan):
            halangan = jenis.halangan(objek)
            surat = terakhir.get((jenis.kunci(objek), jenis.kode))
            hasil.append(BarisSurat(jenis, objek, surat, halangan, pengguna.peran in jenis.peran))
    return hasil


def satu_baris(jenis, objek, pengguna):
    """The row of one paper about one thing."""
    return BarisSurat(jenis, objek, surat_terakhir(jenis, objek), jenis.halangan(objek), pengguna.peran in jenis.peran)


def _daftar_objek(jenis, usulan):
    if jenis.model is Usulan:
        return [usulan]
    if jenis.model is Pencairan:
        return usulan.daftar_pencairan.cair().select_related(*MUAT[Pencairan])
    isi = usulan.daftar_pencairan.exclude(status=Pencairan.Status.BATAL).values("permohonan")
    return Permohonan.objects.filter(pk__in=isi).select_related(*MUAT[Permohonan]).order_by("pk")


def _daftar_kunci(usulan):
    pencairan = list(usulan.daftar_pencairan.values_list("pk", "permohonan"))
    return [
        f"usulan:{usulan.pk}",
        *(f"pencairan:{pk}" for pk, _permohonan in pencairan),
        *(f"permohonan:{permohonan}" for _pk, permohonan in pencairan),
    ]
