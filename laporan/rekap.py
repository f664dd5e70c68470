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
    alamat = {nama: reverse(f"laporan:{nama}_list") for nama in ("usulan", "lpj")}
    baris = [_baris_html(jumlah, daftar_kolom, saring, alamat, "jumlah")]
    for kecamatan, daftar_kelurahan in daftar:
        baris.append(_baris_html(kecamatan, daftar_kolom, saring, alamat, "kecamatan"))
        baris += [_baris_html(satu, daftar_kolom, saring, alamat, "") for satu in daftar_kelurahan]
    return mark_safe("\n".join(baris))  # noqa: S308


def _baris_html(baris, daftar_kolom, saring, alamat, rupa):
    kueri = urlencode({**saring, **baris.saring})
    sel = [f'<th scope="row">{escape(baris.nama)}</th>']
    for kolom in daftar_kolom:
        isi = ribuan(baris.angka[kolom.kode])
        if baris.angka[kolom.kode]:
            isi = f'<a href="{escape(_alamat(kolom.kode, kueri, alamat))}">{isi}</a>'
        sel.append(f'<td data-label="{escape(kolom.judul)}"{kelas(kolom)}>{isi}</td>')
    kelas_baris = f' class="{rupa}"' if rupa else ""
    return f"<tr{kelas_baris}>{''.join(sel)}</tr>"


def _alamat(kode, kueri, alamat):
    if kode in Tahap.values:
        return f"{alamat['usulan']}?{kueri}&tahap={kode}"
    return f"{alamat['usulan' if kode in DI_DAFTAR_USULAN else 'lpj']}?{kueri}"


# --- the sheet ------------------------------------------------------------------------------------------------------


def baris_lembar(daftar):
    """One row per kelurahan for the sheet: flat, so that Excel can filter and sum it by itself."""
    for kecamatan, daftar_kelurahan in daftar:
        for satu in daftar_kelurahan:
            yield [kecamatan.nama, satu.nama, *(satu.angka[kode] for kode in ANGKA)]
