from django import forms

from pokja.models import Temuan
from rt.fields import RupiahField
from rt.forms import FormBiasa, FormDasar


class TemuanForm(FormDasar):
    nilai = RupiahField(
        label="Nilai temuan (Rp)", min_value=0, help_text="Tulis 0 bila temuan tidak menyangkut uang.", initial=0
    )

    class Meta:
        model = Temuan
        fields = ["uraian", "nilai"]


class JawabanForm(FormBiasa):
    jawaban = forms.CharField(label="Jawaban", max_length=4000, widget=forms.Textarea)
    berkas = forms.FileField(
        label="Foto atau PDF bukti",
        required=False,
        help_text="Foto (JPG, PNG) atau PDF, paling besar 12 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )


class PenyelesaianForm(FormBiasa):
    """How much of the amount is settled; closing needs all of it."""

    diselesaikan = RupiahField(label="Sudah diselesaikan seluruhnya (Rp)", min_value=0)
    penutup = forms.CharField(label="Keterangan penyelesaian", max_length=300)
    tutup = forms.BooleanField(label="Tutup temuan ini", required=False)
