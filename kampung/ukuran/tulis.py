"""The figures as a page of docs/: a summary, what misses a bar, and one row for each address with its worst Peran."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from kampung.ukuran.jelajah import CONTOH_KETUA, TANPA_MASUK
from kampung.ukuran.statis import jumlah_statis
from rt.peran import SISI_RT, Peran

BATAS_RT, BATAS_DAFTAR, BATAS_KUERI = 150, 60, 12  # KB, KB, queries
KEPALA = """# Every page measured

Written by `script/ukur` (`manage.py ukur_halaman` on the demo data) on {tanggal}; not edited by hand. It opens every address of
the URL conf in every Peran that may open it, up to {contoh} pages of each: bytes and queries with the test client through the
real middleware, width and targets of the heaviest in Chromium at 360 x 800 px. The worst stands here.

- *sent*: HTML, CSS, scripts and icons of a first visit, compressed as they go over the line (HTML gzip, files brotli),
  without photos and headers; *unpacked*: the same, uncompressed; *HTML*: the page alone, unpacked. In KB of 1,024 bytes.
- *queries*: with the two that know who is signed in. *wide*: pixels that the page can be pushed sideways at 360 px.
- *small*: targets below 44 px on that screen, but for links in sentences and tables, and boxes inside their label.
"""


@dataclass(frozen=True)
class Baris:
    """One address with its worst figures over all Peran."""

    rute: str
    banyak_peran: int
    html: int
    terkirim: int
    terkirim_peran: str
    terkirim_rt: int  # the worst of the RT side
    lepas: int
    kueri: int
    kueri_peran: str
    geser: int
    kecil: int


def susun(daftar_kunjungan, di_layar):
    per_rute = defaultdict(list)
    for satu in daftar_kunjungan:
        per_rute[satu.rute].append(satu)
    return [_baris(rute, per_rute[rute], di_layar) for rute in sorted(per_rute)]


def _baris(rute, daftar, di_layar):
    terkirim = {satu: satu.terkirim + jumlah_statis(satu.statis)[0] for satu in daftar}
    berat = max(daftar, key=terkirim.get)
    ramai = max(daftar, key=lambda satu: satu.kueri)
    layar = [di_layar[rute, peran] for peran in {satu.peran for satu in daftar}]
    return Baris(
        rute=rute,
        banyak_peran=len(layar),
        html=_kb(max(satu.byte for satu in daftar)),
        terkirim=_kb(terkirim[berat]),
        terkirim_peran=_label(berat.peran),
        terkirim_rt=_kb(max((terkirim[satu] for satu in daftar if satu.peran in SISI_RT), default=0)),
        lepas=_kb(max(satu.byte + jumlah_statis(satu.statis)[1] for satu in daftar)),
        kueri=ramai.kueri,
        kueri_peran=_label(ramai.peran),
        geser=max(satu.geser for satu in layar),
        kecil=max(satu.kecil for satu in layar),
    )


def _kb(byte):
    return -(-byte // 1024)  # rounded up: a bar is not missed by rounding


def _label(peran):
    return peran if peran == TANPA_MASUK else Peran(peran).label


def lembar(daftar_baris, jelajah):
    """The whole page, Markdown."""
    bagian = [
        KEPALA.format(tanggal=timezone.localdate().isoformat(), contoh=CONTOH_KETUA),
        "## Summary\n\n" + _ringkasan(daftar_baris, jelajah),
        "## Over a bar\n\n" + _lewat_batas(daftar_baris),
        "## Page by page\n\n" + _tabel(daftar_baris),
        "## Addresses that are no page, or were not reached\n\n" + _lain(daftar_baris, jelajah),
    ]
    return "\n\n".join(satu.rstrip("\n") for satu in bagian) + "\n"


def _ringkasan(daftar_baris, jelajah):
    rt = [baris for baris in daftar_baris if baris.terkirim_rt]
    daftar = [baris for baris in daftar_baris if _daftar(baris, jelajah)]
    pasangan = len({(satu.rute, satu.peran) for satu in jelajah.daftar})
    berat = max(rt, key=lambda baris: baris.terkirim_rt)
    baris_ringkas = [
        ("addresses x Peran opened", f"{len(daftar_baris)} x 1-9 = {pasangan}, with {len(jelajah.daftar)} pages", ""),
        ("answers with 500", len(jelajah.salah), "0"),
        ("heaviest page of the RT side", f"{berat.terkirim_rt} KB: {_nama(berat.rute)}", f"<= {BATAS_RT} KB sent"),
        ("heaviest list", _terberat(daftar), f"<= {BATAS_DAFTAR} KB sent"),
        ("heaviest page at all", _terberat(daftar_baris), ""),
        ("pages with more queries than the bar", sum(b.kueri > BATAS_KUERI for b in daftar_baris), f"{BATAS_KUERI} each"),
        ("pages wider than 360 px", sum(b.geser > 0 for b in daftar_baris), "0"),
        ("pages with targets below 44 px", sum(b.kecil > 0 for b in daftar_baris), "0"),
    ]  # fmt: skip
    return _markdown(("what", "figure", "bar"), baris_ringkas)


def _daftar(baris, jelajah):
    return any(
        satu.nama.endswith(("_list", ":rekap", ":antrean")) for satu in jelajah.daftar if satu.rute == baris.rute
    )


def _terberat(daftar_baris):
    berat = max(daftar_baris, key=lambda baris: baris.terkirim)
    return f"{berat.terkirim} KB: {_nama(berat.rute)} ({berat.terkirim_peran})"


def _lewat_batas(daftar_baris):
    kalimat = []
    for b in daftar_baris:
        lewat = [f"{b.terkirim_rt} KB on the RT side"] if b.terkirim_rt > BATAS_RT else []
        lewat += [f"{b.kueri} queries ({b.kueri_peran})"] if b.kueri > BATAS_KUERI else []
        lewat += [f"{b.geser} px too wide"] if b.geser else []
        lewat += [f"{b.kecil} small targets"] if b.kecil else []
        if lewat:
            kalimat.append(f"- {_nama(b.rute)}: {', '.join(lewat)}")
    return "\n".join(kalimat) or "None."


def _tabel(daftar_baris):
    kepala = ("address", "Peran", "HTML", "sent", "worst for", "unpacked", "queries", "worst for", "wide", "small")
    return _markdown(
        kepala,
        [
            (
                _nama(b.rute), b.banyak_peran, b.html, b.terkirim, b.terkirim_peran, b.lepas, b.kueri, b.kueri_peran,
                b.geser or "-", b.kecil or "-",
            )
            for b in daftar_baris
        ],
    )  # fmt: skip


def _lain(daftar_baris, jelajah):
    sudah = {baris.rute for baris in daftar_baris}
    kumpulan = defaultdict(list)
    for rute, jawaban in sorted(jelajah.jawaban.items()):
        if rute not in sudah:
            kumpulan[_sebab(jawaban)].append(_nama(rute))
    return "\n".join(f"- {sebab} ({len(daftar)}): {', '.join(daftar)}" for sebab, daftar in sorted(kumpulan.items()))


def _sebab(jawaban):
    if not jawaban:
        return "Not reached: nothing in the demo leads there by GET"
    if 405 in jawaban:
        return "Only posted to"
    if any(isinstance(satu, str) for satu in jawaban):
        return "Files and data"
    return "Never opened for the chosen rows (a redirect or a refusal)"


def _nama(rute):
    return f"`/{rute}`"


def _markdown(kepala, daftar_baris):
    garis = ["| " + " | ".join(str(sel) for sel in baris) + " |" for baris in (kepala, *daftar_baris)]
    return "\n".join([garis[0], "|" + "---|" * len(kepala), *garis[1:]])
