from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from rt.models import Pengguna, Peran


class Command(BaseCommand):
    help = "Membuat akun DPMPPA pertama; akun lain dibuat dari portal."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("nama")

    def handle(self, username, nama, **options):
        pengguna = Pengguna(username=username.lower(), nama=nama, peran=Peran.DPMPPA)
        try:
            pengguna.full_clean(exclude=["password"])
            sandi = getpass("Kata sandi: ")
            validate_password(sandi, pengguna)
        except ValidationError as salah:
            raise CommandError(" ".join(salah.messages)) from salah
        if sandi != getpass("Ulangi kata sandi: "):
            raise CommandError("Kedua kata sandi tidak sama. Jalankan lagi perintahnya.")
        pengguna.set_password(sandi)
        pengguna.save()
        self.stdout.write(f"Akun {pengguna.username} dibuat. Masuk lewat /masuk/.")
