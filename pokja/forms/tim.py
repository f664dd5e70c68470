from django import forms

from pokja.models import AnggotaPokja, Rekening, Unsur
from pokja.tim import batas_digit
from rt.forms import IsianForm

# The ketua is no choice: it is the ketua RT, written when the Pokja is submitted.
UNSUR_DIPILIH = [(unsur.value, unsur.label) for unsur in Unsur if unsur != Unsur.KETUA]


class AnggotaForm(IsianForm):
    class Meta:
        model = AnggotaPokja
        fields = ("unsur", "nama", "jenis_kelamin")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unsur"].choices = [("", "Pilih unsur"), *UNSUR_DIPILIH]

    def clean_unsur(self):
        if self.cleaned_data["unsur"] == Unsur.KETUA:
            raise forms.ValidationError("Ketua Pokja adalah ketua RT dan sudah tercatat. Pilih unsur lain.")
        return self.cleaned_data["unsur"]

    def clean(self):
        bersih = super().clean()
        if bersih.get("unsur") == Unsur.PEREMPUAN and bersih.get("jenis_kelamin") == AnggotaPokja.JenisKelamin.L:
            self.add_error("jenis_kelamin", "Wakil perempuan harus perempuan. Perbaiki unsur atau jenis kelaminnya.")
        return bersih


class RekeningForm(IsianForm):
    """The account, its number typed twice. `foto` is the photo of the passbook that was sent before, see views.tim."""

    nomor_ulang = forms.CharField(label="Nomor rekening, sekali lagi", max_length=40)
    berkas = forms.FileField(
        label="Foto buku tabungan",
        allow_empty_file=True,  # judged with the other contents, by pokja.berkas
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        help_text="Halaman depan yang memuat nama, nomor dan bank. Foto (JPG, PNG) atau PDF, paling besar 12 MB.",
    )
    field_order = ("bank", "nomor", "nomor_ulang", "atas_nama", "berkas")

    class Meta:
        model = Rekening
        fields = ("bank", "nomor", "atas_nama")

    def __init__(self, *args, foto=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.rt, self.instance.latihan = self.usulan.rt, self.usulan.latihan
        self.foto = foto
        paling_sedikit, paling_banyak = batas_digit(self.usulan.tahun_program)
        self.fields["nomor"] = forms.CharField(
            label="Nomor rekening",
            max_length=40,
            help_text=f"Angka saja, {paling_sedikit} sampai {paling_banyak} angka, sama dengan di buku tabungan.",
        )
        self.order_fields(self.field_order)
        for nama in ("nomor", "nomor_ulang"):
            self.fields[nama].widget.attrs.update(inputmode="numeric", autocomplete="off")
        self.fields["nomor_ulang"].initial = self.instance.nomor
        if foto:
            self.fields["berkas"].required = False
            self.fields["berkas"].label = "Ganti foto buku tabungan"
        self.fields["atas_nama"].help_text = "Persis seperti tercetak di buku tabungan."

    def clean_nomor(self):
        nomor = self.cleaned_data["nomor"].strip()
        paling_sedikit, paling_banyak = batas_digit(self.usulan.tahun_program)
        if not (nomor.isascii() and nomor.isdigit()):
            raise forms.ValidationError("Tulis angka saja, tanpa titik, spasi atau strip. Contoh: 1234567890.")
        if not paling_sedikit <= len(nomor) <= paling_banyak:
            raise forms.ValidationError(
                f"Nomor rekening terdiri dari {paling_sedikit} sampai {paling_banyak} angka, "
                f"yang ditulis {len(nomor)}. Periksa di buku tabungan."
            )
        return nomor

    def clean(self):
        bersih = super().clean()
        if "nomor" in bersih and bersih.get("nomor_ulang", "").strip() != bersih["nomor"]:
            self.add_error(
                "nomor_ulang", "Kedua nomor tidak sama. Periksa di buku tabungan, lalu tulis ulang keduanya."
            )
        return bersih

    def _get_validation_exclusions(self):
        """These are no fields, but the rule "one Pokja per number" asks for them."""
        return super()._get_validation_exclusions() - {"berlaku", "latihan"}

    def save(self, commit=True):
        if self.foto:
            self.instance.foto = self.foto
        return super().save(commit)
