from django import forms

from rt.forms import FormBiasa


class BukaKembaliForm(FormBiasa):
    catatan = forms.CharField(
        label="Alasan membuka kembali",
        max_length=1000,
        widget=forms.Textarea,
        help_text="Tercatat di riwayat dan dibaca semua pihak.",
    )
