"""Columns of the finance workbook: one sheet per kelurahan, and the recap whose cells point at them."""

from dataclasses import replace

from anggaran.models import Pencairan
from laporan.kolom import BILANGAN, RUPIAH, Kolom
from laporan.kolom import pencairan as daftar

# Attempts that moved no money. They stand in a column of their own, so that a repeated transfer is not counted twice.
GUGUR = (Pencairan.Status.GAGAL, Pencairan.Status.BATAL)


def berlaku(nilai, status):
    return None if status in GUGUR else nilai


def gugur(nilai, status):
    return nilai if status in GUGUR else None


def cair(nilai, status):
    return nilai if status == Pencairan.Status.CAIR else None


_DUA = ("nilai", "status")
UANG = (
    replace(daftar.NILAI, sumber=_DUA, nilai=berlaku, lebar=15),
    Kolom("gugur", "Gagal atau batal (Rp)", _DUA, RUPIAH, lebar=15, nilai=gugur, jumlah=True),
    replace(daftar.CAIR, nilai=cair, lebar=15),
    replace(daftar.DITERIMA, lebar=15),
    replace(daftar.SELISIH, lebar=13),
)
KODE_UANG = tuple(kolom.kode for kolom in UANG)


def kolom_kelurahan(pengguna):
    """The table of one kelurahan; the account number is whole for those who get it whole in the flat list."""
    per_kode = {kolom.kode: kolom for kolom in daftar.kolom_keuangan(pengguna)}
    return (
        Kolom("nomor", "No.", "pk", BILANGAN, lebar=8),
        replace(daftar.RT, lebar=8),
        replace(per_kode["atas_nama"], judul="Pokja (atas nama)", lebar=32),
        replace(per_kode["bank"], lebar=12),
        replace(per_kode["rekening"], lebar=17),
        replace(daftar.TERMIN, lebar=8),
        replace(daftar.SP2D, lebar=21),
        replace(daftar.SP2D_TANGGAL, lebar=12),
        replace(daftar.STATUS, lebar=15),
        *UANG,
    )


PERIKSA = "periksa"
# Beside each number of the recap what the database says, by its own sum.
MENURUT = "menurut_"
KOLOM_REKAP = (
    Kolom("nomor", "No.", "", BILANGAN, lebar=8),
    Kolom("kecamatan", "Kecamatan", "", lebar=18),
    Kolom("kelurahan", "Kelurahan", "", lebar=24),
    Kolom("rt", "RT", "", BILANGAN, lebar=8),
    Kolom("transfer", "Transfer", "", BILANGAN, lebar=10),
    *(replace(kolom, lebar=18) for kolom in UANG),
    Kolom(PERIKSA, "Periksa", "", lebar=10),
    Kolom(f"{MENURUT}transfer", "Transfer menurut basis data", "", BILANGAN, lebar=12),
    *(
        Kolom(f"{MENURUT}{kolom.kode}", f"{kolom.judul.removesuffix(' (Rp)')} menurut basis data (Rp)", "", RUPIAH, lebar=18)
        for kolom in UANG
    ),
)  # fmt: skip
# What is checked against the database.
DIPERIKSA = ("transfer", *KODE_UANG)
