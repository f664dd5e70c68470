from django import forms

from laporan.baris_temuan import pilihan_baris
from laporan.services.temuan import BERBUKTI, Bentuk, pisah_bentuk
from pokja.models import Temuan
from rt.fields import RupiahField
from rt.forms import FormBiasa, FormDasar


class TemuanForm(FormDasar):
    kunci = forms.ChoiceField(
        label="Pada baris",
        required=False,
        help_text="Baris buku kas atau RAB yang ditemukan. Kosongkan bila menyangkut seluruhnya.",
        error_messages={"invalid_choice": "Baris itu tidak ada lagi di buku kas atau RAB. Pilih dari daftar."},
    )
    nilai = RupiahField(
        label="Nilai temuan (Rp)", min_value=0, help_text="Tulis 0 bila temuan tidak menyangkut uang.", initial=0
    )

    class Meta:
        model = Temuan
        fields = ["kunci", "uraian", "nilai"]

    def __init__(self, *args, usulan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kunci"].choices = pilihan_baris(usulan)


class JawabanForm(FormBiasa):
    bentuk = forms.ChoiceField(label="Bentuk jawaban", choices=Bentuk.choices)
    jawaban = forms.CharField(label="Jawaban", max_length=4000, widget=forms.Textarea)
    berkas = forms.FileField(
        label="Foto atau PDF bukti",
        required=False,
        help_text="Nota, atau bukti setor bila uang dikembalikan. Foto (JPG, PNG) atau PDF, paling besar 12 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def __init__(self, *args, temuan, **kwargs):
        bentuk, jawaban = pisah_bentuk(temuan.jawaban)
        super().__init__(*args, initial={"bentuk": bentuk, "jawaban": jawaban}, **kwargs)
        self.temuan = temuan

    def clean(self):
        isi = super().clean()
        kurang = isi.get("bentuk") in BERBUKTI and not isi.get("berkas") and self.temuan.bukti_id is None
        if kurang and "berkas" not in self.errors:
            self.add_error("berkas", "Bukti belum ada. Lampirkan foto atau PDF, atau pilih Penjelasan.")
        return isi


class PenyelesaianForm(FormBiasa):
    """How much of the amount is settled, and by what; closing needs all of it."""

    diselesaikan = RupiahField(
        label="Sudah diselesaikan seluruhnya (Rp)", min_value=0, help_text="Jumlah sampai hari ini, bukan tambahannya."
    )
    bentuk = forms.ChoiceField(label="Diselesaikan dengan", choices=Bentuk.choices)
    penutup = forms.CharField(label="Keterangan penyelesaian", max_length=250)
    tutup = forms.BooleanField(label="Tutup temuan ini", required=False)

    def __init__(self, *args, temuan, **kwargs):
        bentuk, penutup = pisah_bentuk(temuan.penutup)
        if not penutup:
            bentuk, _jawaban = pisah_bentuk(temuan.jawaban)
        awal = {"diselesaikan": temuan.diselesaikan, "bentuk": bentuk, "penutup": penutup}
        super().__init__(*args, initial=awal, **kwargs)
