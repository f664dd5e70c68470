"""The components of templates/_komponen/, each with an example, for the page /gaya/ (demo only). No row of the database."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace as Benda

from django.core.paginator import Paginator
from django.template.loader import render_to_string

from pokja.cara_mengisi import CARA_MENGISI
from pokja.hari_kerja import Umur

DAFTAR_WARNA = (
    "nila", "nila-tua", "nila-muda", "di-nila", "kunyit", "mori", "tinta", "tinta-2", "tautan", "abu", "abu-muda",
    "hijau", "hijau-muda", "jingga", "jingga-muda", "merah", "merah-muda",
)  # fmt: skip
DAFTAR_IKON = (
    "menu", "cari", "saring", "orang", "keluar", "unduh", "unggah", "cetak", "tambah", "ubah", "kirim", "kamera",
    "surat", "pesan", "kalender", "kunci", "bantuan", "kembali", "lanjut",
)  # fmt: skip
RINCIAN = (("Nama rekening", "Pokja RT 02 Kenali Besar"), ("Jumlah KK", "112"), ("Catatan", ""))
ANGKA = (
    {"label": "Pagu", "nilai": "Rp100.000.000"},
    {"label": "Cair", "nilai": "Rp99.750.000", "url": "#", "catatan": "100 % dari RAB"},
    {"label": "Belanja", "nilai": "Rp48.905.115"},
    {"label": "Selisih", "nilai": "Rp1.250.000", "lewat": True},
)
FOTO = ({"url": "#", "judul": "Daftar hadir rembuk", "keterangan": "2 halaman"},)
PEMERAN = (Benda(kode="ketua", label="Ketua RT"), Benda(kode="lurah", label="Lurah"))


class _Nama(Benda):
    """An object that shows itself by its name, as a model does."""

    def __str__(self):
        return self.nama


USULAN = _Nama(
    nama="Usulan RT 02",
    rt=_Nama(nama="RT 02 Kenali Besar", nama_pendek="RT 02"),
    get_tahap_display="Rembuk warga",
    get_absolute_url="#",
    jatuh_tempo=date(2026, 2, 14),
)
TANDA = Benda(label="Foto rembuk", keterangan="kurang jelas. Ambil lagi di tempat terang.")
POTRET = Benda(rincian=[Benda(label="Tempat", teks="Balai RT", kata="diubah")])
LATIHAN = Benda(asli="Rina", nama="Ketua RT latihan", giliran=PEMERAN[1], nomor="01", daftar_lain=PEMERAN)
GALAT = Benda(
    errors=True,
    visible_fields=[Benda(errors=["tulis 1.250.000."], label="Harga satuan", id_for_label="contoh_harga")],
)


@dataclass(frozen=True)
class Komponen:
    """One file, the context that is written behind `with` (nothing: it reads the page's), and an example."""

    nama: str
    tulis: str
    contoh: dict

    @property
    def cara(self):
        return f'{{% include "_komponen/{self.nama}.html"{" with " if self.tulis else ""}{self.tulis} %}}'


DAFTAR = (
    Komponen("ikon", 'ikon="unduh"', {"ikon": "unduh"}),
    Komponen("label_tahap", 'tahap="Proposal" giliran="Kelurahan" rupa="menunggu"',
             {"tahap": "Proposal", "giliran": "Kelurahan"}),
    Komponen("tenggat", "tanggal=usulan.jatuh_tempo sisa_hari=usulan.sisa_hari",
             {"tanggal": date(2026, 2, 14), "sisa_hari": -3}),
    Komponen("umur", "umur=umur", {"umur": Umur(4)}),
    Komponen("uang", "daftar_angka=daftar_angka", {"daftar_angka": ANGKA}),
    Komponen("rincian", 'rincian=pasangan rupa="uang"', {"rincian": RINCIAN}),
    Komponen("cara_mengisi", "cara=cara", {"cara": CARA_MENGISI["rembuk"], "bagian": {"label": "Berita acara rembuk"}}),
    Komponen("kepala_bagian", "", {"usulan": USULAN, "bagian": {"label": "Daftar hadir dan foto"},
                                   "daftar_tanda": [TANDA], "terbuka": True}),
    Komponen("remah_usulan", 'judul_remah="RAB"', {"usulan": USULAN, "judul_remah": "RAB"}),
    Komponen("jawaban", "isi=tanda.isi_lama", {"isi": POTRET}),
    Komponen("foto", "daftar_foto=daftar_foto", {"daftar_foto": FOTO}),
    Komponen("unggah", 'url=request.path jenis="daftar_hadir" judul="Pindaian daftar hadir"',
             {"url": "#", "jenis": "daftar_hadir", "judul": "Pindaian daftar hadir"}),
    Komponen("ringkasan_galat", "form=form", {"form": GALAT}),
    Komponen("_galat_isian", "field=field", {"field": GALAT.visible_fields[0]}),
    Komponen("konfirmasi", 'judul="Tolak usulan?" isi="..." url=url tombol="Ya, tolak" batal_url=batal bahaya=True',
             {"judul": "Tolak usulan RT 02?", "isi": "Usulan ditutup. Hanya DPMPPA yang bisa membukanya kembali.",
              "url": "#", "tombol": "Ya, tolak usulan", "batal_url": "#", "bahaya": True}),
    Komponen("kosong", 'judul="Tidak ada yang cocok" isi="..." url="?" tombol="Hapus semua saringan"',
             {"judul": "Tidak ada yang cocok", "isi": "Hapus satu saringan, atau periksa ejaannya.", "url": "#",
              "tombol": "Hapus semua saringan"}),
    Komponen("halaman", 'letak="atas" param="hal"',
             {"halaman": Paginator(range(1650), 50).page(2), "letak": "contoh", "param": "hal"}),
    Komponen("latihan", "", {"latihan": LATIHAN}),
    Komponen("luring", "", {}),
)  # fmt: skip


def daftar_komponen(request):
    """(component, its example as HTML). An error summary must not take the focus here; a lone <li> needs its list."""
    for komponen in DAFTAR:
        html = render_to_string(f"_komponen/{komponen.nama}.html", komponen.contoh, request)
        if html.lstrip().startswith("<li"):
            html = f'<div class="ringkasan-galat"><ul>{html}</ul></div>'
        yield komponen, html.replace(" autofocus", "")
