"""The proposal: narrative, RAB by activity and kind of cost, photos of the place before the works.

After a pergeseran it carries the version of the RAB in force, and says which one that is.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from anggaran.models import JenisBiaya
from anggaran.services.rab import (
    ajukan_proposal,
    daftar_baris,
    daftar_item_wajib,
    rab_berlaku,
    total_rab,
    total_swadaya,
)
from laporan.surat.lampiran import foto_kemajuan
from laporan.surat.rencana import kepala, mengetahui
from laporan.surat.umum import Isi, pengurus, tanggal_panjang, uang
from pokja.models import Berkas, Sumber
from pokja.tahapan import Tahap
from rt.angka import ribuan, rupiah, volume

BIAYA_TETAP = "Biaya tetap Pokja"


@dataclass(frozen=True)
class Kelompok:
    """An activity and what belongs to it; `kegiatan` is empty for the fixed lines, which have none."""

    kegiatan: tuple  # KegiatanTahunan: one for each source of its money
    isi: list

    @property
    def judul(self):
        if not self.kegiatan:
            return {"nama": BIAYA_TETAP, "bidang": "", "lokasi": "Ditetapkan untuk semua RT", "volume": ""}
        lokasi = dict.fromkeys(satu.lokasi for satu in self.kegiatan)
        banyak = dict.fromkeys(f"{volume(satu.volume)} {satu.satuan}" for satu in self.kegiatan)
        pertama = self.kegiatan[0]
        return {
            "nama": pertama.dari.kegiatan,
            "bidang": pertama.bidang,
            "lokasi": ", ".join(lokasi),
            "volume": ", ".join(banyak),
        }


def per_kegiatan(usulan, daftar, baris=lambda satu: satu):
    """Lines gathered by activity, in the order of the Renja, the fixed lines last. `baris` gives the RAB line of each.

    The same activity paid from two sources is two rows of the Renja and one activity on paper. One query.
    """
    kegiatan, isi = defaultdict(list), defaultdict(list)
    for satu in usulan.daftar_renja1.select_related("dari"):
        kegiatan[satu.dari_id].append(satu)
    for satu in daftar:
        milik = baris(satu).kegiatan
        isi[milik.dari_id if milik else None].append(satu)
    return [Kelompok(tuple(kegiatan.get(kunci, ())), isi[kunci]) for kunci in (*kegiatan, None) if isi[kunci]]


def jumlah_sumber(daftar_baris):
    """(programme money, swadaya) of RAB lines, whole rupiah, never added together."""
    program = sum(satu.jumlah for satu in daftar_baris if satu.sumber == Sumber.PROGRAM)
    return program, sum(satu.jumlah for satu in daftar_baris if satu.sumber != Sumber.PROGRAM)


def halangan(usulan):
    return ajukan_proposal(usulan)


def isi(usulan):
    rab = rab_berlaku(usulan)
    baris = list(daftar_baris(rab))
    total = total_rab(rab)
    hari = _hari(usulan, rab)
    foto, gambar = foto_kemajuan(usulan, (Berkas.Jenis.FOTO_0,))
    data = kepala(usulan) | {
        "narasi": _narasi(usulan.proposal),
        "versi_rab": _versi(rab),
        "alasan": paragraf(rab.alasan) if rab.nomor > 1 else [],
        "daftar_kegiatan": [_kegiatan(kelompok) for kelompok in per_kegiatan(usulan, baris)],
        "rekap": _per_jenis(baris),
        "total_program": ribuan(total),
        "total_swadaya": ribuan(total_swadaya(rab)),
        "nilai": uang(total),
        "pagu": rupiah(usulan.alokasi.pagu),
        "item_wajib": _item_wajib(usulan, rab),
        # Without the words of the progress report, which are written months after the proposal.
        "foto": [bagian | {"keterangan": ""} for bagian in foto],
        "lampiran": usulan.daftar_berkas.ada().filter(jenis=Berkas.Jenis.LAMPIRAN).count(),
        "penanda": [pengurus(usulan, "ketua"), pengurus(usulan, "bendahara")],
        "mengetahui": mengetahui(usulan, hari),
    }
    return Isi(data, nilai=total, tanggal=hari, gambar=gambar)


def _hari(usulan, rab):
    """The WIB day it was last filed, today before that; but never a day before the shifted RAB in it was in force."""
    ajukan = usulan.daftar_riwayat.filter(aksi="ajukan", dari_tahap=Tahap.PROPOSAL).last()
    if ajukan is None:
        return timezone.localdate()
    hari = timezone.localdate(ajukan.pada)
    return hari if rab.nomor == 1 else max(hari, timezone.localdate(_berlaku_sejak(rab)))


def _berlaku_sejak(rab):
    return rab.diputus_pada or rab.dibuat_pada


def paragraf(teks):
    """What was typed in a large field, by line; empty lines only part paragraphs."""
    return [baris.strip() for baris in teks.splitlines() if baris.strip()]


def _narasi(proposal):
    return {
        "latar_belakang": paragraf(proposal.latar_belakang),
        "tujuan": paragraf(proposal.tujuan),
        "penerima_manfaat": ribuan(proposal.penerima_manfaat),
        "cara_pelaksanaan": paragraf(proposal.cara_pelaksanaan),
    }


def _versi(rab):
    if rab.nomor == 1:
        return "RAB versi 1"
    sejak = timezone.localtime(_berlaku_sejak(rab))
    return f"RAB versi {rab.nomor}, hasil pergeseran, berlaku sejak {tanggal_panjang(sejak)}"


def _kegiatan(kelompok):
    program, swadaya = jumlah_sumber(kelompok.isi)
    return kelompok.judul | {
        "kelompok": _per_jenis(kelompok.isi),
        "program": ribuan(program),
        "swadaya": ribuan(swadaya),
    }


def _per_jenis(daftar):
    """The groups I to IV that have lines, each with its sums."""
    hasil = []
    for jenis in JenisBiaya:
        milik = [satu for satu in daftar if satu.jenis_biaya == jenis]
        if milik:
            program, swadaya = jumlah_sumber(milik)
            hasil.append(
                {
                    "judul": jenis.label,
                    "baris": [_baris(satu) for satu in milik],
                    "program": ribuan(program),
                    "swadaya": ribuan(swadaya),
                }
            )
    return hasil


def _baris(satu):
    dari_program = satu.sumber == Sumber.PROGRAM
    return {
        "uraian": satu.uraian,
        "sumber": "" if dari_program else satu.get_sumber_display(),
        "volume": volume(satu.volume),
        "satuan": satu.satuan,
        "harga": ribuan(satu.harga_satuan),
        "program": ribuan(satu.jumlah) if dari_program else "",
        "swadaya": "" if dari_program else ribuan(satu.jumlah),
    }


def _item_wajib(usulan, rab):
    hasil = []
    for item, baris, bebas in daftar_item_wajib(usulan, rab):
        ada = ", ".join(f"{satu.uraian} ({volume(satu.volume)} {satu.satuan})" for satu in baris)
        hasil.append({"nama": item.nama, "ada": ada, "bebas": bebas.alasan if bebas and not baris else ""})
    return hasil
