"""Columns of /pencairan/: one row per transfer to one RT; the sheet is the *daftar pencairan untuk keuangan*."""

from dataclasses import replace

from django.utils.html import escape, format_html

from anggaran.models import DITAHAN, Pencairan
from laporan.kolom import RUPIAH, TAHUN, TANGGAL, Kolom, pilihan, rt_pendek, tanggal_pendek
from rt.angka import terbilang
from rt.peran import Peran

# Who takes account numbers out in full; each such download is logged. All others get the last four digits.
REKENING_PENUH = (Peran.KEUANGAN,)


def samarkan_rekening(nomor):
    return "•" * max(len(nomor) - 4, 0) + nomor[-4:]


def cair(nilai, status):
    """What counts as released: a failed and repeated transfer is counted once."""
    return nilai if status == Pencairan.Status.CAIR else 0


def selisih(nilai, diterima):
    return None if diterima is None else nilai - diterima


def kata_penahanan(status, sejak, oleh, alasan, lepas_pada, lepas_oleh, lepas_alasan):
    """The newest hold: by whom, since when, why, and who let go. An open one holds nothing that has left already."""
    if sejak is None or (lepas_pada is None and status not in Pencairan.BERJALAN):
        return None
    kata = f"Ditahan {tanggal_pendek(sejak)} oleh {oleh}: {alasan}"
    if lepas_pada is None:
        return kata
    return f"{kata.rstrip('.')}. Dilepas {tanggal_pendek(lepas_pada)} oleh {lepas_oleh}: {lepas_alasan}"


KELURAHAN = Kolom("kelurahan", "Kelurahan", "usulan__rt__kelurahan__nama", lebar=22)
RT = Kolom("rt", "RT", "usulan__rt__nomor", nilai=rt_pendek, lebar=8, tautan=("laporan:usulan_detail", "usulan_id"))
TERMIN = Kolom("termin", "Termin", "termin__urut", TAHUN, lebar=8)
PERMOHONAN = Kolom("permohonan", "Nomor permohonan", "permohonan__nomor", lebar=22)
PERMOHONAN_TANGGAL = Kolom("permohonan_tanggal", "Tanggal permohonan", "permohonan__tanggal", TANGGAL, lebar=18)
NILAI = Kolom("nilai", "Nilai (Rp)", "nilai", RUPIAH, lebar=16, jumlah=True)
# Held is no status of its own, and yet what a person must read: see keadaan_pencairan.
KEADAAN = (*Pencairan.Status.choices, (DITAHAN, "Ditahan"))
STATUS = Kolom("status", "Status", "keadaan", nilai=pilihan(KEADAAN), lebar=20)
_TAHAN = ("status", "tahan_sejak", "tahan_oleh", "tahan_alasan", "lepas_pada", "lepas_oleh", "lepas_alasan")
PENAHANAN = Kolom("penahanan", "Penahanan", _TAHAN, nilai=kata_penahanan, lebar=48)


def _status_html(status_dan_kata):
    status, kata = status_dan_kata
    return format_html('{}<br><span class="bantuan">{}</span>', status, kata) if kata else escape(status)


# On the page the hold stands below the status: most transfers have none.
STATUS_HALAMAN = replace(
    STATUS,
    sumber=("keadaan", *_TAHAN),
    nilai=lambda keadaan, *tahan: (STATUS.nilai(keadaan), kata_penahanan(*tahan)),
    html=_status_html,
    urut="keadaan",
    panjang=True,
)
SP2D = Kolom("sp2d", "Nomor SP2D", "sp2d_nomor", lebar=24)
SP2D_TANGGAL = Kolom("sp2d_tanggal", "Tanggal SP2D", "sp2d_tanggal", TANGGAL, lebar=14)
CAIR = Kolom("cair", "Cair (Rp)", ("nilai", "status"), RUPIAH, lebar=16, nilai=cair, urut="cair", jumlah=True)
DITERIMA = Kolom("diterima", "Diterima (Rp)", "diterima", RUPIAH, lebar=16, jumlah=True)
SELISIH = Kolom(
    "selisih", "Selisih (Rp)", ("nilai", "diterima"), RUPIAH, lebar=16, nilai=selisih, urut="selisih", jumlah=True
)

KOLOM_PENCAIRAN = (
    KELURAHAN, RT, TERMIN, PERMOHONAN, PERMOHONAN_TANGGAL, NILAI, STATUS_HALAMAN, SP2D, SP2D_TANGGAL, CAIR, DITERIMA,
    SELISIH,
)  # fmt: skip

REKENING = Kolom("rekening", "Nomor rekening", "rekening__nomor", lebar=20)
KOLOM_KEUANGAN = (
    KELURAHAN,
    RT,
    Kolom("bank", "Bank", "rekening__bank", lebar=18),
    REKENING,
    Kolom("atas_nama", "Atas nama", "rekening__atas_nama", lebar=32),
    NILAI,
    Kolom("terbilang", "Terbilang", "nilai", nilai=lambda nilai: f"{terbilang(nilai)} rupiah", lebar=48),
    SP2D,
    SP2D_TANGGAL,
    STATUS,
    TERMIN,
    PERMOHONAN,
    PERMOHONAN_TANGGAL,
    CAIR,
    DITERIMA,
    SELISIH,
    PENAHANAN,
)


def kolom_keuangan(pengguna):
    if pengguna.peran in REKENING_PENUH:
        return KOLOM_KEUANGAN
    samar = replace(REKENING, nilai=samarkan_rekening)
    return tuple(samar if kolom is REKENING else kolom for kolom in KOLOM_KEUANGAN)
