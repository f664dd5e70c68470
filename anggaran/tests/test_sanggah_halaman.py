"""The pages of an objection: who sees and who does what, what comes back on a form, the queue."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from anggaran.models import Alokasi, Sanggah
from anggaran.services import sanggah as layanan
from anggaran.services.pagu import tetapkan_alokasi
from kampung.testing import foto, make_pengguna, make_rt, make_usulan, pdf
from pokja.berkas import simpan_berkas
from pokja.models import Berkas
from rt.models import DataKK, Peran

Status = Sanggah.Status


@pytest.fixture
def usulan(rt_02, kelompok_b):
    return make_usulan(rt_02, kelompok_b, sementara=True)


def sanggah_dari(usulan, oleh, kk=99, status=Status.KELURAHAN, petugas=None):
    """An open objection, as far as `status`."""
    satu = Sanggah.objects.create(usulan=usulan, kk=kk, kk_tercatat=128, alasan="Salah hitung", dibuat_oleh=oleh)
    satu.daftar_bukti.add(simpan_berkas(usulan, "bukti_sanggah", foto(), oleh=oleh))
    if status == Status.DPMPPA:
        layanan.beri_pendapat(satu, pendapat="setuju", alasan="Benar", oleh=petugas)
        satu.refresh_from_db()
    return satu


@pytest.fixture
def sanggah(usulan, ketua_rt):
    return sanggah_dari(usulan, ketua_rt)


@pytest.fixture
def menunggu_dpmppa(usulan, ketua_rt, petugas):
    return sanggah_dari(usulan, ketua_rt, status=Status.DPMPPA, petugas=petugas)


def alamat(usulan, verba="", satu=None):
    nama = f"anggaran:sanggah_{verba}" if verba else "anggaran:sanggah"
    return reverse(nama, args=[usulan.pk, satu.pk] if satu else [usulan.pk])


def kirim_terima(client, usulan, satu, **isi):
    """Post the count as DPMPPA, then confirm what the preview shows."""
    isi = {"kk": "99", "tanggal": "2026-11-20", "sumber": "BA 3/2026", **isi}
    pratinjau = client.post(alamat(usulan, "terima", satu), isi)
    assert pratinjau.status_code == 200
    return pratinjau, dict(pratinjau.context["pratinjau"]["tersembunyi"])


# --- the RT ---------------------------------------------------------------------------------------------------------


def test_ketua_files_with_proof_and_lands_on_the_page(login, ketua_rt, usulan):
    client = login(ketua_rt)
    isi = {"kk": "99 KK", "alasan": "Salah hitung", "terakhir": "0"}

    response = client.post(alamat(usulan, "ajukan"), {**isi, "foto": foto("red")}, follow=True)

    sanggah = Sanggah.objects.get()
    assert (sanggah.kk, sanggah.kk_tercatat, sanggah.status) == (99, 128, Status.KELURAHAN)
    assert [b.jenis for b in sanggah.daftar_bukti.all()] == ["bukti_sanggah"]
    teks = response.content.decode()
    assert "Menunggu pendapat kelurahan" in teks
    assert "Cabut sanggah ini" in teks
    assert "Kirim sanggah" not in teks
    # The second click of the same form finds the first row.
    assert client.post(alamat(usulan, "ajukan"), {**isi, "foto": foto("red")}).status_code == 302
    assert client.post(alamat(usulan, "ajukan"), {**isi, "kk": "101"}).status_code == 409
    assert (Sanggah.objects.count(), Berkas.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"kk": "0"}, "Jumlah KK yang benar harus dari 1 sampai 9.999."),
        ({"kk": "99999999999999999999999"}, "Jumlah KK"),
        ({"kk": "seratus"}, "Jumlah KK"),
        ({"kk": ""}, "Isi jumlah KK yang benar."),
        ({"kk": "128"}, "128 KK sama dengan yang sudah tercatat"),
        ({"alasan": ""}, "Isi alasan."),
        ({"alasan": "a\x00b"}, "null"),
        ({"alasan": "x" * 2001}, "2000"),
        ({"foto": ""}, "Foto bukti belum ada. Foto dulu, lalu kirim."),
        ({"bukti_id": "9" * 30, "foto": ""}, "Foto bukti belum ada. Foto dulu, lalu kirim."),
        ({"terakhir": "9" * 30 + "x"}, None),
    ],
)
def test_what_is_wrong_stands_on_the_form(login, ketua_rt, usulan, isi, kata):
    kiriman = {"kk": "99", "alasan": "Salah hitung", "foto": foto(), "terakhir": "0", **isi}

    response = login(ketua_rt).post(alamat(usulan, "ajukan"), kiriman)

    if kata is None:
        assert response.status_code == 302
        return
    assert response.status_code == 422
    assert kata in response.content.decode()
    assert not Sanggah.objects.exists()


def test_a_proof_survives_a_mistake_elsewhere(login, ketua_rt, usulan):
    client = login(ketua_rt)
    ditolak = client.post(alamat(usulan, "ajukan"), {"kk": "0", "alasan": "Salah hitung", "foto": foto()})
    assert "Foto bukti sudah tersimpan" in ditolak.content.decode()

    kiriman = {"kk": "99", "alasan": "Salah hitung", "bukti_id": Berkas.objects.get().pk}
    assert client.post(alamat(usulan, "ajukan"), kiriman).status_code == 302
    assert Sanggah.objects.get().daftar_bukti.get() == Berkas.objects.get()


def test_a_file_that_is_no_photo_is_refused(login, ketua_rt, usulan):
    salah = pdf()
    salah.file.seek(0)
    salah.file.truncate(12)
    response = login(ketua_rt).post(alamat(usulan, "ajukan"), {"kk": "99", "alasan": "Salah", "foto": salah})

    assert response.status_code == 422
    assert not Berkas.objects.exists()


def test_more_proof_and_withdrawal(login, ketua_rt, usulan, sanggah):
    client = login(ketua_rt)

    assert client.post(alamat(usulan, "bukti", sanggah), {"foto": pdf()}).status_code == 302
    assert client.post(alamat(usulan, "bukti", sanggah), {}).status_code == 422
    assert sanggah.daftar_bukti.count() == 2
    for _dua_kali in range(2):
        assert client.post(alamat(usulan, "cabut", sanggah)).status_code == 302
    assert client.post(alamat(usulan, "bukti", sanggah), {"foto": pdf()}).status_code == 409
    sanggah.refresh_from_db()
    assert (sanggah.status, sanggah.dicabut_oleh) == (Status.DICABUT, ketua_rt)


def test_form_says_when_this_years_pagu_stays(login, ketua_rt, dpmppa, usulan):
    client = login(ketua_rt)
    assert "Pagu masih sementara" in client.get(alamat(usulan)).content.decode()

    tetapkan_alokasi(usulan.kelompok, oleh=dpmppa)

    teks = client.get(alamat(usulan)).content.decode()
    assert "Pagu 2026 sudah ditetapkan pada Sabtu, 21 November 2026 dan tetap Rp100.000.000." in teks
    assert "mengubah jumlah KK untuk tahun berikutnya" in teks
    assert "Kirim sanggah" in teks


# --- the offices ----------------------------------------------------------------------------------------------------


def test_kelurahan_gives_its_opinion_then_dpmppa_sees_the_effect_before_it_saves(
    login, petugas, dpmppa, usulan, sanggah, usulan_tetangga
):
    isi = {"pendapat": "setuju", "alasan": "Dihitung bersama"}
    assert login(petugas).post(alamat(usulan, "pendapat", sanggah), {"pendapat": "lain"}).status_code == 422
    assert login(petugas).post(alamat(usulan, "pendapat", sanggah), isi).url == reverse("anggaran:sanggah_list")
    assert login(petugas).post(alamat(usulan, "pendapat", sanggah), isi).status_code == 302

    client = login(dpmppa)
    pratinjau, tersembunyi = kirim_terima(client, usulan, sanggah)
    teks = pratinjau.content.decode()
    assert "Rp100.000.000 menjadi Rp70.000.000" in teks
    assert "mulai 100 KK menjadi mulai 60 KK" in teks
    assert (Alokasi.objects.get(usulan=usulan).pagu, DataKK.objects.filter(rt=usulan.rt).count()) == (100_000_000, 1)

    akhir = client.post(alamat(usulan, "terima", sanggah), tersembunyi, follow=True)
    assert "Sanggah RT 02 Kenali Besar diterima." in akhir.content.decode()
    assert Alokasi.objects.get(usulan=usulan).pagu == 70_000_000
    assert Alokasi.objects.get(usulan=usulan_tetangga).pagu == 100_000_000
    assert client.post(alamat(usulan, "terima", sanggah), tersembunyi).status_code == 302
    assert client.post(alamat(usulan, "tolak", sanggah), {"alasan": "Salah tekan"}).status_code == 409
    assert DataKK.objects.filter(rt=usulan.rt).count() == 2


def test_a_preview_that_is_stale_comes_back_with_the_new_one(login, dpmppa, usulan, menunggu_dpmppa):
    client = login(dpmppa)
    _pratinjau, tersembunyi = kirim_terima(client, usulan, menunggu_dpmppa)
    tetapkan_alokasi(usulan.kelompok, oleh=dpmppa)

    response = client.post(alamat(usulan, "terima", menunggu_dpmppa), tersembunyi)

    assert response.status_code == 409
    assert "Yang akan disimpan belum Anda lihat" in response.content.decode()
    baru = dict(response.context["pratinjau"]["tersembunyi"])
    assert client.post(alamat(usulan, "terima", menunggu_dpmppa), baru).status_code == 302
    assert Alokasi.objects.get(usulan=usulan).pagu == 100_000_000
    assert usulan.rt.daftar_kk.first().kk == 99


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"kk": "0"}, "harus dari 1 sampai"),
        ({"tanggal": "2026-11-22"}, "tidak boleh di masa depan"),
        ({"tanggal": "2025-12-30"}, "Data KK yang berlaku per Rabu, 31 Desember 2025"),
        ({"tanggal": "kemarin"}, "Keadaan per tanggal"),
        ({"sumber": ""}, "Isi nomor berita acara atau surat."),
        ({"sumber": "x" * 181}, "180"),
        ({"sidik": "bukan", "kk": "x"}, "Jumlah KK"),
    ],
)
def test_dpmppa_form_refuses(login, dpmppa, usulan, menunggu_dpmppa, isi, kata):
    kiriman = {"kk": "99", "tanggal": "2026-11-20", "sumber": "BA 3", **isi}

    response = login(dpmppa).post(alamat(usulan, "terima", menunggu_dpmppa), kiriman)

    assert response.status_code == 422
    assert kata in response.content.decode()
    assert DataKK.objects.filter(rt=usulan.rt).count() == 1


def test_without_a_tier_from_zero_it_says_what_to_do(login, dpmppa, usulan, menunggu_dpmppa, tahun):
    tahun.daftar_tingkat.filter(kk_minimal=0).delete()
    kiriman = {"kk": "9", "tanggal": "2026-11-20", "sumber": "BA 3"}

    response = login(dpmppa).post(alamat(usulan, "terima", menunggu_dpmppa), kiriman)

    assert response.status_code == 422
    assert "Tabel tingkat belum punya baris mulai dari 0 KK" in response.content.decode()


def test_refusal_is_read_by_the_rt(login, dpmppa, ketua_rt, usulan, menunggu_dpmppa):
    client = login(dpmppa)
    assert client.post(alamat(usulan, "tolak", menunggu_dpmppa), {"alasan": ""}).status_code == 422
    assert (
        client.post(alamat(usulan, "tolak", menunggu_dpmppa), {"alasan": "Belum ada tanda tangan"}).status_code == 302
    )

    teks = login(ketua_rt).get(alamat(usulan)).content.decode()
    assert "Belum ada tanda tangan" in teks
    assert "Kirim sanggah" in teks


# --- who ------------------------------------------------------------------------------------------------------------


def test_everybody_in_the_territory_reads_and_each_has_only_its_form(login, semua_orang, usulan, sanggah):
    tombol = {Peran.KETUA_RT: "Cabut sanggah ini", Peran.KELURAHAN: "Kirim ke DPMPPA"}
    for peran, orang in semua_orang.items():
        response = login(orang).get(alamat(usulan))
        assert response.status_code == 200
        teks = response.content.decode()
        assert [kata for kata in tombol.values() if kata in teks] == ([tombol[peran]] if peran in tombol else [])
        assert "Lihat akibatnya" not in teks


def test_outside_the_territory_it_does_not_exist(login, petugas_tetangga, rawa_sari, usulan, sanggah):
    orang_lain = make_pengguna(Peran.KETUA_RT, rt=make_rt(rawa_sari, nomor=9))
    assert login(orang_lain).get(alamat(usulan)).status_code == 404
    assert login(orang_lain).post(alamat(usulan, "cabut", sanggah)).status_code == 404
    isi = {"pendapat": "setuju", "alasan": "x"}
    assert login(petugas_tetangga).post(alamat(usulan, "pendapat", sanggah), isi).status_code == 404
    assert login(petugas_tetangga).get(reverse("anggaran:sanggah_list")).context["halaman"].paginator.count == 0


def test_a_row_of_another_usulan_is_404(login, dpmppa, usulan_tetangga, menunggu_dpmppa):
    assert login(dpmppa).post(alamat(usulan_tetangga, "tolak", menunggu_dpmppa), {"alasan": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("verba", "boleh"),
    [
        ("bukti", Peran.KETUA_RT),
        ("cabut", Peran.KETUA_RT),
        ("pendapat", Peran.KELURAHAN),
        ("terima", Peran.DPMPPA),
        ("tolak", Peran.DPMPPA),
    ],
)
def test_each_verb_has_its_peran(login, semua_orang, usulan, sanggah, verba, boleh):
    for peran, orang in semua_orang.items():
        response = login(orang).post(alamat(usulan, verba, sanggah))
        assert (response.status_code == 403) is (peran != boleh), peran
        assert login(orang).get(alamat(usulan, verba, sanggah)).status_code == 302
    for peran in set(Peran) - {Peran.KETUA_RT}:
        assert login(semua_orang[peran]).post(alamat(usulan, "ajukan")).status_code == 403


def test_links_lead_to_it(login, ketua_rt, petugas, usulan):
    for halaman, orang in ((usulan.get_absolute_url(), ketua_rt), (usulan.rt.get_absolute_url(), petugas)):
        assert alamat(usulan) in login(orang).get(halaman).content.decode()


# --- the queue ------------------------------------------------------------------------------------------------------


@pytest.fixture
def tiga(kenali_besar, kelompok_a, petugas):
    """Three that wait for the kelurahan, the oldest last made; one pagu is fixed."""
    hasil = []
    for nomor in (11, 12, 13):
        usulan = make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_a, sementara=nomor != 13)
        satu = sanggah_dari(usulan, petugas)
        Sanggah.objects.filter(pk=satu.pk).update(dibuat_pada=timezone.now() - timedelta(days=nomor))
        hasil.append(satu)
    return hasil


def baris(response):
    return [satu.usulan.rt.nomor for satu, _umur in response.context["daftar_baris"]]


def test_queue_is_oldest_first_at_ones_own_desk(login, petugas, dpmppa, tiga, menunggu_dpmppa):
    url = reverse("anggaran:sanggah_list")

    kelurahan, dinas = login(petugas).get(url), login(dpmppa).get(url)

    assert (baris(kelurahan), kelurahan.context["dipilih"]) == ([13, 12, 11], "kelurahan")
    assert (baris(dinas), dinas.context["dipilih"]) == ([2], "dpmppa")
    assert [banyak for _kunci, _label, banyak in dinas.context["daftar_tab"]] == [3, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("saring", "nomor"),
    [
        ({"pagu": "tetap"}, [13]),
        ({"pagu": "sementara"}, [12, 11]),
        ({"kelompok": "B"}, []),
        ({"kelompok": "A", "tahun": "semua"}, [13, 12, 11]),
        ({"tahun": "2026"}, [13, 12, 11]),
        ({"keadaan": "entah"}, [13, 12, 11]),
    ],
)
def test_queue_filters(login, petugas, tiga, menunggu_dpmppa, saring, nomor):
    assert baris(login(petugas).get(reverse("anggaran:sanggah_list"), saring)) == nomor


def test_queue_filter_by_kelurahan_and_what_it_cannot_read(login, dpmppa, tiga, kenali_besar, rawa_sari):
    client, url = login(dpmppa), reverse("anggaran:sanggah_list")

    assert baris(client.get(url, {"kelurahan": kenali_besar.kode, "keadaan": "kelurahan"})) == [13, 12, 11]
    assert baris(client.get(url, {"kelurahan": rawa_sari.kode, "keadaan": "kelurahan"})) == []
    for salah in ({"tahun": "3026"}, {"kelurahan": "x\x00"}, {"pagu": "lain"}, {"tahun": "9" * 30}):
        response = client.get(url, salah)
        assert (response.status_code, baris(response)) == (422, [])


def test_queue_costs_the_same_for_one_row_and_three(login, petugas, tiga, django_assert_num_queries):
    client, url = login(petugas), reverse("anggaran:sanggah_list")
    client.get(url)  # the session is written once
    with django_assert_num_queries(10):
        assert baris(client.get(url)) == [13, 12, 11]
    Sanggah.objects.exclude(pk=tiga[0].pk).update(status=Status.DICABUT, dicabut_pada=timezone.now())
    with django_assert_num_queries(10):
        assert baris(client.get(url)) == [11]


@pytest.mark.parametrize("peran", [Peran.KETUA_RT, Peran.PENGURUS_POKJA, Peran.PENDAMPING, Peran.KEUANGAN])
def test_queue_is_for_the_offices(login, semua_orang, peran):
    assert login(semua_orang[peran]).get(reverse("anggaran:sanggah_list")).status_code == 403


def test_done_ones_show_what_became_of_the_pagu(login, dpmppa, usulan, menunggu_dpmppa):
    client = login(dpmppa)
    _pratinjau, tersembunyi = kirim_terima(client, usulan, menunggu_dpmppa)
    client.post(alamat(usulan, "terima", menunggu_dpmppa), tersembunyi)

    teks = client.get(reverse("anggaran:sanggah_list"), {"keadaan": "diterima"}).content.decode()
    assert "Diterima: 99 KK, pagu Rp100.000.000 menjadi Rp70.000.000" in teks
    assert Sanggah.objects.get().data_kk.tanggal == date(2026, 11, 20)
