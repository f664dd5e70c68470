"""What may be uploaded, what becomes of it, and what is refused with which sentence."""

import io
import struct
import zlib
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kampung.testing import foto, pdf
from pokja.berkas import BerkasDitolak, buang_berkas, periksa_isi, simpan_berkas
from pokja.models import Berkas

FOTO = Berkas.Jenis.FOTO_REMBUK


def jpeg(ukuran=(60, 40), warna=(200, 30, 30), exif=None, **simpan):
    isi = io.BytesIO()
    Image.new("RGB", ukuran, warna).save(isi, "JPEG", **({"exif": exif} if exif else {}), **simpan)
    return isi.getvalue()


def png(gambar):
    isi = io.BytesIO()
    gambar.save(isi, "PNG")
    return isi.getvalue()


def unggah(isi, nama="foto.jpg", tipe="image/jpeg"):
    return SimpleUploadedFile(nama, isi, content_type=tipe)


def buka(isi):
    return Image.open(io.BytesIO(isi))


def exif_lengkap(arah=1, waktu="2026:08:20 19:45:10"):
    exif = Image.Exif()
    exif[0x0112] = arah
    exif[0x010F] = "Merek Ponsel"
    exif.get_ifd(0x8769)[0x9003] = waktu
    lokasi = exif.get_ifd(0x8825)
    lokasi[1], lokasi[2], lokasi[3], lokasi[4] = "S", (1.0, 36.0, 30.0), "E", (103.0, 36.0, 0.0)
    return exif


def png_raksasa(lebar, tinggi):
    """A PNG of a few kilobytes that says it is huge, and holds that many pixels."""

    def potong(jenis, isi):
        return struct.pack(">I", len(isi)) + jenis + isi + struct.pack(">I", zlib.crc32(jenis + isi))

    kepala = struct.pack(">IIBBBBB", lebar, tinggi, 1, 0, 0, 0, 0)
    baris = b"\0" * ((lebar + 7) // 8 + 1)
    pemampat = zlib.compressobj(9)
    data = b"".join(pemampat.compress(baris) for _ in range(tinggi)) + pemampat.flush()
    return b"\x89PNG\r\n\x1a\n" + potong(b"IHDR", kepala) + potong(b"IDAT", data) + potong(b"IEND", b"")


# --- what is kept ---------------------------------------------------------------------------------------------------


def test_exif_and_gps_go_and_the_capture_time_stays_as_wib(usulan, ketua_rt):
    asli = jpeg(exif=exif_lengkap(), comment=b"rumah pak RT")
    assert buka(asli).getexif().get_ifd(0x8825)[2] == (1.0, 36.0, 30.0)
    berkas = simpan_berkas(usulan, FOTO, unggah(asli), oleh=ketua_rt)
    isi = berkas.isi.read()
    with buka(isi) as gambar:
        assert dict(gambar.getexif()) == {}
        assert not {"exif", "comment", "xmp", "icc_profile"} & set(gambar.info)
    assert not any(teks in isi for teks in (b"Exif", b"Merek", b"rumah pak RT"))
    assert berkas.diambil_pada == datetime(2026, 8, 20, 12, 45, 10, tzinfo=UTC)
    assert (berkas.tipe, berkas.ukuran) == ("image/jpeg", len(isi))


@pytest.mark.parametrize("waktu", ["", "0000:00:00 00:00:00", "0001:01:01 00:00:00", "kemarin", "2026-08-20 19:45"])
def test_a_nonsense_capture_time_is_no_capture_time(waktu):
    assert periksa_isi(jpeg(exif=exif_lengkap(waktu=waktu)))[2] is None


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_does_not_refuse_the_photo():
    tipe, _isi, diambil_pada = periksa_isi(jpeg(exif=b"Exif\0\0II*\0\xff\xff\xff\xff rusak"))
    assert (tipe, diambil_pada) == ("image/jpeg", None)


@pytest.mark.parametrize(("arah", "ukuran"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))])
def test_orientation_is_applied(arah, ukuran):
    _tipe, isi, _waktu = periksa_isi(jpeg((60, 40), exif=exif_lengkap(arah)))
    assert buka(isi).size == ukuran


def test_orientation_turns_the_right_way():
    gambar = Image.new("RGB", (64, 32), "white")
    gambar.paste("black", (0, 0, 32, 32))
    isi = io.BytesIO()
    gambar.save(isi, "JPEG", exif=exif_lengkap(6))  # the camera was turned: the left side is the top
    with buka(periksa_isi(isi.getvalue())[1]) as hasil:
        assert hasil.getpixel((16, 8))[0] < 50
        assert hasil.getpixel((16, 56))[0] > 200


@pytest.mark.parametrize("ukuran", [(4000, 3000), (1700, 20), (20, 1700)])
def test_a_large_photo_becomes_at_most_1600_a_side(ukuran):
    _tipe, isi, _waktu = periksa_isi(jpeg(ukuran))
    assert max(buka(isi).size) == 1600


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_a_transparent_picture_lies_on_white(mode):
    gambar = Image.new("RGBA", (30, 30), (10, 20, 30, 0)).convert(mode)
    if mode == "P":
        gambar.info["transparency"] = gambar.getpixel((0, 0))
    tipe, isi, _waktu = periksa_isi(png(gambar))
    assert tipe == "image/jpeg"
    assert buka(isi).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "CMYK", "YCbCr"])
def test_other_kinds_of_picture_are_taken(mode):
    isi = io.BytesIO()
    Image.new(mode, (30, 30)).save(isi, "PNG" if mode == "1" else "JPEG")
    assert buka(periksa_isi(isi.getvalue())[1]).mode == "RGB"


def test_webp_is_taken():
    isi = io.BytesIO()
    Image.new("RGB", (30, 20), "green").save(isi, "WEBP")
    assert buka(periksa_isi(isi.getvalue())[1]).size == (30, 20)


def test_pdf_is_kept_byte_for_byte_under_our_own_name(usulan, ketua_rt):
    asli = pdf()
    isi = asli.read()
    asli.seek(0)
    berkas = simpan_berkas(usulan, Berkas.Jenis.DAFTAR_HADIR, asli, oleh=ketua_rt)
    assert berkas.isi.read() == isi
    assert berkas.tipe == "application/pdf"
    assert berkas.isi.name.startswith(f"usulan/0/{usulan.pk}/")
    assert berkas.isi.name.endswith(".pdf")
    assert "nota" not in berkas.isi.name


@pytest.mark.parametrize("nama", ["../../etc/passwd", "C:\\foto\\a.jpg", "a" * 400 + ".jpg", "", "  ", "‮gpj.exe"])
def test_the_senders_name_never_reaches_the_file_system(usulan, ketua_rt, nama):
    unggahan = unggah(jpeg())
    unggahan._name = nama
    berkas = simpan_berkas(usulan, FOTO, unggahan, oleh=ketua_rt)
    assert len(berkas.isi.name.rpartition("/")[2]) == len("0" * 32 + ".jpg")
    assert "/" not in berkas.nama_asli
    assert len(berkas.nama_asli) <= 200


# --- the same twice -------------------------------------------------------------------------------------------------


def test_the_same_file_twice_is_one_row(usulan, usulan_tetangga, ketua_rt, settings):
    isi = jpeg()
    pertama = simpan_berkas(usulan, FOTO, unggah(isi), oleh=ketua_rt)
    assert simpan_berkas(usulan, FOTO, unggah(isi, "lain.jpg"), oleh=ketua_rt) == pertama
    assert simpan_berkas(usulan, Berkas.Jenis.DAFTAR_HADIR, unggah(isi), oleh=ketua_rt) != pertama
    assert simpan_berkas(usulan_tetangga, FOTO, unggah(isi), oleh=ketua_rt) != pertama
    assert len([jalur for jalur in settings.MEDIA_ROOT.rglob("*") if jalur.is_file()]) == 3


def test_what_was_deleted_may_be_sent_again_and_keeps_its_bytes(usulan, ketua_rt):
    isi = jpeg()
    pertama = simpan_berkas(usulan, FOTO, unggah(isi), oleh=ketua_rt)
    buang_berkas(usulan, str(pertama.pk), [FOTO])
    kedua = simpan_berkas(usulan, FOTO, unggah(isi), oleh=ketua_rt)
    assert kedua != pertama
    assert list(usulan.daftar_berkas.ada()) == [kedua]
    assert pertama.isi.storage.exists(pertama.isi.name)


@pytest.mark.parametrize("pk", ["", "abc", "-1", "9" * 30, "9" * 5000, "１２", None])
def test_a_deletion_of_nothing_does_nothing(usulan, ketua_rt, pk):
    berkas = simpan_berkas(usulan, FOTO, foto(), oleh=ketua_rt)
    buang_berkas(usulan, pk, [FOTO])
    assert list(usulan.daftar_berkas.ada()) == [berkas]


def test_a_deletion_reaches_no_other_kind_and_no_other_usulan(usulan, usulan_tetangga, ketua_rt):
    lain = simpan_berkas(usulan, Berkas.Jenis.BUKU_TABUNGAN, foto(), oleh=ketua_rt)
    tetangga = simpan_berkas(usulan_tetangga, FOTO, foto(), oleh=ketua_rt)
    buang_berkas(usulan, lain.pk, [FOTO])
    buang_berkas(usulan, tetangga.pk, [FOTO])
    assert Berkas.objects.ada().count() == 2


# --- what is refused ------------------------------------------------------------------------------------------------

TOLAK_ISI = {
    "html bernama jpg": b"<html><script>alert(1)</script></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "gif": b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
    "zip": b"PK\x03\x04" + b"\0" * 60,
    "exe": b"MZ" + b"\0" * 60,
    "kepala jpeg saja": b"\xff\xd8\xff\xe0" + b"\0" * 40,
    "html lalu pdf": b"<script>alert(1)</script>%PDF-1.4\n%%EOF",
    "nul": b"\0" * 100,
}


@pytest.mark.parametrize("isi", TOLAK_ISI.values(), ids=TOLAK_ISI)
def test_what_is_no_photo_and_no_pdf_is_refused(usulan, ketua_rt, isi):
    with pytest.raises(BerkasDitolak, match="bukan foto JPG, PNG atau WebP dan bukan PDF"):
        simpan_berkas(usulan, FOTO, unggah(isi), oleh=ketua_rt)
    assert not Berkas.objects.exists()


def test_a_polyglot_is_written_anew_as_a_plain_picture():
    racun = b"<script>alert(document.cookie)</script>"
    tipe, isi, _waktu = periksa_isi(jpeg() + racun)
    assert tipe == "image/jpeg"
    assert racun not in isi


def test_a_photo_cut_off_on_the_way_is_refused():
    utuh = jpeg((800, 600), quality=95)
    with pytest.raises(BerkasDitolak, match="rusak"):
        periksa_isi(utuh[: len(utuh) // 2])


def test_a_pdf_cut_off_on_the_way_is_refused():
    with pytest.raises(BerkasDitolak, match="PDF ini tidak lengkap"):
        periksa_isi(b"%PDF-1.4\n1 0 obj\n")


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("ukuran", [(6400, 6410), (9000, 9000), (60000, 60000)])
def test_a_bomb_is_refused_before_it_is_unpacked(ukuran):
    isi = png_raksasa(ukuran[0], min(ukuran[1], 100))  # few rows suffice: the header is what is judged
    isi = isi[:20] + struct.pack(">I", ukuran[1]) + isi[24:]
    isi = isi[:29] + struct.pack(">I", zlib.crc32(isi[12:29])) + isi[33:]
    with pytest.raises(BerkasDitolak, match="lebih dari 40 megapiksel"):
        periksa_isi(isi)


def test_forty_megapixels_are_still_taken():
    assert max(buka(periksa_isi(png_raksasa(8000, 5000))[1]).size) == 1600


class BesarSekali:
    """A file of 30 MB whose reading would be the mistake."""

    name, size = "foto.jpg", 30 * 1024 * 1024

    def read(self):
        raise AssertionError("Berkas yang terlalu besar tidak boleh dibaca.")


def test_a_file_over_the_limit_is_refused_unread(usulan, ketua_rt):
    with pytest.raises(BerkasDitolak, match=r"Berkas ini 30,0 MB, paling besar 12 MB\."):
        simpan_berkas(usulan, FOTO, BesarSekali(), oleh=ketua_rt)


def test_an_empty_file_is_refused(usulan, ketua_rt):
    with pytest.raises(BerkasDitolak, match="kosong"):
        simpan_berkas(usulan, FOTO, unggah(b""), oleh=ketua_rt)


def test_no_file_is_refused(usulan, ketua_rt):
    with pytest.raises(BerkasDitolak, match="Belum ada berkas yang dipilih"):
        simpan_berkas(usulan, FOTO, None, oleh=ketua_rt)
