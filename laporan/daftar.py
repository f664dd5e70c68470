"""A list: scoped rows, filters, columns, totals. The page and the sheet are two ways to write the same one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.db.models import F
from django.db.models.functions import Lower
from django.http import FileResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from laporan.excel import TIPE, tulis_lembar
from laporan.filters import SEMUA, Saring
from laporan.kolom import TEKS, Penulis, kelas
from pokja.isian import kode

BARIS_PER_HALAMAN = 50
# Rows fetched at a time for a sheet: memory stays flat, whatever the length.
POTONGAN = 500


@dataclass(frozen=True)
class Daftar:
    """One list. `total(queryset)` answers {"baris": rows, kolom.kode: rupiah, ...} for all filtered rows."""

    nama: str  # "usulan": url name usulan_list, file usulan-2026-11-21.xlsx
    judul: str
    dasar: Callable  # pengguna -> queryset of the rows in this person's scope
    saring: type[Saring]
    daftar_kolom: tuple
    urut: tuple
    total: Callable
    anotasi: dict = field(default_factory=dict)
    kolom_ekspor: Callable | None = None  # pengguna -> columns, when the sheet has its own
    catat_unduhan: Callable | None = None  # (pengguna, number of rows)
    unduhan_lain: tuple = ()  # (words on the button, url name) of other files over the same rows
    catatan: str = ""  # what the totals count, under the table
    lebar: bool = False  # wider than a desk: the table scrolls by itself

    @property
    def url_ekspor(self):
        return f"laporan:{self.nama}_xlsx"

    def urls(self, alamat):
        """The list, and its sheet beside it."""
        return [
            path(alamat, require_safe(self.halaman), name=f"{self.nama}_list"),
            path(f"{alamat}ekspor.xlsx", require_safe(self.ekspor), name=f"{self.nama}_xlsx"),
        ]

    # --- from the address bar to rows -------------------------------------------------------------------------------

    def saringan(self, request):
        return self.saring(request.GET, self.dasar(request.user), pengguna=request.user)

    def kolom_urut(self, request):
        """(Kolom, descending) asked for by ?urut=kolom or -kolom; what is no column of this list is not asked."""
        diminta = request.GET.get("urut", "")
        for kolom in self.daftar_kolom:
            if diminta in (kolom.kode, f"-{kolom.kode}"):
                return kolom, diminta.startswith("-")
        return None, False

    def urutan(self, kolom, turun):
        """Arguments for order_by; ties fall back to the order of the list, so that paging never repeats a row."""
        if kolom is None:
            return (*self.urut, "pk")
        ekspresi = kolom.daftar_sumber[0] if kolom.urut is None else kolom.urut
        if isinstance(ekspresi, str):
            ekspresi = Lower(ekspresi) if kolom.jenis is TEKS and kolom.nilai is None else F(ekspresi)
        # Empty stands last both ways, and the same on both databases.
        arah = ekspresi.desc if turun != kolom.urut_balik else ekspresi.asc
        return (arah(nulls_last=True), *self.urut, "pk")

    def beranotasi(self, queryset, daftar_nama):
        return queryset.annotate(**{nama: self.anotasi[nama] for nama in daftar_nama if nama in self.anotasi})

    def terurut(self, queryset, kolom, turun):
        """Sorted, with the annotation that this takes."""
        nama = () if kolom is None else (kolom.urut or kolom.sumber,)
        nama = [satu for satu in nama if isinstance(satu, str)]
        return self.beranotasi(queryset, nama).order_by(*self.urutan(kolom, turun)), set(nama)

    # --- the page ---------------------------------------------------------------------------------------------------

    def halaman(self, request):
        saringan = self.saringan(request)
        daftar_kolom = self.kolom_halaman(saringan)
        konteks = {"daftar": self, "saringan": saringan, "daftar_isian": list(saringan.daftar_isian())}
        urut = request.GET.get("urut", "") if self.kolom_urut(request)[0] else ""
        konteks |= {"urut": urut, "cip": saringan.cip(urut), "url_ekspor": reverse(self.url_ekspor)}
        konteks["unduhan_lain"] = [(label, reverse(nama_url)) for label, nama_url in self.unduhan_lain]
        konteks["qs"] = saringan.qs_teks(urut=urut)
        if saringan.sah:
            konteks |= self._isi(request, saringan, daftar_kolom)
        return render(request, "laporan/daftar.html", konteks, status=kode(saringan.form))

    def kolom_halaman(self, saringan):
        """The columns of the page; the year only where rows of several years stand together."""
        semua = saringan.data["tahun"] == SEMUA
        return tuple(k for k in self.daftar_kolom if k.di_halaman and (semua or k.kode != "tahun"))

    def _isi(self, request, saringan, daftar_kolom):
        queryset = saringan.qs
        jumlah = self.total(queryset)
        halaman = HalamanTerhitung(jumlah["baris"]).get_page(request.GET.get("hal"))
        kolom, turun = self.kolom_urut(request)
        terurut, _nama = self.terurut(queryset, kolom, turun)
        mulai = halaman.start_index() - 1 if halaman.paginator.count else 0
        # First the ids, then their rows by id alone: SQLite would else compute the sums of every row before it sorts.
        daftar_pk = list(terurut.values_list("pk", flat=True)[mulai : mulai + BARIS_PER_HALAMAN])
        penulis = Penulis(daftar_kolom)
        baris = self.beranotasi(saringan.bekal(daftar_pk), penulis.sumber).order_by()
        per_pk = {satu[0]: satu for satu in baris.values_list(*penulis.sumber)}
        judul_jumlah = f"Jumlah {jumlah['baris']:,d} baris".replace(",", ".")
        return {
            "halaman": halaman,
            "kepala": self._kepala(daftar_kolom, kolom, turun, saringan),
            "isi": penulis.html([per_pk[pk] for pk in daftar_pk if pk in per_pk]),
            "jumlah": penulis.jumlah_html(jumlah, judul_jumlah),
        }

    def _kepala(self, daftar_kolom, kolom_urut, turun, saringan):
        """Headings that sort: text upwards first, numbers from the largest; the sorted one turns round."""
        sel = []
        for kolom in daftar_kolom:
            terurut = kolom is kolom_urut
            berikut_turun = not turun if terurut else kolom.jenis.angka
            kueri = escape(saringan.qs_teks(urut=f"{'-' if berikut_turun else ''}{kolom.kode}"))
            aria = f' aria-sort="{"descending" if turun else "ascending"}"' if terurut else ""
            sel.append(f'<th scope="col"{kelas(kolom)}{aria}><a href="?{kueri}">{escape(kolom.judul)}</a></th>')
        return mark_safe("".join(sel))  # noqa: S308

    # --- the sheet --------------------------------------------------------------------------------------------------

    def ekspor(self, request):
        """All filtered rows; a filter that cannot be read gives the page with its message, never a file."""
        saringan = self.saringan(request)
        if not saringan.sah:
            return self.halaman(request)
        daftar_kolom = self.daftar_kolom if self.kolom_ekspor is None else self.kolom_ekspor(request.user)
        penulis = Penulis(tuple(kolom for kolom in daftar_kolom if kolom.di_ekspor))
        terurut, sudah = self.terurut(saringan.qs, *self.kolom_urut(request))
        baris = self.beranotasi(terurut, set(penulis.sumber) - sudah).values_list(*penulis.sumber)
        latihan = request.user.latihan
        isi = penulis.sel(baris.iterator(POTONGAN))
        berkas, banyak = tulis_lembar(self.judul, penulis.daftar_kolom, isi, latihan=latihan)
        if self.catat_unduhan:
            self.catat_unduhan(request.user, banyak)
        return unduhan(berkas, self.nama, latihan=latihan)


def unduhan(berkas, nama, *, latihan=False):
    nama_berkas = f"{'latihan-' if latihan else ''}{nama}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(berkas, as_attachment=True, filename=nama_berkas, content_type=TIPE)


class HalamanTerhitung(Paginator):
    """A pager whose rows are counted already and fetched elsewhere."""

    def __init__(self, banyak):
        super().__init__(range(banyak), BARIS_PER_HALAMAN)
