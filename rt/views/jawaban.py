"""Answers that several pages give."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse

from rt.models import Pengguna


@dataclass(frozen=True)
class Slip:
    """One strip of paper with an initial password; it exists in this answer only."""

    pengguna: Pengguna
    tempat: str
    sandi: str


def halaman_slip(request, daftar_slip, *, judul, kembali):
    konteks = {
        "daftar_slip": daftar_slip,
        "judul": judul,
        "kembali": kembali,
        "alamat": request.build_absolute_uri(reverse("masuk")),
    }
    response = render(request, "rt/slip.html", konteks)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def kode(form):
    """422 for a form that came back with errors, else 200."""
    return 422 if form.is_bound and form.errors else 200


def ditolak(request, kesalahan):
    """A refusal that belongs to no field: a page with its sentences. Status 409."""
    return render(request, "ditolak.html", {"daftar_pesan": kesalahan.messages}, status=409)


def baca_pk(teks):
    """An id from the address bar; 0, which is nobody's, for anything else."""
    return int(teks) if teks.isdecimal() and len(teks) < 19 else 0
