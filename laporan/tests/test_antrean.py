"""The queue: mine, oldest first, under the filters of the address; the next one is the next of the same queue."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from anggaran.models import Pencairan, Permohonan
from kampung.testing import make_kelurahan, make_rt, make_usulan
from laporan.tests import adegan
from laporan.tests.adegan import SESUAI_REMBUK, alamat, keadaan
from pokja.models import HariLibur, Riwayat, Tanda, Usulan

ANTREAN = "/antrean/"


def saat(hari, bulan=11):
    return datetime(2026, bulan, hari, 9, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def tiga(usulan, usulan_tetangga, kenali_besar, kelompok_a, kelompok_b):
    """Three filings at the desk of Kenali Besar, the middle one the oldest; one of the neighbour that could leak."""
    kedua = make_usulan(make_rt(kenali_besar, nomor=3), kelompok_a)
    ketiga = make_usulan(make_rt(kenali_besar, nomor=4), kelompok_b)
    adegan.taruh(usulan_tetangga, "rembuk", "kelurahan", giliran_sejak=saat(1))
    return [
        adegan.taruh(usulan, "rembuk", "kelurahan", giliran_sejak=saat(10)),
        adegan.taruh(kedua, "pemetaan", "kelurahan", giliran_sejak=saat(2), jatuh_tempo=date(2026, 11, 5)),
        adegan.taruh(ketiga, "rembuk", "kelurahan", giliran_sejak=saat(20)),
    ]


def baris(response):
    return [satu["usulan"].pk for satu in response.context["daftar_baris"]]


def tab(response):
    return {satu["label"]: satu["banyak"] for satu in response.context["tab"]}


def test_queue_is_mine_oldest_first_with_its_age_in_working_days(login, petugas, tiga):
    HariLibur.objects.create(tanggal=date(2026, 11, 11), nama="Libur uji")
    response = login(petugas).get(ANTREAN)
    assert baris(response) == [tiga[1].pk, tiga[0].pk, tiga[2].pk]
    # To Saturday 21 November: 14 working days after Monday 2, 8 after Tuesday 10, 0 after Friday 20; one is a holiday.
    assert [str(satu["umur"]) for satu in response.context["daftar_baris"]] == [
        "lama, 13 hari kerja", "lama, 7 hari kerja", "baru masuk",
    ]  # fmt: skip
    assert "Rawa Sari" not in response.content.decode()


def test_tabs_count_mine_all_late_and_returned_under_the_same_filters(login, petugas, tiga, kenali_besar, kelompok_b):
    di_rt = make_usulan(make_rt(kenali_besar), kelompok_b)
    adegan.taruh(di_rt, "rembuk", "rt", dikembalikan_oleh="kelurahan")
    adegan.taruh(make_usulan(make_rt(kenali_besar), kelompok_b), "selesai", "tutup", jatuh_tempo=date(2026, 1, 1))
    client = login(petugas)
    assert tab(client.get(ANTREAN)) == {
        "Menunggu saya": 3, "Seluruh kelurahan": 4, "Terlambat": 1, "Saya kembalikan": 1,
    }  # fmt: skip
    response = client.get(ANTREAN, {"isi": "dikembalikan"})
    assert baris(response) == [di_rt.pk]
    assert reverse("laporan:usulan_detail", args=[di_rt.pk]) in response.content.decode()
    response = client.get(ANTREAN, {"kelompok": "B", "tahap": "rembuk"})
    assert baris(response) == [tiga[0].pk, tiga[2].pk]
    assert tab(response)["Menunggu saya"] == 2
    assert response.context["per_tahap"] == [("Rembuk warga", 2, "kelompok=B&tahap=rembuk&isi=saya", True)]


@pytest.mark.parametrize(
    ("peran", "kode"),
    [("kelurahan", 200), ("dpmppa", 200), ("keuangan", 200), ("ketua_rt", 403), ("pendamping", 403), ("kecamatan", 403), ("inspektorat", 403)],
)  # fmt: skip
def test_only_those_who_check_and_pay_have_a_queue(login, semua_orang, peran, kode):
    client = login(semua_orang[peran])
    assert client.get(ANTREAN).status_code == kode
    assert client.get(f"{ANTREAN}bersama/").status_code == (302 if kode == 200 else kode)


@pytest.mark.parametrize("kueri", ["tahap=ngawur", "kelurahan=99.9999", "tahun=1", "cari=%00", "kelompok=Z"])
def test_filter_that_cannot_be_read_is_said_and_never_a_500(login, petugas, tiga, kueri):
    client = login(petugas)
    assert client.get(f"{ANTREAN}?{kueri}").status_code in (200, 422)
    assert client.get(f"{alamat(tiga[0])}?isi=saya&{kueri}").status_code in (200, 302)
    assert client.get(f"{ANTREAN}?isi=ngawur&hal=abc&tahun=semua").status_code == 200


@pytest.mark.parametrize(
    ("peran", "tahap", "giliran", "url"),
    [
        ("kelurahan", "rembuk", "kelurahan", "/usulan/{pk}/periksa/?isi=saya"),
        ("kelurahan", "pencairan", "kelurahan", "/permohonan/baru/"),
        ("dpmppa", "sosialisasi", "dpmppa", "/sosialisasi/"),
        ("dpmppa", "lpj", "dpmppa", "/usulan/{pk}/periksa/?isi=saya"),
        ("keuangan", "pencairan", "keuangan", "/usulan/{pk}/jelaskan-selisih/"),
    ],
)
def test_row_leads_straight_to_the_page_of_its_step(login, semua_orang, usulan, peran, tahap, giliran, url):
    adegan.taruh(usulan, tahap, giliran)
    response = login(semua_orang[peran]).get(ANTREAN)
    assert [satu["url"] for satu in response.context["daftar_baris"]] == [url.format(pk=usulan.pk)]


@pytest.mark.parametrize(("status", "url"), [("ditandatangani", "/permohonan/{permohonan}/"), ("diproses", "/usulan/{pk}/cairkan/")])  # fmt: skip
def test_transfer_under_way_leads_to_its_bundle_or_its_sp2d(login, keuangan, petugas, lurah, usulan, status, url):
    rekening = adegan.isi_pokja(usulan)
    permohonan = Permohonan.objects.create(
        kelurahan=usulan.rt.kelurahan, tahun_program=usulan.tahun_program, nomor="7/KB", tanggal=adegan.HARI,
        dibuat_oleh=petugas, status="ditandatangani", ditandatangani_oleh=lurah,
    )  # fmt: skip
    Pencairan.objects.create(
        usulan=usulan, permohonan=permohonan, termin=usulan.tahun_program.daftar_termin.get(), nilai=adegan.NILAI,
        rekening=rekening, status=status,
    )  # fmt: skip
    adegan.taruh(usulan, "pencairan", "keuangan")
    (satu,) = login(keuangan).get(ANTREAN).context["daftar_baris"]
    assert satu["url"] == url.format(pk=usulan.pk, permohonan=permohonan.pk)
    assert satu["nilai"] == adegan.NILAI


@pytest.mark.parametrize("siapa", ["petugas", "dpmppa"])
def test_queue_costs_the_same_with_one_and_with_three_rows(
    request, login, siapa, usulan, kenali_besar, kelompok_b, django_assert_max_num_queries
):
    giliran = {"petugas": "kelurahan", "dpmppa": "dpmppa"}[siapa]
    adegan.taruh(usulan, "lpj", giliran)
    client = login(request.getfixturevalue(siapa))
    with django_assert_max_num_queries(12) as satu:
        client.get(ANTREAN)
    for _ in range(2):
        adegan.taruh(make_usulan(make_rt(kenali_besar), kelompok_b), "lpj", giliran)
    with django_assert_max_num_queries(len(satu)):
        assert len(baris(client.get(ANTREAN))) == 3


# --- the next one ---------------------------------------------------------------------------------------------------


def test_check_page_knows_its_place_and_the_way_on_keeps_the_filters(login, petugas, tiga):
    client = login(petugas)
    response = client.get(f"{alamat(tiga[0])}?tahap=rembuk&isi=saya")
    assert response.context["letak"] == (1, 2)
    assert response.context["url_berikut"] == f"{alamat(tiga[2])}?tahap=rembuk&isi=saya"
    assert "1 dari 2" in " ".join(response.content.decode().split())
    # The last one leads back to the first; without a queue in the address it is the whole desk.
    assert client.get(f"{alamat(tiga[2])}?tahap=rembuk&isi=saya").context["url_berikut"].startswith(alamat(tiga[0]))
    assert client.get(alamat(tiga[2])).context["letak"] == (3, 3)


def test_decision_goes_to_the_next_of_the_same_queue_and_at_last_back_to_it(login, petugas, tiga):
    client = login(petugas)
    for urut in (0, 2):
        adegan.isi_rembuk(tiga[urut])
    isian = {**SESUAI_REMBUK, "versi": 0, "aksi": "terima", "berikutnya": "on"}
    response = client.post(f"{alamat(tiga[0])}?tahap=rembuk&isi=saya", isian)
    assert response.url == f"{alamat(tiga[2])}?tahap=rembuk&isi=saya"
    response = client.post(response.url, isian)
    assert response.url == f"{ANTREAN}?tahap=rembuk&isi=saya"
    assert keadaan(tiga[1]) == ("pemetaan", "kelurahan", 0)


# --- one tick for what needs eyes -----------------------------------------------------------------------------------


def periksa(login, petugas, usulan, aksi="terima", **isian):
    return login(petugas).post(alamat(usulan), {"versi": usulan.versi, "aksi": aksi, "semua_sesuai": "on", **isian})


def test_one_tick_says_that_every_part_is_right(login, petugas, siap_rembuk):
    assert periksa(login, petugas, siap_rembuk).status_code == 302
    assert keadaan(siap_rembuk) == ("pokja", "rt", 1)


@pytest.mark.parametrize(
    "isian", [{"nilai_rembuk": "perbaiki", "kata_rembuk": "Salah hari"}, {"nilai_rembuk": "ngawur"}]
)
def test_one_tick_never_speaks_over_a_part_that_was_judged(login, petugas, siap_rembuk, isian):
    assert periksa(login, petugas, siap_rembuk, **isian).status_code == 422
    assert keadaan(siap_rembuk) == ("rembuk", "kelurahan", 0)


def test_one_tick_never_speaks_over_a_marked_line_or_an_old_mark(login, petugas, siap_proposal):
    baris_rab = siap_proposal.daftar_versi_rab.get().daftar_baris.get()
    isian = {f"baris_rab_{baris_rab.pk}": "on", f"kata_rab_{baris_rab.pk}": "Mahal"}
    assert periksa(login, petugas, siap_proposal, **isian).status_code == 422
    Tanda.objects.create(
        usulan=siap_proposal, tahap="verifikasi", giliran="kelurahan", kunci="rab", label="RAB", catatan="Mahal"
    )
    assert periksa(login, petugas, siap_proposal).status_code == 422
    tanda = Tanda.objects.get()
    # A line marked anew inside the part whose old mark is closed is not dropped in silence.
    response = periksa(login, petugas, siap_proposal, **isian, **{f"nilai_tanda_{tanda.pk}": "tutup"})
    assert response.status_code == 422
    assert "Ada baris yang ditandai" in response.content.decode()
    assert keadaan(siap_proposal) == ("verifikasi", "kelurahan", 0)


def test_next_check_opens_on_the_marks_whose_answers_changed_first(login, petugas, siap_rembuk):
    for kunci in ("keinginan", "rembuk"):
        Tanda.objects.create(
            usulan=siap_rembuk,
            tahap="rembuk",
            giliran="kelurahan",
            kunci=kunci,
            label=f"Tanda {kunci}",
            catatan="Salah",
        )
    Riwayat.objects.create(
        usulan=siap_rembuk, aksi="kembalikan", dari_tahap="rembuk", dari_giliran="kelurahan", ke_tahap="rembuk",
        ke_giliran="rt", oleh=petugas,
    )  # fmt: skip
    siap_rembuk.rembuk.save()
    response = login(petugas).get(alamat(siap_rembuk))
    assert [(t.kunci, t.diubah) for t in response.context["form"].daftar_tanda] == [
        ("rembuk", True),
        ("keinginan", False),
    ]
    isi = response.content.decode()
    assert isi.index("sudah diubah RT") < isi.index("belum diubah RT") < isi.index('id="bukti-')
    assert isi.index('id="bukti-keinginan"') < isi.index('id="bukti-berkas_rembuk"')


def test_desk_of_a_kelurahan_never_leads_into_another(login, petugas_tetangga, tiga, usulan_tetangga):
    response = login(petugas_tetangga).get(ANTREAN)
    assert baris(response) == [usulan_tetangga.pk]
    assert Usulan.objects.count() == 4
    assert make_kelurahan("Simpang III Sipin").nama not in response.content.decode()
