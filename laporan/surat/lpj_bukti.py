"""The proofs behind the LPJ book: every nota and deposit slip, with the row of the buku kas it belongs to."""

from anggaran.models.bukukas import Dana
from anggaran.services.pemeriksaan_buku import baris_sah
from laporan.surat.lampiran import BUKTI_TERBANYAK, DI_PORTAL, gambar, siapkan
from rt.angka import rupiah

URAIAN_TERPANJANG = 90


def bukti(buku, daftar_versi, daftar_temuan):
    """(parts for the template, Isi.gambar). `buku`: the whole book in its order, each row with its bukti."""
    semua = [*_dari_buku(buku), *_dari_pergeseran(daftar_versi), *_dari_temuan(daftar_temuan)]
    dicetak, lebih = semua[:BUKTI_TERBANYAK], semua[BUKTI_TERBANYAK:]
    siap = siapkan([berkas for berkas, _judul, _rinci in dicetak])
    daftar = [(berkas, siap[berkas.pk] | {"judul": judul, "rinci": rinci}) for berkas, judul, rinci in dicetak]
    bagian = {
        "foto": [satu for berkas, satu in daftar if berkas.gambar],
        "pdf": [satu for berkas, satu in daftar if not berkas.gambar],
        "lebih": f"{len(lebih)} bukti lain tidak dicetak di sini. {DI_PORTAL}." if lebih else "",
    }
    return bagian, gambar([berkas for berkas, _judul, _rinci in dicetak], siap)


def nomor_baris(buku):
    """{row id: its number in the printed buku kas}, which counts each fund by itself."""
    nomor, terakhir = {}, dict.fromkeys(Dana, 0)
    for baris in buku:
        terakhir[baris.dana] += 1
        nomor[baris.pk] = terakhir[baris.dana]
    return nomor


def _dari_buku(buku):
    """One entry a file: a nota that stands for two rows is printed once, under both."""
    nomor, per_berkas = nomor_baris(buku), {}
    for baris in baris_sah(buku):
        if baris.bukti_id:
            per_berkas.setdefault(baris.bukti_id, []).append(baris)
    for daftar in per_berkas.values():
        sebutan = " dan ".join(_sebut(baris, nomor) for baris in daftar)
        yield daftar[0].bukti, sebutan[:1].upper() + sebutan[1:], "; ".join(map(_rinci, daftar))


def _sebut(baris, nomor):
    return f"baris {nomor[baris.pk]}" + (" (swadaya)" if baris.dana == Dana.SWADAYA else "")


def _rinci(baris):
    nomor_bukti = f"nomor {baris.nomor_bukti}" if baris.nomor_bukti else ""
    uraian = baris.uraian if len(baris.uraian) <= URAIAN_TERPANJANG else f"{baris.uraian[:URAIAN_TERPANJANG]}…"
    return ", ".join(filter(None, [f"{baris.tanggal:%d/%m/%Y}", rupiah(baris.nilai), baris.toko, nomor_bukti, uraian]))


def _dari_pergeseran(daftar_versi):
    for versi in daftar_versi:
        if versi.berita_acara:
            yield versi.berita_acara, f"Berita acara pergeseran RAB versi {versi.nomor}", ""


def _dari_temuan(daftar_temuan):
    for urut, temuan in enumerate(daftar_temuan, start=1):
        if temuan.bukti:
            yield temuan.bukti, f"Jawaban temuan nomor {urut}", rupiah(temuan.nilai)
