"""Measures every page in every Peran on the demo data, and writes docs/ukuran.md."""

from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand

from kampung.ukuran.contoh import contoh_usulan, orang_per_peran
from kampung.ukuran.jelajah import Jelajah
from kampung.ukuran.peladen import peladen, siapkan
from kampung.ukuran.telepon import ukur_di_layar
from kampung.ukuran.tulis import lembar, susun


class Command(BaseCommand):
    help = (
        "Mengukur setiap halaman bagi setiap Peran (byte, kueri, lebar dan sasaran sentuh di 360 px) ke docs/ukuran.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("--ke", type=Path, default=settings.BASE_DIR / "docs" / "ukuran.md", help="berkas hasil")

    def handle(self, **options):
        siapkan()
        self.mulai = monotonic()
        contoh = contoh_usulan()
        self._lapor(f"{len(contoh)} Usulan contoh. Membuka setiap alamat ...")
        jelajah = Jelajah()
        for peran, daftar in orang_per_peran(contoh).items():
            jelajah.semua(daftar, contoh)
            self._lapor(f"{peran.label}: sampai sekarang {len(jelajah.daftar)} halaman.")
        jelajah.semua([None], contoh)
        with peladen() as alamat:
            di_layar = ukur_di_layar(alamat, jelajah.daftar, self._lapor)
        options["ke"].write_text(lembar(susun(jelajah.daftar, di_layar), jelajah), encoding="utf-8")
        self._lapor(f"{options['ke']} ditulis.")

    def _lapor(self, teks):
        self.stdout.write(f"[{monotonic() - self.mulai:3.0f} dtk] {teks}")
        self.stdout.flush()
