"""The filters of every list. Their names are a contract (README): address bar, page and sheet share them."""

from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from anggaran.models import Jenis
from laporan.kolom.pencairan import KEADAAN
from laporan.pencarian import syarat_cari
from pokja.filters import tahun_berjalan
from pokja.models import TahunProgram, Usulan
from pokja.tahapan import DUA_BELAS, GILIRAN_PERAN, NOMOR_TAHAP, Giliran, Tahap
from rt.angka import rupiah
from rt.models import RT, Kelurahan

SEMUA = "semua"
TAK_DIKENAL = {"invalid_choice": "“%(value)s” tidak dikenal. Pilih salah satu dari daftar, atau kosongkan."}


class Pilih(forms.Select):
    """A select drawn in Python: Django renders a template per option, which for 68 kelurahan costs more than the rows."""

    def render(self, name, value, attrs=None, renderer=None):
        terpilih = "" if value is None else str(value)
        isi = []
        for kode, label in self.choices:
            if isinstance(label, (list, tuple)):
                anak = "".join(self._opsi(*pasangan, terpilih) for pasangan in label)
                isi.append(format_html('<optgroup label="{}">{}</optgroup>', kode, mark_safe(anak)))  # noqa: S308
            else:
                isi.append(self._opsi(kode, label, terpilih))
        atribut = flatatt(self.build_attrs(self.attrs, attrs) | {"name": name})
        return format_html("<select{}>{}</select>", atribut, mark_safe("".join(isi)))  # noqa: S308

    @staticmethod
    def _opsi(kode, label, terpilih):
        dipilih = " selected" if str(kode) == terpilih else ""
        return f'<option value="{escape(kode)}"{dipilih}>{escape(label)}</option>'


def pilihan(label, choices=(), **kwargs):
    kwargs = {"empty_label": "Semua", **kwargs}
    return django_filters.ChoiceFilter(label=label, choices=choices, widget=Pilih, error_messages=TAK_DIKENAL, **kwargs)


def tanggal(label, path, lookup):
    return django_filters.DateFilter(
        label=label,
        field_name=path,
        lookup_expr=lookup,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": "Tanggal tidak terbaca. Tulis seperti 21/11/2026."},
    )


class Saring(django_filters.FilterSet):
    """What every list can be filtered by. `rt` and `usulan` are the paths from the listed row to its RT and Usulan."""

    rt = "rt__"
    usulan = ""
    teks = ()  # further columns that the search looks into
    tersembunyi = ()  # filters whose field stands in the form only while it is used

    cari = django_filters.CharFilter(
        label="Cari RT, kelurahan atau ketua", method="saring_cari", max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    tahun = pilihan("Tahun program", method="saring_tahun", empty_label=None)
    kecamatan = pilihan("Kecamatan", method="saring_kecamatan")
    kelurahan = pilihan("Kelurahan", method="saring_kelurahan")
    kelompok = pilihan("Kelompok", method="saring_kelompok")

    def __init__(self, data, queryset, *, pengguna):
        self.pengguna = pengguna
        self.mentah = data
        data = data.copy()
        if not data.get("tahun"):
            data["tahun"] = str(tahun_berjalan() or SEMUA)
        super().__init__(data, queryset)
        self._isi_pilihan()

    def _isi_pilihan(self):
        wilayah = {}
        self._kelurahan = {}
        daftar = Kelurahan.objects.filter(pk__in=RT.objects.untuk(self.pengguna).values("kelurahan"))
        for pk, kode, nama, kec_kode, kec_nama in daftar.values_list(
            "pk", "kode", "nama", "kecamatan__kode", "kecamatan__nama"
        ):
            wilayah.setdefault((kec_kode, kec_nama), []).append((kode, nama))
            self._kelurahan[kode] = pk
        # Every year with its Kelompok and the pagu of its tiers, in one query.
        baris = TahunProgram.objects.order_by("-tahun").values_list(
            "tahun", "pk", "daftar_kelompok__kode", "daftar_kelompok", "daftar_tingkat__pagu"
        )
        self._program, self._kelompok, daftar_pagu = {}, {}, set()
        for tahun, program, kode, kelompok, pagu in baris:
            self._program.setdefault(str(tahun), set()).add(program)
            if kode is not None:
                self._kelompok.setdefault(kode, set()).add(kelompok)
            if pagu is not None:
                daftar_pagu.add(pagu)
        self._pasang("tahun", [*((tahun, tahun) for tahun in self._program), (SEMUA, "Semua tahun")])
        self._pasang("kecamatan", sorted(wilayah))
        self._pasang("kelurahan", [(nama, isi) for (_kode, nama), isi in sorted(wilayah.items())])
        self._pasang("kelompok", [(kode, kode) for kode in sorted(self._kelompok)])
        self._pasang("tingkat", [(str(pagu), rupiah(pagu)) for pagu in sorted(daftar_pagu)])

    def _pasang(self, nama, choices):
        if nama in self.filters:
            self.filters[nama].extra["choices"] = choices

    # --- one method per filter --------------------------------------------------------------------------------------

    def pada_usulan(self, queryset, **syarat):
        return queryset.filter(**{f"{self.usulan}{path}": nilai for path, nilai in syarat.items()})

    def program_tahun(self, tahun):
        """Ids of the TahunProgram of a year, or None for all years."""
        return None if tahun == SEMUA else self._program[tahun]

    def saring_tahun(self, queryset, nama, nilai):
        program = self.program_tahun(nilai)
        return queryset if program is None else self.pada_usulan(queryset, tahun_program__in=program)

    def saring_kecamatan(self, queryset, nama, nilai):
        return queryset.filter(**{f"{self.rt}kelurahan__kecamatan__kode": nilai})

    def saring_kelurahan(self, queryset, nama, nilai):
        return queryset.filter(**{f"{self.rt}kelurahan": self._kelurahan[nilai]})

    def saring_kelompok(self, queryset, nama, nilai):
        return self.pada_usulan(queryset, kelompok__in=self._kelompok[nilai])

    def saring_cari(self, queryset, nama, nilai):
        syarat = syarat_cari(nilai, rt=self.rt, lain=(f"{self.rt}nama_ketua", *self.teks))
        return queryset.none() if syarat is None else queryset.filter(syarat)

    # --- what the page shows of them --------------------------------------------------------------------------------

    def bekal(self, daftar_pk):
        """The rows of these ids, with what the columns need and none of the filters that found them."""
        return self.queryset.model._default_manager.filter(pk__in=daftar_pk)

    @property
    def sah(self):
        return self.form.is_valid()

    def daftar_isian(self):
        """The fields worth showing: a choice among one (an RT sees one kelurahan) is none."""
        for isian in self.form:
            if isian.name in self.tersembunyi and not self.mentah.get(isian.name):
                continue
            jumlah = len(getattr(isian.field, "choices", ())) - (isian.name != "tahun")
            berguna = not isinstance(isian.field, forms.ChoiceField) or jumlah > 1 or isian.name == "terlambat"
            if berguna or isian.errors or (isian.name == "menunggu" and self.pengguna.peran in GILIRAN_PERAN):
                yield isian

    def terpakai(self):
        """{name: text as sent} of the filters in use, without the year that stands by itself."""
        return {nama: self.mentah[nama] for nama in self.filters if self.mentah.get(nama)}

    def qs_teks(self, *, tanpa="", **ganti):
        """The query string of this list, changed; paging and whatever is not a filter stay out."""
        isi = {**self.terpakai(), **ganti}
        return urlencode({nama: nilai for nama, nilai in isi.items() if nama != tanpa and nilai})

    def cip(self, urut=""):
        """(label, query string without it) per filter in use; the year always stands, its × leads to all years."""
        tahun = self.data["tahun"]
        if tahun == SEMUA:
            hasil = [("Semua tahun", self.qs_teks(tanpa="tahun", urut=urut))]
        else:
            hasil = [(f"Tahun {tahun}", self.qs_teks(tahun=SEMUA, urut=urut))]
        for nama, nilai in self.terpakai().items():
            if nama != "tahun":
                judul = "Cari" if nama == "cari" else self.form.fields[nama].label
                label = f"{judul}: {self._label(nama, nilai)}"
                hasil.append((label, self.qs_teks(tanpa=nama, urut=urut)))
        return hasil

    def _label(self, nama, nilai):
        for kode, label in getattr(self.form.fields[nama], "choices", ()):
            for kode_anak, label_anak in label if isinstance(label, (list, tuple)) else [(kode, label)]:
                if str(kode_anak) == nilai:
                    return label_anak
        return nilai


class SaringRekap(Saring):
    cari = kelurahan = None


class SaringUsulan(Saring):
    tahap = pilihan("Tahap", Tahap.choices, method="saring_tahap")
    giliran = pilihan("Giliran", Giliran.choices, method="saring_giliran")
    menunggu = pilihan("Menunggu", [("saya", "Menunggu saya")], method="saring_menunggu")
    terlambat = pilihan("Tenggat", [("ya", "Terlambat")], method="saring_terlambat")
    dikembalikan = pilihan(
        "Dikembalikan oleh",
        [(giliran.value, giliran.label) for giliran in (Giliran.KELURAHAN, Giliran.DPMPPA)],
        method="saring_dikembalikan",
    )
    tingkat = pilihan("Tingkat (pagu)", method="saring_tingkat")
    # Where the pace of the control room leads; a choice of twelve that nobody needs to see before it is used.
    belum_lewat = pilihan(
        "Belum melewati", [(tahap.value, tahap.label) for tahap in DUA_BELAS], method="saring_belum_lewat"
    )
    tersembunyi = ("belum_lewat",)

    def _usulan(self, queryset, saring):
        """Apply a rule of Usulan's own queryset to the listed rows."""
        if queryset.model is Usulan:
            return saring(queryset)
        return queryset.filter(**{f"{self.usulan}in": saring(Usulan.objects.all())})

    def saring_tahap(self, queryset, nama, nilai):
        return self.pada_usulan(queryset, tahap=nilai)

    def saring_giliran(self, queryset, nama, nilai):
        return self.pada_usulan(queryset, giliran=nilai)

    def saring_menunggu(self, queryset, nama, nilai):
        return self._usulan(queryset, lambda daftar: daftar.menunggu(self.pengguna))

    def saring_terlambat(self, queryset, nama, nilai):
        return self._usulan(queryset, lambda daftar: daftar.terlambat())

    def saring_dikembalikan(self, queryset, nama, nilai):
        return self.pada_usulan(queryset, dikembalikan_oleh=nilai)

    def saring_belum_lewat(self, queryset, nama, nilai):
        return self.pada_usulan(queryset, tahap__in=DUA_BELAS[: NOMOR_TAHAP[nilai]])

    def saring_tingkat(self, queryset, nama, nilai):
        return self.pada_usulan(queryset, alokasi__pagu=int(nilai))


class SaringRT(SaringUsulan):
    """RT with the Usulan of the year beside it, if it has one: the year hides no RT, the other filters do."""

    rt = ""
    usulan = "u__"

    def filter_queryset(self, queryset):
        return super().filter_queryset(self._dengan_usulan(queryset))

    def bekal(self, daftar_pk):
        return self._dengan_usulan(super().bekal(daftar_pk))

    def _dengan_usulan(self, queryset):
        program = self.program_tahun(self.form.cleaned_data["tahun"])
        usulan = Usulan.objects.filter(rt=OuterRef("pk"))
        if program is not None:
            usulan = usulan.filter(tahun_program__in=program)
        terbaru = Subquery(usulan.order_by("-tahun_program__tahun", "-pk").values("pk")[:1])
        return queryset.annotate(u=FilteredRelation("daftar_usulan", condition=Q(daftar_usulan__pk=terbaru)))

    def saring_tahun(self, queryset, nama, nilai):
        return queryset


class SaringPencairan(Saring):
    rt = "usulan__rt__"
    usulan = "usulan__"
    teks = ("sp2d_nomor", "permohonan__nomor")

    status = pilihan("Status", KEADAAN, method="saring_status")
    dari = tanggal("SP2D dari tanggal", "sp2d_tanggal", "gte")
    sampai = tanggal("SP2D sampai tanggal", "sp2d_tanggal", "lte")

    def saring_status(self, queryset, nama, nilai):
        return queryset.berkeadaan(nilai)


class SaringBukuKas(Saring):
    rt = "usulan__rt__"
    usulan = "usulan__"
    teks = ("uraian", "toko", "nomor_bukti")

    jenis = pilihan("Jenis", Jenis.choices, field_name="jenis")
    dari = tanggal("Dari tanggal", "tanggal", "gte")
    sampai = tanggal("Sampai tanggal", "tanggal", "lte")
