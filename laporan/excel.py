"""The one place that knows openpyxl for writing: a flat sheet, written row by row with flat memory."""

import re
import tempfile
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

TIPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What XML cannot hold; everything else a person typed is kept.
TAK_TERTULIS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PALING_PANJANG = 32_767  # characters a cell may hold
AWAL_LATIHAN = "LATIHAN "
CAP_LATIHAN = "LATIHAN - bukan data sungguhan"
_TEBAL = Font(bold=True)
_LATAR = PatternFill("solid", fgColor="E9EDF1")
_LATAR_ISI = PatternFill("solid", fgColor="FFF2CC")


def tulis_lembar(judul, daftar_kolom, daftar_baris, *, latihan=False):
    """Write rows (lists of values, one per Kolom) to a sheet; returns (open file at its start, number of rows).

    `latihan`: of the practice kelurahan. The headings are a contract, so the name of the sheet and its print say it.
    """
    buku = buku_baru()
    lembar = buku.create_sheet(f"{AWAL_LATIHAN if latihan else ''}{judul}"[:31])
    if latihan:
        tandai_latihan(lembar)
    lembar.freeze_panes = "A2"
    lembar.print_title_rows = "1:1"
    lembar.page_setup.orientation = "landscape"
    for nomor, kolom in enumerate(daftar_kolom, start=1):
        lembar.column_dimensions[get_column_letter(nomor)].width = kolom.lebar
        if kolom.diisi:
            # Below the last row too: what is typed there takes the column's format.
            lembar.column_dimensions[get_column_letter(nomor)].number_format = kolom.jenis.format
    lembar.append([_sel_kepala(lembar, kolom.judul, _LATAR_ISI if kolom.diisi else _LATAR) for kolom in daftar_kolom])
    banyak = _tulis_isi(lembar, daftar_kolom, daftar_baris)
    _pasang_pilihan(lembar, daftar_kolom, banyak)
    lembar.auto_filter.ref = f"A1:{get_column_letter(len(daftar_kolom))}{banyak + 1}"
    lembar.append(_baris_jumlah(lembar, daftar_kolom, banyak))
    return simpan_buku(buku), banyak


def tandai_latihan(lembar):
    """On every printed page."""
    lembar.oddHeader.center.text = CAP_LATIHAN
    lembar.oddFooter.center.text = CAP_LATIHAN


def buku_baru():
    buku = Workbook(write_only=True)
    buku.properties.creator = "Kampung Bahagia"
    return buku


def simpan_buku(buku):
    """An open file at its start; whoever sends it closes it."""
    berkas = tempfile.TemporaryFile()  # noqa: SIM115
    buku.save(berkas)
    berkas.seek(0)
    return berkas


def _pasang_pilihan(lembar, daftar_kolom, banyak):
    """A list to choose from in the cells of a column that takes a few words only."""
    for nomor, kolom in enumerate(daftar_kolom, start=1):
        if kolom.pilihan_isi and banyak:
            daftar = DataValidation(type="list", formula1=f'"{",".join(kolom.pilihan_isi)}"', allow_blank=True)
            daftar.add(f"{get_column_letter(nomor)}2:{get_column_letter(nomor)}{banyak + 1}")
            lembar.data_validations.append(daftar)


def _sel_kepala(lembar, judul, latar):
    sel = WriteOnlyCell(lembar, judul)
    sel.font, sel.fill, sel.alignment = _TEBAL, latar, Alignment(wrap_text=True, vertical="center")
    return sel


class SelKolom(Cell):
    """The cell of one column, filled anew for each row; its style is looked up once, not 30,000 times."""

    __slots__ = ("diisi", "nomor_gaya")

    def __init__(self, lembar, nomor, kolom, **gaya):
        super().__init__(lembar, row=1, column=nomor)
        self.number_format, self.diisi = kolom.jenis.format, kolom.diisi
        for nama, nilai in gaya.items():
            setattr(self, nama, nilai)
        self.nomor_gaya = super().style_id

    @property
    def style_id(self):
        return self.nomor_gaya

    @property
    def has_style(self):
        """An empty cell is written only where its reader fills it in: what is typed there keeps the format."""
        return self._value is not None or self.diisi

    def isi(self, baris, nilai):
        """Text stays text: "=1+1" is no formula and "#N/A" no error; what XML cannot hold is dropped."""
        self.row = baris
        if isinstance(nilai, str):
            self._value, self.data_type = teks_sel(nilai), "s"
        else:
            self._value, self.data_type = nilai, "d" if isinstance(nilai, date) else "n"


def teks_sel(teks):
    return TAK_TERTULIS.sub("", teks)[:PALING_PANJANG]


def _tulis_isi(lembar, daftar_kolom, daftar_baris):
    daftar_sel = [SelKolom(lembar, nomor, kolom) for nomor, kolom in enumerate(daftar_kolom, start=1)]
    return isi_baris(lembar, daftar_sel, daftar_baris, mulai=2)


def isi_baris(lembar, daftar_sel, daftar_baris, *, mulai):
    """Write rows from row `mulai` on; openpyxl takes the cells as they are instead of trying each as a value first.

    Returns how many rows there were.
    """
    lembar._values_to_row = lambda baris, _nomor: baris
    nomor = mulai - 1
    for nomor, baris in enumerate(daftar_baris, start=mulai):
        for sel, nilai in zip(daftar_sel, baris, strict=True):
            sel.isi(nomor, nilai)
        lembar.append(daftar_sel)
    del lembar._values_to_row
    return nomor - mulai + 1


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
