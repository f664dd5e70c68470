import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.models import Count, Sum
from django.urls import reverse
from openpyxl import Workbook

from anggaran.acuan import muat_acuan, muat_tahun
from anggaran.impor import RencanaBerubah, baca_dan_rencanakan, terapkan
from anggaran.models import Alokasi
from kampung.testing import make_pengguna
from pokja.models import JadwalTahap, Kelompok, Riwayat, TahunProgram, Usulan
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt import register
from rt.models import RT, DataKK, RiwayatKetua
from rt.peran import Peran

pytestmark = pytest.mark.django_db
DATA = Path(register.__file__).parent / "tests" / "data"
KOTA, SALAH = DATA / "rt_kota_jambi_2026.xlsx", DATA / "rt_salah.xlsx"
HARAPAN = json.loads((DATA / "rt_kota_jambi_2026.expected.json").read_text())
KEPALA = ("Kecamatan", "Kelurahan", "RT", "Nama Ketua RT", "No. HP/WA", "Jumlah KK", "Kelompok")
BARIS = ("Alam Barajo", "Kenali Besar", 2, "Rina Sari", "081234567801", 75, "A")
TANGGAL = date(2025, 12, 31)


@pytest.fixture
def acuan(db):
    muat_acuan()


def buku(*daftar_baris, kepala=KEPALA):
    kerja = Workbook()
    for baris in (kepala, *daftar_baris):
        kerja.active.append(baris)
    berkas = io.BytesIO()
    kerja.save(berkas)
    return berkas


def baris(**isi):
    nama = ("kecamatan", "kelurahan", "rt", "ketua", "telepon", "kk", "kelompok")
    return tuple(isi.get(kunci, asal) for kunci, asal in zip(nama, BARIS, strict=True))


def rencana(*daftar_baris, tahun=2026, tanggal_kk=TANGGAL, **kwargs):
    return baca_dan_rencanakan(buku(*daftar_baris, **kwargs), tahun, tanggal_kk, "Pendataan")


def impor(*daftar_baris, **kwargs):
    return terapkan(rencana(*daftar_baris, **kwargs))


def jumlah(hasil):
    return [len(hasil.daftar_baru), len(hasil.daftar_berubah), len(hasil.daftar_tetap)]


def perubahan(hasil):
    return [(ubah.hal, ubah.lama, ubah.baru) for r in hasil.daftar_berubah for ubah in r.perubahan]


def isi_basis_data():
    return [model.objects.count() for model in (RT, DataKK, Usulan, Alokasi, Riwayat, TahunProgram, RiwayatKetua)]


# The command and the register of the city


def test_the_city_gives_exactly_the_expected_figures_from_an_empty_database(capsys):
    call_command("impor_rt", str(KOTA), tahun=2026)

    dua_enam = Alokasi.objects.filter(usulan__tahun_program__tahun=2026)
    per_tingkat = dua_enam.values_list("pagu").annotate(Count("pk")).order_by("pagu")
    kelompok = dict(Usulan.objects.values_list("kelompok__kode").annotate(Count("pk")).order_by())
    assert {
        "rt": RT.objects.count(),
        "pilot_2025": kelompok["Pilot"],
        "kelompok_a": kelompok["A"],
        "kelompok_b": kelompok["B"],
        "tingkat_2026": {str(pagu): banyaknya for pagu, banyaknya in per_tingkat},
        "total_pagu_2026": dua_enam.aggregate(total=Sum("pagu"))["total"],
        "total_kk_2026": dua_enam.aggregate(total=Sum("kk"))["total"],
        "total_kk_semua_1650": DataKK.objects.aggregate(total=Sum("kk"))["total"],
    } == HARAPAN
    assert set(dua_enam.values_list("sementara", "kk_tanggal", "kk_sumber")) == {
        (True, TANGGAL, "hasil pendataan kelurahan")
    }
    assert "Rp50.800.000.000" in capsys.readouterr().out


def test_the_pilot_is_closed_with_one_riwayat_row_and_a_decided_alokasi():
    call_command("impor_rt", str(KOTA), tahun=2026)

    pilot = Usulan.objects.filter(tahun_program__tahun=2025)
    assert set(pilot.values_list("tahap", "giliran", "alokasi__pagu", "alokasi__sementara")) == {
        (Tahap.SELESAI, Giliran.TUTUP, 100_000_000, False)
    }
    assert set(Riwayat.objects.values_list("aksi").annotate(Count("pk")).order_by()) == {("dimuat", 67)}
    assert set(pilot.values_list("pk", flat=True)) == set(Riwayat.objects.values_list("usulan", flat=True))
    assert not Usulan.objects.filter(tahun_program__tahun=2026, rt__in=pilot.values("rt")).exists()


def test_a_and_b_start_at_sosialisasi_with_the_due_date_of_a_taken_calendar():
    call_command("impor_rt", str(KOTA), tahun=2026)

    awal = Usulan.objects.filter(tahun_program__tahun=2026)
    assert set(awal.values_list("kelompok__kode", "tahap", "giliran", "jatuh_tempo")) == {
        ("A", Tahap.SOSIALISASI, Giliran.DPMPPA, date(2026, 1, 31)),
        ("B", Tahap.SOSIALISASI, Giliran.DPMPPA, None),
    }


def test_the_same_file_twice_changes_nothing(capsys):
    call_command("impor_rt", str(KOTA), tahun=2026)
    sebelum = isi_basis_data()
    capsys.readouterr()

    call_command("impor_rt", str(KOTA), tahun=2026)

    assert isi_basis_data() == sebelum
    keluaran = capsys.readouterr().out
    assert re.findall(r"^ +([0-9.]+)  (baru|berubah|tetap)$", keluaran, re.MULTILINE) == [
        ("0", "baru"),
        ("0", "berubah"),
        ("1.650", "tetap"),
    ]


def test_only_checking_saves_nothing():
    call_command("impor_rt", str(KOTA), tahun=2026, periksa=True)

    assert isi_basis_data() == [0] * 7


def test_wrong_cells_are_named_and_nothing_is_saved(capsys):
    with pytest.raises(CommandError, match="Tidak ada yang disimpan"):
        call_command("impor_rt", str(SALAH), tahun=2026)

    assert isi_basis_data() == [0] * 7
    sel = re.findall(r"^Data RT!([A-Z]+[0-9]+) .+: .+[.?]$", capsys.readouterr().err, re.MULTILINE)
    harapan = json.loads((DATA / "rt_salah.expected.json").read_text())
    assert len(sel) == len(harapan)
    assert all(ini in (satu["cell"], satu.get("or")) for ini, satu in zip(sel, harapan, strict=True))


@pytest.mark.parametrize(
    ("berkas", "tahun", "pesan"),
    [
        (str(KOTA), 26, "Tahun 26 tidak wajar"),
        ("/tidak/ada.xlsx", 2026, "Berkas tidak bisa dibuka"),
        (__file__, 2026, "Tidak ada yang disimpan"),
    ],
)
def test_command_refuses_with_a_sentence(berkas, tahun, pesan):
    with pytest.raises(CommandError, match=pesan):
        call_command("impor_rt", berkas, tahun=tahun)

    assert not TahunProgram.objects.exists()


def test_another_year_is_made_when_asked_for(tmp_path):
    berkas = tmp_path / "rt.xlsx"
    berkas.write_bytes(buku(BARIS).getvalue())

    call_command("impor_rt", str(berkas), tahun=2027, tanggal_kk=TANGGAL, sumber="Dukcapil")

    usulan = Usulan.objects.get()
    assert (usulan.tahun_program.tahun, usulan.kelompok.kode, usulan.jatuh_tempo) == (2027, "A", None)
    assert (usulan.alokasi.pagu, usulan.alokasi.kk_sumber) == (70_000_000, "Dukcapil")


# What a later register does


def test_changed_rows_keep_the_old_facts(acuan):
    impor(baris())
    hasil = impor(baris(ketua="Budi", telepon="081234567802", kk=128, kelompok="B"), tanggal_kk=date(2026, 3, 1))

    assert perubahan(hasil) == [
        ("Ketua RT", "Rina Sari", "Budi"),
        ("Nomor HP", "+6281234567801", "+6281234567802"),
        ("Jumlah KK", "75", "128"),
        ("Kelompok", "Kelompok A", "Kelompok B"),
        ("Pagu sementara", "Rp70.000.000", "Rp100.000.000"),
    ]
    rt = RT.objects.get()
    assert (rt.nama_ketua, rt.telepon) == ("Budi", "+6281234567802")
    assert list(rt.daftar_ketua_lama.values_list("nama", flat=True)) == ["Rina Sari"]
    assert list(rt.daftar_kk.values_list("kk", "tanggal")) == [(128, date(2026, 3, 1)), (75, TANGGAL)]
    usulan = Usulan.objects.select_related("kelompok", "alokasi").get()
    assert (usulan.kelompok.kode, usulan.jatuh_tempo) == ("B", None)
    assert (usulan.alokasi.kk, usulan.alokasi.pagu, usulan.alokasi.kk_tanggal) == (128, 100_000_000, date(2026, 3, 1))


def test_a_decided_alokasi_never_follows_the_kk(acuan):
    impor(baris())
    Alokasi.objects.update(sementara=False, ditetapkan_pada="2026-02-01T00:00Z")

    hasil = impor(baris(kk=128), tanggal_kk=date(2026, 3, 1))

    assert perubahan(hasil) == [("Jumlah KK", "75", "128")]
    assert RT.objects.get().daftar_kk.first().kk == 128
    assert (Alokasi.objects.get().kk, Alokasi.objects.get().pagu) == (75, 70_000_000)


def test_a_usulan_past_sosialisasi_stays_in_its_kelompok_and_is_listed(acuan):
    impor(baris())
    Usulan.objects.update(tahap=Tahap.REMBUK, giliran=Giliran.RT, versi=1)

    hasil = impor(baris(kelompok="B"))

    assert jumlah(hasil) == [0, 0, 1]
    assert [(d.nama, d.hal) for d in hasil.daftar_dilewati] == [("RT 02 Kenali Besar", "Kelompok")]
    assert "Rembuk warga" in hasil.daftar_dilewati[0].alasan
    assert Usulan.objects.get().kelompok.kode == "A"


def test_an_older_kk_is_listed_and_not_taken(acuan):
    impor(baris())

    hasil = impor(baris(kk=40), tanggal_kk=date(2025, 6, 30))

    assert jumlah(hasil) == [0, 0, 1]
    assert [d.hal for d in hasil.daftar_dilewati] == ["Jumlah KK"]
    assert DataKK.objects.count() == 1


def test_blank_cells_erase_nothing(acuan):
    impor(baris())

    assert jumlah(impor(baris(ketua=None, telepon=None, kelompok=None))) == [0, 0, 1]
    assert RT.objects.get().nama_ketua == "Rina Sari"


def test_rt_missing_from_the_file_are_listed_and_stay(acuan):
    impor(baris(), baris(rt=3))

    hasil = impor(baris())

    assert [str(rt) for rt in hasil.daftar_tidak_ada] == ["RT 03 Kenali Besar"]
    assert RT.objects.filter(aktif=True).count() == 2


@pytest.mark.parametrize(
    ("pertama", "kedua", "alasan"),
    [
        ("Pilot 2025", "A", "tidak mendapat dana 2026"),
        ("A", "Pilot 2025", "bukan pilot 2025"),
    ],
)
def test_the_pilot_and_2026_exclude_each_other(acuan, pertama, kedua, alasan):
    impor(baris(kelompok=pertama))

    hasil = impor(baris(kelompok=kedua))

    assert jumlah(hasil) == [0, 0, 1]
    assert alasan in hasil.daftar_dilewati[0].alasan
    assert Usulan.objects.count() == 1


def test_a_pilot_rt_may_come_back_the_year_after_next(acuan):
    impor(baris(kelompok="Pilot 2025"))
    muat_tahun(2027)
    hasil = impor(baris(), tahun=2027)

    assert perubahan(hasil) == [("Kelompok", "belum terdaftar", "Kelompok A")]
    assert list(RT.objects.get().daftar_usulan.values_list("tahun_program__tahun", flat=True).order_by("pk")) == [
        2025,
        2027,
    ]


def test_a_later_register_may_leave_out_the_kelompok_but_not_of_a_new_rt(acuan):
    impor(baris())

    hasil = rencana(baris(kk=80, kelompok=None), baris(rt=3, kelompok=None), tanggal_kk=date(2026, 1, 5))

    assert [(salah.sel, salah.pesan) for salah in hasil.daftar_kesalahan] == [
        ("baris 3", "RT ini belum terdaftar, jadi Kelompoknya harus diisi: A, B, atau Pilot 2025.")
    ]
    with pytest.raises(LangkahDitolak, match="tidak ada yang disimpan"):
        terapkan(hasil)
    assert RT.objects.count() == 1


def test_the_first_register_of_a_year_must_name_the_kelompok(acuan):
    assert [salah.sel for salah in rencana(baris(kelompok=None)).daftar_kesalahan] == ["G2"]


def test_a_closed_year_takes_nobody_in(acuan):
    TahunProgram.objects.filter(tahun=2026).update(ditutup=True)

    assert "sudah ditutup" in rencana(baris()).daftar_kesalahan[0].pesan


def test_a_tier_table_without_zero_refuses_the_import(acuan):
    TahunProgram.objects.get(tahun=2026).daftar_tingkat.filter(kk_minimal=0).delete()

    with pytest.raises(LangkahDitolak, match="baris mulai dari 0 KK"):
        rencana(baris())


def test_kk_date_in_the_future_is_refused(acuan):
    with pytest.raises(LangkahDitolak, match="masa depan"):
        rencana(baris(), tanggal_kk=date(2099, 1, 1))


def test_a_plan_is_applied_only_to_the_state_it_was_made_for(acuan):
    lama = rencana(baris())
    impor(baris(ketua="Orang Lain"))

    with pytest.raises(RencanaBerubah):
        terapkan(lama)

    assert RT.objects.get().nama_ketua == "Orang Lain"


def test_number_of_queries_does_not_grow_with_the_rows(acuan, django_assert_num_queries):
    for banyaknya in (1, 30):
        isi = [baris(rt=nomor) for nomor in range(1, banyaknya + 1)]
        with django_assert_num_queries(12):
            baca_dan_rencanakan(buku(*isi), 2026, TANGGAL, "Pendataan")


# The page


@pytest.fixture
def halaman(acuan, login, dpmppa):
    return login(dpmppa)


def unggah(client, isi, **kolom):
    berkas = SimpleUploadedFile("register.xlsx", isi if isinstance(isi, bytes) else isi.getvalue())
    kolom = {"tahun": 2026, "tanggal_kk": "2025-12-31", "sumber": "Pendataan", **kolom}
    return client.post(reverse("anggaran:impor_rt"), {"berkas": berkas, **kolom})


def test_page_previews_then_saves(halaman, settings):
    response = unggah(halaman, buku(baris(), baris(rt=3, kk=60)))
    assert response.status_code == 302
    assert RT.objects.count() == 0

    pratinjau = halaman.get(response.url)
    assert pratinjau.status_code == 200
    assert "Simpan 2 RT baru dan 0 RT berubah?" in pratinjau.content.decode()
    assert RT.objects.count() == 0

    sidik = pratinjau.context["rencana"].sidik
    hasil = halaman.post(f"{response.url}simpan/", {"sidik": sidik})
    assert (hasil.status_code, hasil.url) == (302, reverse("laporan:rt_list"))
    assert list(Alokasi.objects.order_by("kk").values_list("kk", "pagu")) == [(60, 70_000_000), (75, 70_000_000)]
    assert list((settings.MEDIA_ROOT / "impor").iterdir()) == []

    lagi = halaman.post(f"{response.url}simpan/", {"sidik": sidik})
    assert (lagi.status_code, RT.objects.count()) == (409, 2)
    assert "sudah tidak ada" in lagi.content.decode()


def test_page_with_errors_lists_them_and_cannot_save(halaman):
    response = unggah(halaman, SALAH.read_bytes())
    pratinjau = halaman.get(response.url)
    isi = pratinjau.content.decode()

    assert "12 sel salah pada 12 baris" in isi
    assert "Kenali Bsar" in isi
    assert "Simpan register" not in isi
    hasil = halaman.post(f"{response.url}simpan/", {"sidik": pratinjau.context["rencana"].sidik})
    assert (hasil.status_code, RT.objects.count()) == (409, 0)


@pytest.mark.parametrize("sidik", ["", "x" * 64, "\0"])
def test_page_saves_only_what_was_seen(halaman, sidik):
    url = unggah(halaman, buku(baris())).url

    response = halaman.post(f"{url}simpan/", {"sidik": sidik})

    assert (response.status_code, RT.objects.count()) == (409, 0)
    assert "Simpan 1 RT baru" in response.content.decode()


def test_long_lists_are_cut_visibly(halaman):
    url = unggah(halaman, KOTA.read_bytes(), tanggal_kk="", sumber="").url
    isi = halaman.get(url).content.decode()

    assert "dan 1.550 RT lain." in isi
    assert "Rabu, 31 Desember 2025" in isi


def test_the_file_belongs_to_the_person_who_sent_it(halaman, login, db):
    url = unggah(halaman, buku(baris())).url
    lain = login(make_pengguna(Peran.DPMPPA, "dpmppa2"))

    assert lain.get(url).status_code == 409
    assert lain.post(f"{url}simpan/").status_code == 409
    assert RT.objects.count() == 0


@pytest.mark.parametrize(
    ("isi", "kolom", "pesan"),
    [
        (b"bukan excel, ini teks", {}, "bukan Excel"),
        (b"PK\x03\x04rusak", {}, "rusak"),
        (b"", {}, "kosong"),
        (buku(BARIS).getvalue(), {"tahun": "1999"}, "1999"),
        (buku(BARIS).getvalue(), {"tahun": "2025"}, "2025"),  # closed
        (buku(BARIS).getvalue(), {"tanggal_kk": "2099-01-01"}, "masa depan"),
        (buku(BARIS).getvalue(), {"tanggal_kk": "kemarin"}, "tanggal"),
        (buku(BARIS).getvalue(), {"sumber": "a\0b"}, "null"),
        (b"x" * (10 * 1024**2 + 1), {}, "paling besar 10 MB"),
    ],
)
def test_page_refuses_beside_the_field(halaman, isi, kolom, pesan):
    response = unggah(halaman, isi, **kolom)

    assert response.status_code == 422
    assert pesan in response.content.decode()


@pytest.mark.parametrize("peran", [peran for peran in Peran if peran != Peran.DPMPPA])
def test_only_dpmppa_imports(login, semua_orang, peran):
    client = login(semua_orang[peran])

    assert client.get(reverse("anggaran:impor_rt")).status_code == 403
    assert unggah(client, buku(baris())).status_code == 403


def test_a_later_calendar_gives_a_new_usulan_its_due_date(acuan):
    kelompok = Kelompok.objects.get(tahun_program__tahun=2026, kode="B")
    Kelompok.objects.filter(pk=kelompok.pk).update(jadwal_ditetapkan=True)
    JadwalTahap.objects.filter(kelompok=kelompok, tahap=Tahap.SOSIALISASI).update(selesai=date(2026, 8, 20))

    impor(baris(kelompok="B"))

    assert Usulan.objects.get().jatuh_tempo == date(2026, 8, 20)
