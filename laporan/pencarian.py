"""What people type to find an RT, as a condition for the database. Lists, the search box and the public page share it."""

import re

from django.db.models import Q

from rt.pencocok import kunci_nama

# "RT 2", "rt.02", "RT2" in one piece, or any other word.
_KATA = re.compile(r"\brt\W*(\d+)|(\w+)")


def pecah(teks):
    """[(number written after "rt" or "", word or "")], in the order typed."""
    return _KATA.findall(teks.casefold())


def syarat_cari(teks, *, rt="", lain=()):
    """Every word must be found: in the kelurahan however it is spelt, as the number of the RT, or in the columns `lain`.

    `rt` is the path from the row to its RT. None when there is no word to look for.
    """
    daftar = pecah(teks)
    if not daftar:
        return None
    syarat = Q()
    for nomor, kata in daftar:
        syarat &= _nomor(nomor, rt) if nomor else _kata(kata, rt, lain)
    return syarat


def _nomor(angka, rt):
    # More than four digits is no number of an RT, whatever it is.
    return Q(**{f"{rt}nomor": int(angka) if len(angka) <= 4 else 0})


def _kata(kata, rt, lain):
    if kata == "rt":
        return Q()
    syarat = Q(pk__in=())
    for path in lain:
        syarat |= Q(**{f"{path}__icontains": kata})
    kunci = kunci_nama(kata)
    if kunci:
        syarat |= Q(**{f"{rt}kelurahan__nama_cari__contains": kunci})
    return syarat | _nomor(kata, rt) if kata.isdecimal() else syarat
