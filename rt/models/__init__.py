from rt.models.isian import Isian
from rt.models.orang import TEMPAT_TUGAS, Jabatan, Pejabat, Pengguna, Penugasan
from rt.models.wilayah import RT, DataKK, Kecamatan, Kelurahan, RiwayatKetua, RiwayatNomor
from rt.peran import Peran

__all__ = [
    "RT",
    "TEMPAT_TUGAS",
    "DataKK",
    "Isian",
    "Jabatan",
    "Kecamatan",
    "Kelurahan",
    "Pejabat",
    "Pengguna",
    "Penugasan",
    "Peran",
    "RiwayatKetua",
    "RiwayatNomor",
]
