"""The one place that knows openpyxl for writing: a flat sheet, written row by row with flat memory."""

import re
import tempfile
from types import MethodType

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

TIPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What XML cannot hold; everything else a person typed is kept.
TAK_TERTULIS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
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


def _tulis_isi(lembar, daftar_kolom, daftar_baris):
    """One cell object per column, filled anew for each row: styling 30,000 cells one by one would cost half as much again.

    openpyxl takes a prepared cell only after trying it as a value; `_values_to_row` is told that they are prepared.
    """
    daftar_sel = []
    for nomor, kolom in enumerate(daftar_kolom, start=1):
        sel = WriteOnlyCell(lembar)
        sel.number_format, sel.column = kolom.jenis.format, nomor
        daftar_sel.append(sel)
    biasa = lembar._values_to_row
    lembar._values_to_row = MethodType(lambda _lembar, baris, _nomor: baris, lembar)
    nomor = 1
    for nomor, baris in enumerate(daftar_baris, start=2):
        for sel, nilai in zip(daftar_sel, baris, strict=True):
            sel.row = nomor
            if isinstance(nilai, str):
                isi_teks(sel, nilai)
            else:
                sel.value = nilai
        lembar.append(daftar_sel)
    lembar._values_to_row = biasa
    return nomor - 1


def isi_teks(sel, teks):
    """Text stays text: "=1+1" is no formula and "#N/A" no error; what XML cannot hold is dropped."""
    sel.value = TAK_TERTULIS.sub("", teks)
    sel.data_type = "s"


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
