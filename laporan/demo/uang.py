"""Tahap 8 and 9: decisions under an SK, the kelurahan's bundles, transfers."""

import datetime as dt

from anggaran.models import Penahanan, Pencairan, Penetapan, Permohonan, SKPenetapan
from laporan.demo.kalender import TAHUN, hari_kerja
from laporan.demo.perjalanan import ALASAN_GAGAL
from pokja.tahapan import Giliran, Tahap

Status = Pencairan.Status
SELISIH = 250_000
# Keuangan takes a bundle up some hours after the signature; those of the last days are still to be taken up.
TERIMA_SESUDAH, BELUM_DITERIMA = dt.timedelta(hours=3), dt.timedelta(days=7)


class Bendahara:
    """Papers that many RT share: one SK a decision day, one Permohonan a kelurahan and day, one SP2D for it."""

    def __init__(self, gudang, tahun_program):
        self.gudang, self.tahun_program = gudang, tahun_program
        self._sk, self._permohonan = {}, {}

    def sk(self, kelompok, hari):
        kunci = (kelompok.pk, hari)
        if kunci not in self._sk:
            nomor = f"400.10.2/{100 + len(self._sk) + 1:03d}/DPMPPA/{TAHUN}"
            self._sk[kunci] = self.gudang.buat(SKPenetapan, tahun_program=self.tahun_program, nomor=nomor, tanggal=hari)
        return self._sk[kunci]

    def permohonan(self, h, pada, *, ditandatangani=True):
        kunci = (h.kelurahan.pk, pada.date(), ditandatangani)
        if kunci not in self._permohonan:
            urut = sum(1 for lain in self._permohonan if lain[0] == h.kelurahan.pk) + 1
            status = Permohonan.Status.DITANDATANGANI if ditandatangani else Permohonan.Status.DISIAPKAN
            diterima = ditandatangani and pada.date() < h.hari - BELUM_DITERIMA
            self._permohonan[kunci] = self.gudang.buat(
                Permohonan,
                kelurahan=h.kelurahan,
                tahun_program=self.tahun_program,
                nomor=f"900/{urut:02d}/{h.kelurahan.nama.upper().replace(' ', '')}/{TAHUN}",
                tanggal=pada.date(),
                status=status,
                dibuat_oleh=h.petugas,
                dibuat_pada=pada - dt.timedelta(hours=1),
                ditandatangani_oleh=h.lurah if ditandatangani else None,
                ditandatangani_pada=pada if ditandatangani else None,
                diproses_oleh=h.keuangan if diterima else None,
                diproses_pada=pada + TERIMA_SESUDAH if diterima else None,
            )
        return self._permohonan[kunci]


def isi(h, gudang, bendahara):
    """Write decision and transfers; returns {step: words} for the Riwayat."""
    catatan = {}
    for peristiwa in h.jalan.nyata:
        if peristiwa.dari[:2] == (Tahap.PENETAPAN, Giliran.DPMPPA) and peristiwa.aksi in ("terima", "tolak"):
            _penetapan(h, gudang, bendahara, peristiwa)
        elif peristiwa.dari[0] == Tahap.PENCAIRAN:
            catatan[peristiwa] = _pencairan(h, gudang, bendahara, peristiwa)
    if h.jalan.nasib.tanda_tangan and h.jalan.kini[:2] == (Tahap.PENCAIRAN, Giliran.KELURAHAN):
        kemarin = max(h.jalan.nyata[-1].pada + dt.timedelta(days=1), h.jalan.nyata[-1].pada)
        hari = min(hari_kerja(kemarin.date()), h.hari)
        if h.pencairan is None and hari < h.hari:
            pada = kemarin.replace(year=hari.year, month=hari.month, day=hari.day, hour=10, minute=15)
            _siapkan(h, gudang, bendahara.permohonan(h, pada, ditandatangani=False), Status.DISIAPKAN)
    return catatan


def _penetapan(h, gudang, bendahara, peristiwa):
    setuju = peristiwa.aksi == "terima"
    gudang.buat(
        Penetapan,
        usulan_id=h.usulan_id,
        sk=bendahara.sk(h.usulan.kelompok, peristiwa.hari) if setuju else None,
        disetujui=setuju,
        nilai=h.nilai if setuju else 0,
        oleh=h.dpmppa,
        pada=peristiwa.pada,
    )


def _siapkan(h, gudang, permohonan, status):
    h.pencairan = gudang.buat(
        Pencairan,
        usulan_id=h.usulan_id,
        permohonan=permohonan,
        termin=h.acuan.termin,
        percobaan=h.pencairan.percobaan + 1 if h.pencairan else 1,
        nilai=h.nilai,
        diminta=h.nilai,
        rekening=h.rekening,
        status=status,
    )


def _pencairan(h, gudang, bendahara, peristiwa):
    """One step of tahap 9; returns the words for its Riwayat."""
    aksi, hari = peristiwa.aksi, peristiwa.hari
    if aksi == "mohonkan":
        permohonan = bendahara.permohonan(h, peristiwa.pada)
        _siapkan(h, gudang, permohonan, Status.DIPROSES if permohonan.diproses_pada else Status.DITANDATANGANI)
        return f"Permohonan {permohonan.nomor}"
    cair = h.pencairan
    if aksi == "cairkan":
        cair.status, cair.sp2d_tanggal, cair.dicatat_oleh = Status.CAIR, hari, h.keuangan
        # One SP2D may pay many RT: those of one kelurahan on one day.
        cair.sp2d_nomor = f"{hari:%m%d}{h.kelurahan.kode[6:8]}{h.kelurahan.kode[-2:]}/SP2D-LS/{TAHUN}"
        return f"SP2D {cair.sp2d_nomor}"
    if aksi == "gagalkan":
        cair.status, cair.alasan_gagal, cair.dicatat_oleh = Status.GAGAL, ALASAN_GAGAL, h.keuangan
        return ALASAN_GAGAL
    if aksi == "laporkan_selisih":
        cair.diterima, cair.diterima_tanggal, cair.diterima_oleh = cair.nilai - SELISIH, hari, h.ketua
        return "Uang di buku tabungan kurang Rp250.000 dari nilai SP2D."
    if aksi == "jelaskan_selisih":
        cair.dilaporkan = cair.diterima
        cair.diterima = cair.diterima_tanggal = cair.diterima_oleh = None
        cair.penjelasan_selisih = "Bank memindahkan Rp250.000 pada hari yang lain; sekarang sudah masuk."
        return cair.penjelasan_selisih
    if aksi == "konfirmasi":
        cair.diterima, cair.diterima_tanggal, cair.diterima_oleh = cair.nilai, hari, h.ketua
    return ""


def tahan(h, gudang, pada, alasan, lepas_pada=None):
    """A hold on an RT's money, released or not."""
    gudang.buat(
        Penahanan,
        usulan_id=h.usulan_id,
        alasan=alasan,
        oleh=h.keuangan,
        sejak=pada,
        dilepas_oleh=h.keuangan if lepas_pada else None,
        dilepas_pada=lepas_pada,
        alasan_lepas="Bank sudah menyatakan rekening sesuai." if lepas_pada else "",
    )
