"""SK Pokja, Rencana Kerja and the blank daftar hadir: what they say, what they wait for, who issues them."""

import json
from datetime import date

import pytest
from django.urls import reverse

from laporan.surat.jenis import JENIS, MUAT
from laporan.surat.terbit import pratinjau, terbitkan
from laporan.tests import adegan
from pokja.models import (
    AnggotaPokja,
    BeritaAcaraRembuk,
    ButirPemetaan,
    KegiatanLimaTahun,
    KegiatanTahunan,
    Pokja,
    Surat,
    Swadaya,
    TahunProgram,
    Usulan,
)
from rt.models import Pejabat, Peran

ALAMAT = "https://kampung.example"
# What would be markup in the template language, what has no letter in the fonts, and as long as a field takes.
SULIT = ('#pagebreak() $x$ \\ <b> *t* _m_ @a "k" 😀 ' + "panjang " * 30)[:200]
LEMBAR_SULIT = ("sk_pokja", "renja5", "renja1", "proposal")


def baca(kode, usulan):
    """(halangan, Isi) of a Usulan as it stands in the database."""
    jenis = JENIS[kode]
    usulan = Usulan.objects.get(pk=usulan.pk)
    halangan = jenis.halangan(usulan)
    return halangan, None if halangan else jenis.isi(usulan)


def terbit(kode, usulan, oleh):
    return terbitkan(JENIS[kode], Usulan.objects.get(pk=usulan.pk), oleh=oleh, alamat_dasar=ALAMAT)


def make_lurah(kelurahan, nama, mulai):
    return Pejabat.objects.create(
        lembaga="kelurahan", kelurahan=kelurahan, jabatan=f"Lurah {kelurahan.nama}", nama=nama, nip="1979", mulai=mulai
    )


# --- SK Pokja -------------------------------------------------------------------------------------------------------


def test_sk_is_a_draft_until_the_kelurahan_has_entered_its_number(usulan, petugas):
    adegan.isi_pokja(usulan)
    make_lurah(usulan.rt.kelurahan, "Lurah Lama", date(2026, 1, 1))
    make_lurah(usulan.rt.kelurahan, "Lurah Baru", date(2026, 10, 1))
    rancangan = terbit("sk_pokja", usulan, petugas)
    isi = json.loads(rancangan.data)["isi"]
    assert (isi["nomor_sk"], isi["tanggal_sk"], isi["penanda"]["nama"]) == ("", "", "Lurah Baru")
    assert (rancangan.tanggal, rancangan.nilai) == (date(2026, 11, 21), None)

    Pokja.objects.create(usulan=usulan, sk_nomor="7/SK/2026", sk_tanggal=adegan.HARI)
    sah = terbit("sk_pokja", usulan, petugas)
    isi = json.loads(sah.data)["isi"]
    # Signed by who was lurah on the day of the SK; its number is the kelurahan's, that of the register is another.
    assert (isi["nomor_sk"], isi["tanggal_sk"], isi["penanda"]["nama"]) == (
        "7/SK/2026",
        "1 September 2026",
        "Lurah Lama",
    )
    assert (sah.versi, sah.tanggal, sah.urut) == (2, adegan.HARI, 2)
    assert sah.nomor != "7/SK/2026"


def test_sk_names_the_members_by_unsur_and_the_basis_of_the_year(usulan):
    adegan.isi_pokja(usulan)
    adegan.isi_rembuk(usulan)
    # Written first, and of a later unsur.
    AnggotaPokja.objects.filter(usulan=usulan, unsur="sekretaris").delete()
    AnggotaPokja.objects.create(usulan=usulan, unsur="sekretaris", nama="Dewi", jenis_kelamin="P")
    TahunProgram.objects.update(dasar_hukum="Perwal 18")
    _halangan, isi = baca("sk_pokja", usulan)
    assert isi.data["daftar_anggota"] == [
        {"nama": "Warga Ketua (Ketua RT)", "unsur": "Ketua (Ketua RT)"},
        {"nama": "Dewi", "unsur": "Sekretaris"},
        {"nama": "Warga Bendahara", "unsur": "Bendahara"},
        {"nama": "Warga Wakil perempuan", "unsur": "Wakil perempuan"},
        {"nama": "Warga Wakil pemuda", "unsur": "Wakil pemuda"},
        {"nama": "Warga Tokoh masyarakat", "unsur": "Tokoh masyarakat"},
        {"nama": "Warga Tokoh agama", "unsur": "Tokoh agama"},
    ]
    assert (isi.data["dasar_hukum"], isi.data["rembuk"], isi.data["lurah"]) == (
        "Perwal 18",
        "1 September 2026",
        "Lurah Kenali Besar",
    )
    assert isi.data["tentang"] == (
        "Pembentukan Kelompok Kerja (Pokja) Kampung Bahagia RT 02 Kelurahan Kenali Besar Tahun 2026"
    )


def test_sk_takes_the_ketua_from_the_register_before_the_pokja_is_submitted(usulan):
    adegan.isi_pokja(usulan)
    AnggotaPokja.objects.filter(unsur="ketua").delete()
    _halangan, isi = baca("sk_pokja", usulan)
    assert isi.data["daftar_anggota"][0] == {"nama": "Ketua Rt 02", "unsur": "Ketua (Ketua RT)"}


def test_sk_waits_for_every_unsur(usulan):
    adegan.isi_pokja(usulan)
    AnggotaPokja.objects.filter(unsur__in=["bendahara", "pemuda"]).delete()
    assert baca("sk_pokja", usulan)[0] == [
        "Unsur Pokja yang belum terisi: Bendahara, Wakil pemuda. Tambahkan anggotanya."
    ]


def test_only_the_kelurahan_issues_the_sk(login, semua_orang, usulan):
    adegan.isi_pokja(usulan)
    alamat = reverse("laporan:surat_terbitkan", args=["sk_pokja", usulan.pk])
    for peran, orang in semua_orang.items():
        assert login(orang).post(alamat).status_code == (302 if peran == Peran.KELURAHAN else 409), peran
    assert Surat.objects.get().diterbitkan_oleh == semua_orang[Peran.KELURAHAN]


# --- Rencana Kerja --------------------------------------------------------------------------------------------------


def test_five_years_by_year_and_bidang_with_swadaya_beside(usulan):
    adegan.isi_pemetaan(usulan)
    for tahun, bidang, kegiatan, perkiraan in (
        (2026, "sosial", "Posyandu", 5_000_000),
        (2026, "infrastruktur", "Parit", 10_000_000),
        (2029, "ekonomi", "Pelatihan", 7_500_000),
    ):
        KegiatanLimaTahun.objects.create(
            usulan=usulan, tahun=tahun, bidang=bidang, kegiatan=kegiatan, lokasi="Lorong 1", perkiraan=perkiraan
        )
    Swadaya.objects.create(usulan=usulan, bentuk="uang", uraian="Iuran", volume=101_000, satuan="KK", nilai=1_010_000)
    halangan, isi = baca("renja5", usulan)
    data = isi.data
    assert (halangan, isi.nilai) == ([], None)
    assert [(tahun["tahun"], tahun["jumlah"], len(tahun["baris"])) for tahun in data["daftar_tahun"]] == [
        ("2026", "55.000.000", 3),
        ("2027", "0", 0),
        ("2028", "0", 0),
        ("2029", "7.500.000", 1),
        ("2030", "0", 0),
    ]
    assert [baris["kegiatan"] for baris in data["daftar_tahun"][0]["baris"]] == [
        "Semenisasi lorong",
        "Parit",
        "Posyandu",
    ]
    assert (data["jumlah"], data["jumlah_swadaya"], data["rentang"]) == ("Rp62.500.000", "1.510.000", "2026–2030")
    assert data["swadaya"][1] == {"bentuk": "Uang", "uraian": "Iuran", "volume": "101 KK", "nilai": "1.010.000"}
    assert (data["potensi"], data["masalah"]) == (
        [{"uraian": "Tanah lapang", "lokasi": ""}],
        [{"uraian": "Jalan becek", "lokasi": ""}],
    )


@pytest.mark.parametrize(
    ("hilang", "kalimat"),
    [
        ("daftar_swadaya", "Swadaya warga belum ada. Catat sedikitnya satu: uang, tenaga atau bahan."),
        ("daftar_renja5", "Renja 5 tahun belum ada. Catat sedikitnya satu kegiatan."),
    ],
)
def test_five_years_wait_for_what_is_missing(usulan, hilang, kalimat):
    adegan.isi_pemetaan(usulan)
    getattr(usulan, hilang).all().delete()
    assert baca("renja5", usulan)[0] == [kalimat]


def test_this_year_keeps_programme_money_and_swadaya_apart(usulan):
    kegiatan = adegan.isi_renja(usulan)
    KegiatanTahunan.objects.create(
        usulan=usulan, dari=kegiatan.dari, lokasi="Lorong 2", volume=30_000, satuan="HOK", perkiraan=3_000_000,
        sumber="swadaya_tenaga",
    )  # fmt: skip
    halangan, isi = baca("renja1", usulan)
    data = isi.data
    assert (halangan, isi.nilai) == ([], 40_000_000)
    assert [(baris["program"], baris["swadaya"], baris["volume"]) for baris in data["baris"]] == [
        ("40.000.000", "", "120 m"),
        ("", "3.000.000", "30 HOK"),
    ]
    assert (data["jumlah_program"], data["jumlah_swadaya"]) == ("40.000.000", "3.000.000")
    assert data["terbilang"] == "Rp40.000.000,00 (empat puluh juta rupiah)"
    assert data["pagu"] == "Rp100.000.000,00 (seratus juta rupiah)"
    assert "43.000.000" not in json.dumps(data)


def test_this_year_waits_for_activities_and_the_fixed_pagu(usulan):
    assert baca("renja1", usulan)[0] == [
        "Kegiatan tahun ini belum ada. Ambil sedikitnya satu kegiatan dari Renja 5 tahun."
    ]
    adegan.isi_renja(usulan)
    usulan.alokasi.sementara = True
    usulan.alokasi.save()
    assert baca("renja1", usulan)[0] == ["Pagu RT ini masih sementara. Minta DPMPPA menetapkan pagu Kelompok dulu."]


# --- all of them ----------------------------------------------------------------------------------------------------


def test_whatever_was_typed_is_printed_as_it_is(usulan):
    adegan.isi_rembuk(usulan)
    adegan.isi_pokja(usulan)
    baris = adegan.isi_proposal(usulan)
    AnggotaPokja.objects.update(nama=SULIT[:150])
    ButirPemetaan.objects.update(uraian=SULIT, lokasi=SULIT[:150])
    Swadaya.objects.update(uraian=SULIT)
    KegiatanLimaTahun.objects.update(kegiatan=SULIT, lokasi=SULIT[:150])
    KegiatanTahunan.objects.update(lokasi=SULIT[:150])
    BeritaAcaraRembuk.objects.update(tempat=SULIT[:150])
    TahunProgram.objects.update(dasar_hukum=SULIT)
    type(baris).objects.update(uraian=SULIT)
    type(usulan.proposal).objects.update(latar_belakang=f"{SULIT}\n\n{SULIT}")
    for kode in LEMBAR_SULIT:
        pertama = pratinjau(JENIS[kode], Usulan.objects.get(pk=usulan.pk))
        assert pertama.startswith(b"%PDF-"), kode
        assert pratinjau(JENIS[kode], Usulan.objects.get(pk=usulan.pk)) == pertama, kode


@pytest.mark.parametrize(("kode", "banyak"), [("sk_pokja", 5), ("renja5", 7), ("renja1", 7)])
def test_queries_do_not_grow_with_rows(usulan, django_assert_num_queries, kode, banyak):
    adegan.isi_pokja(usulan)
    kegiatan = adegan.isi_renja(usulan)
    with django_assert_num_queries(banyak):
        JENIS[kode].isi(Usulan.objects.select_related(*MUAT[Usulan]).get(pk=usulan.pk))
    for urut in range(3):
        lima = KegiatanLimaTahun.objects.create(
            usulan=usulan, tahun=2027, bidang="ekonomi", kegiatan=f"Kegiatan {urut}", lokasi="RT", perkiraan=1
        )
        KegiatanTahunan.objects.create(
            usulan=usulan, dari=lima, lokasi="RT", volume=1_000, satuan="m", perkiraan=kegiatan.perkiraan
        )
        AnggotaPokja.objects.create(usulan=usulan, unsur="pemuda", nama=f"Pemuda {urut}", jenis_kelamin="L")
    with django_assert_num_queries(banyak):
        JENIS[kode].isi(Usulan.objects.select_related(*MUAT[Usulan]).get(pk=usulan.pk))


def test_another_territory_gets_404(login, usulan_tetangga, petugas, ketua_rt):
    adegan.isi_pokja(usulan_tetangga)
    adegan.isi_renja(usulan_tetangga)
    for orang in (petugas, ketua_rt):
        browser = login(orang)
        for kode in ("sk_pokja", "renja5", "renja1"):
            argumen = [kode, usulan_tetangga.pk]
            assert browser.get(reverse("laporan:surat_pratinjau", args=argumen)).status_code == 404
            assert browser.post(reverse("laporan:surat_terbitkan", args=argumen)).status_code == 404
        assert browser.get(reverse("laporan:daftar_hadir", args=[usulan_tetangga.pk])).status_code == 404
    assert Surat.objects.count() == 0


# --- the blank daftar hadir -----------------------------------------------------------------------------------------


def test_blank_daftar_hadir_is_printed_before_the_rembuk_and_leaves_no_trace(login, usulan, ketua_rt, petugas):
    alamat = reverse("laporan:daftar_hadir", args=[usulan.pk])
    for orang in (ketua_rt, petugas):
        response = login(orang).get(alamat)
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        assert response.content.startswith(b"%PDF-")
    assert login(ketua_rt).post(alamat).status_code == 405
    assert Surat.objects.count() == 0


def test_blank_daftar_hadir_is_offered_where_it_is_needed(login, usulan, ketua_rt):
    alamat = reverse("laporan:daftar_hadir", args=[usulan.pk])
    browser = login(ketua_rt)
    halaman = [reverse(f"pokja:{nama}", args=[usulan.pk]) for nama in ("rembuk", "berkas_rembuk")]
    adegan.taruh(usulan, "rembuk", "rt")
    for satu in (*halaman, reverse("laporan:surat_usulan", args=[usulan.pk])):
        assert alamat in browser.get(satu).content.decode()
    # After the rembuk was submitted its pages only show what happened.
    adegan.taruh(usulan, "rembuk", "kelurahan")
    for satu in halaman:
        assert alamat not in browser.get(satu).content.decode()
