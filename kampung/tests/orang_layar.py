"""A person at a phone: taps what stands on the screen, fills what is asked, chooses files. With JavaScript and without.

Every page they come to must fit the phone, and its console must be silent: no error, no breach of the CSP.
"""

import re

from playwright.sync_api import expect


class Orang:
    """`layar` is their window (kampung.tests.layar.Layar); it stays open as long as they do."""

    def __init__(self, layar, pengguna):
        self.layar, self.hal, self.banyak = layar, layar.hal, 0
        self._pindah(lambda: layar.buka("/"))
        self.isi(username=pengguna.username, password="kampung-bahagia")
        self.tekan("Masuk")

    # --- going somewhere -----------------------------------------------------------------------------------------

    def _pindah(self, kerja):
        kerja()
        self.banyak += 1
        keadaan = (self.layar.geser_samping(), self.layar.keluhan)
        assert keadaan == (0, []), f"{self.hal.url}: {keadaan}\n{self.teks()[:1500]}"

    def tekan(self, nama, dalam=None):
        """Tap the one link or button with these words, and wait for the page it leads to."""
        self._ketuk(self._temukan(nama, dalam))

    def tekan_utama(self):
        """Tap the one main button of the card on the home page: the next step."""
        self.buka_beranda()
        self._ketuk(self.hal.locator(".langkah-berikut .tombol-utama"))

    def buka_beranda(self):
        self._ketuk(self.hal.locator(".kepala a.merek"))

    def menu(self, nama):
        """An entry of the main menu, folded away on a phone."""
        self.hal.locator(".kepala summary", has_text="Menu").tap()
        butir = self.hal.get_by_role("navigation", name="Menu utama").get_by_role("link", name=nama, exact=True)
        if not butir.is_visible():
            self.hal.locator(".kepala summary", has_text="Lainnya").tap()
        self._ketuk(butir)

    def _temukan(self, nama, dalam=None):
        """What a reader of the screen hears begins with `nama`."""
        akar, pola = dalam or self.hal, re.compile("^" + re.escape(nama).replace("/", r"\/"))
        daftar = akar.get_by_role("link", name=pola).or_(akar.get_by_role("button", name=pola)).filter(visible=True)
        assert daftar.count() == 1, f"{daftar.count()} kali “{nama}” di {self.hal.url}\n{self.teks()[:2500]}"
        return daftar

    def _ketuk(self, tujuan):
        def ketuk():
            with self.hal.expect_navigation():
                tujuan.tap()

        self._pindah(ketuk)

    # --- filling -------------------------------------------------------------------------------------------------

    def isi(self, **isian):
        """Fill the one form that asks for all of this, by the names of its fields; nothing hidden can be filled."""
        punya = "".join(f":has([name={nama}])" for nama in isian)
        form = self.hal.locator(f"form{punya}").first
        for nama, nilai in isian.items():
            self._isi(form, nama, nilai)

    def _isi(self, form, nama, nilai):
        satu = form.locator(f"[name={nama}]").first
        jenis = satu.evaluate("e => e.type")
        if jenis == "radio":
            form.locator(f"[name={nama}][value='{nilai}']").check()
        elif jenis == "checkbox":
            satu.check()
        elif jenis.startswith("select"):
            self._pilih(satu, nilai)
        else:
            satu.fill(nilai)

    def _pilih(self, satu, nilai):
        """By its value, or by words that stand in it."""
        if isinstance(nilai, re.Pattern):
            nilai = satu.locator("option", has_text=nilai).first.get_attribute("value")
        satu.select_option(nilai)

    def isi_dan(self, tombol, **isian):
        self.isi(**isian)
        self.tekan(tombol)

    def pilih_berkas(self, berkas, dalam=None):
        """Tap the camera where the phone offers it, else the file field itself; the chooser opens, one file is taken."""
        akar = dalam or self.hal
        kamera = akar.get_by_role("button", name="Ambil foto")
        with self.hal.expect_file_chooser() as pemilih:
            (kamera if kamera.count() else akar.locator("input[type=file]").first).tap()
        isi = berkas.read()
        pemilih.value.set_files({"name": berkas.name, "mimeType": berkas.content_type, "buffer": isi})

    def unggah(self, judul, berkas):
        """Send one file below its heading, and see it there."""
        bagian = self.hal.locator("section.kartu").filter(has=self.hal.get_by_role("heading", name=judul, exact=True))
        self.pilih_berkas(berkas, bagian)
        self.tekan("Kirim", bagian)
        expect(bagian.get_by_text("Belum ada berkas.")).to_have_count(0)

    def buka_lipatan(self, kata):
        self.hal.locator("summary", has_text=kata).first.tap()

    # --- seeing --------------------------------------------------------------------------------------------------

    def teks(self):
        return " ".join(self.hal.locator("main").inner_text().split())

    def lihat(self, *kata):
        teks = self.teks()
        for satu in kata:
            assert satu in teks, f"“{satu}” tidak ada di {self.hal.url}\n{teks[:2500]}"

    # --- checking ------------------------------------------------------------------------------------------------

    def periksa(self, tombol, perbaiki="", **isian):
        """Judge every part from the page of a filing: all is well but the part named `perbaiki`."""
        for putusan in self.hal.locator(".putusan fieldset").all():
            if putusan.locator("legend").inner_text() == perbaiki:
                putusan.get_by_label("Perlu diperbaiki").check()
            else:
                putusan.locator("input[value=sesuai], input[value=tutup]").check()
        if perbaiki:
            # With JavaScript the fold of the reason has opened by itself.
            lipatan = self.hal.locator(".putusan", has_text=perbaiki).locator("details:not([open]) > summary")
            if lipatan.count():
                lipatan.tap()
        if isian:
            self.isi(**isian)
        self.tekan(tombol)
