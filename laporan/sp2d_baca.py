"""Read the SP2D sheet that Keuangan filled in: each row by itself, each wrong cell with its sentence.

What a row means for its transfer is asked afterwards, in laporan.services.sp2d.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from anggaran.forms_pencairan import PANJANG_ALASAN, PANJANG_NOMOR
from laporan.kolom.sp2d import CAIR, GAGAL
from rt.angka import baca_rupiah
from rt.lembar import BELUM_DIHITUNG, BerkasDitolak, buka_lembar, cari_kepala, daftar_isi, kutip
from rt.register import KesalahanSel
from rt.templatetags.rupiah import BULAN

BATAS_ISI = 500  # filled rows in one file: they are recorded together, or not at all
SINONIM = {
    "kode": ("Kode transfer", "Kode"),
    "permohonan": ("Permohonan", "Nomor permohonan"),
    "kelurahan": ("Kelurahan",),
    "rt": ("RT",),
    "bank": ("Bank",),
    "rekening": ("Nomor rekening", "No rekening"),
    "atas_nama": ("Atas nama",),
    "termin": ("Termin",),
    "nilai": ("Nilai (Rp)", "Nilai"),
    "hasil": ("Hasil", "Hasil cair/gagal"),
    "sp2d_nomor": ("Nomor SP2D", "No SP2D"),
    "sp2d_tanggal": ("Tanggal SP2D", "Tgl SP2D"),
    "nilai_cair": ("Nilai cair (Rp)", "Nilai cair"),
    "alasan": ("Alasan gagal",),
}
JUDUL = {nama: tulisan[0] for nama, tulisan in SINONIM.items()}
IDENTITAS = ("permohonan", "kelurahan", "rt", "bank", "rekening", "atas_nama", "termin", "nilai")
ISIAN = ("hasil", "sp2d_nomor", "sp2d_tanggal", "nilai_cair", "alasan")
WAJIB = tuple((nama,) for nama in ("kode", "kelurahan", "rt", "rekening", "nilai", *ISIAN))
POLA_KODE = re.compile(r"(?:PC)?0*([1-9][0-9]{0,17})", re.IGNORECASE)
POLA_TANGGAL = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[a-z]+)[-/. ](\d{4})", re.IGNORECASE)
NOMOR_BULAN = {tulisan.casefold(): nomor for nomor, nama in enumerate(BULAN, start=1) for tulisan in (nama, nama[:3])}
# What a transfer that is cair must have, and one that failed must not.
CARA_ISI = {
    "sp2d_nomor": "Salin dari lembar SP2D.",
    "sp2d_tanggal": "Tulis misalnya 30/04/2026.",
    "nilai_cair": "Salin dari lembar SP2D.",
}
# What Excel shows in a cell it cannot work out.
GALAT_EXCEL = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")


@dataclass(frozen=True)
class BarisSP2D:
    """One filled row whose cells can be read. `tertulis` is what stands in the columns that name the transfer."""

    lembar: object
    kepala: object
    baris: object
    pk: int
    tertulis: dict
    hasil: str
    sp2d_nomor: str = ""
    sp2d_tanggal: date | None = None
    nilai: int | None = None
    alasan: str = ""

    @property
    def letak(self):
        return f"lembar {self.lembar.nama} baris {self.baris.nomor}"

    def salah(self, nama, pesan):
        return sel_salah(self.lembar, self.kepala, self.baris, nama, pesan)


@dataclass
class HasilBaca:
    daftar_baris: list = field(default_factory=list)
    daftar_kesalahan: list = field(default_factory=list)
    daftar_lembar: list = field(default_factory=list)
    banyak_kosong: int = 0


def baca_sp2d(berkas):
    """Return the HasilBaca of a sheet (path or binary file). Raises BerkasDitolak for the file as a whole."""
    hasil, terdekat = HasilBaca(), None
    for lembar in buka_lembar(berkas):
        kepala = None if lembar.tersembunyi else cari_kepala(lembar, SINONIM, WAJIB)
        if kepala is None or kepala.kurang:
            terdekat = terdekat or (kepala and (lembar, kepala))
            continue
        _tolak_ganda(lembar, kepala)
        hasil.daftar_lembar.append(lembar.nama)
        for baris in daftar_isi(lembar, kepala):
            _baca_baris(hasil, lembar, kepala, baris)
    if not hasil.daftar_lembar:
        raise BerkasDitolak(_tanpa_kepala(terdekat))
    if len(hasil.daftar_baris) > BATAS_ISI:
        raise BerkasDitolak(f"Lebih dari {BATAS_ISI} baris terisi. Bagi per kelurahan, lalu kirim satu per satu.")
    return hasil


def _tolak_ganda(lembar, kepala):
    for nama, daftar_letak in kepala.ganda.items():
        raise BerkasDitolak(
            f"Lembar “{lembar.nama}” punya {len(daftar_letak)} kolom {JUDUL[nama]}. Sisakan satu, lalu kirim ulang."
        )


def _tanpa_kepala(terdekat):
    if not terdekat:
        return "Ini bukan lembar SP2D. Unduh lembarnya di halaman Proses pencairan, isi, lalu kirim lagi."
    lembar, kepala = terdekat
    kurang = ", ".join(JUDUL[pilihan[0]] for pilihan in kepala.kurang)
    return (
        f"Lembar “{lembar.nama}” tidak punya kolom {kurang}. Unduh lembar SP2D di halaman Proses pencairan, isi, "
        "lalu kirim tanpa mengubah judul kolomnya."
    )


# --- one row --------------------------------------------------------------------------------------------------------


def sel_salah(lembar, kepala, baris, nama, pesan):
    nilai = kepala.ambil(baris, nama) if nama in kepala.kolom else None
    sel = kepala.sel(baris, nama if nama in kepala.kolom else "kode")
    return KesalahanSel(lembar.nama, sel, "" if nilai is None else kutip(nilai), pesan)


def _baca_baris(hasil, lembar, kepala, baris):
    """Sort one row: total or note (skipped), left empty, readable, or with wrong cells."""
    kode = kepala.ambil(baris, "kode")
    if isinstance(kode, str) and re.match(r"\s*(jumlah|total)\b", kode, re.IGNORECASE):
        return
    if all(kepala.ambil(baris, nama) is None for nama in ISIAN):
        hasil.banyak_kosong += kode is not None
        return
    kesalahan, isi = [], {}
    for nama, baca in PEMBACA.items():
        try:
            isi[nama] = _baca(kepala.ambil(baris, nama), baca)
        except ValueError as salah:
            kesalahan.append((nama, str(salah)))
    kesalahan += _tak_cocok(isi)
    if kesalahan:
        hasil.daftar_kesalahan += [sel_salah(lembar, kepala, baris, *satu) for satu in kesalahan]
        return
    tertulis = {nama: kepala.ambil(baris, nama) for nama in IDENTITAS if nama in kepala.kolom}
    pk, nilai = isi.pop("kode"), isi.pop("nilai_cair")
    hasil.daftar_baris.append(BarisSP2D(lembar, kepala, baris, pk, tertulis, nilai=nilai, **isi))


def _baca(nilai, pembaca):
    if nilai is BELUM_DIHITUNG:
        raise ValueError("Rumus belum dihitung. Ketik nilainya, atau simpan berkasnya di Excel lalu kirim ulang.")
    if isinstance(nilai, str) and nilai.strip().upper() in GALAT_EXCEL:
        raise ValueError("Excel menunjukkan galat di sel ini. Ketik nilainya, lalu kirim ulang.")
    return pembaca(nilai)


def _tak_cocok(isi):
    """What is missing for this Hasil, and what contradicts it; cells that could not be read are named already."""
    if "hasil" not in isi:
        return []
    if isi["hasil"] == CAIR:
        kesalahan = [
            (nama, f"{JUDUL[nama]} belum diisi. {cara}")
            for nama, cara in CARA_ISI.items()
            if nama in isi and isi[nama] in (None, "")
        ]
        if isi.get("alasan"):
            kesalahan.append(("alasan", "Hasilnya cair, jadi tidak ada alasan gagal. Kosongkan sel ini."))
        return kesalahan
    kesalahan = []
    if isi.get("alasan") == "":
        kesalahan.append(("alasan", "Alasan gagal belum diisi. Salin alasan dari bank."))
    for nama in CARA_ISI:
        if isi.get(nama):
            kesalahan.append((nama, f"Hasilnya gagal, jadi {JUDUL[nama]} tidak dicatat. Kosongkan sel ini."))
    return kesalahan


# --- one cell -------------------------------------------------------------------------------------------------------


def _baca_kode(nilai):
    if nilai is None:
        raise ValueError("Kode transfer kosong. Salin kodenya dari lembar yang diunduh.")
    cocok = POLA_KODE.fullmatch(_teks(nilai, "Kode transfer", 30))
    if cocok is None:
        raise ValueError(
            f"“{kutip(nilai)}” bukan kode transfer. Salin kodenya dari lembar yang diunduh, misalnya PC000123."
        )
    return int(cocok[1])


def _baca_hasil(nilai):
    if nilai is None:
        raise ValueError("Hasil belum diisi. Tulis cair atau gagal.")
    hasil = str(nilai).strip().casefold()
    if hasil not in (CAIR, GAGAL):
        raise ValueError(f"“{kutip(nilai)}” tidak dikenal. Tulis cair atau gagal.")
    return hasil


def _baca_nomor(nilai):
    return _teks(nilai, "Nomor SP2D", PANJANG_NOMOR)


def _baca_alasan(nilai):
    return _teks(nilai, "Alasan gagal", PANJANG_ALASAN)


def _baca_nilai(nilai):
    return None if nilai is None else baca_rupiah(nilai)


def _baca_tanggal(nilai):
    """A real date, or text as people write it: 30/04/2026, 30-4-2026, 30 April 2026, 2026-04-30."""
    if nilai is None:
        return None
    if isinstance(nilai, date):
        return nilai.date() if isinstance(nilai, datetime) else nilai
    teks = str(nilai).strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", teks):
            return date.fromisoformat(teks)
        hari, bulan, tahun = POLA_TANGGAL.fullmatch(teks).groups()
        return date(int(tahun), NOMOR_BULAN.get(bulan.casefold()) or int(bulan), int(hari))
    except (AttributeError, ValueError):
        raise ValueError(f"“{kutip(nilai)}” bukan tanggal. Tulis misalnya 30/04/2026 (hari/bulan/tahun).") from None


def _teks(nilai, judul, batas):
    """Text on one line; a number that Excel made of it is written out again."""
    if nilai is None:
        return ""
    if isinstance(nilai, (bool, date)) or (isinstance(nilai, float) and not nilai.is_integer()):
        raise ValueError(f"“{kutip(nilai)}” bukan teks. Atur sel ini sebagai Teks di Excel, lalu ketik lagi {judul}.")
    teks = " ".join(str(int(nilai) if isinstance(nilai, float) else nilai).split())
    if not teks.isprintable():
        raise ValueError(f"{judul} memuat karakter yang tidak terlihat. Ketik ulang isinya.")
    if len(teks) > batas:
        raise ValueError(f"{judul} lebih dari {batas} karakter. Persingkat isinya.")
    return teks


PEMBACA = {
    "kode": _baca_kode,
    "hasil": _baca_hasil,
    "sp2d_nomor": _baca_nomor,
    "sp2d_tanggal": _baca_tanggal,
    "nilai_cair": _baca_nilai,
    "alasan": _baca_alasan,
}
