"""Forms that take an Excel file: the register, and others built on it."""

from django import forms
from django.utils import timezone

from anggaran.forms_pengaturan import tahun_utama
from rt.forms import FormBiasa
from rt.lembar import BATAS_UKURAN


class BerkasExcelForm(FormBiasa):
    """A form that takes an .xlsx; what is in it is looked at by whoever reads it."""

    berkas = forms.FileField(label="Berkas Excel (.xlsx)", widget=forms.FileInput(attrs={"accept": ".xlsx"}))

    def clean_berkas(self):
        berkas = self.cleaned_data["berkas"]
        if berkas.size > BATAS_UKURAN:
            raise forms.ValidationError(
                f"Berkas ini {berkas.size / 1_048_576:.0f} MB, paling besar 10 MB. "
                "Hapus gambar dan lembar yang tidak perlu, lalu kirim ulang."
            )
        return berkas


class ImporForm(BerkasExcelForm):
    berkas = forms.FileField(
        label="Berkas register RT (.xlsx)",
        help_text="Berkas Excel seperti yang dikirim kelurahan. Kolom dikenali dari judulnya, urutannya bebas.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    tahun = forms.TypedChoiceField(label="Tahun program", coerce=int)
    tanggal_kk = forms.DateField(
        label="Keadaan KK per tanggal",
        required=False,
        help_text="Kosongkan bila tertulis di berkas, misalnya “KK per 31 Desember 2025”.",
    )
    sumber = forms.CharField(label="Sumber jumlah KK", required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        daftar = tahun_utama().filter(ditutup=False).values_list("tahun", flat=True)
        self.fields["tahun"].choices = [(tahun, tahun) for tahun in daftar]
        self.fields["tahun"].initial = timezone.localdate().year

    def clean_tanggal_kk(self):
        tanggal = self.cleaned_data["tanggal_kk"]
        if tanggal and tanggal > timezone.localdate():
            raise forms.ValidationError("Tanggal ini di masa depan. Isi tanggal pendataan KK.")
        return tanggal
