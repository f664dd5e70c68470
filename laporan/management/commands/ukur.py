"""How dear the lists and sheets are, beside a bare Django page and a bare openpyxl loop, on the data that is there."""

import gzip
import io
import time
import tracemalloc
from datetime import date, datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path, reverse
from openpyxl import Workbook, load_workbook

from laporan.daftar import BARIS_PER_HALAMAN
from pokja.models import Usulan
from rt.models import Pengguna

DAFTAR = ("rt", "usulan", "pencairan", "bukukas", "lpj")
POLOS = """<table>{% for u in daftar %}<tr><td>{{ u.rt.nomor }}</td><td>{{ u.rt.kelurahan.nama }}</td>
<td>{{ u.kelompok.kode }}</td><td>{{ u.get_tahap_display }}</td><td>{{ u.get_giliran_display }}</td>
<td>{{ u.giliran_sejak }}</td><td>{{ u.jatuh_tempo }}</td><td>{{ u.alokasi.pagu }}</td></tr>{% endfor %}</table>"""


def halaman_polos(request):
    """An ordinary page: login, 50 model rows, a plain template table, no layout and no form."""
    daftar = Usulan.objects.nyata().select_related("rt__kelurahan", "kelompok", "alokasi")[:BARIS_PER_HALAMAN]
    return HttpResponse(engines["django"].from_string(POLOS).render({"daftar": daftar}, request))


urlpatterns = [path("polos/", halaman_polos, name="polos"), path("", include("kampung.urls"))]


class Command(BaseCommand):
    help = "Mengukur daftar dan ekspor: jumlah kueri, waktu terhadap halaman Django polos, byte, waktu terhadap openpyxl polos."

    def add_arguments(self, parser):
        parser.add_argument("--sebagai", default="dpmppa", help="nama pengguna yang membuka halaman")
        parser.add_argument("--ulang", type=int, default=20, help="banyaknya pengulangan tiap halaman")

    def handle(self, *args, **options):
        pengguna = Pengguna.objects.filter(username=options["sebagai"]).first()
        if pengguna is None:
            raise CommandError(f"Pengguna {options['sebagai']} tidak ada. Pilih dengan --sebagai.")
        hos = {"ALLOWED_HOSTS": [*settings.ALLOWED_HOSTS, "testserver"], "SECURE_SSL_REDIRECT": False}
        with override_settings(ROOT_URLCONF=__name__, **hos):
            klien = Client()
            klien.force_login(pengguna, backend="django.contrib.auth.backends.ModelBackend")
            self._halaman(klien, options["ulang"])
            self._ekspor(klien)

    def _halaman(self, klien, ulang):
        daftar = {"halaman polos": reverse("polos")}
        daftar |= {nama: reverse(f"laporan:{nama}_list") for nama in DAFTAR} | {
            nama: reverse(f"laporan:{nama}") for nama in ("rekap", "kendali")
        }
        for alamat in daftar.values():
            klien.get(alamat)
        # In turns, and the quickest of each: what else the machine does meanwhile hits all alike.
        waktu = {nama: [] for nama in daftar}
        for _ in range(ulang):
            for nama, alamat in daftar.items():
                waktu[nama].append(_lama(lambda alamat=alamat: klien.get(alamat))[0])
        polos = min(waktu["halaman polos"])
        self.stdout.write(f"{'halaman':16}{'kueri':>6}{'ms':>8}{'kali':>7}{'KB':>7}{'KB gzip':>9}")
        for nama, alamat in daftar.items():
            with CaptureQueriesContext(connection) as kueri:
                isi = klien.get(alamat).content
                banyak = len(kueri.captured_queries)
            cepat = min(waktu[nama])
            self.stdout.write(
                f"{nama:16}{banyak:6}{cepat * 1000:8.1f}{cepat / polos:7.2f}"
                f"{len(isi) / 1024:7.0f}{len(gzip.compress(isi)) / 1024:9.1f}"
            )

    def _ekspor(self, klien):
        self.stdout.write(f"\n{'ekspor':16}{'baris':>7}{'kolom':>7}{'ms':>8}{'kali':>7}{'KB':>7}{'MiB puncak':>12}")
        for nama in (*DAFTAR, "rekap"):
            alamat = reverse(f"laporan:{nama}_xlsx")
            isi = _unduh(klien, alamat)
            lembar = load_workbook(io.BytesIO(isi), read_only=True).active
            baris = [list(satu) for satu in lembar.iter_rows(values_only=True)]
            kita = min(_lama(lambda alamat=alamat: _unduh(klien, alamat))[0] for _ in range(3))
            polos = min(_lama(lambda baris=baris: _tulis_polos(baris))[0] for _ in range(3))
            tracemalloc.start()
            _unduh(klien, alamat)
            puncak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            self.stdout.write(
                f"{nama:16}{len(baris) - 2:7}{len(baris[0]):7}{kita * 1000:8.0f}{kita / polos:7.2f}"
                f"{len(isi) / 1024:7.0f}{puncak / 2**20:12.1f}"
            )


def _lama(kerja):
    """(processor seconds, result): waiting for other programs does not count."""
    mulai = time.process_time()
    hasil = kerja()
    return time.process_time() - mulai, hasil


def _unduh(klien, alamat):
    return b"".join(klien.get(alamat).streaming_content)


def _tulis_polos(baris):
    """The same values in the plainest loop that openpyxl offers."""
    buku = Workbook(write_only=True)
    lembar = buku.create_sheet()
    for satu in baris:
        lembar.append([nilai if isinstance(nilai, (int, float, str, date, datetime)) else None for nilai in satu])
    buku.save(io.BytesIO())
