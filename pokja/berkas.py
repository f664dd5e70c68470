"""Uploads: checked by content, limited in size, images re-encoded without EXIF. Only JPEG, PNG, WebP and PDF."""

import hashlib
import io
import threading
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image, ImageOps

from pokja.models import Berkas
from pokja.services import LangkahDitolak

UKURAN_TERBESAR = 12 * 1024 * 1024
SISI_TERPANJANG = 1600
SISI_KECIL = 480
PIKSEL_TERBANYAK = 40_000_000
EXIF, WAKTU_ASLI = 0x8769, 0x9003
# Pillow raises above twice this figure, before it decodes; its warning below that is asked in _tulis_ulang instead,
# because warnings turned into errors are not safe where several threads serve.
Image.MAX_IMAGE_PIXELS = PIKSEL_TERBANYAK
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
# A 12 MP photo takes some 50 MB while it is decoded: at most two at a time on the small server.
_DEKODE = threading.BoundedSemaphore(2)


class BerkasDitolak(LangkahDitolak):
    """An upload that is refused, with the way out."""


class GambarTerlaluBesar(BerkasDitolak):
    def __init__(self):
        super().__init__(
            "Ukuran gambar terlalu besar (lebih dari 40 megapiksel). Ambil foto dengan resolusi lebih rendah."
        )


@dataclass(frozen=True)
class Unggahan:
    """An upload that was looked into and may be kept. `sidik` is of the bytes as they were sent."""

    nama: str
    tipe: str
    isi: bytes
    sidik: str
    diambil_pada: datetime | None


def periksa_unggahan(unggahan):
    """Judge one uploaded file by size and content. Slow for photos: call it outside the transaction."""
    if unggahan is None:
        raise BerkasDitolak("Belum ada berkas yang dipilih. Pilih foto atau PDF, lalu kirim.")
    if not unggahan.size:
        raise BerkasDitolak("Berkas ini kosong. Pilih foto atau PDF lain, lalu kirim.")
    if unggahan.size > UKURAN_TERBESAR:
        besar = f"{unggahan.size / 1_048_576:.1f}".replace(".", ",")
        raise BerkasDitolak(
            f"Berkas ini {besar} MB, paling besar 12 MB. Kecilkan fotonya, atau ambil lagi dengan kualitas lebih rendah."
        )
    mentah = unggahan.read()
    tipe, isi, diambil_pada = periksa_isi(mentah)
    nama = Path(unggahan.name or "berkas").name[:200]
    return Unggahan(nama, tipe, isi, hashlib.sha256(mentah).hexdigest(), diambil_pada)


def simpan_berkas(usulan, jenis, unggahan, *, oleh):
    """Store one upload for a Usulan. The same bytes sent twice find the first. Raises BerkasDitolak.

    `unggahan` is a file as Django gives it, or the answer of periksa_unggahan.
    """
    if not isinstance(unggahan, Unggahan):
        unggahan = periksa_unggahan(unggahan)
    sama = usulan.daftar_berkas.ada().filter(jenis=jenis, sha256=unggahan.sidik)
    ada = sama.first()
    if ada:
        return ada
    berkas = Berkas(
        usulan=usulan,
        jenis=jenis,
        nama_asli=unggahan.nama,
        tipe=unggahan.tipe,
        ukuran=len(unggahan.isi),
        sha256=unggahan.sidik,
        diambil_pada=unggahan.diambil_pada,
        diunggah_oleh=oleh,
    )
    berkas.isi.save("berkas", ContentFile(unggahan.isi), save=False)
    try:
        with transaction.atomic():
            berkas.save()
    except IntegrityError:
        berkas.isi.delete(save=False)
        ada = sama.first()
        if ada is None:
            raise
        return ada
    return berkas


def sudah_terkirim(usulan, jenis, unggahan):
    """Are these very bytes among the uploads already? Decodes nothing."""
    if unggahan is None or unggahan.size > UKURAN_TERBESAR:
        return False
    sidik = hashlib.sha256(unggahan.read()).hexdigest()
    return usulan.daftar_berkas.ada().filter(jenis=jenis, sha256=sidik).exists()


def buang_berkas(usulan, pk, daftar_jenis):
    """Take an upload out of sight; the row and the bytes stay for the auditors."""
    if str(pk).isdecimal() and len(str(pk)) < 19:
        usulan.daftar_berkas.ada().filter(pk=int(pk), jenis__in=daftar_jenis).update(dihapus_pada=timezone.now())


def periksa_isi(isi):
    """(type, bytes to keep, capture time or None) judged by content, never by name. Raises BerkasDitolak."""
    if isi[:1024].lstrip().startswith(b"%PDF-"):
        if b"%%EOF" not in isi[-2048:]:
            raise BerkasDitolak("Berkas PDF ini tidak lengkap. Simpan ulang PDF-nya lalu kirim lagi.")
        return "application/pdf", isi, None
    try:
        with _DEKODE:
            return _tulis_ulang(isi)
    except BerkasDitolak:
        raise
    except Image.DecompressionBombError:
        raise GambarTerlaluBesar from None
    except Exception:
        # Pillow raises many kinds of errors on broken bytes; to the person they are all one.
        raise BerkasDitolak(
            "Isi berkas ini bukan foto JPG, PNG atau WebP dan bukan PDF, atau berkasnya rusak. Pilih berkas lain."
        ) from None


def _tulis_ulang(isi):
    with Image.open(io.BytesIO(isi), formats=["JPEG", "PNG", "WEBP"]) as gambar:
        if gambar.width * gambar.height > PIKSEL_TERBANYAK:
            raise GambarTerlaluBesar
        diambil_pada = _waktu_foto(gambar)
        gambar.draft("RGB", (SISI_TERPANJANG, SISI_TERPANJANG))
        tegak = ImageOps.exif_transpose(gambar)
        if tegak.mode in ("P", "PA"):
            tegak = tegak.convert("RGBA")
        tegak.thumbnail((SISI_TERPANJANG, SISI_TERPANJANG))
        if tegak.mode in ("RGBA", "LA"):
            # A transparent screenshot goes on white, not on black.
            tegak = tegak.convert("RGBA")
            tegak = Image.alpha_composite(Image.new("RGBA", tegak.size, "white"), tegak)
        tegak = tegak.convert("RGB")
        # A JPEG's comment and the rest of what rode along with the photo stay behind, like the EXIF.
        tegak.info.clear()
        hasil = io.BytesIO()
        tegak.save(hasil, "JPEG", quality=82, optimize=True)
    return "image/jpeg", hasil.getvalue(), diambil_pada


def kecilkan(isi):
    """The bytes of a small JPEG of a stored photo, for grids on a phone. `draft` decodes at a quarter of the cost."""
    with _DEKODE, Image.open(isi, formats=["JPEG"]) as gambar:
        gambar.draft("RGB", (SISI_KECIL, SISI_KECIL))
        gambar.thumbnail((SISI_KECIL, SISI_KECIL))
        hasil = io.BytesIO()
        gambar.convert("RGB").save(hasil, "JPEG", quality=75)
    return hasil.getvalue()


def _waktu_foto(gambar):
    """DateTimeOriginal of the EXIF, taken as WIB; None where there is none or nonsense."""
    try:
        waktu = datetime.strptime(str(gambar.getexif().get_ifd(EXIF).get(WAKTU_ASLI)), "%Y:%m:%d %H:%M:%S")
    except Exception:
        # A camera that writes broken EXIF still took the photo.
        return None
    return timezone.make_aware(waktu) if waktu.year >= 2000 else None
