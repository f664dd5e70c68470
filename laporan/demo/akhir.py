"""The end of the works: progress, handover, LPJ."""

import datetime as dt

from anggaran.models import Jenis
from laporan.demo import bahan
from laporan.demo.kalender import antara, pukul
from laporan.demo.orang import nama_orang
from laporan.models import BAST, LPJ, Aset, HasilKegiatan, Kemajuan
from pokja.models import Berkas
from pokja.tahapan import Tahap

PERNYATAAN = (
    "Kami menyatakan seluruh dana telah dipakai sesuai RAB yang ditetapkan, setiap belanja ada notanya, "
    "dan sisa dana telah disetor kembali."
)


def isi(h, gudang, lemari):
    _kemajuan(h, gudang, lemari)
    _serah_terima(h, gudang)
    _lpj(h, gudang)


def _kemajuan(h, gudang, lemari):
    konfirmasi = h.jalan.nyata_pada(Tahap.PENCAIRAN, "konfirmasi")
    if konfirmasi is None:
        return
    mulai, rencana_akhir = konfirmasi.hari, h.jalan.hari_rencana(Tahap.PELAKSANAAN, "ajukan")
    akhir = h.diajukan(Tahap.PELAKSANAAN)
    tanggal = {
        0: antara(mulai, rencana_akhir, 0.08),
        50: antara(mulai, rencana_akhir, 0.55),
        # Reported only with the end of the works: whoever is stuck there has not reported it.
        100: akhir.date() if akhir else dt.date.max,
    }
    for persen, hari in tanggal.items():
        if hari >= h.hari:
            continue
        pada = akhir - dt.timedelta(minutes=30) if persen == 100 else pukul(hari, h.acak)
        gudang.buat(
            Kemajuan, usulan_id=h.usulan_id, persen=persen, tanggal=hari, oleh=h.ketua, diubah_pada=pada,
            catatan={0: "Lokasi dibersihkan, bahan mulai datang.", 50: "Separuh pekerjaan selesai.", 100: "Pekerjaan selesai."}[persen],
        )  # fmt: skip
        if persen:
            jenis = Berkas.Jenis.FOTO_50 if persen == 50 else Berkas.Jenis.FOTO_100
            lemari.foto(h, jenis, pada, f"kemajuan {persen} persen")


def _serah_terima(h, gudang):
    saat = h.saat_isi(Tahap.SERAH_TERIMA)
    if saat is None:
        return
    pada, lengkap = saat
    beraset = [rencana for rencana in h.rencana if rencana.kegiatan.aset]
    gudang.buat(
        BAST,
        usulan_id=h.usulan_id,
        tanggal=pada.date(),
        tempat=h.acak.choice(bahan.TEMPAT_RAPAT),
        penerima=nama_orang(h.acak),
        uraian="Hasil yang diserahkan: " + ", ".join(rencana.kegiatan.nama.lower() for rencana in h.rencana) + ".",
        tanpa_aset=not beraset,
        diubah_pada=pada,
    )
    if not lengkap:
        return
    for rencana, kegiatan in zip(h.rencana, h.kegiatan, strict=True):
        kurang = h.acak.random() < 0.1 and kegiatan.volume > 10_000
        gudang.buat(
            HasilKegiatan,
            usulan_id=h.usulan_id,
            kegiatan=kegiatan,
            volume=kegiatan.volume - 1000 if kurang else kegiatan.volume,
            keterangan="Satu satuan terkurangi karena harga bahan naik." if kurang else "",
            diubah_pada=pada,
        )
        if rencana.kegiatan.aset:
            gudang.buat(
                Aset,
                usulan_id=h.usulan_id,
                nama=rencana.kegiatan.aset,
                banyak=max(1, kegiatan.volume // 1000),
                satuan=kegiatan.satuan,
                nilai=rencana.total,
                tempat=kegiatan.lokasi,
                penjaga=h.rt.nama_ketua or h.ketua.nama,
                diubah_pada=pada,
            )


def _lpj(h, gudang):
    pada = h.diajukan(Tahap.LPJ)
    if pada is None:
        return
    diterima = h.jalan.nyata_pada(Tahap.LPJ, "terima")
    angka = {}
    if diterima:
        jumlah = h.kas.jumlah
        angka = {
            "diterima_pada": diterima.pada,
            "diterima_oleh": h.dpmppa,
            "cair": h.pencairan.nilai,
            "bunga": jumlah[Jenis.BUNGA],
            "belanja": jumlah[Jenis.BELANJA] + jumlah[Jenis.BIAYA_BANK],
            "pajak": h.kas.pajak,
            "kembali": jumlah[Jenis.SETOR_SISA],
        }
    gudang.buat(LPJ, usulan_id=h.usulan_id, pernyataan=PERNYATAAN, setuju=True, diubah_pada=pada, **angka)
