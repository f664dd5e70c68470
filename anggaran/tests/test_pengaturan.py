from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from anggaran.acuan import muat_acuan
from anggaran.models import Alokasi, BarisTetap, BukuKas, ItemWajib, Pencairan, Permohonan, TarifPajak, Termin, Tingkat
from kampung.testing import make_rt, make_tahun, make_usulan
from pokja.models import AlasanKembali, JadwalTahap, Kelompok, Rekening, TahunProgram, Tanda, Usulan
from pokja.tahapan import DUA_BELAS, Giliran, Tahap
from rt.models import DataKK
from rt.peran import Peran

pytestmark = pytest.mark.django_db
LAIN = [peran for peran in Peran if peran != Peran.DPMPPA]
ISI_TAHUN = {
    "dasar_hukum": "Perwal",
    "nama_dinas": "Dinas Contoh",
    "pola_nomor": "{urut}/{jenis}/{tahun}",
    "digit_rekening": "8-16",
    "batas_pergeseran": "10",
}


@pytest.fixture
def halaman(login, dpmppa):
    return login(dpmppa)


def url(nama, *args):
    return reverse(f"anggaran:{nama}", args=args)


def semua_alamat(kelompok):
    tahun = kelompok.tahun_program.tahun
    return [
        url("pengaturan"),
        url("pengaturan_tahun_baru"),
        url("pengaturan_pajak"),
        url("pengaturan_alasan"),
        *(
            url(f"pengaturan_{nama}", tahun)
            for nama in ("tahun", "tingkat", "hitung_ulang", "alokasi", "termin", "kelompok", "item_wajib")
        ),
        *(url(f"pengaturan_{nama}", tahun, kelompok.pk) for nama in ("tetapkan", "jadwal", "baris_tetap")),
    ]


@pytest.mark.parametrize("peran", LAIN)
def test_only_dpmppa_sees_and_saves_settings(login, semua_orang, kelompok_a, peran):
    client = login(semua_orang[peran])
    alamat = [*semua_alamat(kelompok_a), url("pengaturan_acuan"), url("pengaturan_kelompok_simpan", 2026)]

    assert {client.get(satu).status_code for satu in alamat} == {403}
    assert {client.post(satu).status_code for satu in alamat} == {403}


def test_every_page_opens(halaman, kelompok_a, usulan):
    assert {satu: halaman.get(satu).status_code for satu in semua_alamat(kelompok_a)} == dict.fromkeys(
        semua_alamat(kelompok_a), 200
    )


def test_an_empty_portal_offers_the_reference_rows(halaman):
    assert "Muat data awal" in halaman.get(url("pengaturan")).content.decode()

    halaman.post(url("pengaturan_acuan"))

    isi = halaman.get(url("pengaturan"), {"tahun": "2026"}).content.decode()
    assert "Rp70.000.000" in isi
    assert "belum ditetapkan" in isi


@pytest.mark.parametrize("teks", ["", "2099", "abc", "\0", "9" * 30])
def test_a_strange_year_shows_the_newest(halaman, kelompok_a, teks):
    assert halaman.get(url("pengaturan"), {"tahun": teks}).context["tahun_program"] == kelompok_a.tahun_program


@pytest.mark.parametrize("angka", [1999, 2**70])
def test_a_year_that_is_not_there_is_said_so(halaman, kelompok_a, angka):
    response = halaman.get(f"/pengaturan/{angka}/tingkat/")

    assert response.status_code == 409
    assert "belum ada" in response.content.decode()


# Tiers


def isian_tingkat(*daftar, hapus=(), **lain):
    isi = {"form-TOTAL_FORMS": len(daftar), "form-INITIAL_FORMS": 0}
    for urut, (kk, pagu) in enumerate(daftar):
        isi |= {f"form-{urut}-kk_minimal": kk, f"form-{urut}-pagu": pagu}
    return isi | {f"form-{urut}-DELETE": "on" for urut in hapus} | lain


BARU = (("0", "50.000.000"), ("80", "70.000.000"), ("100", "100.000.000"))


@pytest.fixture
def tiga_alokasi(kenali_besar, kelompok_a):
    """kk 75 undecided, kk 75 decided, kk 128 undecided."""
    return [
        make_usulan(make_rt(kenali_besar, nomor=nomor, kk=kk), kelompok_a, sementara=sementara).alokasi
        for nomor, kk, sementara in ((11, 75, True), (12, 75, False), (13, 128, True))
    ]


def daftar_pagu():
    return list(Alokasi.objects.order_by("pk").values_list("pagu", flat=True))


def daftar_tingkat(tahun=2026):
    return list(Tingkat.objects.filter(tahun_program__tahun=tahun).values_list("kk_minimal", "pagu"))


LAMA = [(0, 50_000_000), (60, 70_000_000), (100, 100_000_000)]


def lihat_tingkat(halaman, *daftar, **kwargs):
    sidik = halaman.get(url("pengaturan_tingkat", 2026)).context["sidik"]
    return halaman.post(
        url("pengaturan_tingkat", 2026), isian_tingkat(*daftar, aksi="pratinjau", sidik=sidik, **kwargs)
    )


def test_the_preview_shows_which_alokasi_would_change_and_saves_nothing(halaman, tiga_alokasi):
    response = lihat_tingkat(halaman, *BARU)

    assert response.status_code == 200
    pratinjau = response.context["pratinjau"]
    assert [(ubah.alokasi, ubah.pagu) for ubah in pratinjau["baris"]] == [(tiga_alokasi[0], 50_000_000)]
    assert {
        nama: pratinjau[nama] for nama in ("sebelum", "sesudah", "total_sebelum", "total_sesudah", "jumlah_tetap")
    } == {
        "sebelum": 70_000_000,
        "sesudah": 50_000_000,
        "total_sebelum": 240_000_000,
        "total_sesudah": 220_000_000,
        "jumlah_tetap": 1,
    }
    assert "RT 11 Kenali Besar" in response.content.decode()
    assert (daftar_tingkat(), daftar_pagu()) == (LAMA, [70_000_000, 70_000_000, 100_000_000])


def test_saving_the_tiers_moves_only_the_undecided(halaman, tiga_alokasi):
    dilihat = lihat_tingkat(halaman, *BARU).context

    response = halaman.post(
        url("pengaturan_tingkat", 2026),
        isian_tingkat(*BARU, aksi="simpan", sidik=dilihat["sidik"], sidik_rencana=dilihat["sidik_rencana"]),
    )

    assert (response.status_code, response.url) == (302, f"{url('pengaturan')}?tahun=2026")
    assert daftar_tingkat() == [(0, 50_000_000), (80, 70_000_000), (100, 100_000_000)]
    assert daftar_pagu() == [50_000_000, 70_000_000, 100_000_000]


def test_a_second_send_of_the_tiers_is_refused(halaman, tiga_alokasi):
    dilihat = lihat_tingkat(halaman, *BARU).context
    isi = isian_tingkat(*BARU, aksi="simpan", sidik=dilihat["sidik"], sidik_rencana=dilihat["sidik_rencana"])

    kode = [halaman.post(url("pengaturan_tingkat", 2026), isi).status_code for _ in range(2)]

    assert kode == [302, 409]


@pytest.mark.parametrize("sidik_rencana", ["", "karangan", "\0"])
def test_tiers_are_not_saved_unseen(halaman, tiga_alokasi, sidik_rencana):
    sidik = halaman.get(url("pengaturan_tingkat", 2026)).context["sidik"]

    response = halaman.post(
        url("pengaturan_tingkat", 2026), isian_tingkat(*BARU, aksi="simpan", sidik=sidik, sidik_rencana=sidik_rencana)
    )

    assert response.status_code == 409
    assert "belum Anda lihat" in response.content.decode()
    assert daftar_tingkat() == LAMA


def test_figures_changed_after_the_preview_are_shown_again_first(halaman, tiga_alokasi):
    dilihat = lihat_tingkat(halaman, *BARU).context
    lain = (("0", "1.000.000"), *BARU[1:])

    response = halaman.post(
        url("pengaturan_tingkat", 2026),
        isian_tingkat(*lain, aksi="simpan", sidik=dilihat["sidik"], sidik_rencana=dilihat["sidik_rencana"]),
    )

    assert (response.status_code, daftar_tingkat()) == (409, LAMA)


def test_a_stale_tier_form_is_refused(halaman, tiga_alokasi):
    dilihat = lihat_tingkat(halaman, *BARU).context
    Tingkat.objects.filter(kk_minimal=0).update(pagu=51_000_000)

    response = halaman.post(
        url("pengaturan_tingkat", 2026),
        isian_tingkat(*BARU, aksi="simpan", sidik=dilihat["sidik"], sidik_rencana=dilihat["sidik_rencana"]),
    )

    assert response.status_code == 409
    assert "baru saja diubah orang lain" in response.content.decode()
    assert daftar_tingkat()[1] == (60, 70_000_000)


@pytest.mark.parametrize(
    ("daftar", "hapus", "pesan"),
    [
        ((("1", "50.000.000"),), (), "baris mulai dari 0 KK"),
        ((("0", "50.000.000"), ("60", "70.000.000")), (0,), "baris mulai dari 0 KK"),
        ((), (), "baris mulai dari 0 KK"),
        ((("0", "50.000.000"), ("60", "1.000"), ("60", "2.000")), (), "Batas 60 KK tertulis dua kali"),
        ((("-1", "50.000.000"),), (), "form-0-kk_minimal"),
        ((("0", "50,000,000"),), (), "bisa dibaca dua cara"),
        ((("0", "0"),), (), "Paling sedikit"),
        ((("0", "9" * 40),), (), "terlalu besar"),
        ((("9" * 30, "50.000.000"),), (), "form-0-kk_minimal"),
        ((("0\0", "50.000.000"),), (), "form-0-kk_minimal"),
    ],
)
def test_a_wrong_tier_table_is_refused_with_a_sentence(halaman, kelompok_a, daftar, hapus, pesan):
    response = lihat_tingkat(halaman, *daftar, hapus=hapus)

    assert response.status_code == 422
    assert pesan in response.content.decode()
    assert daftar_tingkat() == LAMA


@pytest.mark.parametrize(
    "isi", [{}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "99999999", "form-INITIAL_FORMS": "0"}]
)
def test_a_forged_formset_is_no_server_error(halaman, kelompok_a, isi):
    assert halaman.post(url("pengaturan_tingkat", 2026), isi).status_code == 422
    assert halaman.post(url("pengaturan_termin", 2026), isi).status_code == 422


# Recompute and fix


def test_recomputation_is_seen_then_applied(halaman, tiga_alokasi):
    rt = tiga_alokasi[0].usulan.rt
    DataKK.objects.create(rt=rt, kk=59, tanggal=date(2026, 5, 1), sumber="Pendataan ulang")

    alamat = url("pengaturan_hitung_ulang", 2026)
    assert halaman.post(alamat, {"sidik_rencana": ""}).status_code == 409
    assert daftar_pagu() == [70_000_000, 70_000_000, 100_000_000]
    sidik = halaman.get(alamat).context["sidik_rencana"]
    assert halaman.post(alamat, {"sidik_rencana": sidik}).status_code == 302
    assert daftar_pagu() == [50_000_000, 70_000_000, 100_000_000]
    assert "Semua Alokasi sudah sesuai" in halaman.get(alamat).content.decode()


def test_fixing_a_kelompok_lists_those_on_a_bound_and_takes_what_was_shown(
    halaman, dpmppa, kenali_besar, kelompok_a, kelompok_b
):
    for nomor, kk in ((21, 60), (22, 100), (23, 61)):
        make_usulan(make_rt(kenali_besar, nomor=nomor, kk=kk), kelompok_a, sementara=True)
    lain = make_usulan(make_rt(kenali_besar, nomor=24, kk=60), kelompok_b, sementara=True)
    alamat = url("pengaturan_tetapkan", 2026, kelompok_a.pk)

    layar = halaman.get(alamat)
    assert [str(alokasi.usulan.rt) for alokasi in layar.context["halaman"]] == [
        "RT 21 Kenali Besar",
        "RT 22 Kenali Besar",
    ]
    assert (layar.context["jumlah"], layar.context["total"]) == (3, 240_000_000)
    assert halaman.post(alamat, {"sidik": "lama"}).status_code == 409
    assert not Alokasi.objects.filter(sementara=False).exists()

    assert halaman.post(alamat, {"sidik": layar.context["sidik"]}).status_code == 302
    assert Alokasi.objects.filter(sementara=False, ditetapkan_oleh=dpmppa).count() == 3
    assert Alokasi.objects.get(usulan=lain).sementara
    assert halaman.post(alamat, {"sidik": layar.context["sidik"]}).status_code == 409


def test_a_kelompok_of_another_year_is_not_found(halaman, kelompok_a):
    lain = make_tahun(2027).daftar_kelompok.get(kode="A")

    for nama in ("tetapkan", "jadwal", "baris_tetap"):
        assert halaman.get(url(f"pengaturan_{nama}", 2026, lain.pk)).status_code == 404


# Calendar


def isian_jadwal(selesai=date(2026, 9, 30), kosong=(), **lain):
    isi = {}
    for tahap in DUA_BELAS:
        if tahap not in kosong:
            isi |= {f"{tahap}_mulai": "2026-09-01", f"{tahap}_selesai": selesai.isoformat()}
    return isi | lain


def kirim_jadwal(halaman, kelompok, aksi="tetapkan", sidik=None, **kwargs):
    alamat = url("pengaturan_jadwal", 2026, kelompok.pk)
    sidik = halaman.get(alamat).context["sidik"] if sidik is None else sidik
    return halaman.post(alamat, isian_jadwal(aksi=aksi, sidik=sidik, **kwargs))


def test_taking_a_calendar_gives_every_running_usulan_its_due_date(halaman, usulan, kelompok_b, kelompok_a, rawa_sari):
    lain = make_usulan(make_rt(rawa_sari), kelompok_a)

    assert kirim_jadwal(halaman, kelompok_b, "rancangan").status_code == 302
    usulan.refresh_from_db()
    assert (usulan.jatuh_tempo, JadwalTahap.objects.count()) == (None, 12)

    assert kirim_jadwal(halaman, kelompok_b).status_code == 302
    for satu in (usulan, lain, kelompok_b):
        satu.refresh_from_db()
    assert (usulan.jatuh_tempo, lain.jatuh_tempo, kelompok_b.jadwal_ditetapkan) == (date(2026, 9, 30), None, True)

    assert kirim_jadwal(halaman, kelompok_b, "rancangan").status_code == 302
    usulan.refresh_from_db()
    assert usulan.jatuh_tempo is None


@pytest.mark.parametrize(
    ("kolom", "pesan"),
    [
        ({"kosong": (Tahap.LPJ,)}, "isi juga tanggal LPJ"),
        ({"rembuk_selesai": "2026-08-31"}, "tidak boleh sebelum tanggal mulai"),
        ({"rembuk_selesai": ""}, "isi kedua tanggalnya"),
        ({"rembuk_mulai": "2016-09-01"}, "di luar tahun program 2026"),
        ({"rembuk_mulai": "besok"}, "Rembuk"),
        ({"rembuk_mulai": "\0"}, "Rembuk"),
        ({"rembuk_mulai": "99999-01-01"}, "Rembuk"),
    ],
)
def test_an_incomplete_or_impossible_calendar_is_refused(halaman, usulan, kelompok_b, kolom, pesan):
    response = kirim_jadwal(halaman, kelompok_b, **kolom)

    assert response.status_code == 422
    assert pesan in response.content.decode()
    assert JadwalTahap.objects.count() == 0
    kelompok_b.refresh_from_db()
    assert not kelompok_b.jadwal_ditetapkan


def test_a_stale_calendar_is_refused_and_the_second_send_too(halaman, usulan, kelompok_b):
    sidik = halaman.get(url("pengaturan_jadwal", 2026, kelompok_b.pk)).context["sidik"]

    kode = [kirim_jadwal(halaman, kelompok_b, sidik=sidik).status_code for _ in range(2)]

    assert kode == [302, 422]


# Instalments


def isian_termin(*daftar, **lain):
    isi = {"form-TOTAL_FORMS": len(daftar), "form-INITIAL_FORMS": 0}
    for urut, persen in enumerate(daftar):
        isi |= {f"form-{urut}-persen": persen, f"form-{urut}-syarat": f"syarat {urut}"}
    return isi | lain


def test_instalments_must_make_100_per_cent(halaman, kelompok_a):
    alamat = url("pengaturan_termin", 2026)
    sidik = halaman.get(alamat).context["sidik"]

    assert halaman.post(alamat, isian_termin(60, 30, sidik=sidik)).status_code == 422
    assert halaman.post(alamat, isian_termin(60, 40, sidik=sidik)).status_code == 302
    assert list(Termin.objects.values_list("urut", "persen", "syarat")) == [(1, 60, "syarat 0"), (2, 40, "syarat 1")]
    assert halaman.post(alamat, isian_termin(100, sidik=sidik)).status_code == 409
    assert Termin.objects.count() == 2


@pytest.fixture
def make_pencairan(petugas):
    def buat(usulan):
        rekening = Rekening.objects.create(rt=usulan.rt, nomor="1234567890", atas_nama="Pokja RT 02")
        permohonan = Permohonan.objects.create(
            kelurahan=usulan.rt.kelurahan,
            tahun_program=usulan.tahun_program,
            nomor="900/1",
            tanggal=date(2026, 10, 1),
            dibuat_oleh=petugas,
        )
        termin = usulan.tahun_program.daftar_termin.get(urut=1)
        return Pencairan.objects.create(
            permohonan=permohonan, usulan=usulan, termin=termin, rekening=rekening, nilai=100_000_000
        )

    return buat


def test_instalments_are_locked_once_a_transfer_names_one(halaman, usulan, make_pencairan):
    alamat = url("pengaturan_termin", 2026)
    sidik = halaman.get(alamat).context["sidik"]
    make_pencairan(usulan)

    assert halaman.get(alamat).context["terkunci"] is True
    response = halaman.post(alamat, isian_termin(50, 50, sidik=sidik))
    assert (response.status_code, Termin.objects.count()) == (409, 1)


# Lists


def test_fixed_lines_are_added_changed_and_switched_off(halaman, kelompok_a, kelompok_b):
    alamat = url("pengaturan_baris_tetap", 2026, kelompok_a.pk)
    isi = {"urut": 1, "uraian": "Honor ketua RT", "jenis_biaya": "operasional", "volume": "12", "satuan": "bulan"}
    isi |= {"harga_satuan": "1.000.000", "aktif": "on"}

    assert halaman.post(alamat, isi).status_code == 302
    assert halaman.post(alamat, isi).status_code == 422  # the same line twice
    baris = BarisTetap.objects.get()
    assert (baris.kelompok, baris.volume, baris.harga_satuan) == (kelompok_a, 12_000, 1_000_000)
    assert "Rp12.000.000" in halaman.get(alamat).content.decode()

    del isi["aktif"]
    assert halaman.post(f"{alamat}{baris.pk}/", {**isi, "volume": "5"}).status_code == 302
    baris.refresh_from_db()
    assert (baris.volume, baris.aktif) == (5_000, False)
    lain = url("pengaturan_baris_tetap", 2026, kelompok_b.pk)
    assert halaman.get(f"{lain}{baris.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("kolom", "nilai"),
    [("volume", "0"), ("volume", "9999999"), ("harga_satuan", "2.000.000.000"), ("harga_satuan", "1,000,000"),
     ("uraian", ""), ("uraian", "x" * 201), ("uraian", "a\0"), ("urut", "99999999999999999999"), ("jenis_biaya", "x")],
)  # fmt: skip
def test_a_wrong_fixed_line_is_refused(halaman, kelompok_a, kolom, nilai):
    isi = {"urut": 1, "uraian": "Honor", "jenis_biaya": "operasional", "volume": "12", "satuan": "bulan"}
    isi |= {"harga_satuan": "1.000.000", kolom: nilai}

    assert halaman.post(url("pengaturan_baris_tetap", 2026, kelompok_a.pk), isi).status_code == 422
    assert not BarisTetap.objects.exists()


def test_mandatory_items_belong_to_a_year(halaman, kelompok_a):
    alamat = url("pengaturan_item_wajib", 2026)

    assert halaman.post(alamat, {"nama": "CCTV", "aktif": "on"}).status_code == 302
    assert halaman.post(alamat, {"nama": "CCTV", "aktif": "on"}).status_code == 422
    item = ItemWajib.objects.get()
    assert (item.tahun_program.tahun, item.boleh_bebas, item.aktif) == (2026, False, True)
    make_tahun(2027)
    assert halaman.get(f"{url('pengaturan_item_wajib', 2027)}{item.pk}/").status_code == 404


def test_tax_rates_are_hundredths_of_a_per_cent(halaman):
    alamat = url("pengaturan_pajak")

    assert halaman.post(alamat, {"nama": "PPh 22", "tarif": "1,5", "mulai": "2026-01-01"}).status_code == 302
    tarif = TarifPajak.objects.get()
    assert (tarif.per_sepuluh_ribu, str(tarif)) == (150, "PPh 22 1,5 %")
    assert 'value="1,5"' in halaman.get(f"{alamat}{tarif.pk}/").content.decode()
    for salah in ("1,555", "101", "1.5", "-1"):
        assert halaman.post(alamat, {"nama": "X", "tarif": salah, "mulai": "2026-01-01"}).status_code == 422
    terbalik = {"nama": "X", "tarif": "1", "mulai": "2026-01-01", "selesai": "2025-01-01"}
    assert halaman.post(alamat, terbalik).status_code == 422


def test_a_used_tax_rate_can_only_end(halaman, usulan):
    tarif = TarifPajak.objects.create(nama="PPh 22", per_sepuluh_ribu=150, mulai=date(2026, 1, 1))
    BukuKas.objects.create(usulan=usulan, jenis="bunga", tanggal=date(2026, 10, 1), uraian="b", nilai=1, tarif=tarif)

    isi = {"nama": "Lain", "tarif": "9", "mulai": "2020-01-01", "selesai": "2026-12-31"}
    assert halaman.post(f"{url('pengaturan_pajak')}{tarif.pk}/", isi).status_code == 302

    tarif.refresh_from_db()
    assert (tarif.nama, tarif.per_sepuluh_ribu, tarif.mulai, tarif.selesai) == (
        "PPh 22",
        150,
        date(2026, 1, 1),
        date(2026, 12, 31),
    )


def test_a_used_reason_keeps_its_words(halaman, usulan):
    alasan = AlasanKembali.objects.create(teks="Foto buram")
    Tanda.objects.create(
        usulan=usulan, tahap=Tahap.REMBUK, giliran=Giliran.KELURAHAN, kunci="rembuk", label="x", alasan=alasan
    )

    assert halaman.post(f"{url('pengaturan_alasan')}{alasan.pk}/", {"teks": "Lain"}).status_code == 302

    alasan.refresh_from_db()
    assert (alasan.teks, alasan.aktif) == ("Foto buram", False)


# The year


@pytest.mark.parametrize(
    ("digit", "kode"), [("8-16", 302), ("10-10", 302), ("16-8", 422), ("0-9", 422), ("8", 422), ("8-31", 422)]
)
def test_length_of_account_numbers(halaman, kelompok_a, digit, kode):
    isi = ISI_TAHUN | {"digit_rekening": digit}

    assert halaman.post(url("pengaturan_tahun", 2026), isi).status_code == kode


@pytest.mark.parametrize(
    ("pola", "pesan"),
    [
        ("{urut}/{jenis}-KB/{kelurahan}/{bulan}/{tahun}", ""),
        ("400.10/{urut}/KB/{tahun}", ""),
        ("", "Isi pola nomor surat."),
        ("{jenis}/{tahun}", "{urut} wajib ada"),
        ("{urut}/{rt}/{tahun}", "“{rt}” tidak dikenal. Isian yang dapat dipakai: {urut}, {jenis}, {kelurahan}"),
        ("{urut}/{Tahun}", "“{Tahun}” tidak dikenal"),
        ("{{urut}}", "tidak dikenal"),
        ("{urut}/{", "“{” tidak dikenal"),
        ("{urut!r}", "“{urut!r}” tidak dikenal"),
        ("{urut}/" + "{kelurahan}" * 4 + "x" * 9, ""),
        ("{urut}" * 10, ""),
        ("{urut}" * 10 + "x", "nilai ini"),
        ("{urut}" + "{jenis}" * 7 + "----", ""),
        ("{urut}" + "{jenis}" * 7 + "-----", "lebih dari 80 huruf"),
        ("{urut}\0", "Karakter null"),
    ],
)
def test_pattern_of_the_numbers_of_letters(halaman, kelompok_a, pola, pesan):
    jawaban = halaman.post(url("pengaturan_tahun", 2026), ISI_TAHUN | {"pola_nomor": pola})
    if not pesan:
        assert jawaban.status_code == 302
        assert TahunProgram.objects.get(tahun=2026).pola_nomor == pola
        return
    assert jawaban.status_code == 422
    assert pesan in " ".join(jawaban.context["form"].errors["pola_nomor"])


def test_a_closed_year_is_read_only_and_can_be_reopened(halaman, kelompok_a, usulan):
    isi = ISI_TAHUN
    halaman.post(url("pengaturan_tahun", 2026), {**isi, "ditutup": "on"})
    dilihat = lihat_tingkat(halaman, *BARU).context
    tingkat = isian_tingkat(*BARU, aksi="simpan", sidik=dilihat["sidik"], sidik_rencana=dilihat["sidik_rencana"])

    assert halaman.post(url("pengaturan_tingkat", 2026), tingkat).status_code == 409
    assert halaman.post(url("pengaturan_item_wajib", 2026), {"nama": "CCTV"}).status_code == 409
    assert kirim_jadwal(halaman, kelompok_a).status_code == 422
    assert (daftar_tingkat(), ItemWajib.objects.count(), JadwalTahap.objects.count()) == (LAMA, 0, 0)

    halaman.post(url("pengaturan_tahun", 2026), isi)
    assert halaman.post(url("pengaturan_tingkat", 2026), tingkat).status_code == 302


def test_a_new_year_is_a_copy_whose_calendars_wait(halaman):
    muat_acuan()
    asal = TahunProgram.objects.get(tahun=2026)
    asal.daftar_tingkat.filter(kk_minimal=60).update(pagu=75_000_000)
    asal.nama_dinas, asal.pola_nomor = "Dinas Contoh", "{urut}/KB/{tahun}"
    asal.save()
    isi = {"tahun": "2028", "salin_dari": asal.pk}

    assert halaman.post(url("pengaturan_tahun_baru"), isi).status_code == 302
    assert halaman.post(url("pengaturan_tahun_baru"), isi).status_code == 422  # a second click

    baru = TahunProgram.objects.get(tahun=2028)
    assert (baru.nama_dinas, baru.pola_nomor) == ("Dinas Contoh", "{urut}/KB/{tahun}")
    assert daftar_tingkat(2028) == [(0, 50_000_000), (60, 75_000_000), (100, 100_000_000)]
    assert list(baru.daftar_kelompok.values_list("kode", "jadwal_ditetapkan")) == [("A", False), ("B", False)]
    assert [baru.daftar_item_wajib.count(), baru.daftar_termin.count()] == [2, 1]
    assert BarisTetap.objects.filter(kelompok__tahun_program=baru).count() == 10
    jadwal = JadwalTahap.objects.filter(kelompok__tahun_program=baru, kelompok__kode="A")
    assert (jadwal.get(tahap=Tahap.RENJA).selesai, jadwal.get(tahap=Tahap.LPJ).selesai) == (
        date(2028, 2, 29),
        date(2028, 6, 30),
    )
    assert daftar_tingkat(2026) == [(0, 50_000_000), (60, 75_000_000), (100, 100_000_000)]


# Kelompok of many RT


@pytest.fixture
def dua_usulan(usulan, usulan_tetangga):
    """RT 02 Kenali Besar at Sosialisasi and RT 07 Rawa Sari already at Rembuk, both in B."""
    Usulan.objects.filter(pk=usulan_tetangga.pk).update(tahap=Tahap.REMBUK, giliran=Giliran.RT)
    return usulan, usulan_tetangga


def kelompok_sekarang():
    return list(Usulan.objects.order_by("pk").values_list("kelompok__kode", flat=True))


def test_many_rt_change_kelompok_after_a_preview(halaman, dua_usulan, kelompok_a):
    Kelompok.objects.filter(pk=kelompok_a.pk).update(jadwal_ditetapkan=True)
    besok = timezone.localdate() + timedelta(days=1)
    JadwalTahap.objects.create(kelompok=kelompok_a, tahap=Tahap.SOSIALISASI, mulai=besok, selesai=besok)
    isi = {"usulan": [satu.pk for satu in dua_usulan], "kelompok": kelompok_a.pk}

    layar = halaman.post(url("pengaturan_kelompok_pratinjau", 2026), isi)
    rencana = layar.context["rencana"]
    assert (rencana.daftar_pindah, rencana.daftar_tetap) == ([dua_usulan[0]], [dua_usulan[1]])
    assert "RT 07 Rawa Sari: Kelompok B, tahap Rembuk warga" in layar.content.decode()
    assert kelompok_sekarang() == ["B", "B"]

    assert halaman.post(url("pengaturan_kelompok_simpan", 2026), {**isi, "sidik": "lain"}).status_code == 409
    assert kelompok_sekarang() == ["B", "B"]
    assert halaman.post(url("pengaturan_kelompok_simpan", 2026), {**isi, "sidik": rencana.sidik}).status_code == 302
    assert kelompok_sekarang() == ["A", "B"]
    assert Usulan.objects.get(pk=dua_usulan[0].pk).jatuh_tempo == besok


def test_an_rt_that_moved_on_after_the_preview_is_shown_again(halaman, dua_usulan, kelompok_a):
    isi = {"usulan": [dua_usulan[0].pk], "kelompok": kelompok_a.pk}
    sidik = halaman.post(url("pengaturan_kelompok_pratinjau", 2026), isi).context["rencana"].sidik
    Usulan.objects.filter(pk=dua_usulan[0].pk).update(tahap=Tahap.REMBUK, giliran=Giliran.RT)

    assert halaman.post(url("pengaturan_kelompok_simpan", 2026), {**isi, "sidik": sidik}).status_code == 409
    assert kelompok_sekarang() == ["B", "B"]


@pytest.mark.parametrize(
    "isi",
    [{}, {"usulan": "x"}, {"usulan": "9" * 30}, {"usulan": "\0"}, {"usulan": "DIA"}, {"usulan": "DIA", "kelompok": "-1"},
     {"usulan": "DIA", "kelompok": "\0"}],
)  # fmt: skip
def test_nothing_ticked_or_no_target_is_said_so(halaman, dua_usulan, isi):
    isi = {nama: dua_usulan[0].pk if nilai == "DIA" else nilai for nama, nilai in isi.items()}
    for nama in ("pratinjau", "simpan"):
        response = halaman.post(url(f"pengaturan_kelompok_{nama}", 2026), isi, follow=True)
        assert response.redirect_chain == [(url("pengaturan_kelompok", 2026), 302)]
        assert "lalu ulangi" in response.content.decode()
    assert kelompok_sekarang() == ["B", "B"]


def test_a_usulan_or_kelompok_of_another_year_is_left_alone(halaman, dua_usulan, kelompok_a):
    lain = make_tahun(2027).daftar_kelompok.get(kode="A")
    make_usulan(dua_usulan[0].rt, lain)

    isi = {"usulan": [dua_usulan[0].pk], "kelompok": lain.pk}
    assert halaman.post(url("pengaturan_kelompok_pratinjau", 2026), isi).status_code == 302
    assert halaman.post(url("pengaturan_kelompok_pratinjau", 2027), isi).status_code == 302


@pytest.mark.parametrize(
    ("saringan", "nomor"),
    [
        ({}, [2, 7]),
        ({"q": "02 kenali"}, [2]),
        ({"q": "rt 7"}, [7]),
        ({"q": "Rawasari"}, [7]),
        ({"q": "xyz"}, []),
        ({"q": "9" * 5000}, []),
        ({"q": "a\0b"}, []),
        ({"kelurahan": "KENALI"}, [2]),
        ({"kelurahan": "9" * 30}, [2, 7]),
        ({"kelompok": "x"}, [2, 7]),
        ({"page": "zzz"}, [2, 7]),
    ],
)
def test_filter_of_the_kelompok_page(halaman, dua_usulan, saringan, nomor):
    saringan = {k: dua_usulan[0].rt.kelurahan_id if v == "KENALI" else v for k, v in saringan.items()}

    layar = halaman.get(url("pengaturan_kelompok", 2026), saringan)

    assert [usulan.rt.nomor for usulan in layar.context["halaman"]] == nomor


def test_the_kelompok_page_needs_the_same_queries_for_1_and_30_rows(
    halaman, usulan, kelompok_b, kenali_besar, django_assert_num_queries
):
    halaman.get(url("pengaturan_kelompok", 2026))  # the session is written once
    for banyaknya in (1, 30):
        with django_assert_num_queries(7):
            halaman.get(url("pengaturan_kelompok", 2026))
        if banyaknya == 1:
            for nomor in range(100, 129):
                make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_b)
