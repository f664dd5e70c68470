"""Debian's Chromium, driven by Playwright: for the commands that measure and photograph pages, and for tests."""

import shutil
from contextlib import contextmanager

from django.core.management.base import CommandError

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Nothing that phones home, nothing that a container has no room for.
BENDERA = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic", "--disable-dev-shm-usage",
)  # fmt: skip
# Targets smaller than 44 px on a phone, but for links inside a sentence (WCAG 2.5.8 excepts those).
SASARAN_KECIL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary, textarea")]
  .filter(e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
    const kalimat = s.display == "inline" && [...e.parentNode.childNodes].some(n => n.nodeType == 3 && /\\w/.test(n.data));
    return r.width > 1 && r.height > 1 && s.visibility != "hidden" && r.height < 43.5 && !kalimat
      && !e.closest("p, dd, li p, .panduan > :is(ol, ul) li, .remah, label, td, .lewati") })
  .map(e => `sasaran ${Math.round(e.getBoundingClientRect().height)} px: ${e.outerHTML.slice(0, 120)}`)"""
# Pixels that the page is wider than the window.
GESER_SAMPING = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def chromium():
    """One browser process for many windows. Playwright is imported here: the portal itself runs without it."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise CommandError("Paket playwright belum terpasang. Pasang dulu: pip install -r requirements.txt") from None
    if CHROMIUM is None:
        raise CommandError("Chromium tidak ditemukan di komputer ini. Pasang dulu: sudo apt install chromium")
    with sync_playwright() as mesin:
        peramban = mesin.chromium.launch(executable_path=CHROMIUM, args=list(BENDERA))
        yield peramban
        peramban.close()
