"""The money of many Usulan at once, computed in the database by the rules of `bukukas.uang`.

A correction carries the same kind, fund and amounts as the row it cancels, so counting it as negative is the same as
leaving both out. Asking instead for rows without a canceller makes SQLite walk the whole book once per Usulan.
"""

from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from anggaran.models import BarisRAB, BukuKas, Jenis, Pencairan, VersiRAB
from anggaran.models.bukukas import Dana
from pokja.models import Sumber

BELANJA = (Jenis.BELANJA, Jenis.BIAYA_BANK)
# What selisih is made of.
SELISIH = ("cair", "bunga", "belanja", "kembali")


def bertanda(kolom):
    """The amount of a row, negative when the row is a correction."""
    return Case(When(membatalkan__isnull=True, then=F(kolom)), default=-F(kolom))


# Name: (kinds of rows that count, amount of one row).
_BUKU = {
    "bunga": ((Jenis.BUNGA,), bertanda("nilai")),
    "belanja": (BELANJA, bertanda("nilai")),
    "pajak": ((Jenis.BELANJA,), bertanda("pajak")),
    "kembali": ((Jenis.SETOR_SISA,), bertanda("nilai")),
}


def _buku():
    return BukuKas.objects.filter(dana=Dana.PROGRAM)


def _rab():
    return BarisRAB.objects.filter(versi_rab__status=VersiRAB.Status.BERLAKU, sumber=Sumber.PROGRAM)


def _per_usulan(daftar, jalur, nilai):
    daftar = daftar.filter(**{jalur: OuterRef("pk")}).order_by().values(jalur)
    return Coalesce(Subquery(daftar.annotate(total=Sum(nilai)).values("total")), 0)


def selisih(cair, bunga, belanja, kembali):
    """Released + interest - spent - paid back: of numbers, or of expressions. Zero when an LPJ ties."""
    return cair + bunga - belanja - kembali


def kolom_masuk():
    """{name: expression over Usulan}: what was planned and what was released, rab and cair."""
    return {
        "rab": _per_usulan(_rab(), "versi_rab__usulan", "jumlah"),
        "cair": _per_usulan(Pencairan.objects.cair(), "usulan", "nilai"),
    }


def kolom_uang():
    """{name: expression over Usulan} for lists: rab, cair, bunga, belanja, pajak, kembali and selisih."""
    kolom = kolom_masuk()
    for nama, (daftar_jenis, nilai) in _BUKU.items():
        kolom[nama] = _per_usulan(_buku().filter(jenis__in=daftar_jenis), "usulan", nilai)
    return kolom | {"selisih": selisih(*(kolom[nama] for nama in SELISIH))}


def _kelompokkan(daftar, jalur, daftar_usulan, per, jumlah):
    """One query: {key: {name: rupiah}}; `per` are paths from the Usulan, () for one row with the key ()."""
    daftar = daftar.filter(**{f"{jalur}__in": daftar_usulan.order_by().values("pk")}).order_by()
    if not per:
        return {(): daftar.aggregate(**jumlah)}
    kunci = [f"{jalur}__{nama}" for nama in per]
    return {
        tuple(baris[nama] for nama in kunci): {nama: baris[nama] for nama in jumlah}
        for baris in daftar.values(*kunci).annotate(**jumlah)
    }


def _tanya(daftar_nama):
    """[(rows, path to their Usulan, the day a row counts on, {name: sum})] for these names: one query each."""
    tanya = []
    if "rab" in daftar_nama:
        tanya.append((_rab(), "versi_rab__usulan", None, {"rab": Sum("jumlah")}))
    if "cair" in daftar_nama:
        tanya.append((Pencairan.objects.cair(), "usulan", "sp2d_tanggal", {"cair": Sum("nilai")}))
    buku = {nama: isi for nama, isi in _BUKU.items() if nama in daftar_nama}
    if buku:
        jumlah = {nama: Sum(nilai, filter=Q(jenis__in=jenis)) for nama, (jenis, nilai) in buku.items()}
        tanya.append((_buku(), "usulan", "tanggal", jumlah))
    return tanya


def jumlah_uang(daftar_usulan, *daftar_nama, per=()):
    """Sums of the named numbers over a queryset of Usulan: {key: {name: rupiah}}, in at most three queries.

    `daftar_nama` as in `kolom_uang`; with selisih go the numbers it is made of. A key without rows is missing.
    """
    if "selisih" in daftar_nama:
        daftar_nama = dict.fromkeys((*daftar_nama, *SELISIH))
    hasil = {} if per else {(): dict.fromkeys(daftar_nama, 0)}
    for daftar, jalur, _hari, jumlah in _tanya(daftar_nama):
        for kunci, angka in _kelompokkan(daftar, jalur, daftar_usulan, per, jumlah).items():
            baris = hasil.setdefault(kunci, dict.fromkeys(daftar_nama, 0))
            baris.update({nama: nilai or 0 for nama, nilai in angka.items()})
    if "selisih" in daftar_nama:
        for baris in hasil.values():
            baris["selisih"] = selisih(*(baris[nama] for nama in SELISIH))
    return hasil


def uang_harian(daftar_usulan, *daftar_nama):
    """The same sums day by day: {date: {name: rupiah}}, in at most two queries; rab and selisih have no day.

    Money is released on the day of its SP2D; all else counts on its day in the buku kas. The days of a name add up
    to its sum in `jumlah_uang`.
    """
    hasil = {}
    for daftar, jalur, hari, jumlah in _tanya(daftar_nama):
        daftar = daftar.filter(**{f"{jalur}__in": daftar_usulan.order_by().values("pk")}).order_by()
        jenis = {jenis for nama in jumlah for jenis in _BUKU.get(nama, ((),))[0]}
        if jenis:
            daftar = daftar.filter(jenis__in=sorted(jenis))
        for baris in daftar.values(hari).annotate(**jumlah):
            satu = hasil.setdefault(baris.pop(hari), dict.fromkeys(daftar_nama, 0))
            satu.update({nama: nilai or 0 for nama, nilai in baris.items()})
    return hasil
