"""Home of the RT side: one next step, what came back with the way to its place, twelve stages, four numbers."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from kampung.testing import make_tahun
from laporan.tests import adegan
from pokja.models import Tanda, Usulan


def beranda(login, pengguna):
    return login(pengguna).get(reverse("beranda"))


def teks(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def tanda(usulan, petugas, kunci, label):
    return Tanda.objects.create(
        usulan=usulan, tahap=usulan.tahap, giliran="kelurahan", kunci=kunci, label=label, catatan="Terlalu mahal.",
        dibuat_oleh=petugas,
    )  # fmt: skip


@pytest.fixture
def proposal(usulan):
    adegan.isi_proposal(usulan)
    return adegan.taruh(usulan, "proposal", "rt")


@pytest.mark.parametrize("siapa", ["ketua_rt", "bendahara", "pendamping"])
def test_one_rt_is_at_home_at_once(login, request, usulan, siapa):
    response = beranda(login, request.getfixturevalue(siapa))
    assert response.status_code == 200
    assert f"{usulan.rt}, 2026" in teks(response)
    assert usulan.get_absolute_url() in response.content.decode()


def test_one_card_one_button_the_deadline_and_the_five_words(login, ketua_rt, usulan):
    adegan.taruh(usulan, "rembuk", "rt", jatuh_tempo=date(2026, 11, 25))
    response = beranda(login, ketua_rt)
    isi = response.content.decode()
    assert isi.count("tombol-utama") == 1
    assert f'href="{reverse("pokja:rembuk", args=[usulan.pk])}">Isi: Berita acara rembuk</a>' in isi
    assert "Rabu, 25 November 2026 tinggal 4 hari" in teks(response)
    assert [isi.count(f'<li data-status="{kata}"') for kata in ("selesai", "dikerjakan", "belum")] == [1, 1, 10]
    assert re.findall(r"<dt>(\w+)</dt><dd>(Rp[\d.]+)", isi) == [
        ("Pagu", "Rp100.000.000"), ("Cair", "Rp0"), ("Belanja", "Rp0"), ("Sisa", "Rp0"),
    ]  # fmt: skip


def test_who_keeps_the_book_finds_it_when_all_is_filled_and_only_the_ketua_files(login, bendahara, siap_lpj):
    adegan.taruh(siap_lpj, "lpj", "rt")
    isi = beranda(login, bendahara).content.decode()
    assert (
        f'<a class="tombol tombol-utama" href="{reverse("anggaran:bukukas", args=[siap_lpj.pk])}">Buka: Buku kas' in isi
    )
    assert "Yang mengajukan adalah ketua RT" in isi


def test_the_money_after_the_transfer(login, ketua_rt, berjalan):
    adegan.belanja(berjalan, berjalan.daftar_versi_rab.get().daftar_baris.first(), nilai=1_000_001)
    angka = re.findall(r"<dt>(\w+)</dt><dd>(Rp[\d.]+)", beranda(login, ketua_rt).content.decode())
    assert angka[1:] == [("Cair", "Rp40.000.000"), ("Belanja", "Rp1.000.001"), ("Sisa", "Rp38.999.999")]


def test_what_came_back_leads_to_its_row_and_the_next_unmended_comes_first(login, ketua_rt, petugas, proposal):
    baris = proposal.daftar_versi_rab.get().daftar_baris.get()
    adegan.taruh(proposal, "verifikasi", "rt", dikembalikan_oleh="kelurahan", giliran_sejak=timezone.now())
    for kunci, label in ((f"rab:{baris.pk}", "RAB, Semen"), ("narasi", "Narasi proposal")):
        tanda(proposal, petugas, kunci, label)
    client, rab = login(ketua_rt), reverse("anggaran:rab", args=[proposal.pk])
    isi = client.get("/").content.decode()
    assert isi.count(f'href="{rab}#baris-{baris.pk}"') == 2
    assert isi.index("Perbaiki: RAB, Semen") < isi.index("Yang perlu diperbaiki") < isi.index("Terlalu mahal.")
    halaman = client.get(rab).content.decode()
    assert f'<tr id="baris-{baris.pk}" tabindex="-1" class="berubah">' in halaman
    assert "<b>Perbaiki:</b> Terlalu mahal." in halaman
    # After a return the way leads past what is locked.
    assert f'href="{reverse("anggaran:ajukan", args=[proposal.pk])}">Periksa jawaban' in halaman

    baris.harga_satuan = 900_000
    baris.save()
    isi = client.get("/").content.decode()
    assert "Perbaiki: Narasi proposal" in isi
    assert isi.count("sudah diubah") == 1
    proposal.proposal.save()
    isi = client.get("/").content.decode()
    assert isi.count("sudah diubah") == 2
    assert (
        f'<a class="tombol tombol-utama" href="{reverse("anggaran:ajukan", args=[proposal.pk])}">Ajukan perbaikan'
        in isi
    )


@pytest.mark.parametrize("kunci", ["apa-saja", "rab:abc", "rab:99", "bukukas:1", "rekening", "berkas_proposal", "aset"])
def test_a_mark_of_any_key_breaks_nothing(login, ketua_rt, petugas, proposal, kunci):
    adegan.taruh(proposal, "verifikasi", "rt", dikembalikan_oleh="kelurahan")
    tanda(proposal, petugas, kunci, "Sesuatu")
    assert "Terlalu mahal." in teks(beranda(login, ketua_rt))


def test_newest_year_is_the_one_at_home_and_the_neighbour_is_not(login, ketua_rt, rt_02, usulan, usulan_tetangga):
    lama = make_tahun(2025, kelompok=("Pilot",))
    Usulan.objects.create(rt=rt_02, tahun_program=lama, kelompok=lama.daftar_kelompok.get())
    isi = teks(beranda(login, ketua_rt))
    assert f"{usulan.rt}, 2026" in isi
    assert "Rawa Sari" not in isi


def test_number_of_queries_does_not_grow_with_marks_and_rows(
    login, ketua_rt, petugas, proposal, django_assert_max_num_queries
):
    adegan.taruh(proposal, "verifikasi", "rt", dikembalikan_oleh="kelurahan")
    tanda(proposal, petugas, "narasi", "Narasi")
    client = login(ketua_rt)
    client.get("/")
    with django_assert_max_num_queries(26) as satu:
        client.get("/")
    for nomor in range(1, 6):
        tanda(proposal, petugas, f"rab:{nomor}", f"Baris {nomor}")
    with django_assert_max_num_queries(len(satu)):
        client.get("/")
