"""One e-mail a day to each officer for whom something waits. Run from cron; a second run of the day sends only what failed."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from laporan.kabar import isi, judul, ringkasan_untuk
from laporan.models import KirimanRingkasan
from pokja.hari_kerja import muat_libur
from rt.models import Pengguna
from rt.peran import PENERIMA_RINGKASAN


class Command(BaseCommand):
    help = "Mengirim surel ringkasan harian kepada Kelurahan, DPMPPA, dan Keuangan yang punya pekerjaan menunggu."

    def handle(self, *args, **options):
        alamat = settings.KAMPUNG_ALAMAT
        if not alamat.startswith(("https://", "http://")):
            raise CommandError(
                "KAMPUNG_ALAMAT belum diisi. Isi dengan alamat lengkap portal, misalnya https://kampung.example.go.id, "
                "supaya tautan dalam surel bisa dibuka."
            )
        hari, libur = timezone.localdate(), muat_libur()
        terkirim, gagal = 0, []
        for pengguna in penerima(hari):
            ringkasan = ringkasan_untuk(pengguna, libur)
            if not ringkasan.banyak:
                continue
            try:
                terkirim += kirim(pengguna, ringkasan, alamat, hari)
            except Exception as kesalahan:  # whatever a mail server may answer: the others still get theirs
                # The kind only: the words of a mail server hold the address.
                gagal.append(f"{pengguna.username} ({type(kesalahan).__name__})")
        self.stdout.write(f"{terkirim} ringkasan terkirim.")
        if gagal:
            raise CommandError(
                f"{len(gagal)} tidak terkirim: {', '.join(gagal)}. Periksa alamat surelnya dan EMAIL_URL, "
                "lalu jalankan lagi: yang sudah terkirim tidak dikirim dua kali."
            )


def penerima(hari):
    """Active officers with an address who have not switched it off and got none that day."""
    daftar = Pengguna.objects.nyata().filter(peran__in=PENERIMA_RINGKASAN, is_active=True, ringkasan_surel=True)
    return daftar.exclude(email="").exclude(daftar_kiriman_ringkasan__tanggal=hari).order_by("pk")


def kirim(pengguna, ringkasan, alamat, hari):
    """Send once: the row is taken first, so that two runs at once send one e-mail, and given back if sending fails."""
    kiriman, baru = KirimanRingkasan.objects.get_or_create(
        pengguna=pengguna, tanggal=hari, defaults={"banyak": ringkasan.banyak}
    )
    if not baru:
        return 0
    surel = EmailMessage(
        judul(ringkasan),
        isi(ringkasan, alamat),
        to=[pengguna.email],
        headers={"Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{alamat}{reverse('akun')}>"},
    )
    try:
        surel.send()
    except Exception:
        kiriman.delete()
        raise
    return 1
