"""Rencana Kerja of five years and of this year."""

from operator import attrgetter

from django.utils import timezone

from anggaran.services.rab import ajukan_renja, total_renja
from laporan.surat.umum import Isi, kop_pokja, pejabat, pengurus, uang, wilayah
from pokja.forms.pemetaan import lima_tahun
from pokja.gerbang import ajukan_pemetaan
from pokja.models import Bidang, ButirPemetaan, Sumber
from rt.angka import ribuan, rupiah, volume
from rt.models import Pejabat

URUT_BIDANG = {bidang.value: nomor for nomor, bidang in enumerate(Bidang)}


def kepala(usulan):
    """What the plans and the proposal begin with."""
    return {
        "kop": kop_pokja(usulan),
        "wilayah": wilayah(usulan.rt),
        "program": str(usulan.tahun_program),
        "tahun": str(usulan.tahun_program.tahun),
    }


def mengetahui(usulan, hari=None):
    """The lurah of the day of the paper, today where none is given, beside the Pokja's own signatures."""
    lurah = pejabat(Pejabat.Lembaga.KELURAHAN, hari or timezone.localdate(), kelurahan=usulan.rt.kelurahan)
    return lurah | {"pengantar": "Mengetahui,"}


def _penanda(usulan):
    return [pengurus(usulan, "ketua"), pengurus(usulan, "sekretaris")]


# --- five years -----------------------------------------------------------------------------------------------------


def halangan_lima(usulan):
    return ajukan_pemetaan(usulan)


def isi_lima(usulan):
    daftar_tahun = lima_tahun(usulan)
    kegiatan = list(usulan.daftar_renja5.all())
    pemetaan = list(usulan.daftar_pemetaan.all())
    swadaya = list(usulan.daftar_swadaya.all())
    data = kepala(usulan) | {
        "rentang": f"{daftar_tahun[0]}–{daftar_tahun[-1]}",
        "potensi": _butir(pemetaan, ButirPemetaan.Jenis.POTENSI),
        "masalah": _butir(pemetaan, ButirPemetaan.Jenis.MASALAH),
        "swadaya": [
            {
                "bentuk": satu.get_bentuk_display(),
                "uraian": satu.uraian,
                "volume": f"{volume(satu.volume)} {satu.satuan}",
                "nilai": ribuan(satu.nilai),
            }
            for satu in swadaya
        ],
        "jumlah_swadaya": ribuan(sum(satu.nilai for satu in swadaya)),
        "daftar_tahun": [_satu_tahun(tahun, kegiatan) for tahun in daftar_tahun],
        "jumlah": rupiah(sum(satu.perkiraan for satu in kegiatan)),
        "penanda": _penanda(usulan),
        "mengetahui": mengetahui(usulan),
    }
    return Isi(data)


def _butir(pemetaan, jenis):
    return [{"uraian": butir.uraian, "lokasi": butir.lokasi} for butir in pemetaan if butir.jenis == jenis]


def _satu_tahun(tahun, kegiatan):
    milik = sorted((satu for satu in kegiatan if satu.tahun == tahun), key=lambda satu: URUT_BIDANG[satu.bidang])
    return {
        "tahun": str(tahun),
        "baris": [
            {
                "bidang": satu.get_bidang_display(),
                "kegiatan": satu.kegiatan,
                "lokasi": satu.lokasi,
                "perkiraan": ribuan(satu.perkiraan),
            }
            for satu in milik
        ],
        "jumlah": ribuan(sum(map(attrgetter("perkiraan"), milik))),
    }


# --- this year ------------------------------------------------------------------------------------------------------


def halangan_satu(usulan):
    return ajukan_renja(usulan)


def isi_satu(usulan):
    kegiatan = list(usulan.daftar_renja1.select_related("dari"))
    kegiatan.sort(key=lambda satu: URUT_BIDANG[satu.dari.bidang])
    total = total_renja(usulan)
    swadaya = [satu for satu in kegiatan if satu.sumber != Sumber.PROGRAM]
    data = kepala(usulan) | {
        "pagu": uang(usulan.alokasi.pagu),
        "kk": ribuan(usulan.alokasi.kk),
        "baris": [_kegiatan_satu(satu) for satu in kegiatan],
        "jumlah_program": ribuan(total),
        "jumlah_swadaya": ribuan(sum(satu.perkiraan for satu in swadaya)),
        "terbilang": uang(total),
        "penanda": _penanda(usulan),
        "mengetahui": mengetahui(usulan),
    }
    return Isi(data, nilai=total)


def _kegiatan_satu(satu):
    dari_program = satu.sumber == Sumber.PROGRAM
    return {
        "bidang": satu.bidang,
        "kegiatan": satu.dari.kegiatan,
        "lokasi": satu.lokasi,
        "volume": f"{volume(satu.volume)} {satu.satuan}",
        "program": ribuan(satu.perkiraan) if dari_program else "",
        "swadaya": "" if dari_program else ribuan(satu.perkiraan),
        "sumber": satu.get_sumber_display(),
    }
