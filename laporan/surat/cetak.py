"""From a snapshot to a PDF. The same snapshot gives the same bytes: no clock, no fonts of the machine."""

import io
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import segno
import typst
from PIL import Image, ImageDraw, ImageFont, ImageOps

TEMPLAT = Path(__file__).resolve().parent.parent / "templat"
# Half a page at 200 dots an inch, and just half of what is stored: then the decoder itself does the shrinking, in a fifth
# of the time. A book of fifty photos stays at a few MB.
SISI_CETAK = 800


class CetakGagal(Exception):
    """The template and the data do not fit each other: an error of ours, never of the person who asked."""


def cetak(templat, data, gambar=()):
    """Set `templat` ("kuitansi") with `data` (JSON values) and return the PDF as bytes. Raises CetakGagal.

    `gambar` is pairs of a file name that the template uses and an open file of a stored JPEG or PDF.
    """
    with TemporaryDirectory(prefix="kampung-") as folder:
        akar = Path(folder)
        for sumber in TEMPLAT.glob("*.typ"):
            shutil.copyfile(sumber, akar / sumber.name)
        if data["surat"]["alamat"]:
            (akar / "qr.svg").write_bytes(_qr(data["surat"]["alamat"]))
        for nama, berkas in gambar:
            (akar / nama).write_bytes(_untuk_cetak(nama, berkas))
        try:
            return typst.compile(
                akar / f"{templat}.typ",
                root=akar,
                format="pdf",
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            )
        except typst.TypstError as salah:
            raise CetakGagal(f"{templat}: {salah}") from salah


def _qr(alamat):
    hasil = io.BytesIO()
    segno.make_qr(alamat, error="m").save(hasil, kind="svg", border=2, xmldecl=False)
    return hasil.getvalue()


def _untuk_cetak(nama, berkas):
    """A photo no larger than a page needs; a PDF as it is."""
    isi = berkas.read()
    if nama.endswith(".pdf"):
        return isi
    try:
        return _jpeg(_kecilkan(isi))
    except OSError:
        # One spoiled photo must not keep a whole paper from being printed.
        return _jpeg(_pengganti())


def _kecilkan(isi):
    with Image.open(io.BytesIO(isi), formats=["JPEG"]) as gambar:
        skala = SISI_CETAK / max(gambar.size)
        if skala < 1:
            gambar.draft("RGB", (int(gambar.width * skala), int(gambar.height * skala)))
        tegak = ImageOps.exif_transpose(gambar).convert("RGB")
        tegak.thumbnail((SISI_CETAK, SISI_CETAK))
        return tegak


def _pengganti():
    gambar = Image.new("RGB", (400, 300), "white")
    kanvas = ImageDraw.Draw(gambar)
    kanvas.rectangle((0, 0, 399, 299), outline="black")
    kanvas.text((60, 140), "Foto ini rusak atau hilang.", fill="black", font=ImageFont.load_default(18))
    return gambar


def _jpeg(gambar):
    hasil = io.BytesIO()
    gambar.save(hasil, "JPEG", quality=72)
    return hasil.getvalue()
