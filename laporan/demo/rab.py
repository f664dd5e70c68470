"""Tahap 6: the RAB, first as a plan in numbers, then as rows; the words of the proposal around it."""

import datetime as dt
from dataclasses import dataclass, field

from anggaran.models import BarisRAB, PembebasanItem, Proposal, VersiRAB
from anggaran.models.rab import hitung_jumlah
from laporan.demo import bahan
from pokja.models import Berkas, KegiatanLimaTahun, Sumber
from pokja.tahapan import Tahap

PELUANG_TEPAT = 0.35
KK_WAJIB_GEROBAK = 300  # from here on an RT must buy its own


@dataclass
class BarisRencana:
    jenis: str
    uraian: str
    satuan: str
    volume: int  # thousandths
    harga: int
    toko: tuple = ()
    sumber: str = Sumber.PROGRAM
    item: object = None

    @property
    def jumlah(self):
        return hitung_jumlah(self.volume, self.harga)


@dataclass
class RencanaKegiatan:
    kegiatan: bahan.Kegiatan
    daftar_baris: list = field(default_factory=list)
    lokasi: str = ""
    renja5: KegiatanLimaTahun | None = None

    @property
    def total(self):
        return sum(baris.jumlah for baris in self.daftar_baris if baris.sumber == Sumber.PROGRAM)

    @property
    def perkiraan(self):
        return self.total

    @property
    def volume(self):
        return max(1, self.total // self.kegiatan.harga) * 1000


def rencanakan(h):
    """Choose the year's activities and fill the pagu with them: sometimes to the rupiah, never beyond."""
    sisa = h.pagu - sum(hitung_jumlah(b.volume, b.harga_satuan) for b in h.acuan.baris_tetap[h.usulan.kelompok_id])
    h.bebas = []
    wajib = []
    for item in h.acuan.item_wajib:
        rencana = _barang_wajib(h, item, sisa)
        if rencana is None:
            h.bebas.append(item)
        else:
            wajib.append(rencana)
            sisa -= rencana.total
    banyak = 1 if sisa < 12_000_000 else h.acak.choice((1, 2, 2, 2))
    utama = h.acak.choice(bahan.KEGIATAN[:5])
    lain = h.acak.sample([k for k in bahan.KEGIATAN if k != utama], banyak - 1)
    bagian = {1: (1,), 2: (0.65, 0.35)}[banyak]
    daftar = [_kegiatan(h, kegiatan, int(sisa * porsi)) for kegiatan, porsi in zip((utama, *lain), bagian, strict=True)]
    # A share too small for even one piece of anything is no activity.
    h.rencana = [rencana for rencana in daftar if rencana.daftar_baris] + wajib
    _habiskan(h, sisa + sum(rencana.total for rencana in wajib) - sum(rencana.total for rencana in h.rencana))
    _swadaya(h)


def _barang_wajib(h, item, sisa):
    """The activity that fulfils a mandatory item, or None where the RT is exempt."""
    kegiatan, banyak = bahan.CCTV, 2 if h.kk >= 100 else 1
    if "gerobak" in item.nama.lower():
        kegiatan, banyak = bahan.GEROBAK, 1
        beli = h.kk >= KK_WAJIB_GEROBAK or (h.kk >= 150 and h.acak.random() < 0.3)
        if item.boleh_bebas and not (beli and sisa > 45_000_000):
            return None
    pola = kegiatan.daftar_baris[0]
    baris = BarisRencana(pola.jenis, pola.uraian, pola.satuan, banyak * 1000, pola.harga, pola.toko, item=item)
    return RencanaKegiatan(kegiatan, [baris])


def _kegiatan(h, kegiatan, dana):
    rencana = RencanaKegiatan(kegiatan)
    for pola in kegiatan.daftar_baris:
        harga = max(1000, round(pola.harga * h.acak.uniform(0.94, 1.06) / 500) * 500)
        # Cubic metres are bought by the half, everything else by the piece.
        langkah = 500 if pola.satuan == "m3" else 1000
        volume = int(dana * pola.bobot / harga * 1000) // langkah * langkah
        if volume:
            rencana.daftar_baris.append(BarisRencana(pola.jenis, pola.uraian, pola.satuan, volume, harga, pola.toko))
    return rencana


def _habiskan(h, sisa):
    """A third of the RT plan to the last rupiah, the others leave what does not make another sack of cement."""
    if sisa > 0 and h.acak.random() < PELUANG_TEPAT:
        h.rencana[0].daftar_baris.append(
            BarisRencana(bahan.UPAH, "Angkut bahan dan pembersihan akhir", "paket", 1000, sisa, bahan.TUKANG)
        )


def _swadaya(h):
    utama = h.rencana[0].daftar_baris
    hok = h.acak.randrange(10, 60)
    utama.append(
        BarisRencana(bahan.UPAH, "Gotong royong warga", "HOK", hok * 1000, 100_000, sumber=Sumber.SWADAYA_TENAGA)
    )
    if h.acak.random() < 0.35:
        iuran = h.kk * 5_000
        utama.append(
            BarisRencana(
                bahan.BAHAN, "Tambahan bahan dari iuran warga", "paket", 1000, iuran, bahan.TB, Sumber.SWADAYA_UANG
            )
        )


def isi(h, gudang, lemari):
    """Write what this Usulan has of tahap 6; the fixed lines stand from the moment the Renja is accepted."""
    terima = h.jalan.nyata_pada(Tahap.RENJA, "terima")
    if terima is None:
        return
    h.versi_rab = gudang.buat(VersiRAB, usulan_id=h.usulan_id, nomor=1, dibuat_oleh=h.petugas, dibuat_pada=terima.pada)
    for tetap in h.acuan.baris_tetap[h.usulan.kelompok_id]:
        _baris(
            h, gudang, terima.pada, jenis_biaya=tetap.jenis_biaya, uraian=tetap.uraian, volume=tetap.volume,
            satuan=tetap.satuan, harga_satuan=tetap.harga_satuan, tetap=tetap,
        )  # fmt: skip
    saat = h.saat_isi(Tahap.PROPOSAL)
    if saat is None:
        return
    pada, lengkap = saat
    pasangan = list(zip(h.rencana, h.kegiatan, strict=True))
    for rencana, kegiatan in pasangan if lengkap else pasangan[:1]:
        for baris in rencana.daftar_baris:
            satu = _baris(
                h, gudang, pada, kegiatan=kegiatan, jenis_biaya=baris.jenis, uraian=baris.uraian, volume=baris.volume,
                satuan=baris.satuan, harga_satuan=baris.harga, sumber=baris.sumber, item_wajib=baris.item,
            )  # fmt: skip
            satu.toko_demo = baris.toko
    if lengkap:
        _narasi(h, gudang, lemari, pada)


def _baris(h, gudang, pada, **kolom):
    jumlah = hitung_jumlah(kolom["volume"], kolom["harga_satuan"])
    baris = gudang.buat(BarisRAB, versi_rab=h.versi_rab, jumlah=jumlah, diubah_pada=pada, **kolom)
    h.daftar_baris.append(baris)
    if baris.sumber == Sumber.PROGRAM:
        h.nilai += jumlah
    return baris


def _narasi(h, gudang, lemari, pada):
    for item in h.bebas:
        gudang.buat(
            PembebasanItem,
            usulan_id=h.usulan_id,
            item_wajib=item,
            alasan=h.acak.choice(bahan.ALASAN_BEBAS),
            diubah_pada=pada,
        )
    gudang.buat(
        Proposal,
        usulan_id=h.usulan_id,
        latar_belakang=bahan.LATAR.format(nama=h.nama, masalah=_kecilkan(h.rencana[0].kegiatan.masalah), kk=h.kk),
        tujuan=bahan.TUJUAN.format(nama=h.nama),
        penerima_manfaat=h.kk * 3 + h.acak.randrange(h.kk),
        cara_pelaksanaan=bahan.CARA,
        diubah_pada=pada,
    )
    lemari.foto(h, Berkas.Jenis.FOTO_0, pada - dt.timedelta(hours=1), "keadaan sebelum pekerjaan")
    if h.pameran:
        lemari.surat(h, Berkas.Jenis.LAMPIRAN, pada, "Daftar harga bahan", "Survei tiga toko terdekat")


def _kecilkan(kalimat):
    return kalimat[0].lower() + kalimat[1:]
