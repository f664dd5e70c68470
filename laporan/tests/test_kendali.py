"""The control room: each number is the number of the list behind it; how far, how late, how fast, how much."""

import re
from datetime import date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from anggaran.services.jumlah import jumlah_uang, uang_harian
from kampung.testing import make_kelurahan, make_rt, make_tahun, make_usulan
from laporan.kendali.cacah import Tautan, cacah
from laporan.kendali.laju import mundur_hari_kerja
from laporan.kendali.peta import baca_urut, susun_peta
from laporan.kendali.uang import garis_bantu, singkat, susun_kurva
from laporan.tests.uang_uji import batalkan, beri_uang, catat
from pokja.models import HariLibur, JadwalTahap, Kelompok, Riwayat, Usulan
from rt.models import Peran

URL = "/kendali/"
KINI = date(2026, 11, 21)  # a Saturday
LEWAT = date(2026, 11, 1)
PEMBACA = (Peran.DPMPPA, Peran.KEUANGAN, Peran.INSPEKTORAT, Peran.KECAMATAN)
UANG = ("pagu", "rab", "cair", "belanja", "pajak", "kembali", "selisih")


def jalankan(kelompok, **tanggal):
    """A calendar in force: {tahap: (first day, last day)}."""
    for tahap, (mulai, selesai) in tanggal.items():
        JadwalTahap.objects.create(kelompok=kelompok, tahap=tahap, mulai=mulai, selesai=selesai)
    Kelompok.objects.filter(pk=kelompok.pk).update(jadwal_ditetapkan=True)


def catat_langkah(usulan, dari, ke, hari):
    """A step on this day at noon, as services write it: the Riwayat row and giliran_sejak."""
    pada = datetime(hari.year, hari.month, hari.day, 12, tzinfo=ZoneInfo("Asia/Jakarta"))
    Riwayat.objects.create(
        usulan=usulan, aksi="ajukan", dari_tahap=dari, dari_giliran="rt", ke_tahap=ke, ke_giliran="rt", pada=pada
    )
    Usulan.objects.filter(pk=usulan.pk).update(giliran_sejak=pada)


@pytest.fixture
def kota(usulan, usulan_tetangga, kelompok_a, kelompok_b, kenali_besar, petugas, petugas_tetangga, lurah):
    """Three kelurahan, two Kelompok: money in two, somebody late on every side, and those that nobody waits for."""
    beri_uang(usulan, petugas, lurah)
    beri_uang(usulan_tetangga, petugas_tetangga, lurah, nilai=60_000_000)
    Usulan.objects.filter(pk=usulan.pk).update(tahap="lpj", giliran="rt", jatuh_tempo=date(2026, 10, 1))
    Usulan.objects.filter(pk=usulan_tetangga.pk).update(tahap="selesai", giliran="tutup", jatuh_tempo=LEWAT)
    thehok = make_kelurahan("Thehok", "Jambi Selatan")
    for kelurahan, nomor, kelompok, tahap, giliran, jatuh_tempo in (
        (kenali_besar, 5, kelompok_a, "rembuk", "rt", KINI),
        (kenali_besar, 6, kelompok_b, "verifikasi", "kelurahan", LEWAT),
        (thehok, 1, kelompok_a, "penetapan", "dpmppa", LEWAT),
        (thehok, 2, kelompok_b, "pencairan", "keuangan", LEWAT + timedelta(days=19)),
        (thehok, 3, kelompok_b, "pelaksanaan", "rt", None),
        (thehok, 4, kelompok_a, "mundur", "tutup", LEWAT),
    ):
        rt = make_rt(kelurahan, nomor=nomor, kk=70)
        make_usulan(rt, kelompok, tahap=tahap, giliran=giliran, jatuh_tempo=jatuh_tempo)
    jalankan(kelompok_b, pelaksanaan=(date(2026, 10, 1), date(2026, 11, 30)))


def halaman(login, pengguna, **saring):
    return login(pengguna).get(URL, saring)


# --- every number is the number of its list -------------------------------------------------------------------------


def jumlah_daftar(client, url, simpanan):
    """(rows, {heading: total}) of the list that a link leads to."""
    if url not in simpanan:
        isi = client.get(url).content.decode()
        baris = re.search(r'<tr class="jumlah">(.*?)</tr>', isi).group(1)
        banyak = int(re.search(r"Jumlah ([\d.]+) baris", baris).group(1).replace(".", ""))
        sel = re.findall(r'data-label="([^"]*)"[^>]*>(-?[\d.]+)<', baris)
        simpanan[url] = banyak, {judul: int(nilai.replace(".", "")) for judul, nilai in sel}
    return simpanan[url]


def angka(teks):
    """The number a link begins with, without what only a screen reader hears."""
    teks = re.sub(r"<[^>]+>", "", re.sub(r'<span class="hanya-pembaca">.*?</span>', "", teks))
    return int(re.match(r"(?:Rp)?(-?[\d.]+)", teks).group(1).replace(".", "")), teks


@pytest.mark.parametrize(
    ("siapa", "saring"),
    [
        ("dpmppa", {}),
        ("inspektorat", {"kelompok": "B", "tahun": "semua"}),
        ("kecamatan", {"kecamatan": True, "urut": "-terlambat"}),
    ],
)
def test_each_number_links_to_the_list_that_makes_it(login, request, kota, kenali_besar, siapa, saring):
    if "kecamatan" in saring:
        saring = saring | {"kecamatan": kenali_besar.kecamatan.kode}
    client, simpanan = login(request.getfixturevalue(siapa)), {}
    isi = client.get(URL, saring).content.decode().partition('<div class="kendali">')[2]
    uang = re.findall(r'<dt>([^<]*)</dt><dd><a href="([^"]*)">(-?Rp-?[\d.]+|Rp[\d.]+)</a>', isi)
    assert [label for label, _url, _nilai in uang] == [
        "Pagu", "RAB", "Cair", "Belanja", "Pajak", "Setoran sisa", "Selisih"
    ]  # fmt: skip
    for label, url, nilai in uang:
        assert jumlah_daftar(client, unescape(url), simpanan)[1][f"{label} (Rp)"] == angka(nilai)[0], (label, url)
    tautan = re.findall(r'<a href="(/(?:usulan|pencairan)/\?[^"]*)">(.*?)</a>', isi.partition("</dl>")[2])
    assert len(set(tautan)) > 20
    for url, teks in set(tautan):
        banyak, jumlah = jumlah_daftar(client, unescape(url), simpanan)
        nilai, kata = angka(teks)
        if url.startswith("/pencairan/"):
            assert jumlah["Cair (Rp)"] == nilai, (url, kata)
        elif not kata.endswith("%"):
            assert banyak == nilai, (url, kata)


def test_numbers_of_the_scene(login, dpmppa, kota):
    konteks = halaman(login, dpmppa).context
    per_tahap = {baris["label"]: [sel["banyak"] for sel in baris["daftar_sel"]] for baris in konteks["corong"]["baris"]}
    assert konteks["corong"]["daftar_kelompok"] == ["A", "B"]
    assert {label: banyak for label, banyak in per_tahap.items() if any(banyak)} == {
        "Rembuk warga": [1, 0], "Verifikasi kelurahan": [0, 1], "Penetapan": [1, 0], "Pencairan": [0, 1],
        "Pelaksanaan": [0, 1], "LPJ": [0, 1], "Selesai": [0, 1], "Mengundurkan diri": [1, 0],
    }  # fmt: skip
    assert "Ditolak" not in per_tahap and "Sosialisasi" in per_tahap
    assert [sel["banyak"] for sel in konteks["corong"]["jumlah"]["daftar_sel"]] == [3, 5]
    assert [(satu["label"], satu["banyak"], satu["hari"]) for satu in konteks["daftar_terlambat"]] == [
        ("RT", 1, 51), ("Kelurahan", 1, 20), ("DPMPPA", 1, 20), ("Keuangan", 1, 1),
    ]  # fmt: skip
    assert (konteks["jumlah_terlambat"]["banyak"], konteks["jumlah_terlambat"]["hari"]) == (4, 51)
    assert [satu["nilai"] for satu in konteks["daftar_angka"]] == [
        "Rp620.000.000", "Rp100.000.000", "Rp100.000.000", "Rp60.020.000", "Rp900.000", "Rp2.000.000", "Rp37.990.000",
    ]  # fmt: skip


# --- pace -----------------------------------------------------------------------------------------------------------


def test_pace_in_working_days(login, dpmppa, kota, kelompok_b, usulan, usulan_tetangga):
    """Three of B are in Pelaksanaan or before it, two have left it since Monday, and six working days are left."""
    lain = Usulan.objects.get(rt__nomor=2, tahap="pencairan")
    catat_langkah(usulan, "pelaksanaan", "serah_terima", date(2026, 11, 16))
    catat_langkah(usulan, "serah_terima", "lpj", date(2026, 11, 18))
    catat_langkah(usulan_tetangga, "pelaksanaan", "serah_terima", date(2026, 11, 20))
    catat_langkah(lain, "pelaksanaan", "pencairan", date(2026, 11, 19))  # undone: not progress
    lama = Usulan.objects.get(tahap="verifikasi")
    catat_langkah(lama, "pelaksanaan", "serah_terima", date(2026, 11, 13))  # the week before
    (satu,) = halaman(login, dpmppa).context["laju"]["daftar"]
    assert {nama: satu[nama] for nama in ("kelompok", "tahap", "sisa", "hari", "perlu", "selesai", "cukup")} == {
        "kelompok": "B", "tahap": "Pelaksanaan", "sisa": 3, "hari": 6, "perlu": 1, "selesai": 2, "cukup": False,
    }  # fmt: skip
    HariLibur.objects.create(tanggal=date(2026, 11, 27), nama="Hari contoh")
    HariLibur.objects.create(tanggal=date(2026, 11, 18), nama="Hari contoh")
    laju = halaman(login, dpmppa).context["laju"]
    assert (laju["daftar"][0]["hari"], laju["sejak"], laju["daftar"][0]["selesai"]) == (5, date(2026, 11, 13), 3)
    assert laju["daftar"][0]["cukup"]


def test_last_working_days_reach_over_weekends_and_holidays():
    assert mundur_hari_kerja(KINI, 5, frozenset()) == date(2026, 11, 16)
    assert mundur_hari_kerja(date(2026, 11, 20), 5, frozenset()) == date(2026, 11, 16)
    assert mundur_hari_kerja(date(2026, 11, 19), 5, {date(2026, 11, 17)}) == date(2026, 11, 12)


@pytest.mark.parametrize("saring", [{"kelompok": "A"}, {"tahun": "2025"}])
def test_pace_only_of_the_kelompok_that_is_shown(login, dpmppa, kota, rt_02, saring):
    pilot = make_tahun(2025, kelompok=("Pilot",)).daftar_kelompok.get()
    make_usulan(rt_02, pilot, tahap="selesai", giliran="tutup")
    jawaban = halaman(login, dpmppa, **saring)
    assert jawaban.context["laju"]["daftar"] == []
    assert "tidak ada tahap yang sedang berjalan" in jawaban.content.decode()


def test_an_offered_calendar_has_no_pace(login, dpmppa, kota, kelompok_b):
    Kelompok.objects.filter(pk=kelompok_b.pk).update(jadwal_ditetapkan=False)
    assert halaman(login, dpmppa).context["laju"]["daftar"] == []


# --- money by day, and its curve ------------------------------------------------------------------------------------


def test_days_add_up_to_the_sums(kota, usulan):
    catat(usulan, "biaya_bank", 7_000, tanggal=date(2026, 10, 3))
    batalkan(catat(usulan, "bunga", 9_000, tanggal=date(2026, 10, 3)))
    nama = ("cair", "bunga", "belanja", "pajak", "kembali")
    harian = uang_harian(Usulan.objects.all(), *nama)
    assert sorted(harian) == [date(2026, 9, 1), date(2026, 10, 3)]
    assert harian[date(2026, 10, 3)] == {"cair": 0, "bunga": 0, "belanja": 7_000, "pajak": 0, "kembali": 0}
    jumlah = jumlah_uang(Usulan.objects.all(), *nama)[()]
    assert {satu: sum(baris[satu] for baris in harian.values()) for satu in nama} == jumlah
    assert set(uang_harian(Usulan.objects.all(), "cair")) == {date(2026, 9, 1)}
    assert uang_harian(Usulan.objects.none(), *nama) == {}


def test_curve_by_programme_weeks():
    harian = {
        date(2026, 9, 1): {"cair": 100, "belanja": 0},
        date(2026, 9, 22): {"cair": 0, "belanja": 30},
        date(2026, 9, 30): {"cair": 0, "belanja": 20},
        date(2026, 10, 2): {"cair": 50, "belanja": 0},
        date(2026, 8, 1): {"cair": 0, "belanja": 0},  # tax alone draws nothing
    }
    kurva = susun_kurva(harian, Tautan({"tahun": "2026"}), date(2026, 10, 9))
    assert [(satu["label"], satu["cair"], satu["cair_jalan"], satu["belanja"], satu["belanja_jalan"]) for satu in kurva["baris"]] == [
        ("minggu 1 September 2026", 100, 100, 0, 0),
        ("minggu 4 September 2026", 0, 100, 50, 50),
        ("minggu 1 Oktober 2026", 50, 150, 0, 50),
    ]  # fmt: skip
    assert [satu["url"].partition("?")[2] for satu in kurva["baris"]] == [
        "tahun=2026&status=cair&dari=2026-09-01&sampai=2026-09-07", "",
        "tahun=2026&status=cair&dari=2026-10-01&sampai=2026-10-07",
    ]  # fmt: skip
    # Two months of four weeks; drawn from nothing to the end of this week, the second of October.
    assert kurva["cair"].split() == [
        "0,100", "125.0,33.33", "250.0,33.33", "375.0,33.33", "500.0,33.33", "625.0,0.00", "750.0,0.00"
    ]  # fmt: skip
    assert (kurva["jumlah_cair"], kurva["jumlah_belanja"]) == (150, 50)
    assert susun_kurva({}, Tautan({}), KINI) is None


def test_curve_of_a_past_year_ends_with_that_year():
    kurva = susun_kurva({date(2025, 11, 3): {"cair": 5, "belanja": 0}}, Tautan({}), KINI)
    assert [nama for nama, _x in kurva["sumbu"].daftar_bulan] == ["Nov", "Des"]
    assert kurva["cair"].endswith("1000.0,0.00")


def test_guide_lines_are_round_and_few():
    for puncak in (1, 2, 7, 9, 10, 99, 112_275_471_250, 600_000, 999_999, 10**15 + 1):
        garis = garis_bantu(puncak)
        assert garis[-1] >= puncak, puncak
        assert len(garis) <= 6, puncak
        assert len(garis) < 2 or garis[-2] < puncak, puncak
        assert {int(str(garis[0])[0]), int(str(garis[0])[1:] or 0)} <= {0, 1, 2, 5}, puncak
    assert [singkat(n) for n in (20_000_000_000, 1_500_000, 2_000_000_000_000, 750)] == [
        "Rp20 miliar", "Rp1,5 juta", "Rp2 triliun", "Rp750",
    ]  # fmt: skip


def test_no_money_yet(login, dpmppa, usulan):
    jawaban = halaman(login, dpmppa)
    assert jawaban.context["kurva"] is None
    assert "Belum ada uang yang cair" in jawaban.content.decode()


def test_curve_is_a_picture_with_words_and_a_table(login, dpmppa, kota):
    isi = halaman(login, dpmppa).content.decode()
    assert re.search(r'<svg class="kurva"[^>]*role="img" aria-labelledby="kurva-judul kurva-isi">', isi)
    assert "Sampai Sabtu, 21 November 2026 cair Rp100.000.000 dan dibelanjakan Rp60.020.000." in isi
    assert (
        isi.index('<polyline class="belanja"')
        < isi.index("<summary>Angka tiap minggu")
        < isi.index("minggu 1 September 2026")
    )


# --- kelurahan ------------------------------------------------------------------------------------------------------


def test_map_of_kelurahan(kota):
    daftar, jumlah = susun_peta(cacah(Usulan.objects.all()))
    assert [(kecamatan.nama, [satu.nama for satu in isi]) for kecamatan, isi in daftar] == [
        ("Alam Barajo", ["Kenali Besar", "Rawa Sari"]), ("Jambi Selatan", ["Thehok"]),
    ]  # fmt: skip
    (alam_barajo, (kenali, rawa)), (_selatan, (thehok,)) = daftar
    # Stages behind: LPJ 11, rembuk 1, verifikasi 6 of 36; Selesai all; who left the programme does not count.
    assert (kenali.kemajuan, rawa.kemajuan, thehok.kemajuan, alam_barajo.kemajuan) == (50, 100, 66, 62)
    assert (kenali.belakang, rawa.belakang, thehok.belakang, jumlah.belakang) == ("rembuk", None, "penetapan", "rembuk")
    assert thehok.angka == {
        "usulan": 4, "kemajuan": 0, "belakang": 0, "terlambat": 2, "rt": 1, "kelurahan": 0, "dpmppa": 1, "keuangan": 1,
        "selesai": 0,
    }  # fmt: skip
    assert jumlah.angka["usulan"] == 8 and jumlah.angka["terlambat"] == 4


@pytest.mark.parametrize(
    ("urut", "nama"),
    [
        ("", ["Jumlah", "Alam Barajo", "Kenali Besar", "Rawa Sari", "Jambi Selatan", "Thehok"]),
        ("-nama", ["Jumlah", "Thehok", "Rawa Sari", "Kenali Besar"]),
        ("kemajuan", ["Jumlah", "Kenali Besar", "Thehok", "Rawa Sari"]),
        ("-terlambat", ["Jumlah", "Kenali Besar", "Thehok", "Rawa Sari"]),
        ("-kelurahan", ["Jumlah", "Kenali Besar", "Rawa Sari", "Thehok"]),
        ("-ngawur", ["Jumlah", "Alam Barajo", "Kenali Besar", "Rawa Sari", "Jambi Selatan", "Thehok"]),
    ],
)
def test_order_of_the_kelurahan(login, dpmppa, kota, urut, nama):
    jawaban = halaman(login, dpmppa, urut=urut)
    isi = jawaban.context["peta_isi"]
    assert [re.sub(r"<[^>]+>", "", satu) for satu in re.findall(r'<th scope="row">(.*?)</th>', isi)] == nama
    assert ("Susun per kecamatan" in jawaban.content.decode()) == (baca_urut(urut)[0] is not None)


def test_heat_says_where_in_the_range_and_the_number_stands_beside_it(login, dpmppa, kota):
    isi = halaman(login, dpmppa).context["peta_isi"]
    kemajuan = re.findall(r'class="angka (maju-\d)"><a href="[^"]*urut=tahap">(\d+) %', isi)
    assert kemajuan == [("maju-1", "50"), ("maju-5", "100"), ("maju-2", "66")]
    assert re.search(r'<th scope="row">Rawa Sari</th>.*?data-label="Terlambat" class="angka nol">0</td>', isi)
    assert 'lambat-5"' in isi


def test_a_kecamatan_opens_with_its_kelurahan(login, dpmppa, kota, kenali_besar):
    client, kode = login(dpmppa), kenali_besar.kecamatan.kode
    jawaban = client.get(URL)
    assert f'<a href="?tahun=2026&amp;kecamatan={kode}#peta">Alam Barajo</a>' in jawaban.context["peta_isi"]
    assert jawaban.context["ringkas"]
    satu = client.get(URL, {"kecamatan": kode})
    assert "Thehok" not in satu.context["peta_isi"] and not satu.context["ringkas"]
    assert "#peta" not in satu.context["peta_isi"]


def test_names_are_escaped(login, dpmppa, kelompok_a):
    make_usulan(make_rt(make_kelurahan("<b>Desa & Co", "Kec <i>")), kelompok_a)
    isi = halaman(login, dpmppa).context["peta_isi"]
    assert "&lt;b&gt;Desa &amp; Co" in isi and "<i>" not in isi


# --- who, which, how dear -------------------------------------------------------------------------------------------


def test_only_those_who_watch_may_open_it(login, semua_orang, kota):
    for peran, pengguna in semua_orang.items():
        boleh = peran in PEMBACA
        assert halaman(login, pengguna).status_code == (200 if boleh else 403), peran
        assert login(pengguna).post(URL).status_code == 405
        beranda = login(pengguna).get(reverse("beranda"), follow=True).content.decode()
        assert ("Buka ruang kendali" in beranda) == boleh, peran


def test_kecamatan_sees_its_own(login, kecamatan, kota):
    jawaban = halaman(login, kecamatan)
    assert jawaban.context["banyak"] == 4
    assert "Thehok" not in jawaban.content.decode()


@pytest.mark.parametrize("saring", [{"tahun": "1999"}, {"kelompok": "\x00"}, {"kecamatan": "x"}, {"tahun": "9" * 30}])
def test_a_filter_that_cannot_be_read_shows_nothing(login, dpmppa, kota, saring):
    jawaban = halaman(login, dpmppa, **saring)
    assert jawaban.status_code == 422
    assert "Saringan tidak terbaca" in jawaban.content.decode()
    assert "corong" not in jawaban.context


def test_nothing_there(login, dpmppa):
    jawaban = halaman(login, dpmppa)
    assert jawaban.status_code == 200
    assert "Tidak ada usulan yang cocok" in jawaban.content.decode()


@pytest.mark.parametrize("siapa", ["dpmppa", "kecamatan"])
def test_number_of_queries_is_fixed(login, request, kota, kenali_besar, kelompok_b, siapa, django_assert_num_queries):
    client = login(request.getfixturevalue(siapa))
    client.get(URL)
    with django_assert_num_queries(12):
        client.get(URL)
    for nomor in range(20, 23):
        make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_b, tahap="rembuk", giliran="rt")
        make_usulan(make_rt(make_kelurahan(f"Baru {nomor}"), nomor=1), kelompok_b)
    with django_assert_num_queries(12):
        client.get(URL)
