"""Accounts, assignments, officials."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from rt.forms import FormBiasa, FormDasar, siapkan_isian
from rt.models import RT, TEMPAT_TUGAS, Kecamatan, Kelurahan, Pejabat, Pengguna, Peran


class KelurahanField(forms.ModelChoiceField):
    """68 names in the order of the alphabet; the kecamatan behind, to tell them apart."""

    def __init__(self, **kwargs):
        daftar = Kelurahan.objects.nyata().select_related("kecamatan").order_by("nama")
        super().__init__(daftar, **{"label": "Kelurahan", "empty_label": "Pilih kelurahan", **kwargs})

    def label_from_instance(self, kelurahan):
        return f"{kelurahan.nama} ({kelurahan.kecamatan.nama})"


def baca_daftar_nomor(teks):
    """Read "1, 3-5" or "RT 02 dan 07" as RT numbers, in order, each once. Raises ValidationError with an example."""
    bersih = re.sub(r"\s*[-–]\s*", "-", re.sub(r"(?i)\b(rt|dan)\b\.?", " ", teks))
    hasil = set()
    for bagian in re.split(r"[,;\s]+", bersih.strip(" ,;")):
        cocok = re.fullmatch(r"0*([0-9]{1,3})(?:-0*([0-9]{1,3}))?", bagian, re.ASCII)
        if cocok is None:
            raise ValidationError(f"“{bagian[:20]}” bukan nomor RT. Tulis misalnya 2, atau 1, 3-5 untuk beberapa RT.")
        awal, akhir = int(cocok[1]), int(cocok[2] or cocok[1])
        if not 1 <= awal <= akhir:
            raise ValidationError(f"“{bagian}” terbalik atau nol. Tulis dari nomor kecil ke besar, misalnya 3-5.")
        hasil.update(range(awal, akhir + 1))
    return sorted(hasil)


class TempatForm(FormBiasa):
    """Where a person of this Peran works: only the fields that the Peran needs. Clean gives `daftar_tempat`."""

    def __init__(self, *args, peran, **kwargs):
        self.peran = Peran(peran)
        self.kolom, self.daftar_jabatan = TEMPAT_TUGAS.get(self.peran, (None, ()))
        super().__init__(*args, **kwargs)
        if len(self.daftar_jabatan) > 1:
            pilihan = [("", "Pilih jabatan"), *[(jabatan.value, jabatan.label) for jabatan in self.daftar_jabatan]]
            self.fields["jabatan"] = forms.ChoiceField(choices=pilihan)
        if self.kolom in ("rt", "kelurahan"):
            self.fields["kelurahan"] = KelurahanField()
        if self.kolom == "rt":
            self.fields["nomor"] = forms.CharField(label="Nomor RT", max_length=200, help_text=self._contoh_nomor())
        if self.kolom == "kecamatan":
            self.fields["kecamatan"] = forms.ModelChoiceField(Kecamatan.objects.nyata(), empty_label="Pilih kecamatan")
        if self.kolom:
            self.fields["mulai"] = forms.DateField(label="Bertugas mulai", initial=timezone.localdate)
        siapkan_isian(self)

    def _contoh_nomor(self):
        if self.peran == Peran.PENDAMPING:
            return "Boleh beberapa sekaligus, misalnya 1, 3-5."
        return "Satu nomor, misalnya 2."

    def clean_nomor(self):
        daftar = baca_daftar_nomor(self.cleaned_data["nomor"])
        if len(daftar) > 1 and self.peran != Peran.PENDAMPING:
            raise ValidationError(f"{self.peran.label} bertugas di satu RT. Tulis satu nomor saja.")
        return daftar

    def clean(self):
        isi = super().clean()
        isi["jabatan"] = isi.get("jabatan") or (self.daftar_jabatan[0] if len(self.daftar_jabatan) == 1 else "")
        isi["daftar_tempat"] = []
        if self.kolom == "rt" and isi.get("kelurahan") and isi.get("nomor"):
            isi["daftar_tempat"] = self._cari_rt(isi["kelurahan"], isi["nomor"])
        elif self.kolom in ("kelurahan", "kecamatan") and isi.get(self.kolom):
            isi["daftar_tempat"] = [isi[self.kolom]]
        return isi

    def _cari_rt(self, kelurahan, daftar_nomor):
        daftar = list(RT.objects.filter(kelurahan=kelurahan, aktif=True).select_related("kelurahan").order_by("nomor"))
        ada = {rt.nomor for rt in daftar}
        if hilang := [nomor for nomor in daftar_nomor if nomor not in ada]:
            sebut = ", ".join(f"{nomor:02d}" for nomor in hilang[:10]) + (" dan lainnya" if len(hilang) > 10 else "")
            jangkauan = f"Nomor yang ada antara {min(ada):02d} dan {max(ada):02d}." if ada else "Belum ada RT di sana."
            self.add_error("nomor", f"RT {sebut} tidak ada di Kelurahan {kelurahan}. {jangkauan}")
        return [rt for rt in daftar if rt.nomor in daftar_nomor]

    def tugas(self):
        """The arguments of `tugaskan` and `buat_akun`."""
        isi = self.cleaned_data
        return {"jabatan": isi["jabatan"], "daftar_tempat": isi["daftar_tempat"], "mulai": isi.get("mulai")}


class NamaPenggunaField(forms.RegexField):
    def to_python(self, value):
        """Capitals are the phone's, not the person's."""
        return super().to_python(value).lower()


class AkunForm(TempatForm):
    """A new account with its first place."""

    field_order = ["nama", "username", "email"]

    nama = forms.CharField(label="Nama lengkap", max_length=150)
    username = NamaPenggunaField(
        r"\A[a-z0-9][a-z0-9._-]{2,59}\Z",
        label="Nama pengguna",
        help_text="Dipakai untuk masuk. Huruf kecil, angka, titik atau strip, misalnya rt02.kenalibesar.",
        error_messages={
            "invalid": "Pakai 3 sampai 60 huruf kecil, angka, titik, strip atau garis bawah, diawali huruf atau angka."
        },
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(label="Surel", required=False)

    def clean_username(self):
        nama = self.cleaned_data["username"]
        if Pengguna.objects.filter(username__iexact=nama).exists():
            raise ValidationError("Nama pengguna itu sudah dipakai. Pilih yang lain.")
        return nama


class PenggunaForm(FormDasar):
    class Meta:
        model = Pengguna
        fields = ["nama", "email", "is_active"]
        help_texts = {"is_active": "Tanpa centang, orang ini langsung keluar dan tidak bisa masuk lagi."}


class AkhiriForm(FormBiasa):
    """The last day of a Penugasan or a Pejabat."""

    selesai = forms.DateField(
        label="Hari terakhir bertugas",
        initial=timezone.localdate,
        help_text="Hari itu masih termasuk bertugas; keesokan harinya tidak lagi.",
    )


class AlamatKantorForm(FormDasar):
    class Meta:
        model = Kelurahan
        fields = ["alamat_kantor"]
        labels = {"alamat_kantor": "Alamat kantor lurah"}
        help_texts = {
            "alamat_kantor": "Tercetak di kepala surat, misalnya Jalan Kapten Pattimura Nomor 10, Kode Pos 36129."
        }

    def clean_alamat_kantor(self):
        return " ".join(self.cleaned_data["alamat_kantor"].split())


class PejabatForm(FormDasar):
    class Meta:
        model = Pejabat
        fields = ["lembaga", "kelurahan", "kecamatan", "jabatan", "nama", "nip", "mulai"]
        labels = {"nama": "Nama lengkap dan gelar", "mulai": "Menjabat mulai"}
        help_texts = {
            "kelurahan": "Hanya untuk pejabat kelurahan.",
            "kecamatan": "Hanya untuk pejabat kecamatan.",
            "jabatan": "Seperti yang tertulis di bawah tanda tangan, misalnya Plt. Lurah Kenali Besar.",
            "nip": "18 angka.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kelurahan"] = KelurahanField(required=False, help_text=self.fields["kelurahan"].help_text)
        self.fields["kecamatan"].queryset = Kecamatan.objects.nyata()

    def clean_nip(self):
        nip = re.sub(r"[\s.]", "", self.cleaned_data["nip"])
        if nip and not re.fullmatch(r"[0-9]{18}", nip):
            raise ValidationError("NIP terdiri dari 18 angka. Periksa lagi angkanya.")
        return nip

    def clean(self):
        isi = super().clean()
        for kolom in ("kelurahan", "kecamatan"):
            if isi.get("lembaga") == kolom and not isi.get(kolom) and kolom not in self.errors:
                self.add_error(kolom, f"Pilih {kolom} tempat pejabat ini bertugas.")
            elif isi.get("lembaga") and isi["lembaga"] != kolom and isi.get(kolom):
                self.add_error(kolom, f"Kosongkan: lembaga yang dipilih bukan {kolom}.")
        return isi
