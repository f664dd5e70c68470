"""The cast: one RT with its people, a neighbour, and those who check and pay."""

import os
from datetime import datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client

from kampung.chromium import CHROMIUM, chromium
from kampung.testing import make_kelurahan, make_pengguna, make_rt, make_tahun, make_usulan
from kampung.tests.layar import Layar
from rt.models import Jabatan, Peran


@pytest.fixture(autouse=True)
def _tempat_uji(settings, tmp_path):
    """Uploads go to a folder of the test; static files need no collectstatic; hashing is cheap."""
    settings.MEDIA_ROOT = tmp_path / "berkas"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False


@pytest.fixture(autouse=True)
def _hari_uji():
    """It is Saturday 21 November 2026 in every test: the programme's year must not end under them."""
    with time_machine.travel(datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta")), tick=True):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """No autovacuum in the test database of PostgreSQL.

    It would see tables whose rows every test rolls back, note that they are empty, and so make the planner join the
    1,650 RT of a later test row by row, for minutes.
    """
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            for tabel in connection.introspection.table_names(cursor):
                cursor.execute(f'ALTER TABLE "{tabel}" SET (autovacuum_enabled = false)')
    yield
    if connection.vendor == "postgresql":
        # What a thread of the live server left open would keep the test database from being dropped.
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def login():
    """login(person) -> a browser of their own."""

    def masuk(pengguna):
        client = Client()
        client.force_login(pengguna, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return masuk


@pytest.fixture
def kenali_besar(db):
    return make_kelurahan("Kenali Besar", "Alam Barajo")


@pytest.fixture
def rawa_sari(db):
    return make_kelurahan("Rawa Sari", "Alam Barajo")


@pytest.fixture
def tahun(db):
    return make_tahun()


@pytest.fixture
def kelompok_a(tahun):
    return tahun.daftar_kelompok.get(kode="A")


@pytest.fixture
def kelompok_b(tahun):
    return tahun.daftar_kelompok.get(kode="B")


@pytest.fixture
def rt_02(kenali_besar):
    return make_rt(kenali_besar, nomor=2, nama_ketua="Ketua Rt 02")


@pytest.fixture
def usulan(rt_02, kelompok_b):
    """RT 02 Kenali Besar in Kelompok B: Rp100 juta, at the very start."""
    return make_usulan(rt_02, kelompok_b)


@pytest.fixture
def usulan_tetangga(rawa_sari, kelompok_b):
    """In another kelurahan: what could leak."""
    return make_usulan(make_rt(rawa_sari, nomor=7), kelompok_b)


@pytest.fixture
def ketua_rt(rt_02):
    return make_pengguna(Peran.KETUA_RT, "ketua02", rt=rt_02)


@pytest.fixture
def bendahara(rt_02):
    return make_pengguna(Peran.PENGURUS_POKJA, "bendahara02", rt=rt_02)


@pytest.fixture
def pendamping(rt_02):
    return make_pengguna(Peran.PENDAMPING, "pendamping", rt=rt_02)


@pytest.fixture
def petugas(kenali_besar):
    return make_pengguna(Peran.KELURAHAN, "petugas", kelurahan=kenali_besar, jabatan=Jabatan.PETUGAS)


@pytest.fixture
def lurah(kenali_besar):
    return make_pengguna(Peran.KELURAHAN, "lurah", kelurahan=kenali_besar, jabatan=Jabatan.LURAH)


@pytest.fixture
def petugas_tetangga(rawa_sari):
    return make_pengguna(Peran.KELURAHAN, "petugas.rawasari", kelurahan=rawa_sari)


@pytest.fixture
def kecamatan(kenali_besar):
    return make_pengguna(Peran.KECAMATAN, "kecamatan", kecamatan=kenali_besar.kecamatan)


@pytest.fixture
def dpmppa(db):
    return make_pengguna(Peran.DPMPPA, "dpmppa")


@pytest.fixture
def keuangan(db):
    return make_pengguna(Peran.KEUANGAN, "keuangan")


@pytest.fixture
def inspektorat(db):
    return make_pengguna(Peran.INSPEKTORAT, "inspektorat")


@pytest.fixture
def semua_orang(ketua_rt, bendahara, pendamping, petugas, lurah, kecamatan, dpmppa, keuangan, inspektorat):
    """One person of each Peran, by Peran (petugas for KELURAHAN)."""
    daftar = (ketua_rt, bendahara, pendamping, petugas, kecamatan, dpmppa, keuangan, inspektorat)
    return {pengguna.peran: pengguna for pengguna in daftar}


@pytest.fixture(scope="session")
def peramban():
    """Debian's Chromium, started once. A machine without it says so in script/test; CI installs it."""
    if CHROMIUM is None:
        pytest.skip("Chromium tidak terpasang (sudo apt install chromium)")
    # Playwright keeps an event loop in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium() as mesin:
        yield mesin
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def layar(peramban, live_server, settings):
    """layar(ukuran=HP, ...) -> a window of one person against the live server."""
    # A secure context for the service worker, and a session that the server shares with the test.
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
    daftar = []

    def buka(**opsi):
        daftar.append(Layar(peramban, live_server.url, **opsi))
        return daftar[-1]

    yield buka
    for satu in daftar:
        satu.tutup()


@pytest.fixture
def basis_data(request):
    return connection.vendor


@pytest.fixture(scope="module")
def tanpa_kunci_abadi(django_db_setup, django_db_blocker):
    """For modules of `django_db(transaction=True)` or a live server: they end by emptying every table.

    The append-only triggers refuse that, so they are taken off for the module and put back after it.
    """
    daftar = [
        import_module(f"{jalur.parts[-3]}.migrations.{jalur.stem}")
        for jalur in sorted(Path(__file__).parent.glob("*/migrations/*_abadi.py"))
    ]
    with django_db_blocker.unblock():
        with connection.schema_editor() as penyunting:
            for migrasi in daftar:
                migrasi.lepas(None, penyunting)
        yield
        with connection.schema_editor() as penyunting:
            for migrasi in daftar:
                migrasi.pasang(None, penyunting)
