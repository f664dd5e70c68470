"""Opens the pages in Chromium and keeps what it sees: small pictures, the same name each time."""

import io

from django.core.management.base import CommandError
from django.utils import timezone
from PIL import Image

from kampung.chromium import chromium
from kampung.gambar import FOLDER, layar
from kampung.ukuran.peladen import kuki
from laporan.demo.gambar import nota

WARNA = 96  # enough for flat colours and letters, a third of the bytes
PALING_BESAR = 120 * 1024
NOTA = {"toko": "TB Sumber Rejeki", "nilai": "1.250.000", "nomor": "N-0417"}


def ambil(alamat_peladen, daftar, lapor):
    """[(Potret, session)] -> docs/gambar/<name>.png. No database here: Playwright's loop would not have it."""
    FOLDER.mkdir(exist_ok=True)
    with chromium() as peramban:
        for potret, sesi in daftar:
            isi = kecilkan(_potret(peramban, alamat_peladen, potret, sesi))
            if len(isi) > PALING_BESAR:
                raise CommandError(f"{potret.nama}: {len(isi) // 1024} KB, paling besar {PALING_BESAR // 1024} KB.")
            (FOLDER / f"{potret.nama}.png").write_bytes(isi)
            lapor(f"{potret.nama}.png {len(isi) // 1024} KB")


def _potret(peramban, alamat_peladen, potret, sesi):
    ukuran = layar(potret.nama)
    konteks = peramban.new_context(
        viewport={"width": ukuran.lebar, "height": ukuran.tinggi},
        device_scale_factor=ukuran.skala,
        has_touch=ukuran.skala > 1,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        service_workers="block",
        reduced_motion="reduce",
    )
    konteks.add_cookies(kuki(sesi, alamat_peladen))
    halaman = konteks.new_page()
    jawaban = halaman.goto(alamat_peladen + potret.alamat)
    if not jawaban.ok:
        raise CommandError(f"{potret.nama}: {potret.alamat} menjawab {jawaban.status}.")
    if potret.tanpa_sinyal:
        _simpan_tanpa_sinyal(halaman)
    _ke(halaman, potret)
    hasil = halaman.screenshot()
    konteks.close()
    return hasil


def _ke(halaman, potret):
    if potret.sampai:
        tempat = halaman.get_by_text(potret.sampai, exact=False).first
        tempat.wait_for()
        if potret.gulir:
            tempat.evaluate("e => e.scrollIntoView()")
    halaman.wait_for_load_state("networkidle")


def _simpan_tanpa_sinyal(halaman):
    """As in a shop without signal: the note is filled in and sent, and the phone keeps it."""
    halaman.route("**/*", lambda rute: rute.abort())
    foto = nota(NOTA["toko"], NOTA["nomor"], timezone.localdate(), [("Semen 50 kg, 18 sak", 1_250_000)], 1_250_000)
    halaman.set_input_files("#id_foto", {"name": "nota.jpg", "mimeType": "image/jpeg", "buffer": foto})
    halaman.fill("#id_nilai", NOTA["nilai"])
    halaman.select_option("#id_baris_rab", index=1)
    halaman.fill("#id_toko", NOTA["toko"])
    halaman.fill("#id_nomor_bukti", NOTA["nomor"])
    halaman.click("form[data-luring=catat] .tombol-utama")
    halaman.get_by_text("tersimpan di HP ini, belum terkirim").first.wait_for()
    halaman.click("#luring summary")
    halaman.evaluate("() => scrollTo(0, 0)")


def kecilkan(isi):
    """A palette instead of true colour; the pages are flat, and nobody sees the difference."""
    with Image.open(io.BytesIO(isi)) as gambar:
        hasil = io.BytesIO()
        gambar.convert("RGB").quantize(WARNA, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            hasil, "PNG", optimize=True
        )
    return hasil.getvalue()
