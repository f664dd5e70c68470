"""Two at once, in threads, with real transactions."""

import threading
import time

import pytest
from django.db import OperationalError, connection

from kampung.testing import make_kelurahan, make_pengguna, make_rt, make_tahun, make_usulan
from pokja.models import ButirPemetaan, Usulan
from pokja.services import LangkahDitolak, pindah_tahap
from pokja.tahapan import Giliran, Tahap
from rt.peran import Peran

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tanpa_kunci_abadi")]


def serentak(kerja, kali=4):
    """Run kerja(0), kerja(1), ... in threads that start together; answers what each gave, or how it was refused."""
    mulai, hasil = threading.Barrier(kali), []

    def jalan(nomor):
        try:
            mulai.wait(timeout=10)
            hasil.append(_ulangi(kerja, nomor))
        except LangkahDitolak as ditolak:
            hasil.append(ditolak)
        finally:
            connection.close()

    daftar = [threading.Thread(target=jalan, args=[nomor]) for nomor in range(kali)]
    for utas in daftar:
        utas.start()
    for utas in daftar:
        utas.join()
    return hasil


def _ulangi(kerja, nomor):
    """SQLite in memory refuses at once where a file, or PostgreSQL, would wait: wait here."""
    for _ in range(200):
        try:
            return kerja(nomor)
        except OperationalError:
            time.sleep(0.02)
    raise AssertionError("Basis data terkunci terus.")


@pytest.fixture
def panggung(transactional_db):
    rt = make_rt(make_kelurahan(), nomor=2)
    kelompok = make_tahun().daftar_kelompok.get(kode="B")
    return make_usulan(rt, kelompok, tahap=Tahap.PEMETAAN, giliran=Giliran.RT), make_pengguna(Peran.KETUA_RT, rt=rt)


def test_two_simultaneous_steps_make_one_riwayat(panggung):
    usulan, ketua = panggung

    def ajukan(_nomor):
        salinan = Usulan.objects.get(pk=usulan.pk)
        return pindah_tahap(salinan, "ajukan", oleh=ketua, versi=0, halangan=[])

    hasil = serentak(ajukan)
    assert len([satu for satu in hasil if not isinstance(satu, Exception)]) == 1
    assert usulan.daftar_riwayat.count() == 1
    assert Usulan.objects.get(pk=usulan.pk).versi == 1


def test_two_simultaneous_posts_of_one_form_make_one_row(panggung, login):
    usulan, ketua = panggung
    daftar_peramban = [login(ketua) for _ in range(4)]
    isian = {
        "jenis": "potensi",
        "uraian": "Warga pandai menganyam",
        "lokasi": "",
        "token": "7d8a1c1e-58f5-4a63-9d1b-0a4a4c0f6f11",
        "versi_isian": "0",
    }

    def kirim(nomor):
        return daftar_peramban[nomor].post(f"/usulan/{usulan.pk}/potensi/", isian).status_code

    hasil = serentak(kirim)
    assert hasil == [302, 302, 302, 302]
    assert ButirPemetaan.objects.count() == 1
