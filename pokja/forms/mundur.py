from django import forms

from rt.forms import FormBiasa


class MundurForm(FormBiasa):
    alasan = forms.CharField(
        label="Alasan mengundurkan diri",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Tercatat di riwayat usulan dan tidak bisa diubah.",
    )
    berkas = forms.FileField(
        label="Berita acara pengunduran diri",
        allow_empty_file=True,  # judged with the other contents, by pokja.berkas
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        help_text="Ditandatangani ketua RT dan warga. Foto (JPG, PNG) atau PDF, paling besar 12 MB.",
    )
