"""The SP2D sheet against what is recorded: a plan to look at first, then all of it or nothing.

The rules are those of the single form: the plan asks halangan_sp2d and bisa_gagal, the saving calls cairkan and gagalkan.
"""

import hashlib
from dataclasses import dataclass, field

from django.db import transaction

from anggaran.models import Pencairan
from anggaran.services.sp2d import halangan_sp2d, tanggal_tercatat
from anggaran.services.transfer import bisa_gagal, cairkan, gagalkan
from laporan.kolom.pencairan import rt_pendek
from laporan.kolom.sp2d import CAIR
from laporan.sp2d_baca import JUDUL, BarisSP2D
from pokja.services import LangkahDitolak
from rt.angka import AngkaSalah, AngkaTidakJelas, baca_rupiah, rupiah

Status = Pencairan.Status
# The column on which a refusal of the service is shown.
KOLOM_ISIAN = {"": "hasil", "sp2d_nomor": "sp2d_nomor", "sp2d_tanggal": "sp2d_tanggal", "nilai": "nilai_cair"}
TERCATAT = {
    "permohonan": lambda pencairan: pencairan.permohonan.nomor,
    "kelurahan": lambda pencairan: pencairan.usulan.rt.kelurahan.nama,
    "rt": lambda pencairan: rt_pendek(pencairan.usulan.rt.nomor),
    "bank": lambda pencairan: pencairan.rekening.bank,
    "rekening": lambda pencairan: pencairan.rekening.nomor,
    "atas_nama": lambda pencairan: pencairan.rekening.atas_nama,
    "termin": lambda pencairan: str(pencairan.termin.urut),
}


class RencanaBerubah(LangkahDitolak):
    def __init__(self):
        super().__init__(
            "Keadaannya berubah sejak pratinjau dibuat. Tidak ada yang disimpan; periksa pratinjau yang baru di bawah."
        )


@dataclass(frozen=True)
class Butir:
    """One filled row with the transfer it is about."""

    isi: BarisSP2D
    pencairan: Pencairan

    @property
    def sidik(self):
        isi = self.isi
        return (isi.pk, isi.hasil, isi.sp2d_nomor, isi.sp2d_tanggal, isi.nilai, isi.alasan)


@dataclass
class Rencana:
    """What saving the sheet would do."""

    daftar_cair: list = field(default_factory=list)
    daftar_gagal: list = field(default_factory=list)
    daftar_tercatat: list = field(default_factory=list)
    daftar_kesalahan: list = field(default_factory=list)
    banyak_kosong: int = 0

    @property
    def daftar_tulis(self):
        """In the order in which every verb locks: by Usulan."""
        return sorted(self.daftar_cair + self.daftar_gagal, key=lambda butir: butir.pencairan.usulan_id)

    @property
    def sidik(self):
        """Shown with the preview and sent back: what is saved is what was seen."""
        return hashlib.sha256(repr([butir.sidik for butir in self.daftar_tulis]).encode()).hexdigest()

    @property
    def total_cair(self):
        return sum(butir.isi.nilai for butir in self.daftar_cair)

    @property
    def per_sp2d(self):
        """(number, date, how many RT, rupiah) of what becomes cair, to lay beside the paper."""
        kelompok = {}
        for butir in self.daftar_cair:
            kelompok.setdefault((butir.isi.sp2d_nomor, butir.isi.sp2d_tanggal), []).append(butir.isi.nilai)
        return [(*kunci, len(nilai), sum(nilai)) for kunci, nilai in kelompok.items()]


def rencanakan(hasil, pengguna):
    """What each row that was read would do. The same few queries for any number of rows."""
    rencana = Rencana(banyak_kosong=hasil.banyak_kosong, daftar_kesalahan=list(hasil.daftar_kesalahan))
    daftar = _ambil(hasil.daftar_baris, pengguna)
    daftar_nomor = {isi.sp2d_nomor for isi in hasil.daftar_baris if isi.sp2d_nomor}
    tercatat = tanggal_tercatat(daftar_nomor, latihan=pengguna.latihan)
    pernah = {}
    for isi in hasil.daftar_baris:
        pencairan = daftar.get(isi.pk)
        kesalahan = _salah_baris(isi, pencairan, pernah.setdefault(isi.pk, isi))
        if not kesalahan:
            kesalahan = _masukkan(rencana, Butir(isi, pencairan), tercatat)
        rencana.daftar_kesalahan += [isi.salah(nama, pesan) for nama, pesan in kesalahan]
    rencana.daftar_kesalahan.sort(key=_letak)
    return rencana


def _letak(salah):
    """In the order in which a person walks through the sheet."""
    kolom = salah.sel.rstrip("0123456789")
    return salah.lembar, int(salah.sel[len(kolom) :]), len(kolom), kolom


def _ambil(daftar_baris, pengguna):
    daftar = Pencairan.objects.untuk(pengguna).filter(pk__in={isi.pk for isi in daftar_baris})
    daftar = daftar.select_related("usulan__rt__kelurahan", "permohonan__tahun_program", "termin", "rekening")
    terkait = ("usulan__daftar_penahanan", "usulan__daftar_penetapan", "usulan__daftar_pencairan")
    return {pencairan.pk: pencairan for pencairan in daftar.prefetch_related(*terkait)}


# --- is it the row it says it is ------------------------------------------------------------------------------------


def _salah_baris(isi, pencairan, pertama):
    if pencairan is None:
        return [("kode", "Transfer dengan kode ini tidak ada. Salin kodenya dari lembar yang diunduh.")]
    if pertama is not isi:
        return [("kode", f"Kode ini sudah ada di {pertama.letak}. Hapus salah satu barisnya.")]
    kesalahan = []
    for nama, tertulis in isi.tertulis.items():
        if nama == "nilai":
            kesalahan += _salah_nilai(tertulis, pencairan)
        elif not _sama(tertulis, TERCATAT[nama](pencairan)):
            kesalahan.append((nama, _kata_berbeda(nama, pencairan)))
    return kesalahan


def _kata_berbeda(nama, pencairan):
    benar = TERCATAT[nama](pencairan)
    return (
        f"{JUDUL[nama]} untuk kode {pencairan.kode} tercatat “{benar}”, bukan yang tertulis di sini. Jangan ubah kolom "
        "ini; unduh lembarnya lagi bila barisnya tertukar."
    )


def _salah_nilai(tertulis, pencairan):
    try:
        sama = tertulis is not None and baca_rupiah(tertulis) == pencairan.nilai
    except (AngkaSalah, AngkaTidakJelas):
        sama = False
    if sama:
        return []
    return [
        (
            "nilai",
            f"Nilai untuk kode {pencairan.kode} tercatat {rupiah(pencairan.nilai)}. Jangan ubah kolom ini; unduh "
            "lembarnya lagi, dan tulis jumlah pada SP2D di kolom Nilai cair.",
        )
    ]


def _sama(tertulis, benar):
    if isinstance(tertulis, float) and tertulis.is_integer():
        tertulis = int(tertulis)
    return " ".join(str(tertulis).split()).casefold() == " ".join(benar.split()).casefold()


# --- what it would do -----------------------------------------------------------------------------------------------


def _masukkan(rencana, butir, tercatat):
    """Put a row where it belongs in the plan, or answer why it cannot be: (column, sentence)."""
    isi, pencairan = butir.isi, butir.pencairan
    if _sudah(isi, pencairan):
        rencana.daftar_tercatat.append(butir)
        return []
    if isi.hasil != CAIR:
        if not bisa_gagal(pencairan):
            return [("hasil", _kata_lewat(pencairan))]
        rencana.daftar_gagal.append(butir)
        return []
    if pencairan.status not in Pencairan.DI_KEUANGAN:
        return [("hasil", _kata_lewat(pencairan))]
    halangan = halangan_sp2d(pencairan, isi.sp2d_nomor, isi.sp2d_tanggal, isi.nilai, tercatat=tercatat)
    if halangan:
        return [(KOLOM_ISIAN[nama], pesan) for nama, pesan in halangan]
    rencana.daftar_cair.append(butir)
    # The next row with this number must have this date too, though nothing is recorded yet.
    tercatat.setdefault((pencairan.permohonan.tahun_program_id, isi.sp2d_nomor), isi.sp2d_tanggal)
    return []


def _sudah(isi, pencairan):
    """Recorded just so already, by whomever."""
    if isi.hasil == CAIR:
        lama = (pencairan.status, pencairan.sp2d_nomor, pencairan.sp2d_tanggal, pencairan.nilai)
        return lama == (Status.CAIR, isi.sp2d_nomor, isi.sp2d_tanggal, isi.nilai)
    return (pencairan.status, pencairan.alasan_gagal) == (Status.GAGAL, isi.alasan)


def _kata_lewat(pencairan):
    """Why a transfer takes no result (any more), and what to do with its row."""
    if pencairan.status == Status.CAIR:
        return (
            f"Transfer ini sudah tercatat cair {rupiah(pencairan.nilai)} dengan SP2D {pencairan.sp2d_nomor}, "
            f"{pencairan.sp2d_tanggal:%d/%m/%Y}. Samakan isiannya, atau kosongkan. Gagal hanya bisa dicatat sesudah RT "
            "melaporkan Rp0."
        )
    if pencairan.status == Status.GAGAL:
        return (
            f"Transfer ini sudah tercatat gagal: {pencairan.alasan_gagal}. Kosongkan isiannya; permohonan ulangnya "
            "punya kode sendiri, unduh lembar yang baru."
        )
    if pencairan.status == Status.BATAL:
        return "Transfer ini sudah dibatalkan. Kosongkan isian baris ini; bila SP2D-nya terbit, hubungi DPMPPA."
    return "Permohonan RT ini belum ditandatangani lurah. Kosongkan isian baris ini dan tunggu tanda tangannya."


# --- saving ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def terapkan(rencana, *, oleh):
    """Record every row of the plan by the verbs of the single form. All of them, or none."""
    if rencana.daftar_kesalahan:
        raise LangkahDitolak("Masih ada sel yang salah. Perbaiki di Excel, lalu kirim berkasnya lagi.")
    halangan = []
    for butir in rencana.daftar_tulis:
        try:
            with transaction.atomic():
                _catat(butir, oleh)
        except LangkahDitolak as ditolak:
            halangan += [f"{butir.pencairan.usulan.rt}: {pesan}" for pesan in ditolak.daftar_pesan]
    if halangan:
        raise LangkahDitolak(*halangan)


def _catat(butir, oleh):
    isi = butir.isi
    if isi.hasil == CAIR:
        cairkan(
            butir.pencairan, sp2d_nomor=isi.sp2d_nomor, sp2d_tanggal=isi.sp2d_tanggal, nilai=isi.nilai, oleh=oleh
        )  # fmt: skip
    else:
        gagalkan(butir.pencairan, alasan=isi.alasan, oleh=oleh)
