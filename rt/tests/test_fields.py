from datetime import UTC, date, datetime

import pytest
from django import forms
from django.conf import settings

if not settings.configured:  # pytest -p no:django
    settings.configure(USE_I18N=False)

from rt.fields import RupiahField, VolumeField
from rt.templatetags import rupiah as saringan


class BelanjaForm(forms.Form):
    nilai = RupiahField(min_value=1, max_value=100_000_000)
    volume = VolumeField(required=False)


def test_fields_return_whole_numbers():
    form = BelanjaForm({"nilai": "Rp 1.250.000,00", "volume": "2,5"})
    assert form.is_valid()
    assert form.cleaned_data == {"nilai": 1_250_000, "volume": 2500}


@pytest.mark.parametrize(
    ("nilai", "code", "pesan"),
    [
        ("", "required", "Isi jumlah uangnya, misalnya 1.250.000."),
        ("1,250", "tidak_jelas", "“1,250” bisa dibaca dua cara. Bila maksudnya 1.250, tulis 1.250 dengan titik."),
        ("banyak", "invalid", "“banyak” bukan jumlah uang. Tulis dengan angka, misalnya 1.250.000."),
        ("0", "min_value", "Paling sedikit Rp1."),
        ("100.000.001", "max_value", "Paling banyak Rp100.000.000."),
    ],
)
def test_rupiah_field_refuses_with_the_sentence_of_the_reader(nilai, code, pesan):
    form = BelanjaForm({"nilai": nilai})
    assert not form.is_valid()
    [kesalahan] = form.errors.as_data()["nilai"]
    assert (kesalahan.code, form.errors["nilai"]) == (code, [pesan])


def test_fields_show_stored_numbers_as_written_and_typed_text_as_typed():
    form = BelanjaForm(initial={"nilai": 1_250_000, "volume": 2500})
    assert (form["nilai"].value(), form["volume"].value()) == ("1.250.000", "2,5")
    form = BelanjaForm({"nilai": "1,250", "volume": "2.5"})
    assert (form["nilai"].value(), form["volume"].value()) == ("1,250", "2.5")


def test_widgets_ask_the_phone_for_its_number_pad():
    field = BelanjaForm().fields
    assert field["nilai"].widget.attrs["inputmode"] == "numeric"
    assert field["volume"].widget.attrs["inputmode"] == "decimal"


def test_unchanged_text_is_no_change_and_a_disabled_volume_stays():
    form = BelanjaForm({"nilai": "1.250.000", "volume": "2,5"}, initial={"nilai": 1_250_000, "volume": 2500})
    assert form.changed_data == []
    form = BelanjaForm({"nilai": "1"}, initial={"volume": 2500})
    form.fields["volume"].disabled = True
    assert form.is_valid()
    assert form.cleaned_data["volume"] == 2500


def test_number_filters():
    daftar = saringan.register.filters
    assert daftar["rupiah"](1_250_000) == "Rp1.250.000"
    assert daftar["ribuan"](1_250_000) == "1.250.000"
    assert daftar["terbilang"](1000) == "seribu"
    assert daftar["volume"](2500) == "2,5"
    assert [daftar[nama](kosong) for nama in ("rupiah", "ribuan", "terbilang", "volume") for kosong in (None, "")] == [
        "–"
    ] * 8


@pytest.mark.parametrize(
    ("nilai", "teks"),
    [
        (date(2026, 1, 29), "Kamis, 29 Januari 2026"),
        (datetime(2026, 1, 29, 7, 5, tzinfo=UTC), "Kamis, 29 Januari 2026 pukul 14.05"),
        (datetime(2026, 1, 29, 17, 0, tzinfo=UTC), "Jumat, 30 Januari 2026 pukul 00.00"),
        (datetime(2026, 1, 29, 14, 5), "Kamis, 29 Januari 2026 pukul 14.05"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_tanggal(nilai, teks):
    assert saringan.tanggal(nilai) == teks
