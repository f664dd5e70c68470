"""Forms of the last three stages, for the RT side."""

from django import forms
from django.utils import timezone

from laporan.models import BAST, LPJ, Aset, HasilKegiatan, Kemajuan
from rt.angka import volume
from rt.fields import VolumeField
from rt.forms import FormDasar, IsianForm


def tanggal_wajar(tanggal, usulan):
    """A day of the works: not after today, not before the programme year."""
    if tanggal > timezone.localdate():
        raise forms.ValidationError("Tanggal tidak boleh sesudah hari ini. Periksa tanggalnya.")
    if tanggal.year < usulan.tahun_program.tahun:
        raise forms.ValidationError(f"Tanggal harus pada tahun {usulan.tahun_program.tahun} atau sesudahnya.")
    return tanggal


class KemajuanForm(IsianForm):
    class Meta:
        model = Kemajuan
        fields = ["persen", "tanggal", "catatan"]
        formfield_callback = FormDasar.isian_angka

    def clean_tanggal(self):
        return tanggal_wajar(self.cleaned_data["tanggal"], self.usulan)


class BASTForm(IsianForm):
    class Meta:
        model = BAST
        fields = ["tanggal", "tempat", "penerima", "uraian", "tanpa_aset"]
        formfield_callback = FormDasar.isian_angka

    def clean_tanggal(self):
        return tanggal_wajar(self.cleaned_data["tanggal"], self.usulan)


class VolumeNolField(VolumeField):
    """A volume made, where 0 is an answer: the activity was not carried out."""

    @staticmethod
    def baca(value):
        return 0 if isinstance(value, str) and value.strip() in ("0", "0,0") else VolumeField.baca(value)


def _label_kegiatan(kegiatan):
    return f"{kegiatan} (rencana {volume(kegiatan.volume)} {kegiatan.satuan})"


class HasilForm(IsianForm):
    volume = VolumeNolField(label="Volume terlaksana", help_text="Tulis 0 bila kegiatan tidak terlaksana.")

    class Meta:
        model = HasilKegiatan
        fields = ["kegiatan", "volume", "keterangan"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kegiatan"].queryset = self.usulan.daftar_renja1.select_related("dari")
        self.fields["kegiatan"].label_from_instance = _label_kegiatan
        self.fields["keterangan"].help_text = "Wajib diisi bila volumenya berbeda dari rencana."

    def clean(self):
        data = super().clean()
        kegiatan, terlaksana = data.get("kegiatan"), data.get("volume")
        if kegiatan and terlaksana is not None and terlaksana != kegiatan.volume and not data.get("keterangan"):
            self.add_error("keterangan", "Volume berbeda dari rencana. Tuliskan sebabnya.")
        return data


class AsetForm(IsianForm):
    class Meta:
        model = Aset
        fields = ["nama", "banyak", "satuan", "nilai", "tempat", "penjaga", "kondisi"]
        formfield_callback = FormDasar.isian_angka


class LPJForm(IsianForm):
    class Meta:
        model = LPJ
        fields = ["pernyataan", "setuju"]
