"""The check page: the verdict must be whole, decides once, and says nothing before it is decided."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from kampung.testing import make_rt, make_usulan
from laporan.services.periksa import PUTUSAN, langkah_periksa
from laporan.tests import adegan
from laporan.tests.adegan import SESUAI_REMBUK, alamat, keadaan, kirim
from pokja.models import Riwayat, Tanda, Usulan
from pokja.services import bagian_terbuka
from pokja.tahapan import ALUR, PERIKSA


def pesan(response):
    return [str(satu) for satu in get_messages(response.wsgi_request)]


def test_every_decision_of_the_table_is_a_step_of_the_check_page():
    langkah = {(langkah.tahap, langkah.aksi) for langkah in ALUR if langkah.url_name == PERIKSA}
    assert {kunci for kunci in PUTUSAN if kunci[0]} <= langkah


def test_page_shows_the_evidence_and_ticks_what_the_program_checked(login, petugas, siap_rembuk):
    response = login(petugas).get(alamat(siap_rembuk))
    isi = response.content.decode()
    assert response.status_code == 200
    assert "Balai RT" in isi
    assert "Semenisasi lorong" in isi
    assert "Jumlah hadir laki-laki dan perempuan terisi." in isi
    assert isi.count("<img") >= 2
    assert "checked" not in isi.replace('name="berikutnya" id="id_berikutnya" checked', "")


def test_terima_passes_on_when_every_part_is_right(login, petugas, siap_rembuk):
    response = kirim(login, petugas, siap_rembuk, "terima", **SESUAI_REMBUK)
    assert response.status_code == 302
    assert response.url == reverse("laporan:antrean")
    assert keadaan(siap_rembuk) == ("pokja", "rt", 1)
    assert Riwayat.objects.get(usulan=siap_rembuk).oleh == petugas


@pytest.mark.parametrize("kurang", sorted(SESUAI_REMBUK))
def test_terima_without_a_whole_verdict_is_refused_and_keeps_what_was_typed(login, petugas, siap_rembuk, kurang):
    isian = {**SESUAI_REMBUK, "catatan": "Bagus sekali"}
    del isian[kurang]
    response = kirim(login, petugas, siap_rembuk, "terima", **isian)
    assert response.status_code == 422
    assert "belum dinilai sesuai" in response.content.decode()
    assert "Bagus sekali" in response.content.decode()
    assert keadaan(siap_rembuk) == ("rembuk", "kelurahan", 0)


def test_kembalikan_marks_and_opens_only_what_was_marked(login, petugas, siap_rembuk, alasan):
    response = kirim(
        login, petugas, siap_rembuk, "kembalikan",
        nilai_rembuk="sesuai", nilai_berkas_rembuk="perbaiki", alasan_berkas_rembuk=alasan.pk, kata_berkas_rembuk="Foto gelap",
    )  # fmt: skip
    assert response.status_code == 302
    usulan = Usulan.objects.get(pk=siap_rembuk.pk)
    assert (usulan.tahap, usulan.giliran, usulan.dikembalikan_oleh) == ("rembuk", "rt", "kelurahan")
    assert bagian_terbuka(usulan) == {"berkas_rembuk"}
    assert str(Tanda.objects.get()) == "Daftar hadir dan foto: Foto kurang jelas. Foto gelap"


@pytest.mark.parametrize(
    ("isian", "kalimat"),
    [
        ({}, "Tandai sedikitnya satu bagian"),
        ({"nilai_rembuk": "perbaiki"}, "Pilih alasan atau tuliskan"),
        ({"nilai_rembuk": "ngawur"}, "ngawur"),
        ({"nilai_rembuk": "perbaiki", "kata_rembuk": "a\x00b"}, ""),
        ({"nilai_rembuk": "perbaiki", "alasan_rembuk": "999999999999999999999"}, ""),
    ],
)
def test_kembalikan_without_a_reason_is_refused(login, petugas, siap_rembuk, isian, kalimat):
    response = kirim(login, petugas, siap_rembuk, "kembalikan", **isian)
    assert response.status_code == 422
    assert kalimat in response.content.decode()
    assert keadaan(siap_rembuk) == ("rembuk", "kelurahan", 0)
    assert not Tanda.objects.exists()


@pytest.mark.parametrize("aksi", ["", "mohonkan", "tolak", "ajukan", "terima_mundur"])
def test_step_that_is_not_of_this_page_now_is_refused(login, petugas, siap_rembuk, aksi):
    response = kirim(login, petugas, siap_rembuk, aksi, **SESUAI_REMBUK)
    assert response.status_code == 422
    assert "Pilih putusannya" in response.content.decode()
    assert keadaan(siap_rembuk) == ("rembuk", "kelurahan", 0)


def test_residents_not_ready_end_the_life(login, petugas, usulan):
    adegan.isi_rembuk(usulan, keputusan="tidak_siap")
    usulan = adegan.taruh(usulan, "rembuk", "kelurahan")
    assert [langkah.aksi for langkah in langkah_periksa(usulan, petugas)] == ["terima_mundur", "kembalikan"]
    assert kirim(login, petugas, usulan, "terima_mundur", **SESUAI_REMBUK).status_code == 302
    assert keadaan(usulan) == ("mundur", "tutup", 1)


def test_open_marks_come_first_and_each_must_be_closed_before_passing_on(login, petugas, siap_rembuk):
    tanda = Tanda.objects.create(
        usulan=siap_rembuk, tahap="rembuk", giliran="kelurahan", kunci="rembuk", label="Berita acara rembuk", catatan="Salah hari"
    )  # fmt: skip
    isi = login(petugas).get(alamat(siap_rembuk)).content.decode()
    assert isi.index("Salah hari") < isi.index("Balai RT")
    sesuai = {"nilai_keinginan": "sesuai", "nilai_berkas_rembuk": "sesuai"}
    assert kirim(login, petugas, siap_rembuk, "terima", **sesuai).status_code == 422
    assert keadaan(siap_rembuk) == ("rembuk", "kelurahan", 0)
    response = kirim(login, petugas, siap_rembuk, "terima", **sesuai, **{f"nilai_tanda_{tanda.pk}": "tutup"})
    assert response.status_code == 302
    tanda.refresh_from_db()
    assert tanda.ditutup_oleh == petugas
    assert keadaan(siap_rembuk) == ("pokja", "rt", 1)


def test_second_return_keeps_one_mark_and_closes_the_other(login, petugas, siap_rembuk):
    lama, beres = [
        Tanda.objects.create(usulan=siap_rembuk, tahap="rembuk", giliran="kelurahan", kunci=kunci, label=kunci, catatan="Salah")
        for kunci in ("rembuk", "keinginan")
    ]  # fmt: skip
    isian = {
        f"nilai_tanda_{lama.pk}": "tetap",
        f"kata_tanda_{lama.pk}": "Masih salah",
        f"nilai_tanda_{beres.pk}": "tutup",
    }
    assert kirim(login, petugas, siap_rembuk, "kembalikan", **isian).status_code == 302
    usulan = Usulan.objects.get(pk=siap_rembuk.pk)
    assert bagian_terbuka(usulan) == {"rembuk"}
    assert Tanda.objects.terbuka().get().catatan == "Masih salah"


def test_returning_with_every_mark_closed_and_none_new_is_refused(login, petugas, siap_rembuk):
    tanda = Tanda.objects.create(
        usulan=siap_rembuk, tahap="rembuk", giliran="kelurahan", kunci="rembuk", label="x", catatan="Salah"
    )
    response = kirim(login, petugas, siap_rembuk, "kembalikan", **{f"nilai_tanda_{tanda.pk}": "tutup"})
    assert response.status_code == 422
    tanda.refresh_from_db()
    assert tanda.ditutup_pada is None


@pytest.mark.parametrize("versi", [5, "", "abc", "99999999999999999999"])
def test_stale_versi_is_refused_and_keeps_what_was_typed(login, petugas, siap_rembuk, versi):
    response = login(petugas).post(
        alamat(siap_rembuk), {**SESUAI_REMBUK, "versi": versi, "aksi": "terima", "catatan": "Ketikan saya"}
    )
    assert response.status_code == 422
    assert "baru saja berubah" in response.content.decode()
    assert "Ketikan saya" in response.content.decode()
    assert keadaan(siap_rembuk) == ("rembuk", "kelurahan", 0)


def test_second_press_changes_nothing(login, petugas, siap_rembuk):
    kirim(login, petugas, siap_rembuk, "terima", **SESUAI_REMBUK)
    response = kirim(login, petugas, siap_rembuk, "terima", **SESUAI_REMBUK)
    assert response.status_code == 302
    assert response.url == siap_rembuk.get_absolute_url()
    assert Riwayat.objects.count() == 1
    assert pesan(response) == [f"{siap_rembuk.rt}: putusan tersimpan. Sekarang menunggu RT."]


def test_press_after_a_colleague_decided_says_that_nothing_was_saved(login, petugas, lurah, siap_rembuk):
    kirim(login, lurah, siap_rembuk, "terima", **SESUAI_REMBUK)
    response = kirim(login, petugas, siap_rembuk, "terima", **SESUAI_REMBUK)
    assert response.url == siap_rembuk.get_absolute_url()
    assert Riwayat.objects.count() == 1
    assert pesan(response) == ["Putusan tidak tersimpan: usulan ini tidak lagi menunggu pemeriksaan Anda."]


def test_next_waiting_usulan_follows_if_asked_for(login, petugas, siap_rembuk, kenali_besar, kelompok_b):
    lain = make_usulan(make_rt(kenali_besar), kelompok_b, tahap="rembuk", giliran="kelurahan")
    response = kirim(login, petugas, siap_rembuk, "terima", berikutnya="on", **SESUAI_REMBUK)
    assert response.url == alamat(lain)


@pytest.mark.parametrize(("peran", "kode"), [("ketua_rt", 403), ("pendamping", 403), ("kecamatan", 403), ("keuangan", 403), ("inspektorat", 403), ("dpmppa", 302), ("kelurahan", 200)])  # fmt: skip
def test_only_the_side_whose_turn_it_is_checks(login, semua_orang, siap_rembuk, peran, kode):
    assert login(semua_orang[peran]).get(alamat(siap_rembuk)).status_code == kode


def test_another_kelurahan_gets_404(login, petugas_tetangga, siap_rembuk):
    assert login(petugas_tetangga).get(alamat(siap_rembuk)).status_code == 404
    assert kirim(login, petugas_tetangga, siap_rembuk, "terima", **SESUAI_REMBUK).status_code == 404
    assert keadaan(siap_rembuk) == ("rembuk", "kelurahan", 0)
