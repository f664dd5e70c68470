"""Berita acara rembuk warga, with a blank daftar hadir behind it to be signed by those who come."""

from laporan.surat.umum import Isi, kop_pokja, penanda, tanggal_panjang, tanggal_terbilang, wilayah
from rt.angka import volume

BARIS_HADIR = 40


def halangan(usulan):
    if not hasattr(usulan, "rembuk"):
        return ["Berita acara rembuk belum diisi. Isi dulu hari, tempat, dan keputusan rembuk pada tahap Rembuk warga."]
    return []


def isi(usulan):
    rembuk = usulan.rembuk
    data = {
        "kop": kop_pokja(usulan),
        "wilayah": wilayah(usulan.rt),
        "program": str(usulan.tahun_program),
        "pembuka": tanggal_terbilang(rembuk.tanggal),
        "tanggal": tanggal_panjang(rembuk.tanggal),
        "waktu": f"{rembuk.waktu:%H.%M} WIB",
        "tempat": rembuk.tempat,
        "pimpinan": rembuk.pimpinan,
        "notulis": rembuk.notulis,
        "hadir": {"laki": rembuk.hadir_laki, "perempuan": rembuk.hadir_perempuan, "jumlah": rembuk.jumlah_hadir},
        "siap": rembuk.siap,
        "keputusan": rembuk.get_keputusan_display(),
        "catatan": rembuk.catatan,
        "daftar_keinginan": [
            {
                "prioritas": keinginan.prioritas,
                "kegiatan": keinginan.kegiatan,
                "bidang": keinginan.get_bidang_display(),
                "lokasi": keinginan.lokasi,
                "volume": f"{volume(keinginan.volume)} {keinginan.satuan}",
                "swadaya": keinginan.swadaya,
            }
            for keinginan in usulan.daftar_keinginan.all()
        ],
        "baris_hadir": BARIS_HADIR,
        "penanda": [
            penanda("Pimpinan rapat", rembuk.pimpinan),
            penanda("Notulis", rembuk.notulis),
            penanda("Wakil warga (tokoh masyarakat)"),
            penanda("Wakil warga (perempuan)"),
        ],
    }
    return Isi(data, tanggal=rembuk.tanggal)
