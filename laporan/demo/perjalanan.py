"""The life of one Usulan as steps of ALUR with dates from the calendar, planned to its end and cut on the day of loading."""

import datetime as dt
import zlib
from dataclasses import dataclass, field
from random import Random

from laporan.demo.kalender import hari_berikut, hari_kerja, pukul, sesudah, tambah_hari_kerja
from pokja.tahapan import NOMOR_TAHAP, TAHAP_AKHIR, Giliran, Tahap, cari_langkah

T, G = Tahap, Giliran

# (tahap, aksi, when in the stage's window it usually happens, working days after the step before)
URUTAN = (
    (T.SOSIALISASI, "catat_hadir", 0.80, 0),
    (T.REMBUK, "ajukan", 0.30, 2),
    (T.REMBUK, "terima", 0.45, 1),
    (T.POKJA, "ajukan", 0.65, 1),
    (T.POKJA, "terima", 0.85, 1),
    (T.PEMETAAN, "ajukan", 0.25, 1),
    (T.PEMETAAN, "terima", 0.40, 1),
    (T.RENJA, "ajukan", 0.60, 1),
    (T.RENJA, "terima", 0.85, 1),
    (T.PROPOSAL, "ajukan", 0.55, 2),
    (T.VERIFIKASI, "terima", 0.50, 1),
    (T.PENETAPAN, "terima", 0.50, 1),
    (T.PENCAIRAN, "mohonkan", 0.10, 0),
    (T.PENCAIRAN, "cairkan", 0.30, 3),
    (T.PENCAIRAN, "konfirmasi", 0.40, 1),
    (T.PELAKSANAAN, "ajukan", 0.95, 12),
    (T.SERAH_TERIMA, "ajukan", 0.40, 2),
    (T.SERAH_TERIMA, "terima", 0.70, 1),
    (T.LPJ, "ajukan", 0.50, 2),
    (T.LPJ, "teruskan", 0.75, 1),
    (T.LPJ, "terima", 1.00, 1),
)
PELUANG_KEMBALI = {
    T.REMBUK: 0.04, T.POKJA: 0.06, T.PEMETAAN: 0.03, T.RENJA: 0.05, T.VERIFIKASI: 0.12, T.PENETAPAN: 0.04,
    T.SERAH_TERIMA: 0.04, T.LPJ: 0.08,
}  # fmt: skip
PELUANG_GAGAL, PELUANG_SELISIH = 0.015, 0.008
ALASAN_GAGAL = "Nama pemilik rekening di bank berbeda satu huruf; sudah diperbaiki Pokja di bank."


@dataclass(frozen=True)
class Nasib:
    """Where a life stops by itself: it stays in the state `macet`, or ends with `akhir` (mundur, ditolak) from there."""

    macet: tuple = ()  # (tahap, giliran, dikembalikan_oleh)
    akhir: str = ""
    geser: float = 0.0  # days behind (or before) the calendar
    tunda: float = 0.0  # more days behind, near the place where it gets stuck
    tanda_tangan: bool = False  # its Permohonan is written and waits for the lurah


@dataclass(frozen=True)
class Peristiwa:
    aksi: str
    pada: dt.datetime
    dari: tuple  # (tahap, giliran, dikembalikan_oleh)
    ke: tuple

    @property
    def hari(self):
        return self.pada.date()


@dataclass
class Perjalanan:
    """`rencana` holds all steps to the end, `nyata` those that had happened before `hari`."""

    jadwal: dict  # {tahap: (mulai, selesai)}
    nasib: Nasib
    acak: Random
    kode_kelurahan: str
    hari: dt.date
    rencana: list = field(default_factory=list)

    def __post_init__(self):
        self.keadaan = (T.SOSIALISASI, G.DPMPPA, "")
        self.batas = None
        for tahap, aksi, bagian, jeda in URUTAN:
            if self.keadaan[0] in TAHAP_AKHIR:
                break
            self._belokan(tahap, aksi)
            if self.keadaan[0] in TAHAP_AKHIR:
                break
            self._ambil(aksi, bagian, jeda)
        lewat = [i for i, peristiwa in enumerate(self.rencana) if peristiwa.hari >= self.hari]
        self.nyata = self.rencana[: min([*lewat, len(self.rencana) if self.batas is None else self.batas])]

    @property
    def kini(self):
        """(tahap, giliran, dikembalikan_oleh) on the day of loading."""
        return self.nyata[-1].ke if self.nyata else (T.SOSIALISASI, G.DPMPPA, "")

    def nyata_pada(self, tahap, aksi):
        """The last such step that has happened, or None."""
        return next((p for p in reversed(self.nyata) if p.dari[0] == tahap and p.aksi == aksi), None)

    def hari_rencana(self, tahap, aksi):
        """The day of the first such step, happened or planned, or None where the life ends before."""
        return next((p.hari for p in self.rencana if p.dari[0] == tahap and p.aksi == aksi), None)

    def _belokan(self, tahap, aksi):
        """What may come before a usual step: the end of the life, a return, a failed transfer, a difference."""
        self._cek_macet()
        macet, akhir = self.nasib.macet, self.nasib.akhir
        if akhir and self.keadaan == macet:
            self._ambil(akhir, 0.5, 1)
            return
        paksa = bool(macet) and macet[0] == tahap and macet[2] == self.keadaan[1]
        if aksi in ("terima", "teruskan") and (paksa or self.acak.random() < PELUANG_KEMBALI[tahap]):
            self._ambil("kembalikan", 0, 1)
            self._ambil("ajukan", 0, 2)
        if aksi == "cairkan" and self.acak.random() < PELUANG_GAGAL:
            self._ambil("gagalkan", 0, 2)
            self._ambil("mohonkan", 0, 2)
        if aksi == "konfirmasi" and (
            macet == (T.PENCAIRAN, G.KEUANGAN, "selisih") or self.acak.random() < PELUANG_SELISIH
        ):
            self._ambil("laporkan_selisih", 0, 1)
            if macet and macet[2] == "selisih" and self.batas is None:
                self.batas = len(self.rencana)
            self._ambil("jelaskan_selisih", 0, 2)

    def _cek_macet(self):
        if self.batas is None and not self.nasib.akhir and self.keadaan == self.nasib.macet:
            self.batas = len(self.rencana)

    def _ambil(self, aksi, bagian, jeda):
        self._cek_macet()
        tahap, giliran, dikembalikan = self.keadaan
        langkah = cari_langkah(tahap, giliran, aksi)
        pada = self._saat(aksi, tahap, giliran, bagian, jeda)
        ke_giliran = Giliran(dikembalikan) if aksi == "ajukan" and dikembalikan else langkah.ke_giliran
        ke = (langkah.ke_tahap, ke_giliran, giliran.value if aksi == "kembalikan" else "")
        self.rencana.append(Peristiwa(aksi, pada, self.keadaan, ke))
        self.keadaan = ke

    def _saat(self, aksi, tahap, giliran, bagian, jeda):
        mulai, selesai = self.jadwal[tahap]
        # A slow RT is slow from the start, but falls behind only bit by bit.
        geser = self.nasib.geser * min(1, NOMOR_TAHAP[tahap] / 4) + self.acak.uniform(-1, 1.5)
        if self.nasib.macet and NOMOR_TAHAP[tahap] >= NOMOR_TAHAP[self.nasib.macet[0]] - 1:
            geser += self.nasib.tunda
        hari = mulai + dt.timedelta(days=round((selesai - mulai).days * bagian + geser))
        hari = max(hari, mulai if bagian else dt.date.min)
        terakhir = self.rencana[-1].pada if self.rencana else None
        if terakhir:
            hari = max(hari, tambah_hari_kerja(terakhir.date(), jeda))
        if aksi in ("mohonkan", "cairkan") or (tahap, giliran, aksi) == (T.PENETAPAN, G.DPMPPA, "terima"):
            return self._saat_bersama(aksi, hari)
        if giliran != G.RT:
            hari = hari_kerja(hari)
        pada = pukul(hari, self.acak)
        return pada if terakhir is None or pada > terakhir else sesudah(terakhir, self.acak)

    def _saat_bersama(self, aksi, hari):
        """Decisions, signatures and SP2D come for many RT at once: one moment for all of them."""
        sidik = zlib.crc32(self.kode_kelurahan.encode())
        pekan = {"terima": (1, 4), "mohonkan": (sidik % 5,), "cairkan": ((sidik + 2) % 5, (sidik + 4) % 5)}[aksi]
        hari = hari_berikut(hari, pekan)
        return pukul(hari, Random(f"{aksi} {self.kode_kelurahan} {hari}"), 9, 15)  # noqa: S311
