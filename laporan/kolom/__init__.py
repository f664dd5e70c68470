"""A list is a tuple of Kolom: they draw the rows of the page and the rows of the sheet from the same query."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from rt.angka import KOSONG, ribuan
from rt.templatetags.rupiah import WIB

BULAN = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


@dataclass(frozen=True)
class Jenis:
    """How one kind of value is written: as escaped text on the page, as a value with a format in the sheet."""

    html: Callable[[Any], str]
    sel: Callable[[Any], Any]
    angka: bool = False
    format: str = "General"


def hari(nilai):
    """The WIB day of a date or datetime."""
    return nilai.astimezone(WIB).date() if isinstance(nilai, datetime) else nilai


def tanggal_pendek(nilai):
    nilai = hari(nilai)
    return f"{nilai.day} {BULAN[nilai.month - 1]} {nilai.year}"


TEKS = Jenis(html=escape, sel=str, format="@")
BILANGAN = Jenis(html=ribuan, sel=int, angka=True, format="#,##0")
RUPIAH = BILANGAN
TAHUN = Jenis(html=str, sel=int, angka=True, format="0")
TANGGAL = Jenis(html=tanggal_pendek, sel=hari, format="dd/mm/yyyy")


@dataclass(frozen=True)
class Kolom:
    """One column. `judul` is a contract with those who receive the sheet: written out, never derived."""

    kode: str
    judul: str
    sumber: str | tuple  # field path or annotation; several go to `nilai` together
    jenis: Jenis = TEKS
    lebar: int = 14
    nilai: Callable | None = None  # from the sumber to the value shown
    html: Callable[[Any], str] | None = None  # draws it otherwise than its Jenis on the page
    urut: Any = None  # path or expression to sort by, when it is not the sumber
    urut_balik: bool = False
    jumlah: bool = False  # has a total
    tautan: tuple = ()  # (url name, sumber of its pk)
    di_halaman: bool = True
    di_ekspor: bool = True
    panjang: bool = False  # may wrap on the page
    diisi: bool = False  # left empty in the sheet, for its reader to fill in
    pilihan_isi: tuple = ()  # the words that may be filled in

    @property
    def daftar_sumber(self):
        return (self.sumber,) if isinstance(self.sumber, str) else self.sumber


def rt_pendek(nomor):
    """ "RT 02"; nothing for a row that belongs to no single RT."""
    return None if nomor is None else f"RT {nomor:02d}"


def pilihan(choices):
    """From a code to its label, for `Kolom.nilai`."""
    return {str(kode): str(label) for kode, label in choices}.get


@dataclass
class Penulis:
    """Writes rows of `values_list(*sumber)` by their columns. `sumber` begins with the pk of the row."""

    daftar_kolom: tuple
    sumber: tuple = field(init=False)

    def __post_init__(self):
        paths = [path for kolom in self.daftar_kolom for path in (*kolom.daftar_sumber, *kolom.tautan[1:])]
        self.sumber = tuple(dict.fromkeys(["pk", *paths]))
        self._letak = [[self.sumber.index(path) for path in kolom.daftar_sumber] for kolom in self.daftar_kolom]

    def _ambil(self, urut):
        """A function from a row to the value of one column."""
        letak, olah = self._letak[urut], self.daftar_kolom[urut].nilai
        if olah is None:
            return lambda baris, i=letak[0]: baris[i]
        if len(letak) == 1:
            return lambda baris, i=letak[0]: olah(baris[i])
        return lambda baris: olah(*[baris[i] for i in letak])

    def sel(self, daftar_baris):
        """Yield the values of the sheet, row by row."""
        pembaca = [(self._ambil(urut), kolom.jenis.sel) for urut, kolom in enumerate(self.daftar_kolom)]
        for baris in daftar_baris:
            nilai = [(ambil(baris), tulis) for ambil, tulis in pembaca]
            yield [None if isi is None else tulis(isi) for isi, tulis in nilai]

    def html(self, daftar_baris):
        """The table rows as one safe string: every value passes its Jenis, and with it `escape`."""
        daftar_sel = [self._sel_html(urut) for urut in range(len(self.daftar_kolom))]
        baris_html = ["<tr>" + "".join([sel(baris) for sel in daftar_sel]) + "</tr>" for baris in daftar_baris]
        return mark_safe("\n".join(baris_html))  # noqa: S308

    def _sel_html(self, urut):
        kolom, ambil = self.daftar_kolom[urut], self._ambil(urut)
        tulis = kolom.html or kolom.jenis.html
        buka = f'<td data-label="{escape(kolom.judul)}"{kelas(kolom)}>'
        if not kolom.tautan:

            def sel(baris):
                nilai = ambil(baris)
                return f"{buka}{KOSONG if nilai is None or nilai == '' else tulis(nilai)}</td>"

            return sel
        nama_url, sumber_pk = kolom.tautan
        # One reverse() for the whole column: the address of row 0, cut where its number stands.
        awal, akhir = reverse(nama_url, args=[0]).rsplit("0", 1)
        letak_pk = self.sumber.index(sumber_pk)
        return lambda baris: f'{buka}<a href="{awal}{baris[letak_pk]}{akhir}">{tulis(ambil(baris))}</a></td>'

    def jumlah_html(self, jumlah, judul):
        """The total row: its label over the first columns, then the totals of the columns that have one."""
        daftar_kolom = list(self.daftar_kolom)
        rentang = next((i for i, kolom in enumerate(daftar_kolom) if kolom.jumlah), len(daftar_kolom))
        sel = [f'<th scope="row" colspan="{max(rentang, 1)}">{escape(judul)}</th>']
        for kolom in daftar_kolom[max(rentang, 1) :]:
            isi = ribuan(jumlah[kolom.kode]) if kolom.jumlah else ""
            label = f' data-label="{escape(kolom.judul)}"' if isi else ""
            sel.append(f"<td{label}{kelas(kolom)}>{isi}</td>")
        return mark_safe(f'<tr class="jumlah">{"".join(sel)}</tr>')  # noqa: S308


def kelas(kolom):
    if kolom.jenis.angka:
        return ' class="angka"'
    return ' class="panjang"' if kolom.panjang else ""
