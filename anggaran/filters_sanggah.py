"""The filters of the queue of objections; names and values as in every list (README)."""

import django_filters

from anggaran.models import Sanggah
from pokja.filters import daftar_kelompok, daftar_tahun
from rt.models import RT, Kelurahan

SEMUA = "semua"
TAK_DIKENAL = {"invalid_choice": "Pilihan itu tidak dikenal. Pilih salah satu dari daftar, atau kosongkan."}


def _kelurahan(request):
    return Kelurahan.objects.filter(pk__in=RT.objects.untuk(request.user).values("kelurahan")).order_by("nama")


class SanggahFilter(django_filters.FilterSet):
    tahun = django_filters.ChoiceFilter(
        method="saring_tahun", label="Tahun program", empty_label=None, error_messages=TAK_DIKENAL
    )  # fmt: skip
    kelompok = django_filters.ChoiceFilter(
        field_name="usulan__kelompok__kode", choices=daftar_kelompok, label="Kelompok", empty_label="Semua",
        error_messages=TAK_DIKENAL,
    )  # fmt: skip
    kelurahan = django_filters.ModelChoiceFilter(
        field_name="usulan__rt__kelurahan", queryset=_kelurahan, to_field_name="kode", label="Kelurahan",
        empty_label="Semua", error_messages=TAK_DIKENAL,
    )  # fmt: skip
    pagu = django_filters.ChoiceFilter(
        method="saring_pagu", label="Pagu", choices=[("sementara", "Masih sementara"), ("tetap", "Sudah ditetapkan")],
        empty_label="Semua", error_messages=TAK_DIKENAL,
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A list and no function: Django would ask a function four times for one page.
        self.filters["tahun"].extra["choices"] = [*daftar_tahun(), (SEMUA, "Semua tahun")]

    class Meta:
        model = Sanggah
        fields = ()

    def saring_tahun(self, queryset, nama, nilai):
        return queryset if nilai == SEMUA else queryset.filter(usulan__tahun_program__tahun=nilai)

    def saring_pagu(self, queryset, nama, nilai):
        return queryset.filter(usulan__alokasi__sementara=nilai == "sementara")

    def cip(self):
        """The filters in use: (label, query string without it, or None for the year, which always stands)."""
        daftar = []
        for nama, nilai in self.form.cleaned_data.items():
            if nilai:
                sisa = self.data.copy()
                sisa.pop(nama)
                kata = nilai if nama == "kelurahan" else dict(self.form.fields[nama].choices).get(nilai, nilai)
                label = f"{self.form.fields[nama].label}: {kata}"
                daftar.append({"label": label, "qs": None if nama == "tahun" else sisa.urlencode()})
        return daftar
