"""Marks on single rows of the buku kas: where each row stands, and what may be done about it."""

from dataclasses import replace

from django.urls import reverse

from anggaran.models import Jenis
from anggaran.models.bukukas import Dana

CATAT = {
    Jenis.BELANJA: "anggaran:bukukas_belanja",
    Jenis.TARIK_TUNAI: "anggaran:bukukas_tarik_tunai",
    Jenis.TERIMA_SWADAYA: "anggaran:bukukas_swadaya",
    Jenis.BUNGA: "anggaran:bukukas_bunga",
    Jenis.BIAYA_BANK: "anggaran:bukukas_biaya_bank",
    Jenis.SETOR_PAJAK: "anggaran:bukukas_setor_pajak",
    Jenis.SETOR_SISA: "anggaran:bukukas_setor_sisa",
}


def nomor_tanda(tanda):
    """The row of the book a mark is on; 0 for a mark on the whole book."""
    nomor = tanda.kunci.partition(":")[2]
    return int(nomor) if nomor.isdecimal() else 0


def letakkan(daftar_tanda, buku_per_dana, sehalaman):
    """Tell each mark on a row the address at which the row is on the page, however the book is split and paged."""
    letak = {
        buku.baris.pk: (Dana(dana), urut // sehalaman + 1, buku)
        for dana, daftar in buku_per_dana.items()
        for urut, buku in enumerate(daftar)
    }
    for tanda in daftar_tanda:
        if nomor_tanda(tanda) in letak:
            dana, halaman, buku = letak[nomor_tanda(tanda)]
            tanda.jangkar = f"?dana={dana}&page={halaman}#baris-{buku.baris.pk}"
            tanda.sudah = "sudah dikoreksi" if buku.dikoreksi else ""


def pasangkan(daftar_tanda, buku_per_dana):
    """{marked row that is corrected: (BarisBuku written in its place or None, BukuKas to write anew or None)}.

    The book does not say which row is written for which: of one kind each new row answers one marked row, that which is
    most like it. What was written may have been corrected in its turn.
    """
    semua = {buku.baris.pk: buku for daftar in buku_per_dana.values() for buku in daftar}
    sejak = {nomor_tanda(tanda): tanda.dibuat_pada for tanda in daftar_tanda if nomor_tanda(tanda) in semua}
    bekas = {nomor: semua[nomor].baris for nomor in sejak if semua[nomor].dikoreksi}
    hasil = {}
    for sah in (True, False):
        for nomor, buku in sorted(semua.items()):
            if buku.baris.membatalkan_id or buku.dikoreksi == sah or nomor in sejak:
                continue
            calon = [
                lama
                for lama in bekas.values()
                if lama.jenis == buku.baris.jenis and sejak[lama.pk] < buku.baris.dicatat_pada and lama.pk not in hasil
            ]
            if calon:
                lama = max(calon, key=lambda lama: (_kemiripan(lama, buku.baris), -lama.pk))
                hasil[lama.pk] = (buku, None) if sah else (None, buku.baris)
    return hasil


def _kemiripan(lama, baru):
    kolom = ("bukti_id", "nomor_bukti", "toko", "baris_rab_id", "pajak_dari_id", "nilai", "tanggal", "uraian", "dana")
    return sum(getattr(lama, nama) == getattr(baru, nama) for nama in kolom)


def pasang(halaman, daftar_tanda, pasangan):
    """Put the marks on the rows of this page; a mark on a row that is elsewhere stands in for it on top."""
    per_baris = {nomor_tanda(tanda): tanda for tanda in daftar_tanda}

    def bertanda(buku):
        pengganti, salin = pasangan.get(buku.baris.pk, (None, None))
        return replace(buku, tanda=per_baris.get(buku.baris.pk), pengganti=pengganti, salin=salin)

    halaman.object_list = [bertanda(buku) for buku in halaman.object_list]
    di_sini = {buku.baris.pk for buku in halaman.object_list}
    for nomor, tanda in per_baris.items():
        tanda.pengganti_baris = nomor if nomor not in di_sini else 0


def url_catat_lagi(usulan, baris):
    """The form that writes a corrected row anew, with what it said filled in."""
    nama = CATAT.get(baris.jenis)
    return f"{reverse(nama, args=[usulan.pk])}?salin={baris.pk}" if nama else ""


def isian_salinan(baris):
    """The first values of a form that writes a row anew."""
    return {
        "tanggal": baris.tanggal,
        "nilai": baris.nilai,
        "uraian": baris.uraian,
        "baris_rab": baris.baris_rab_id,
        "toko": baris.toko,
        "nomor_bukti": baris.nomor_bukti,
        "tempat": baris.tempat,
        "tarif": baris.tarif_id,
        "pajak": baris.pajak or None,
        "dana": baris.dana,
        "belanja": baris.pajak_dari_id,
        "bukti_id": baris.bukti_id,
    }
