"""Takes the pictures of README and guides from the demo data into docs/gambar."""

from django.core.management.base import BaseCommand
from django.test.utils import override_settings

from kampung.gambar import FOLDER
from kampung.potret.ambil import ambil
from kampung.potret.daftar import daftar_potret
from kampung.ukuran.peladen import klien, peladen, sesi, siapkan


class Command(BaseCommand):
    help = "Memotret halaman utama dari data contoh ke docs/gambar, untuk README dan panduan."

    def handle(self, **options):
        siapkan()
        daftar = [(potret, sesi(klien(potret.pengguna))) for potret in daftar_potret()]
        # Without the banner of the demo: the guides show the portal as people have it.
        with override_settings(KAMPUNG_DEMO=False), peladen() as alamat:
            ambil(alamat, daftar, self.stdout.write)
        nama = {f"{potret.nama}.png" for potret, _sesi in daftar}
        for sisa in FOLDER.glob("*.png"):
            if sisa.name not in nama:
                sisa.unlink()
        besar = sum(jalur.stat().st_size for jalur in FOLDER.glob("*.png"))
        self.stdout.write(f"{len(daftar)} gambar, {besar // 1024} KB.")
