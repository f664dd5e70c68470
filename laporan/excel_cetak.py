"""A sheet to be printed and signed: titles, a table with its sums, words below it. Row by row, as laporan.excel writes."""

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from laporan.excel import SelKolom, isi_baris, teks_sel

_HURUF = {"name": "Calibri", "family": 2, "size": 11}
BIASA, TEBAL, JUDUL = Font(**_HURUF), Font(**_HURUF, bold=True), Font(**_HURUF | {"size": 14}, bold=True)
GARIS_BAWAH = Font(**_HURUF, bold=True, underline="single")
_LATAR = PatternFill("solid", fgColor="E9EDF1")
_SISI = Side("thin", color="8A94A0")
_KOTAK = Border(left=_SISI, right=_SISI, top=_SISI, bottom=_SISI)
# Words shrink and never wrap: no program makes a row higher by itself that Excel has not written.
_KATA, _TENGAH, _UANG = Alignment(shrink_to_fit=True), Alignment(horizontal="center"), Alignment(horizontal="right")
_LEBAR_TENGAH = 10  # narrower columns, and numbers that are no sums, stand in the middle
_A4 = 9
# What Excel refuses in the name of a sheet, and how long it may be.
_TERLARANG = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_PALING_PANJANG = 31


class Rumus(str):
    """A formula of ours. Every other text is written as text, whatever it begins with."""

    __slots__ = ()


class SelTabel(SelKolom):
    """A cell of a ruled table: framed where it is empty, too."""

    has_style = True


class LembarCetak:
    """A4 landscape as wide as the paper, the head of the table on each page, "Halaman 1 dari 3" below.

    `daftar_kolom` are the columns of the table; the row of their headings is known before anything is written.
    """

    def __init__(self, buku, nama, daftar_kolom, *, baris_kepala, letak=None):
        self.lembar = lembar = buku.create_sheet(nama, letak)
        self.daftar_kolom, self.nomor = daftar_kolom, 0
        lembar.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        lembar.page_setup.orientation, lembar.page_setup.paperSize = "landscape", _A4
        lembar.page_setup.fitToWidth, lembar.page_setup.fitToHeight = 1, 0
        lembar.page_margins.left = lembar.page_margins.right = 0.4
        lembar.page_margins.top, lembar.page_margins.bottom, lembar.page_margins.footer = 0.6, 0.9, 0.5
        lembar.print_title_rows = f"{baris_kepala}:{baris_kepala}"
        lembar.freeze_panes = f"A{baris_kepala + 1}"
        lembar.oddFooter.left.text, lembar.oddFooter.right.text = "&A", "Halaman &P dari &N"
        for nomor, kolom in enumerate(daftar_kolom, start=1):
            lembar.column_dimensions[get_column_letter(nomor)].width = kolom.lebar

    def sel(self, nilai, *, huruf=BIASA, format="General"):
        sel = WriteOnlyCell(self.lembar, nilai if not isinstance(nilai, str) else teks_sel(nilai))
        sel.data_type = "f" if isinstance(nilai, Rumus) else "s" if isinstance(nilai, str) else sel.data_type
        # A formula in a cell of text would turn into its own words when somebody edits it.
        sel.font, sel.number_format = huruf, "General" if isinstance(nilai, Rumus) and format == "@" else format
        return sel

    def _tambah(self, daftar_sel):
        self.lembar.append(daftar_sel)
        self.nomor += 1
        return self.nomor

    def tulis(self, teks="", *, huruf=BIASA):
        """One line of words in the first column, or {column number: words}; no words leave the row empty."""
        isi = teks if isinstance(teks, dict) else {1: teks}
        akhir = max(isi)
        if huruf is JUDUL:
            self.lembar.row_dimensions[self.nomor + 1].height = 20
        return self._tambah(
            [self.sel(isi[nomor], huruf=huruf) if isi.get(nomor) else None for nomor in range(1, akhir + 1)]
        )

    def kepala(self):
        hasil = [self._berlatar(kolom, kolom.judul) for kolom in self.daftar_kolom]
        for sel in hasil:
            sel.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        self.lembar.row_dimensions[self.nomor + 1].height = 32
        return self._tambah(hasil)

    def isi(self, daftar_baris):
        """The rows of the table; returns the number of its first and of its last row."""
        daftar_sel = [
            SelTabel(self.lembar, nomor, kolom, font=BIASA, border=_KOTAK, alignment=_letak(kolom))
            for nomor, kolom in enumerate(self.daftar_kolom, start=1)
        ]
        awal = self.nomor + 1
        self.nomor += isi_baris(self.lembar, daftar_sel, daftar_baris, mulai=awal)
        return awal, self.nomor

    def baris(self, isi):
        """A row of the table that holds formulas: {kode of a column: value}."""
        return self._tambah(
            [self._berbingkai(kolom, isi.get(kolom.kode), kolom.jenis.format) for kolom in self.daftar_kolom]
        )

    def jumlah(self, isi, daftar_format=None):
        """The row of sums: {kode of a column: value}, and formats other than those of the columns."""
        daftar_format = daftar_format or {}
        return self._tambah(
            [
                self._berlatar(kolom, isi.get(kolom.kode), daftar_format.get(kolom.kode, kolom.jenis.format))
                for kolom in self.daftar_kolom
            ]
        )

    def _berbingkai(self, kolom, nilai, format="General", huruf=BIASA):
        sel = self.sel(nilai, huruf=huruf, format=format)
        sel.border, sel.alignment = _KOTAK, _letak(kolom)
        return sel

    def _berlatar(self, kolom, nilai, format="General"):
        sel = self._berbingkai(kolom, nilai, format, TEBAL)
        sel.fill = _LATAR
        return sel

    def tutup(self):
        """Nothing more will be written: its file need not stay open beside those of 68 others."""
        self.lembar.close()


def _letak(kolom):
    if kolom.lebar <= _LEBAR_TENGAH:
        return _TENGAH
    return _UANG if kolom.jenis.angka else _KATA


def nama_lembar(nama, dipakai):
    """A name that Excel takes and no other sheet has; it is added to `dipakai`, which holds them in lower case."""
    bersih = " ".join(nama.translate(_TERLARANG).split()).strip("'")[:_PALING_PANJANG].strip() or "Lembar"
    hasil, urut = bersih, 1
    while hasil.lower() in dipakai:
        urut += 1
        akhiran = f" ({urut})"
        hasil = bersih[: _PALING_PANJANG - len(akhiran)] + akhiran
    dipakai.add(hasil.lower())
    return hasil


def rujuk(nama, alamat):
    """The address of a cell on another sheet, as a formula writes it."""
    return "'{}'!{}".format(nama.replace("'", "''"), alamat)
