"""The rules of single forms: what each refuses, and with which sentence."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from pokja.forms.pemetaan import ButirForm, Renja5Form, SwadayaForm
from pokja.forms.rembuk import KeinginanForm, RembukForm
from pokja.forms.tim import AnggotaForm
from pokja.models import KegiatanLimaTahun, KeinginanWarga

REMBUK = {
    "tanggal": "2026-08-20",
    "waktu": "19:30",
    "tempat": "Pos ronda",
    "pimpinan": "Ketua Rt 02",
    "notulis": "Rina",
    "hadir_laki": "20",
    "hadir_perempuan": "25",
    "keputusan": "siap",
}
KEINGINAN = {
    "prioritas": "1",
    "kegiatan": "Drainase",
    "bidang": "infrastruktur",
    "lokasi": "Gang Melati",
    "volume": "120",
    "satuan": "m",
}
SWADAYA = {"bentuk": "tenaga", "uraian": "Gotong royong", "volume": "40", "satuan": "HOK", "nilai": "4000000"}
RENJA5 = {"tahun": "2026", "bidang": "sosial", "kegiatan": "Posyandu", "lokasi": "Balai", "perkiraan": "25000000"}


def galat(form_kelas, usulan, isian):
    form = form_kelas(isian, usulan=usulan)
    form.is_valid()
    return {nama: list(pesan) for nama, pesan in form.errors.items()}


# --- rembuk ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("beda", "isian", "kata"),
    [
        ({"tanggal": "2025-12-31"}, "tanggal", "harus di tahun program 2026"),
        ({"tanggal": "2027-01-01"}, "tanggal", "belum terjadi"),
        ({"tanggal": "31-02-2026"}, "tanggal", ""),
        ({"tanggal": ""}, "tanggal", ""),
        ({"waktu": "25:00"}, "waktu", ""),
        ({"waktu": ""}, "waktu", ""),
        ({"hadir_laki": "-1"}, "hadir_laki", ""),
        ({"hadir_laki": "5001"}, "hadir_laki", "Paling banyak 5.000 orang"),
        ({"hadir_perempuan": "dua"}, "hadir_perempuan", ""),
        ({"hadir_laki": "0", "hadir_perempuan": "0"}, "hadir_perempuan", "Jumlah yang hadir nol"),
        ({"keputusan": "mungkin"}, "keputusan", ""),
        ({"keputusan": ""}, "keputusan", ""),
        ({"tempat": "   "}, "tempat", ""),
    ],
)
def test_rembuk_refuses(usulan, beda, isian, kata):
    hasil = galat(RembukForm, usulan, REMBUK | beda)
    assert list(hasil) == [isian]
    assert kata in hasil[isian][0]


def test_rembuk_takes_today_and_refuses_tomorrow(usulan):
    hari_ini = timezone.localdate()
    usulan.tahun_program.tahun = hari_ini.year
    assert galat(RembukForm, usulan, REMBUK | {"tanggal": hari_ini.isoformat()}) == {}
    besok = hari_ini + timedelta(days=1)
    assert list(galat(RembukForm, usulan, REMBUK | {"tanggal": besok.isoformat()})) == ["tanggal"]


@pytest.mark.parametrize("beda", [{"waktu": "19.30"}, {"tanggal": "20/08/2026"}, {"tanggal": "20-08-2026"}, {}])
def test_rembuk_takes_what_people_write(usulan, beda):
    form = RembukForm(REMBUK | beda, usulan=usulan)
    assert form.is_valid()
    assert (form.cleaned_data["tanggal"], f"{form.cleaned_data['waktu']:%H.%M}") == (date(2026, 8, 20), "19.30")


def test_rembuk_has_no_decision_ticked_beforehand(usulan):
    form = RembukForm(usulan=usulan)
    assert form["keputusan"].value() is None
    assert [nilai for nilai, _label in form.fields["keputusan"].choices] == ["siap", "tidak_siap"]
    assert form["pimpinan"].value() == "Ketua Rt 02"


@pytest.mark.parametrize(
    ("beda", "isian", "kata"),
    [
        ({"prioritas": "0"}, "prioritas", "mulai dari 1"),
        ({"prioritas": "201"}, "prioritas", "paling besar 200"),
        ({"volume": "0"}, "volume", "lebih dari nol"),
        ({"volume": "2.5"}, "volume", ""),
        ({"volume": ""}, "volume", "Isi volumenya"),
        ({"bidang": "lain"}, "bidang", ""),
    ],
)
def test_keinginan_refuses(usulan, beda, isian, kata):
    hasil = galat(KeinginanForm, usulan, KEINGINAN | beda)
    assert list(hasil) == [isian]
    assert kata in hasil[isian][0]


def test_a_priority_is_given_once_in_an_usulan_and_again_in_another(usulan, usulan_tetangga):
    KeinginanForm(KEINGINAN, usulan=usulan).save()
    assert galat(KeinginanForm, usulan, KEINGINAN) == {
        "__all__": ["Nomor prioritas itu sudah dipakai. Beri nomor lain."]
    }
    assert galat(KeinginanForm, usulan_tetangga, KEINGINAN) == {}
    assert KeinginanForm(usulan=usulan)["prioritas"].value() == 2
    baris = KeinginanWarga.objects.get()
    assert KeinginanForm(KEINGINAN | {"kegiatan": "Parit"}, instance=baris, usulan=usulan).is_valid()


# --- Pokja ----------------------------------------------------------------------------------------------------------


def test_the_ketua_cannot_be_typed(usulan):
    pilihan = [nilai for nilai, _label in AnggotaForm(usulan=usulan).fields["unsur"].choices]
    assert pilihan == ["", "sekretaris", "bendahara", "perempuan", "pemuda", "tokoh_masyarakat", "tokoh_agama"]
    hasil = galat(AnggotaForm, usulan, {"unsur": "ketua", "nama": "Saya", "jenis_kelamin": "L"})
    assert list(hasil) == ["unsur"]


@pytest.mark.parametrize("unsur", ["sekretaris", "bendahara"])
def test_an_office_is_held_once(usulan, usulan_tetangga, unsur):
    isian = {"unsur": unsur, "nama": "Rina", "jenis_kelamin": "P"}
    AnggotaForm(isian, usulan=usulan).save()
    assert galat(AnggotaForm, usulan, isian) == {"__all__": ["Jabatan itu sudah terisi. Ubah baris yang ada."]}
    assert galat(AnggotaForm, usulan_tetangga, isian) == {}


def test_other_unsur_have_several_people_and_perempuan_is_a_woman(usulan):
    isian = {"unsur": "perempuan", "nama": "Rina", "jenis_kelamin": "P"}
    AnggotaForm(isian, usulan=usulan).save()
    assert galat(AnggotaForm, usulan, isian | {"nama": "Sari"}) == {}
    assert galat(AnggotaForm, usulan, isian | {"jenis_kelamin": "L"}) == {
        "jenis_kelamin": ["Wakil perempuan harus perempuan. Perbaiki unsur atau jenis kelaminnya."]
    }


# --- pemetaan -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jenis", ["", "lain"])
def test_butir_is_a_potential_or_a_problem(usulan, jenis):
    assert list(galat(ButirForm, usulan, {"jenis": jenis, "uraian": "Banjir"})) == ["jenis"]


@pytest.mark.parametrize(
    ("beda", "isian", "kata"),
    [
        ({"nilai": "0"}, "nilai", "Paling sedikit Rp1"),
        ({"nilai": "1,250,000"}, "nilai", ""),
        ({"nilai": "9999999999999999999"}, "nilai", ""),
        ({"nilai": ""}, "nilai", "Isi jumlah uangnya"),
        ({"volume": "0"}, "volume", "lebih dari nol"),
        ({"satuan": "orang"}, "satuan", "Tulis HOK"),
    ],
)
def test_swadaya_refuses(usulan, beda, isian, kata):
    hasil = galat(SwadayaForm, usulan, SWADAYA | beda)
    assert list(hasil) == [isian]
    assert kata in hasil[isian][0]


@pytest.mark.parametrize(
    "beda", [{"satuan": "hok"}, {"bentuk": "bahan", "satuan": "sak"}, {"nilai": "Rp 4.000.000,00"}]
)
def test_swadaya_takes(usulan, beda):
    assert galat(SwadayaForm, usulan, SWADAYA | beda) == {}


@pytest.mark.parametrize(("direncanakan", "diterima"), [(2025, False), (2026, True), (2030, True), (2031, False)])
def test_renja5_lies_in_the_five_years(usulan, direncanakan, diterima):
    assert (galat(Renja5Form, usulan, RENJA5 | {"tahun": direncanakan}) == {}) is diterima


def test_renja5_keeps_a_number(usulan):
    Renja5Form(RENJA5, usulan=usulan).save()
    assert (KegiatanLimaTahun.objects.get().tahun, KegiatanLimaTahun.objects.get().perkiraan) == (2026, 25_000_000)


def test_labels_keep_their_capitals(usulan):
    assert SwadayaForm(usulan=usulan)["nilai"].label == "Nilai (Rp)"
