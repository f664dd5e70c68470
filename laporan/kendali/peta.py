"""The kelurahan as a heat table: how far, how late, at whose desk. Colour repeats what the number says."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.html import escape
from django.utils.safestring import mark_safe

from laporan.kendali.cacah import PEMILIK
from pokja.tahapan import DUA_BELAS, NOMOR_TAHAP, Tahap
from rt.angka import ribuan

# (code, heading, look of its heat). What stands in the address as ?urut=, what a cell is filtered by: see _saring.
KOLOM = (
    ("usulan", "Usulan", ""),
    ("kemajuan", "Kemajuan", "maju"),
    ("belakang", "Paling belakang", ""),
    ("terlambat", "Terlambat", "lambat"),
    *((giliran.value, f"Di {giliran.label}", "tunggu") for giliran in PEMILIK),
    ("selesai", "Selesai", "maju"),
)
URUT = ("nama", *(kode for kode, _judul, _panas in KOLOM if kode != "belakang"))
DERAJAT = 5
BUKAN_KEMAJUAN = (Tahap.MUNDUR, Tahap.DITOLAK)


@dataclass
class BarisPeta:
    """One kelurahan, one kecamatan, or all. `saring` is the filter of its lists."""

    nama: str
    saring: dict
    angka: dict = field(default_factory=lambda: dict.fromkeys([kode for kode, *_ in KOLOM], 0))
    lewat: int = 0  # stages passed, of all that still count
    ikut: int = 0
    per_tahap: dict = field(default_factory=dict)

    def tambah(self, satu):
        """Count one Baris of the cacah in."""
        angka = self.angka
        angka["usulan"] += satu.banyak
        angka["terlambat"] += satu.terlambat
        if satu.tahap == Tahap.SELESAI:
            angka["selesai"] += satu.banyak
        if satu.giliran in angka:
            angka[satu.giliran] += satu.banyak
        if satu.tahap not in BUKAN_KEMAJUAN:
            self.ikut += satu.banyak
            self.lewat += satu.banyak * (NOMOR_TAHAP.get(satu.tahap, len(DUA_BELAS) + 1) - 1)
        if satu.tahap in NOMOR_TAHAP:
            self.per_tahap[satu.tahap] = self.per_tahap.get(satu.tahap, 0) + satu.banyak

    @property
    def kemajuan(self):
        """Per cent of the twelve stages that lie behind; those that left the programme do not count."""
        return 100 * self.lewat // (self.ikut * len(DUA_BELAS)) if self.ikut else 0

    @property
    def belakang(self):
        """The earliest tahap in which anybody still is, or None."""
        return min(self.per_tahap, key=NOMOR_TAHAP.get, default=None)

    def bagian(self, kode):
        """0 to 1: how much of it. Heat and order of a column."""
        if kode == "kemajuan":
            return self.kemajuan / 100
        return self.angka[kode] / self.angka["usulan"] if self.angka["usulan"] else 0


def susun_peta(daftar_cacah):
    """([(kecamatan, [its kelurahan])], all), from the rows of the cacah."""
    jumlah, per_kecamatan, per_kelurahan = BarisPeta("Jumlah", {}), {}, {}
    for satu in daftar_cacah:
        if satu.kecamatan not in per_kecamatan:
            per_kecamatan[satu.kecamatan] = (BarisPeta(satu.nama_kecamatan, {"kecamatan": satu.kecamatan}), [])
        kecamatan, isi = per_kecamatan[satu.kecamatan]
        if satu.kelurahan not in per_kelurahan:
            per_kelurahan[satu.kelurahan] = BarisPeta(satu.nama_kelurahan, {"kelurahan": satu.kelurahan})
            isi.append(per_kelurahan[satu.kelurahan])
        for baris in (jumlah, kecamatan, per_kelurahan[satu.kelurahan]):
            baris.tambah(satu)
    return list(per_kecamatan.values()), jumlah


def baca_urut(diminta):
    """(column, downwards) asked for by ?urut=, or (None, False): then the kelurahan stand under their kecamatan."""
    kode = diminta.removeprefix("-")
    return (kode, diminta.startswith("-")) if kode in URUT else (None, False)


def _terurut(daftar_kelurahan, kode, turun):
    rata = sorted(daftar_kelurahan, key=lambda baris: baris.nama)
    if kode == "nama":
        return rata[::-1] if turun else rata
    nilai = BarisPeta.kemajuan.fget if kode == "kemajuan" else lambda baris: baris.angka[kode]
    return sorted(rata, key=nilai, reverse=turun)


# --- drawn in Python, as the lists are: a template tag per cell would cost more than all the queries --------------------


def kepala_html(kode_urut, turun, qs):
    """Headings that sort: names upwards first, numbers from the largest. `qs` makes a query string with urut=."""
    sel = []
    for kode, judul in (("nama", "Kelurahan"), *((kode, judul) for kode, judul, _panas in KOLOM)):
        kelas = "" if kode in ("nama", "belakang") else ' class="angka"'
        if kode not in URUT:
            sel.append(f'<th scope="col"{kelas}>{judul}</th>')
            continue
        terurut = kode == kode_urut
        berikut = ("" if turun else "-") if terurut else ("" if kode == "nama" else "-")
        aria = f' aria-sort="{"descending" if turun else "ascending"}"' if terurut else ""
        kueri = escape(qs(urut=f"{berikut}{kode}"))
        sel.append(f'<th scope="col"{kelas}{aria}><a href="?{kueri}#peta">{judul}</a></th>')
    return mark_safe("".join(sel))  # noqa: S308


def isi_html(daftar, jumlah, tautan, kode_urut, turun):
    """All, then each kecamatan with its kelurahan below it; sorted, the kelurahan alone."""
    penulis = _Penulis(tautan, [kelurahan for _kecamatan, isi in daftar for kelurahan in isi])
    baris = [penulis.baris(jumlah, "jumlah")]
    if kode_urut:
        baris += [penulis.baris(satu) for satu in _terurut(penulis.daftar_kelurahan, kode_urut, turun)]
        return mark_safe("\n".join(baris))  # noqa: S308
    for kecamatan, isi in daftar:
        baris.append(penulis.baris(kecamatan, "kecamatan"))
        baris += [penulis.baris(satu, "anak") for satu in isi]
    return mark_safe("\n".join(baris))  # noqa: S308


def _saring(baris, kode):
    """What the list of a cell is filtered by, beside its place."""
    if kode == "terlambat":
        return "&amp;terlambat=ya"
    if kode == "selesai":
        return "&amp;tahap=selesai"
    if kode == "belakang":
        return f"&amp;tahap={baris.belakang}"
    if kode == "kemajuan":
        return "&amp;urut=tahap"
    return "" if kode == "usulan" else f"&amp;giliran={kode}"


class _Penulis:
    """Draws rows; how warm a cell is shows it beside the other kelurahan."""

    def __init__(self, tautan, daftar_kelurahan):
        self.saring = tautan.saring
        self.alamat = tautan.usulan().partition("?")[0]
        self.daftar_kelurahan = daftar_kelurahan
        self.batas = {
            kode: (0 if panas != "maju" else min(semua), max(semua))
            for kode, _judul, panas in KOLOM
            if panas and (semua := [baris.bagian(kode) for baris in daftar_kelurahan])
        }

    def _warna(self, baris, kode, panas):
        paling_sedikit, paling_banyak = self.batas[kode]
        rentang = paling_banyak - paling_sedikit
        derajat = int((baris.bagian(kode) - paling_sedikit) / rentang * DERAJAT) if rentang else 0
        return f" {panas}-{min(derajat, DERAJAT - 1) + 1}"

    def baris(self, baris, kelas=""):
        kueri = escape(urlencode({**self.saring, **baris.saring}))
        buka = f'<a href="{self.alamat}?{kueri}'
        # Into a kecamatan: the same page, its kelurahan alone.
        masuk = kelas == "kecamatan" and "kecamatan" not in self.saring
        nama = f'<a href="?{kueri}#peta">{escape(baris.nama)}</a>' if masuk else escape(baris.nama)
        sel = [f'<tr class="{kelas}"><th scope="row">{nama}</th>']
        for kode, judul, panas in KOLOM:
            isi, ada = _isi(baris, kode)
            warna = self._warna(baris, kode, panas) if panas and ada and kelas in ("anak", "") else ""
            kelas_sel = f"{'' if kode == 'belakang' else 'angka'}{warna}{'' if ada else ' nol'}"
            isi = f'{buka}{_saring(baris, kode)}">{isi}</a>' if ada else isi
            sel.append(f'<td data-label="{judul}" class="{kelas_sel}">{isi}</td>')
        return "".join(sel) + "</tr>"


def _isi(baris, kode):
    """(text, is there anything)."""
    if kode == "kemajuan":
        return f"{baris.kemajuan} %", baris.angka["usulan"]
    if kode == "belakang":
        tahap = baris.belakang
        if tahap is None:
            return "–", 0
        return f"<b>{ribuan(baris.per_tahap[tahap])}</b> di {escape(Tahap(tahap).label)}", 1
    return ribuan(baris.angka[kode]), baris.angka[kode]
