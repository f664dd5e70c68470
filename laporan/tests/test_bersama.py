"""Several filings decided together: a preview of each row, then each row by itself, with its own refusal."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anggaran.models import Pencairan, Penetapan, Permohonan, SKPenetapan
from anggaran.services.pencairan import tahan
from kampung.testing import make_rt, make_usulan
from laporan.tests import adegan
from laporan.tests.adegan import keadaan
from pokja.models import Riwayat, Tanda, Usulan

BERSAMA = "/antrean/bersama/"
SK = {"sk_nomor": "188/45", "sk_tanggal": "2026-09-20"}


@pytest.fixture
def tiga(usulan, kenali_besar, kelompok_a, kelompok_b):
    lain = [make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_b) for nomor in (3, 4)]
    return [usulan, *lain]


@pytest.fixture
def tiga_pemetaan(tiga):
    for usulan in tiga:
        adegan.isi_pemetaan(usulan)
    return [adegan.taruh(usulan, "pemetaan", "kelurahan") for usulan in tiga]


@pytest.fixture
def tiga_proposal(tiga):
    for usulan in tiga:
        adegan.isi_proposal(usulan)
    return [adegan.taruh(usulan, "penetapan", "dpmppa") for usulan in tiga]


def alamat(*daftar):
    return f"{BERSAMA}?{'&'.join(f'pilih={usulan.pk}' for usulan in daftar)}"


def kirim(client, *daftar, baris=None, **isian):
    baris = [f"{usulan.pk}-{usulan.versi}" for usulan in daftar] if baris is None else baris
    return client.post(alamat(*daftar), {"baris": baris, "dilihat": "on", **isian})


def pesan(response):
    return [str(satu) for satu in get_messages(response.wsgi_request)]


def bisa_dipilih(client):
    return [satu["usulan"].pk for satu in client.get("/antrean/").context["daftar_baris"] if satu["bersama"]]


# --- Kelurahan ------------------------------------------------------------------------------------------------------


def test_only_filings_without_papers_and_marks_can_be_chosen(login, petugas, tiga_pemetaan, kenali_besar, kelompok_b):
    pertama, kedua, ketiga = tiga_pemetaan
    adegan.taruh(kedua, "renja", "kelurahan")
    Tanda.objects.create(usulan=ketiga, tahap="pemetaan", giliran="kelurahan", kunci="swadaya", label="x", catatan="y")
    for tahap in ("rembuk", "pokja", "verifikasi", "serah_terima", "lpj", "pencairan"):
        adegan.taruh(make_usulan(make_rt(kenali_besar), kelompok_b), tahap, "kelurahan")
    assert set(bisa_dipilih(login(petugas))) == {pertama.pk, kedua.pk}


def test_preview_shows_what_is_accepted_and_nothing_is_ticked(login, petugas, tiga_pemetaan, usulan_tetangga):
    response = login(petugas).get(alamat(*tiga_pemetaan, usulan_tetangga))
    isi = response.content.decode()
    assert len(response.context["daftar_ikut"]) == 3
    assert isi.count("Terima pemetaan: menjadi Renja 1 tahun, giliran RT.") == 3
    assert isi.count("Tanah lapang") == 3
    assert "Rawa Sari" not in isi
    assert "checked" not in isi
    assert keadaan(tiga_pemetaan[0]) == ("pemetaan", "kelurahan", 0)


def test_filing_whose_automatic_check_is_not_green_stays_out_with_its_reason(login, petugas, tiga_pemetaan):
    kurang = tiga_pemetaan[1]
    kurang.daftar_swadaya.all().delete()
    client = login(petugas)
    response = client.get(alamat(*tiga_pemetaan))
    assert [baris.label for baris in response.context["daftar_tinggal"]] == [str(kurang.rt)]
    assert "Swadaya warga belum ada" in response.content.decode()
    # And it stays out when it is sent all the same; the others are accepted.
    response = kirim(client, *tiga_pemetaan)
    assert response.url == "/antrean/?isi=saya"
    assert [keadaan(usulan) for usulan in tiga_pemetaan] == [
        ("renja", "rt", 1), ("pemetaan", "kelurahan", 0), ("renja", "rt", 1),
    ]  # fmt: skip
    berhasil, ditolak = pesan(response)
    assert berhasil == f"2 diterima: {tiga_pemetaan[0].rt}; {tiga_pemetaan[2].rt}."
    assert ditolak.startswith(f"{kurang.rt} tidak diterima. Swadaya warga belum ada.")
    assert Riwayat.objects.get(usulan=tiga_pemetaan[0]).oleh == petugas


def test_without_saying_that_they_were_looked_at_nothing_happens(login, petugas, tiga_pemetaan):
    response = kirim(login(petugas), *tiga_pemetaan, dilihat="")
    assert response.status_code == 422
    assert "Centang bila semua baris sudah Anda lihat." in response.content.decode()
    assert keadaan(tiga_pemetaan[0]) == ("pemetaan", "kelurahan", 0)


def test_row_that_changed_since_the_preview_is_refused_by_itself(login, petugas, tiga_pemetaan):
    Usulan.objects.filter(pk=tiga_pemetaan[0].pk).update(versi=4)
    response = kirim(login(petugas), *tiga_pemetaan)
    assert pesan(response)[1].startswith(f"{tiga_pemetaan[0].rt} tidak diterima. Usulan ini berubah sesudah")
    assert [keadaan(usulan)[1] for usulan in tiga_pemetaan] == ["kelurahan", "rt", "rt"]


def test_second_press_says_the_same_and_changes_nothing(login, petugas, tiga_pemetaan):
    client = login(petugas)
    pertama, kedua = kirim(client, *tiga_pemetaan), kirim(client, *tiga_pemetaan)
    assert pesan(pertama)[0] == pesan(kedua)[-1]
    assert Riwayat.objects.count() == 3


def test_another_kelurahan_decides_nothing_here(login, petugas_tetangga, tiga_pemetaan):
    response = kirim(login(petugas_tetangga), *tiga_pemetaan)
    assert pesan(response) == ["Tidak ada yang diputuskan: pilihannya tidak ada lagi di antrean Anda."]
    assert not Riwayat.objects.exists()


@pytest.mark.parametrize("baris", [["abc"], ["1"], ["-1"], ["1-"], ["99999999999999999999999-0"], ["1-99999999999"], ["\x00"], []])  # fmt: skip
def test_rows_that_are_none_are_left_out(login, petugas, tiga_pemetaan, baris):
    response = kirim(login(petugas), *tiga_pemetaan, baris=baris)
    assert response.status_code == 302
    assert not Riwayat.objects.exists()


@pytest.mark.parametrize("kueri", ["", "?pilih=abc", "?pilih=99999999999999999999", "?" + "&".join(f"pilih={n}" for n in range(1, 60))])  # fmt: skip
def test_no_choice_or_too_many_lead_back_with_a_sentence(login, petugas, kueri):
    response = login(petugas).get(BERSAMA + kueri)
    assert response.status_code == 302
    assert pesan(response) == ["Centang satu sampai 50 baris di antrean, lalu tekan tombolnya lagi."]


# --- DPMPPA ---------------------------------------------------------------------------------------------------------


def test_several_proposals_go_under_one_sk_with_the_sum_shown(login, dpmppa, tiga_proposal):
    client = login(dpmppa)
    assert set(bisa_dipilih(client)) == {usulan.pk for usulan in tiga_proposal}
    assert "Tetapkan 3, Rp120.000.000" in client.get(alamat(*tiga_proposal)).content.decode()
    response = kirim(client, *tiga_proposal, **SK)
    assert pesan(response)[0].startswith("3 ditetapkan, jumlah Rp120.000.000: ")
    sk = SKPenetapan.objects.get()
    assert (sk.nomor, sk.tanggal, sk.daftar_penetapan.count()) == ("188/45", date(2026, 9, 20), 3)
    assert {keadaan(usulan) for usulan in tiga_proposal} == {("pencairan", "kelurahan", 1)}


@pytest.mark.parametrize(("peran", "dunia"), [("dpmppa", "tiga_proposal"), ("petugas", "tiga_pemetaan")])
def test_preview_of_many_asks_as_often_as_of_one(request, login, peran, dunia):
    client, daftar_usulan = login(request.getfixturevalue(peran)), request.getfixturevalue(dunia)
    banyak = []
    for daftar in (daftar_usulan[:1], daftar_usulan[:1], daftar_usulan):
        with CaptureQueriesContext(connection) as kueri:
            assert len(client.get(alamat(*daftar)).context["daftar_ikut"]) == len(daftar)
        banyak.append(len(kueri))
    # The first visit of a session asks for what later ones remember.
    assert banyak[1] == banyak[2]


@pytest.mark.parametrize(
    ("isian", "kalimat"),
    [
        ({"sk_nomor": ""}, "Nomor SK"),
        ({"sk_tanggal": "2026-11-22"}, "tidak boleh sesudah hari ini"),
        ({"sk_tanggal": "ngawur"}, "Tanggal SK"),
        ({"sk_tanggal": "2026-09-21"}, "sudah tercatat bertanggal 20/09/2026"),
        ({"sk_nomor": "a\x00b"}, "Nomor SK"),
    ],
)
def test_sk_that_cannot_be_is_refused_for_all_at_once(login, dpmppa, tiga_proposal, tahun, isian, kalimat):
    SKPenetapan.objects.create(tahun_program=tahun, nomor="188/45", tanggal=date(2026, 9, 20))
    response = kirim(login(dpmppa), *tiga_proposal, **{**SK, **isian})
    assert response.status_code == 422
    assert kalimat in response.content.decode()
    assert not Penetapan.objects.exists()


def test_sk_of_a_far_year_is_refused_row_by_row(login, dpmppa, tiga_proposal):
    response = kirim(login(dpmppa), *tiga_proposal[:2], sk_nomor="1", sk_tanggal="2020-01-01")
    assert [satu.split(" tidak ")[0] for satu in pesan(response)] == [str(usulan.rt) for usulan in tiga_proposal[:2]]
    assert not SKPenetapan.objects.exists()


# --- Keuangan -------------------------------------------------------------------------------------------------------


@pytest.fixture
def bundel(tiga, petugas, lurah, kenali_besar, tahun):
    """One signed bundle of three transfers."""
    permohonan = Permohonan.objects.create(
        kelurahan=kenali_besar, tahun_program=tahun, nomor="7/KB", tanggal=adegan.HARI, dibuat_oleh=petugas,
        status="ditandatangani", ditandatangani_oleh=lurah,
    )  # fmt: skip
    for nomor, usulan in enumerate(tiga):
        Pencairan.objects.create(
            usulan=usulan, permohonan=permohonan, termin=tahun.daftar_termin.get(), nilai=adegan.NILAI + nomor,
            rekening=adegan.isi_pokja(usulan, nomor=f"777000{nomor}"), status="ditandatangani",
        )  # fmt: skip
        adegan.taruh(usulan, "pencairan", "keuangan")
    return permohonan


def test_bundle_is_taken_whole_and_who_is_held_waits(login, keuangan, tiga, bundel):
    tahan(tiga[2], alasan="Menunggu surat", oleh=keuangan)
    client = login(keuangan)
    assert set(bisa_dipilih(client)) == {tiga[0].pk, tiga[1].pk}
    response = client.get(alamat(tiga[0]))
    assert "2 transfer menjadi diproses, 1 ditahan dan menunggu." in response.content.decode()
    assert response.context["total"] == 2 * adegan.NILAI + 1
    response = kirim(client, tiga[0], baris=[f"{bundel.pk}-0"])
    assert pesan(response) == [f"1 diterima untuk diproses, jumlah Rp80.000.001: {bundel.nomor}, {bundel.kelurahan}."]
    assert sorted(bundel.daftar_pencairan.values_list("status", flat=True)) == [
        "diproses",
        "diproses",
        "ditandatangani",
    ]


def test_bundle_that_was_not_signed_is_refused(login, keuangan, tiga, bundel):
    Permohonan.objects.filter(pk=bundel.pk).update(status="disiapkan", ditandatangani_oleh=None)
    response = kirim(login(keuangan), tiga[0], baris=[f"{bundel.pk}-0"])
    assert "belum ditandatangani" in pesan(response)[0]
    assert set(bundel.daftar_pencairan.values_list("status", flat=True)) == {"ditandatangani"}
