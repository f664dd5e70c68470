"""The few things that happen to a few RT: a nota handed in twice, findings, money held, a shift of the RAB, an objection."""

import datetime as dt

from laporan.demo import geser, sanggah
from laporan.demo.hidup import saat_tengah
from laporan.demo.pengawasan import temuan
from laporan.demo.uang import tahan
from pokja.tahapan import Giliran, Tahap

MENUNGGU_GESER = 4
TEMUAN = (
    ("Nota bahan tanggal belanja dan tanggal kuitansi berbeda; mohon bukti pendukung.", 750_000, True),
    ("Upah tukang dibayar tanpa daftar hadir pekerja.", 1_200_000, True),
    ("Nota yang sama dipakai dua RT; satu belanja belum dapat diterima.", 640_000, False),
    ("Harga satuan semen di atas harga pasar setempat.", 480_000, False),
)


def lengkapi(daftar_h, gudang, lemari, orang):
    selesai = [h for h in daftar_h if h.tahap == Tahap.SELESAI]
    for h, (uraian, nilai, tutup) in zip(selesai[3::29], TEMUAN, strict=False):
        temuan(h, gudang, orang.inspektorat, uraian, nilai, tutup=tutup)
    menunggu = [h for h in daftar_h if h.jalan.kini == (Tahap.LPJ, Giliran.DPMPPA, "")]
    for h in menunggu[1:2]:
        uraian = "Sewa molen dibayar tiga hari, di foto hanya satu hari kerja."
        temuan(h, gudang, orang.inspektorat, uraian, 700_000)
    _tahan(daftar_h, gudang)
    _geser(daftar_h, gudang, lemari)
    sanggah.isi(daftar_h, gudang, lemari)
    gudang.simpan()


def _tahan(daftar_h, gudang):
    """One transfer that is held today, and one hold that was lifted."""
    ditahan = [
        h for h in daftar_h if h.jalan.kini == (Tahap.PENCAIRAN, Giliran.KEUANGAN, "") and h.pencairan.diterima is None
    ]
    for h in ditahan[1:2]:
        tahan(h, gudang, h.jalan.nyata[-1].pada + dt.timedelta(hours=2), "Rekening sedang dicocokkan ulang oleh bank.")
    pernah = [h for h in daftar_h if h.tahap == Tahap.PELAKSANAAN and h.jalan.nyata_pada(Tahap.PENCAIRAN, "cairkan")]
    for h in pernah[:1]:
        mohon = h.jalan.nyata_pada(Tahap.PENCAIRAN, "mohonkan").pada
        cair = h.jalan.nyata_pada(Tahap.PENCAIRAN, "cairkan").pada
        tahan(
            h, gudang, mohon + (cair - mohon) / 4, "Bank Jambi terganggu, transfer ditunda.", mohon + (cair - mohon) / 2
        )


def _geser(daftar_h, gudang, lemari):
    """Some shifts above the year's limit wait for DPMPPA."""
    pada = saat_tengah(daftar_h[0].hari) - dt.timedelta(days=2)
    bekerja = [
        h for h in daftar_h if h.tahap == Tahap.PELAKSANAAN and h.versi_rab.nomor == 1 and h.jalan.nyata[-1].pada < pada
    ]
    sisa = MENUNGGU_GESER
    for h in bekerja[2::7]:
        if sisa and geser.ajukan_besar(h, gudang, lemari, pada):
            sisa -= 1
