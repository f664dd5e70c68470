"""Who may be in a bundle: each missing thing keeps out exactly that RT."""

import pytest
from django.utils import timezone

from anggaran.models import Pencairan, Permohonan
from anggaran.services.pencairan import (
    calon_permohonan,
    tanda_tangani,
)
from anggaran.tests.surat import (
    BARU,
    ditahan,
    kirim,
    penetapan_ditolak,
    rekening_belum_diperiksa,
    rekening_berganti,
    susun,
    tanpa_penetapan,
    tanpa_pokja,
    tanpa_rekening,
    url_tanda_tangan,
)
from kampung.testing import make_kelurahan, make_rt, make_usulan
from pokja.tahapan import Giliran, Tahap

Status = Pencairan.Status


GERBANG = [
    (tanpa_penetapan, "Penetapan DPMPPA belum ada."),
    (penetapan_ditolak, "Penetapan DPMPPA belum ada."),
    (tanpa_pokja, "SK Pokja belum ada."),
    (tanpa_rekening, "Rekening Pokja belum ada."),
    (rekening_belum_diperiksa, "Nomor rekening Pokja belum diperiksa."),
    (rekening_berganti, "Nomor rekening Pokja belum diperiksa."),
    (ditahan, "Pencairan sedang ditahan: LPJ tahun lalu."),
]


@pytest.mark.parametrize(("rusak", "kata"), GERBANG)
def test_each_missing_thing_keeps_out_exactly_that_rt(tiga_usulan, login, petugas, keuangan, rusak, kata):
    satu, dua, tiga = tiga_usulan
    rusak(dua, keuangan)

    calon = {c.usulan: c.halangan for c in calon_permohonan(satu.rt.kelurahan, satu.tahun_program)}
    assert [calon[satu], calon[tiga]] == [[], []]
    assert len(calon[dua]) == 1
    assert calon[dua][0].startswith(kata)

    halaman = login(petugas).get(BARU).content.decode()
    assert [f'value="{usulan.pk}" aria-label="Pilih' in halaman for usulan in tiga_usulan] == [True, False, True]
    assert calon[dua][0] in halaman

    ditolak = kirim(login(petugas), tiga_usulan)
    assert ditolak.status_code == 422
    assert f"RT 12 Kenali Besar belum siap: {calon[dua][0]}" in ditolak.content.decode()
    assert not Permohonan.objects.exists()

    assert kirim(login(petugas), [satu, tiga]).status_code == 302
    assert list(Pencairan.objects.values_list("usulan", "nilai", "status")) == [
        (satu.pk, 100_000_000, "disiapkan"),
        (tiga.pk, 100_000_000, "disiapkan"),
    ]


@pytest.mark.parametrize(("rusak", "kata"), GERBANG)
def test_what_goes_missing_after_the_bundle_was_made_drops_out_at_the_signature(
    tiga_usulan, petugas, lurah, keuangan, login, rusak, kata
):
    satu, dua, tiga = tiga_usulan
    permohonan = susun(tiga_usulan, petugas)
    rusak(dua, keuangan)

    jawab = login(lurah).post(url_tanda_tangan(permohonan), follow=True).content.decode()

    assert "RT 12 Kenali Besar tidak ikut" in jawab
    assert kata in jawab
    status = dict(permohonan.daftar_pencairan.values_list("usulan", "status"))
    assert status == {satu.pk: "ditandatangani", dua.pk: "batal", tiga.pk: "ditandatangani"}
    for usulan in tiga_usulan:
        usulan.refresh_from_db()
    assert [u.giliran for u in tiga_usulan] == [Giliran.KEUANGAN, Giliran.KELURAHAN, Giliran.KEUANGAN]
    assert [u.daftar_riwayat.filter(aksi="mohonkan").count() for u in tiga_usulan] == [1, 0, 1]


def test_an_account_checked_anew_still_drops_out_of_the_old_bundle(tiga_usulan, petugas, lurah, keuangan):
    """The bundle names the account it was made with."""
    permohonan = susun(tiga_usulan, petugas)
    rekening_berganti(tiga_usulan[1], keuangan)
    tiga_usulan[1].rt.daftar_rekening.filter(berlaku=True).update(diperiksa_pada=timezone.now())

    keluar = tanda_tangani(permohonan, oleh=lurah)

    assert [(usulan, kendala[0].partition(".")[0]) for usulan, kendala in keluar] == [
        (tiga_usulan[1], "Rekening Pokja berganti sesudah permohonan disusun")
    ]
    ulang = susun([tiga_usulan[1]], petugas, nomor="900/2").daftar_pencairan.get()
    assert (ulang.percobaan, ulang.rekening.nomor) == (2, "77700011")


@pytest.mark.parametrize(
    ("tahap", "giliran"),
    [(Tahap.MUNDUR, Giliran.TUTUP), (Tahap.PENETAPAN, Giliran.DPMPPA), (Tahap.PENCAIRAN, Giliran.RT)],
)
def test_an_usulan_that_left_is_not_sent_to_keuangan(tiga_usulan, petugas, lurah, tahap, giliran):
    permohonan = susun(tiga_usulan, petugas)
    pergi = tiga_usulan[0]
    pergi.tahap, pergi.giliran = tahap, giliran
    pergi.save()

    keluar = tanda_tangani(permohonan, oleh=lurah)

    pergi.refresh_from_db()
    assert [usulan for usulan, _kendala in keluar] == [pergi]
    assert (pergi.tahap, pergi.giliran) == (tahap, giliran)
    assert pergi.daftar_pencairan.get().status == Status.BATAL


def test_a_decision_of_another_amount_drops_out(tiga_usulan, petugas, lurah):
    permohonan = susun(tiga_usulan, petugas)
    tiga_usulan[2].daftar_penetapan.update(nilai=99_999_999)

    keluar = tanda_tangani(permohonan, oleh=lurah)

    assert keluar == [
        (
            tiga_usulan[2],
            ["Nilai penetapan berubah sesudah permohonan disusun. Masukkan lagi pada permohonan berikutnya."],
        )
    ]


def test_a_bundle_of_which_nobody_is_ready_is_not_signed(usulan, siap_cair, petugas, lurah, keuangan, login):
    permohonan = susun([siap_cair(usulan)], petugas)
    ditahan(usulan, keuangan)

    jawab = login(lurah).post(url_tanda_tangan(permohonan))

    permohonan.refresh_from_db()
    assert jawab.status_code == 409
    assert "Tidak satu pun RT dalam permohonan ini siap dikirim" in jawab.content.decode()
    assert permohonan.status == Permohonan.Status.DISIAPKAN
    assert permohonan.daftar_pencairan.get().status == Status.DISIAPKAN


def test_instalments_add_up_to_the_approved_amount(dua_termin, siap_cair, kenali_besar, kelompok_a, petugas):
    usulan = siap_cair(make_usulan(make_rt(kenali_besar), kelompok_a), nilai=99_999_999)

    calon = calon_permohonan(kenali_besar, usulan.tahun_program)
    pencairan = susun([usulan], petugas).daftar_pencairan.get()

    assert [(c.termin.urut, c.nilai) for c in calon] == [(1, 59_999_999)]
    assert (pencairan.termin.urut, pencairan.nilai) == (1, 59_999_999)


def test_another_kelurahan_is_not_among_the_candidates(tiga_usulan, siap_cair, kelompok_b):
    siap_cair(make_usulan(make_rt(make_kelurahan("Mayang", "Alam Barajo")), kelompok_b))

    calon = calon_permohonan(tiga_usulan[0].rt.kelurahan, tiga_usulan[0].tahun_program)

    assert [c.usulan for c in calon] == tiga_usulan
