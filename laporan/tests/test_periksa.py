"""The check page: the verdict must be whole, decides once, and says nothing before it is decided."""

import pytest
from django.urls import reverse

from anggaran.models import Penetapan, VersiRAB
from laporan.services.pembatalan import batalkan_langkah
from laporan.services.periksa import PUTUSAN, langkah_periksa
from laporan.tests import adegan
from pokja.models import Pokja, Riwayat, Tanda, Usulan
from pokja.services import LangkahDitolak, bagian_terbuka
from pokja.tahapan import ALUR, PERIKSA

SESUAI_REMBUK = {"nilai_rembuk": "sesuai", "nilai_keinginan": "sesuai", "nilai_berkas_rembuk": "sesuai"}
SESUAI_POKJA = {"nilai_anggota": "sesuai", "nilai_rekening": "sesuai"}
SESUAI_PROPOSAL = {f"nilai_{kunci}": "sesuai" for kunci in ("narasi", "rab", "item_wajib", "berkas_proposal")}
SESUAI_LPJ = {"nilai_bukukas": "sesuai", "nilai_pernyataan": "sesuai"}


def alamat(usulan):
    return reverse("laporan:periksa", args=[usulan.pk])


def kirim(login, orang, usulan, aksi, **isian):
    return login(orang).post(alamat(usulan), {"versi": usulan.versi, "aksi": aksi, **isian})


def keadaan(usulan):
    return Usulan.objects.values_list("tahap", "giliran", "versi").get(pk=usulan.pk)


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
    assert response.url == reverse("laporan:usulan_list") + "?tahun=semua&menunggu=saya"
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


def test_next_waiting_usulan_follows_if_asked_for(login, petugas, siap_rembuk, kenali_besar, kelompok_b):
    from kampung.testing import make_rt, make_usulan

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


# --- what a step needs beside the verdicts --------------------------------------------------------------------------


def test_pokja_needs_its_sk_and_checks_the_account(login, petugas, siap_pokja):
    assert kirim(login, petugas, siap_pokja, "terima", **SESUAI_POKJA).status_code == 422
    assert not Pokja.objects.exists()
    response = kirim(
        login, petugas, siap_pokja, "terima", **SESUAI_POKJA,
        sk_nomor="12/SK/2026", sk_tanggal="2026-09-02", rekening_cocok="on", versi_rekening="0",
    )  # fmt: skip
    assert response.status_code == 302
    assert keadaan(siap_pokja) == ("pemetaan", "rt", 1)
    assert Pokja.objects.get().sk_nomor == "12/SK/2026"
    assert siap_pokja.rt.daftar_rekening.get().diperiksa_oleh == petugas


def test_account_that_changed_meanwhile_is_not_marked_as_checked(login, petugas, siap_pokja):
    siap_pokja.rt.daftar_rekening.update(versi=3)
    response = kirim(
        login, petugas, siap_pokja, "terima", **SESUAI_POKJA,
        sk_nomor="12/SK/2026", sk_tanggal="2026-09-02", rekening_cocok="on", versi_rekening="0",
    )  # fmt: skip
    assert response.status_code == 422
    assert keadaan(siap_pokja) == ("pokja", "kelurahan", 0)
    assert not Pokja.objects.exists()


def test_accepted_renja_starts_the_rab(login, petugas, usulan):
    adegan.isi_renja(usulan)
    usulan = adegan.taruh(usulan, "renja", "kelurahan")
    assert kirim(login, petugas, usulan, "terima", nilai_renja1="sesuai").status_code == 302
    assert keadaan(usulan) == ("proposal", "rt", 1)
    assert VersiRAB.objects.filter(usulan=usulan, nomor=1).count() == 1


def test_rab_line_can_be_marked_by_itself(login, petugas, siap_proposal):
    baris = siap_proposal.daftar_versi_rab.get().daftar_baris.get()
    isian = {"nilai_rab": "perbaiki", f"baris_rab_{baris.pk}": "on", f"kata_rab_{baris.pk}": "Harga terlalu tinggi"}
    assert kirim(login, petugas, siap_proposal, "kembalikan", **isian).status_code == 302
    assert bagian_terbuka(Usulan.objects.get(pk=siap_proposal.pk)) == {f"rab:{baris.pk}"}


def test_part_called_right_with_a_marked_line_is_refused(login, petugas, siap_proposal):
    baris = siap_proposal.daftar_versi_rab.get().daftar_baris.get()
    isian = {**SESUAI_PROPOSAL, f"baris_rab_{baris.pk}": "on", f"kata_rab_{baris.pk}": "Mahal"}
    assert kirim(login, petugas, siap_proposal, "terima", **isian).status_code == 422
    assert keadaan(siap_proposal) == ("verifikasi", "kelurahan", 0)


def test_penetapan_needs_the_sk_and_writes_the_approved_amount(login, dpmppa, siap_proposal):
    usulan = adegan.taruh(siap_proposal, "penetapan", "dpmppa")
    assert kirim(login, dpmppa, usulan, "terima", **SESUAI_PROPOSAL).status_code == 422
    response = kirim(login, dpmppa, usulan, "terima", **SESUAI_PROPOSAL, sk_nomor="5/2026", sk_tanggal="2026-09-20")
    assert response.status_code == 302
    assert keadaan(usulan) == ("pencairan", "kelurahan", 1)
    assert Penetapan.objects.get().nilai == adegan.NILAI


def test_sk_of_another_date_is_refused_and_nothing_moves(login, dpmppa, siap_proposal):
    usulan = adegan.taruh(siap_proposal, "penetapan", "dpmppa")
    usulan.tahun_program.daftar_sk.create(nomor="5/2026", tanggal="2026-09-01")
    response = kirim(login, dpmppa, usulan, "terima", **SESUAI_PROPOSAL, sk_nomor="5/2026", sk_tanggal="2026-09-20")
    assert response.status_code == 422
    assert keadaan(usulan) == ("penetapan", "dpmppa", 0)
    assert not Penetapan.objects.exists()


def test_refusal_needs_its_reason(login, dpmppa, siap_proposal):
    usulan = adegan.taruh(siap_proposal, "penetapan", "dpmppa")
    assert kirim(login, dpmppa, usulan, "tolak").status_code == 422
    assert kirim(login, dpmppa, usulan, "tolak", catatan="Lahan sengketa").status_code == 302
    assert keadaan(usulan) == ("ditolak", "tutup", 1)


def test_lpj_goes_to_dpmppa_and_is_accepted_with_its_figures(login, petugas, dpmppa, siap_lpj):
    assert kirim(login, petugas, siap_lpj, "teruskan", **SESUAI_LPJ).status_code == 302
    usulan = Usulan.objects.get(pk=siap_lpj.pk)
    assert (usulan.tahap, usulan.giliran) == ("lpj", "dpmppa")
    assert kirim(login, dpmppa, usulan, "terima", **SESUAI_LPJ).status_code == 302
    usulan = Usulan.objects.get(pk=siap_lpj.pk)
    assert (usulan.tahap, usulan.lpj.cair, usulan.lpj.belanja, usulan.lpj.kembali) == (
        "selesai",
        adegan.NILAI,
        adegan.NILAI,
        0,
    )
    assert usulan.lpj.diterima_oleh == dpmppa


def test_one_rupiah_of_difference_keeps_the_lpj_open(login, petugas, dpmppa, berjalan):
    adegan.belanja(berjalan, berjalan.daftar_versi_rab.get().daftar_baris.get(), nilai=adegan.NILAI - 1)
    adegan.isi_serah_terima(berjalan)
    adegan.isi_lpj(berjalan)
    usulan = adegan.taruh(berjalan, "lpj", "dpmppa")
    response = kirim(login, dpmppa, usulan, "terima", **SESUAI_LPJ)
    assert response.status_code == 422
    assert "selisih Rp1" in response.content.decode()
    assert keadaan(usulan) == ("lpj", "dpmppa", 0)


def test_buku_kas_row_can_be_marked_and_its_nota_is_beside_it(login, petugas, siap_lpj):
    baris = siap_lpj.daftar_bukukas.get(jenis="belanja")
    isi = login(petugas).get(alamat(siap_lpj)).content.decode()
    assert baris.bukti.get_absolute_url() in isi
    assert "tidak-cocok" not in isi
    isian = {"nilai_bukukas": "perbaiki", f"baris_bukukas_{baris.pk}": "on", f"kata_bukukas_{baris.pk}": "Nota buram"}
    assert kirim(login, petugas, siap_lpj, "kembalikan", **isian).status_code == 302
    assert bagian_terbuka(Usulan.objects.get(pk=siap_lpj.pk)) == {f"bukukas:{baris.pk}"}


def test_serah_terima_is_judged_without_the_buku_kas(login, petugas, berjalan):
    adegan.isi_serah_terima(berjalan)
    usulan = adegan.taruh(berjalan, "serah_terima", "kelurahan")
    isian = {f"nilai_{kunci}": "sesuai" for kunci in ("bast", "hasil", "aset", "berkas_bast")}
    assert kirim(login, petugas, usulan, "terima", **isian).status_code == 302
    assert keadaan(usulan) == ("lpj", "rt", 1)


def test_page_costs_the_same_with_one_and_with_forty_receipts(login, petugas, siap_lpj, django_assert_max_num_queries):
    client = login(petugas)
    with django_assert_max_num_queries(30) as satu:
        client.get(alamat(siap_lpj))
    baris = siap_lpj.daftar_versi_rab.get().daftar_baris.get()
    for _ in range(5):
        adegan.belanja(siap_lpj, baris, nilai=1)
    with django_assert_max_num_queries(len(satu)):
        client.get(alamat(siap_lpj))


# --- undoing --------------------------------------------------------------------------------------------------------


def test_undone_pokja_comes_back_with_its_sk(login, petugas, dpmppa, siap_pokja):
    isian = {**SESUAI_POKJA, "sk_nomor": "12/SK", "sk_tanggal": "2026-09-02"}
    kirim(login, petugas, siap_pokja, "terima", **isian)
    usulan = Usulan.objects.get(pk=siap_pokja.pk)
    batalkan_langkah(usulan, oleh=dpmppa, versi=usulan.versi, catatan="Salah RT")
    usulan = Usulan.objects.get(pk=siap_pokja.pk)
    assert (usulan.tahap, usulan.giliran) == ("pokja", "kelurahan")
    assert 'value="12/SK"' in login(petugas).get(alamat(usulan)).content.decode()
    assert kirim(login, petugas, usulan, "terima", **isian).status_code == 302
    assert Pokja.objects.count() == 1


def test_putuskan_refuses_a_step_of_another_page(petugas, usulan):
    from laporan.services.periksa import Putusan, putuskan

    usulan = adegan.taruh(usulan, "pencairan", "kelurahan")
    with pytest.raises(LangkahDitolak):
        putuskan(usulan, Putusan("mohonkan"), oleh=petugas, versi=0)
    assert keadaan(usulan) == ("pencairan", "kelurahan", 0)
