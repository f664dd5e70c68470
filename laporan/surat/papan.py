"""The sheet for the RT's notice board: plan, cost, progress, money in and out, where to ask. It names no person."""

from anggaran.services.bukukas import realisasi, uang
from anggaran.services.penetapan import penetapan_berlaku
from anggaran.services.rab import rab_berlaku, total_swadaya
from laporan.models import Kemajuan
from laporan.surat.proposal import jumlah_sumber, per_kegiatan
from laporan.surat.rencana import kepala
from laporan.surat.umum import Isi, tanggal_panjang
from pokja.models import Sumber
from rt.angka import ribuan, rupiah, volume


def halangan(usulan):
    penetapan = penetapan_berlaku(usulan)
    if penetapan is None or not penetapan.disetujui:
        return ["Proposal belum disetujui DPMPPA. Lembar papan informasi dapat dibuat sesudah penetapan."]
    return []


def isi(usulan):
    angka = uang(usulan)
    daftar = realisasi(usulan)
    kelompok = per_kegiatan(usulan, daftar, baris=lambda hasil: hasil.baris)
    terpakai = sum(_terpakai(satu.isi) for satu in kelompok)
    terlaksana = {hasil.kegiatan_id: hasil for hasil in usulan.daftar_hasil.all()}
    disetujui = penetapan_berlaku(usulan).nilai
    data = kepala(usulan) | {
        "pagu": rupiah(angka.pagu),
        "disetujui": rupiah(disetujui),
        "beda": _beda(disetujui - angka.rab),
        "kemajuan": _kemajuan(usulan),
        "daftar_kegiatan": [_kegiatan(satu, terlaksana) for satu in kelompok],
        # What is spent on no line of the RAB, so that the column adds up to the money spent.
        "biaya_bank": ribuan(angka.belanja - terpakai) if angka.belanja != terpakai else "",
        "total_program": ribuan(angka.rab),
        "total_belanja": ribuan(angka.belanja),
        "total_swadaya": ribuan(total_swadaya(rab_berlaku(usulan))),
        "masuk": rupiah(angka.cair),
        "bunga": rupiah(angka.bunga) if angka.bunga else "",
        "belanja": rupiah(angka.belanja),
        "kembali": rupiah(angka.kembali) if angka.kembali else "",
        "sisa": rupiah(angka.selisih),
        "kantor": usulan.rt.kelurahan.alamat_kantor,
        "dinas": usulan.tahun_program.nama_dinas,
    }
    return Isi(data, nilai=angka.rab)


def _beda(sisa):
    """Why the plan adds up to less than was approved: only a shift may leave money unplanned."""
    return f"Rencana sesudah pergeseran; sisanya, {rupiah(sisa)}, belum direncanakan." if sisa > 0 else ""


def _terpakai(daftar):
    return sum(hasil.terpakai for hasil in daftar if hasil.baris.sumber == Sumber.PROGRAM)


def _kemajuan(usulan):
    """0, 50 and 100 %: the day each was reported, or nothing."""
    laporan = {satu.persen: tanggal_panjang(satu.tanggal) for satu in usulan.daftar_kemajuan.all()}
    return [{"persen": persen.label, "tanggal": laporan.get(persen.value, "")} for persen in Kemajuan.Persen]


def _kegiatan(kelompok, terlaksana):
    program, swadaya = jumlah_sumber([hasil.baris for hasil in kelompok.isi])
    jadi = [
        f"{volume(terlaksana[satu.pk].volume)} {satu.satuan}" for satu in kelompok.kegiatan if satu.pk in terlaksana
    ]
    return kelompok.judul | {
        "terlaksana": ", ".join(dict.fromkeys(jadi)),
        "program": ribuan(program),
        "belanja": ribuan(_terpakai(kelompok.isi)),
        "swadaya": ribuan(swadaya),
    }
