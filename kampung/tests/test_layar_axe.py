"""Every page of the URL conf, in every Peran that may open it, on a phone of 360 px: axe, width, targets, console.

Every address is looked at once, and again where another Peran or another tahap shows an element in a place that no page
had yet; the test client finds that out cheaply.
"""

import logging
from collections import defaultdict

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from kampung.tests.halaman import halaman_keadaan, isi_dunia, semua_halaman
from kampung.tests.test_perjalanan import register
from laporan.tests.adegan import taruh
from pokja.tahapan import BAGIAN
from rt.models import Peran

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tanpa_kunci_abadi")]
FORMULIR = "main form[method=post]:not(.unggah):not([action]):has(.isian)"
KOSONGKAN = """pemilih => { const form = document.querySelector(pemilih);
  form.querySelectorAll("input:is([type=text], [type=date], [type=time], [type=number], [inputmode], :not([type])), textarea, select")
    .forEach(e => { e.value = ""; });
  form.submit(); }"""
# The parts an RT fills: what stands empty is refused with a summary, and nothing is saved.
BERISIAN = {bagian.url_name for daftar in BAGIAN.values() for bagian in daftar}
# Addresses of the URL conf that are no page for anybody here.
BUKAN_HTML = {
    "anggaran:pengaturan_kelompok_pratinjau", "anggaran:pergeseran_ajukan", "anggaran:pergeseran_batal",
    "anggaran:pergeseran_hapus", "anggaran:pergeseran_putus", "anggaran:sanggah_ajukan", "anggaran:sanggah_bukti",
    "anggaran:sanggah_cabut", "anggaran:sanggah_pendapat", "anggaran:sanggah_terima", "anggaran:sanggah_tolak",
    "gaya", "laporan:publik_foto", "pokja:berkas", "sandi_kirim", "sehat",
}  # fmt: skip


class Pemeriksa:
    """One window that becomes one person after another, and what was wrong on the pages they saw."""

    def __init__(self, layar, login):
        self.layar, self.login = layar(service_workers="block"), login
        self.klien, self.peran, self.unsur, self.salah = None, "", set(), []
        self.jawaban, self.terbuka, self.disapa, self.dilihat, self.serupa = defaultdict(set), set(), set(), 0, 0

    def jadi(self, pengguna):
        """This person; None is whoever has not signed in."""
        self.peran = pengguna.peran if pengguna else "tanpa akun"
        self.klien = self.login(pengguna) if pengguna else Client()
        self.layar.konteks.clear_cookies()
        if pengguna:
            self.layar.masuk_sebagai(pengguna)

    def lihat(self, nama, url):
        """Open it, unless it is no page of this person or looks like one that was seen."""
        jawaban = self.klien.get(url)
        self.jawaban[nama].add(jawaban.status_code)
        if "html" not in jawaban.get("Content-Type", "") or jawaban.status_code not in (200, 422):
            return False
        baru = rupa(jawaban.content) - self.unsur
        pertama = self.peran not in self.disapa
        if nama in self.terbuka and not baru and not pertama:
            self.serupa += 1
            return False
        self.terbuka.add(nama)
        self.unsur |= baru
        self.layar.buka(url)
        self.periksa(nama, kontras=bool(baru))
        if pertama:
            self.buka_menu()
        return True

    def buka_menu(self):
        """The frame of every page is the Peran's own: looked at on the first page of each, with its menu open."""
        self.disapa.add(self.peran)
        for lipatan in self.layar.hal.locator(".kepala summary").all():
            lipatan.click()
        self.periksa("menu")

    def tolak(self, status, url):
        assert self.layar.buka(url).status == status, url
        self.periksa(str(status))

    def kirim_kosong(self, nama):
        """The same page with its errors: the form sent with nothing in it."""
        hal = self.layar.hal
        if hal.locator(FORMULIR).count():
            with hal.expect_navigation():
                hal.evaluate(KOSONGKAN, FORMULIR)
            self.periksa(f"{nama} kosong")

    def periksa(self, nama, kontras=True):
        layar, self.dilihat = self.layar, self.dilihat + 1
        # The console repeats the status of a page that refuses.
        keluhan = [satu for satu in layar.keluhan if "Failed to load" not in satu or layar.hal.url not in satu]
        layar.keluhan.clear()
        samping = layar.geser_samping()
        temuan = (
            layar.pelanggaran_axe(kontras)
            + layar.sasaran_kecil()
            + keluhan
            + ([f"geser {samping} px"] if samping else [])
        )
        self.salah += [f"{nama} ({self.peran}) {layar.hal.url}: {satu}" for satu in temuan]


def rupa(isi):
    """The kinds of elements in <main>, each with its parents and classes; how many of a kind, and what words, is no matter."""
    utama = html.fromstring(isi.decode()).find(".//main")
    jalan = {utama: "main"}
    for satu in utama.iterdescendants("*"):
        ciri = (satu.get("class"), satu.get("type"), satu.get("role"))
        jalan[satu] = f"{jalan[satu.getparent()]}>{satu.tag}{ciri}"
    return frozenset(jalan.values())


@pytest.fixture
def pemeriksa(layar, login):
    # Each refused page would write its traceback: a thousand of them.
    logging.disable(logging.WARNING)
    yield Pemeriksa(layar, login)
    logging.disable(logging.NOTSET)


def test_every_page_of_every_peran(pemeriksa):
    dunia = isi_dunia()
    semua = semua_halaman(dunia)
    for pengguna in (None, *dunia.orang.values()):
        pemeriksa.jadi(pengguna)
        for nama, url in semua:
            pemeriksa.lihat(nama, url)
    for tahap, giliran, peran, daftar in halaman_keadaan(dunia.usulan):
        pemeriksa.jadi(dunia.orang[peran])
        for nama, url in daftar:
            taruh(dunia.usulan, tahap, giliran)
            if pemeriksa.lihat(nama, url) and nama in BERISIAN:
                pemeriksa.kirim_kosong(nama)
    pratinjau(pemeriksa, dunia)
    assert pemeriksa.salah == []
    # What answers nobody with a page only takes posts, or is a file.
    assert {
        nama for nama, _url in semua if nama not in pemeriksa.terbuka and 405 not in pemeriksa.jawaban[nama]
    } == BUKAN_HTML


def pratinjau(pemeriksa, dunia):
    """What only a file or a choice that was sent leads to."""
    layar = pemeriksa.layar
    pemeriksa.jadi(dunia.orang[Peran.DPMPPA])
    layar.buka(reverse("anggaran:impor_rt"))
    berkas = register()
    isi = {"name": berkas.name, "mimeType": berkas.content_type, "buffer": berkas.read()}
    layar.hal.set_input_files("[name=berkas]", isi)
    layar.hal.fill("[name=tanggal_kk]", "2025-12-31")
    layar.hal.fill("[name=sumber]", "Pendataan kelurahan")
    layar.tekan("main .tombol-utama")
    pemeriksa.periksa("anggaran:impor_rt_pratinjau")
    assert layar.hal.url.count("/") == 5, layar.hal.inner_text("main")
    layar.buka(reverse("anggaran:pengaturan_kelompok", args=[2026]))
    layar.hal.locator("[name=usulan]").first.check()
    layar.hal.select_option("form[method=post] [name=kelompok]", index=1)
    layar.tekan(".bilah-aksi button")
    pemeriksa.periksa("anggaran:pengaturan_kelompok_pratinjau")
    assert "pratinjau" in layar.hal.url


def test_pages_that_say_no(pemeriksa, usulan, ketua_rt, dpmppa, settings):
    """403, 404, 405, 409, and a sign-in that is wrong, and wrong too often."""
    settings.AXES_ENABLED, settings.AXES_FAILURE_LIMIT = True, 2
    for pengguna, status, url in (
        (ketua_rt, 403, "/pengaturan/"),
        (ketua_rt, 404, "/usulan/999999/"),
        (ketua_rt, 405, "/keluar/"),
        (dpmppa, 409, "/pengaturan/2031/tahun/"),
    ):
        pemeriksa.jadi(pengguna)
        pemeriksa.tolak(status, url)
    pemeriksa.jadi(None)
    for status in (422, 429):
        pemeriksa.layar.buka("/masuk/")
        pemeriksa.layar.hal.fill("[name=username]", "ketua02")
        pemeriksa.layar.hal.fill("[name=password]", "salah")
        pemeriksa.layar.tekan("main button")
        pemeriksa.periksa(str(status))
    assert "Terlalu banyak percobaan masuk" in pemeriksa.layar.hal.inner_text("h1")
    assert pemeriksa.salah == []
