"""The guides in docs/panduan, one for each Peran and two for all: read once, drawn as HTML, found by page.

A guide is Markdown without raw HTML; its pictures come from docs/gambar (kampung/gambar.py). What stands in bold is on a screen word for word; a test keeps it so.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

from kampung.gambar import atribut
from pokja.tahapan import BAGIAN
from rt.peran import Peran

FOLDER = settings.BASE_DIR / "docs" / "panduan"
UMUM, LATIHAN = "umum", "latihan"
# Peran -> slug, which is also the name of the file.
SLUG = {peran: peran.value.replace("_", "-") for peran in Peran}
DAFTAR_SLUG = (UMUM, LATIHAN, *SLUG.values())

# Page -> heading of the guide that explains it. A page missing here is looked up by the beginning of its name:
# "anggaran:bukukas_belanja", then "anggaran:bukukas". A heading that a guide does not have leads to its contents.
BAB = {bagian.url_name: tahap.label for tahap, daftar in reversed(BAGIAN.items()) for bagian in daftar} | {
    "beranda": "Beranda",
    "akun": "Ganti sandi",
    "latihan": "Latihan",
    "laporan:antrean": "Antrean",
    "laporan:ingatkan": "Mengingatkan RT",
    "laporan:usulan": "Daftar dan Excel",
    "laporan:usulan_detail": "Halaman usulan",
    "laporan:rt": "Daftar dan Excel",
    "laporan:rekap": "Daftar dan Excel",
    "laporan:lpj": "LPJ",
    "laporan:bukukas": "Buku kas",
    "laporan:pencairan": "Pencairan",
    "laporan:periksa": "Memeriksa",
    "laporan:buka_kembali": "Membuka kembali langkah",
    "laporan:temuan": "Temuan",
    "laporan:surat": "Surat dan cetakan",
    "laporan:kalender": "Kalender",
    "laporan:kendali": "Ruang kendali",
    "laporan:cari": "Mencari",
    "laporan:sp2d": "Lembar SP2D",
    "pokja:sosialisasi": "Sosialisasi",
    "pokja:mundur": "Mengundurkan diri",
    "pokja:ajukan": "Mengajukan",
    "anggaran:ajukan": "Mengajukan",
    "laporan:ajukan": "Mengajukan",
    "anggaran:bukukas": "Buku kas",
    "anggaran:pergeseran": "Pergeseran RAB",
    "anggaran:rekening": "Rekening salah atau diganti",
    "anggaran:sanggah": "Sanggah jumlah KK",
    "anggaran:permohonan": "Permohonan pencairan",
    "anggaran:pencairan": "Mencatat SP2D",
    "anggaran:cairkan": "Mencatat SP2D",
    "anggaran:gagalkan": "Transfer gagal",
    "anggaran:jelaskan": "Selisih",
    "anggaran:tahan": "Menahan dan melepas",
    "anggaran:lepas": "Menahan dan melepas",
    "anggaran:konfirmasi": "Pencairan",
    "anggaran:pengaturan": "Pengaturan tahun",
    "anggaran:impor": "Register RT",
    "rt:rt": "Data RT",
    "rt:kk": "Data RT",
    "rt:pengguna": "Akun dan penugasan",
    "rt:penugasan": "Akun dan penugasan",
    "rt:ketua": "Akun dan penugasan",
    "rt:pejabat": "Pejabat penanda tangan",
    "rt:kantor": "Pejabat penanda tangan",
}


@dataclass(frozen=True)
class Panduan:
    slug: str
    judul: str
    pembuka: str  # its first paragraph, plain words: also for the index
    isi: str  # HTML
    daftar_isi: tuple  # (anchor, heading), of the second level
    jangkar: frozenset  # every anchor, also of the third level


@cache
def panduan(slug):
    """The guide of this slug, read once per process."""
    pengurai = MarkdownIt("commonmark", {"html": False})
    butir = pengurai.parse((FOLDER / f"{slug}.md").read_text(encoding="utf-8"))
    judul, pembuka = butir[1].content, butir[4].content
    isi = butir[6:]  # heading and opening are the template's
    for gambar in (anak for b in isi for anak in b.children or () if anak.type == "image"):
        gambar.attrs |= atribut(Path(gambar.attrGet("src")).stem)
    kepala = [_beri_jangkar(isi[nomor], isi[nomor + 1]) for nomor, b in enumerate(isi) if b.type == "heading_open"]
    return Panduan(
        slug=slug,
        judul=judul,
        pembuka=pembuka,
        # Our own files, drawn without raw HTML.
        isi=mark_safe(pengurai.renderer.render(isi, pengurai.options, {})),  # noqa: S308
        daftar_isi=tuple((jangkar, teks) for tingkat, jangkar, teks in kepala if tingkat == "h2"),
        jangkar=frozenset(jangkar for _tingkat, jangkar, _teks in kepala),
    )


def _beri_jangkar(pembuka, isi):
    jangkar = slugify(isi.content)
    pembuka.attrSet("id", jangkar)
    return pembuka.tag, jangkar, isi.content


def bab(nama_halaman, slug):
    """The anchor in this guide that explains a page, or "" where it has none."""
    nama = nama_halaman or ""
    while nama:
        if nama in BAB:
            jangkar = slugify(BAB[nama])
            if jangkar in panduan(slug).jangkar:
                return jangkar
        nama = nama.rpartition("_")[0]
    return ""
