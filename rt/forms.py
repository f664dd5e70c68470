"""What every form of the portal shares."""

import re
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from rt.fields import RupiahField, VolumeField

BAWAAN_WAJIB = forms.Field.default_error_messages["required"]
PILIHAN_KOSONG = "---------"


def siapkan_isian(form):
    """Native date and time inputs, whatever the form."""
    for isian in form.fields.values():
        if isinstance(isian, forms.DateField):
            isian.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            isian.input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
        elif isinstance(isian, forms.TimeField):
            isian.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
            isian.input_formats = ["%H:%M", "%H.%M"]
        elif isinstance(isian, forms.ChoiceField) and isinstance(isian.widget, forms.Select):
            _ganti_pilihan_kosong(isian)


def _ganti_pilihan_kosong(isian):
    """A closed list says what to choose in it, where Django draws a row of dashes."""
    kata = f"Pilih {_huruf_kecil(isian.label)}" if isian.label else "Pilih"
    if isinstance(isian, forms.ModelChoiceField):
        # Asked of the field and not of its choices: those would cost a query.
        if isian.empty_label == PILIHAN_KOSONG:
            isian.empty_label = kata
        return
    daftar = list(isian.choices)
    if daftar and daftar[0] == ("", PILIHAN_KOSONG):
        isian.choices = [("", kata), *daftar[1:]]


def kata_wajib(form):
    """An empty field is refused by its own name, "Isi tempat." and not "Bidang ini tidak boleh kosong."."""
    for isian in form.fields.values():
        if isian.label and isian.error_messages.get("required") == BAWAAN_WAJIB:
            kerja = "Pilih" if isinstance(isian, (forms.ChoiceField, forms.FileField)) else "Isi"
            isian.error_messages["required"] = f"{kerja} {_huruf_kecil(isian.label)}."


def _huruf_kecil(label):
    """As a word inside a sentence: "Nilai (Rp)" is "nilai", while "RT" and "SK" stay capitals."""
    kata = re.sub(r" \([^()]*\)$", "", str(label))
    return kata if kata[1:2].isupper() else kata[:1].lower() + kata[1:]


class FormBiasa(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        siapkan_isian(self)

    def full_clean(self):
        # Here and not when it is made: by now the subclasses have added their fields too.
        kata_wajib(self)
        super().full_clean()


class FormDasar(forms.ModelForm):
    """ModelForm with native dates. BigIntegerField `volume` holds thousandths, any other whole rupiah."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        siapkan_isian(self)

    def full_clean(self):
        kata_wajib(self)
        super().full_clean()

    @staticmethod
    def isian_angka(kolom, **kwargs):
        if kolom.get_internal_type() != "BigIntegerField":
            return kolom.formfield(**kwargs)
        umum = {"label": capfirst(kolom.verbose_name), "help_text": kolom.help_text, "required": not kolom.blank}
        return VolumeField(**umum) if kolom.name == "volume" else RupiahField(min_value=1, **umum)


class IsianForm(FormDasar):
    """Form of an Isian: carries token and versi, so that a double send and a stale page are noticed.

    `usulan` is the Usulan it belongs to. Saving is the caller's: see pokja.views.isian.
    """

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    versi_isian = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, usulan, **kwargs):
        self.usulan = usulan
        super().__init__(*args, **kwargs)
        if "usulan" in [kolom.name for kolom in self._meta.model._meta.fields] and not self.instance.usulan_id:
            self.instance.usulan = usulan
        self.fields["token"].initial = self.instance.token if self.instance.pk else uuid.uuid4()
        self.fields["versi_isian"].initial = self.instance.versi

    def validate_unique(self):
        """One row per Usulan is looked up by the view; if two make it at once, the save under the lock says so."""
        try:
            self.instance.validate_unique(exclude=super()._get_validation_exclusions())
        except ValidationError as kesalahan:
            self._update_errors(kesalahan)

    def _get_validation_exclusions(self):
        """Constraints that name `usulan` are checked here too: it is set, though no field of the form."""
        return super()._get_validation_exclusions() - {"usulan"}
