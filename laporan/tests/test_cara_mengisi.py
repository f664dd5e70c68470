"""Every part of every stage says how it is filled in, with an example, to those who may fill it."""

import pytest
from django.urls import reverse

from laporan.tests import adegan
from pokja.cara_mengisi import CARA_MENGISI
from pokja.tahapan import BAGIAN


def test_every_part_has_words_and_an_example():
    assert set(CARA_MENGISI) == {bagian.kunci for daftar in BAGIAN.values() for bagian in daftar}
    assert all(cara.petunjuk and cara.contoh for cara in CARA_MENGISI.values())


@pytest.mark.parametrize("tahap", BAGIAN)
def test_it_stands_on_every_page_that_is_open(login, ketua_rt, inspektorat, berjalan, tahap):
    usulan = adegan.taruh(berjalan, tahap, "rt")
    for bagian in BAGIAN[tahap]:
        url = reverse(bagian.url_name, args=[usulan.pk])
        isi = login(ketua_rt).get(url).content.decode()
        if not isi.count("hanya bisa dibaca") and "sudah diperiksa kelurahan" not in isi:
            assert CARA_MENGISI[bagian.kunci].contoh[0][1].replace("&", "&amp;") in isi, bagian.kunci
        assert "Cara mengisi" not in login(inspektorat).get(url).content.decode()
