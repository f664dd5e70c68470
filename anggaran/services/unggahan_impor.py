"""The register between preview and save: a private file of one person for one day, never served."""

import time
import uuid
from pathlib import Path

from django.conf import settings

from pokja.services import LangkahDitolak

KUNCI_SESI = "impor"
UMUR_TERLAMA = 24 * 60 * 60  # seconds


class BerkasHilang(LangkahDitolak):
    def __init__(self):
        super().__init__(
            "Berkas untuk pratinjau ini sudah tidak ada: sudah disimpan, kedaluwarsa, atau milik akun lain. "
            "Bila belum tersimpan, kirim berkasnya sekali lagi di halaman Impor register RT."
        )


def _folder():
    return Path(settings.MEDIA_ROOT) / "impor"


def simpan_unggahan(sesi, unggahan, **pilihan):
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
    for sebelumnya in sesi.get(KUNCI_SESI, {}):
        (folder / f"{sebelumnya}.xlsx").unlink(missing_ok=True)
    # One at a time: a second upload replaces the first.
    sesi[KUNCI_SESI] = {token: {"nama": Path(unggahan.name).name[:100], **pilihan}}
    return token


def ambil_unggahan(sesi, token):
    """(path, what was typed) of this person's upload. Raises BerkasHilang for any other."""
    pilihan = sesi.get(KUNCI_SESI, {}).get(str(token))
    letak = _folder() / f"{token}.xlsx"
    if pilihan is None or not letak.exists():
        raise BerkasHilang
    return letak, pilihan


def buang_unggahan(sesi, token):
    (_folder() / f"{token}.xlsx").unlink(missing_ok=True)
    sesi.pop(KUNCI_SESI, None)
