"""A real browser for tests: Debian's Chromium, driven by Playwright, against the live server of the test."""

import shutil
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from kampung.testing import SANDI

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Nothing that phones home, nothing that a container has no room for.
BENDERA = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic", "--disable-dev-shm-usage",
)  # fmt: skip
HP, MEJA = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# Targets smaller than 44 px on a phone, but for links inside a sentence (WCAG 2.5.8 excepts those).
SASARAN_KECIL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary, textarea")]
  .filter(e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
    return r.width > 1 && r.height > 1 && s.visibility != "hidden" && r.height < 43.5
      && !e.closest("p, dd, li p, .remah, label, td, .lewati") })
  .map(e => e.outerHTML.slice(0, 120))"""


@contextmanager
def chromium():
    """One browser process for many windows."""
    with sync_playwright() as mesin:
        peramban = mesin.chromium.launch(executable_path=CHROMIUM, args=list(BENDERA))
        yield peramban
        peramban.close()


class Layar:
    """One person's window: a context of its own, with what the console complained about."""

    def __init__(self, peramban, alamat, ukuran=HP, **opsi):
        self.alamat = alamat
        self.konteks = peramban.new_context(
            viewport=ukuran, locale="id-ID", timezone_id="Asia/Jakarta", has_touch=ukuran is HP, **opsi
        )
        self.konteks.set_default_timeout(15_000)
        self.keluhan = []
        self.hal = self.konteks.new_page()
        self.hal.on("console", lambda pesan: self.keluhan.append(pesan.text) if pesan.type == "error" else None)
        self.hal.on("pageerror", lambda salah: self.keluhan.append(str(salah)))

    def masuk(self, username, sandi=SANDI):
        self.buka("/masuk/")
        self.hal.fill("[name=username]", username)
        self.hal.fill("[name=password]", sandi)
        self.tekan("main button")
        return self

    def tekan(self, sasaran):
        """Press what leads to another page, and wait until that one is there with its styles."""
        with self.hal.expect_navigation():
            self.hal.click(sasaran)

    def buka(self, jalur):
        return self.hal.goto(f"{self.alamat}{jalur}")

    def pelanggaran_axe(self):
        hasil = Axe().run(self.hal).response["violations"]
        return [f"{satu['id']}: {node['html'][:120]}" for satu in hasil for node in satu["nodes"]]

    def geser_samping(self):
        """Pixels that the page is wider than the window."""
        return self.hal.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def sasaran_kecil(self):
        return self.hal.evaluate(SASARAN_KECIL)

    def tutup(self):
        self.konteks.close()
