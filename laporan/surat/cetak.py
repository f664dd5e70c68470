"""From a snapshot to a PDF. The same snapshot gives the same bytes: no clock, no fonts of the machine."""

import io
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import segno
import typst
from PIL import Image, ImageOps

TEMPLAT = Path(__file__).resolve().parent.parent / "templat"
# Wide enough for half a page at 150 dots an inch; a book of fifty photos stays at a few MB.
SISI_CETAK = 900


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
    with Image.open(io.BytesIO(isi), formats=["JPEG"]) as gambar:
        gambar.draft("RGB", (SISI_CETAK, SISI_CETAK))
        gambar = ImageOps.exif_transpose(gambar).convert("RGB")
        gambar.thumbnail((SISI_CETAK, SISI_CETAK))
        hasil = io.BytesIO()
        gambar.save(hasil, "JPEG", quality=72)
    return hasil.getvalue()
