import json
import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from kampung.gaya import DAFTAR, DAFTAR_IKON


@pytest.mark.parametrize(("demo", "kode"), [(True, 200), (False, 404)])
def test_component_page_is_there_in_the_demo_only(login, ketua_rt, settings, demo, kode):
    settings.KAMPUNG_DEMO = demo
    assert login(ketua_rt).get(reverse("gaya")).status_code == kode


def test_every_component_is_shown_with_the_way_to_include_it(login, ketua_rt, settings):
    settings.KAMPUNG_DEMO = True
    jawaban = login(ketua_rt).get(reverse("gaya"))
    isi = jawaban.content.decode()
    nama_berkas = sorted(berkas.stem for berkas in (settings.BASE_DIR / "templates/_komponen").iterdir())
    assert sorted(komponen.nama for komponen in DAFTAR) == nama_berkas
    assert [nama for nama in nama_berkas if escape(f'include "_komponen/{nama}.html"') not in isi] == []
    assert isi.count('<svg class="ikon"') >= len(DAFTAR_IKON)


def test_every_icon_has_a_shape_of_its_own(settings):
    gambar = {nama: render_to_string("_komponen/ikon.html", {"ikon": nama}) for nama in DAFTAR_IKON}
    assert len(set(gambar.values())) == len(DAFTAR_IKON)
    pakai = "".join(berkas.read_text() for berkas in (settings.BASE_DIR / "templates").rglob("*.html"))
    assert set(re.findall(r'_komponen/ikon.html" with ikon="(\w+)"', pakai)) <= set(DAFTAR_IKON)


def test_the_manifest_names_the_colours_of_the_stylesheet(settings):
    manifes = json.loads((settings.BASE_DIR / "static/manifest.webmanifest").read_text())
    gaya = (settings.BASE_DIR / "static/kampung.css").read_text()
    assert f"--nila: {manifes['theme_color']};" in gaya
    assert f"--mori: {manifes['background_color']};" in gaya
    assert [(settings.BASE_DIR / "static" / ikon["src"]).exists() for ikon in manifes["icons"]] == [True]


@pytest.mark.django_db
def test_health_says_the_answer_of_the_database(client):
    jawaban = client.get(reverse("sehat"))
    assert (jawaban.status_code, jawaban.json()["keadaan"], jawaban.json()["jawaban"]) == (200, "sehat", 1)
