"""What DPMPPA changes about one RT. Hidden fields carry what the page showed, so that a stale one is refused."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from rt.angka import baca_bilangan, normal_telepon
from rt.forms import FormBiasa

KK_TERBANYAK, JIWA_TERBANYAK = 9_999, 99_999


class BilanganField(forms.CharField):
    """A count as people write it: "128", "128 KK", "1.020"."""

    def __init__(self, *, terbanyak, **kwargs):
        self.terbanyak = terbanyak
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def clean(self, value):
        teks = super().clean(value)
        if not teks:
            return None
        try:
            nilai = baca_bilangan(teks, self.label)
        except ValueError as kesalahan:
            raise ValidationError(str(kesalahan)) from kesalahan
        if not 1 <= nilai <= self.terbanyak:
            batas = f"{self.terbanyak:,d}".replace(",", ".")
            raise ValidationError(f"{self.label} harus dari 1 sampai {batas}. Periksa kembali angkanya.")
        return nilai


class TeleponField(forms.CharField):
    def __init__(self, **kwargs):
        umum = {"label": "Nomor HP/WA", "help_text": "Misalnya 081234567890.", "required": False}
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"type": "tel"}), **{**umum, **kwargs})

    def clean(self, value):
        try:
            return normal_telepon(super().clean(value))
        except ValidationError:
            raise
        except ValueError as kesalahan:
            raise ValidationError(str(kesalahan)) from kesalahan


def _tidak_nanti(tanggal):
    if tanggal > timezone.localdate():
        raise ValidationError("Tanggalnya tidak boleh di masa depan. Isi hari ini atau sebelumnya.")


class NomorForm(FormBiasa):
    nomor = forms.IntegerField(label="Nomor RT yang baru", min_value=1, max_value=999)
    alasan = forms.CharField(
        label="Alasan", max_length=200, help_text="Misalnya pemekaran RT menurut SK Lurah nomor 12 tahun 2026."
    )
    nomor_lama = forms.IntegerField(widget=forms.HiddenInput)


class KetuaForm(FormBiasa):
    nama = forms.CharField(label="Nama ketua RT", max_length=150)
    pembetulan = forms.BooleanField(
        label="Orangnya sama, hanya ejaan namanya dibetulkan",
        required=False,
        help_text="Tanpa centang, ketua lama dicatat di riwayat dan akunnya tidak lagi membuka RT ini.",
    )
    telepon = TeleponField(help_text="Nomor ketua yang baru, misalnya 081234567890.")
    mulai = forms.DateField(label="Menjabat mulai", initial=timezone.localdate, validators=[_tidak_nanti])
    nama_lama = forms.CharField(widget=forms.HiddenInput, required=False, max_length=150, strip=False)


class TeleponForm(FormBiasa):
    telepon = TeleponField()


class KKForm(FormBiasa):
    kk = BilanganField(label="Jumlah KK", terbanyak=KK_TERBANYAK)
    jiwa = BilanganField(label="Jumlah jiwa", terbanyak=JIWA_TERBANYAK, required=False)
    tanggal = forms.DateField(label="Keadaan per tanggal", validators=[_tidak_nanti])
    sumber = forms.CharField(max_length=200, help_text="Misalnya pendataan kelurahan, atau Dinas Dukcapil.")
