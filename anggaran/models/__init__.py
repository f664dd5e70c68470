from anggaran.models.bukukas import ARAH, BukuKas, Jenis, TarifPajak, Tempat
from anggaran.models.jenis import JenisBiaya
from anggaran.models.pagu import Alokasi, BarisTetap, ItemWajib, Termin, Tingkat
from anggaran.models.pencairan import (
    DITAHAN,
    Penahanan,
    Pencairan,
    Penetapan,
    Permohonan,
    SKPenetapan,
    keadaan_pencairan,
    kode_transfer,
)
from anggaran.models.rab import BarisRAB, PembebasanItem, Proposal, VersiRAB
from anggaran.models.sanggah import Sanggah

__all__ = [
    "ARAH",
    "DITAHAN",
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
    "Sanggah",
    "TarifPajak",
    "Tempat",
    "Termin",
    "Tingkat",
    "VersiRAB",
    "keadaan_pencairan",
    "kode_transfer",
]
