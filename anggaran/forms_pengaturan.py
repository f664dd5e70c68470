"""Forms of DPMPPA's settings."""

import re

from django import forms
from django.utils import timezone

from anggaran.acuan import PROGRAM_UTAMA, TAHUN_PILOT
from anggaran.models import BarisTetap, BukuKas, ItemWajib, TarifPajak
from pokja.models import AlasanKembali, TahunProgram, Tanda
from pokja.tahapan import DUA_BELAS, NOMOR_TAHAP
from rt.fields import RupiahField, VolumeField
from rt.forms import FormBiasa, FormDasar

TAHUN_TERKECIL, TAHUN_TERBESAR = 2015, 2100
DIGIT_TERBANYAK = 30
KK_TERBANYAK = 9_999
HARGA_TERBESAR = 1_000_000_000  # as BarisRAB holds it
VOLUME_TERBESAR = 1_000_000_000  # thousandths
# What may stand in braces in the pattern of numbers, each at its longest; Surat.nomor holds 80 characters.
ISIAN_NOMOR = {"urut": "000000", "jenis": "X" * 10, "kelurahan": "00.0000", "bulan": "VIII", "tahun": "2026"}
PANJANG_NOMOR = 80


def tahun_utama():
    return TahunProgram.objects.filter(program__kode=PROGRAM_UTAMA)


class TahunForm(FormDasar):
    class Meta:
        model = TahunProgram
        fields = ["dasar_hukum", "nama_dinas", "pola_nomor", "digit_rekening", "batas_pergeseran", "ditutup"]
        formfield_callback = FormDasar.isian_angka
        help_texts = {"ditutup": "Pengaturan tahun yang ditutup hanya bisa dibaca."}

    def clean_digit_rekening(self):
        teks = self.cleaned_data["digit_rekening"].replace(" ", "")
        cocok = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", teks)
        if cocok is None or not 1 <= int(cocok[1]) <= int(cocok[2]) <= DIGIT_TERBANYAK:
            raise forms.ValidationError("Tulis paling sedikit dan paling banyak, dipisah tanda hubung, misalnya 8-16.")
        return teks

    def clean_pola_nomor(self):
        pola = " ".join(self.cleaned_data["pola_nomor"].split())
        sisa = re.sub(r"\{(?:" + "|".join(ISIAN_NOMOR) + r")\}", "", pola)
        if cocok := re.search(r"\{[^{}]*\}?|\}", sisa):
            dikenal = ", ".join(f"{{{nama}}}" for nama in ISIAN_NOMOR)
            raise forms.ValidationError(f"“{cocok[0]}” tidak dikenal. Isian yang dapat dipakai: {dikenal}.")
        if "{urut}" not in pola:
            raise forms.ValidationError("{urut} wajib ada, supaya setiap surat mendapat nomor sendiri.")
        if len(pola.format(**ISIAN_NOMOR)) > PANJANG_NOMOR:
            raise forms.ValidationError(f"Nomor jadinya lebih dari {PANJANG_NOMOR} huruf. Pendekkan polanya.")
        return pola

    def clean_batas_pergeseran(self):
        persen = self.cleaned_data["batas_pergeseran"]
        if persen > 100:
            raise forms.ValidationError("Paling banyak 100 %.")
        return persen


class TahunBaruForm(FormBiasa):
    tahun = forms.IntegerField(label="Tahun program baru", min_value=TAHUN_TERKECIL, max_value=TAHUN_TERBESAR)
    salin_dari = forms.ModelChoiceField(
        TahunProgram.objects.none(),
        label="Salin pengaturan dari",
        empty_label=None,
        help_text="Yang disalin: tingkat, Kelompok, jadwal sebagai rancangan, baris tetap, barang wajib, termin.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        daftar = tahun_utama().exclude(tahun=TAHUN_PILOT)
        self.fields["salin_dari"].queryset = daftar
        self.fields["salin_dari"].label_from_instance = lambda tahun_program: str(tahun_program.tahun)
        terbaru = daftar.first()
        self.fields["salin_dari"].initial = terbaru
        self.fields["tahun"].initial = terbaru.tahun + 1 if terbaru else timezone.localdate().year

    def clean_tahun(self):
        tahun = self.cleaned_data["tahun"]
        if tahun_utama().filter(tahun=tahun).exists():
            raise forms.ValidationError(f"Tahun program {tahun} sudah ada. Buka pengaturannya, atau pilih tahun lain.")
        return tahun


class TingkatForm(FormBiasa):
    kk_minimal = forms.IntegerField(label="Mulai dari (KK)", min_value=0, max_value=KK_TERBANYAK)
    pagu = RupiahField(label="Pagu (Rp)", min_value=1)


class DasarTingkatFormSet(forms.BaseFormSet):
    """A tier is its lower bound alone, so all that can be wrong is: no row from 0, or the same bound twice."""

    deletion_widget = forms.CheckboxInput

    def clean(self):
        if any(self.errors):
            return
        daftar = [kk_minimal for kk_minimal, _pagu in self.isi]
        if 0 not in daftar:
            raise forms.ValidationError("Harus ada satu baris mulai dari 0 KK, supaya setiap RT punya pagu.")
        kembar = sorted({kk for kk in daftar if daftar.count(kk) > 1})
        if kembar:
            raise forms.ValidationError(f"Batas {kembar[0]} KK tertulis dua kali. Hapus salah satu.")

    @property
    def isi(self):
        """(kk_minimal, pagu) of the rows that stay, in order."""
        return sorted(
            (form.cleaned_data["kk_minimal"], form.cleaned_data["pagu"])
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        )


class TerminForm(FormBiasa):
    persen = forms.IntegerField(label="Bagian (%)", min_value=1, max_value=100)
    syarat = forms.CharField(label="Syarat", required=False, max_length=200)


class DasarTerminFormSet(forms.BaseFormSet):
    def clean(self):
        if any(self.errors):
            return
        jumlah = sum(persen for persen, _syarat in self.isi)
        if jumlah != 100:
            raise forms.ValidationError(f"Jumlah semua termin {jumlah} %, seharusnya 100 %.")

    @property
    def isi(self):
        """(persen, syarat) of the rows that stay, in order: termin 1, 2, ..."""
        return [
            (form.cleaned_data["persen"], form.cleaned_data["syarat"])
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]


def _formset(form, dasar):
    # validate_max also bounds what a forged management form may ask for.
    return forms.formset_factory(form, dasar, extra=2, can_delete=True, max_num=20, absolute_max=30, validate_max=True)


TingkatFormSet = _formset(TingkatForm, DasarTingkatFormSet)
TerminFormSet = _formset(TerminForm, DasarTerminFormSet)


class JadwalForm(forms.Form):
    """First and last day of the twelve tahap on one page. `tahun` bounds what is believable."""

    def __init__(self, *args, tahun, **kwargs):
        super().__init__(*args, **kwargs)
        self.tahun = tahun
        for tahap in DUA_BELAS:
            for ujung, label in (("mulai", "Mulai"), ("selesai", "Sampai")):
                self.fields[f"{tahap}_{ujung}"] = forms.DateField(
                    label=label,
                    required=False,
                    input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
                    widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
                )

    @property
    def daftar_baris(self):
        return [
            {
                "nomor": NOMOR_TAHAP[tahap],
                "label": tahap.label,
                "mulai": self[f"{tahap}_mulai"],
                "selesai": self[f"{tahap}_selesai"],
            }
            for tahap in DUA_BELAS
        ]

    def clean(self):
        for tahap in DUA_BELAS:
            mulai, selesai = self.cleaned_data.get(f"{tahap}_mulai"), self.cleaned_data.get(f"{tahap}_selesai")
            if {f"{tahap}_mulai", f"{tahap}_selesai"} & set(self.errors):
                continue
            if (mulai is None) != (selesai is None):
                kurang = f"{tahap}_selesai" if selesai is None else f"{tahap}_mulai"
                self.add_error(kurang, f"{tahap.label}: isi kedua tanggalnya, atau kosongkan keduanya.")
            elif mulai and selesai < mulai:
                self.add_error(f"{tahap}_selesai", f"{tahap.label}: tanggal akhir tidak boleh sebelum tanggal mulai.")
            elif mulai and not self.tahun <= mulai.year <= selesai.year <= self.tahun + 1:
                self.add_error(f"{tahap}_mulai", f"{tahap.label}: tanggalnya di luar tahun program {self.tahun}.")

    @property
    def isi(self):
        """{tahap: (mulai, selesai)} of the rows that are filled."""
        isi = {t: (self.cleaned_data[f"{t}_mulai"], self.cleaned_data[f"{t}_selesai"]) for t in DUA_BELAS}
        return {tahap: tanggal for tahap, tanggal in isi.items() if tanggal[0]}


class FormAcuan(FormDasar):
    """A row of a list. `induk` is what it hangs on: no field of the form, but its constraints count."""

    induk_nama = ""

    def __init__(self, *args, induk=None, **kwargs):
        super().__init__(*args, **kwargs)
        if self.induk_nama:
            setattr(self.instance, self.induk_nama, induk)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {self.induk_nama}

    def kunci(self, *daftar_nama):
        for nama in daftar_nama:
            self.fields[nama].disabled = True


class BarisTetapForm(FormAcuan):
    induk_nama = "kelompok"

    class Meta:
        model = BarisTetap
        fields = ["urut", "uraian", "jenis_biaya", "volume", "satuan", "harga_satuan", "sumber_aturan", "aktif"]
        formfield_callback = FormDasar.isian_angka
        labels = {"urut": "Urutan", "aktif": "Dipakai untuk RAB baru"}

    def clean_volume(self):
        volume = self.cleaned_data["volume"]
        if volume > VOLUME_TERBESAR:
            raise forms.ValidationError("Paling banyak 1.000.000. Periksa kembali angkanya.")
        return volume

    def clean_harga_satuan(self):
        harga = self.cleaned_data["harga_satuan"]
        if harga > HARGA_TERBESAR:
            raise forms.ValidationError("Paling banyak Rp1.000.000.000. Periksa kembali angkanya.")
        return harga


class ItemWajibForm(FormAcuan):
    induk_nama = "tahun_program"

    class Meta:
        model = ItemWajib
        fields = ["nama", "keterangan", "boleh_bebas", "aktif"]
        labels = {"boleh_bebas": "RT boleh dibebaskan dengan alasan", "aktif": "Wajib untuk proposal baru"}


class AlasanForm(FormAcuan):
    class Meta:
        model = AlasanKembali
        fields = ["teks", "aktif"]
        labels = {"teks": "Alasan", "aktif": "Ada di daftar pilihan"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and Tanda.objects.filter(alasan=self.instance, usulan__latihan=False).exists():
            self.kunci("teks")
            self.fields["teks"].help_text = "Sudah pernah dipakai. Untuk kata lain, buat alasan baru."


class TarifPajakForm(FormAcuan):
    tarif = VolumeField(label="Tarif (%)", help_text="Misalnya 1,5.")
    field_order = ["nama", "tarif", "mulai", "selesai"]

    class Meta:
        model = TarifPajak
        fields = ["nama", "mulai", "selesai"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # The field counts thousandths, the row hundredths of a per cent.
            self.fields["tarif"].initial = self.instance.per_sepuluh_ribu * 10
            if BukuKas.objects.filter(tarif=self.instance, usulan__latihan=False).exists():
                self.kunci("nama", "tarif", "mulai")
                self.fields[
                    "tarif"
                ].help_text = "Sudah dipakai di buku kas: isi tanggal akhirnya, lalu buat tarif baru."

    def clean_tarif(self):
        tarif = self.cleaned_data["tarif"]
        if tarif % 10 or tarif > 100_000:
            raise forms.ValidationError("Tulis paling banyak 100 dengan paling banyak dua angka di belakang koma.")
        return tarif

    def clean(self):
        isi = super().clean()
        if isi.get("mulai") and isi.get("selesai") and isi["selesai"] < isi["mulai"]:
            self.add_error("selesai", "Tanggal akhir tidak boleh sebelum tanggal mulai.")
        return isi

    def save(self, commit=True):
        self.instance.per_sepuluh_ribu = self.cleaned_data["tarif"] // 10
        return super().save(commit)
