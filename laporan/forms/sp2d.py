from django import forms

from anggaran.forms_impor import BerkasExcelForm


class LembarSP2DForm(BerkasExcelForm):
    berkas = forms.FileField(
        label="Lembar SP2D yang sudah diisi (.xlsx)",
        help_text="Lembar dari tombol Unduh lembar SP2D. Baris yang belum ada hasilnya biarkan kosong.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
