from anggaran.models.bukukas import ARAH, BukuKas, Jenis, TarifPajak, Tempat
from anggaran.models.jenis import JenisBiaya
from anggaran.models.pagu import Alokasi, BarisTetap, ItemWajib, Termin, Tingkat
from anggaran.models.pencairan import Penahanan, Pencairan, Penetapan, Permohonan, SKPenetapan
from anggaran.models.rab import BarisRAB, PembebasanItem, Proposal, VersiRAB

__all__ = [
    "ARAH",
    "Alokasi",
    "BarisRAB",
    "BarisTetap",
    "BukuKas",
    "ItemWajib",
    "Jenis",
    "JenisBiaya",
    "PembebasanItem",
    "Penahanan",
    "Pencairan",
    "Penetapan",
    "Permohonan",
    "Proposal",
    "SKPenetapan",
    "TarifPajak",
    "Tempat",
    "Termin",
    "Tingkat",
    "VersiRAB",
]
