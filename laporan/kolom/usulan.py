"""Columns of /usulan/ and /lpj/: one row per Usulan."""

from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.html import format_html

from anggaran.services import jumlah
from laporan.kolom import BILANGAN, RUPIAH, TAHUN, TANGGAL, Kolom, pilihan, rt_pendek
from pokja.tahapan import NOMOR_TAHAP, Giliran, Tahap


def urut_tahap(jalur):
    """Sort by the order of the stages, not by their codes."""
    return Case(*[When(**{jalur: tahap}, then=Value(nomor)) for nomor, tahap in enumerate(Tahap)])


def hari_terlambat(jatuh_tempo, giliran):
    """Days past the due date of an open Usulan, else None."""
    if jatuh_tempo is None or giliran == Giliran.TUTUP:
        return None
    lewat = (timezone.localdate() - jatuh_tempo).days
    return lewat if lewat > 0 else None


def _label_terlambat(lewat):
    return format_html('<span class="label label-terlambat">{}</span>', lewat)


def keadaan_lpj(tahap, giliran, dikembalikan_oleh):
    """Where the LPJ of a Usulan with released money stands."""
    if tahap == Tahap.SELESAI:
        return "Diterima"
    if tahap != Tahap.LPJ:
        return "Belum disusun" if tahap in NOMOR_TAHAP else Tahap(tahap).label
    if giliran == Giliran.RT:
        return "Perlu perbaikan" if dikembalikan_oleh else "Disusun RT"
    return f"Diperiksa {Giliran(giliran).label}"


RT = Kolom(
    "rt", "RT", "rt__nomor", nilai=rt_pendek, lebar=8, tautan=("laporan:usulan_detail", "pk"),
)  # fmt: skip
KELURAHAN = Kolom("kelurahan", "Kelurahan", "rt__kelurahan__nama", lebar=22)
KECAMATAN = Kolom("kecamatan", "Kecamatan", "rt__kelurahan__kecamatan__nama", lebar=18, di_halaman=False)
TAHUN_PROGRAM = Kolom("tahun", "Tahun", "tahun_program__tahun", TAHUN, lebar=8)
KELOMPOK = Kolom("kelompok", "Kelompok", "kelompok__kode", lebar=10)
RAB = Kolom("rab", "RAB (Rp)", "rab", RUPIAH, lebar=16, jumlah=True)
CAIR = Kolom("cair", "Cair (Rp)", "cair", RUPIAH, lebar=16, jumlah=True)
BELANJA = Kolom("belanja", "Belanja (Rp)", "belanja", RUPIAH, lebar=16, jumlah=True)
SELISIH = Kolom(
    "selisih", "Selisih (Rp)", jumlah.SELISIH, RUPIAH, lebar=16, nilai=jumlah.selisih, urut="selisih", jumlah=True
)

KOLOM_USULAN = (
    RT,
    KELURAHAN,
    KECAMATAN,
    TAHUN_PROGRAM,
    KELOMPOK,
    Kolom("tahap", "Tahap", "tahap", nilai=pilihan(Tahap.choices), lebar=26, urut=urut_tahap("tahap"), panjang=True),
    Kolom("giliran", "Giliran", "giliran", nilai=pilihan(Giliran.choices), lebar=12),
    Kolom("sejak", "Sejak", "giliran_sejak", TANGGAL, lebar=12),
    Kolom("jatuh_tempo", "Jatuh tempo", "jatuh_tempo", TANGGAL, lebar=12),
    Kolom(
        "terlambat", "Terlambat (hari)", ("jatuh_tempo", "giliran"), BILANGAN, lebar=16, nilai=hari_terlambat,
        html=_label_terlambat, urut=Case(When(giliran=Giliran.TUTUP, then=None), default=F("jatuh_tempo")),
        urut_balik=True,
    ),
    Kolom("pagu", "Pagu (Rp)", "alokasi__pagu", RUPIAH, lebar=16, jumlah=True),
    RAB,
    CAIR,
    BELANJA,
    SELISIH,
)  # fmt: skip

KOLOM_LPJ = (
    RT,
    KELURAHAN,
    KECAMATAN,
    TAHUN_PROGRAM,
    KELOMPOK,
    Kolom(
        "keadaan", "Keadaan LPJ", ("tahap", "giliran", "dikembalikan_oleh"), nilai=keadaan_lpj, lebar=20,
        urut=urut_tahap("tahap"),
    ),
    Kolom("rencana", "Rencana (Rp)", "rab", RUPIAH, lebar=16, jumlah=True),
    CAIR,
    Kolom("bunga", "Bunga bank (Rp)", "bunga", RUPIAH, lebar=16, jumlah=True),
    BELANJA,
    Kolom("pajak", "Pajak (Rp)", "pajak", RUPIAH, lebar=16, jumlah=True),
    Kolom("kembali", "Setoran sisa (Rp)", "kembali", RUPIAH, lebar=16, jumlah=True),
    Kolom(
        "sisa_rencana", "Sisa rencana (Rp)", ("rab", "belanja"), RUPIAH, lebar=16,
        nilai=lambda rab, belanja: rab - belanja, urut="sisa_rencana", jumlah=True,
    ),
    SELISIH,
)  # fmt: skip
