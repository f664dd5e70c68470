"""What a decision of the check page does beyond moving the Usulan, and its undoing."""

import pytest

from anggaran.models import Penetapan, VersiRAB
from laporan.services.pembatalan import batalkan_langkah
from laporan.services.periksa import Putusan, putuskan
from laporan.tests import adegan
from laporan.tests.adegan import SESUAI_LPJ, SESUAI_POKJA, SESUAI_PROPOSAL, alamat, keadaan, kirim
from pokja.models import Pokja, Usulan
from pokja.services import LangkahDitolak, bagian_terbuka

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
    assert 'value="terima" disabled' in login(dpmppa).get(alamat(usulan)).content.decode()
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
    with django_assert_max_num_queries(26) as satu:
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
    usulan = adegan.taruh(usulan, "pencairan", "kelurahan")
    with pytest.raises(LangkahDitolak):
        putuskan(usulan, Putusan("mohonkan"), oleh=petugas, versi=0)
    assert keadaan(usulan) == ("pencairan", "kelurahan", 0)
