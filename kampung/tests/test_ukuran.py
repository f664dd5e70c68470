"""The commands that measure and photograph: what they open, what they write down, and where they refuse to run."""

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from PIL import Image, ImageDraw

from kampung.potret.ambil import kecilkan
from kampung.testing import make_pengguna, make_rt, make_usulan
from kampung.ukuran.contoh import contoh_usulan, orang_per_peran
from kampung.ukuran.jelajah import TANPA_MASUK, Jelajah, Kunjungan
from kampung.ukuran.telepon import DiLayar, terberat
from kampung.ukuran.tulis import lembar, susun
from laporan.tests.adegan import isi_rembuk, taruh
from pokja.tahapan import Giliran, Tahap
from rt.models import Peran

RUTE = "usulan/<int:pk>/rembuk/"


@pytest.mark.parametrize("perintah", ["ukur_halaman", "potret"])
@pytest.mark.parametrize("demo", [False, True])
def test_only_on_the_demo_data(db, settings, perintah, demo):
    """A session is opened in the name of each Peran: never where people work, and not before there is anybody."""
    settings.KAMPUNG_DEMO = demo
    with pytest.raises(CommandError, match="script/ukur"):
        call_command(perintah)


@pytest.fixture
def jelajah(usulan, semua_orang):
    hasil = Jelajah()
    for pengguna in (None, semua_orang[Peran.KETUA_RT], semua_orang[Peran.KECAMATAN]):
        hasil.telusuri(pengguna, [usulan.pk])
    return hasil


def test_every_page_of_a_person_is_opened_and_counted(jelajah, usulan):
    assert jelajah.salah == []
    dibuka = {(satu.rute, satu.peran): satu for satu in jelajah.daftar}
    assert (RUTE, Peran.KETUA_RT) in dibuka
    assert ("masuk/", TANPA_MASUK) in dibuka
    assert {peran for rute, peran in dibuka if rute == ""} == {Peran.KETUA_RT, Peran.KECAMATAN}
    assert {satu.alamat for satu in jelajah.daftar if satu.rute == ""} == {"/"}
    assert ("kendali/", Peran.KECAMATAN) in dibuka
    assert ("kendali/", Peran.KETUA_RT) not in dibuka  # 403: not their page
    assert (RUTE, TANPA_MASUK) not in dibuka
    rembuk = dibuka[RUTE, Peran.KETUA_RT]
    assert rembuk.alamat == f"/usulan/{usulan.pk}/rembuk/"
    assert 200 < rembuk.terkirim < rembuk.byte
    assert rembuk.kueri >= 3
    assert "/static/kampung.css" in rembuk.statis


def test_a_link_on_a_page_leads_to_rows_nobody_listed(jelajah):
    """An RT's own page has no Usulan in its address: it is reached as a person reaches it."""
    assert "rt/<int:pk>/" in {satu.rute for satu in jelajah.daftar}
    assert "keluar/" not in {satu.rute for satu in jelajah.daftar}
    assert 405 in jelajah.jawaban["keluar/"]


def test_the_rows_are_chosen_from_every_state(usulan, usulan_tetangga, rt_02, kelompok_a, semua_orang):
    """The fullest of a state, and where the RT's forms are open first."""
    taruh(usulan_tetangga, Tahap.REMBUK, Giliran.RT)
    kosong = make_usulan(make_rt(rt_02.kelurahan, nomor=9), kelompok_a)
    make_pengguna(Peran.KELURAHAN, "kelurahan", kelurahan=rt_02.kelurahan)
    isi_rembuk(usulan)
    assert contoh_usulan() == [usulan_tetangga.pk, usulan.pk]
    assert kosong.tahap == usulan.tahap
    assert semua_orang[Peran.KETUA_RT] in orang_per_peran([usulan.pk])[Peran.KETUA_RT]


def kunjungan(**ganti):
    dasar = Kunjungan(RUTE, "pokja:rembuk", Peran.KETUA_RT, "/usulan/1/rembuk/", "", 5_000, 2_000, 7, ())
    return replace(dasar, **ganti)


def test_the_sheet_names_what_misses_a_bar_and_only_that():
    jelajah = Jelajah()
    jelajah.daftar = [
        kunjungan(),
        kunjungan(byte=400_000, terkirim=151 * 1024, alamat="/usulan/2/rembuk/"),
        kunjungan(rute="kendali/", nama="laporan:kendali", peran=Peran.DPMPPA, terkirim=900 * 1024, kueri=13),
        kunjungan(rute="rt/", nama="laporan:rt_list", peran=Peran.DPMPPA),
    ]
    di_layar = {(RUTE, Peran.KETUA_RT): DiLayar(0, 0), ("kendali/", Peran.DPMPPA): DiLayar(12, 3)}
    di_layar["rt/", Peran.DPMPPA] = DiLayar(0, 0)
    assert terberat(jelajah.daftar)[RUTE, Peran.KETUA_RT].alamat == "/usulan/2/rembuk/"
    isi = lembar(susun(jelajah.daftar, di_layar), jelajah)
    lewat = isi.partition("## Over a bar")[2].partition("## Page by page")[0].split("\n")
    assert [baris for baris in lewat if baris] == [
        "- `/kendali/`: 13 queries (DPMPPA), 12 px too wide, 3 small targets",
        f"- `/{RUTE}`: 151 KB on the RT side",
    ]
    assert isi == lembar(susun(jelajah.daftar, di_layar), jelajah)
    assert "| `/rt/` | 1 | 5 | 2 | DPMPPA | 5 | 7 | DPMPPA | - | - |" in isi


def test_a_picture_becomes_small_and_stays_what_it_was():
    gambar = Image.new("RGB", (720, 1600), "#f4f6f9")
    kanvas = ImageDraw.Draw(gambar)
    for y in range(0, 1600, 40):
        kanvas.text((20, y), f"Baris {y} dari buku kas, Rp1.250.000", fill="#1d3b6c", font_size=24)
    penuh = io.BytesIO()
    gambar.save(penuh, "PNG")
    kecil = kecilkan(penuh.getvalue())
    assert len(kecil) < len(penuh.getvalue())
    with Image.open(io.BytesIO(kecil)) as hasil:
        assert (hasil.size, hasil.mode) == ((720, 1600), "P")
        assert hasil.convert("RGB").getpixel((700, 5)) == (0xF4, 0xF6, 0xF9)
