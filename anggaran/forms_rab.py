"""Forms of Renja 1 tahun, proposal, RAB and its shifts."""

from django import forms

from anggaran.forms_bukti import BerbuktiForm
from anggaran.models import BarisRAB, ItemWajib, JenisBiaya, PembebasanItem, Proposal
from anggaran.services.pergeseran import nilai_ditetapkan
from anggaran.services.rab import rab_berlaku, total_rab, total_renja
from pokja.models import Berkas, KegiatanTahunan, Sumber
from rt.angka import ribuan
from rt.fields import RupiahField
from rt.forms import FormBiasa, IsianForm

# What the database holds of a RAB line, see BarisRAB.
VOLUME_TERBESAR = 1_000_000
HARGA_TERBESAR = 1_000_000_000


class BersisaForm(IsianForm):
    """A row of money below the pagu. `sisa` is what is left now, `sisa_lain` what would be left without this row;

    `terpakai` and `terpakai_lain` in the same way what is planned, `lebih` what is planned above the pagu.
    """

    kolom_uang = ""
    label_total = "Dana program"
    label_sisa = "Sisa pagu"

    def hitung_sisa(self, total, ditetapkan=None):
        """`ditetapkan`: the amount DPMPPA approved, which is the ceiling from then on."""
        alokasi = getattr(self.usulan, "alokasi", None)
        self.pagu, self.terpakai = alokasi.pagu if alokasi else 0, total
        if ditetapkan is not None:
            self.label_sisa, self.pagu = "Sisa dana yang ditetapkan", ditetapkan
        self.sisa = self.pagu - total
        terhitung = self.instance.pk and self.instance.sumber == Sumber.PROGRAM
        baris_ini = getattr(self.instance, self.kolom_uang) if terhitung else 0
        self.sisa_lain, self.terpakai_lain = self.sisa + baris_ini, total - baris_ini
        self.lebih = max(-self.sisa, 0)


class RenjaForm(BersisaForm):
    kolom_uang = "perkiraan"

    class Meta:
        model = KegiatanTahunan
        fields = ["dari", "lokasi", "volume", "satuan", "perkiraan", "sumber"]
        formfield_callback = IsianForm.isian_angka
        help_texts = {
            "dari": "Hanya kegiatan yang ada di Renja 5 tahun RT ini.",
            "satuan": "Misalnya meter, titik, unit.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dari"].queryset = self.usulan.daftar_renja5.all()
        self.fields["dari"].empty_label = "Pilih kegiatan"
        self.fields["perkiraan"].widget.attrs["data-harga"] = True
        self.fields["sumber"].widget.attrs["data-sumber"] = True
        self.hitung_sisa(total_renja(self.usulan))


def isian_kata(label, bantuan):
    return forms.CharField(label=label, help_text=bantuan, widget=forms.Textarea, max_length=10_000)


class ProposalForm(IsianForm):
    latar_belakang = isian_kata("Latar belakang", "Keadaan sekarang dan masalah yang mau diselesaikan.")
    tujuan = isian_kata("Tujuan", "Apa yang menjadi lebih baik sesudah kegiatan selesai.")
    penerima_manfaat = forms.IntegerField(
        label="Warga yang mendapat manfaat (orang)", min_value=1, max_value=100_000, widget=forms.NumberInput
    )
    cara_pelaksanaan = isian_kata("Cara pelaksanaan", "Siapa mengerjakan apa: gotong royong, tukang, pengawas.")

    class Meta:
        model = Proposal
        fields = ["latar_belakang", "tujuan", "penerima_manfaat", "cara_pelaksanaan"]


class HargaForm(BersisaForm):
    """Volume times price, as far as the database holds it."""

    kolom_uang = "jumlah"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["volume"].help_text = "Misalnya 120 atau 2,5."
        self.fields["harga_satuan"] = RupiahField(label="Harga satuan (Rp)", min_value=1, max_value=HARGA_TERBESAR)

    def hitung_di_layar(self):
        self.fields["volume"].widget.attrs["data-volume"] = True
        self.fields["harga_satuan"].widget.attrs["data-harga"] = True

    def clean_volume(self):
        volume = self.cleaned_data["volume"]
        if volume > VOLUME_TERBESAR * 1000:
            raise forms.ValidationError(f"Volume paling besar {ribuan(VOLUME_TERBESAR)}. Periksa jumlah angkanya.")
        return volume


class RabForm(HargaForm):
    """A line that people write, of the RAB in force or of a draft; fixed lines have no form."""

    class Meta:
        model = BarisRAB
        fields = ["kegiatan", "jenis_biaya", "uraian", "volume", "satuan", "harga_satuan", "sumber", "item_wajib"]
        formfield_callback = IsianForm.isian_angka
        help_texts = {
            "satuan": "Misalnya sak, m3, batang, HOK, unit.",
            "sumber": "Satu sumber untuk satu baris. Swadaya tidak mengurangi pagu.",
            "item_wajib": "Pilih hanya bila baris ini membeli barang itu.",
        }

    def __init__(self, *args, versi_rab=None, **kwargs):
        super().__init__(*args, **kwargs)
        versi_rab = versi_rab or rab_berlaku(self.usulan)
        if not self.instance.pk:
            self.instance.versi_rab = versi_rab
        kegiatan = self.fields["kegiatan"]
        kegiatan.required = True
        kegiatan.empty_label = "Pilih kegiatan"
        self.fields["jenis_biaya"].choices = [("", "Pilih jenis biaya"), *JenisBiaya.choices]
        kegiatan.queryset = self.usulan.daftar_renja1.select_related("dari")
        kegiatan.label_from_instance = lambda k: f"{k}, {k.lokasi} ({k.get_sumber_display().lower()})"
        daftar = ItemWajib.objects.filter(tahun_program=self.usulan.tahun_program_id, aktif=True)
        self.fields["item_wajib"].queryset = daftar
        self.fields["item_wajib"].empty_label = "Bukan barang wajib"
        self.fields["sumber"].widget.attrs["data-sumber"] = True
        self.hitung_di_layar()
        total = total_rab(versi_rab) if versi_rab else 0
        self.hitung_sisa(total, nilai_ditetapkan(self.usulan))


class GeserForm(HargaForm):
    """A line of the version in force, in a shift: only its volume and price move."""

    class Meta:
        model = BarisRAB
        fields = ["volume", "harga_satuan"]
        formfield_callback = IsianForm.isian_angka

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.sumber == Sumber.PROGRAM:
            self.hitung_di_layar()
        self.hitung_sisa(total_rab(self.instance.versi_rab), nilai_ditetapkan(self.usulan))


class PembebasanForm(IsianForm):
    class Meta:
        model = PembebasanItem
        fields = ["item_wajib", "alasan"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        daftar = ItemWajib.objects.filter(tahun_program=self.usulan.tahun_program_id, aktif=True, boleh_bebas=True)
        self.fields["item_wajib"].queryset = daftar
        self.fields["item_wajib"].empty_label = "Pilih barang"


class MulaiPergeseranForm(BerbuktiForm):
    """Why money is to be moved, and the minutes of the meeting that said so."""

    jenis_bukti = Berkas.Jenis.BA_PERGESERAN
    judul_bukti = "Berita acara musyawarah"
    alasan = forms.CharField(
        label="Alasan pergeseran", widget=forms.Textarea, max_length=2000, help_text="Misalnya harga semen naik."
    )


class PutusanForm(FormBiasa):
    catatan = forms.CharField(
        label="Catatan untuk RT",
        widget=forms.Textarea,
        max_length=300,
        required=False,
        help_text="Wajib diisi bila pergeseran ditolak.",
    )
