"""The search box of every page: each kind of thing by its name or number, in one's own territory."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anggaran.models import Pencairan
from kampung.testing import make_kelurahan, make_rt, make_usulan
from laporan.tests import adegan
from laporan.tests.uang_uji import beri_cair
from pokja.models import AnggotaPokja, Surat
from rt.models import RT, Peran
from rt.peran import SE_KOTA

CARI = reverse("laporan:cari")


def _surat(usulan, nomor, urut):
    return Surat.objects.create(
        jenis="kuitansi", label="Kuitansi", kunci=f"usulan:{usulan.pk}", kelurahan=usulan.rt.kelurahan, usulan=usulan,
        tahun=2026, urut=urut, nomor=nomor, tanggal=date(2026, 9, 2), data="{}", isi="surat.pdf", sidik="0" * 64,
    )  # fmt: skip


@pytest.fixture
def dua(usulan, usulan_tetangga, petugas, petugas_tetangga, lurah):
    """RT 02 Kenali Besar, and RT 07 Rawa Sari next door, each with the same kinds of rows."""
    for satu, penyusun, nama in ((usulan, petugas, "Putri"), (usulan_tetangga, petugas_tetangga, "Dewi")):
        AnggotaPokja.objects.create(usulan=satu, unsur="bendahara", nama=f"Rosmawati {nama}", jenis_kelamin="P")
        pencairan = beri_cair(satu, penyusun, lurah)
        Pencairan.objects.filter(pk=pencairan.pk).update(sp2d_nomor=f"SP2D-{nama}")
        _surat(satu, f"00{satu.pk}/KW-KB/IX/2026", urut=1)
    RT.objects.filter(pk=usulan_tetangga.rt_id).update(nama_ketua="Wibowo Rahasia")
    return usulan, usulan_tetangga


def temuan(jawaban):
    """{heading: [title of a hit]}."""
    assert jawaban.status_code == 200
    isi = unescape(jawaban.content.decode())
    return {
        re.search(r"<h2[^>]*>([^<]*)<", bagian).group(1): re.findall(r'<li><a href="[^"]*">([^<]*)<', bagian)
        for bagian in re.findall(r"<section aria-labelledby=\"temu.*?</section>", isi, re.S)
    }


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("kenali besar", {"RT": ["RT 02 Kenali Besar"], "Pemilik rekening": ["Pokja RT 02 Kenali Besar"]}),
        ("KENALIBESAR", {"RT": ["RT 02 Kenali Besar"]}),
        ("rawasari", {"RT": ["RT 07 Rawa Sari"]}),
        ("wibowo", {"RT": ["RT 07 Rawa Sari"]}),
        ("rosmawati", {"Anggota Pokja": ["Rosmawati Dewi", "Rosmawati Putri"]}),
        ("putri rosma", {"Anggota Pokja": ["Rosmawati Putri"]}),
        ("pokja kenali", {"Pemilik rekening": ["Pokja RT 02 Kenali Besar"]}),
        ("sp2d-p", {"Pencairan (SP2D)": ["SP2D-Putri"]}),
        ("7/KB", {"Permohonan pencairan": ["7/KB", "7/KB"]}),
        ("kw-kb/ix", {"Surat": 2}),
        ("000000", {}),  # of an account number only the last four are known here
        ("%", None),
        ("%%", {}),
        ("__", {}),
        ("\\\\", {}),
        ("' or 1=1 --", {}),
        ("9999999999999999999999", {}),
    ],
)
def test_each_kind_is_found_by_its_name_or_number(login, dpmppa, dua, teks, hasil):
    jawaban = login(dpmppa).get(CARI, {"q": teks})
    if hasil is None:
        assert jawaban.status_code == 422
        return
    ada = temuan(jawaban)
    if hasil == {"Surat": 2}:
        ada = {judul: len(isi) for judul, isi in ada.items()}
    assert ada == hasil
    assert ("Tidak ditemukan" in jawaban.content.decode()) == (not hasil)


def test_a_paper_is_found_by_the_code_on_it(login, dpmppa, dua):
    surat = dua[0].daftar_surat.get()
    assert temuan(login(dpmppa).get(CARI, {"q": surat.kode_terbaca.lower()})) == {"Surat": [surat.nomor]}


@pytest.mark.parametrize("peran", list(Peran))
def test_only_ones_own(login, semua_orang, dua, kenali_besar, kelompok_b, peran):
    """The neighbour next door for the kelurahan, the next RT of the kelurahan for the RT side."""
    sebelah = make_usulan(make_rt(kenali_besar, nomor=42, nama_ketua="Sebelah Rahasia"), kelompok_b)
    AnggotaPokja.objects.create(usulan=sebelah, unsur="pemuda", nama="Pemuda Sebelah", jenis_kelamin="L")
    client = login(semua_orang[peran])
    isi = ""
    for teks in ("rahasia", "sebelah", "rosmawati", "sp2d", "7/kb", "pokja", "kw-kb", "rt"):
        isi += unescape(client.get(CARI, {"q": teks}).content.decode())
        for golongan in ("rt", "anggota", "rekening", "pencairan", "permohonan", "surat"):
            isi += unescape(client.get(CARI, {"q": teks, "di": golongan}).content.decode())
    assert "Rosmawati Putri" in isi
    assert f"00{dua[0].pk}/KW-KB" in isi
    assert "SP2D-Putri" in isi
    for kata in ("Rosmawati Dewi", "SP2D-Dewi", "Wibowo Rahasia", f"00{dua[1].pk}/KW-KB", "Rawa Sari"):
        # The kecamatan has both kelurahan.
        assert (kata in isi) == (peran in (*SE_KOTA, Peran.KECAMATAN)), kata
    sisi_rt = peran in (Peran.KETUA_RT, Peran.PENGURUS_POKJA, Peran.PENDAMPING)
    assert ("Pemuda Sebelah" in isi, "Sebelah Rahasia" in isi) == (not sisi_rt, not sisi_rt)


def test_the_rt_side_finds_its_transfer_by_the_number_of_the_bundle(login, ketua_rt, dua):
    """Its Peran has no page for the bundle, which holds other RT too."""
    client = login(ketua_rt)
    assert temuan(client.get(CARI, {"q": "7/KB"})) == {"Pencairan (SP2D)": ["SP2D-Putri", "7/KB"]}
    assert temuan(client.get(CARI, {"q": "7/KB", "di": "permohonan"})) == {}


@pytest.mark.parametrize("teks", ["rt 2 kenali besar", "RT02 KenaliBesar", "2 kenali", "kenali rt 02"])
def test_one_rt_named_by_its_number_is_opened_at_once(login, dpmppa, dua, teks):
    jawaban = login(dpmppa).get(CARI, {"q": teks})
    assert (jawaban.status_code, jawaban["Location"]) == (302, reverse("rt:rt_detail", args=[dua[0].rt_id]))


@pytest.mark.parametrize("teks", ["rt 2", "2", "rt 2 kenali", "kenali besar", "2 2 kenali besar"])
def test_no_jump_unless_it_is_the_only_one_and_named(login, dpmppa, dua, kelompok_b, teks):
    asam = make_kelurahan("Kenali Asam")
    make_usulan(make_rt(asam, nomor=2), kelompok_b)
    assert login(dpmppa).get(CARI, {"q": teks}).status_code == 200


def test_a_bare_number_may_be_something_else(login, petugas, dua):
    """RT 2 is the only one of this kelurahan, but an SP2D has that number too."""
    client = login(petugas)
    assert client.get(CARI, {"q": "02"}).status_code == 200  # the account of Pokja RT 02
    Pencairan.objects.filter(sp2d_nomor="SP2D-Putri").update(sp2d_nomor="SP2D-2")
    assert temuan(client.get(CARI, {"q": "2"}))["Pencairan (SP2D)"] == ["SP2D-2"]


def test_no_jump_to_the_neighbour(login, ketua_rt, dua):
    assert temuan(login(ketua_rt).get(CARI, {"q": "rt 7 rawa sari"})) == {}


@pytest.mark.parametrize(
    ("kueri", "status", "pesan"),
    [
        ({}, 200, "Contoh:"),
        ({"q": "   "}, 200, "Contoh:"),
        ({"q": "k"}, 422, "paling sedikit dua huruf"),
        ({"q": "k" * 500}, 422, "paling banyak 100 huruf"),
        ({"q": "\0"}, 422, "ull"),
        ({"q": "kenali", "di": "pengguna"}, 422, ""),
        ({"q": "ab", "di": "anggota", "hal": "999"}, 200, "Tidak ditemukan"),
        ({"q": "rt2 kenali"}, 302, ""),
    ],
)
def test_whatever_is_typed_has_an_answer(login, dpmppa, dua, kueri, status, pesan):
    jawaban = login(dpmppa).get(CARI, kueri)
    assert jawaban.status_code == status
    assert pesan in jawaban.content.decode()


def test_twenty_of_a_kind_and_a_link_to_all(login, dpmppa, usulan, kenali_besar):
    for nomor in range(100, 125):
        make_rt(kenali_besar, nomor=nomor, nama_ketua="Asep Sunandar")
    for nomor in range(60):
        AnggotaPokja.objects.create(usulan=usulan, unsur="pemuda", nama=f"Asep {nomor:02d}", jenis_kelamin="L")
    client = login(dpmppa)
    jawaban = client.get(CARI, {"q": "asep"})
    assert {judul: len(isi) for judul, isi in temuan(jawaban).items()} == {"RT": 20, "Anggota Pokja": 20}
    daftar_rt, daftar_anggota = map(
        unescape, re.findall(r'<a class="tombol" href="([^"]*)">Lihat semua', jawaban.content.decode())
    )
    assert "Jumlah 25 baris" in client.get(daftar_rt).content.decode()
    kedua = client.get(f"{daftar_anggota}&hal=2")
    assert temuan(kedua) == {"Anggota Pokja": [f"Asep {nomor:02d}" for nomor in range(50, 60)]}
    assert "Halaman 2 dari 2 (60 baris)" in kedua.content.decode()


def test_queries_do_not_grow_with_rows(login, dpmppa, dua, kenali_besar, kelompok_b):
    client = login(dpmppa)
    client.get(CARI)

    def hitung():
        daftar = []
        for teks in ("r", "ro", "kb", "sp2d", "kenali"):
            with CaptureQueriesContext(connection) as kueri:
                client.get(CARI, {"q": teks})
            daftar.append(len(kueri))
        return daftar

    sedikit = hitung()
    for nomor in (61, 62, 63):
        lain = make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_b)
        adegan.isi_pokja(lain, nomor=f"55500{nomor}")
        _surat(lain, f"0{nomor}/KW-KB/IX/2026", urut=nomor)
    assert hitung() == sedikit
    assert max(sedikit) <= 12


def test_the_box_stands_on_every_page_of_whoever_is_signed_in(client, login, ketua_rt, dpmppa, usulan):
    kotak = f'action="{CARI}"'
    for orang, url in ((ketua_rt, usulan.get_absolute_url()), (dpmppa, "/usulan/"), (dpmppa, "/akun/tidak-ada/")):
        assert kotak in login(orang).get(url).content.decode(), url
    assert kotak not in client.get(reverse("masuk")).content.decode()
    ketua_rt.harus_ganti_sandi = True
    ketua_rt.save()
    assert kotak not in login(ketua_rt).get(reverse("akun")).content.decode()


def test_it_only_reads(login, dpmppa):
    assert login(dpmppa).post(CARI, {"q": "kenali"}).status_code == 405
