"""The public pages: everybody's money, nobody's name."""

import re
from datetime import datetime
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kampung.testing import foto, make_kelurahan, make_rt, make_tahun, make_usulan, pdf
from laporan.publik.data import DIUMUMKAN
from laporan.tests import adegan
from laporan.tests.uang_uji import beri_uang
from pokja.berkas import simpan_berkas
from pokja.models import Berkas, JadwalTahap, KegiatanTahunan, Pokja, Riwayat, Usulan
from pokja.tahapan import Tahap

KOTA, DAFTAR = reverse("laporan:publik"), reverse("laporan:publik_rt")
J = Berkas.Jenis


def satu(usulan):
    return reverse("laporan:publik_usulan", args=[usulan.pk])


def alamat_foto(berkas):
    return reverse("laporan:publik_foto", args=[berkas.pk])


def teks(jawaban):
    assert jawaban.status_code == 200
    return unescape(jawaban.content.decode())


@pytest.fixture
def kota(usulan, usulan_tetangga, kelompok_a, kenali_besar, petugas, petugas_tetangga, lurah):
    beri_uang(usulan, petugas, lurah)
    beri_uang(usulan_tetangga, petugas_tetangga, lurah, nilai=60_000_000)
    adegan.taruh(usulan, "lpj", "rt")
    adegan.taruh(usulan_tetangga, "selesai", "tutup")
    make_usulan(make_rt(kenali_besar, nomor=5, kk=20), kelompok_a, tahap="rembuk", giliran="rt")


# --- the numbers ----------------------------------------------------------------------------------------------------


def _sel(isi, nama):
    """{heading: number} of the row that begins with this name."""
    baris = next(satu for satu in re.findall(r"<tr.*?</tr>", isi, re.S) if f">{nama}<" in satu)
    sel = re.findall(r'data-label="([^"]*)" class="angka">(?:<a[^>]*>)?([\d.]+)<', baris)
    return {judul: int(angka.replace(".", "")) for judul, angka in sel}


def test_numbers_are_those_of_the_portal(client, login, dpmppa, kota):
    publik, rekap = teks(client.get(KOTA)), teks(login(dpmppa).get(reverse("laporan:rekap")))
    for nama in ("Jumlah", "Alam Barajo", "Kenali Besar", "Rawa Sari"):
        dalam = _sel(rekap, nama)
        sama = {judul: dalam[judul] for judul in ("Pagu (Rp)", "Cair (Rp)", "Belanja (Rp)")}
        assert _sel(publik, nama) == {"RT": dalam["Usulan"], "Selesai": _selesai(rekap, nama)} | sama, nama
    assert _sel(publik, "Jumlah")["Cair (Rp)"] == 100_000_000
    daftar = teks(client.get(DAFTAR))
    assert _sel(daftar, "Jumlah 3 RT") == {
        "Pagu (Rp)": 250_000_000,
        "Cair (Rp)": 100_000_000,
        "Belanja (Rp)": 60_020_000,
        "Kembali (Rp)": 2_000_000,
    }
    assert _sel(daftar, "RT 02 Kenali Besar") == {
        "Pagu (Rp)": 100_000_000,
        "Cair (Rp)": 40_000_000,
        "Belanja (Rp)": 30_010_000,
        "Kembali (Rp)": 1_000_000,
    }


def _selesai(rekap, nama):
    """From the second table of the rekap, that of the stages."""
    return _sel(rekap.partition("Usulan menurut tahap")[2], nama)["Selesai"]


def test_one_rt_with_its_stages_works_and_money(client, berjalan):
    kegiatan = berjalan.daftar_renja1.get()
    KegiatanTahunan.objects.create(
        usulan=berjalan, dari=kegiatan.dari, lokasi="Pos ronda", volume=9_000, satuan="HOK", perkiraan=7, sumber="swadaya_tenaga"
    )  # fmt: skip
    kelompok = berjalan.kelompok
    kelompok.jadwal_ditetapkan = True
    kelompok.save()
    JadwalTahap.objects.create(kelompok=kelompok, tahap="rembuk", mulai="2026-08-15", selesai="2026-08-31")
    Riwayat.objects.create(
        usulan=berjalan, aksi="terima", dari_tahap="rembuk", dari_giliran="kelurahan", ke_tahap="pokja", ke_giliran="rt",
        pada=timezone.make_aware(datetime(2026, 8, 20, 23, 30)),
    )  # fmt: skip
    isi = teks(client.get(satu(berjalan)))
    assert "Selesai 20 Agu 2026" in isi
    assert "Jadwal 15 Agu sampai 31 Agu 2026" in isi
    assert "Disetujui Rp40.000.000 dengan SK 5/DPMPPA" in isi
    assert "Rp40.000.000 cair Selasa, 1 September 2026" in isi
    program, _, swadaya = isi.partition("Dengan swadaya warga, di luar dana program")
    assert "Lorong 2" in program
    assert "Rencana 120 m" in program
    assert "Terlaksana" not in isi
    assert ("Pos ronda" in program, "Pos ronda" in swadaya) == (False, True)
    assert "Kantor Kelurahan Kenali Besar, Kecamatan Alam Barajo" in isi


def test_what_was_made_is_told_once_the_handover_is_accepted(client, siap_lpj):
    siap_lpj.rt.kelurahan.alamat_kantor = "Jalan Lintas 5"
    siap_lpj.rt.kelurahan.save()
    isi = teks(client.get(satu(siap_lpj)))
    assert "Terlaksana 120 m" in isi
    assert "Jalan Lintas 5" in isi


@pytest.mark.parametrize("tahap", [tahap for tahap in Tahap if tahap not in DIUMUMKAN])
def test_plans_and_photos_wait_for_the_decision(client, siap_proposal, tahap):
    Usulan.objects.filter(pk=siap_proposal.pk).update(
        tahap=tahap, giliran="tutup" if tahap in ("mundur", "ditolak") else "rt"
    )
    isi = teks(client.get(satu(siap_proposal)))
    assert "Lorong 2" not in isi
    assert "/publik/foto/" not in isi
    assert "setelah proposalnya ditetapkan" in isi


def test_a_closed_pilot_year_without_history(client, usulan, rt_02):
    pilot = make_tahun(2025, kelompok=("Pilot",))
    lama = make_usulan(rt_02, pilot.daftar_kelompok.get(), tahap="selesai", giliran="tutup")
    pilot.ditutup = True
    pilot.save()
    assert satu(lama) in teks(client.get(DAFTAR, {"tahun": 2025}))
    assert satu(lama) not in teks(client.get(DAFTAR))
    isi = teks(client.get(satu(lama)))
    assert isi.count('data-status="selesai"') == 12
    assert satu(usulan) in isi


def test_where_a_life_ended(client, usulan):
    adegan.taruh(usulan, "mundur", "tutup")
    Riwayat.objects.create(
        usulan=usulan, aksi="mundur", dari_tahap="pokja", dari_giliran="rt", ke_tahap="mundur", ke_giliran="tutup", catatan="Sibuk"
    )  # fmt: skip
    isi = teks(client.get(satu(usulan)))
    assert "Mengundurkan diri" in isi
    assert (isi.count('data-status="selesai"'), isi.count("Berhenti di sini")) == (2, 1)
    assert "Sibuk" not in isi


# --- nothing about a person -----------------------------------------------------------------------------------------


def test_no_person_account_phone_or_nota_on_any_page(client, siap_lpj, ketua_rt, petugas, lurah):
    rt = siap_lpj.rt
    rt.telepon = "081234567890"
    rt.save()
    Pokja.objects.filter(usulan=siap_lpj).update(sk_nomor="SK-RAHASIA")
    adegan.belanja(siap_lpj, siap_lpj.daftar_versi_rab.get().daftar_baris.get(), nilai=5_000, toko="Toko Rahasia")
    rahasia = {
        rt.nama_ketua, rt.telepon, "SK-RAHASIA", "Toko Rahasia", "SP2D-1", "7/KB", "1234567890", "7890", "Pokja RT 02", "Bank Jambi", "Wakil warga",
        *siap_lpj.daftar_anggota.values_list("nama", flat=True),
        *siap_lpj.daftar_berkas.values_list("nama_asli", flat=True),
        *siap_lpj.daftar_bukukas.filter(jenis="belanja").values_list("uraian", flat=True),
        *(orang.nama for orang in (ketua_rt, petugas, lurah)),
    }  # fmt: skip
    isi = "".join(teks(client.get(url)) for url in (KOTA, DAFTAR, satu(siap_lpj)))
    assert "RT 02 Kenali Besar" in isi
    assert {kata for kata in rahasia if kata and kata in isi} == set()


def test_a_name_finds_nothing(client, usulan, rt_02):
    rt_02.nama_ketua = "Wibowo"
    rt_02.save()
    assert "Tidak ada yang cocok" in teks(client.get(DAFTAR, {"cari": "wibowo"}))


def test_a_signed_in_person_sees_what_everybody_sees(client, login, dpmppa, kota):
    for url in (KOTA, DAFTAR):
        jawaban = login(dpmppa).get(url)
        assert jawaban.content == client.get(url).content
        assert "Keluar" not in teks(jawaban)


# --- photos ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jenis", list(J))
def test_only_photos_before_and_after_are_served(client, siap_lpj, jenis):
    berkas = simpan_berkas(siap_lpj, jenis, foto(ukuran=(1200, 900)), oleh=None)
    jawaban = client.get(alamat_foto(berkas))
    if jenis not in (J.FOTO_0, J.FOTO_100):
        assert jawaban.status_code == 404
        assert alamat_foto(berkas) not in teks(client.get(satu(siap_lpj)))
        return
    assert jawaban.status_code == 200
    assert jawaban["Content-Type"] == "image/jpeg"
    assert len(jawaban.content) < berkas.ukuran
    assert jawaban["Cache-Control"] == "public, max-age=600"
    assert alamat_foto(berkas) in teks(client.get(satu(siap_lpj)))
    assert client.get(alamat_foto(berkas), headers={"If-None-Match": jawaban["ETag"]}).status_code == 304


@pytest.mark.parametrize("tahap", list(Tahap))
def test_a_photo_is_served_only_past_the_decision(client, siap_proposal, tahap):
    berkas = siap_proposal.daftar_berkas.get(jenis=J.FOTO_0)
    akhir = ("selesai", "mundur", "ditolak")
    Usulan.objects.filter(pk=siap_proposal.pk).update(tahap=tahap, giliran="tutup" if tahap in akhir else "rt")
    assert client.get(alamat_foto(berkas)).status_code == (200 if tahap in DIUMUMKAN else 404)


def test_a_deleted_photo_a_pdf_and_a_lost_file_are_gone(client, berjalan):
    hilang, dihapus = (simpan_berkas(berjalan, J.FOTO_100, foto(), oleh=None) for _ in range(2))
    bukan_foto = simpan_berkas(berjalan, J.FOTO_100, pdf(), oleh=None)
    hilang.isi.storage.delete(hilang.isi.name)
    Berkas.objects.filter(pk=dihapus.pk).update(dihapus_pada=timezone.now())
    for berkas in (hilang, dihapus, bukan_foto):
        assert client.get(alamat_foto(berkas)).status_code == 404


# --- light, and the same for everybody ------------------------------------------------------------------------------


@pytest.mark.parametrize("masuk", [False, True])
def test_caches_may_keep_it(client, login, dpmppa, kota, usulan, masuk):
    client = login(dpmppa) if masuk else client
    for url in (KOTA, DAFTAR, satu(usulan)):
        jawaban = client.get(url)
        assert jawaban["Cache-Control"] == "public, max-age=600"
        assert not jawaban.cookies
        assert "Cookie" not in jawaban.get("Vary", "")
        lagi = client.get(url, headers={"If-None-Match": jawaban["ETag"]})
        assert (lagi.status_code, lagi.content, lagi["Cache-Control"]) == (304, b"", "public, max-age=600")
        assert client.post(url).status_code == 405
    # What cannot be read is nobody's to keep.
    assert "Cache-Control" not in client.get(KOTA, {"tahun": "x"})


def test_weight_of_the_whole_city(client, kelompok_a):
    """68 kelurahan in 11 kecamatan, and a full page of RT."""
    for nomor in range(68):
        kelurahan = make_kelurahan(f"Kelurahan Panjang {nomor}", f"Kecamatan {nomor % 11}")
        make_usulan(make_rt(kelurahan, nomor=1), kelompok_a)
    for url in (KOTA, DAFTAR):
        assert len(client.get(url).content) < 60_000
    isi = teks(client.get(DAFTAR, {"hal": "2"}))
    assert "Halaman 2 dari 2 (68 baris)" in isi
    assert isi.count("<tr>") == 19  # the heading and 18 RT


def _hitung(client, url):
    with CaptureQueriesContext(connection) as kueri:
        assert client.get(url).status_code == 200
    return len(kueri)


def test_queries_do_not_grow(client, kota, usulan, berjalan_lain, kelompok_b):
    daftar_url = (KOTA, DAFTAR, satu(berjalan_lain))
    sedikit = [_hitung(client, url) for url in daftar_url]
    for nomor in (1, 2, 3):
        make_usulan(make_rt(make_kelurahan(f"Kelurahan {nomor}", f"Kecamatan {nomor}")), kelompok_b)
        for jenis in (J.FOTO_0, J.FOTO_100):
            simpan_berkas(berjalan_lain, jenis, foto(), oleh=None)
    assert [_hitung(client, url) for url in daftar_url] == sedikit
    assert max(sedikit) <= 16


@pytest.fixture
def berjalan_lain(kenali_besar, kelompok_b):
    lain = make_usulan(make_rt(kenali_besar, nomor=9), kelompok_b)
    adegan.isi_proposal(lain)
    return adegan.taruh(lain, "pelaksanaan", "rt")


# --- filters --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("saring", "ada"),
    [
        ({"kelurahan": True}, {"RT 02 Kenali Besar", "RT 05 Kenali Besar"}),
        ({"cari": "rt 2"}, {"RT 02 Kenali Besar"}),
        ({"cari": "KENALI-BESAR 5"}, {"RT 05 Kenali Besar"}),
        ({"cari": "rawasari"}, {"RT 07 Rawa Sari"}),
        ({"cari": "100%"}, set()),
        ({"cari": "_"}, set()),
        ({"cari": "!!!"}, set()),
        ({"hal": "99"}, {"RT 02 Kenali Besar", "RT 05 Kenali Besar", "RT 07 Rawa Sari"}),
    ],
)
def test_filters(client, kota, kenali_besar, saring, ada):
    saring = saring | ({"kelurahan": kenali_besar.kode} if "kelurahan" in saring else {})
    isi = teks(client.get(DAFTAR, saring))
    assert set(re.findall(r"/publik/rt/\d+/\">([^<]*)<", isi)) == ada


@pytest.mark.parametrize(
    "saring", [{"tahun": "1999"}, {"tahun": "semua"}, {"kelurahan": "x"}, {"cari": "\0"}, {"cari": "x" * 500}]
)
def test_a_filter_that_cannot_be_read_shows_nothing(client, kota, saring):
    for url in (KOTA, DAFTAR):
        jawaban = client.get(url, saring)
        assert jawaban.status_code == 422
        assert "Saringan tidak terbaca" in jawaban.content.decode()


def test_before_the_first_year(client, db):
    assert "Belum ada RT" in teks(client.get(KOTA))
    assert "Tidak ada yang cocok" in teks(client.get(DAFTAR))


def test_linked_from_the_login_page(client, db):
    assert f'href="{KOTA}"' in teks(client.get(reverse("masuk")))
