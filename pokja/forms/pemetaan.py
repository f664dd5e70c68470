from django import forms

from pokja.models import BentukSwadaya, ButirPemetaan, KegiatanLimaTahun, Swadaya
from rt.forms import FormDasar, IsianForm


class ButirForm(IsianForm):
    class Meta:
        model = ButirPemetaan
        fields = ("jenis", "uraian", "lokasi")
        widgets = {"jenis": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jenis"].choices = ButirPemetaan.Jenis.choices


class SwadayaForm(IsianForm):
    class Meta:
        model = Swadaya
        fields = ("bentuk", "uraian", "volume", "satuan", "nilai")
        formfield_callback = FormDasar.isian_angka

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["volume"].help_text = "Misalnya 20 atau 2,5."
        self.fields["satuan"].help_text = "Tenaga dihitung dalam HOK (hari orang kerja)."
        self.fields["nilai"].help_text = "Nilai seluruhnya dalam rupiah, juga untuk tenaga dan bahan."

    def clean(self):
        bersih = super().clean()
        if bersih.get("bentuk") == BentukSwadaya.TENAGA and bersih.get("satuan", "HOK").upper() != "HOK":
            self.add_error("satuan", "Swadaya tenaga dihitung dalam HOK (hari orang kerja). Tulis HOK.")
        return bersih


class Renja5Form(IsianForm):
    class Meta:
        model = KegiatanLimaTahun
        fields = ("tahun", "bidang", "kegiatan", "lokasi", "perkiraan")
        formfield_callback = FormDasar.isian_angka

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        daftar_tahun = lima_tahun(self.usulan)
        self.fields["tahun"] = forms.TypedChoiceField(
            label="Direncanakan tahun", coerce=int, choices=[(tahun, tahun) for tahun in daftar_tahun]
        )


def lima_tahun(usulan):
    """The five years of the plan: the program year and the four after it."""
    awal = usulan.tahun_program.tahun
    return range(awal, awal + 5)
