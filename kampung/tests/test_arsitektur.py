"""What holds for the whole project: imports run one way, every address asks for a login, no address breaks on GET."""

import ast
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from rt.models import Peran

AKAR = Path(__file__).parent.parent.parent
# Imports only leftwards; tests aside.
URUTAN = ("rt", "pokja", "anggaran", "laporan", "kampung")
# Addresses that anybody may open, and what they answer (to a code that no paper has).
TANPA_MASUK = {
    "masuk/": 200, "sehat/": 200, "cek/": 200, "cek/<slug:kode>/": 404,
    "bantuan/umum/": 200, "publik/": 200, "publik/rt/": 200, "publik/rt/<int:pk>/": 404, "publik/foto/<int:pk>/": 404,
    "luring/": 200, "luring-sw.js": 200,
}  # fmt: skip
# What a parameter of each kind is when it names nothing; the last one is wider than 64 bits.
CONTOH = {
    "int": ("999999", "99999999999999999999999"),
    "slug": ("tidak-ada",),
    "uuid": ("5f0c7a52-0000-4000-8000-000000000000",),
}


def berkas_py():
    for aplikasi in URUTAN:
        for jalur in sorted((AKAR / aplikasi).rglob("*.py")):
            if "tests" not in jalur.parts and jalur.name != "testing.py":
                yield aplikasi, jalur


def impor(jalur):
    for simpul in ast.walk(ast.parse(jalur.read_text(encoding="utf-8"))):
        if isinstance(simpul, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in simpul.names)
        elif isinstance(simpul, ast.ImportFrom):
            assert simpul.level == 0, f"{jalur}: relative import"
            yield simpul.module.partition(".")[0]


def test_imports_run_leftwards():
    salah = [
        f"{jalur.relative_to(AKAR)} imports {nama}"
        for aplikasi, jalur in berkas_py()
        for nama in impor(jalur)
        if nama in URUTAN and URUTAN.index(nama) > URUTAN.index(aplikasi)
    ]
    assert salah == []


def test_there_are_files_to_look_at():
    assert {aplikasi for aplikasi, _jalur in berkas_py()} == set(URUTAN)


def semua_alamat(resolver=None, awal=""):
    for pola in (resolver or get_resolver()).url_patterns:
        rute = awal + str(pola.pattern)
        if isinstance(pola, URLResolver):
            yield from semua_alamat(pola, rute)
        elif isinstance(pola, URLPattern):
            yield rute


def isi(rute, urut=0):
    """The address with a value for each parameter: the first sample of its kind, or the last."""
    while "<" in rute:
        awal, _, sisa = rute.partition("<")
        kunci, _, akhir = sisa.partition(">")
        jenis = kunci.partition(":")[0] if ":" in kunci else "slug"
        rute = f"{awal}{CONTOH[jenis][urut]}{akhir}"
    return f"/{rute}"


ALAMAT = sorted(set(semua_alamat()))


@pytest.mark.parametrize("rute", ALAMAT)
def test_every_address_asks_for_a_login(client, db, rute):
    response = client.get(isi(rute))
    if rute in TANPA_MASUK:
        assert response.status_code == TANPA_MASUK[rute]
    else:
        assert response.status_code == 302
        assert response.url.startswith("/masuk/")


@pytest.mark.parametrize("peran", list(Peran))
def test_no_address_breaks_on_what_does_not_exist(login, semua_orang, settings, peran):
    """A row of nothing is 404 (409 or a way back where a sentence says what is missing); another Peran 403; only posted to 405."""
    settings.KAMPUNG_DEMO = True
    client = login(semua_orang[peran])
    for rute in ALAMAT:
        berisian = "<" in rute
        boleh = (302, 403, 404, 405, 409) if berisian else (200, 302, 403, 405)
        for urut in (0, -1) if berisian else (0,):
            if rute != "keluar/":
                assert client.get(isi(rute, urut)).status_code in boleh, isi(rute, urut)


def test_the_samples_cover_every_peran(semua_orang):
    assert set(semua_orang) == set(Peran)


def test_no_template_asks_for_a_peran_or_a_query():
    """Buttons come from ALUR, rows from views."""
    for jalur in sorted((AKAR / "templates").rglob("*.html")):
        teks = jalur.read_text(encoding="utf-8")
        assert ".peran ==" not in teks, jalur
        assert ".objects" not in teks, jalur
        assert " style=" not in teks, jalur


def test_no_view_compares_a_peran():
    for aplikasi, jalur in berkas_py():
        if "views" in jalur.parts and aplikasi != "rt":
            assert ".peran ==" not in jalur.read_text(encoding="utf-8"), jalur
