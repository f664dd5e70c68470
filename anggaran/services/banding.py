"""Two versions of a RAB beside each other: what moved, how much of it, and against which limit."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from anggaran.models import BarisRAB, VersiRAB
from anggaran.services.pengaturan import sidik
from anggaran.services.rab import daftar_baris, pemakaian, silsilah, total_rab
from pokja.models import Sumber
from rt.peran import Peran

Status = VersiRAB.Status


def versi_acuan(usulan):
    """The last version DPMPPA decided on: the proposal's, or a shift it approved. Small shifts add up against it."""
    diputus = usulan.daftar_versi_rab.filter(status__in=[Status.BERLAKU, Status.DIGANTI])
    return diputus.filter(Q(nomor=1) | Q(diputus_oleh__peran=Peran.DPMPPA)).order_by("-nomor").first()


def versi_sebelum(versi_rab):
    """The version a shift started from; still in force, or replaced since."""
    terdahulu = versi_rab.usulan.daftar_versi_rab.filter(
        nomor__lt=versi_rab.nomor, status__in=[Status.BERLAKU, Status.DIGANTI]
    )
    return terdahulu.order_by("-nomor").first()


def bergeser(acuan, baru):
    """Programme money moved between two versions: taken away or added, whichever is more, in rupiah."""
    induk = dict(BarisRAB.objects.filter(versi_rab__usulan=baru.usulan_id).order_by().values_list("pk", "asal"))
    semula = _jumlah_program(acuan)
    kini = defaultdict(int)
    for pk, jumlah in _jumlah_program(baru).items():
        # None gathers the lines that are new since `acuan`.
        kini[next((lama for lama in silsilah(pk, induk) if lama in semula), None)] += jumlah
    berkurang = sum(max(jumlah - kini[pk], 0) for pk, jumlah in semula.items())
    bertambah = sum(max(jumlah - semula.get(pk, 0), 0) for pk, jumlah in kini.items())
    return max(berkurang, bertambah)


def _jumlah_program(versi_rab):
    return dict(versi_rab.daftar_baris.filter(sumber=Sumber.PROGRAM).order_by().values_list("pk", "jumlah"))


def perlu_persetujuan(versi_rab):
    """Is the shift, with those before it that nobody decided, above the year's limit?"""
    acuan = versi_acuan(versi_rab.usulan)
    return bergeser(acuan, versi_rab) > batas_rupiah(acuan)


def batas_rupiah(acuan):
    """What may move without DPMPPA, in whole rupiah: the year's share of the plan it decided on last."""
    return total_rab(acuan) * acuan.usulan.tahun_program.batas_pergeseran // 100


def sidik_baris(versi_rab):
    """Fingerprint of the lines as they stand: what a ketua has read is what is submitted."""
    baris = versi_rab.daftar_baris.order_by("pk").values_list("token", "versi")
    return sidik([(token.hex, versi) for token, versi in baris])


@dataclass(frozen=True)
class Banding:
    """One line, old and new side by side; either may be missing."""

    lama: BarisRAB | None
    baru: BarisRAB | None
    terpakai: int

    @property
    def baris(self):
        return self.baru or self.lama

    @property
    def selisih(self):
        return (self.baru.jumlah if self.baru else 0) - (self.lama.jumlah if self.lama else 0)

    @property
    def berubah(self):
        if self.lama is None or self.baru is None:
            return True
        return (self.lama.volume, self.lama.harga_satuan) != (self.baru.volume, self.baru.harga_satuan)


def banding(lama, baru):
    """The lines of two versions side by side: the old in the order of the paper, then the new ones."""
    pakai = pemakaian(lama)
    penerus, tambahan = {}, []
    for baris in daftar_baris(baru):
        if baris.asal_id:
            penerus[baris.asal_id] = baris
        else:
            tambahan.append(Banding(None, baris, 0))
    return [Banding(baris, penerus.get(baris.pk), pakai[baris.pk][0]) for baris in daftar_baris(lama)] + tambahan
