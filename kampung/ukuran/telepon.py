"""The same pages in a real browser, on a phone of 360 px: what is wider than the window, what is too small for a thumb."""

from collections import defaultdict
from dataclasses import dataclass

from kampung.chromium import GESER_SAMPING, SASARAN_KECIL, chromium
from kampung.ukuran.peladen import kuki

HP = {"width": 360, "height": 800}


@dataclass(frozen=True)
class DiLayar:
    geser: int  # pixels wider than the window
    kecil: int  # targets below 44 px


def terberat(daftar_kunjungan):
    """Of each address and Peran the heaviest page."""
    hasil = {}
    for satu in sorted(daftar_kunjungan, key=lambda satu: (satu.byte, satu.alamat)):
        hasil[satu.rute, satu.peran] = satu
    return hasil


def ukur_di_layar(alamat_peladen, daftar_kunjungan, lapor):
    """(rute, Peran) -> DiLayar. No database here: Playwright's loop would not have it in this thread."""
    per_orang = defaultdict(list)
    for kunci, satu in terberat(daftar_kunjungan).items():
        per_orang[satu.sesi].append((kunci, satu.alamat))
    hasil, dilapor = {}, 1
    with chromium() as peramban:
        for sesi, daftar in per_orang.items():
            konteks = peramban.new_context(
                viewport=HP, locale="id-ID", timezone_id="Asia/Jakarta", has_touch=True, service_workers="block"
            )
            konteks.add_cookies(kuki(sesi, alamat_peladen))
            halaman = konteks.new_page()
            for kunci, alamat in daftar:
                halaman.goto(alamat_peladen + alamat)
                hasil[kunci] = DiLayar(halaman.evaluate(GESER_SAMPING), len(halaman.evaluate(SASARAN_KECIL)))
            konteks.close()
            if len(hasil) >= 100 * dilapor:
                lapor(f"{len(hasil)} halaman di layar 360 px ...")
                dilapor += 1
    return hasil
