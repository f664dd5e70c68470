import django_filters
from django.utils import timezone

from pokja.models import Kelompok, TahunProgram, Usulan
from rt.models import Kelurahan


def daftar_tahun():
    return [
        (tahun, tahun) for tahun in TahunProgram.objects.order_by("-tahun").values_list("tahun", flat=True).distinct()
    ]


def tahun_berjalan(pada=None):
    """The year a list shows when none is asked for: the newest open one that has begun.

    Next year's may be prepared already; a city with no such year sees the nearest there is.
    """
    kini = (pada or timezone.localdate()).year
    daftar = list(TahunProgram.objects.values_list("tahun", "ditutup"))
    terbuka = [tahun for tahun, ditutup in daftar if not ditutup]
    dimulai = [tahun for tahun in terbuka if tahun <= kini]
    return max(dimulai, default=None) or min(terbuka, default=None) or max((tahun for tahun, _ in daftar), default=None)


def daftar_kelompok():
    return [
        (kode, f"Kelompok {kode}")
        for kode in Kelompok.objects.order_by("kode").values_list("kode", flat=True).distinct()
    ]


def daftar_kelurahan(request):
    """The kelurahan of this person's world."""
    return Kelurahan.objects.sedunia(request.user).order_by("nama")


class SosialisasiFilter(django_filters.FilterSet):
    tahun = django_filters.ChoiceFilter(
        field_name="tahun_program__tahun", choices=daftar_tahun, label="Tahun program", empty_label=None
    )
    kelompok = django_filters.ChoiceFilter(
        field_name="kelompok__kode", choices=daftar_kelompok, label="Kelompok", empty_label="Semua"
    )
    kelurahan = django_filters.ModelChoiceFilter(
        field_name="rt__kelurahan", queryset=daftar_kelurahan, label="Kelurahan", empty_label="Semua"
    )

    class Meta:
        model = Usulan
        fields = ()

    def cip(self):
        """The filters in use: (label, query string without it, or None for the year, which always stands)."""
        daftar = []
        for nama, nilai in self.form.cleaned_data.items():
            if nilai:
                sisa = self.data.copy()
                sisa.pop(nama)
                label = f"{self.form.fields[nama].label}: {nilai}"
                daftar.append({"label": label, "qs": None if nama == "tahun" else sisa.urlencode()})
        return daftar
