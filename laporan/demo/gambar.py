"""Small drawings that stand for photos and scans: a street at work, a meeting, a receipt, a passbook. All invented."""

import io

from PIL import Image, ImageDraw, ImageFont

from rt.angka import rupiah

UKURAN = (480, 360)
KERTAS, TINTA, BIRU = "#fbfaf4", "#30343c", "#27408b"


def _jpeg(gambar, mutu=55):
    hasil = io.BytesIO()
    gambar.save(hasil, "JPEG", quality=mutu)
    return hasil.getvalue()


def _huruf(ukuran):
    return ImageFont.load_default(ukuran)


def jalan(persen, acak):
    """A lane with a drain: earth at 0, half laid at 50, done at 100 percent."""
    langit = acak.choice(["#bcd7ea", "#d6e2e6", "#e9dfc9", "#aecbe0"])
    gambar = Image.new("RGB", UKURAN, langit)
    kanvas = ImageDraw.Draw(gambar)
    lebar, tinggi = UKURAN
    cakrawala = acak.randrange(120, 150)
    kanvas.rectangle((0, cakrawala, lebar, tinggi), fill=acak.choice(["#7d9a5b", "#8ca36a", "#6f8d56"]))
    for x in range(-20, lebar, 95):
        _rumah(kanvas, x + acak.randrange(25), cakrawala, acak)
    kiri, kanan = acak.randrange(60, 110), lebar - acak.randrange(40, 90)
    tengah = lebar // 2
    kanvas.polygon(
        ((tengah - 22, cakrawala), (tengah + 22, cakrawala), (kanan, tinggi), (kiri, tinggi)), fill="#9b7653"
    )
    beton = "#b9b7b0"
    if persen == 50:
        separuh = (cakrawala + tinggi) // 2 + 20
        kanvas.polygon(
            ((tengah - 22, cakrawala), (tengah + 22, cakrawala), (tengah + 95, separuh), (tengah - 90, separuh)), fill=beton
        )  # fmt: skip
        for x in (kiri + 50, kanan - 90):
            kanvas.polygon(((x, 330), (x + 34, 280), (x + 68, 330)), fill="#c9b38a")
    if persen == 100:
        kanvas.polygon(
            ((tengah - 22, cakrawala), (tengah + 22, cakrawala), (kanan, tinggi), (kiri, tinggi)), fill=beton
        )
        for y in range(cakrawala + 25, tinggi, 45):
            kanvas.line((tengah - (y - cakrawala), y, tengah + (y - cakrawala), y), fill="#a5a39c", width=2)
        kanvas.line((kanan - 8, tinggi, tengah + 24, cakrawala), fill="#6d7b80", width=6)
    _label(kanvas, f"{persen} %")
    return _jpeg(gambar)


def _rumah(kanvas, x, dasar, acak):
    tinggi = acak.randrange(38, 62)
    kanvas.rectangle(
        (x, dasar - tinggi, x + 70, dasar + 6), fill=acak.choice(["#efe6d8", "#dfe8e2", "#f0d9c4", "#d9dde6"])
    )
    kanvas.polygon(((x - 8, dasar - tinggi), (x + 35, dasar - tinggi - 26), (x + 78, dasar - tinggi)), fill="#9c5a45")
    kanvas.rectangle((x + 28, dasar - 24, x + 42, dasar + 6), fill="#6b4e3a")


def _label(kanvas, teks):
    kanvas.rectangle((10, 10, 30 + 11 * len(teks), 42), fill="#ffffff")
    kanvas.text((18, 14), teks, fill=TINTA, font=_huruf(20))


def rembuk(acak):
    """A meeting in a hall: rows of heads before a board."""
    gambar = Image.new("RGB", UKURAN, acak.choice(["#e8dcc6", "#dfe4dc", "#e6d6cc"]))
    kanvas = ImageDraw.Draw(gambar)
    kanvas.rectangle((120, 40, 360, 120), fill="#2f6b4f")
    kanvas.text((140, 66), "REMBUK WARGA", fill="#ffffff", font=_huruf(24))
    for deret in range(4):
        for kolom in range(6 + deret):
            x = 30 + kolom * (430 // (6 + deret)) + acak.randrange(-6, 7)
            y = 170 + deret * 52
            kulit = acak.choice(["#8d5d3b", "#a8744d", "#75492c"])
            kanvas.ellipse((x, y, x + 26, y + 28), fill=kulit)
            kanvas.rectangle(
                (x - 8, y + 28, x + 34, y + 60), fill=acak.choice(["#3b5b92", "#963f3f", "#4d7f55", "#8a6d2f"])
            )
    return _jpeg(gambar, 40)


def daftar_hadir(acak):
    """A signed attendance sheet, too small to read anybody's name."""
    gambar = Image.new("L", (300, 400), 246)
    kanvas = ImageDraw.Draw(gambar)
    kanvas.text((62, 12), "DAFTAR HADIR REMBUK", fill=50, font=_huruf(15))
    for nomor in range(16):
        y = 44 + nomor * 22
        kanvas.line((16, y, 284, y), fill=180)
        if nomor < 15:
            kanvas.text((20, y + 4), str(nomor + 1), fill=60, font=_huruf(11))
            kanvas.line((44, y + 12, 44 + acak.randrange(60, 110), y + 12), fill=60, width=2)
            titik = [(200 + i * 9, y + acak.randrange(5, 19)) for i in range(acak.randrange(5, 9))]
            kanvas.line(titik, fill=40, width=2)
    return _jpeg(gambar, 40)


def buku_tabungan(nomor, atas_nama):
    gambar = Image.new("RGB", UKURAN, "#e3ecf5")
    kanvas = ImageDraw.Draw(gambar)
    kanvas.rectangle((0, 0, UKURAN[0], 66), fill="#1d4f91")
    kanvas.text((20, 18), "BANK JAMBI", fill="#ffffff", font=_huruf(26))
    kanvas.text((20, 92), "BUKU TABUNGAN", fill=TINTA, font=_huruf(18))
    for y, judul, isi in ((150, "Nomor rekening", nomor), (220, "Nama", atas_nama)):
        kanvas.text((20, y), judul, fill="#5a6472", font=_huruf(14))
        kanvas.text((20, y + 20), isi, fill=TINTA, font=_huruf(20))
    kanvas.text((20, 320), "CONTOH, BUKAN BUKU TABUNGAN SUNGGUHAN", fill="#8a93a0", font=_huruf(12))
    return _jpeg(gambar)


def nota(toko, nomor, tanggal, daftar_baris, jumlah):
    """A shop's receipt; `daftar_baris` holds (text, rupiah)."""
    gambar = Image.new("RGB", (360, 420), KERTAS)
    kanvas = ImageDraw.Draw(gambar)
    kanvas.text((20, 18), toko[:34], fill=BIRU, font=_huruf(18))
    kanvas.text((20, 46), f"Nota {nomor}", fill=TINTA, font=_huruf(13))
    kanvas.text((220, 46), f"{tanggal:%d/%m/%Y}", fill=TINTA, font=_huruf(13))
    kanvas.line((20, 72, 340, 72), fill=TINTA, width=2)
    y = 84
    for teks, nilai in daftar_baris:
        kanvas.text((20, y), teks[:30], fill=TINTA, font=_huruf(13))
        kanvas.text((340, y), rupiah(nilai), fill=TINTA, font=_huruf(13), anchor="ra")
        y += 24
    kanvas.line((20, 300, 340, 300), fill=TINTA, width=2)
    kanvas.text((20, 310), "Jumlah", fill=TINTA, font=_huruf(16))
    kanvas.text((340, 310), rupiah(jumlah), fill=TINTA, font=_huruf(16), anchor="ra")
    kanvas.ellipse((230, 340, 330, 400), outline="#b0413e", width=3)
    kanvas.text((252, 360), "LUNAS", fill="#b0413e", font=_huruf(15))
    return _jpeg(gambar)
