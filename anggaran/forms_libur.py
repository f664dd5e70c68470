"""Forms of the holidays: one day, or many lines at once."""

import re
from datetime import date, datetime

from django import forms

from pokja.models import HariLibur
from rt.forms import FormBiasa, FormDasar
from rt.templatetags.rupiah import BULAN
from rt.templatetags.rupiah import tanggal as tulis_tanggal

BARIS_TERBANYAK = 100
POLA_ANGKA = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
TANGGAL_KATA = re.compile(r"([0-9]{1,2}) ([^\W\d_]+) ([0-9]{4})(?: (.*))?")
CONTOH = "17/08/2026 Hari Kemerdekaan"


class HariLiburForm(FormDasar):
    class Meta:
        model = HariLibur
        fields = ["tanggal", "nama"]


class TempelLiburForm(FormBiasa):
    """A line a day, as copied from the decree. One unreadable line and nothing is saved."""

    isi = forms.CharField(
        label="Daftar hari libur",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=20_000,
        help_text=f"Satu baris satu hari, tanggal lalu namanya, misalnya {CONTOH} atau 17 Agustus 2026 Hari Kemerdekaan.",
    )

    def clean_isi(self):
        daftar = [
            (nomor, " ".join(baris.split())) for nomor, baris in enumerate(self.cleaned_data["isi"].split("\n"), 1)
        ]
        daftar = [(nomor, baris) for nomor, baris in daftar if baris]
        if len(daftar) > BARIS_TERBANYAK:
            raise forms.ValidationError(f"Paling banyak {BARIS_TERBANYAK} baris sekali kirim. Bagi menjadi dua kali.")
        galat, self.baru, self.sama = [], {}, []
        lama = {libur.tanggal: libur.nama for libur in HariLibur.objects.all()}
        for nomor, baris in daftar:
            if pesan := self._catat(baris, lama):
                galat.append(f"Baris {nomor}: {pesan}")
        if galat:
            raise forms.ValidationError(galat)
        return self.cleaned_data["isi"]

    def _catat(self, baris, lama):
        """Take one line; answers with what is wrong with it, if anything is."""
        hari, nama = baca_baris(baris)
        if hari is None:
            return f"tanggal “{baris[:30]}” tidak terbaca. Tulis seperti {CONTOH}."
        if not nama or len(nama) > 100:
            return f"tulis nama hari liburnya, paling banyak 100 huruf, misalnya {CONTOH}."
        if not 2015 <= hari.year <= 2100:
            return f"tahun {hari.year} di luar 2015 sampai 2100. Periksa kembali tanggalnya."
        if hari in self.baru:
            return f"{tulis_tanggal(hari)} tertulis dua kali. Hapus salah satu."
        if hari not in lama:
            self.baru[hari] = nama
        elif lama[hari] == nama:
            self.sama.append(hari)
        else:
            return f"{tulis_tanggal(hari)} sudah ada sebagai “{lama[hari]}”. Ubah di daftar, lalu hapus baris ini."
        return ""

    @property
    def tahun(self):
        """The year of the first day that was pasted."""
        return min([*self.baru, *self.sama]).year

    def simpan(self):
        """Add the new days; a day that somebody added meanwhile stays theirs."""
        HariLibur.objects.bulk_create(
            (HariLibur(tanggal=hari, nama=nama) for hari, nama in self.baru.items()), ignore_conflicts=True
        )


def baca_baris(baris):
    """(date or None, name) of "17/08/2026 Hari Kemerdekaan" or "17 Agustus 2026 Hari Kemerdekaan"."""
    if cocok := TANGGAL_KATA.fullmatch(baris):
        return _tanggal_kata(*cocok.group(1, 2, 3)), _nama(cocok[4] or "")
    depan, _, nama = baris.partition(" ")
    for pola in POLA_ANGKA:
        try:
            return datetime.strptime(depan.rstrip(",;:"), pola).date(), _nama(nama)
        except ValueError:
            continue
    return None, ""


def _tanggal_kata(hari, bulan, tahun):
    try:
        return date(int(tahun), [nama.lower() for nama in BULAN].index(bulan.lower()) + 1, int(hari))
    except ValueError:
        return None


def _nama(teks):
    """Without the dash or colon that stands between date and name in many lists."""
    return teks.lstrip("-–:;, ").strip()
