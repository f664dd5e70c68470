"""Berita acara serah terima hasil kegiatan: the Pokja hands what was built to the residents."""

from anggaran.models import Jenis
from anggaran.services.bukukas import uang as uang_usulan
from anggaran.services.rab import rab_berlaku, total_swadaya
from laporan.services import ajukan_serah_terima
from laporan.surat.lampiran import foto_kemajuan
from laporan.surat.umum import (
    Isi,
    kop_pokja,
    pejabat,
    penanda,
    pengurus,
    tanggal_panjang,
    tanggal_terbilang,
    uang,
    wilayah,
)
from pokja.models import Berkas
from rt.angka import ribuan, volume
from rt.models import Pejabat


def halangan(usulan):
    """What the handover itself still needs, and money that cannot be: a paper with a number names no debt as a rest."""
    hasil = ajukan_serah_terima(usulan)
    if not hasil and uang_usulan(usulan).selisih < 0:
        hasil = ["Belanja melebihi dana yang diterima. Periksa buku kas dulu, baru terbitkan berita acaranya."]
    return hasil


def isi(usulan):
    """`nilai` is what the programme paid for the results: assets are only the part of them that can be listed."""
    bast = usulan.bast
    angka = uang_usulan(usulan)
    foto, gambar = foto_kemajuan(usulan, (Berkas.Jenis.FOTO_100,))
    rab = rab_berlaku(usulan)
    ketua = pengurus(usulan, "ketua")
    data = {
        "kop": kop_pokja(usulan),
        "wilayah": wilayah(usulan.rt),
        "program": str(usulan.tahun_program),
        "pembuka": tanggal_terbilang(bast.tanggal),
        "tempat": bast.tempat,
        "ketua": ketua["nama"],
        "penerima": bast.penerima,
        "sk": sk_penetapan(usulan),
        "uang": dana(usulan, angka),
        "swadaya": uang(total_swadaya(rab)) if rab and total_swadaya(rab) else "",
        **hasil_kegiatan(usulan),
        "foto": foto,
        "penanda": [
            penanda("Ketua Pokja", ketua["nama"]) | {"pengantar": "Pihak kesatu,"},
            penanda("Wakil warga", bast.penerima) | {"pengantar": "Pihak kedua,"},
        ],
        "mengetahui": pejabat(Pejabat.Lembaga.KELURAHAN, bast.tanggal, kelurahan=usulan.rt.kelurahan)
        | {"pengantar": "Mengetahui,"},
    }
    return Isi(data, nilai=angka.belanja, tanggal=bast.tanggal, gambar=gambar)


def sk_penetapan(usulan):
    """{"nomor", "tanggal"} of DPMPPA's decision in force; empty where there is none."""
    daftar = usulan.daftar_penetapan.filter(disetujui=True, dibatalkan_pada__isnull=True).select_related("sk")
    penetapan = daftar.first()
    if penetapan is None:
        return {"nomor": "", "tanggal": ""}
    return {"nomor": penetapan.sk.nomor, "tanggal": tanggal_panjang(penetapan.sk.tanggal)}


def dana(usulan, angka):
    """Programme money received, spent, left, paid back: each in figures and words."""
    daftar_setoran = usulan.daftar_bukukas.sah().filter(jenis=Jenis.SETOR_SISA)
    return {
        "diterima": uang(angka.cair),
        "bunga": uang(angka.bunga) if angka.bunga else "",
        "dipakai": uang(angka.belanja),
        "sisa": uang(angka.selisih + angka.kembali),
        "ada_sisa": bool(angka.selisih + angka.kembali),
        "belum_disetor": uang(angka.selisih) if angka.selisih > 0 else "",
        "daftar_sts": [
            {"nomor": baris.nomor_bukti, "tanggal": tanggal_panjang(baris.tanggal), "nilai": uang(baris.nilai)}
            for baris in daftar_setoran
        ],
    }


def hasil_kegiatan(usulan):
    """What was made and what there is to keep: for this paper and for the LPJ. Two queries."""
    bast = usulan.bast
    aset = list(usulan.daftar_aset.all())
    return {
        "uraian": bast.uraian,
        "daftar_hasil": [
            [
                str(hasil.kegiatan),
                hasil.kegiatan.lokasi,
                f"{volume(hasil.kegiatan.volume)} {hasil.kegiatan.satuan}",
                f"{volume(hasil.volume)} {hasil.kegiatan.satuan}",
                hasil.keterangan,
            ]
            for hasil in usulan.daftar_hasil.select_related("kegiatan__dari")
        ],
        "daftar_aset": [
            [
                satu.nama, f"{ribuan(satu.banyak)} {satu.satuan}", satu.tempat, satu.penjaga,
                satu.get_kondisi_display(), ribuan(satu.nilai),
            ]
            for satu in aset
        ],
        "jumlah_aset": ribuan(sum(satu.nilai for satu in aset)),
    }  # fmt: skip
