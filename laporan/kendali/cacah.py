"""How many Usulan are where: one query, counted up for every part of the page."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, Sum
from django.urls import reverse
from django.utils import timezone

from pokja.tahapan import DUA_BELAS, NOMOR_TAHAP, Giliran, Tahap

PEMILIK = tuple(giliran for giliran in Giliran if giliran != Giliran.TUTUP)


class Baris(NamedTuple):
    """One group: who and where, then how many."""

    kelurahan: str
    nama_kelurahan: str
    kecamatan: str
    nama_kecamatan: str
    tahun: int
    kelompok: str
    tahap: str
    giliran: str
    banyak: int
    terlambat: int
    tertua: date | None  # the earliest due date of those that are late
    pagu: int


def cacah(daftar_usulan):
    """[Baris] in the order of the territory. One query."""
    # The rule of UsulanQuerySet.terlambat, counted beside the others.
    terlambat = Q(jatuh_tempo__lt=timezone.localdate()) & ~Q(giliran=Giliran.TUTUP)
    wilayah = "rt__kelurahan"
    kunci = (
        f"{wilayah}__kode", f"{wilayah}__nama", f"{wilayah}__kecamatan__kode", f"{wilayah}__kecamatan__nama",
        "tahun_program__tahun", "kelompok__kode", "tahap", "giliran",
    )  # fmt: skip
    daftar = (
        daftar_usulan.order_by(f"{wilayah}__kecamatan__kode", f"{wilayah}__kode")
        .values_list(*kunci)
        .annotate(
            banyak=Count("pk"),
            terlambat=Count("pk", filter=terlambat),
            tertua=Min("jatuh_tempo", filter=terlambat),
            pagu=Sum("alokasi__pagu", default=0),
        )
    )
    return [Baris(*baris) for baris in daftar]


@dataclass(frozen=True)
class Tautan:
    """Addresses of the lists under the filters of the page."""

    saring: dict

    def usulan(self, **lain):
        return self._ke("usulan", lain)

    def lpj(self, **lain):
        return self._ke("lpj", lain)

    def pencairan(self, **lain):
        return self._ke("pencairan", lain)

    def _ke(self, nama, lain):
        return f"{_alamat(nama)}?{urlencode({**self.saring, **lain})}"


@cache
def _alamat(nama):
    return reverse(f"laporan:{nama}_list")


# --- funnel ---------------------------------------------------------------------------------------------------------


def corong(daftar_cacah, tautan):
    """{"daftar_kelompok", "baris", "jumlah"}: the tahap in their order, a cell per Kelompok and one for all."""
    per_sel = Counter()
    for satu in daftar_cacah:
        per_sel[satu.tahap, satu.kelompok] += satu.banyak
    daftar_kelompok = sorted({kelompok for _tahap, kelompok in per_sel})
    for (tahap, kelompok), banyak in list(per_sel.items()):
        per_sel[tahap, ""] += banyak
        per_sel["", kelompok] += banyak
        per_sel["", ""] += banyak
    terbanyak = max((per_sel[tahap, ""] for tahap in Tahap), default=0) or 1

    def sel(tahap, kelompok):
        saring = {"tahap": tahap} if tahap else {}
        saring |= {"kelompok": kelompok} if kelompok else {}
        return {"banyak": per_sel[tahap, kelompok], "url": tautan.usulan(**saring)}

    baris = []
    for tahap in Tahap:
        if tahap in NOMOR_TAHAP or per_sel[tahap, ""]:
            baris.append({
                "nomor": NOMOR_TAHAP.get(tahap),
                "label": tahap.label,
                "daftar_sel": [sel(tahap.value, kelompok) for kelompok in daftar_kelompok],
                "jumlah": sel(tahap.value, ""),
                "batang": _batang([per_sel[tahap, kelompok] for kelompok in daftar_kelompok], terbanyak),
            })  # fmt: skip
    jumlah = {"daftar_sel": [sel("", kelompok) for kelompok in daftar_kelompok], "jumlah": sel("", "")}
    return {"daftar_kelompok": daftar_kelompok, "baris": baris, "jumlah": jumlah}


def _batang(daftar_banyak, terbanyak):
    """[(number of the Kelompok, x, width)] of the pieces of one bar, in per cent of the longest."""
    kiri, potongan = 0, []
    for nomor, banyak in enumerate(daftar_banyak, start=1):
        lebar = 100 * banyak / terbanyak
        if banyak:
            # A third Kelompok and those after it share a look; the table says which is which.
            potongan.append((min(nomor, 3), f"{kiri:.2f}%", f"{lebar:.2f}%"))
        kiri += lebar
    return potongan


# --- late, by owner -------------------------------------------------------------------------------------------------


def terlambat_menurut_pihak(daftar_cacah, tautan):
    """[{"label", "banyak", "tertua", "hari", "url"}] of the four sides, and the same for all together."""
    hari_ini = timezone.localdate()

    def satu(label, dipilih, **saring):
        tertua = min((baris.tertua for baris in dipilih if baris.tertua), default=None)
        return {
            "label": label,
            "banyak": sum(baris.terlambat for baris in dipilih),
            "tertua": tertua,
            "hari": (hari_ini - tertua).days if tertua else None,
            "url": tautan.usulan(terlambat="ya", urut="-terlambat", **saring),
        }

    daftar = [
        satu(giliran.label, [baris for baris in daftar_cacah if baris.giliran == giliran], giliran=giliran.value)
        for giliran in PEMILIK
    ]
    return daftar, satu("Semua pihak", daftar_cacah)


def belum_lewat(daftar_cacah):
    """{(year, Kelompok, tahap): Usulan that are in it or before it}."""
    per_tahap, hasil = Counter(), Counter()
    for satu in daftar_cacah:
        if satu.tahap in NOMOR_TAHAP:
            per_tahap[satu.tahun, satu.kelompok, satu.tahap] += satu.banyak
    for (tahun, kelompok, di), banyak in per_tahap.items():
        for tahap in DUA_BELAS[NOMOR_TAHAP[di] - 1 :]:
            hasil[tahun, kelompok, tahap.value] += banyak
    return hasil
