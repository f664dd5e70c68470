"""What the rows of one buku kas must satisfy, each by itself and with the row it names.

The services and the database let nothing else in; the LPJ asks again, so that a figure changed past both is found.
Every function takes rows that were read once, in the order of the book, and returns sentences.
"""

from collections import defaultdict

from anggaran.models import Jenis, Tempat
from anggaran.models.bukukas import Dana
from rt.angka import rupiah

PULIHKAN = (
    "Angka ini tidak bisa berubah lewat portal: minta DPMPPA mencocokkannya dengan buktinya dan memulihkan datanya."
)
KOREKSI = "Koreksi barisnya di buku kas, lalu catat sekali lagi dengan angka yang benar."
# What a counter-row repeats of the row it cancels; both together are nothing.
SAMA_DENGAN_LAWAN = ("jenis", "dana", "tempat", "nilai", "pajak")
SEBUT_PALING_BANYAK = 3


def halangan_buku(daftar, langkah):
    """All of them. `daftar`: the whole book; `langkah`: what `saldo_berjalan` yields for it."""
    return [*halangan_baris(daftar), *halangan_koreksi(daftar), *halangan_pajak(daftar), *halangan_saldo(langkah)]


def sebut(baris):
    """A row as people find it again: date, nota number, words, amount."""
    nomor = f", nomor {baris.nomor_bukti}" if baris.nomor_bukti else ""
    return f"Buku kas {baris.tanggal:%d/%m/%Y}{nomor}, {baris.uraian}, {rupiah(baris.nilai)}"


def baris_sah(daftar):
    """As BukuKasQuerySet.sah, of rows already read: neither cancelled nor a cancellation."""
    dibatalkan = {baris.membatalkan_id for baris in daftar}
    return [baris for baris in daftar if baris.membatalkan_id is None and baris.pk not in dibatalkan]


def halangan_baris(daftar):
    """A row's own rule: a positive amount, and tax withheld only of an expense and never more than it."""
    halangan = []
    for baris in daftar:
        if baris.nilai < 1:
            halangan.append(f"{sebut(baris)}: nilainya harus sedikitnya Rp1. {PULIHKAN}")
        if baris.pajak and baris.jenis != Jenis.BELANJA:
            halangan.append(f"{sebut(baris)}: tertulis pajak {rupiah(baris.pajak)}, padahal bukan belanja. {PULIHKAN}")
        elif not 0 <= baris.pajak <= max(baris.nilai, 0):
            halangan.append(f"{sebut(baris)}: pajak {rupiah(baris.pajak)} tidak mungkin dari nilai itu. {PULIHKAN}")
    return halangan


def halangan_koreksi(daftar):
    """A counter-row takes back exactly what the row it cancels did."""
    semua = {baris.pk: baris for baris in daftar}
    halangan = []
    for lawan in daftar:
        asal = semua.get(lawan.membatalkan_id)
        if asal and any(getattr(lawan, kolom) != getattr(asal, kolom) for kolom in SAMA_DENGAN_LAWAN):
            halangan.append(
                f"{sebut(lawan)} (pajak {rupiah(lawan.pajak)}) tidak sama dengan baris yang dibatalkannya, "
                f"{rupiah(asal.nilai)} (pajak {rupiah(asal.pajak)}): selisih "
                f"{rupiah(abs(lawan.nilai - asal.nilai) + abs(lawan.pajak - asal.pajak))}. {PULIHKAN}"
            )
    return halangan


def sisa_pajak(daftar):
    """[(expense, tax withheld less tax deposited)] where it is not zero, of both funds. `daftar`: the whole book."""
    sah = baris_sah(daftar)
    disetor = defaultdict(int)
    for baris in sah:
        if baris.jenis == Jenis.SETOR_PAJAK:
            disetor[baris.pajak_dari_id] += baris.nilai
    semua = [(baris, baris.pajak - disetor[baris.pk]) for baris in sah if baris.jenis == Jenis.BELANJA]
    return [(baris, sisa) for baris, sisa in semua if sisa]


def halangan_pajak(daftar):
    """Every rupiah of tax withheld is deposited, and no more than that, row by row."""
    halangan = []
    for dana in Dana:
        terbuka = [(baris, sisa) for baris, sisa in sisa_pajak(daftar) if sisa > 0 and baris.dana == dana]
        if terbuka:
            # One sentence a fund: programme money and swadaya never stand in one total.
            kata = "; ".join(f"{sebut(baris)}, pajak {rupiah(sisa)}" for baris, sisa in terbuka[:SEBUT_PALING_BANYAK])
            lain = len(terbuka) - SEBUT_PALING_BANYAK
            jumlah = rupiah(sum(sisa for _baris, sisa in terbuka))
            halangan.append(
                f"Pajak yang dipotong tetapi belum disetor {jumlah} ({dana.label.lower()}). Catat bukti setornya untuk: "
                f"{kata}" + (f"; dan {lain} baris lain." if lain > 0 else ".")
            )
    for baris, sisa in sisa_pajak(daftar):
        if sisa < 0:
            halangan.append(
                f"{sebut(baris)}: pajak yang dipotong {rupiah(baris.pajak)}, yang disetor "
                f"{rupiah(baris.pajak - sisa)}, kelebihan {rupiah(-sisa)}. {KOREKSI}"
            )
    return halangan


def halangan_saldo(langkah):
    """No balance below zero on any day. One sentence per fund and place."""
    halangan = {}
    for baris, keadaan in langkah:
        for (dana, tempat), nilai in keadaan.items():
            if nilai < 0 and (dana, tempat) not in halangan:
                halangan[dana, tempat] = (
                    f"Saldo {Tempat(tempat).label.lower()} ({Dana(dana).label.lower()}) menjadi {rupiah(nilai)} sesudah "
                    f"{sebut(baris)}. Periksa baris sebelum itu: uang masuk dan tarik tunai yang kurang dicatat, "
                    "atau angka yang salah."
                )
    return list(halangan.values())
