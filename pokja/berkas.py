"""Uploads: checked by content, limited in size, images re-encoded without EXIF. Only JPEG, PNG, WebP and PDF."""

import hashlib
import io
import threading
import warnings
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
Image.MAX_IMAGE_PIXELS = 40_000_000
# A 12 MP photo takes some 50 MB while it is decoded: at most two at a time on the small server.
_DEKODE = threading.BoundedSemaphore(2)


class BerkasDitolak(LangkahDitolak):
    """An upload that is refused, with the way out."""


def simpan_berkas(usulan, jenis, unggahan, *, oleh):
    """Store one upload for a Usulan. The same bytes sent twice find the first. Raises BerkasDitolak."""
    if unggahan is None:
        raise BerkasDitolak("Belum ada berkas yang dipilih. Pilih foto atau PDF, lalu kirim.")
    if unggahan.size > UKURAN_TERBESAR:
        besar = f"{unggahan.size / 1_048_576:.0f}"
        raise BerkasDitolak(
            f"Berkas ini {besar} MB, paling besar 12 MB. Kecilkan fotonya, atau ambil lagi dengan kualitas lebih rendah."
        )
    isi = unggahan.read()
    sidik = hashlib.sha256(isi).hexdigest()
    sama = usulan.daftar_berkas.ada().filter(jenis=jenis, sha256=sidik)
    ada = sama.first()
    if ada:
        return ada
    tipe, isi, diambil_pada = periksa_isi(isi)
    berkas = Berkas(
        usulan=usulan,
        jenis=jenis,
        nama_asli=Path(unggahan.name or "berkas").name[:200],
        tipe=tipe,
        ukuran=len(isi),
        sha256=sidik,
        diambil_pada=diambil_pada,
        diunggah_oleh=oleh,
    )
    berkas.isi.save("berkas", ContentFile(isi), save=False)
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


def buang_berkas(usulan, pk, daftar_jenis):
    """Take an upload out of sight; the row and the bytes stay for the auditors."""
    if str(pk).isdecimal():
        usulan.daftar_berkas.ada().filter(pk=int(pk), jenis__in=daftar_jenis).update(dihapus_pada=timezone.now())


def periksa_isi(isi):
    """(type, bytes to keep, capture time or None) judged by content, never by name. Raises BerkasDitolak."""
    if isi[:1024].lstrip().startswith(b"%PDF-"):
        if b"%%EOF" not in isi[-2048:]:
            raise BerkasDitolak("Berkas PDF ini tidak lengkap. Simpan ulang PDF-nya lalu kirim lagi.")
        return "application/pdf", isi, None
    try:
        with _DEKODE, warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _tulis_ulang(isi)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BerkasDitolak(
            "Ukuran gambar terlalu besar (lebih dari 40 megapiksel). Ambil foto dengan resolusi lebih rendah."
        ) from None
    except Exception:
        # Pillow raises many kinds of errors on broken bytes; to the person they are all one.
        raise BerkasDitolak("Isi berkas ini bukan foto JPG, PNG atau WebP, dan bukan PDF. Pilih berkas lain.") from None


def _tulis_ulang(isi):
    with Image.open(io.BytesIO(isi), formats=["JPEG", "PNG", "WEBP"]) as gambar:
        diambil_pada = _waktu_foto(gambar)
        gambar.draft("RGB", (SISI_TERPANJANG, SISI_TERPANJANG))
        tegak = ImageOps.exif_transpose(gambar)
        tegak.thumbnail((SISI_TERPANJANG, SISI_TERPANJANG))
        if tegak.mode in ("RGBA", "LA", "P"):
            # A transparent screenshot goes on white, not on black.
            tegak = tegak.convert("RGBA")
            latar = Image.new("RGBA", tegak.size, "white")
            tegak = Image.alpha_composite(latar, tegak)
        hasil = io.BytesIO()
        tegak.convert("RGB").save(hasil, "JPEG", quality=82, optimize=True)
    return "image/jpeg", hasil.getvalue(), diambil_pada


def _waktu_foto(gambar):
    """DateTimeOriginal of the EXIF, taken as WIB; None where there is none or nonsense."""
    teks = gambar.getexif().get_ifd(0x8769).get(0x9003)
    try:
        return timezone.make_aware(datetime.strptime(str(teks), "%Y:%m:%d %H:%M:%S"))
    except ValueError:
        return None
