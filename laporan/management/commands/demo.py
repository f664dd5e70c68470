from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from laporan.demo.latihan import buka_latihan
from laporan.demo.muat import BukanBasisDataDemo, muat, sudah_dimuat
from laporan.demo.surat import terbitkan_contoh


class Command(BaseCommand):
    help = "Muat tahun contoh: daftar RT, akun contoh, dan perjalanan tiap usulan sampai hari ini. Hanya sekali."

    def handle(self, **options):
        if not settings.KAMPUNG_DEMO:
            raise CommandError(
                "Data contoh memakai kata sandi yang diketahui umum, jadi hanya dimuat bila KAMPUNG_DEMO=1. "
                "Jalankan script/server, atau pasang KAMPUNG_DEMO=1 pada basis data percobaan."
            )
        if sudah_dimuat():
            self.stdout.write("Data contoh sudah ada; tidak ada yang diubah.")
            return
        mulai = monotonic()

        def lapor(teks):
            self.stdout.write(f"[{monotonic() - mulai:3.0f} dtk] {teks}")
            self.stdout.flush()

        lapor("Memuat data contoh, hanya sekali ...")
        try:
            muat(lapor=lapor)
        except BukanBasisDataDemo:
            raise CommandError(
                "Basis data ini sudah berisi data lain, jadi data contoh tidak dimuat. Pakai basis data yang kosong."
            ) from None
        lapor(f"{terbitkan_contoh()} surat contoh terbit.")
        lapor(f"{buka_latihan()} RT latihan terbuka.")
        lapor("Data contoh siap.")
