"""Tahap 10 to 12 in the cash book: a plan that never goes below zero and ties to the rupiah, cut on the day of loading."""

import datetime as dt
from dataclasses import dataclass, field

from anggaran.models import Tempat
from anggaran.models.bukukas import Dana
from laporan.demo import bahan, geser
from laporan.demo.kalender import antara
from laporan.demo.kas_catat import Pencatat
from pokja.models import Sumber
from pokja.tahapan import Giliran, Tahap

LEWAT_BANK = 5_000_000  # larger bills are paid by transfer
KENA_PAJAK = 2_000_000
LANTAI = 100


@dataclass
class Belanja:
    """One planned expense."""

    tanggal: dt.date
    baris: object  # BarisRAB
    nilai: int
    toko: str
    pajak: int = 0
    tarif: object = None
    setor_tanggal: dt.date | None = None
    salah: int = 0  # first written down with this amount, then corrected

    @property
    def tempat(self):
        return Tempat.BANK if self.nilai >= LEWAT_BANK else Tempat.KAS

    @property
    def dana(self):
        return Dana.SWADAYA if self.baris.sumber == Sumber.SWADAYA_UANG else Dana.PROGRAM


@dataclass
class BukuRencana:
    """The plan of one book, from the day the money arrives to the day the LPJ is filed."""

    terima: dt.date
    tutup: dt.date
    daftar_belanja: list = field(default_factory=list)
    bunga: int = 0
    biaya: int = 0


def isi(h, gudang, lemari):
    """Write the cash book of an Usulan whose money has arrived."""
    konfirmasi = h.jalan.nyata_pada(Tahap.PENCAIRAN, "konfirmasi")
    if konfirmasi is None:
        return
    geser.mungkin(h, gudang, lemari, konfirmasi.pada + dt.timedelta(minutes=40))
    buku = _rencanakan(h, konfirmasi.hari)
    catat = Pencatat(h, gudang, lemari)
    h.kas = catat
    for tanggal, _urut, pekerjaan in sorted(_jadwal(h, buku), key=lambda isi: isi[:2]):
        if tanggal >= h.hari:
            break
        pekerjaan(catat, tanggal)


def _rencanakan(h, terima):
    acak = h.acak
    akhir = max(h.jalan.hari_rencana(Tahap.PELAKSANAAN, "ajukan"), terima + dt.timedelta(days=14))
    tutup = max(h.jalan.hari_rencana(Tahap.LPJ, "ajukan"), akhir + dt.timedelta(days=3))
    buku = BukuRencana(terima, tutup)
    hemat = acak.random() < 0.6
    for baris in h.daftar_baris:
        if baris.sumber in (Sumber.PROGRAM, Sumber.SWADAYA_UANG):
            buku.daftar_belanja += _belanja(h, baris, terima, akhir, hemat)
    buku.daftar_belanja.sort(key=lambda belanja: belanja.tanggal)
    for belanja in buku.daftar_belanja:
        _pajaki(h, belanja, tutup)
    sisa = h.nilai - sum(belanja.nilai for belanja in buku.daftar_belanja if belanja.dana == Dana.PROGRAM)
    if acak.random() < 0.3:
        buku.bunga = acak.randrange(3_000, 48_000)
    if sisa >= 100_000 and acak.random() < 0.25:
        buku.biaya = acak.choice((5_000, 7_500, 12_000))
    if acak.random() < 0.05:
        calon = [b for b in buku.daftar_belanja if b.dana == Dana.PROGRAM and b.nilai > 200_000 and not b.pajak]
        if calon:
            salah = acak.choice(calon)
            salah.salah = salah.nilai - 9 * (salah.nilai // 100)
    return buku


def _belanja(h, baris, terima, akhir, hemat):
    """The expenses on one RAB line, together at most its amount."""
    acak, nilai = h.acak, baris.jumlah
    if hemat and baris.sumber == Sumber.PROGRAM and not baris.tetap_id and acak.random() < 0.4:
        nilai = max(LANTAI, int(nilai * acak.uniform(0.90, 0.995)) // LANTAI * LANTAI)
    if baris.tetap_id and "honor" not in baris.uraian.lower() and acak.random() < 0.3:
        nilai -= acak.randrange(1, 30) * 5_000
    bagi = 2 if h.pameran and nilai > 1_500_000 else 1
    bagian = [nilai // bagi // LANTAI * LANTAI] * (bagi - 1)
    bagian.append(nilai - sum(bagian))
    toko = acak.choice(_toko(baris))
    awal = antara(terima, akhir, 0.05)
    return [
        Belanja(antara(awal, akhir, acak.random()), baris, satu, toko if baris.tetap_id or acak.random() < 0.8 else acak.choice(_toko(baris)))
        for satu in bagian
    ]  # fmt: skip


def _toko(baris):
    if not baris.tetap_id:
        return baris.toko_demo or bahan.TB
    uraian = baris.uraian.lower()
    if "makan" in uraian:
        return bahan.DAPUR
    return ("Penerima honor RT",) if "honor" in uraian else bahan.TOKO_ATK


def _pajaki(h, belanja, tutup):
    """Withhold what the kind of bill asks for, and plan its deposit."""
    baris, nama = belanja.baris, ""
    if belanja.dana == Dana.SWADAYA:
        return
    if baris.tetap_id and "makan" in baris.uraian.lower():
        nama = "Pajak daerah"
    elif not baris.tetap_id and belanja.nilai >= KENA_PAJAK and baris.jenis_biaya != bahan.UPAH:
        nama = "PPN" if h.acak.random() < 0.3 else "PPh 22"
    tarif = h.acuan.tarif.get(nama)
    if tarif is None:
        return
    belanja.tarif, belanja.pajak = tarif, belanja.nilai * tarif.per_sepuluh_ribu // 10_000
    belanja.setor_tanggal = min(
        belanja.tanggal + dt.timedelta(days=h.acak.randrange(2, 9)), tutup - dt.timedelta(days=2)
    )


def _jadwal(h, buku):
    """All rows of the book as (date, order in the day, function)."""
    program = [belanja for belanja in buku.daftar_belanja if belanja.dana == Dana.PROGRAM]
    yield buku.terima, 0, lambda catat, tanggal: catat.terima(tanggal)
    yield from _penarikan(buku, program, h)
    for belanja in buku.daftar_belanja:
        if belanja.dana == Dana.SWADAYA:
            yield belanja.tanggal, 2, lambda catat, tanggal, b=belanja: catat.iuran(b, tanggal)
        yield belanja.tanggal, 3, lambda catat, tanggal, b=belanja: catat.belanja(b, tanggal)
        if belanja.pajak and not _lalai(h, "pajak"):
            yield belanja.setor_tanggal, 4, lambda catat, tanggal, b=belanja: catat.setor_pajak(b, tanggal)
    akhir = buku.tutup - dt.timedelta(days=2)
    if buku.bunga:
        yield antara(buku.terima, akhir, 0.6), 1, lambda catat, tanggal: catat.bunga(buku.bunga, tanggal)
    if buku.biaya:
        yield akhir, 1, lambda catat, tanggal: catat.biaya_bank(buku.biaya, tanggal)
    if not _lalai(h, "sisa"):
        yield buku.tutup - dt.timedelta(days=1), 5, lambda catat, tanggal: catat.setor_sisa(tanggal)


def _lalai(h, apa):
    """Some late LPJ are late because the book does not tie yet."""
    if h.jalan.kini != (Tahap.LPJ, Giliran.RT, ""):
        return False
    return h.usulan_id % 3 == (0 if apa == "sisa" else 1)


def _penarikan(buku, program, h):
    """Cash for three stretches of the works; rounded up only where the money left over covers it."""
    tunai = [belanja for belanja in program if belanja.tempat == Tempat.KAS]
    longgar = h.nilai - sum(belanja.nilai for belanja in program) - buku.biaya > 200_000
    di_tangan, sepertiga = 0, max(1, -(-len(tunai) // 3))
    for urut in range(0, len(tunai), sepertiga):
        kelompok = tunai[urut : urut + sepertiga]
        perlu = sum(belanja.nilai for belanja in kelompok) - di_tangan
        terakhir = urut + sepertiga >= len(tunai)
        tarik = perlu if terakhir or not longgar else -(-perlu // 50_000) * 50_000
        if tarik > 0:
            di_tangan += tarik
            yield kelompok[0].tanggal, 1, lambda catat, tanggal, nilai=tarik: catat.tarik(nilai, tanggal)
        di_tangan -= sum(belanja.nilai for belanja in kelompok)
