from django import forms

from laporan.pencarian_semua import SEMUA_GOLONGAN


class CariForm(forms.Form):
    q = forms.CharField(
        label="RT, kelurahan, nama orang, atau nomor SP2D, permohonan dan surat",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": "Terlalu panjang. Tulis paling banyak 100 huruf."},
    )
    di = forms.ChoiceField(
        required=False,
        choices=[("", ""), *((golongan.kode, golongan.judul) for golongan in SEMUA_GOLONGAN)],
        widget=forms.HiddenInput,
    )

    def clean_q(self):
        """One letter would find half the city; one digit is the number of an RT."""
        teks = " ".join(self.cleaned_data["q"].split())
        if len(teks) == 1 and not teks.isdecimal():
            raise forms.ValidationError("Tulis paling sedikit dua huruf, atau satu nomor RT.")
        return teks
