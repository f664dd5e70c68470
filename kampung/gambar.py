"""The pictures of docs/gambar, as the guides show them: which there are, how large, and under which address.

`manage.py potret` takes them. The name says the screen: hp-... is a phone, meja-... a desk.
"""

import hashlib
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse

FOLDER = settings.BASE_DIR / "docs" / "gambar"


@dataclass(frozen=True)
class Layar:
    lebar: int
    tinggi: int
    skala: int  # dots of the picture for one of the screen
    tampil: int  # width in a guide


LAYAR = {"hp": Layar(360, 800, 2, 270), "meja": Layar(1280, 800, 1, 1280)}


def layar(nama):
    return LAYAR[nama.partition("-")[0]]


@cache
def daftar_gambar():
    """The names that may be asked for: nothing else is ever opened."""
    return frozenset(jalur.stem for jalur in FOLDER.glob("*.png"))


@cache
def atribut(nama):
    """What an <img> needs to be light and to push nothing about; KeyError for a picture that is not there."""
    if nama not in daftar_gambar():
        raise KeyError(nama)
    # In the address, so that a phone may keep the picture until another one is taken.
    sidik = hashlib.sha256((FOLDER / f"{nama}.png").read_bytes()).hexdigest()[:8]
    ukuran = layar(nama)
    return {
        "src": f"{reverse('bantuan_gambar', args=[nama])}?v={sidik}",
        "width": str(ukuran.tampil),
        "height": str(ukuran.tinggi * ukuran.tampil // ukuran.lebar),
        "loading": "lazy",
        "decoding": "async",
    }
