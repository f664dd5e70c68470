"""After filing: what was sent, who looks now, what comes next. A reload shows the same and sends nothing."""

import re
from datetime import date

import pytest
from django.urls import reverse

from laporan.tests import adegan
from pokja.models import Riwayat
from pokja.services import pindah_tahap
from pokja.tahapan import BAGIAN


def teks(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def siap_rembuk(usulan):
    adegan.isi_rembuk(usulan)
    return adegan.taruh(usulan, "rembuk", "rt")


def kirim(client, usulan, nama="pokja:ajukan"):
    return client.post(reverse(nama, args=[usulan.pk]), {"versi": usulan.versi}, follow=True)


def test_filing_ends_on_a_page_that_survives_reload_and_back(login, ketua_rt, siap_rembuk):
    client = login(ketua_rt)
    alamat = reverse("pokja:terkirim", args=[siap_rembuk.pk])
    response = kirim(client, siap_rembuk)
    assert response.redirect_chain == [(alamat, 302)]
    isi = teks(response)
    assert "Rembuk warga terkirim" in isi
    assert "Diperiksa oleh Kelurahan Kenali Besar" in isi
    assert f"jadwal {siap_rembuk.kelompok} belum ditetapkan" in isi
    assert "Kalau diterima, Anda melanjutkan ke tahap 3: Pokja &amp; rekening." in isi
    for bagian in BAGIAN["rembuk"]:
        assert reverse(bagian.url_name, args=[siap_rembuk.pk]) in response.content.decode()
    adegan.taruh(siap_rembuk, "rembuk", "kelurahan", jatuh_tempo=date(2026, 11, 25))
    assert "Rabu, 25 November 2026 tinggal 4 hari" in teks(client.get(alamat))
    # The back button: the page that filed leads here, and a second press is no second filing.
    assert client.get(reverse("pokja:ajukan", args=[siap_rembuk.pk])).url == alamat
    assert kirim(client, siap_rembuk).redirect_chain == [(alamat, 302)]
    assert Riwayat.objects.filter(aksi="ajukan").count() == 1


def test_the_page_says_when_things_have_moved_on(login, ketua_rt, petugas, siap_rembuk):
    client = login(ketua_rt)
    kirim(client, siap_rembuk)
    siap_rembuk.refresh_from_db()
    pindah_tahap(siap_rembuk, "terima", oleh=petugas, versi=siap_rembuk.versi, halangan=[])
    isi = teks(client.get(reverse("pokja:terkirim", args=[siap_rembuk.pk])))
    assert "Sekarang tahap Pokja &amp; rekening, giliran RT." in isi
    assert "Diperiksa oleh" not in isi


def test_a_filing_that_nobody_checks_leads_to_the_next_stage(login, ketua_rt, berjalan):
    adegan.isi_serah_terima(berjalan)
    usulan = adegan.taruh(berjalan, "pelaksanaan", "rt")
    response = kirim(login(ketua_rt), usulan, "laporan:ajukan")
    assert "Pelaksanaan tersimpan" in teks(response)
    assert f'href="{reverse("laporan:bast", args=[usulan.pk])}">Lanjut: Berita acara' in response.content.decode()


def test_nothing_sent_leads_back_and_the_neighbour_is_not_there(login, ketua_rt, petugas, usulan, usulan_tetangga):
    client = login(ketua_rt)
    assert client.get(reverse("pokja:terkirim", args=[usulan.pk])).url == usulan.get_absolute_url()
    assert client.get(reverse("pokja:terkirim", args=[usulan_tetangga.pk])).status_code == 404
    assert login(petugas).get(reverse("pokja:terkirim", args=[usulan.pk])).status_code == 403


def test_every_answer_can_be_changed_from_the_page_that_looks_it_over(login, ketua_rt, siap_rembuk):
    """Each answer leads to its field, each row to its own page; radios are focused by their first option."""
    client = login(ketua_rt)
    isi = client.get(reverse("pokja:ajukan", args=[siap_rembuk.pk])).content.decode()
    rembuk = reverse("pokja:rembuk", args=[siap_rembuk.pk])
    halaman = client.get(rembuk).content.decode()
    daftar = re.findall(rf'href="{rembuk}#(id_[a-z0-9_]+)"', isi)
    assert len(daftar) == 9
    assert [jangkar for jangkar in daftar if f'id="{jangkar}"' not in halaman] == []
    keinginan = siap_rembuk.daftar_keinginan.get()
    assert reverse("pokja:keinginan_ubah", args=[siap_rembuk.pk, keinginan.pk]) in isi
