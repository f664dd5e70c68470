"""Papers: the register of numbers, the snapshot, the reprint, who may issue, and the public page behind the QR code."""

import json
import re
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from kampung.testing import make_pengguna
from laporan.surat.jenis import DAFTAR_JENIS, JENIS
from laporan.surat.terbit import susun_nomor, terbitkan
from laporan.surat.umum import pejabat
from laporan.tests.adegan import isi_rembuk
from pokja.models import Surat, TahunProgram, Usulan
from rt.models import Pejabat, Peran

ALAMAT = "https://kampung.example"


def terbit(usulan, oleh, kode="berita_acara"):
    usulan = Usulan.objects.get(pk=usulan.pk)
    return terbitkan(JENIS[kode], usulan, oleh=oleh, alamat_dasar=ALAMAT)


def url_terbit(usulan, kode="berita_acara"):
    return reverse("laporan:surat_terbitkan", args=[kode, usulan.pk])


def test_issue_gives_number_file_and_the_same_bytes_ever_after(login, usulan, ketua_rt):
    isi_rembuk(usulan)
    response = login(ketua_rt).post(url_terbit(usulan))
    surat = Surat.objects.get()
    assert response.url == surat.get_absolute_url()
    assert (surat.urut, surat.tahun, surat.versi, surat.usulan) == (1, 2026, 1, usulan)
    kode_kelurahan = ".".join(usulan.rt.kelurahan.kode.split(".")[-2:])
    assert surat.nomor == f"001/BA-KB/{kode_kelurahan}/IX/2026"

    pertama = b"".join(login(ketua_rt).get(reverse("laporan:surat_unduh", args=[surat.pk])))
    assert pertama.startswith(b"%PDF-")
    usulan.rembuk.pimpinan = "Orang Lain"
    usulan.rembuk.save()
    usulan.rt.nama_ketua = "Orang Baru"
    usulan.rt.save()
    assert b"".join(login(ketua_rt).get(reverse("laporan:surat_unduh", args=[surat.pk]))) == pertama


def test_lost_file_is_printed_again_only_if_every_byte_is_the_same(login, usulan, ketua_rt):
    isi_rembuk(usulan)
    surat = terbit(usulan, ketua_rt)
    alamat = reverse("laporan:surat_unduh", args=[surat.pk])
    pertama = b"".join(login(ketua_rt).get(alamat))
    surat.isi.storage.delete(surat.isi.name)
    assert b"".join(login(ketua_rt).get(alamat)) == pertama


def test_twice_is_one_paper_and_changed_facts_are_a_new_version(login, usulan, ketua_rt):
    isi_rembuk(usulan)
    browser = login(ketua_rt)
    browser.post(url_terbit(usulan))
    browser.post(url_terbit(usulan))
    assert Surat.objects.count() == 1
    usulan.rembuk.tempat = "Musala"
    usulan.rembuk.save()
    browser.post(url_terbit(usulan))
    assert list(Surat.objects.order_by("urut").values_list("urut", "versi")) == [(1, 1), (2, 2)]
    lama, baru = Surat.objects.order_by("urut")
    assert json.loads(lama.data)["isi"]["tempat"] == "Balai RT"
    assert json.loads(baru.data)["isi"]["tempat"] == "Musala"
    assert "Sudah diganti versi 2" in browser.get(lama.get_absolute_url()).content.decode()


def test_number_is_never_given_twice_and_each_kelurahan_counts_alone(usulan, usulan_tetangga, ketua_rt):
    for satu in (usulan, usulan_tetangga):
        isi_rembuk(satu)
    assert [terbit(satu, ketua_rt).urut for satu in (usulan, usulan_tetangga)] == [1, 1]
    # A pattern without the row of the register would repeat itself: the next free row is taken until it does not.
    TahunProgram.objects.update(pola_nomor="{urut}/{tahun}")
    usulan.rembuk.tempat = "Musala"
    usulan.rembuk.save()
    assert terbit(usulan, ketua_rt).nomor == "002/2026"
    salinan = Surat.objects.get(nomor="002/2026")
    salinan.pk, salinan.kode, salinan.versi, salinan.urut = None, "X" * 16, 9, 9
    with pytest.raises(DatabaseError), transaction.atomic():
        salinan.save(force_insert=True)


def test_number_follows_the_pattern_of_the_year(kenali_besar):
    kenali_besar.kode = "15.71.09.1001"
    surat = Surat(tanggal=None)
    hari = type(surat)._meta.get_field("tanggal").to_python("2026-02-03")
    pola = "{urut}/{jenis}-KB/{kelurahan}/{bulan}/{tahun}"
    assert susun_nomor(pola, 7, "KW", kenali_besar, hari) == "007/KW-KB/09.1001/II/2026"
    assert susun_nomor("{lain} {urut}", 1234, "KW", kenali_besar, hari) == "{lain} 1234"


@pytest.mark.parametrize("peran", [Peran.DPMPPA, Peran.KEUANGAN, Peran.INSPEKTORAT, Peran.KECAMATAN])
def test_those_who_only_read_cannot_issue(login, semua_orang, usulan, peran):
    isi_rembuk(usulan)
    response = login(semua_orang[peran]).post(url_terbit(usulan))
    assert response.status_code == 409
    assert "diterbitkan oleh" in response.content.decode()
    assert Surat.objects.count() == 0
    assert login(semua_orang[peran]).get(reverse("laporan:surat_usulan", args=[usulan.pk])).status_code == 200


def test_nothing_to_print_yet_is_said_with_the_way_out(login, usulan, ketua_rt):
    response = login(ketua_rt).post(url_terbit(usulan))
    assert response.status_code == 409
    assert "Isi dulu hari, tempat, dan keputusan rembuk" in response.content.decode()
    assert login(ketua_rt).get(reverse("laporan:surat_pratinjau", args=["berita_acara", usulan.pk])).status_code == 409


def test_another_territory_gets_404_everywhere(login, usulan_tetangga, ketua_rt, petugas, dpmppa):
    isi_rembuk(usulan_tetangga)
    surat = terbit(usulan_tetangga, make_pengguna(Peran.KETUA_RT, "ketua07", rt=usulan_tetangga.rt))
    for orang in (ketua_rt, petugas):
        browser = login(orang)
        for nama, argumen in (
            ("surat_usulan", [usulan_tetangga.pk]),
            ("surat_detail", [surat.pk]),
            ("surat_unduh", [surat.pk]),
            ("surat_pratinjau", ["berita_acara", usulan_tetangga.pk]),
        ):
            assert browser.get(reverse(f"laporan:{nama}", args=argumen)).status_code == 404
        assert browser.post(url_terbit(usulan_tetangga)).status_code == 404
    assert login(dpmppa).get(reverse("laporan:surat_detail", args=[surat.pk])).status_code == 200
    assert Surat.objects.count() == 1


def test_public_page_confirms_and_says_nothing_personal(client, usulan, ketua_rt):
    isi_rembuk(usulan)
    surat = terbit(usulan, ketua_rt)
    isi = client.get(reverse("laporan:cek", args=[surat.kode])).content.decode()
    for kata in (surat.nomor, "Berita acara rembuk warga", "RT 02 Kenali Besar", "Selasa, 1 September 2026"):
        assert kata in isi
    for rahasia in ("Ketua Rt 02", "ketua02", "Sekretaris", "Balai RT", surat.sidik):
        assert rahasia not in isi
    # Typed by hand from the paper, in any case and with its dashes.
    response = client.get(reverse("laporan:cek_form"), {"kode": surat.kode_terbaca.lower()})
    assert response.url == reverse("laporan:cek", args=[surat.kode])
    langsung = client.get(f"/cek/{surat.kode_terbaca.lower()}/")
    assert (langsung.status_code, surat.nomor in langsung.content.decode()) == (200, True)
    assert client.get("/cek/-_-/").status_code == 404
    salah = client.get(reverse("laporan:cek", args=["A" * 16]))
    assert salah.status_code == 404
    assert "tidak tercatat" in salah.content.decode()


def test_public_page_of_an_older_version_says_so(client, usulan, ketua_rt):
    isi_rembuk(usulan)
    lama = terbit(usulan, ketua_rt)
    usulan.rembuk.tempat = "Musala"
    usulan.rembuk.save()
    terbit(usulan, ketua_rt)
    assert "sudah diganti" in client.get(reverse("laporan:cek", args=[lama.kode])).content.decode()


@pytest.mark.parametrize("perintah", ["UPDATE pokja_surat SET nilai = 1", "DELETE FROM pokja_surat"])
def test_database_refuses_to_change_what_is_issued(usulan, ketua_rt, perintah):
    isi_rembuk(usulan)
    terbit(usulan, ketua_rt)
    with (
        pytest.raises(DatabaseError, match="tidak dapat diubah atau dihapus"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(perintah)


def test_every_kind_has_its_template_and_its_own_code():
    assert len({jenis.singkat for jenis in DAFTAR_JENIS}) == len(DAFTAR_JENIS)
    assert all(re.fullmatch("[a-z0-9_]+", jenis.kode) for jenis in DAFTAR_JENIS)


@pytest.mark.parametrize(
    ("jabatan", "mulai", "selesai", "menandatangani"),
    [
        ("Lurah Kenali Besar", "2026-02-01", None, True),
        ("Plt. Lurah Kenali Besar", "2026-02-01", None, True),
        ("PLH Lurah", "2026-02-01", "2026-09-01", True),
        ("Plh. Lurah", "2026-02-01", "2026-08-31", False),
        ("Lurah", "2026-09-02", None, False),
        ("Sekretaris Lurah", "2026-02-01", None, False),
        ("Sekretaris Kelurahan", "2026-02-01", None, False),
    ],
)
def test_who_signs_for_a_kelurahan_on_a_day(kenali_besar, rawa_sari, jabatan, mulai, selesai, menandatangani):
    lama = {"lembaga": "kelurahan", "kelurahan": kenali_besar, "jabatan": "Lurah Kenali Besar", "nama": "Lama"}
    Pejabat.objects.create(**lama, mulai="2025-01-01")
    Pejabat.objects.create(**lama | {"nama": "Tetangga", "kelurahan": rawa_sari}, mulai="2026-08-01")
    Pejabat.objects.create(**lama | {"jabatan": jabatan, "nama": "Baru", "nip": "1970"}, mulai=mulai, selesai=selesai)
    orang = pejabat(Pejabat.Lembaga.KELURAHAN, date(2026, 9, 1), kelurahan=kenali_besar)
    assert (orang["nama"], orang["nip"]) == (("Baru", "1970") if menandatangani else ("Lama", ""))


def test_file_that_cannot_be_made_again_is_said_to_be_lost(login, usulan, ketua_rt):
    isi_rembuk(usulan)
    surat = terbit(usulan, ketua_rt)
    surat.isi.storage.delete(surat.isi.name)
    surat.pk, surat.kode, surat.versi, surat.urut, surat.nomor = None, "X" * 16, 2, 2, "2"
    surat.data = '{"isi": {}, "gambar": {}, "alamat": ""}'
    surat.save(force_insert=True)
    response = login(ketua_rt).get(reverse("laporan:surat_unduh", args=[surat.pk]))
    assert response.status_code == 404
    assert "dari cadangan" in response.content.decode()
