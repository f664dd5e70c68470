"""The proposal with its RAB, and the sheet for the notice board: every figure, what they wait for, what they never say."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from anggaran.models import BarisRAB, BarisTetap, BukuKas, ItemWajib, Jenis, PembebasanItem, VersiRAB
from anggaran.models.jenis import JenisBiaya
from anggaran.services import bukukas
from anggaran.services.rab import total_rab, total_swadaya
from laporan.models import HasilKegiatan, Kemajuan
from laporan.surat.jenis import JENIS, MUAT
from laporan.surat.terbit import pratinjau, terbitkan
from laporan.tests import adegan
from pokja.models import Berkas, KegiatanLimaTahun, KegiatanTahunan, Riwayat, Surat, Usulan
from rt.models import Pejabat

ALAMAT = "https://kampung.example"


def muat(usulan):
    return Usulan.objects.select_related(*MUAT[Usulan]).get(pk=usulan.pk)


def isi(kode, usulan):
    return JENIS[kode].isi(muat(usulan))


def halangan(kode, usulan):
    return JENIS[kode].halangan(muat(usulan))


def terbit(kode, usulan, oleh):
    return terbitkan(JENIS[kode], muat(usulan), oleh=oleh, alamat_dasar=ALAMAT)


def make_baris(rab, kegiatan, jenis_biaya, uraian, harga, sumber="program", **kolom):
    return BarisRAB.objects.create(
        versi_rab=rab, kegiatan=kegiatan, jenis_biaya=jenis_biaya, uraian=uraian, volume=2_500, satuan="m3",
        harga_satuan=harga, sumber=sumber, **kolom,
    )  # fmt: skip


def make_kegiatan(usulan, nama="Lampu jalan", bidang="sosial"):
    lima = KegiatanLimaTahun.objects.create(
        usulan=usulan, tahun=2026, bidang=bidang, kegiatan=nama, lokasi="Lorong 5", perkiraan=5_000_000
    )
    return KegiatanTahunan.objects.create(
        usulan=usulan, dari=lima, lokasi="Lorong 5", volume=6_000, satuan="titik", perkiraan=5_000_000
    )


@pytest.fixture
def lengkap(usulan, kelompok_b):
    """Two activities and a fixed line: Rp40.000.000 + Rp2.500.000 + Rp2.500.000 + Rp3.000.000, swadaya Rp750.000."""
    adegan.isi_pokja(usulan)
    semen = adegan.isi_proposal(usulan)
    rab, jalan = semen.versi_rab, semen.kegiatan
    # The same activity, paid by labour too: another row of the Renja, one activity on paper.
    gotong_royong = KegiatanTahunan.objects.create(
        usulan=usulan, dari=jalan.dari, lokasi="Lorong 2", volume=120_000, satuan="m", perkiraan=750_000,
        sumber="swadaya_tenaga",
    )  # fmt: skip
    make_baris(rab, gotong_royong, "upah", "Gotong royong", 300_000, sumber="swadaya_tenaga")
    make_baris(rab, jalan, "alat", "Sewa molen", 1_000_000)
    make_baris(rab, make_kegiatan(usulan), "bahan", "Lampu", 1_000_000)
    tetap = BarisTetap.objects.create(
        kelompok=kelompok_b, uraian="Honor ketua RT", volume=3_000, satuan="bulan", harga_satuan=1_000_000
    )
    BarisRAB.objects.create(
        versi_rab=rab, jenis_biaya="operasional", uraian="Honor ketua RT", volume=3_000, satuan="bulan",
        harga_satuan=1_000_000, tetap=tetap,
    )  # fmt: skip
    return usulan


# --- the proposal ---------------------------------------------------------------------------------------------------


def test_rab_by_activity_and_kind_of_cost_with_every_sum(lengkap):
    hasil = isi("proposal", lengkap)
    data = hasil.data
    assert [
        (kegiatan["nama"], kegiatan["volume"], kegiatan["program"], kegiatan["swadaya"])
        for kegiatan in data["daftar_kegiatan"]
    ] == [
        ("Semenisasi lorong", "120 m", "42.500.000", "750.000"),
        ("Lampu jalan", "6 titik", "2.500.000", "0"),
        ("Biaya tetap Pokja", "", "3.000.000", "0"),
    ]
    assert [
        (kelompok["judul"], kelompok["program"], kelompok["swadaya"], len(kelompok["baris"]))
        for kelompok in data["daftar_kegiatan"][0]["kelompok"]
    ] == [("I. Bahan", "40.000.000", "0", 1), ("II. Alat", "2.500.000", "0", 1), ("III. Upah", "0", "750.000", 1)]
    assert data["daftar_kegiatan"][0]["kelompok"][2]["baris"] == [
        {
            "uraian": "Gotong royong",
            "sumber": "Swadaya tenaga",
            "volume": "2,5",
            "satuan": "m3",
            "harga": "300.000",
            "program": "",
            "swadaya": "750.000",
        }
    ]
    assert [(kelompok["judul"], kelompok["program"], kelompok["swadaya"]) for kelompok in data["rekap"]] == [
        ("I. Bahan", "42.500.000", "0"),
        ("II. Alat", "2.500.000", "0"),
        ("III. Upah", "0", "750.000"),
        ("IV. Operasional", "3.000.000", "0"),
    ]
    assert [jenis.label for jenis in JenisBiaya] == [kelompok["judul"] for kelompok in data["rekap"]]
    rab = lengkap.daftar_versi_rab.get()
    assert hasil.nilai == total_rab(rab) == 48_000_000
    assert (data["total_program"], data["total_swadaya"]) == ("48.000.000", "750.000")
    assert total_swadaya(rab) == 750_000
    assert data["nilai"] == "Rp48.000.000,00 (empat puluh delapan juta rupiah)"
    # Programme money and swadaya are in no total together.
    assert "48.750.000" not in json.dumps(data)


def test_words_signatures_photos_and_attachments(lengkap):
    lengkap.proposal.latar_belakang = "Jalan rusak.\r\n\r\n  Warga sepakat. \n"
    lengkap.proposal.save()
    adegan.unggah(lengkap, Berkas.Jenis.LAMPIRAN)
    hasil = isi("proposal", lengkap)
    assert hasil.data["narasi"] == {
        "latar_belakang": ["Jalan rusak.", "Warga sepakat."],
        "tujuan": ["Jalan baik"],
        "penerima_manfaat": "400",
        "cara_pelaksanaan": ["Swakelola"],
    }
    assert [orang["nama"] for orang in hasil.data["penanda"]] == ["Warga Ketua (Ketua RT)", "Warga Bendahara"]
    assert hasil.data["mengetahui"]["jabatan"] == "Lurah Kenali Besar"
    assert list(hasil.gambar.values()) == list(
        lengkap.daftar_berkas.filter(jenis="foto_0").values_list("pk", flat=True)
    )
    assert (len(hasil.data["foto"][0]["daftar"]), hasil.data["lampiran"]) == (1, 1)
    assert (hasil.data["versi_rab"], hasil.data["alasan"]) == ("RAB versi 1", [])
    # No account and no phone on the paper.
    assert "1234567890" not in json.dumps(hasil.data)


def ajukan(usulan, hari, tahap="proposal"):
    """Filed half an hour after midnight in Jambi, which is the day before in UTC."""
    Riwayat.objects.create(
        usulan=usulan, aksi="ajukan", dari_tahap=tahap, dari_giliran="rt", ke_tahap=tahap, ke_giliran="kelurahan",
        pada=datetime(2026, *hari, 0, 30, tzinfo=ZoneInfo("Asia/Jakarta")),
    )  # fmt: skip


def test_dated_on_the_day_it_was_last_filed_with_the_lurah_of_that_day(lengkap):
    lurah = {"lembaga": "kelurahan", "kelurahan": lengkap.rt.kelurahan, "jabatan": "Lurah Kenali Besar"}
    Pejabat.objects.create(**lurah, nama="Lurah Lama", mulai="2026-01-01")
    Pejabat.objects.create(**lurah, nama="Lurah Baru", mulai="2026-10-01")
    hasil = isi("proposal", lengkap)
    assert (hasil.tanggal, hasil.data["mengetahui"]["nama"]) == (date(2026, 11, 21), "Lurah Baru")
    ajukan(lengkap, (8, 3))
    ajukan(lengkap, (9, 7))
    ajukan(lengkap, (10, 5), tahap="lpj")
    hasil = isi("proposal", lengkap)
    assert (hasil.tanggal, hasil.data["mengetahui"]["nama"]) == (date(2026, 9, 7), "Lurah Lama")


def test_a_shifted_plan_is_not_dated_before_it_was_in_force(lengkap):
    ajukan(lengkap, (9, 7))
    pertama = lengkap.daftar_versi_rab.get()
    VersiRAB.objects.filter(pk=pertama.pk).update(status="diganti")
    VersiRAB.objects.create(usulan=lengkap, nomor=2, alasan="Harga semen turun.")
    assert isi("proposal", lengkap).tanggal == date(2026, 11, 21)


def test_mandatory_items_with_their_line_or_the_reason(lengkap):
    cctv = ItemWajib.objects.create(tahun_program=lengkap.tahun_program, nama="CCTV")
    gerobak = ItemWajib.objects.create(tahun_program=lengkap.tahun_program, nama="Gerobak motor sampah")
    assert len(halangan("proposal", lengkap)) == 2
    BarisRAB.objects.filter(uraian="Lampu").update(item_wajib=cctv)
    PembebasanItem.objects.create(usulan=lengkap, item_wajib=gerobak, alasan="Sudah ada TPS 3R")
    assert halangan("proposal", lengkap) == []
    assert isi("proposal", lengkap).data["item_wajib"] == [
        {"nama": "CCTV", "ada": "Lampu (2,5 m3)", "bebas": ""},
        {"nama": "Gerobak motor sampah", "ada": "", "bebas": "Sudah ada TPS 3R"},
    ]


def test_after_a_pergeseran_the_version_in_force_is_printed_and_the_old_paper_stays(lengkap, ketua_rt):
    lama = terbit("proposal", lengkap, ketua_rt)
    pertama = lengkap.daftar_versi_rab.get()
    VersiRAB.objects.filter(pk=pertama.pk).update(status="diganti")
    kedua = VersiRAB.objects.create(usulan=lengkap, nomor=2, alasan="Harga semen turun.\nSisa untuk lampu.")
    make_baris(kedua, pertama.daftar_baris.get(uraian="Semen").kegiatan, "bahan", "Semen", 10_000_000)
    # A shift that is only being drafted is not the plan.
    rancangan = VersiRAB.objects.create(usulan=lengkap, nomor=3, status="disiapkan")
    make_baris(rancangan, None, "bahan", "Belum berlaku", 1)
    baru = terbit("proposal", lengkap, ketua_rt)
    assert (baru.versi, baru.nilai, lama.nilai) == (2, 25_000_000, 48_000_000)
    data = json.loads(baru.data)["isi"]
    assert data["versi_rab"] == "RAB versi 2, hasil pergeseran, berlaku sejak 21 November 2026"
    assert data["alasan"] == ["Harga semen turun.", "Sisa untuk lampu."]
    assert "Belum berlaku" not in baru.data
    assert json.loads(Surat.objects.get(pk=lama.pk).data)["isi"]["total_program"] == "48.000.000"


def test_proposal_waits_for_words_lines_and_a_photo(usulan):
    adegan.isi_proposal(usulan)
    usulan.daftar_berkas.filter(jenis="foto_0").delete()
    BarisRAB.objects.all().delete()
    usulan.proposal.delete()
    assert halangan("proposal", usulan) == [
        "Narasi proposal belum diisi. Buka bagian Narasi proposal dan isi dulu.",
        "RAB belum berisi kegiatan. Tambahkan sedikitnya satu baris di bagian RAB.",
        "Foto 0 % belum ada. Unggah foto keadaan sebelum pekerjaan dimulai.",
    ]


def test_lost_photo_and_sixty_lines_still_print(lengkap):
    rab = lengkap.daftar_versi_rab.get()
    kegiatan = rab.daftar_baris.get(uraian="Semen").kegiatan
    for urut in range(60):
        make_baris(
            rab, kegiatan, ("bahan", "alat", "upah")[urut % 3], f"Barang #{urut} $ \\ <x> 😀 " + "x " * 85, 1_000
        )
    foto = lengkap.daftar_berkas.get(jenis="foto_0")
    foto.isi.storage.delete(foto.isi.name)
    pertama = pratinjau(JENIS["proposal"], muat(lengkap))
    assert pertama.startswith(b"%PDF-")
    assert pratinjau(JENIS["proposal"], muat(lengkap)) == pertama


# --- the notice board -----------------------------------------------------------------------------------------------


@pytest.fixture
def di_lapangan(usulan, petugas, lurah, ketua_rt):
    """Rp40 juta received; Rp10 juta of semen and Rp5.000 of bank charges spent; half done."""
    baris = adegan.isi_cair(usulan, petugas, lurah, ketua_rt)
    make_baris(baris.versi_rab, baris.kegiatan, "upah", "Gotong royong", 200_000, sumber="swadaya_tenaga")
    adegan.belanja(usulan, baris, nilai=10_000_000)
    BukuKas.objects.create(
        usulan=usulan, jenis=Jenis.BIAYA_BANK, tanggal=adegan.HARI, uraian="Administrasi", nilai=5_000
    )
    for persen, hari in ((0, adegan.HARI), (50, date(2026, 10, 3))):
        Kemajuan.objects.create(usulan=usulan, persen=persen, tanggal=hari, catatan="Warga Rahasia mengecor")
    HasilKegiatan.objects.create(usulan=usulan, kegiatan=baris.kegiatan, volume=60_000)
    return adegan.taruh(usulan, "pelaksanaan", "rt")


def test_notice_board_adds_up_with_the_book(di_lapangan):
    hasil = isi("papan", di_lapangan)
    data = hasil.data
    assert data["daftar_kegiatan"] == [
        {
            "nama": "Semenisasi lorong",
            "bidang": "Infrastruktur lingkungan",
            "lokasi": "Lorong 2",
            "volume": "120 m",
            "terlaksana": "60 m",
            "program": "40.000.000",
            "belanja": "10.000.000",
            "swadaya": "500.000",
        }
    ]
    angka = bukukas.uang(di_lapangan)
    assert (angka.cair, angka.belanja, angka.selisih) == (40_000_000, 10_005_000, 29_995_000)
    assert (data["masuk"], data["belanja"], data["sisa"]) == ("Rp40.000.000", "Rp10.005.000", "Rp29.995.000")
    assert (data["total_program"], data["total_belanja"], data["biaya_bank"], data["total_swadaya"]) == (
        "40.000.000",
        "10.005.000",
        "5.000",
        "500.000",
    )
    assert (data["disetujui"], data["bunga"], data["kembali"], hasil.nilai) == ("Rp40.000.000", "", "", 40_000_000)
    assert data["beda"] == ""
    assert data["kemajuan"] == [
        {"persen": "0 %", "tanggal": "1 September 2026"},
        {"persen": "50 %", "tanggal": "3 Oktober 2026"},
        {"persen": "100 %", "tanggal": ""},
    ]


def test_notice_board_says_why_a_shifted_plan_is_less_than_what_was_approved(di_lapangan):
    semen = BarisRAB.objects.get(uraian="Semen")
    semen.harga_satuan = 900_000
    semen.save()
    data = isi("papan", di_lapangan).data
    assert (data["disetujui"], data["total_program"]) == ("Rp40.000.000", "36.000.000")
    assert data["beda"] == "Rencana sesudah pergeseran; sisanya, Rp4.000.000, belum direncanakan."
    assert pratinjau(JENIS["papan"], muat(di_lapangan)).startswith(b"%PDF-")


def test_notice_board_names_no_person_and_no_account(di_lapangan, ketua_rt):
    surat = terbit("papan", di_lapangan, ketua_rt)
    for rahasia in ("Warga", "Ketua Rt 02", "1234567890", "Petugas", "08"):
        assert rahasia not in json.dumps(json.loads(surat.data)["isi"]).replace("Swadaya", ""), rahasia


def test_notice_board_waits_for_the_approval(usulan):
    adegan.isi_proposal(usulan)
    assert halangan("papan", usulan) == [
        "Proposal belum disetujui DPMPPA. Lembar papan informasi dapat dibuat sesudah penetapan."
    ]


def test_correction_counts_on_the_board_as_in_the_book(di_lapangan, ketua_rt):
    belanja = BukuKas.objects.get(jenis=Jenis.BELANJA)
    bukukas.koreksi(belanja, alasan="Salah catat", oleh=ketua_rt)
    data = isi("papan", di_lapangan).data
    assert (data["daftar_kegiatan"][0]["belanja"], data["total_belanja"]) == ("0", "5.000")


# --- both -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kode", "banyak"), [("proposal", 18), ("papan", 13)])
def test_queries_do_not_grow_with_lines(di_lapangan, django_assert_num_queries, kode, banyak):
    with django_assert_num_queries(banyak):
        isi(kode, di_lapangan)
    rab = di_lapangan.daftar_versi_rab.get()
    for urut in range(3):
        baris = make_baris(rab, make_kegiatan(di_lapangan, f"Kegiatan {urut}"), "bahan", f"Barang {urut}", 1_000)
        adegan.belanja(di_lapangan, baris, nilai=1_000)
        adegan.unggah(di_lapangan, Berkas.Jenis.FOTO_0)
    with django_assert_num_queries(banyak):
        isi(kode, di_lapangan)


def test_issued_on_the_page_with_the_amount_on_the_public_one(login, client, lengkap, ketua_rt, inspektorat):
    alamat = reverse("laporan:surat_terbitkan", args=["proposal", lengkap.pk])
    assert login(inspektorat).post(alamat).status_code == 409
    assert login(ketua_rt).post(alamat).status_code == 302
    surat = Surat.objects.get()
    isi_umum = client.get(reverse("laporan:cek", args=[surat.kode])).content.decode()
    assert "Rp48.000.000" in isi_umum
    assert "empat puluh delapan juta rupiah" in isi_umum


def test_another_territory_gets_404(login, usulan_tetangga, petugas, ketua_rt):
    adegan.isi_proposal(usulan_tetangga)
    for orang in (petugas, ketua_rt):
        for kode in ("proposal", "papan"):
            argumen = [kode, usulan_tetangga.pk]
            assert login(orang).get(reverse("laporan:surat_pratinjau", args=argumen)).status_code == 404
            assert login(orang).post(reverse("laporan:surat_terbitkan", args=argumen)).status_code == 404
    assert Surat.objects.count() == 0
