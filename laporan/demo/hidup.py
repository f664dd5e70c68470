"""One RT of the demo year with all that its rows are made from."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from django.utils import timezone

from laporan.demo.perjalanan import Perjalanan
from pokja.models import Usulan
from pokja.tahapan import Giliran
from rt.models import Pengguna


@dataclass
class Acuan:
    """Reference rows of the year, read once."""

    termin: object
    baris_tetap: dict  # by Kelompok pk
    item_wajib: list
    tarif: dict  # by first words of the name
    alasan: list


@dataclass
class Hidup:
    usulan: Usulan
    acak: Random
    jalan: Perjalanan
    ketua: Pengguna
    petugas: Pengguna
    lurah: Pengguna
    pendamping: Pengguna
    dpmppa: Pengguna
    keuangan: Pengguna
    acuan: Acuan
    nomor_rekening: str
    pameran: bool = False  # drawings of its own, more receipts
    kosong: bool = False  # nothing typed into the present stage yet
    bendahara: Pengguna | None = None
    urut_berkas: int = 0
    rencana: list = field(default_factory=list)  # activities with their RAB lines, see rab.rencanakan
    bebas: list = field(default_factory=list)  # mandatory items this RT is exempt from
    anggota: dict = field(default_factory=dict)  # {unsur: nama}
    kegiatan: list = field(default_factory=list)  # KegiatanTahunan rows, in the order of `rencana`
    rekening: object = None
    versi_rab: object = None
    daftar_baris: list = field(default_factory=list)  # BarisRAB in force, of all sources
    nilai: int = 0  # programme money of the RAB
    pencairan: object = None
    nota_pertama: bytes = b""
    meminjam: "Hidup | None" = None  # hands in this RT's first nota a second time
    kas: object = None

    def __post_init__(self):
        self.usulan_id = self.usulan.pk
        self.rt = self.usulan.rt
        self.kelurahan = self.rt.kelurahan
        self.nama = f"RT {self.rt.nomor:02d} {self.kelurahan.nama}"
        self.atas_nama = f"POKJA BAHAGIA RT {self.rt.nomor:02d} {self.kelurahan.nama.upper()}"
        self.pagu, self.kk = self.usulan.alokasi.pagu, self.usulan.alokasi.kk

    @property
    def hari(self):
        return self.jalan.hari

    def diajukan(self, tahap):
        """The moment of the first filing of a stage that has happened, or None."""
        return next((p.pada for p in self.jalan.nyata if p.dari[0] == tahap and p.aksi == "ajukan"), None)

    def saat_isi(self, tahap):
        """(moment until which a stage is filled, is all of it there); None when nothing of it is there yet.

        What waits in the RT's own hands is half filled, or not begun.
        """
        pada = self.diajukan(tahap)
        if pada:
            return pada, True
        ini_giliran = self.jalan.kini[0] == tahap and self.jalan.kini[1] == Giliran.RT
        if not ini_giliran or self.kosong:
            return None
        terakhir = self.jalan.nyata[-1].pada
        pada = min(terakhir + dt.timedelta(days=3), saat_tengah(self.hari) - dt.timedelta(days=1))
        return max(pada, terakhir), False

    @property
    def mundur_di_rembuk(self):
        return self.jalan.nasib.akhir == "terima_mundur"

    @property
    def tahap(self):
        return self.jalan.kini[0]


def saat_tengah(hari):
    """Noon of a day, WIB."""
    return dt.datetime(hari.year, hari.month, hari.day, 12, tzinfo=timezone.get_default_timezone())
