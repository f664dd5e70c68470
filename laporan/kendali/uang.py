"""The seven numbers, and the curve of what was released and spent, by the weeks of the programme."""

from collections import Counter
from datetime import date, timedelta
from itertools import accumulate

from anggaran.services.jumlah import SELISIH, jumlah_uang, selisih, uang_harian
from laporan.kalender import Sumbu, minggu_terbaca, pekan
from laporan.rekap import DI_DAFTAR_USULAN, TUJUH_ANGKA
from rt.angka import rupiah

_HARIAN = (*SELISIH, "pajak")
# The drawing's own measure: as wide as it is asked to be, so that lines keep their shape on any screen.
LEBAR, TINGGI = 1000, 100
_SATUAN = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


def susun_uang(daftar_usulan, pagu):
    """(totals by name, {day: {name: rupiah}}), in three queries."""
    harian = uang_harian(daftar_usulan, *_HARIAN)
    jumlah = {nama: sum(satu[nama] for satu in harian.values()) for nama in _HARIAN}
    jumlah |= {"pagu": pagu, "selisih": selisih(*(jumlah[nama] for nama in SELISIH))}
    return jumlah | jumlah_uang(daftar_usulan, "rab")[()], harian


def tujuh_angka(jumlah, tautan):
    """For _komponen/uang.html; each leads to the list with this total."""
    return [
        {
            "label": kolom.judul.removesuffix(" (Rp)"),
            "nilai": rupiah(jumlah[kolom.kode]),
            "url": tautan.usulan() if kolom.kode in DI_DAFTAR_USULAN else tautan.lpj(),
            "catatan": _persen(jumlah, kolom.kode),
        }
        for kolom in TUJUH_ANGKA
    ]


# What a number is read against.
_DARI = {"rab": ("pagu", "pagu"), "cair": ("rab", "RAB"), "belanja": ("cair", "uang cair")}


def _persen(jumlah, nama):
    dari, kata = _DARI.get(nama, ("", ""))
    return f"{100 * jumlah[nama] // jumlah[dari]} % dari {kata}" if jumlah.get(dari) else ""


# --- curve ----------------------------------------------------------------------------------------------------------


def susun_kurva(harian, tautan, kini):
    """What the template draws and tabulates, or None while no money has moved."""
    gerak = {hari: satu for hari, satu in harian.items() if satu["cair"] or satu["belanja"]}
    if not gerak:
        return None
    awal, akhir = min(gerak), max(gerak)
    # To today, but not past the year in which the last money moved.
    sumbu = Sumbu.dari([(awal, max(akhir, min(kini, date(akhir.year, 12, 31))))])
    cair, belanja = Counter(), Counter()
    for hari, satu in gerak.items():
        cair[sumbu.nomor(hari)] += satu["cair"]
        belanja[sumbu.nomor(hari)] += satu["belanja"]
    banyak = max(sumbu.nomor(akhir), min(sumbu.nomor(kini), sumbu.bulan * 4 - 1)) + 1
    minggu = range(banyak)
    cair_jalan = list(accumulate(cair[n] for n in minggu))
    belanja_jalan = list(accumulate(belanja[n] for n in minggu))
    garis = garis_bantu(max(*cair_jalan, *belanja_jalan, 1))
    puncak = garis[-1]
    return {
        "sumbu": sumbu,
        "lebar": LEBAR,
        "tinggi": TINGGI,
        "cair": _titik(cair_jalan, puncak, sumbu),
        "belanja": _titik(belanja_jalan, puncak, sumbu),
        "garis_bantu": [(f"{100 - 100 * nilai / puncak:.2f}%", singkat(nilai)) for nilai in garis],
        "jumlah_cair": cair_jalan[-1],
        "jumlah_belanja": belanja_jalan[-1],
        "sampai": max(kini, akhir),
        "baris": [
            {
                "label": minggu_terbaca(mulai),
                "cair": cair[n],
                "url": tautan.pencairan(status="cair", dari=mulai, sampai=selesai) if cair[n] else "",
                "cair_jalan": cair_jalan[n],
                "belanja": belanja[n],
                "belanja_jalan": belanja_jalan[n],
            }
            for n, (mulai, selesai) in enumerate(_daftar_minggu(sumbu, banyak))
            if cair[n] or belanja[n]
        ],
    }


def _titik(jalan, puncak, sumbu):
    """The points of a polyline: the sum so far at the end of each week, from nothing."""
    per_minggu = LEBAR / (sumbu.bulan * 4)
    titik = [f"{(n + 1) * per_minggu:.1f},{TINGGI - TINGGI * nilai / puncak:.2f}" for n, nilai in enumerate(jalan)]
    return " ".join([f"0,{TINGGI}", *titik])


def _daftar_minggu(sumbu, banyak):
    """[(first day, last day)] of the first weeks of an axis."""
    hasil, hari = [], sumbu.awal
    while len(hasil) < banyak:
        mulai = hari
        while pekan(hari) == pekan(mulai) and hari.month == mulai.month:
            hari += timedelta(days=1)
        hasil.append((mulai, hari - timedelta(days=1)))
    return hasil


def garis_bantu(puncak):
    """Round amounts at equal steps, three to six of them, the last not below `puncak`."""
    langkah = 10 ** (len(str(puncak)) - 1)
    langkah = next(satu for satu in (langkah // 5, langkah // 2, langkah, 2 * langkah) if satu and satu * 6 >= puncak)
    return [langkah * n for n in range(1, -(-puncak // langkah) + 1)]


def singkat(nilai):
    """ "Rp1,5 miliar": for the margin of a drawing; the exact amount stands in its table."""
    for besar, kata in _SATUAN:
        if nilai >= besar:
            sepersepuluh = nilai * 10 // besar
            pecahan = f",{sepersepuluh % 10}" if sepersepuluh % 10 else ""
            return f"Rp{sepersepuluh // 10}{pecahan} {kata}"
    return rupiah(nilai)
