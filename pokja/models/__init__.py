from pokja.models.berkas import Berkas
from pokja.models.kalender import HariLibur
from pokja.models.pemeriksaan import AlasanKembali, Tanda, Temuan
from pokja.models.program import JadwalTahap, Kelompok, Program, TahunProgram
from pokja.models.rencana import (
    BentukSwadaya,
    Bidang,
    ButirPemetaan,
    KegiatanLimaTahun,
    KegiatanTahunan,
    Sumber,
    Swadaya,
)
from pokja.models.surat import Surat
from pokja.models.tim import AnggotaPokja, BeritaAcaraRembuk, KeinginanWarga, Pokja, Rekening, Unsur
from pokja.models.usulan import Riwayat, Usulan

__all__ = [
    "AlasanKembali",
    "AnggotaPokja",
    "BentukSwadaya",
    "BeritaAcaraRembuk",
    "Berkas",
    "Bidang",
    "ButirPemetaan",
    "HariLibur",
    "JadwalTahap",
    "KegiatanLimaTahun",
    "KegiatanTahunan",
    "KeinginanWarga",
    "Kelompok",
    "Pokja",
    "Program",
    "Rekening",
    "Riwayat",
    "Sumber",
    "Surat",
    "Swadaya",
    "TahunProgram",
    "Tanda",
    "Temuan",
    "Unsur",
    "Usulan",
]
