"""What all pages of parts share: double sends, stale forms, locks, marks, and what cannot be read as a number."""

import uuid

import pytest
from django.urls import reverse

from kampung.testing import foto
from pokja.models import (
    AnggotaPokja,
    BeritaAcaraRembuk,
    Berkas,
    ButirPemetaan,
    KegiatanLimaTahun,
    KeinginanWarga,
    Swadaya,
    Usulan,
)
from pokja.services import kembalikan
from pokja.tahapan import BAGIAN, Giliran, Tahap

REMBUK = {
    "tanggal": "2026-08-20",
    "waktu": "19.30",
    "tempat": "Pos ronda",
    "pimpinan": "Ketua Rt 02",
    "notulis": "Rina",
    "hadir_laki": "20",
    "hadir_perempuan": "25",
    "keputusan": "siap",
    "catatan": "",
}
# A good row of each list, and the model it makes.
BARIS = {
    "keinginan": (
        KeinginanWarga,
        {
            "prioritas": "1",
            "kegiatan": "Drainase",
            "bidang": "infrastruktur",
            "lokasi": "Gang Melati",
            "volume": "120,5",
            "satuan": "m",
            "swadaya": "",
        },
    ),
    "anggota": (AnggotaPokja, {"unsur": "sekretaris", "nama": "Rina", "jenis_kelamin": "P"}),
    "potensi": (ButirPemetaan, {"jenis": "potensi", "uraian": "Lahan kosong", "lokasi": ""}),
    "swadaya": (
        Swadaya,
        {"bentuk": "tenaga", "uraian": "Gotong royong", "volume": "40", "satuan": "HOK", "nilai": "Rp 4.000.000"},
    ),
    "renja5": (
        KegiatanLimaTahun,
        {
            "tahun": "2027",
            "bidang": "sanitasi",
            "kegiatan": "Bank sampah",
            "lokasi": "Balai RT",
            "perkiraan": "25.000.000",
        },
    ),
}
TAHAP_BAGIAN = {bagian.kunci: tahap for tahap, daftar in BAGIAN.items() for bagian in daftar}


def di(usulan, tahap, giliran=Giliran.RT, **kolom):
    Usulan.objects.filter(pk=usulan.pk).update(tahap=tahap, giliran=giliran, **kolom)
    usulan.refresh_from_db()
    return usulan


def alamat(nama, usulan, *lain):
    return reverse(f"pokja:{nama}", args=[usulan.pk, *lain])


def terisi(peramban, url, isian):
    """The form as the page gives it (token and versi), with what a person types."""
    form = peramban.get(url).context["form"]
    return {nama: form[nama].value() for nama in ("token", "versi_isian")} | isian


def simpan(peramban, url, isian):
    return peramban.post(url, terisi(peramban, url, isian))


@pytest.fixture
def di_bagian(usulan):
    """di_bagian("swadaya") puts the Usulan into the stage of that part, in the turn of the RT."""
    return lambda nama, **kolom: di(usulan, TAHAP_BAGIAN[nama], **kolom)


# --- saving ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nama", BARIS)
@pytest.mark.parametrize("orang", ["ketua_rt", "bendahara", "pendamping"])
def test_a_row_is_added_changed_and_deleted_by_the_rt_side(login, request, di_bagian, nama, orang):
    usulan, (model, isian) = di_bagian(nama), BARIS[nama]
    peramban = login(request.getfixturevalue(orang))
    url = alamat(nama, usulan)
    jawaban = simpan(peramban, url, isian)
    assert (jawaban.status_code, jawaban.url) == (302, url)
    baris = model.objects.get()
    assert baris.usulan == usulan
    ubah = alamat(f"{nama}_ubah", usulan, baris.pk)
    assert peramban.get(ubah).status_code == 200
    assert simpan(peramban, ubah, isian).status_code == 302
    baris.refresh_from_db()
    assert baris.versi == 1
    hapus = alamat(f"{nama}_hapus", usulan, baris.pk)
    assert peramban.get(hapus).status_code == 405
    assert [peramban.post(hapus).status_code for _ in range(2)] == [302, 302]
    assert not model.objects.exists()


def test_numbers_are_kept_to_the_thousandth_and_the_rupiah(login, ketua_rt, di_bagian):
    peramban = login(ketua_rt)
    simpan(peramban, alamat("keinginan", di_bagian("keinginan")), BARIS["keinginan"][1])
    simpan(peramban, alamat("swadaya", di_bagian("swadaya")), BARIS["swadaya"][1])
    assert KeinginanWarga.objects.get().volume == 120_500
    assert (Swadaya.objects.get().volume, Swadaya.objects.get().nilai) == (40_000, 4_000_000)


@pytest.mark.parametrize("nama", BARIS)
def test_a_double_click_makes_one_row_and_lands_on_it(login, ketua_rt, di_bagian, nama):
    usulan, (model, isian) = di_bagian(nama), BARIS[nama]
    peramban, url = login(ketua_rt), alamat(nama, usulan)
    kiriman = terisi(peramban, url, isian)
    assert [peramban.post(url, kiriman).status_code for _ in range(2)] == [302, 302]
    assert model.objects.count() == 1


def test_an_old_form_with_new_words_asks_before_it_makes_a_second_row(login, ketua_rt, di_bagian):
    usulan = di_bagian("potensi")
    peramban, url = login(ketua_rt), alamat("potensi", usulan)
    kiriman = terisi(peramban, url, BARIS["potensi"][1])
    peramban.post(url, kiriman)
    jawaban = peramban.post(url, kiriman | {"uraian": "Yang kedua"})
    assert jawaban.status_code == 422
    assert "sudah tersimpan tadi" in jawaban.content.decode()
    assert [baris.uraian for baris in ButirPemetaan.objects.all()] == ["Lahan kosong"]
    token = jawaban.context["form"]["token"].value()
    peramban.post(url, kiriman | {"uraian": "Yang kedua", "token": token})
    assert [baris.uraian for baris in ButirPemetaan.objects.all()] == ["Lahan kosong", "Yang kedua"]


def test_a_stale_form_of_a_row_is_refused_with_its_words(login, ketua_rt, bendahara, di_bagian):
    usulan = di_bagian("potensi")
    ketua, rekan = login(ketua_rt), login(bendahara)
    simpan(ketua, alamat("potensi", usulan), BARIS["potensi"][1])
    ubah = alamat("potensi_ubah", usulan, ButirPemetaan.objects.get().pk)
    lama = terisi(ketua, ubah, BARIS["potensi"][1] | {"uraian": "Kata ketua"})
    simpan(rekan, ubah, BARIS["potensi"][1] | {"uraian": "Kata bendahara"})
    jawaban = ketua.post(ubah, lama)
    assert jawaban.status_code == 422
    halaman = jawaban.content.decode()
    assert "baru saja diubah orang lain" in halaman
    assert "Kata ketua" in halaman
    assert ButirPemetaan.objects.get().uraian == "Kata bendahara"


def test_a_double_click_on_a_change_lands_on_the_change(login, ketua_rt, di_bagian):
    usulan = di_bagian("potensi")
    peramban = login(ketua_rt)
    simpan(peramban, alamat("potensi", usulan), BARIS["potensi"][1])
    ubah = alamat("potensi_ubah", usulan, ButirPemetaan.objects.get().pk)
    kiriman = terisi(peramban, ubah, BARIS["potensi"][1] | {"uraian": "Lapangan"})
    assert [peramban.post(ubah, kiriman).status_code for _ in range(2)] == [302, 302]
    assert (ButirPemetaan.objects.get().uraian, ButirPemetaan.objects.get().versi) == ("Lapangan", 1)


def test_two_people_who_open_an_empty_form_do_not_overwrite_each_other(login, ketua_rt, bendahara, di_bagian):
    usulan = di_bagian("rembuk")
    url, ketua, rekan = alamat("rembuk", usulan), login(ketua_rt), login(bendahara)
    lama = terisi(rekan, url, REMBUK | {"tempat": "Balai RT"})
    assert simpan(ketua, url, REMBUK).status_code == 302
    jawaban = rekan.post(url, lama)
    assert jawaban.status_code == 422
    assert "Balai RT" in jawaban.content.decode()
    assert BeritaAcaraRembuk.objects.get().tempat == "Pos ronda"
    assert [ketua.post(url, lama | {"tempat": "Pos ronda"}).status_code] == [302]


def test_saving_a_single_form_leads_to_the_next_part(login, ketua_rt, di_bagian):
    usulan = di_bagian("rembuk")
    peramban, url = login(ketua_rt), alamat("rembuk", usulan)
    assert simpan(peramban, url, REMBUK).url == alamat("keinginan", usulan)
    assert simpan(peramban, url, REMBUK | {"hadir_laki": "21"}).status_code == 302
    rembuk = BeritaAcaraRembuk.objects.get()
    assert (rembuk.hadir_laki, rembuk.jumlah_hadir, rembuk.versi) == (21, 46, 1)


# --- who and where --------------------------------------------------------------------------------------------------

HALAMAN = ("rembuk", "keinginan", "berkas_rembuk", "anggota", "rekening", "potensi", "swadaya", "renja5")


@pytest.mark.parametrize("nama", HALAMAN)
def test_the_neighbours_pages_do_not_exist(login, ketua_rt, petugas, usulan, usulan_tetangga, nama):
    di(usulan_tetangga, TAHAP_BAGIAN[nama])
    for orang in (ketua_rt, petugas):
        peramban = login(orang)
        assert peramban.get(alamat(nama, usulan_tetangga)).status_code == 404
        assert peramban.post(alamat(nama, usulan_tetangga), {}).status_code == 404
        assert peramban.get(f"/usulan/{10**30}/{nama.replace('_', '-')}/").status_code == 404


@pytest.mark.parametrize("nama", BARIS)
def test_a_row_of_the_neighbour_is_not_reached_through_ones_own_usulan(
    login, ketua_rt, di_bagian, usulan_tetangga, nama
):
    usulan, (model, isian) = di_bagian(nama), BARIS[nama]
    simpan(login(ketua_rt), alamat(nama, usulan), isian)
    baris = model.objects.get()
    baris.usulan = usulan_tetangga
    baris.save()
    peramban = login(ketua_rt)
    assert peramban.get(alamat(f"{nama}_ubah", usulan, baris.pk)).status_code == 404
    assert peramban.post(alamat(f"{nama}_ubah", usulan, baris.pk), isian).status_code == 404
    assert peramban.post(alamat(f"{nama}_hapus", usulan, baris.pk)).status_code == 302
    assert model.objects.count() == 1


@pytest.mark.parametrize("orang", ["petugas", "kecamatan", "dpmppa", "keuangan", "inspektorat"])
@pytest.mark.parametrize("nama", HALAMAN)
def test_others_read_a_part_and_cannot_write_it(login, request, di_bagian, nama, orang):
    usulan = di_bagian(nama)
    peramban = login(request.getfixturevalue(orang))
    jawaban = peramban.get(alamat(nama, usulan))
    assert jawaban.status_code == 200
    assert "tombol-utama" not in jawaban.content.decode()
    isian = BARIS[nama][1] if nama in BARIS else REMBUK | {"jenis": "foto_rembuk", "berkas": foto()}
    assert peramban.post(alamat(nama, usulan), isian).status_code == 409
    assert not any(model.objects.exists() for model, _isian in BARIS.values())
    assert not BeritaAcaraRembuk.objects.exists()
    assert not Berkas.objects.exists()


@pytest.mark.parametrize("nama", HALAMAN)
@pytest.mark.parametrize("giliran", [Giliran.KELURAHAN, Giliran.DPMPPA])
def test_a_filing_under_check_is_locked_and_says_so(login, ketua_rt, usulan, nama, giliran):
    di(usulan, TAHAP_BAGIAN[nama], giliran)
    peramban = login(ketua_rt)
    isian = BARIS[nama][1] if nama in BARIS else REMBUK | {"jenis": "foto_rembuk", "berkas": foto()}
    jawaban = peramban.post(alamat(nama, usulan), isian)
    assert jawaban.status_code == 409
    assert "sedang terkunci" in jawaban.content.decode()
    assert not any(model.objects.exists() for model, _isian in BARIS.values())
    assert not Berkas.objects.exists()


def test_what_was_typed_into_a_part_that_got_locked_is_not_lost(login, ketua_rt, usulan):
    di(usulan, Tahap.PEMETAAN, Giliran.KELURAHAN)
    jawaban = login(ketua_rt).post(alamat("potensi", usulan), BARIS["potensi"][1] | {"uraian": "Kerajinan anyaman"})
    assert "Kerajinan anyaman" in jawaban.content.decode()


# --- marks ----------------------------------------------------------------------------------------------------------


def kembali_dengan_tanda(usulan, petugas, *daftar_kunci):
    Usulan.objects.filter(pk=usulan.pk).update(giliran=Giliran.KELURAHAN)
    usulan.refresh_from_db()
    tanda = [(kunci, f"Bagian {kunci}", None, "kurang jelas") for kunci in daftar_kunci]
    kembalikan(usulan, oleh=petugas, versi=usulan.versi, daftar_tanda=tanda)


def test_after_a_return_the_unmarked_part_stays_as_it_was(login, ketua_rt, petugas, di_bagian):
    usulan = di_bagian("potensi")
    peramban = login(ketua_rt)
    simpan(peramban, alamat("potensi", usulan), BARIS["potensi"][1])
    simpan(peramban, alamat("swadaya", usulan), BARIS["swadaya"][1])
    kembali_dengan_tanda(usulan, petugas, "swadaya")
    butir = ButirPemetaan.objects.get()
    for url in (alamat("potensi", usulan), alamat("potensi_ubah", usulan, butir.pk)):
        assert peramban.post(url, terisi(peramban, url, BARIS["potensi"][1] | {"uraian": "Lain"})).status_code == 409
    assert peramban.post(alamat("potensi_hapus", usulan, butir.pk)).status_code == 409
    assert [baris.uraian for baris in ButirPemetaan.objects.all()] == ["Lahan kosong"]
    halaman = peramban.get(alamat("swadaya", usulan)).content.decode()
    assert "kurang jelas" in halaman
    assert "Ubah" in halaman
    assert simpan(peramban, alamat("swadaya", usulan), BARIS["swadaya"][1]).status_code == 302
    assert Swadaya.objects.count() == 2


def test_a_mark_on_one_row_opens_that_row_alone_for_a_change(login, ketua_rt, petugas, di_bagian):
    usulan = di_bagian("potensi")
    peramban, url = login(ketua_rt), alamat("potensi", usulan)
    for uraian in ("Satu", "Dua"):
        simpan(peramban, url, BARIS["potensi"][1] | {"uraian": uraian})
    satu, dua = ButirPemetaan.objects.all()
    kembali_dengan_tanda(usulan, petugas, f"potensi:{satu.pk}")
    baris = peramban.get(url).context["daftar_baris"]
    assert [(b["terbuka"], b["bisa_dihapus"]) for b in baris] == [(True, False), (False, False)]
    ubah_satu, ubah_dua = (alamat("potensi_ubah", usulan, butir.pk) for butir in (satu, dua))
    assert simpan(peramban, ubah_dua, BARIS["potensi"][1] | {"uraian": "X"}).status_code == 409
    assert simpan(peramban, url, BARIS["potensi"][1] | {"uraian": "X"}).status_code == 409
    assert peramban.post(alamat("potensi_hapus", usulan, satu.pk)).status_code == 409
    assert simpan(peramban, ubah_satu, BARIS["potensi"][1] | {"uraian": "Satu, lebih jelas"}).status_code == 302
    assert [baris.uraian for baris in ButirPemetaan.objects.all()] == ["Satu, lebih jelas", "Dua"]


def test_residents_who_change_their_minds_can_write_their_wishes(login, ketua_rt, petugas, di_bagian):
    usulan = di_bagian("rembuk")
    peramban = login(ketua_rt)
    simpan(peramban, alamat("rembuk", usulan), REMBUK | {"keputusan": "tidak_siap"})
    kembali_dengan_tanda(usulan, petugas, "rembuk")
    assert simpan(peramban, alamat("rembuk", usulan), REMBUK).status_code == 302
    for prioritas in ("1", "2"):
        isian = BARIS["keinginan"][1] | {"prioritas": prioritas}
        assert simpan(peramban, alamat("keinginan", usulan), isian).status_code == 302
    assert KeinginanWarga.objects.count() == 2


def test_a_list_asks_the_same_number_of_queries_whatever_its_length(
    login, ketua_rt, petugas, di_bagian, django_assert_num_queries
):
    usulan = di_bagian("potensi")
    peramban, url = login(ketua_rt), alamat("potensi", usulan)
    simpan(peramban, url, BARIS["potensi"][1])
    kembali_dengan_tanda(usulan, petugas, "potensi")
    peramban.get(url)
    with django_assert_num_queries(7):
        peramban.get(url)
    for nomor in range(12):
        simpan(peramban, url, BARIS["potensi"][1] | {"uraian": f"Butir {nomor}"})
    with django_assert_num_queries(7):
        peramban.get(url)


# --- nonsense -------------------------------------------------------------------------------------------------------

SAMPAH = ("\0", "9" * 400, "-1", "１２", "<script>", "😀", "1e9", "a" * 5000)


@pytest.mark.parametrize("nama", [*BARIS, "rembuk", "rekening"])
def test_no_input_breaks_a_form(login, ketua_rt, di_bagian, nama):
    usulan = di_bagian(nama)
    peramban, url = login(ketua_rt), alamat(nama, usulan)
    isian = BARIS[nama][1] if nama in BARIS else REMBUK | {"nomor": "1", "nomor_ulang": "1", "atas_nama": "x"}
    for sampah in SAMPAH:
        semua = dict.fromkeys(isian, sampah) | {"token": sampah, "versi_isian": sampah}
        assert peramban.post(url, semua).status_code == 422, sampah
    for sampah in SAMPAH[:4]:
        for isian_nama in isian:
            satu = isian | {isian_nama: sampah, "token": uuid.uuid4()}
            assert peramban.post(url, satu).status_code in (302, 422), (isian_nama, sampah)
    assert peramban.post(url, {}).status_code == 422


@pytest.mark.parametrize("nama", BARIS)
def test_no_input_breaks_a_row(login, ketua_rt, di_bagian, nama):
    usulan, (model, isian) = di_bagian(nama), BARIS[nama]
    peramban = login(ketua_rt)
    simpan(peramban, alamat(nama, usulan), isian)
    url = alamat(f"{nama}_ubah", usulan, model.objects.get().pk)
    for versi in ("9" * 30, "-1", "x", "\0"):
        assert peramban.post(url, isian | {"versi_isian": versi}).status_code in (302, 422)
    assert peramban.post(url, {}).status_code == 422
    assert peramban.get(alamat(f"{nama}_ubah", usulan, 10**25)).status_code == 404
    assert peramban.post(alamat(f"{nama}_hapus", usulan, 10**25)).status_code == 302


def test_the_address_of_a_button_opened_as_a_page_says_the_way_back(login, ketua_rt):
    keluar = reverse("keluar")
    peramban = login(ketua_rt)
    jawaban = peramban.get(keluar, headers={"accept": "text/html,*/*;q=0.8"})
    assert jawaban.status_code == 405
    assert "POST" in jawaban["Allow"]
    isi = jawaban.content.decode()
    assert "Alamat ini hanya untuk menyimpan, tidak untuk dibuka." in isi
    assert '<a class="tombol tombol-utama" href="/">Ke beranda</a>' in isi
    for lain in (
        peramban.get(keluar, headers={"accept": "application/json"}),
        peramban.get(keluar, headers={"x-luring": "halaman"}),
        peramban.head(keluar),
        peramban.put(keluar),
    ):
        assert (lain.status_code, lain.content) == (405, b"")
