from django import forms

from rt.forms import FormBiasa


class BerbuktiForm(FormBiasa):
    """A form with one proof, which may have come with an earlier send: see anggaran.views.bukti."""

    jenis_bukti = None
    judul_bukti = "Foto bukti"
    foto = forms.FileField()
    bukti_id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, bukti=None, galat_bukti="", **kwargs):
        super().__init__(*args, **kwargs)
        self.bukti, self.galat_bukti = bukti, galat_bukti
        if self.jenis_bukti is None:
            del self.fields["foto"], self.fields["bukti_id"]
            return
        foto = self.fields["foto"]
        foto.widget.attrs["accept"] = "image/jpeg,image/png,image/webp,application/pdf"
        foto.label = f"Ganti {self.judul_bukti.lower()}" if bukti else self.judul_bukti
        foto.help_text = "Foto (JPG, PNG) atau PDF, paling besar 12 MB."
        foto.required = bukti is None
        foto.error_messages["required"] = galat_bukti or f"{self.judul_bukti} belum ada. Foto dulu, lalu kirim."

    def clean(self):
        if self.bukti and self.galat_bukti:
            self.add_error("foto", self.galat_bukti)
        return super().clean()
