from django import forms

from laporan.filters import TAK_DIKENAL, Pilih
from laporan.pencarian import syarat_cari
from laporan.publik.data import usulan_publik
from pokja.filters import tahun_berjalan
from pokja.models import TahunProgram
from rt.models import Kelurahan


class SaringPublik(forms.Form):
    """?tahun= (the running year when it is missing), ?kelurahan= (code), ?cari= (RT or kelurahan, never a person)."""

    tahun = forms.ChoiceField(label="Tahun", widget=Pilih, required=False, error_messages=TAK_DIKENAL)
    kelurahan = forms.ChoiceField(label="Kelurahan", widget=Pilih, required=False, error_messages=TAK_DIKENAL)
    cari = forms.CharField(
        label="Cari RT atau kelurahan", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "placeholder": "Misalnya RT 2 Kenali"}),
    )  # fmt: skip

    def __init__(self, data):
        data = data.copy()
        if not data.get("tahun"):
            data["tahun"] = str(tahun_berjalan() or "")
        super().__init__(data)
        self.daftar_tahun = list(TahunProgram.objects.order_by("-tahun").values_list("tahun", flat=True).distinct())
        self.fields["tahun"].choices = [(tahun, tahun) for tahun in self.daftar_tahun]
        self.fields["kelurahan"].choices = [("", "Semua kelurahan"), *_kelurahan()]

    @property
    def tahun_dipilih(self):
        return self.cleaned_data["tahun"]

    def usulan(self):
        """The Usulan asked for. Only after is_valid."""
        isi = self.cleaned_data
        daftar = usulan_publik().filter(tahun_program__tahun=int(isi["tahun"] or 0))
        if isi["kelurahan"]:
            daftar = daftar.filter(rt__kelurahan__kode=isi["kelurahan"])
        if isi["cari"]:
            syarat = syarat_cari(isi["cari"], rt="rt__")
            daftar = daftar.none() if syarat is None else daftar.filter(syarat)
        return daftar

    def kueri(self):
        """The filters in use, for the addresses of the pager."""
        return {nama: isi for nama, isi in self.cleaned_data.items() if isi}


def _kelurahan():
    wilayah = {}
    for kecamatan, kode, nama in (
        Kelurahan.objects.nyata().order_by("kecamatan__nama", "nama").values_list("kecamatan__nama", "kode", "nama")
    ):
        wilayah.setdefault(kecamatan, []).append((kode, nama))
    return list(wilayah.items())
