"""Photos and proofs for the annex of a paper: which can be printed, under which name, and what to say of the others."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone
from PIL import Image

from laporan.surat.uji_pdf import HALAMAN_DIPERIKSA, uji
from laporan.surat.umum import tanggal_panjang
from pokja.models import Berkas

FOTO_TERBANYAK = 12  # of one kind: two pages
BUKTI_TERBANYAK = 120
# What all PDF proofs of one book may add to it.
UKURAN_PDF_TERBANYAK = 24 * 1024 * 1024
KEMAJUAN = (Berkas.Jenis.FOTO_0, Berkas.Jenis.FOTO_50, Berkas.Jenis.FOTO_100)
DI_PORTAL = "Lihat di portal"


def siapkan(daftar_berkas):
    """{Berkas id: {"nama", "halaman", "catatan"}}: the file name for the template and the pages to print of it.

    No pages: the file is missing, broken or locked, and `catatan` stands in its place.
    """
    hasil = {berkas.pk: _foto(berkas) for berkas in daftar_berkas if berkas.gambar}
    return hasil | _siapkan_pdf([berkas for berkas in daftar_berkas if not berkas.gambar])


def gambar(daftar_berkas, siap):
    """For Isi.gambar: {file name: Berkas id} of what is printed."""
    return {siap[berkas.pk]["nama"]: berkas.pk for berkas in daftar_berkas if siap[berkas.pk]["halaman"]}


def _foto(berkas):
    if _foto_utuh(berkas):
        return {"nama": f"b{berkas.pk}.jpg", "halaman": [1], "catatan": ""}
    return _tidak_tercetak(berkas, "Foto ini hilang atau rusak sehingga tidak dapat dicetak di sini")


def _tidak_tercetak(berkas, sebab):
    return {"nama": "", "halaman": [], "catatan": f"{sebab}. {DI_PORTAL}. SHA-256 {berkas.sha256[:16]}."}


def _foto_utuh(berkas):
    """Its head can be read and its end is there: a photo cut short is found without decoding it."""
    try:
        with berkas.isi.open() as isi, Image.open(isi, formats=["JPEG"]):
            isi.seek(-2, 2)
            return isi.read() == b"\xff\xd9"
    except OSError:
        return False


def _siapkan_pdf(daftar_berkas):
    hasil, sisa_ukuran = {}, UKURAN_PDF_TERBANYAK
    for berkas, (halaman, ukuran) in zip(daftar_berkas, _uji(daftar_berkas), strict=True):
        if not halaman:
            hasil[berkas.pk] = _tidak_tercetak(berkas, "Bukti ini berkas PDF yang tidak dapat dicetak di sini")
        elif ukuran > sisa_ukuran:
            hasil[berkas.pk] = _tidak_tercetak(berkas, "Bukti ini berkas PDF yang terlalu besar untuk dicetak di sini")
        else:
            sisa_ukuran -= ukuran
            hasil[berkas.pk] = {"nama": f"b{berkas.pk}.pdf", **_halaman_pdf(halaman)}
    return hasil


def _halaman_pdf(banyak):
    dicetak = min(banyak, HALAMAN_DIPERIKSA)
    catatan = ""
    if banyak > dicetak:
        catatan = (
            f"Berkas ini {banyak} halaman; yang dicetak {dicetak} halaman pertama. Selebihnya {DI_PORTAL.lower()}."
        )
    return {"halaman": list(range(1, dicetak + 1)), "catatan": catatan}


def _uji(daftar_berkas):
    """[(pages, bytes)] in the same order; 0 pages where there is no file, or none that can be printed."""
    hasil = [(0, 0)] * len(daftar_berkas)
    with TemporaryDirectory(prefix="kampung-") as folder:
        ada = [urut for urut, berkas in enumerate(daftar_berkas) if _salin(berkas, Path(folder) / f"{urut}.pdf")]
        for urut, jawaban in zip(ada, uji(folder, [f"{urut}.pdf" for urut in ada]), strict=True):
            hasil[urut] = (jawaban["halaman"], jawaban["ukuran"])
    return hasil


def _salin(berkas, tujuan):
    try:
        with berkas.isi.open() as isi, tujuan.open("wb") as salinan:
            shutil.copyfileobj(isi, salinan)
    except OSError:
        return False
    return True


# --- photos of the works -----------------------------------------------------------------------------------------------


def foto_kemajuan(usulan, daftar_jenis=KEMAJUAN):
    """(sections for the template, Isi.gambar): the photos at 0, 50 and 100 %. Two queries."""
    catatan = {f"foto_{kemajuan.persen}": kemajuan for kemajuan in usulan.daftar_kemajuan.all()}
    semua = list(usulan.daftar_berkas.ada().filter(jenis__in=daftar_jenis))
    per_jenis = {jenis: [berkas for berkas in semua if berkas.jenis == jenis] for jenis in daftar_jenis}
    dicetak = [berkas for daftar in per_jenis.values() for berkas in daftar[:FOTO_TERBANYAK]]
    siap = siapkan(dicetak)
    bagian = [
        _bagian_foto(Berkas.Jenis(jenis).label, catatan.get(jenis), daftar, siap) for jenis, daftar in per_jenis.items()
    ]
    return bagian, gambar(dicetak, siap)


def _bagian_foto(judul, kemajuan, daftar, siap):
    dicetak = daftar[:FOTO_TERBANYAK]
    keterangan = ""
    if kemajuan:
        keterangan = f"Dilaporkan {tanggal_panjang(kemajuan.tanggal)}. {kemajuan.catatan}".strip()
    lebih = ""
    if len(daftar) > len(dicetak):
        lebih = f"Dicetak {len(dicetak)} dari {len(daftar)} foto. Selebihnya {DI_PORTAL.lower()}."
    return {
        "judul": judul,
        "keterangan": keterangan,
        "daftar": [
            siap[berkas.pk] | {"judul": f"{judul}, nomor {urut}", "rinci": _saat(berkas)}
            for urut, berkas in enumerate(dicetak, start=1)
        ],
        "lebih": lebih,
    }


def _saat(berkas):
    """When it was taken, or at least sent, as a WIB date."""
    kata, saat = ("Diambil", berkas.diambil_pada) if berkas.diambil_pada else ("Dikirim", berkas.diunggah_pada)
    return f"{kata} {tanggal_panjang(timezone.localdate(saat))}"
