"""The shapes of evidence: pairs, tables, photos. The template templates/laporan/_bukti.html draws them."""

from dataclasses import dataclass, field
from datetime import date, time

from django.utils.text import capfirst

from rt.templatetags.rupiah import tanggal


@dataclass
class Baris:
    """A row of a table. `kunci` is set where the row can be marked by itself; `janggal` says what does not tie.

    `nomor` is the same at the next check, so that the row is found again: the id of what it shows.
    """

    sel: list
    kunci: str = ""
    label: str = ""
    janggal: str = ""
    nota: object = None  # a Berkas shown beside the row
    isyarat: list = field(default_factory=list)  # nota.Isyarat: worth a look, and no fault
    nomor: int = 0


@dataclass
class Tabel:
    kepala: tuple  # (heading, is a number)
    daftar_baris: list
    jumlah: list = field(default_factory=list)
    judul: str = ""
    catatan: str = ""  # what a mark on one of its rows allows

    @property
    def baris_bersel(self):
        """(row, [(heading, value, is a number)]): the heading is shown beside the value on phones."""
        return [
            (baris, [(judul, nilai, angka) for (judul, angka), nilai in zip(self.kepala, baris.sel, strict=True)])
            for baris in self.daftar_baris
        ]

    @property
    def sel_jumlah(self):
        return [(judul, nilai, angka) for (judul, angka), nilai in zip(self.kepala, self.jumlah, strict=True)]

    @property
    def bernota(self):
        return any(baris.nota for baris in self.daftar_baris)

    @property
    def bertanda(self):
        return any(baris.kunci for baris in self.daftar_baris)

    @property
    def berisyarat(self):
        return any(baris.isyarat for baris in self.daftar_baris)


@dataclass
class Bukti:
    rincian: list = field(default_factory=list)
    daftar_tabel: list = field(default_factory=list)
    daftar_foto: list = field(default_factory=list)
    url: str = ""
    label_url: str = ""
    # By its label, a keyed digest of an answer that the page shows whole and that is kept masked.
    samar: dict = field(default_factory=dict)
    # What was read for it and the gate would read again.
    terbaca: dict = field(default_factory=dict)

    @property
    def kosong(self):
        return not (self.rincian or self.daftar_foto or any(tabel.daftar_baris for tabel in self.daftar_tabel))


def rincian_dari(objek, *daftar_kolom):
    """(label, text) pairs of a row; nothing where there is no row yet."""
    if objek is None:
        return []
    return [(capfirst(objek._meta.get_field(nama).verbose_name), _teks(objek, nama)) for nama in daftar_kolom]


def _teks(objek, nama):
    nilai = getattr(objek, nama)
    if objek._meta.get_field(nama).choices:
        return getattr(objek, f"get_{nama}_display")()
    if isinstance(nilai, bool):
        return "Ya" if nilai else "Tidak"
    if isinstance(nilai, date):
        return tanggal(nilai)
    if isinstance(nilai, time):
        return f"{nilai:%H.%M} WIB"
    return nilai


def bukti_dari(ringkasan):
    """A summary of pokja.ringkasan as evidence."""
    daftar_tabel = []
    if "judul_kolom" in ringkasan:
        baris = [
            Baris([nilai for _judul, nilai, _angka in sel], nomor=nomor)
            for sel, nomor in zip(ringkasan["daftar_sel"], ringkasan["daftar_nomor"], strict=True)
        ]
        daftar_tabel.append(Tabel(tuple(ringkasan["judul_kolom"]), baris))
    return Bukti(list(ringkasan.get("rincian", ())), daftar_tabel, ringkasan.get("daftar_foto", []))
