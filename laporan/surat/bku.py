"""Buku kas umum: every row of the book with the balances after it, the tax, and swadaya in a part of its own.

A cancelled row and its counter-row both stand there. The counter-row is a minus in the same column, so that the sum of
each column is what came in and what went out, and the balance their difference.
"""

from django.utils import timezone

from anggaran.models import Jenis, Tempat
from anggaran.models.bukukas import Dana
from anggaran.services.bukukas import bukukas_terbuka, perubahan, saldo, saldo_berjalan, uang
from anggaran.services.pemeriksaan_buku import baris_sah
from laporan.surat.umum import Isi, kop_pokja, pengurus, tanggal_terbilang, wilayah
from laporan.surat.umum import uang as tulis_uang
from pokja.tahapan import Tahap
from rt.angka import ribuan, rupiah

LABEL_NILAI = "Belanja dana program"
KOSONG = "–"


def halangan(usulan):
    akhir = saldo(usulan)
    if not akhir:
        return ["Buku kas masih kosong. Isinya mulai saat ketua RT mengonfirmasi uang yang diterima."]
    if min(akhir.values()) < 0:
        return ["Saldo buku kas di bawah nol. Buka buku kas, lalu koreksi baris yang salah sebelum mencetaknya."]
    return []


def isi(usulan):
    buku = list(
        usulan.daftar_bukukas.select_related("tarif", "pencairan", "membatalkan", "pembatal").order_by("tanggal", "pk")
    )
    terbuka, hari = bukukas_terbuka(usulan), _hari_tutup(usulan)
    angka = uang(usulan)
    data = {
        "kop": kop_pokja(usulan),
        "wilayah": wilayah(usulan.rt),
        "program": str(usulan.tahun_program),
        "pembuka": tanggal_terbilang(hari),
        "terbuka": terbuka,
        "program_buku": _bagian(buku, Dana.PROGRAM),
        "swadaya_buku": _bagian(buku, Dana.SWADAYA),
        "label_nilai": LABEL_NILAI,
        "ringkas": [
            ["Dana program dicairkan", rupiah(angka.cair)],
            ["Bunga bank", rupiah(angka.bunga)],
            [f"{LABEL_NILAI} (nilai nota, dengan biaya bank)", rupiah(angka.belanja)],
            ["di antaranya pajak yang dipotong", rupiah(angka.pajak)],
            ["Pajak yang sudah disetor", rupiah(angka.pajak_disetor)],
            ["Setoran sisa dana", rupiah(angka.kembali)],
        ],
        "penanda": [pengurus(usulan, "ketua"), pengurus(usulan, "bendahara")],
    }
    return Isi(data, nilai=angka.belanja, tanggal=hari)


def _hari_tutup(usulan):
    """The day the LPJ was filed closes the book; an open one is closed for the day it is printed."""
    if not bukukas_terbuka(usulan):
        ajukan = usulan.daftar_riwayat.filter(aksi="ajukan", dari_tahap=Tahap.LPJ).last()
        if ajukan:
            return timezone.localdate(ajukan.pada)
    return timezone.localdate()


def _bagian(buku, dana):
    """The book of one fund: rows, sums, closing balances, tax. None where it has no row."""
    nomor, daftar = {}, []
    masuk = keluar = bank = kas = 0
    for baris, keadaan in saldo_berjalan(buku):
        if baris.dana != dana:
            continue
        nomor[baris.pk] = len(nomor) + 1
        terima, bayar = _terima_bayar(baris)
        masuk, keluar = masuk + terima, keluar + bayar
        bank, kas = (keadaan.get((dana, tempat), 0) for tempat in (Tempat.BANK, Tempat.KAS))
        daftar.append(
            {
                "nomor": str(nomor[baris.pk]),
                "tanggal": f"{baris.tanggal:%d/%m/%Y}",
                "bukti": _nomor_bukti(baris),
                "uraian": _uraian(baris, nomor),
                "masuk": _angka(terima),
                "keluar": _angka(bayar),
                "bank": ribuan(bank),
                "kas": ribuan(kas),
                "saldo": ribuan(bank + kas),
            }
        )
    if not daftar:
        return None
    return {
        "judul": dana.label,
        "baris": daftar,
        "masuk": ribuan(masuk),
        "keluar": ribuan(keluar),
        "bank": ribuan(bank),
        "kas": ribuan(kas),
        "saldo": ribuan(bank + kas),
        "penutup": f"{tulis_uang(bank + kas)}, terdiri dari saldo bank {rupiah(bank)} dan kas tunai {rupiah(kas)}",
        "pajak": _pajak([baris for baris in baris_sah(buku) if baris.dana == dana]),
    }


def _terima_bayar(baris):
    """(in, out) of one row; what a cancellation takes back is a minus on the side of the row it cancels."""
    bersih = sum(nilai for _tempat, nilai in perubahan(baris))
    if baris.jenis in (Jenis.TERIMA_PROGRAM, Jenis.TERIMA_SWADAYA, Jenis.BUNGA):
        return bersih, 0
    return 0, -bersih


def _angka(nilai):
    return ribuan(nilai) if nilai else ""


def _nomor_bukti(baris):
    if baris.jenis == Jenis.TERIMA_PROGRAM and baris.pencairan:
        return f"SP2D {baris.pencairan.sp2d_nomor}"
    return baris.nomor_bukti or KOSONG


def _uraian(baris, nomor):
    jenis = baris.get_jenis_display()
    kata = [jenis if baris.uraian == jenis else f"{jenis}: {baris.uraian}"]
    if baris.toko and not baris.membatalkan_id:
        kata.append(baris.toko)
    if baris.jenis == Jenis.TARIK_TUNAI:
        kata.append(f"{rupiah(baris.nilai)} dari bank ke kas tunai")
    if baris.pajak:
        kata.append(f"nota {rupiah(baris.nilai)}, pajak dipotong {rupiah(baris.pajak)}")
    if baris.membatalkan_id:
        kata.append(f"membatalkan baris {nomor[baris.membatalkan_id]}: {baris.alasan}")
    elif hasattr(baris, "pembatal"):
        kata.append("dibatalkan, lihat baris koreksinya")
    return "; ".join(kata)


def _pajak(sah):
    """Tax withheld against tax deposited, an expense a row, with the proofs of its deposits. None where there is none."""
    setoran = {}
    for baris in sah:
        if baris.jenis == Jenis.SETOR_PAJAK:
            setoran.setdefault(baris.pajak_dari_id, []).append(baris)
    daftar, dipotong, disetor = [], 0, 0
    for baris in sah:
        if baris.jenis != Jenis.BELANJA or not baris.pajak:
            continue
        bukti = setoran.get(baris.pk, [])
        lunas = sum(satu.nilai for satu in bukti)
        dipotong, disetor = dipotong + baris.pajak, disetor + lunas
        daftar.append(
            {
                "tanggal": f"{baris.tanggal:%d/%m/%Y}",
                "uraian": baris.uraian,
                "nota": baris.nomor_bukti or KOSONG,
                "jenis": str(baris.tarif) if baris.tarif else KOSONG,
                "dipotong": ribuan(baris.pajak),
                "disetor": ribuan(lunas),
                "bukti": [f"{satu.tanggal:%d/%m/%Y}, {satu.nomor_bukti}: {rupiah(satu.nilai)}" for satu in bukti],
                "sisa": ribuan(baris.pajak - lunas),
            }
        )
    if not daftar:
        return None
    return {
        "baris": daftar,
        "dipotong": ribuan(dipotong),
        "disetor": ribuan(disetor),
        "sisa": ribuan(dipotong - disetor),
    }
