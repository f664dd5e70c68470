"""Forms of an objection: the RT's, the kelurahan's and DPMPPA's. What may be done is asked of services/sanggah.py."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from anggaran.forms_bukti import BerbuktiForm
from anggaran.forms_pencairan import isian_alasan
from anggaran.models import Sanggah
from anggaran.services.pengaruh_kk import halangan_tanggal
from anggaran.services.sanggah import AWAL_SUMBER
from pokja.models import Berkas
from rt.forms import FormBiasa
from rt.forms_rt import KK_TERBANYAK, BilanganField

PANJANG_ALASAN = 2000
PANJANG_PENDAPAT = 500
# DataKK.sumber holds 200 characters, with AWAL_SUMBER before it.
PANJANG_SUMBER = 180


class SanggahForm(BerbuktiForm):
    jenis_bukti = Berkas.Jenis.BUKTI_SANGGAH
    judul_bukti = "Foto bukti"
    kk = BilanganField(
        label="Jumlah KK yang benar", terbanyak=KK_TERBANYAK, help_text="Hitung semua KK di RT ini, misalnya 104."
    )
    alasan = isian_alasan(
        "Alasan", "Misalnya: 12 KK di perumahan baru belum terhitung waktu pendataan.", max_length=PANJANG_ALASAN
    )
    field_order = ("kk", "alasan", "foto")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["foto"].help_text = (
            "Daftar KK bertanda tangan, surat keterangan, atau kartu keluarga. Foto (JPG, PNG) atau PDF, paling besar "
            "12 MB. Bukti lain bisa ditambahkan sesudah sanggah terkirim."
        )


class BuktiSanggahForm(BerbuktiForm):
    jenis_bukti = Berkas.Jenis.BUKTI_SANGGAH
    judul_bukti = "Foto bukti lain"


class PendapatForm(FormBiasa):
    pendapat = forms.ChoiceField(label="Pendapat kelurahan", choices=[("", "---------"), *Sanggah.Pendapat.choices])
    alasan = isian_alasan(
        "Yang diperiksa, dan alasannya",
        "Misalnya: dihitung bersama pendamping pada 12 November, 104 KK. Dibaca RT dan DPMPPA.",
        max_length=PANJANG_PENDAPAT,
    )


class TerimaSanggahForm(FormBiasa):
    kk = BilanganField(label="Jumlah KK yang dicatat", terbanyak=KK_TERBANYAK)
    tanggal = forms.DateField(label="Keadaan per tanggal")
    sumber = forms.CharField(
        label="Nomor berita acara atau surat",
        max_length=PANJANG_SUMBER,
        help_text=f"Dicatat sebagai sumber data KK: “{AWAL_SUMBER}...”.",
    )

    def __init__(self, *args, sanggah, **kwargs):
        super().__init__(*args, initial={"kk": sanggah.kk, "tanggal": timezone.localdate()}, **kwargs)
        self.sanggah = sanggah

    def clean_tanggal(self):
        tanggal = self.cleaned_data["tanggal"]
        if tanggal > timezone.localdate():
            raise ValidationError("Tanggalnya tidak boleh di masa depan. Isi hari ini atau sebelumnya.")
        halangan = halangan_tanggal(self.sanggah.usulan, tanggal)
        if halangan:
            raise ValidationError(halangan)
        return tanggal


class TolakSanggahForm(FormBiasa):
    alasan = isian_alasan(
        "Alasan menolak", "Dibaca RT dan kelurahan. Sebutkan bukti apa yang kurang.", max_length=PANJANG_PENDAPAT
    )
