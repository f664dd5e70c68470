from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from pokja.models import BeritaAcaraRembuk, KeinginanWarga
from rt.forms import FormDasar, IsianForm

HADIR_TERBANYAK = 5_000
PRIORITAS_TERAKHIR = 200


class RembukForm(IsianForm):
    class Meta:
        model = BeritaAcaraRembuk
        fields = (
            "tanggal",
            "waktu",
            "tempat",
            "pimpinan",
            "notulis",
            "hadir_laki",
            "hadir_perempuan",
            "keputusan",
            "catatan",
        )
        widgets = {"keputusan": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keputusan"].choices = BeritaAcaraRembuk.Keputusan.choices
        self.fields["waktu"].help_text = "Jam mulai, WIB."
        self.fields["pimpinan"].initial = self.usulan.rt.nama_ketua
        batas = MaxValueValidator(HADIR_TERBANYAK, "Paling banyak 5.000 orang. Periksa lagi angkanya.")
        for nama in ("hadir_laki", "hadir_perempuan"):
            self.fields[nama].validators.append(batas)

    def clean_tanggal(self):
        tanggal = self.cleaned_data["tanggal"]
        tahun = self.usulan.tahun_program.tahun
        if tanggal > timezone.localdate():
            raise forms.ValidationError("Tanggal rembuk belum terjadi. Isi berita acara sesudah rembuk dilaksanakan.")
        if not date(tahun, 1, 1) <= tanggal <= date(tahun, 12, 31):
            raise forms.ValidationError(f"Tanggal rembuk harus di tahun program {tahun}. Periksa tahunnya.")
        return tanggal

    def clean(self):
        bersih = super().clean()
        if bersih.get("hadir_laki") == 0 and bersih.get("hadir_perempuan") == 0:
            self.add_error("hadir_perempuan", "Jumlah yang hadir nol. Isi sesuai daftar hadir.")
        return bersih


class KeinginanForm(IsianForm):
    class Meta:
        model = KeinginanWarga
        fields = ("prioritas", "kegiatan", "bidang", "lokasi", "volume", "satuan", "swadaya")
        formfield_callback = FormDasar.isian_angka

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prioritas"].validators += [
            MinValueValidator(1, "Nomor prioritas mulai dari 1."),
            MaxValueValidator(PRIORITAS_TERAKHIR, "Nomor prioritas paling besar 200."),
        ]
        if not self.instance.pk and not self.is_bound:
            terakhir = self.usulan.daftar_keinginan.order_by("-prioritas").values_list("prioritas", flat=True).first()
            self.fields["prioritas"].initial = (terakhir or 0) + 1
        self.fields["satuan"].help_text = "Misalnya m, m2, unit atau paket."
