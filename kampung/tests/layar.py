"""A real browser for tests: Debian's Chromium, driven by Playwright, against the live server of the test."""

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client

from kampung.chromium import GESER_SAMPING, SASARAN_KECIL
from kampung.testing import SANDI

HP, MEJA = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# Only what is asked: the full report of a long list is a megabyte on its way.
AXE = """async kontras => {
  const { violations } = await axe.run({ resultTypes: ["violations"], rules: { "color-contrast": { enabled: kontras } } });
  return violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 120)}`)); }"""


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
        self.hal.on("console", self._dengar)
        self.hal.on("pageerror", lambda salah: self.keluhan.append(str(salah)))

    def _dengar(self, pesan):
        if pesan.type == "error":
            self.keluhan.append(f"{pesan.text} {pesan.location['url']}".strip())

    def masuk(self, username, sandi=SANDI):
        self.buka("/masuk/")
        self.hal.fill("[name=username]", username)
        self.hal.fill("[name=password]", sandi)
        self.tekan("main button")
        return self

    def masuk_sebagai(self, pengguna):
        """As `masuk`, where signing in is not what is tested: only its cookie."""
        client = Client()
        client.force_login(pengguna, backend="django.contrib.auth.backends.ModelBackend")
        nama = settings.SESSION_COOKIE_NAME
        self.konteks.clear_cookies()
        self.konteks.add_cookies([{"name": nama, "value": client.cookies[nama].value, "url": self.alamat}])
        return self

    def tekan(self, sasaran):
        """Press what leads to another page, and wait until that one is there with its styles."""
        with self.hal.expect_navigation():
            self.hal.click(sasaran)

    def buka(self, jalur):
        return self.hal.goto(f"{self.alamat}{jalur}")

    def pelanggaran_axe(self, kontras=True):
        """`kontras` measures every word on the page: half of the time."""
        self.hal.evaluate(AXE_SCRIPT)
        return self.hal.evaluate(AXE, kontras)

    def geser_samping(self):
        """Pixels that the page is wider than the window."""
        return self.hal.evaluate(GESER_SAMPING)

    def sasaran_kecil(self):
        return self.hal.evaluate(SASARAN_KECIL)

    def tutup(self):
        self.konteks.close()
