"""Stages 1 to 4 through the pages of the RT side; the checks by their service, their page is laporan's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kampung.testing import foto, pdf
from pokja.gerbang import GERBANG
from pokja.models import AnggotaPokja, Berkas, Pokja, Riwayat, Usulan
from pokja.services import kembalikan, pindah_tahap, tutup_tanda
from pokja.tahapan import Giliran, Tahap

REMBUK = {
    "tanggal": "2026-08-20",
    "waktu": "19:30",
    "tempat": "Pos ronda",
    "pimpinan": "Ketua Rt 02",
    "notulis": "Rina",
    "hadir_laki": "20",
    "hadir_perempuan": "25",
    "keputusan": "siap",
}
KEINGINAN = {
    "prioritas": "1",
    "kegiatan": "Drainase Gang Melati",
    "bidang": "infrastruktur",
    "lokasi": "Gang Melati",
    "volume": "120",
    "satuan": "m",
}
UNSUR = ("sekretaris", "bendahara", "perempuan", "pemuda", "tokoh_masyarakat", "tokoh_agama")
REKENING = {"bank": "Bank Jambi", "nomor": "2100987654", "nomor_ulang": "2100987654", "atas_nama": "Pokja RT 02"}


class Orang:
    """A person with a browser, on the pages of one Usulan."""

    def __init__(self, peramban, usulan):
        self.peramban, self.usulan = peramban, usulan

    def url(self, nama):
        return reverse(f"pokja:{nama}", args=[self.usulan.pk])

    def isi(self, bagian, **isian):
        form = self.peramban.get(self.url(bagian)).context["form"]
        kepala = {kunci: form[kunci].value() for kunci in ("token", "versi_isian")}
        return self.peramban.post(self.url(bagian), kepala | isian)

    def unggah(self, jenis, berkas):
        return self.peramban.post(self.url("berkas_rembuk"), {"jenis": jenis, "berkas": berkas})

    def ajukan(self, versi=None):
        versi = Usulan.objects.get(pk=self.usulan.pk).versi if versi is None else versi
        return self.peramban.post(self.url("ajukan"), {"versi": versi})

    def halangan(self):
        return self.peramban.get(self.url("ajukan")).context["halangan"]


def keadaan(usulan):
    return tuple(Usulan.objects.values_list("tahap", "giliran").get(pk=usulan.pk))


def periksa(usulan, aksi, petugas):
    """What the page of the checker does."""
    usulan.refresh_from_db()
    halangan = GERBANG[usulan.tahap, usulan.giliran, aksi](usulan)
    return pindah_tahap(usulan, aksi, oleh=petugas, versi=usulan.versi, halangan=halangan)


def di(usulan, tahap, giliran=Giliran.RT):
    Usulan.objects.filter(pk=usulan.pk).update(tahap=tahap, giliran=giliran)
    usulan.refresh_from_db()


@pytest.fixture
def ketua(login, ketua_rt, usulan):
    return Orang(login(ketua_rt), usulan)


@pytest.fixture
def rekan(login, bendahara, usulan):
    return Orang(login(bendahara), usulan)


def rembuk_lengkap(orang, **beda):
    orang.isi("rembuk", **REMBUK | beda)
    orang.isi("keinginan", **KEINGINAN)
    orang.unggah("daftar_hadir", pdf())
    orang.unggah("foto_rembuk", foto())


def pokja_lengkap(orang):
    for unsur in UNSUR:
        orang.isi("anggota", unsur=unsur, nama=f"Nama {unsur}", jenis_kelamin="P")
    orang.isi("rekening", **REKENING, berkas=foto())


def pemetaan_lengkap(orang):
    orang.isi("potensi", jenis="potensi", uraian="Lahan kosong")
    orang.isi("potensi", jenis="masalah", uraian="Banjir")
    orang.isi("swadaya", bentuk="uang", uraian="Iuran", volume="1", satuan="paket", nilai="1.000.000")
    orang.isi("renja5", tahun="2026", bidang="sosial", kegiatan="Posyandu", lokasi="Balai", perkiraan="25.000.000")


def test_from_sosialisasi_to_renja(ketua, rekan, login, dpmppa, petugas, usulan, rt_02):
    jawaban = login(dpmppa).post("/sosialisasi/", {"pilih": [f"{usulan.pk}-0"], "jawaban": "hadir"})
    assert jawaban.status_code == 302

    assert ketua.halangan() == ["Berita acara rembuk belum diisi. Buka bagian Berita acara rembuk dan isi dulu."]
    rembuk_lengkap(rekan)
    assert ketua.halangan() == []
    assert ketua.ajukan().status_code == 302
    assert keadaan(usulan) == (Tahap.REMBUK, Giliran.KELURAHAN)
    periksa(usulan, "terima", petugas)

    assert len(ketua.halangan()) == 2
    pokja_lengkap(rekan)
    assert ketua.ajukan().status_code == 302
    assert keadaan(usulan) == (Tahap.POKJA, Giliran.KELURAHAN)
    assert usulan.daftar_anggota.get(unsur="ketua").nama == rt_02.nama_ketua
    Pokja.objects.create(usulan=usulan, sk_nomor="1/2026", sk_tanggal="2026-09-01")
    usulan = Usulan.objects.get(pk=usulan.pk)
    periksa(usulan, "terima", petugas)

    assert len(ketua.halangan()) == 4
    pemetaan_lengkap(rekan)
    assert ketua.ajukan().status_code == 302
    periksa(usulan, "terima", petugas)
    assert keadaan(usulan) == (Tahap.RENJA, Giliran.RT)
    assert [riwayat.aksi for riwayat in usulan.daftar_riwayat.all()] == ["catat_hadir", *["ajukan", "terima"] * 3]


# --- ajukan ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tahap", "lengkapi", "kata"),
    [
        (Tahap.REMBUK, rembuk_lengkap, ["Pos ronda", "Drainase Gang Melati", "120 m", "Foto rembuk", "Siap mengikuti"]),
        (Tahap.POKJA, pokja_lengkap, ["Ketua Rt 02", "Nama bendahara", "••••••7654", "Foto buku tabungan"]),
        (Tahap.PEMETAAN, pemetaan_lengkap, ["Lahan kosong", "Rp1.000.000", "Posyandu", "Rp25.000.000"]),
    ],
)
def test_the_answers_are_shown_before_they_are_submitted(ketua, usulan, tahap, lengkapi, kata):
    di(usulan, tahap)
    lengkapi(ketua)
    halaman = ketua.peramban.get(ketua.url("ajukan")).content.decode()
    assert [teks for teks in kata if teks not in halaman] == []
    assert "2100987654" not in halaman


@pytest.mark.parametrize("tahap", [Tahap.REMBUK, Tahap.POKJA, Tahap.PEMETAAN])
def test_an_empty_filing_is_refused_on_the_page_and_by_the_server(ketua, usulan, tahap):
    di(usulan, tahap)
    jawaban = ketua.peramban.get(ketua.url("ajukan"))
    assert jawaban.status_code == 200
    assert "Belum bisa diajukan" in jawaban.content.decode()
    jawaban = ketua.ajukan()
    assert jawaban.status_code == 409
    for pesan in GERBANG[tahap, Giliran.RT, "ajukan"](usulan):
        assert pesan in jawaban.content.decode()
    assert keadaan(usulan) == (tahap, Giliran.RT)
    assert not AnggotaPokja.objects.exists()
    assert not Riwayat.objects.exists()


@pytest.mark.parametrize("nama", ["bendahara", "pendamping", "petugas", "dpmppa"])
def test_only_the_ketua_submits(login, request, ketua, usulan, nama):
    di(usulan, Tahap.PEMETAAN)
    pemetaan_lengkap(ketua)
    orang = Orang(login(request.getfixturevalue(nama)), usulan)
    jawaban = orang.peramban.get(orang.url("ajukan"))
    assert jawaban.status_code == 200
    assert "Yang mengajukan adalah Ketua RT" in jawaban.content.decode()
    jawaban = orang.ajukan()
    assert jawaban.status_code == 409
    assert "dilakukan oleh Ketua RT" in jawaban.content.decode()
    assert keadaan(usulan) == (Tahap.PEMETAAN, Giliran.RT)


def test_the_ketua_of_the_day_is_written_again_at_a_second_filing(ketua, petugas, usulan, rt_02):
    di(usulan, Tahap.POKJA)
    pokja_lengkap(ketua)
    ketua.ajukan()
    usulan.refresh_from_db()
    kembalikan(usulan, oleh=petugas, versi=1, daftar_tanda=[("anggota", "Anggota", None, "ketua lama")])
    rt_02.nama_ketua = "Ketua Baru"
    rt_02.save()
    assert ketua.ajukan().status_code == 302
    assert [anggota.nama for anggota in usulan.daftar_anggota.filter(unsur="ketua")] == ["Ketua Baru"]


def test_a_double_click_submits_once_and_lands_on_it(ketua, usulan):
    di(usulan, Tahap.PEMETAAN)
    pemetaan_lengkap(ketua)
    assert [ketua.ajukan(versi=0).status_code for _ in range(2)] == [302, 302]
    assert Riwayat.objects.count() == 1


@pytest.mark.parametrize("versi", [5, "", "x", "-1", "9" * 60, "\0"])
def test_a_stale_page_submits_nothing(ketua, usulan, versi):
    di(usulan, Tahap.PEMETAAN)
    pemetaan_lengkap(ketua)
    assert ketua.ajukan(versi=versi).status_code == 409
    assert not Riwayat.objects.exists()


@pytest.mark.parametrize(
    ("tahap", "giliran"),
    [
        (Tahap.SOSIALISASI, Giliran.DPMPPA),
        (Tahap.REMBUK, Giliran.KELURAHAN),
        (Tahap.RENJA, Giliran.RT),
        (Tahap.PROPOSAL, Giliran.RT),
        (Tahap.PELAKSANAAN, Giliran.RT),
        (Tahap.LPJ, Giliran.RT),
        (Tahap.SELESAI, Giliran.TUTUP),
    ],
)
def test_this_page_is_no_back_door_past_the_gates_of_other_stages(ketua, usulan, tahap, giliran):
    di(usulan, tahap, giliran)
    assert ketua.peramban.get(ketua.url("ajukan")).status_code == 404
    assert ketua.ajukan().status_code == 404
    assert keadaan(usulan) == (tahap, giliran)
    assert not Riwayat.objects.exists()


def test_the_neighbour_is_not_there(login, ketua_rt, usulan_tetangga):
    di(usulan_tetangga, Tahap.REMBUK)
    orang = Orang(login(ketua_rt), usulan_tetangga)
    assert orang.peramban.get(orang.url("ajukan")).status_code == 404
    assert orang.ajukan().status_code == 404


# --- tidak siap, perbaikan ------------------------------------------------------------------------------------------


def test_residents_who_are_not_ready_end_the_life_with_their_minutes(ketua, petugas, usulan):
    di(usulan, Tahap.REMBUK)
    ketua.isi("rembuk", **REMBUK | {"keputusan": "tidak_siap"})
    ketua.unggah("daftar_hadir", pdf())
    ketua.unggah("foto_rembuk", foto())
    assert "boleh kosong" in ketua.peramban.get(ketua.url("keinginan")).content.decode()
    assert ketua.ajukan().status_code == 302
    usulan.refresh_from_db()
    assert GERBANG[Tahap.REMBUK, Giliran.KELURAHAN, "terima"](usulan)
    periksa(usulan, "terima_mundur", petugas)
    assert keadaan(usulan) == (Tahap.MUNDUR, Giliran.TUTUP)


def test_a_returned_filing_is_mended_and_comes_back_to_the_kelurahan(ketua, petugas, usulan):
    di(usulan, Tahap.REMBUK)
    rembuk_lengkap(ketua)
    ketua.ajukan()
    usulan.refresh_from_db()
    kembalikan(usulan, oleh=petugas, versi=1, daftar_tanda=[("berkas_rembuk", "Foto", None, "foto buram")])
    halaman = ketua.peramban.get(ketua.url("berkas_rembuk")).content.decode()
    assert "foto buram" in halaman
    # What was asked stands beside the answer once more before it is filed again.
    assert ketua.peramban.get(ketua.url("ajukan")).content.decode().count("Foto. foto buram</p>") == 1
    lama = usulan.daftar_berkas.get(jenis="foto_rembuk")
    assert ketua.peramban.post(ketua.url("berkas_rembuk"), {"hapus": lama.pk}).status_code == 302
    assert ketua.ajukan().status_code == 409
    assert ketua.unggah("foto_rembuk", foto()).status_code == 302
    assert ketua.isi("rembuk", **REMBUK).status_code == 409
    assert ketua.ajukan().status_code == 302
    assert keadaan(usulan) == (Tahap.REMBUK, Giliran.KELURAHAN)
    usulan.refresh_from_db()
    assert usulan.daftar_tanda.terbuka().count() == 1
    tutup_tanda(usulan, oleh=petugas, daftar_id=[usulan.daftar_tanda.get().pk])
    periksa(usulan, "terima", petugas)
    assert keadaan(usulan) == (Tahap.POKJA, Giliran.RT)


# --- uploads of a part ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("isian", "kata"),
    [
        ({"jenis": "foto_rembuk"}, "Belum ada berkas yang dipilih"),
        ({"jenis": "foto_rembuk", "berkas": "teks"}, "Belum ada berkas yang dipilih"),
        ({"jenis": "buku_tabungan"}, "tidak diminta di bagian ini"),
        ({"jenis": "\0"}, "tidak diminta di bagian ini"),
        ({}, "tidak diminta di bagian ini"),
    ],
)
def test_a_refused_upload_is_said_on_the_page(ketua, usulan, isian, kata):
    di(usulan, Tahap.REMBUK)
    jawaban = ketua.peramban.post(ketua.url("berkas_rembuk"), isian)
    assert jawaban.status_code == 422
    assert kata in jawaban.content.decode()


def test_a_photo_of_30_mb_is_refused_with_its_size(ketua, usulan):
    di(usulan, Tahap.REMBUK)
    besar = SimpleUploadedFile("foto.jpg", b"\xff\xd8" + b"0" * (30 * 1024 * 1024), "image/jpeg")
    jawaban = ketua.unggah("foto_rembuk", besar)
    assert jawaban.status_code == 422
    assert "Berkas ini 30,0 MB, paling besar 12 MB." in jawaban.content.decode()
    assert not Berkas.objects.exists()


@pytest.mark.parametrize("hapus", ["999999", "x", "9" * 40, "\0"])
def test_deleting_what_is_not_there_is_no_error(ketua, usulan, hapus):
    di(usulan, Tahap.REMBUK)
    ketua.unggah("foto_rembuk", foto())
    assert ketua.peramban.post(ketua.url("berkas_rembuk"), {"hapus": hapus}).status_code == 302
    assert Berkas.objects.ada().count() == 1
