"""The one place that knows openpyxl for writing: a flat sheet, written row by row with flat memory."""

import re
import tempfile
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

TIPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What XML cannot hold; everything else a person typed is kept.
TAK_TERTULIS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PALING_PANJANG = 32_767  # characters a cell may hold
_TEBAL = Font(bold=True)
_LATAR = PatternFill("solid", fgColor="E9EDF1")


def tulis_lembar(judul, daftar_kolom, daftar_baris):
    """Write rows (lists of values, one per Kolom) to a sheet; returns (open file at its start, number of rows)."""
    buku = Workbook(write_only=True)
    buku.properties.creator = "Kampung Bahagia"
    lembar = buku.create_sheet(judul[:31])
    lembar.freeze_panes = "A2"
    lembar.print_title_rows = "1:1"
    lembar.page_setup.orientation = "landscape"
    for nomor, kolom in enumerate(daftar_kolom, start=1):
        lembar.column_dimensions[get_column_letter(nomor)].width = kolom.lebar
    lembar.append([_sel_kepala(lembar, kolom.judul) for kolom in daftar_kolom])
    banyak = _tulis_isi(lembar, daftar_kolom, daftar_baris)
    lembar.auto_filter.ref = f"A1:{get_column_letter(len(daftar_kolom))}{banyak + 1}"
    lembar.append(_baris_jumlah(lembar, daftar_kolom, banyak))
    berkas = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    buku.save(berkas)
    berkas.seek(0)
    return berkas, banyak


def _sel_kepala(lembar, judul):
    sel = WriteOnlyCell(lembar, judul)
    sel.font, sel.fill, sel.alignment = _TEBAL, _LATAR, Alignment(wrap_text=True, vertical="center")
    return sel


class SelKolom(Cell):
    """The cell of one column, filled anew for each row; its style is looked up once, not 30,000 times."""

    __slots__ = ("nomor_gaya",)

    def __init__(self, lembar, nomor, kolom):
        super().__init__(lembar, row=1, column=nomor)
        self.number_format = kolom.jenis.format
        self.nomor_gaya = super().style_id

    @property
    def style_id(self):
        return self.nomor_gaya

    @property
    def has_style(self):
        return self._value is not None

    def isi(self, baris, nilai):
        """Text stays text: "=1+1" is no formula and "#N/A" no error; what XML cannot hold is dropped."""
        self.row = baris
        if isinstance(nilai, str):
            self._value, self.data_type = TAK_TERTULIS.sub("", nilai)[:PALING_PANJANG], "s"
        else:
            self._value, self.data_type = nilai, "d" if isinstance(nilai, date) else "n"


def _tulis_isi(lembar, daftar_kolom, daftar_baris):
    """Write the rows; openpyxl is told to take the cells as they are instead of trying each as a value first."""
    daftar_sel = [SelKolom(lembar, nomor, kolom) for nomor, kolom in enumerate(daftar_kolom, start=1)]
    lembar._values_to_row = lambda baris, _nomor: baris
    nomor = 1
    for nomor, baris in enumerate(daftar_baris, start=2):
        for sel, nilai in zip(daftar_sel, baris, strict=True):
            sel.isi(nomor, nilai)
        lembar.append(daftar_sel)
    del lembar._values_to_row
    return nomor - 1


def _baris_jumlah(lembar, daftar_kolom, banyak):
    """SUBTOTAL(109) follows the filter that the reader sets; over no rows there is nothing to sum."""
    hasil = []
    for nomor, kolom in enumerate(daftar_kolom, start=1):
        sel = WriteOnlyCell(lembar, "Jumlah" if nomor == 1 else None)
        if kolom.jumlah:
            huruf = get_column_letter(nomor)
            sel.value = f"=SUBTOTAL(109,{huruf}2:{huruf}{banyak + 1})" if banyak else 0
            sel.number_format = kolom.jenis.format
        sel.font, sel.fill = _TEBAL, _LATAR
        hasil.append(sel)
    return hasil
