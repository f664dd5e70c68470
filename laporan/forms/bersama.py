"""What deciding several filings together asks for: that they were looked at, and the SK where there is one."""

from django import forms
from django.utils import timezone

from anggaran.models import SKPenetapan
from rt.forms import FormBiasa


class BersamaForm(FormBiasa):
    """`daftar_tahun`: ids of the TahunProgram whose rows are decided; an SK known there, of that world, keeps its date."""

    sk_nomor = forms.CharField(label="Nomor SK", max_length=60)
    sk_tanggal = forms.DateField(label="Tanggal SK")
    dilihat = forms.BooleanField(error_messages={"required": "Centang bila semua baris sudah Anda lihat."})

    def __init__(self, *args, bersama, daftar_tahun=(), latihan=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.daftar_tahun, self.latihan = daftar_tahun, latihan
        if not bersama.ber_sk:
            del self.fields["sk_nomor"], self.fields["sk_tanggal"]
        if bersama.dilihat:
            self.fields["dilihat"].label = bersama.dilihat
        else:
            del self.fields["dilihat"]

    def clean_sk_nomor(self):
        return " ".join(self.cleaned_data["sk_nomor"].split())

    def clean(self):
        data = super().clean()
        nomor, tanggal = data.get("sk_nomor"), data.get("sk_tanggal")
        if not nomor or not tanggal:
            return data
        if tanggal > timezone.localdate():
            self.add_error("sk_tanggal", "Tanggal SK tidak boleh sesudah hari ini.")
        lama = SKPenetapan.objects.filter(tahun_program__in=self.daftar_tahun, nomor=nomor, latihan=self.latihan)
        for sk in lama.exclude(tanggal=tanggal)[:1]:
            self.add_error(
                "sk_tanggal", f"SK {sk.nomor} sudah tercatat bertanggal {sk.tanggal:%d/%m/%Y}. Samakan tanggalnya."
            )
        return data
