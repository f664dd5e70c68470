"""Shifts of the RAB: a small one that took effect at once, a large one that waits for DPMPPA."""

import datetime as dt

from anggaran.models import BarisRAB, VersiRAB
from anggaran.models.rab import hitung_jumlah
from pokja.models import Berkas, Sumber

S = VersiRAB.Status
PELUANG_KECIL = 0.04
ALASAN = "Musyawarah warga: harga bahan naik, sebagian pekerjaan dikerjakan gotong royong."
BATAS_PERSEN = 10  # the year's limit for a shift without DPMPPA


def mungkin(h, gudang, lemari, pada):
    """Before the first expense a few RT shift a little between two lines; from then on that version is in force."""
    if h.acak.random() >= PELUANG_KECIL:
        return
    dari = next((b for b in _kegiatan(h) if b.volume >= 4000 and b.volume % 1000 == 0), None)
    if dari is None or 2 * dari.harga_satuan * 100 > h.nilai * BATAS_PERSEN:
        return
    _versi_kedua(h, gudang, lemari, pada, dari, 2000, S.BERLAKU)


def ajukan_besar(h, gudang, lemari, pada):
    """A line nothing was spent on is mostly given up; True where the RT has such a line."""
    for dari in _kegiatan(h):
        kurang = dari.volume - 1000
        besar = hitung_jumlah(kurang, dari.harga_satuan) * 100 > h.nilai * BATAS_PERSEN
        if kurang > 0 and dari.volume % 1000 == 0 and besar and not h.kas.terpakai[dari.pk]:
            _versi_kedua(h, gudang, lemari, pada, dari, kurang, S.DIAJUKAN)
            return True
    return False


def _kegiatan(h):
    return [b for b in h.daftar_baris if not b.tetap_id and not b.item_wajib_id and b.sumber == Sumber.PROGRAM]


def _versi_kedua(h, gudang, lemari, pada, dari, kurang, status):
    uang = hitung_jumlah(kurang, dari.harga_satuan)
    ke = next((b for b in _kegiatan(h) if b != dari and b.harga_satuan <= uang), None)
    if ke is None:
        return
    tambah = uang // ke.harga_satuan * 1000
    berlaku = status == S.BERLAKU
    versi = gudang.buat(
        VersiRAB,
        usulan_id=h.usulan_id,
        nomor=2,
        status=status,
        alasan=ALASAN,
        berita_acara=lemari.surat(
            h, Berkas.Jenis.BA_PERGESERAN, pada, "Berita acara pergeseran", dari.uraian, ke.uraian
        ),
        dibuat_oleh=h.ketua,
        dibuat_pada=pada,
        diputus_oleh=h.ketua if berlaku else None,
        diputus_pada=pada + dt.timedelta(minutes=5) if berlaku else None,
        catatan_putusan="Dalam batas 10 %, berlaku sebagai pemberitahuan." if berlaku else "",
    )
    baru = [_salin(gudang, versi, lama, pada, {dari: -kurang, ke: tambah}.get(lama, 0)) for lama in h.daftar_baris]
    if berlaku:
        h.versi_rab.status = S.DIGANTI
        h.versi_rab, h.daftar_baris = versi, baru


def _salin(gudang, versi, lama, pada, beda):
    volume = lama.volume + beda
    baru = gudang.buat(
        BarisRAB, versi_rab=versi, asal=lama, kegiatan_id=lama.kegiatan_id, jenis_biaya=lama.jenis_biaya,
        uraian=lama.uraian, volume=volume, satuan=lama.satuan, harga_satuan=lama.harga_satuan,
        jumlah=hitung_jumlah(volume, lama.harga_satuan), sumber=lama.sumber, tetap_id=lama.tetap_id,
        item_wajib_id=lama.item_wajib_id, diubah_pada=pada,
    )  # fmt: skip
    baru.toko_demo = getattr(lama, "toko_demo", ())
    return baru
