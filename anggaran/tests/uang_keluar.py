"""What the tests of the money share: addresses, and forms as the pages send them."""

from datetime import date

from django.urls import reverse

ANTREAN = reverse("anggaran:pencairan_proses")
SP2D = {"sp2d_nomor": "SP2D/7", "sp2d_tanggal": date(2026, 11, 5)}
TERIMA = date(2026, 11, 6)


def url(nama, usulan):
    return reverse(f"anggaran:{nama}", args=[usulan.pk])


def keadaan(usulan):
    usulan.refresh_from_db()
    return usulan.tahap, usulan.giliran


def isian(usulan, pencairan, /, **lain):
    usulan.refresh_from_db()
    return {"pencairan": pencairan.pk, "versi": usulan.versi} | lain


def isian_sp2d(usulan, pencairan, /, **lain):
    return isian(usulan, pencairan, sp2d_nomor="SP2D/7", sp2d_tanggal="2026-11-05", nilai="100.000.000") | lain


def isian_terima(usulan, pencairan, /, **lain):
    return isian(usulan, pencairan, diterima="100.000.000", tanggal="2026-11-06", catatan="") | lain
