"""The rekap: per kelurahan and kecamatan the Usulan by tahap and the seven numbers, grouped by the database.

Each number links to the list whose total it is.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from anggaran.services.jumlah import jumlah_uang
from laporan.kolom import BILANGAN, RUPIAH, Kolom, kelas
from pokja.tahapan import Tahap
from rt.angka import ribuan


def _bilangan(kode, judul):
    return Kolom(kode, judul, kode, BILANGAN, lebar=12, jumlah=True)


def _rupiah(kode, judul):
    return Kolom(kode, judul, kode, RUPIAH, lebar=18, jumlah=True)


WILAYAH = (
    Kolom("kecamatan", "Kecamatan", "kecamatan", lebar=18),
    Kolom("kelurahan", "Kelurahan", "kelurahan", lebar=22),
)
USULAN = _bilangan("usulan", "Usulan")
PER_TAHAP = tuple(_bilangan(tahap.value, tahap.label) for tahap in Tahap)
TUJUH_ANGKA = (
    _rupiah("pagu", "Pagu (Rp)"),
    _rupiah("rab", "RAB (Rp)"),
    _rupiah("cair", "Cair (Rp)"),
    _rupiah("belanja", "Belanja (Rp)"),
    _rupiah("pajak", "Pajak (Rp)"),
    _rupiah("kembali", "Setoran sisa (Rp)"),
    _rupiah("selisih", "Selisih (Rp)"),
)
KOLOM_REKAP = (*WILAYAH, USULAN, *PER_TAHAP, *TUJUH_ANGKA)
ANGKA = tuple(kolom.kode for kolom in KOLOM_REKAP if kolom.jumlah)
# The two that exist before money is released; the others are totals of the LPJ list.
DI_DAFTAR_USULAN = ("usulan", "pagu", "rab")
_UANG = tuple(kolom.kode for kolom in TUJUH_ANGKA if kolom.kode != "pagu")


@dataclass
class BarisRekap:
    """One kelurahan, one kecamatan, or everything. `saring` is the filter of the lists that gives its numbers."""

    nama: str
    saring: dict
    angka: dict

    def tambah(self, lain):
        for kode, nilai in lain.angka.items():
            self.angka[kode] += nilai


def baris_kosong(nama, saring):
    return BarisRekap(nama, saring, dict.fromkeys(ANGKA, 0))


def rekap(daftar_usulan):
    """[(kecamatan, [its kelurahan])] and the sum of all, in four queries whatever the rows."""
    uang = jumlah_uang(daftar_usulan, *_UANG, per=("rt__kelurahan",))
    hasil, jumlah = {}, baris_kosong("Jumlah", {})
    per_kelurahan = {}
    for pk, kode, nama_kelurahan, kec_kode, kec_nama, tahap, banyak, pagu in _per_tahap(daftar_usulan):
        if pk not in per_kelurahan:
            per_kelurahan[pk] = baris_kosong(nama_kelurahan, {"kelurahan": kode})
            hasil.setdefault((kec_kode, kec_nama), []).append(per_kelurahan[pk])
            per_kelurahan[pk].angka |= {nama: uang[pk,][nama] for nama in _UANG} if (pk,) in uang else {}
        angka = per_kelurahan[pk].angka
        angka[tahap] += banyak
        angka["usulan"] += banyak
        angka["pagu"] += pagu or 0
    daftar = []
    for (kec_kode, kec_nama), daftar_kelurahan in hasil.items():
        kecamatan = baris_kosong(kec_nama, {"kecamatan": kec_kode})
        for kelurahan in daftar_kelurahan:
            kecamatan.tambah(kelurahan)
        jumlah.tambah(kecamatan)
        daftar.append((kecamatan, daftar_kelurahan))
    return daftar, jumlah


def _per_tahap(daftar_usulan):
    wilayah = (
        "rt__kelurahan", "rt__kelurahan__kode", "rt__kelurahan__nama",
        "rt__kelurahan__kecamatan__kode", "rt__kelurahan__kecamatan__nama",
    )  # fmt: skip
    urut = ("rt__kelurahan__kecamatan__kode", "rt__kelurahan__kode", "tahap")
    return (
        daftar_usulan.order_by(*urut)
        .values_list(*wilayah, "tahap")
        .annotate(banyak=Count("pk"), pagu=Sum("alokasi__pagu"))
    )


# --- the page -------------------------------------------------------------------------------------------------------


def tabel_html(daftar, jumlah, daftar_kolom, saring):
    """The rows of one table: everything, then each kecamatan with its kelurahan below it."""
    daftar_sel = [(kolom.kode, *_potongan(kolom)) for kolom in daftar_kolom]
    baris = [_baris_html(jumlah, daftar_sel, saring, ' class="jumlah"')]
    for kecamatan, daftar_kelurahan in daftar:
        baris.append(_baris_html(kecamatan, daftar_sel, saring, ' class="kecamatan"'))
        baris += [_baris_html(satu, daftar_sel, saring, "") for satu in daftar_kelurahan]
    return mark_safe("\n".join(baris))  # noqa: S308


def _potongan(kolom):
    """What stands around the query string in the cells of one column: (cell, link up to the query, rest of the query)."""
    tahap = kolom.kode in Tahap.values
    nama = "usulan" if tahap or kolom.kode in DI_DAFTAR_USULAN else "lpj"
    tujuan = reverse(f"laporan:{nama}_list")
    return (
        f'<td data-label="{escape(kolom.judul)}"{kelas(kolom)}>',
        f'<a href="{tujuan}?',
        f'&amp;tahap={kolom.kode}">' if tahap else '">',
    )


def _baris_html(baris, daftar_sel, saring, kelas_baris):
    kueri = escape(urlencode({**saring, **baris.saring}))
    sel = [f'<tr{kelas_baris}><th scope="row">{escape(baris.nama)}</th>']
    for kode, buka, awal, akhir in daftar_sel:
        nilai = baris.angka[kode]
        sel.append(f"{buka}{awal}{kueri}{akhir}{ribuan(nilai)}</a></td>" if nilai else f"{buka}0</td>")
    return "".join(sel) + "</tr>"


# --- the sheet ------------------------------------------------------------------------------------------------------


def baris_lembar(daftar):
    """One row per kelurahan for the sheet: flat, so that Excel can filter and sum it by itself."""
    for kecamatan, daftar_kelurahan in daftar:
        for satu in daftar_kelurahan:
            yield [kecamatan.nama, satu.nama, *(satu.angka[kode] for kode in ANGKA)]
