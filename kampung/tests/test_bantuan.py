"""The guides: drawn, reachable, linked from each page, and true to what stands on the screen."""

import ast
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import URLResolver, get_resolver, reverse
from django.utils.html import strip_tags
from markdown_it import MarkdownIt
from PIL import Image

from kampung.gambar import FOLDER as FOLDER_GAMBAR
from kampung.gambar import daftar_gambar, layar
from kampung.konteks import MENU
from kampung.panduan import BAB, DAFTAR_SLUG, FOLDER, SLUG, UMUM, bab, panduan
from kampung.testing import make_pengguna
from rt.models import Peran

AKAR = Path(__file__).parent.parent.parent
PERAN_SLUG = {slug: peran for peran, slug in SLUG.items()}


def teks(slug):
    return (FOLDER / f"{slug}.md").read_text(encoding="utf-8")


def potongan(slug):
    """Every inline piece of a guide: words, links, the beginning and end of bold."""
    for butir in MarkdownIt("commonmark", {"html": False}).parse(teks(slug)):
        yield from butir.children or ()


def nama_layar(slug):
    """What the guide says stands on the screen: its words in bold."""
    daftar, tebal = [], None
    for butir in potongan(slug):
        if butir.type == "strong_open":
            tebal = ""
        elif butir.type == "strong_close":
            daftar.append(tebal)
            tebal = None
        elif tebal is not None:
            tebal += butir.content
    return daftar


def tautan(slug):
    return [butir.attrGet("href") for butir in potongan(slug) if butir.type == "link_open"]


def _kalimat(jalur):
    """The strings of a Python file, without docstrings and comments: what may reach a screen."""
    pohon = ast.parse(jalur.read_text(encoding="utf-8"))
    keterangan = {id(simpul.value) for simpul in ast.walk(pohon) if isinstance(simpul, ast.Expr)}
    for simpul in ast.walk(pohon):
        if isinstance(simpul, ast.Constant) and isinstance(simpul.value, str) and id(simpul) not in keterangan:
            yield simpul.value


@cache
def di_layar():
    """The words of all templates and scripts, and the strings of all Python that is neither a test nor the demo."""
    daftar = []
    for jalur in sorted((AKAR / "templates").rglob("*.html")):
        if jalur.parent.name != "bantuan":
            isi = jalur.read_text(encoding="utf-8")
            daftar += re.findall(r'"([^"]+)"', " ".join(re.findall(r"\{%.*?%\}", isi)))  # words given to a component
            isi = re.sub(r"\{#.*?#\}|\{%.*?%\}", " ", isi, flags=re.S)
            daftar += [isi, strip_tags(isi)]
    for aplikasi in ("rt", "pokja", "anggaran", "laporan", "kampung"):
        for jalur in sorted((AKAR / aplikasi).rglob("*.py")):
            bagian = set(jalur.relative_to(AKAR).parts)
            if not bagian & {"tests", "demo", "migrations", "panduan.py"}:
                daftar += _kalimat(jalur)
    for jalur in sorted((AKAR / "static").glob("*.js")):
        daftar += re.findall(r'"([^"\n]+)"', jalur.read_text(encoding="utf-8"))
    return " ".join("\n".join(daftar).split())


def tampil(nama):
    """Word for word; a field's verbose_name is capitalised only when it is drawn."""
    return any(
        re.search(rf"(?<!\w){re.escape(kata)}(?!\w)", di_layar()) for kata in (nama, nama[:1].lower() + nama[1:])
    )


# --- the files ------------------------------------------------------------------------------------------------------


def test_each_peran_has_a_guide_and_no_file_is_left_over():
    assert {jalur.stem for jalur in FOLDER.glob("*.md")} == set(DAFTAR_SLUG)
    assert set(SLUG) == set(Peran)


@pytest.mark.parametrize("slug", DAFTAR_SLUG)
def test_a_guide_has_a_heading_an_opening_and_its_own_anchors(slug):
    isi = panduan(slug)
    assert isi.judul.startswith("Panduan ")
    assert isi.pembuka
    assert not set("*[]`#") & set(isi.pembuka)
    assert isi.pembuka not in isi.isi
    jangkar = re.findall(r'<h[23] id="([^"]+)">', isi.isi)
    assert len(jangkar) == len(set(jangkar)) == len(isi.jangkar)
    assert isi.daftar_isi
    assert not set(jangkar) & {"isi", "daftar-isi"}


@pytest.mark.parametrize("slug", DAFTAR_SLUG)
def test_what_a_guide_says_stands_on_the_screen_does(slug):
    assert [nama for nama in nama_layar(slug) if not tampil(nama)] == []


def test_the_check_of_names_would_notice_one_that_is_gone():
    assert not tampil("Tombol yang tidak ada")
    assert "Ajukan pergeseran" in nama_layar("ketua-rt")


@pytest.mark.parametrize("slug", DAFTAR_SLUG)
def test_no_raw_html_and_no_foreign_link(slug):
    assert not re.search(r"<\w", teks(slug))
    assert [alamat for alamat in tautan(slug) if not alamat.startswith(("/", "#"))] == []


def test_raw_html_would_be_shown_as_text(tmp_path, monkeypatch):
    (tmp_path / "jahil.md").write_text("# Panduan\n\nPembuka.\n\n## Bab\n\n<script>alert(1)</script>\n")
    monkeypatch.setattr("kampung.panduan.FOLDER", tmp_path)
    assert "&lt;script&gt;" in panduan.__wrapped__("jahil").isi


# --- links ----------------------------------------------------------------------------------------------------------


def _pembaca(slug, semua_orang):
    peran = PERAN_SLUG.get(slug)
    return [semua_orang[peran]] if peran else list(semua_orang.values())


@pytest.mark.parametrize("slug", DAFTAR_SLUG)
def test_every_link_of_a_guide_opens_for_its_reader(login, semua_orang, usulan, slug):
    for alamat in sorted(set(tautan(slug))):
        bagian = urlsplit(alamat)
        if bagian.fragment:
            tujuan = bagian.path.strip("/").rpartition("/")[2] if bagian.path else slug
            assert bagian.fragment in panduan(tujuan).jangkar, alamat
        if bagian.path:
            for orang in _pembaca(slug, semua_orang):
                assert login(orang).get(bagian.path).status_code in (200, 302), (orang.peran, alamat)


# --- pages ----------------------------------------------------------------------------------------------------------


def test_own_guide_first_then_the_general_one_then_the_others(login, semua_orang):
    for peran, orang in semua_orang.items():
        response = login(orang).get("/bantuan/")
        urut = re.findall(r'href="/bantuan/([\w-]+)/"', response.content.decode())[:-1]  # the last is the footer's
        assert urut[:2] == [SLUG[peran], UMUM]
        assert sorted(urut) == sorted(DAFTAR_SLUG)


def test_every_guide_opens_for_everybody_signed_in(login, semua_orang, django_assert_max_num_queries):
    for orang in semua_orang.values():
        client = login(orang)
        client.get("/bantuan/")  # writes down when the session was last used
        for slug in DAFTAR_SLUG:
            with django_assert_max_num_queries(2):  # session and person
                response = client.get(f"/bantuan/{slug}/")
            assert response.status_code == 200
            assert f"<h1>{panduan(slug).judul}</h1>" in response.content.decode()


def test_without_login_only_the_general_guide(client, db):
    response = client.get("/bantuan/umum/")
    assert response.status_code == 200
    assert 'href="/bantuan/"' not in response.content.decode()
    assert client.get("/bantuan/").url == "/masuk/?next=/bantuan/"
    assert client.get("/bantuan/ketua-rt/").url.startswith("/masuk/")
    assert 'href="/bantuan/umum/#masuk"' in client.get("/masuk/").content.decode()
    assert "masuk" in panduan(UMUM).jangkar


# --- pictures -------------------------------------------------------------------------------------------------------


def gambar(slug):
    return [Path(butir.attrGet("src")) for butir in potongan(slug) if butir.type == "image"]


def test_every_picture_of_a_guide_is_there_and_light():
    dipakai = {jalur.stem for slug in DAFTAR_SLUG for jalur in gambar(slug)}
    assert all(jalur.parent == Path("../gambar") for slug in DAFTAR_SLUG for jalur in gambar(slug))
    assert dipakai <= daftar_gambar()
    berkas = sorted(FOLDER_GAMBAR.glob("*.png"))
    assert sum(jalur.stat().st_size for jalur in berkas) < 1.8 * 1024 * 1024
    for jalur in berkas:
        with Image.open(jalur) as isi:
            ukuran = layar(jalur.stem)
            assert isi.size == (ukuran.lebar * ukuran.skala, ukuran.tinggi * ukuran.skala), jalur.name


def test_a_picture_has_words_a_size_and_is_fetched_only_when_it_comes_into_view():
    img = re.findall(r"<img [^>]+>", panduan("ketua-rt").isi)
    assert len(img) == len(gambar("ketua-rt")) > 0
    for satu in img:
        assert re.search(r'src="/bantuan/gambar/hp-[\w-]+\.png\?v=[0-9a-f]{8}"', satu)
        assert 'loading="lazy"' in satu and 'width="270" height="600"' in satu
        assert re.search(r'alt="\w[^"]{20,}"', satu)


def test_a_picture_opens_for_whoever_may_read_the_guides(login, client, ketua_rt):
    alamat = re.search(r'src="([^"]+)"', panduan("ketua-rt").isi)[1]
    response = login(ketua_rt).get(alamat)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    assert client.get(alamat).url.startswith("/masuk/")
    assert gambar(UMUM) == []  # that guide is read without login


@pytest.mark.parametrize("nama", ["tidak-ada", "..%2Fpanduan%2Fumum", "../panduan/umum", "%00"])
def test_nothing_else_is_opened_as_a_picture(login, ketua_rt, nama):
    assert login(ketua_rt).get(f"/bantuan/gambar/{nama}.png").status_code == 404


def test_a_guide_with_a_picture_that_is_not_there_is_not_drawn(tmp_path, monkeypatch):
    (tmp_path / "jahil.md").write_text("# Panduan\n\nPembuka.\n\n## Bab\n\n![Rahasia](../../data/rahasia.png)\n")
    monkeypatch.setattr("kampung.panduan.FOLDER", tmp_path)
    with pytest.raises(KeyError):
        panduan.__wrapped__("jahil")


def test_unknown_guide_is_not_found(login, ketua_rt):
    for slug in ("tidak-ada", "ketua_rt", "README"):
        assert login(ketua_rt).get(f"/bantuan/{slug}/").status_code == 404


def test_with_an_initial_password_the_general_guide_opens(login, rt_02):
    orang = make_pengguna(Peran.KETUA_RT, "baru", rt=rt_02)
    orang.harus_ganti_sandi = True
    orang.save()
    assert login(orang).get("/bantuan/umum/").status_code == 200
    assert login(orang).get("/bantuan/").url == reverse("akun")


# --- the link on each page ------------------------------------------------------------------------------------------


def _bantuan(response):
    return re.search(r'<a href="([^"]+)"[^>]*>Bantuan</a></li>\n</ul></nav>', response.content.decode())[1]


@pytest.mark.parametrize(
    ("nama", "jangkar"),
    [
        ("pokja:keinginan", "rembuk-warga"),
        ("pokja:rekening", "pokja-rekening"),
        ("anggaran:rab", "proposal-rab"),
        ("anggaran:bukukas", "buku-kas"),
        ("anggaran:bukukas_belanja", "buku-kas"),
        ("anggaran:rekening_ganti", "rekening-salah-atau-diganti"),
        ("laporan:usulan_detail", "halaman-usulan"),
        ("laporan:pernyataan", "lpj"),
    ],
)
def test_bantuan_leads_from_a_page_to_its_section(login, ketua_rt, usulan, nama, jangkar):
    response = login(ketua_rt).get(reverse(nama, args=[usulan.pk]))
    assert _bantuan(response) == f"/bantuan/ketua-rt/#{jangkar}"


def test_bantuan_of_a_page_is_in_the_readers_own_guide(login, petugas, keuangan, usulan):
    assert _bantuan(login(petugas).get("/permohonan/")) == "/bantuan/kelurahan/#permohonan-pencairan"
    assert _bantuan(login(keuangan).get("/permohonan/")) == "/bantuan/keuangan/#permohonan-pencairan"
    assert _bantuan(login(keuangan).get(reverse("akun"))) == "/bantuan/umum/#ganti-sandi"


def test_bantuan_where_no_section_fits_is_the_list_of_guides(login, kecamatan):
    response = login(kecamatan).get("/bantuan/kecamatan/")
    assert _bantuan(response) == "/bantuan/"
    assert 'aria-current="page">Bantuan</a>' in response.content.decode()
    assert _bantuan(login(kecamatan).get("/tidak/ada/")) == "/bantuan/"


def test_every_menu_entry_has_its_section():
    semua = [(nama, slug) for _label, nama, daftar_peran in MENU for slug in map(SLUG.get, daftar_peran)]
    assert [(nama, slug) for nama, slug in semua if not (bab(nama, slug) or bab(nama, UMUM))] == []


def test_the_table_names_pages_and_headings_that_exist():
    ada = set(_nama_halaman())
    for halaman in BAB:
        assert any(nama == halaman or nama.startswith(f"{halaman}_") for nama in ada), halaman
        assert any(bab(halaman, slug) for slug in DAFTAR_SLUG), halaman


def _nama_halaman(resolver=None, ruang=""):
    for pola in (resolver or get_resolver()).url_patterns:
        if isinstance(pola, URLResolver):
            yield from _nama_halaman(pola, f"{pola.namespace}:" if pola.namespace else ruang)
        else:
            yield f"{ruang}{pola.name}"
