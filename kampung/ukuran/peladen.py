"""The portal served inside this process, with its real middleware, on a free port; and sessions to open it with."""

import threading
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler

from rt.models import Pengguna

TUAN_RUMAH = "localhost"


@contextmanager
def peladen():
    """Serve on a port of the system's choice; gives the address."""
    server = ThreadedWSGIServer((TUAN_RUMAH, 0), QuietWSGIRequestHandler)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    utas = threading.Thread(target=server.serve_forever, daemon=True)
    utas.start()
    try:
        yield f"http://{TUAN_RUMAH}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        utas.join()


def klien(pengguna=None):
    """A browser without a screen, signed in as this person; what breaks is an answer with 500, not an exception."""
    hasil = Client(raise_request_exception=False, SERVER_NAME=TUAN_RUMAH, headers={"accept-encoding": "gzip, br"})
    if pengguna is not None:
        hasil.force_login(pengguna, backend="django.contrib.auth.backends.ModelBackend")
        hasil.get("/")  # the first page of a session writes down when it was used
    return hasil


def sesi(klien):
    """The key of this client's session, "" for nobody."""
    nama = settings.SESSION_COOKIE_NAME
    return klien.cookies[nama].value if nama in klien.cookies else ""


def kuki(sesi, alamat):
    """A session as Playwright takes it."""
    return [{"name": settings.SESSION_COOKIE_NAME, "value": sesi, "url": alamat}] if sesi else []


def siapkan():
    """Only where the demo is: sessions are opened for people without asking them. Static files as they are sent."""
    if not settings.KAMPUNG_DEMO:
        raise CommandError(
            "Perintah ini membuka halaman atas nama setiap Peran, jadi hanya untuk data contoh. Jalankan script/ukur."
        )
    if not akun_contoh().exists():
        raise CommandError("Data contoh belum dimuat. Jalankan script/ukur, atau manage.py demo lebih dulu.")
    call_command("collectstatic", interactive=False, verbosity=0)


def akun_contoh():
    """The people one signs in as; the others of the demo have no password."""
    return Pengguna.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).order_by("pk")
