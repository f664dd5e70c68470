"""What watches over a life: its Riwayat, the marks of returned filings, findings."""

import datetime as dt

from pokja.models import Riwayat, Tanda, Temuan
from pokja.tahapan import BAGIAN, Giliran

# What is wrong with each part: (how the listed reason begins, the checker's own words).
KATA = {
    "rembuk": ("Uraian kurang jelas", "Jam dan tempat rembuk tidak sama dengan undangan."),
    "keinginan": ("Volume atau ukuran", "Panjang jalan pada prioritas pertama belum disebut."),
    "berkas_rembuk": ("Daftar hadir", "Baris terakhir daftar hadir kosong."),
    "anggota": ("Uraian kurang jelas", "Nama sekretaris tidak sama dengan berita acara."),
    "rekening": ("Nama pemilik rekening", "Di buku tabungan masih nama lama."),
    "potensi": ("Uraian kurang jelas", "Masalah utama belum disebut tempatnya."),
    "swadaya": ("Volume atau ukuran", "Berapa orang dan berapa hari gotong royongnya?"),
    "renja5": ("Uraian kurang jelas", "Tahun kedua dan ketiga sama isinya."),
    "renja1": ("Volume atau ukuran", "Ukur lagi panjang salurannya bersama pendamping."),
    "narasi": ("Uraian kurang jelas", "Cara pelaksanaan belum menyebut siapa yang mengerjakan."),
    "rab": ("Harga satuan", "Lampirkan survei harga dari tiga toko."),
    "berkas_proposal": ("Foto tidak menunjukkan", "Ambil foto dari arah yang sama dengan gambar."),
    "bast": ("Uraian kurang jelas", "Tuliskan ukuran hasil yang diserahkan."),
    "aset": ("Uraian kurang jelas", "Penanggung jawab aset belum jelas."),
    "berkas_bast": ("Berkas tidak terbaca", "Foto 100 % buram."),
    "hasil": ("Volume atau ukuran", "Volume terlaksana tidak sama dengan yang terlihat di foto."),
    "bukukas": ("Nota tidak cocok", "Dua nota belum jelas barangnya."),
    "pernyataan": ("Berkas tidak lengkap", "Sebutkan sisa dana dan tanggal setornya."),
}
KATA_LAIN = ("Uraian kurang jelas", "Tolong dilengkapi, lalu ajukan lagi.")
CATATAN_MUNDUR = "Warga sepakat tidak ikut tahun ini; berita acara ada di kelurahan."
CATATAN_TOLAK = "Kegiatan utama berada di tanah yang bukan milik umum dan tidak diganti setelah diminta."


class Pengawas:
    """Riwayat rows wait to the end: they are saved in the order in which things happened in the whole city."""

    def __init__(self, gudang):
        self.gudang = gudang
        self._riwayat = []

    def isi(self, h, catatan):
        """Marks and Riwayat of one life; `catatan` are the words of the steps about money."""
        terbuka = []
        for peristiwa in h.jalan.nyata:
            kata = catatan.get(peristiwa, "")
            if peristiwa.aksi == "kembalikan":
                terbuka = self._tandai(h, peristiwa)
                kata = "; ".join(str(tanda) for tanda in terbuka)
            elif peristiwa.aksi in ("terima", "teruskan"):
                for tanda in terbuka:
                    tanda.ditutup_oleh, tanda.ditutup_pada = pelaku(h, peristiwa), peristiwa.pada
                terbuka = []
            elif peristiwa.aksi == "mundur":
                kata = CATATAN_MUNDUR
            elif peristiwa.aksi == "tolak":
                kata = CATATAN_TOLAK
            self._riwayat.append((peristiwa.pada, h.usulan_id, _kolom(h, peristiwa, kata)))

    def _tandai(self, h, peristiwa):
        daftar_bagian = [bagian for bagian in BAGIAN[peristiwa.dari[0]] if bagian.kunci != "item_wajib"]
        banyak = min(len(daftar_bagian), 1 + (h.acak.random() < 0.4))
        return [self._tanda(h, peristiwa, bagian) for bagian in h.acak.sample(daftar_bagian, banyak)]

    def _tanda(self, h, peristiwa, bagian):
        tahap, giliran, _ = peristiwa.dari
        awal, kata = KATA.get(bagian.kunci, KATA_LAIN)
        alasan = next((satu for satu in h.acuan.alasan if satu.teks.startswith(awal)), h.acuan.alasan[0])
        return self.gudang.buat(
            Tanda,
            usulan_id=h.usulan_id,
            tahap=tahap,
            giliran=giliran,
            kunci=bagian.kunci,
            label=bagian.label,
            alasan=alasan,
            catatan=kata,
            dibuat_oleh=pelaku(h, peristiwa),
            dibuat_pada=peristiwa.pada,
        )

    def simpan_riwayat(self):
        for pada, usulan_id, kolom in sorted(self._riwayat, key=lambda isi: isi[:2]):
            self.gudang.buat(Riwayat, usulan_id=usulan_id, pada=pada, **kolom)
        self._riwayat.clear()
        self.gudang.simpan()


def pelaku(h, peristiwa):
    """Who takes such a step."""
    if peristiwa.aksi == "mohonkan":
        return h.lurah
    per_giliran = {
        Giliran.RT: h.ketua, Giliran.KELURAHAN: h.petugas, Giliran.DPMPPA: h.dpmppa, Giliran.KEUANGAN: h.keuangan,
    }  # fmt: skip
    return per_giliran[peristiwa.dari[1]]


def _kolom(h, peristiwa, kata):
    oleh = pelaku(h, peristiwa)
    return {
        "aksi": peristiwa.aksi,
        "dari_tahap": peristiwa.dari[0],
        "dari_giliran": peristiwa.dari[1],
        "dari_dikembalikan_oleh": peristiwa.dari[2],
        "ke_tahap": peristiwa.ke[0],
        "ke_giliran": peristiwa.ke[1],
        "jatuh_tempo": h.jalan.jadwal[peristiwa.dari[0]][1],
        "oleh": oleh,
        "nama": oleh.nama,
        "peran": oleh.peran,
        "catatan": kata,
    }


def temuan(h, gudang, auditor, uraian, nilai, *, tutup=False):
    """A finding of the Inspektorat, some days after the last step; answered and closed or still open."""
    pada = min(h.jalan.nyata[-1].pada + dt.timedelta(days=6), dt.datetime.combine(h.hari, dt.time(3), dt.UTC))
    selesai = pada + dt.timedelta(hours=5)
    gudang.buat(
        Temuan,
        usulan_id=h.usulan_id,
        kunci="bukukas",
        uraian=uraian,
        nilai=nilai,
        diselesaikan=nilai if tutup else 0,
        dibuat_oleh=auditor,
        dibuat_pada=pada,
        jawaban="Kuitansi pengganti sudah diserahkan ke kelurahan." if tutup else "",
        dijawab_oleh=h.ketua if tutup else None,
        dijawab_pada=selesai - dt.timedelta(hours=1) if tutup else None,
        ditutup_oleh=auditor if tutup else None,
        ditutup_pada=selesai if tutup else None,
        penutup="Jawaban diterima, nilai sudah dipertanggungjawabkan." if tutup else "",
    )
