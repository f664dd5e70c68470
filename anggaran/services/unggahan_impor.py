"""An Excel file between preview and save: private, of one person, for one day, never served."""

import time
import uuid
from pathlib import Path

from django.conf import settings

from pokja.services import LangkahDitolak

# What the session keeps a file under, one for each import, and the name of the page that takes it.
REGISTER, LEMBAR_SP2D = "impor", "sp2d"
HALAMAN = {REGISTER: "Impor register RT", LEMBAR_SP2D: "Kirim lembar SP2D"}
UMUR_TERLAMA = 24 * 60 * 60  # seconds


class BerkasHilang(LangkahDitolak):
    def __init__(self, jenis):
        super().__init__(
            "Berkas untuk pratinjau ini sudah tidak ada: sudah disimpan, kedaluwarsa, atau milik akun lain. "
            f"Bila belum tersimpan, kirim berkasnya sekali lagi di halaman {HALAMAN[jenis]}."
        )


def _folder():
    return Path(settings.MEDIA_ROOT) / "impor"


def simpan_unggahan(sesi, unggahan, *, jenis=REGISTER, **pilihan):
    """Keep an upload and what was typed beside it; return its token. Files older than a day go."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for lama in folder.glob("*.xlsx"):
        if lama.stat().st_mtime < time.time() - UMUR_TERLAMA:
            lama.unlink(missing_ok=True)
    token = str(uuid.uuid4())
    with (folder / f"{token}.xlsx").open("wb") as tujuan:
        for potongan in unggahan.chunks():
            tujuan.write(potongan)
    for sebelumnya in sesi.get(jenis, {}):
        (folder / f"{sebelumnya}.xlsx").unlink(missing_ok=True)
    # One at a time: a second upload replaces the first.
    sesi[jenis] = {token: {"nama": Path(unggahan.name).name[:100], **pilihan}}
    return token


def ambil_unggahan(sesi, token, *, jenis=REGISTER):
    """(path, what was typed) of this person's upload. Raises BerkasHilang for any other."""
    pilihan = sesi.get(jenis, {}).get(str(token))
    letak = _folder() / f"{token}.xlsx"
    if pilihan is None or not letak.exists():
        raise BerkasHilang(jenis)
    return letak, pilihan


def buang_unggahan(sesi, token, *, jenis=REGISTER):
    (_folder() / f"{token}.xlsx").unlink(missing_ok=True)
    sesi.pop(jenis, None)
