"""The bundle: each missing thing keeps out exactly that RT; two people stand under it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from anggaran.models import Pencairan, Penetapan, Permohonan
from anggaran.services.pencairan import (
    batalkan_permohonan,
    calon_permohonan,
    ganti_rekening,
    lepaskan_penetapan,
    susun_permohonan,
    tahan,
    tanda_tangani,
)
from kampung.testing import make_kelurahan, make_pengguna, make_rt, make_tahun, make_usulan
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.models import Jabatan, Penugasan
from rt.peran import Peran

LIST, BARU = reverse("anggaran:permohonan"), reverse("anggaran:permohonan_create")
TANGGAL = date(2026, 11, 2)
Status = Pencairan.Status


def susun(daftar_usulan, oleh, nomor="900/1", tanggal=TANGGAL):
    usulan = daftar_usulan[0]
    return susun_permohonan(
        usulan.rt.kelurahan, usulan.tahun_program, nomor=nomor, tanggal=tanggal, daftar_usulan=daftar_usulan, oleh=oleh
    )


def kirim(client, daftar_usulan, nomor="900/1", tanggal="2026-11-02", **lain):
    return client.post(BARU, {"nomor": nomor, "tanggal": tanggal, "pilih": [u.pk for u in daftar_usulan]} | lain)


def detail(permohonan):
    return reverse("anggaran:permohonan_detail", args=[permohonan.pk])


def url_tanda_tangan(permohonan):
    return reverse("anggaran:permohonan_tandatangani", args=[permohonan.pk])


def url_batal(permohonan):
    return reverse("anggaran:permohonan_batal", args=[permohonan.pk])


# --- the gates ------------------------------------------------------------------------------------------------------


def tanpa_penetapan(usulan, orang):
    lepaskan_penetapan(usulan)


def penetapan_ditolak(usulan, orang):
    lepaskan_penetapan(usulan)
    Penetapan.objects.create(usulan=usulan, disetujui=False)


def tanpa_pokja(usulan, orang):
    usulan.pokja.delete()


def tanpa_rekening(usulan, orang):
    usulan.rt.daftar_rekening.update(berlaku=False)


def rekening_belum_diperiksa(usulan, orang):
    usulan.rt.daftar_rekening.update(diperiksa_pada=None)


def rekening_berganti(usulan, orang):
    foto = usulan.rt.daftar_rekening.get().foto
    ganti_rekening(usulan, bank="BRI", nomor="77700011", atas_nama="P", foto=foto, alasan="Tutup", oleh=orang)


def ditahan(usulan, orang):
    tahan(usulan, alasan="LPJ tahun lalu", oleh=orang)


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
    assert status == {satu.pk: "diproses", dua.pk: "batal", tiga.pk: "diproses"}
    for usulan in tiga_usulan:
        usulan.refresh_from_db()
    assert [u.giliran for u in tiga_usulan] == [Giliran.KEUANGAN, Giliran.KELURAHAN, Giliran.KEUANGAN]
    assert [u.daftar_riwayat.count() for u in tiga_usulan] == [1, 0, 1]


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


# --- making it ------------------------------------------------------------------------------------------------------


def test_the_page_shows_total_words_and_maker(tiga_usulan, login, petugas):
    client = login(petugas)

    jawab = client.post(
        BARU, {"nomor": " 900/12  KB ", "tanggal": "2026-11-02", "pilih": [u.pk for u in tiga_usulan]}, follow=True
    )

    permohonan, isi = Permohonan.objects.get(), jawab.content.decode()
    assert jawab.redirect_chain == [(detail(permohonan), 302)]
    assert (permohonan.nomor, permohonan.tanggal, permohonan.dibuat_oleh) == ("900/12 KB", TANGGAL, petugas)
    assert "Rp300.000.000" in isi
    assert "tiga ratus juta rupiah" in isi
    assert petugas.nama in isi
    assert "Menunggu tanda tangan lurah" in isi


def test_a_double_click_makes_one_bundle(tiga_usulan, login, petugas):
    client = login(petugas)

    alamat = [kirim(client, tiga_usulan)["Location"] for _ in range(2)]

    assert alamat[0] == alamat[1]
    assert Permohonan.objects.count() == 1
    assert Pencairan.objects.count() == 3


def test_a_used_number_is_refused_for_other_content(tiga_usulan, login, petugas, lurah):
    kirim(login(petugas), tiga_usulan[:1])

    for orang, isi in ((petugas, tiga_usulan[1:]), (lurah, tiga_usulan[:1])):
        jawab = kirim(login(orang), isi)
        assert jawab.status_code == 422
        assert "Nomor surat 900/1 sudah dipakai kelurahan ini." in jawab.content.decode()

    assert Permohonan.objects.count() == 1


def test_an_rt_in_an_unsigned_bundle_is_not_taken_twice(tiga_usulan, login, petugas):
    susun(tiga_usulan[:1], petugas)

    jawab = kirim(login(petugas), tiga_usulan, nomor="900/2")

    assert jawab.status_code == 422
    assert "Sudah masuk permohonan 900/1." in jawab.content.decode()
    assert Pencairan.objects.count() == 1


def test_an_rt_whose_money_is_under_way_is_no_candidate(tiga_usulan, mohonkan, petugas):
    mohonkan(tiga_usulan[0])

    calon = calon_permohonan(tiga_usulan[0].rt.kelurahan, tiga_usulan[0].tahun_program)

    assert [c.usulan for c in calon] == tiga_usulan[1:]
    with pytest.raises(LangkahDitolak, match="RT 11 Kenali Besar tidak lagi menunggu permohonan"):
        susun(tiga_usulan[:1], petugas, nomor="900/9")


def test_two_transfers_of_one_termin_are_refused_by_the_database(tiga_usulan, petugas):
    ada = susun(tiga_usulan[:1], petugas).daftar_pencairan.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Pencairan.objects.create(
            usulan=ada.usulan, permohonan=ada.permohonan, termin=ada.termin, percobaan=2, nilai=1, rekening=ada.rekening
        )


@pytest.mark.parametrize(
    ("lain", "kata"),
    [
        ({"nomor": ""}, "Nomor surat permohonan"),
        ({"nomor": "9" * 61}, "60"),
        ({"nomor": "900\x001"}, "null"),
        ({"tanggal": ""}, "Tanggal surat"),
        ({"tanggal": "31-02-2026"}, "Tanggal surat"),
        ({"tanggal": "2025-12-31"}, "Tanggal surat harus dalam tahun 2026"),
        ({"tanggal": "besok"}, "Tanggal surat"),
        ({"pilih": []}, "Pilih sedikitnya satu RT"),
        ({"pilih": ["abc", "\x00", "9" * 40]}, "Pilih sedikitnya satu RT"),
        ({"pilih": ["9" * 18]}, "di luar Kenali Besar"),
    ],
)
def test_garbage_is_answered_with_a_sentence(tiga_usulan, login, petugas, lain, kata):
    jawab = kirim(login(petugas), tiga_usulan, **lain)

    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert not Permohonan.objects.exists()


def test_a_letter_of_tomorrow_is_refused(tiga_usulan, login, petugas):
    besok = timezone.localdate() + timedelta(days=1)

    jawab = kirim(login(petugas), tiga_usulan, tanggal=besok.isoformat())

    assert jawab.status_code == 422
    assert "tidak sesudah hari ini" in jawab.content.decode()


def test_a_neighbours_rt_cannot_be_ticked(tiga_usulan, usulan_tetangga, siap_cair, login, petugas):
    jawab = kirim(login(petugas), [*tiga_usulan, siap_cair(usulan_tetangga)])

    assert jawab.status_code == 422
    assert "Ada RT yang dicentang di luar Kenali Besar" in jawab.content.decode()
    assert not Permohonan.objects.exists()


def test_the_service_refuses_a_maker_from_elsewhere(tiga_usulan, petugas_tetangga, dpmppa):
    for orang in (petugas_tetangga, dpmppa):
        with pytest.raises(LangkahDitolak, match="disusun oleh petugas kelurahan itu"):
            susun(tiga_usulan, orang)


def test_an_officer_of_two_kelurahan_chooses_and_one_without_any_is_told(
    tiga_usulan, usulan_tetangga, rawa_sari, siap_cair, login, petugas
):
    Penugasan.objects.create(pengguna=petugas, jabatan=Jabatan.PETUGAS, kelurahan=rawa_sari, mulai=date(2026, 1, 1))
    siap_cair(usulan_tetangga)

    isi = login(petugas).get(BARU, {"kelurahan": rawa_sari.pk}).content.decode()
    tanpa = login(make_pengguna(Peran.KELURAHAN)).get(BARU).content.decode()

    assert "RT 07 Rawa Sari" in isi
    assert "RT 11 Kenali Besar" not in isi
    assert "belum ditugaskan di kelurahan" in tanpa
    assert kirim(login(petugas), tiga_usulan, kelurahan="abc").status_code == 302


def test_another_year_is_chosen_in_the_address(tiga_usulan, kenali_besar, siap_cair, login, petugas):
    tahun_depan = make_tahun(2027)
    lain = siap_cair(make_usulan(make_rt(kenali_besar, nomor=21), tahun_depan.daftar_kelompok.first()))
    client = login(petugas)

    assert "RT 21" in client.get(BARU, {"tahun": tahun_depan.pk}).content.decode()
    halaman = client.get(BARU, {"tahun": tiga_usulan[0].tahun_program_id}).content.decode()
    assert ("RT 11" in halaman, "RT 21" in halaman) == (True, False)
    lain.tahap = Tahap.PENETAPAN
    lain.save()
    assert "RT 11" in client.get(BARU).content.decode()


def test_a_year_without_instalments_says_so(usulan, siap_cair, tahun, petugas):
    siap_cair(usulan)
    tahun.daftar_termin.all().delete()

    calon = calon_permohonan(usulan.rt.kelurahan, tahun)

    assert [c.halangan for c in calon] == [["Termin tahun 2026 belum diatur. Minta DPMPPA mengaturnya."]]


# --- two people -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jabatan", [Jabatan.LURAH, Jabatan.PLT_LURAH, Jabatan.PLH_LURAH])
def test_the_lurah_or_a_deputy_signs(tiga_usulan, petugas, kenali_besar, login, jabatan):
    penanda = make_pengguna(Peran.KELURAHAN, kelurahan=kenali_besar, jabatan=jabatan)
    permohonan = susun(tiga_usulan, petugas)
    client = login(penanda)

    assert "Tandatangani dan kirim ke Keuangan" in client.get(detail(permohonan)).content.decode()
    assert client.post(url_tanda_tangan(permohonan)).status_code == 302

    permohonan.refresh_from_db()
    assert (permohonan.status, permohonan.ditandatangani_oleh) == ("ditandatangani", penanda)
    assert permohonan.ditandatangani_pada is not None
    riwayat = tiga_usulan[0].daftar_riwayat.get()
    assert (riwayat.aksi, riwayat.oleh, riwayat.catatan) == ("mohonkan", penanda, "Permohonan 900/1")


def siapa_saja(petugas, lurah, kenali_besar, rawa_sari):
    kedaluwarsa = make_pengguna(Peran.KELURAHAN, "mantan", kelurahan=kenali_besar, jabatan=Jabatan.LURAH)
    kedaluwarsa.daftar_penugasan.update(selesai=date(2026, 1, 31))
    Penugasan.objects.create(pengguna=kedaluwarsa, jabatan=Jabatan.PETUGAS, kelurahan=kenali_besar)
    lurah_lain = make_pengguna(Peran.KELURAHAN, "lurah.lain", kelurahan=rawa_sari, jabatan=Jabatan.LURAH)
    Penugasan.objects.create(pengguna=lurah_lain, jabatan=Jabatan.PETUGAS, kelurahan=kenali_besar)
    petugas_lain = make_pengguna(Peran.KELURAHAN, "petugas.lain", kelurahan=kenali_besar)
    bukan = "ditandatangani oleh lurah atau Plt./Plh. lurah Kenali Besar"
    return [
        (petugas, lurah, "Anda penyusun permohonan ini"),
        (lurah, lurah, "Anda penyusun permohonan ini"),
        (petugas_lain, petugas, bukan),
        (lurah_lain, petugas, bukan),
        (kedaluwarsa, petugas, bukan),
    ]


def test_nobody_else_signs_and_each_reads_why(tiga_usulan, petugas, lurah, kenali_besar, rawa_sari, login):
    """The maker himself, even a lurah; an officer; the lurah of another kelurahan; a lurah whose term is over."""
    for penanda, _penyusun, kata in siapa_saja(petugas, lurah, kenali_besar, rawa_sari):
        penyusun = penanda if "penyusun" in kata else petugas
        permohonan = susun(tiga_usulan, penyusun, nomor=f"900/{penanda.username}")
        client = login(penanda)

        halaman = client.get(detail(permohonan)).content.decode()
        jawab = client.post(url_tanda_tangan(permohonan))

        assert kata in halaman
        assert "Tandatangani dan kirim" not in halaman
        assert jawab.status_code == 409
        permohonan.refresh_from_db()
        assert permohonan.status == Permohonan.Status.DISIAPKAN
        batalkan_permohonan(permohonan, oleh=penyusun)


def test_a_lurah_out_of_scope_does_not_find_it(tiga_usulan, petugas, rawa_sari, login):
    permohonan = susun(tiga_usulan, petugas)
    client = login(make_pengguna(Peran.KELURAHAN, kelurahan=rawa_sari, jabatan=Jabatan.LURAH))

    assert client.get(detail(permohonan)).status_code == 404
    assert client.post(url_tanda_tangan(permohonan)).status_code == 404
    assert client.post(url_batal(permohonan)).status_code == 404


def test_the_database_wants_two_people(tiga_usulan, petugas):
    permohonan = susun(tiga_usulan, petugas)

    with pytest.raises(IntegrityError), transaction.atomic():
        Permohonan.objects.filter(pk=permohonan.pk).update(status="ditandatangani", ditandatangani_oleh=petugas)
    with pytest.raises(IntegrityError), transaction.atomic():
        Permohonan.objects.filter(pk=permohonan.pk).update(status="ditandatangani")


def test_signing_twice_sends_once(tiga_usulan, petugas, lurah, kenali_besar, login):
    permohonan = susun(tiga_usulan, petugas)
    client = login(lurah)

    assert [client.post(url_tanda_tangan(permohonan)).status_code for _ in range(2)] == [302, 302]
    plt = make_pengguna(Peran.KELURAHAN, kelurahan=kenali_besar, jabatan=Jabatan.PLT_LURAH)
    assert login(plt).post(url_tanda_tangan(permohonan)).status_code == 409

    assert [usulan.daftar_riwayat.count() for usulan in tiga_usulan] == [1, 1, 1]
    assert set(permohonan.daftar_pencairan.values_list("status", flat=True)) == {"diproses"}


def test_an_unsigned_bundle_is_cancelled_and_its_rt_are_free(tiga_usulan, petugas, lurah, login):
    permohonan = susun(tiga_usulan, petugas)
    client = login(petugas)

    assert [client.post(url_batal(permohonan)).status_code for _ in range(2)] == [302, 302]
    assert login(lurah).post(url_tanda_tangan(permohonan)).status_code == 409

    permohonan.refresh_from_db()
    assert permohonan.status == Permohonan.Status.DIBATALKAN
    ulang = susun(tiga_usulan, petugas, nomor="900/2")
    assert set(ulang.daftar_pencairan.values_list("percobaan", "status")) == {(2, "disiapkan")}


def test_a_signed_bundle_is_not_cancelled(tiga_usulan, mohonkan, petugas, login):
    permohonan = mohonkan(*tiga_usulan)

    jawab = login(petugas).post(url_batal(permohonan))

    assert jawab.status_code == 409
    assert "sudah ditandatangani tidak bisa dibatalkan" in jawab.content.decode()
    assert "Batalkan permohonan ini" not in login(petugas).get(detail(permohonan)).content.decode()


# --- who sees what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peran", Peran)
def test_who_reads_and_who_makes(tiga_usulan, petugas, semua_orang, login, peran):
    permohonan = susun(tiga_usulan, petugas)
    client = login(semua_orang[peran])
    baca = 403 if peran in (Peran.KETUA_RT, Peran.PENGURUS_POKJA, Peran.PENDAMPING) else 200
    tulis = 200 if peran == Peran.KELURAHAN else 403

    assert client.get(LIST).status_code == baca
    assert client.get(detail(permohonan)).status_code == baca
    assert client.get(BARU).status_code == tulis
    if peran != Peran.KELURAHAN:
        assert client.post(url_tanda_tangan(permohonan)).status_code == 403
        assert client.post(url_batal(permohonan)).status_code == 403
        assert kirim(client, tiga_usulan).status_code == 403
    assert permohonan.daftar_pencairan.filter(status="disiapkan").count() == 3


def test_get_never_signs_or_cancels(tiga_usulan, petugas, lurah, login):
    permohonan = susun(tiga_usulan, petugas)

    assert login(lurah).get(url_tanda_tangan(permohonan)).status_code == 405
    assert login(lurah).get(url_batal(permohonan)).status_code == 405


def test_the_list_holds_only_ones_own_kelurahan(
    tiga_usulan, usulan_tetangga, siap_cair, petugas, petugas_tetangga, dpmppa, login
):
    susun(tiga_usulan, petugas, nomor="KB/1")
    susun([siap_cair(usulan_tetangga, nilai=70_000_001)], petugas_tetangga, nomor="RS/1")

    sendiri, semua = (login(orang).get(LIST).content.decode() for orang in (petugas, dpmppa))

    assert ("KB/1" in sendiri, "RS/1" in sendiri) == (True, False)
    assert ("300.000.000" in semua, "70.000.001" in semua) == (True, True)


def test_account_numbers_are_masked_for_the_readers(tiga_usulan, petugas, semua_orang, login):
    permohonan = susun(tiga_usulan[:1], petugas)
    nomor = tiga_usulan[0].rt.daftar_rekening.get().nomor

    terlihat = {
        peran
        for peran in (Peran.KELURAHAN, Peran.KECAMATAN, Peran.DPMPPA, Peran.INSPEKTORAT)
        if nomor in login(semua_orang[peran]).get(detail(permohonan)).content.decode()
    }

    assert terlihat == {Peran.KELURAHAN}


@pytest.mark.parametrize("halaman", [LIST, BARU, "detail"])
def test_lists_take_the_same_queries_for_one_row_and_three(
    kenali_besar, kelompok_a, siap_cair, petugas, login, halaman
):
    def hitung():
        alamat = detail(Permohonan.objects.latest("pk")) if halaman == "detail" else halaman
        client = login(petugas)
        with CaptureQueriesContext(
            connection,
        ) as tangkap:
            assert client.get(alamat).status_code == 200
        return len(tangkap)

    def baru(nomor):
        return siap_cair(make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_a))

    def tambah(*daftar_nomor):
        for nomor in daftar_nomor:
            rekening_belum_diperiksa(baru(nomor + 50), None)
            baru(nomor + 70)
        susun([baru(nomor) for nomor in daftar_nomor], petugas, nomor=f"900/{daftar_nomor[0]}")

    tambah(1)
    satu = hitung()
    tambah(2, 3, 4)
    tambah(5)
    tambah(6, 7, 8)

    assert hitung() == satu


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_an_address_that_is_nobodys_is_404(db, lurah, login, pk):
    client = login(lurah)

    assert client.get(f"/permohonan/{pk}/").status_code == 404
    assert client.post(f"/permohonan/{pk}/tanda-tangan/").status_code == 404


# --- later instalments ----------------------------------------------------------------------------------------------


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
