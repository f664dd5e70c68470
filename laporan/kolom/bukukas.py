"""Columns of /buku-kas/: one row per movement. Programme money and swadaya never stand in one column.

A correction shows the negative of the row it cancels, so that every total is that of the rows that count. Spending is
gross; tax is in its own two columns: received - spent is the *selisih* of the LPJ, withheld - deposited the open tax.
A cash withdrawal only changes the place of money, so it stands apart.
"""

from anggaran.models import Jenis
from anggaran.models.bukukas import Dana
from laporan.kolom import RUPIAH, TAHUN, TANGGAL, Kolom, pilihan, rt_pendek

MASUK = (Jenis.TERIMA_PROGRAM, Jenis.TERIMA_SWADAYA, Jenis.BUNGA)
KELUAR = (Jenis.BELANJA, Jenis.BIAYA_BANK, Jenis.SETOR_SISA)
# Name of a money column: (kinds, fund, field).
UANG_BUKU = {
    "masuk": (MASUK, Dana.PROGRAM, "nilai"),
    "keluar": (KELUAR, Dana.PROGRAM, "nilai"),
    "pajak": ((Jenis.BELANJA,), Dana.PROGRAM, "pajak"),
    "pajak_disetor": ((Jenis.SETOR_PAJAK,), Dana.PROGRAM, "nilai"),
    "swadaya_masuk": (MASUK, Dana.SWADAYA, "nilai"),
    "swadaya_keluar": (KELUAR, Dana.SWADAYA, "nilai"),
    "tarik_tunai": ((Jenis.TARIK_TUNAI,), Dana.PROGRAM, "nilai"),
    "swadaya_tarik": ((Jenis.TARIK_TUNAI,), Dana.SWADAYA, "nilai"),
}


def _uang(nama):
    daftar_jenis, dana_kolom, kolom = UANG_BUKU[nama]

    def nilai(jenis, dana, jumlah, membatalkan):
        if dana != dana_kolom or jenis not in daftar_jenis or not jumlah:
            return None
        return -jumlah if membatalkan else jumlah

    sumber = ("jenis", "dana", kolom, "membatalkan_id")
    return {"sumber": sumber, "jenis": RUPIAH, "nilai": nilai, "urut": f"uang_{nama}", "jumlah": True, "lebar": 18}


def _koreksi(membatalkan, pembatal):
    return "Koreksi" if membatalkan else "Dibatalkan" if pembatal else ""


KOLOM_BUKUKAS = (
    Kolom("tanggal", "Tanggal", "tanggal", TANGGAL, lebar=12),
    Kolom("rt", "RT", "usulan__rt__nomor", nilai=rt_pendek, lebar=8, tautan=("anggaran:bukukas", "usulan_id")),
    Kolom("kelurahan", "Kelurahan", "usulan__rt__kelurahan__nama", lebar=22),
    Kolom("kecamatan", "Kecamatan", "usulan__rt__kelurahan__kecamatan__nama", lebar=18, di_halaman=False),
    Kolom("tahun", "Tahun", "usulan__tahun_program__tahun", TAHUN, lebar=8),
    Kolom("jenis", "Jenis", "jenis", nilai=pilihan(Jenis.choices), lebar=22),
    Kolom("dana", "Dana", "dana", nilai=pilihan(Dana.choices), lebar=16, di_halaman=False),
    Kolom("uraian", "Uraian", "uraian", lebar=36, panjang=True),
    Kolom("masuk", "Penerimaan (Rp)", **_uang("masuk")),
    Kolom("keluar", "Pengeluaran (Rp)", **_uang("keluar")),
    Kolom("pajak", "Pajak dipotong (Rp)", **_uang("pajak")),
    Kolom("pajak_disetor", "Pajak disetor (Rp)", **_uang("pajak_disetor")),
    Kolom("swadaya_masuk", "Swadaya masuk (Rp)", **_uang("swadaya_masuk")),
    Kolom("swadaya_keluar", "Swadaya keluar (Rp)", **_uang("swadaya_keluar")),
    Kolom("tarik_tunai", "Tarik tunai (Rp)", **_uang("tarik_tunai")),
    Kolom("swadaya_tarik", "Tarik tunai swadaya (Rp)", **_uang("swadaya_tarik"), di_halaman=False),
    Kolom("baris_rab", "Baris RAB", "baris_rab__uraian", lebar=30, panjang=True),
    Kolom("toko", "Toko atau penerima", "toko", lebar=24, panjang=True),
    Kolom("nomor_bukti", "Nomor nota", "nomor_bukti", lebar=20, panjang=True),
    Kolom("koreksi", "Koreksi", ("membatalkan_id", "pembatal__pk"), nilai=_koreksi, lebar=12, urut="membatalkan_id"),
)
