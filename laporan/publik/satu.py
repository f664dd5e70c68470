"""What the public reads of one RT in one year."""

from dataclasses import dataclass

from django.utils import timezone

from anggaran.models import Pencairan, Penetapan
from anggaran.services.rab import rab_berlaku, total_swadaya
from laporan.kolom import tanggal_pendek
from laporan.publik.data import DIUMUMKAN, SEBELUM, SESUDAH, foto_publik
from pokja.models import Sumber
from pokja.tahapan import DUA_BELAS, NOMOR_TAHAP, TAHAP_AKHIR, Tahap

FOTO_TERBANYAK = 6


@dataclass(frozen=True)
class BarisTahap:
    label: str
    status: str
    keadaan: str
    jadwal: object = None  # JadwalTahap, once the calendar of the Kelompok is decided


def daftar_tahap(usulan):
    """The twelve stages with the day each was left, and the calendar's days. Two queries."""
    daftar_riwayat = list(usulan.daftar_riwayat.values_list("dari_tahap", "ke_tahap", "pada"))
    jadwal = {}
    if usulan.kelompok.jadwal_ditetapkan:
        jadwal = {satu.tahap: satu for satu in usulan.kelompok.daftar_jadwal.all()}
    di_sini = _nomor(usulan, daftar_riwayat)
    lewat = _hari_lewat(daftar_riwayat)
    hasil = []
    for nomor, tahap in enumerate(DUA_BELAS, start=1):
        if usulan.tahap == Tahap.SELESAI or nomor < di_sini:
            status = ("selesai", f"Selesai {tanggal_pendek(lewat[tahap])}" if tahap in lewat else "Selesai")
        elif nomor == di_sini:
            status = ("belum", "Berhenti di sini") if usulan.berakhir else ("dikerjakan", "Sedang berjalan")
        else:
            status = ("belum", "Belum")
        hasil.append(BarisTahap(tahap.label, *status, jadwal.get(tahap)))
    return hasil


def _nomor(usulan, daftar_riwayat):
    """The number of the stage it is in, or in which it ended."""
    if usulan.tahap not in TAHAP_AKHIR:
        return usulan.nomor_tahap
    return NOMOR_TAHAP.get(daftar_riwayat[-1][0], 1) if daftar_riwayat else 1


def _hari_lewat(daftar_riwayat):
    """{tahap: the WIB day on which it was last left for the next one}. A jump (loaded as closed, given up) has none."""
    berikut = dict(zip(DUA_BELAS, (*DUA_BELAS[1:], Tahap.SELESAI), strict=True))
    return {dari: timezone.localdate(pada) for dari, ke, pada in daftar_riwayat if berikut.get(dari) == ke}


def daftar_kegiatan(usulan):
    """([activities paid by the programme], [those of the residents]), each with what was made of it once accepted."""
    daftar = list(usulan.daftar_renja1.select_related("dari"))
    hasil = {}
    if usulan.tahap in (Tahap.LPJ, Tahap.SELESAI):
        hasil = dict(usulan.daftar_hasil.values_list("kegiatan", "volume"))
    for kegiatan in daftar:
        kegiatan.terlaksana = hasil.get(kegiatan.pk)
    program = [kegiatan for kegiatan in daftar if kegiatan.sumber == Sumber.PROGRAM]
    return program, [kegiatan for kegiatan in daftar if kegiatan.sumber != Sumber.PROGRAM]


def daftar_foto(usulan):
    """[(heading, [id of a photo])] before and after, the newest of each; nothing when there is none."""
    per_jenis = {SEBELUM: [], SESUDAH: []}
    for pk, jenis in foto_publik().filter(usulan=usulan).order_by("-pk").values_list("pk", "jenis"):
        per_jenis[jenis].append(pk)
    judul = {SEBELUM: "Sebelum (0 %)", SESUDAH: "Sesudah (100 %)"}
    return [(judul[jenis], daftar[:FOTO_TERBANYAK]) for jenis, daftar in per_jenis.items() if any(per_jenis.values())]


def isi_diumumkan(usulan):
    """Plans, decision, transfers and photos: only of what DPMPPA has decided."""
    if usulan.tahap not in DIUMUMKAN:
        return {"diumumkan": False}
    rab = rab_berlaku(usulan)
    program, swadaya = daftar_kegiatan(usulan)
    return {
        "diumumkan": True,
        "penetapan": Penetapan.objects.filter(usulan=usulan, dibatalkan_pada=None, disetujui=True)
        .select_related("sk")
        .first(),
        "daftar_cair": list(
            Pencairan.objects.cair().filter(usulan=usulan).select_related("termin").order_by("termin__urut")
        ),
        "daftar_program": program,
        "daftar_swadaya": swadaya,
        "nilai_swadaya": total_swadaya(rab) if rab else 0,
        "daftar_foto": daftar_foto(usulan),
    }
