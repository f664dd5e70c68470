"""What every form says of an empty field and of a closed list."""

import pytest
from django import forms
from django.http import QueryDict

from rt.forms import FormBiasa, FormDasar
from rt.models import RT


class ContohForm(FormBiasa):
    tempat = forms.CharField(label="Tempat")
    nilai = forms.CharField(label="Nilai nota (Rp)")
    sk = forms.CharField(label="SK")
    bidang = forms.ChoiceField(label="Bidang kerja", choices=[("", "---------"), ("a", "A")])
    keputusan = forms.ChoiceField(label="Keputusan warga", choices=[("ya", "Ya")], widget=forms.RadioSelect)
    berkas = forms.FileField(label="Foto buku tabungan")
    sendiri = forms.CharField(label="Alasan", error_messages={"required": "Tuliskan alasannya."})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tambahan"] = forms.CharField(label="Nama RT")


@pytest.mark.parametrize(
    ("nama", "kata"),
    [
        ("tempat", "Isi tempat."),
        ("nilai", "Isi nilai nota."),
        ("sk", "Isi SK."),
        ("bidang", "Pilih bidang kerja."),
        ("keputusan", "Pilih keputusan warga."),
        ("berkas", "Pilih foto buku tabungan."),
        ("sendiri", "Tuliskan alasannya."),
        ("tambahan", "Isi nama RT."),
    ],
)
def test_an_empty_field_is_refused_by_its_name(nama, kata):
    assert ContohForm(QueryDict())[nama].errors == [kata]


def test_a_closed_list_says_what_to_choose():
    assert list(ContohForm().fields["bidang"].choices) == [("", "Pilih bidang kerja"), ("a", "A")]


class KelurahanForm(FormDasar):
    class Meta:
        model = RT
        fields = ("kelurahan",)


def test_a_list_of_rows_says_it_too_without_a_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert KelurahanForm().fields["kelurahan"].empty_label == "Pilih kelurahan"
