"""Open an .xlsx that somebody sent and find its table by the headings. Knows nothing of RT; every import uses it.

Whatever is wrong with the file itself is a BerkasDitolak with one sentence for the person, never a traceback.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count, islice

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

BATAS_UKURAN = 10 * 1024**2  # bytes as sent
BATAS_TERURAI = 200 * 1024**2  # bytes of all entries, unpacked
BATAS_RASIO = 200  # unpacked : packed, for entries above 1 MB
BATAS_ENTRI = 2000
BATAS_BARIS = 5_000
BATAS_KOLOM = 200
BATAS_PINDAI = 2_200_000  # rows of all sheets together, blank ones too
BATAS_KEPALA = 50  # filled rows in which the heading must stand
BARIS_TERAKHIR_EXCEL = 1_048_576

SIMPAN_XLSX = "Buka di Excel, pilih Simpan Sebagai “Excel Workbook (.xlsx)”, lalu kirim ulang."
RUSAK = f"Berkas Excel ini rusak atau tidak lengkap. {SIMPAN_XLSX}"

TERLALU_BESAR = "Isi berkas terlalu besar setelah dibuka. Salin tabelnya saja ke berkas Excel baru, lalu kirim ulang."


class BerkasDitolak(ValueError):
    """The file as a whole cannot be read. The message is an Indonesian sentence with the way out."""


class _BelumDihitung:
    """Stands in a cell whose formula has no stored result (the file was never calculated by Excel)."""

    def __repr__(self):
        return "rumus belum dihitung"


BELUM_DIHITUNG = _BelumDihitung()


@dataclass(frozen=True)
class Baris:
    """One row that is not blank: its number in Excel and its values, column A first."""

    nomor: int
    nilai: tuple


@dataclass(frozen=True)
class Lembar:
    nama: str
    tersembunyi: bool
    daftar_baris: tuple


@dataclass(frozen=True)
class Kepala:
    """Where the headings stand: field name -> column index from 0. `ganda` has fields that two columns claim."""

    kolom: dict
    ganda: dict
    baris_awal: int
    baris_akhir: int
    kurang: tuple = field(default=())

    def ambil(self, baris, nama):
        """Return the value under a heading; None where the sheet has no such column or the cell is blank."""
        letak = self.kolom.get(nama)
        nilai = baris.nilai[letak] if letak is not None and letak < len(baris.nilai) else None
        return None if isinstance(nilai, str) and not nilai.strip() else nilai

    def sel(self, baris, nama):
        """Return the address of a cell, as in "B3"."""
        return f"{get_column_letter(self.kolom[nama] + 1)}{baris.nomor}"


def buka_lembar(berkas):
    """Return the Lembar of an .xlsx (path or binary file object). Raises BerkasDitolak."""
    isi = _baca_isi(berkas)
    try:
        ada_rumus = _periksa_arsip(isi)
        return _baca_lembar(isi, ada_rumus)
    except BerkasDitolak:
        raise
    except Exception as kesalahan:  # zipfile, zlib, both XML parsers and openpyxl raise some twenty kinds
        raise BerkasDitolak(RUSAK) from kesalahan


def _baca_isi(berkas):
    try:
        if hasattr(berkas, "read"):
            berkas.seek(0)
            isi = berkas.read(BATAS_UKURAN + 1)
        else:
            with open(berkas, "rb") as terbuka:
                isi = terbuka.read(BATAS_UKURAN + 1)
    except (OSError, ValueError) as kesalahan:
        raise BerkasDitolak("Berkas tidak bisa dibuka. Periksa nama dan letaknya, lalu coba lagi.") from kesalahan
    if isinstance(isi, str):
        raise BerkasDitolak(f"Berkas ini teks, bukan Excel. {SIMPAN_XLSX}")
    if not isi:
        raise BerkasDitolak("Berkas ini kosong (0 byte). Pilih berkas Excel yang berisi data, lalu kirim ulang.")
    if len(isi) > BATAS_UKURAN:
        raise BerkasDitolak("Berkas lebih dari 10 MB. Hapus gambar dan lembar yang tidak perlu, lalu kirim ulang.")
    return isi


def _periksa_arsip(isi):
    """Refuse what is no .xlsx or unpacks too large, before any parser sees it. Return whether it has formulas."""
    if not zipfile.is_zipfile(io.BytesIO(isi)):
        raise BerkasDitolak(_bukan_zip(isi))
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        daftar_entri = arsip.infolist()
        nama_entri = {entri.filename for entri in daftar_entri}
        if any(entri.flag_bits & 1 for entri in daftar_entri):
            raise BerkasDitolak("Berkas ini diberi kata sandi. Hapus sandinya, simpan sebagai .xlsx, lalu kirim ulang.")
        if "xl/workbook.xml" not in nama_entri:
            raise BerkasDitolak(f"Berkas ini bukan Excel .xlsx. {SIMPAN_XLSX}")
        # zipfile stops reading an entry at its declared size, so the declared sizes can be trusted as a bound.
        terlalu_padat = any(e.file_size > max(1024**2, BATAS_RASIO * e.compress_size) for e in daftar_entri)
        terurai = sum(entri.file_size for entri in daftar_entri)
        if terlalu_padat or terurai > BATAS_TERURAI or len(daftar_entri) > BATAS_ENTRI:
            raise BerkasDitolak(TERLALU_BESAR)
        # By place, not by ending: a workbook may call its sheet "lembar.dat". Pictures (SVG) may well have a DTD.
        ada_rumus = False
        for entri in daftar_entri:
            if not entri.filename.startswith("xl/media/"):
                ada_rumus |= _periksa_xml(arsip, entri)
        return ada_rumus


def _periksa_xml(arsip, entri):
    """Refuse a DTD (entity bombs; no Excel writes one). Return whether the part holds a formula."""
    ada_rumus, ekor = False, b""
    with arsip.open(entri) as sumber:
        while potongan := sumber.read(1024**2):
            teks = (ekor + potongan).replace(b"\0", b"")  # also sees through UTF-16
            if b"<!DOCTYPE" in teks or b"<!ENTITY" in teks:
                raise BerkasDitolak(RUSAK)
            ada_rumus = ada_rumus or re.search(rb"<(?:\w+:)?f[\s/>]", teks) is not None
            ekor = potongan[-32:]
    return ada_rumus


def _bukan_zip(isi):
    """Say what the file is when it is no .xlsx."""
    if isi.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        if "EncryptedPackage".encode("utf-16-le") in isi:
            return "Berkas ini diberi kata sandi. Hapus sandinya, simpan sebagai .xlsx, lalu kirim ulang."
        return f"Berkas ini Excel lama (.xls). {SIMPAN_XLSX}"
    if isi.startswith(b"PK"):
        return RUSAK
    if isi.startswith(b"%PDF"):
        return "Berkas ini PDF, bukan Excel. Minta berkas Excel (.xlsx) aslinya, lalu kirim ulang."
    awal = isi[:4096]
    if awal.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return f"Berkas ini halaman web atau XML, bukan Excel .xlsx. {SIMPAN_XLSX}"
    if b"\0" not in awal and re.search(rb"[,;\t]", awal) and not re.search(rb"[\x01-\x08\x0e-\x1f]", awal):
        return f"Berkas ini teks (CSV), bukan Excel .xlsx. {SIMPAN_XLSX}"
    return f"Berkas ini bukan Excel .xlsx. {SIMPAN_XLSX}"


def _baca_lembar(isi, ada_rumus):
    """Read every worksheet; with formulas a second time, to tell a formula without result from a blank cell."""
    buku = load_workbook(io.BytesIO(isi), read_only=True, data_only=True)
    rumus = load_workbook(io.BytesIO(isi), read_only=True) if ada_rumus else None
    pindai = count(1)
    try:
        return [
            Lembar(
                nama=lembar.title,
                tersembunyi=lembar.sheet_state != "visible",
                daftar_baris=tuple(_baca_baris(lembar, rumus.worksheets[urutan] if rumus else None, pindai)),
            )
            for urutan, lembar in enumerate(buku.worksheets)
        ]
    finally:
        buku.close()
        if rumus:
            rumus.close()


def _baca_baris(lembar, lembar_rumus, pindai):
    pasangan = _iter_nilai(lembar_rumus) if lembar_rumus else None
    for nomor, nilai in enumerate(_iter_nilai(lembar, values_only=pasangan is None), start=1):
        if next(pindai) > BATAS_PINDAI:
            raise BerkasDitolak(TERLALU_BESAR)
        asal = next(pasangan) if pasangan else nilai
        if asal.count(None) == len(asal):  # a sheet may hold a million of these
            continue
        if pasangan:
            nilai = tuple(map(_hasil_rumus, nilai, asal))
        isi = [letak for letak, satu in enumerate(nilai) if not _kosong(satu)]
        if not isi:
            continue
        ini = f"Lembar “{lembar.title}” lebih dari"
        if nomor > BATAS_BARIS:
            raise BerkasDitolak(f"{ini} 20.000 baris. Bagi per kecamatan menjadi beberapa berkas.")
        if isi[-1] >= BATAS_KOLOM:
            raise BerkasDitolak(f"{ini} {BATAS_KOLOM} kolom. Hapus yang tidak perlu, lalu kirim ulang.")
        yield Baris(nomor, tuple(nilai[: isi[-1] + 1]))


def _hasil_rumus(sel, rumus):
    """Return the value of a cell; a formula whose stored result is the text "" is blank, one without result is not."""
    return BELUM_DIHITUNG if sel.value is None and rumus is not None and sel.data_type != "str" else sel.value


def _iter_nilai(lembar, values_only=True):
    # The size a sheet declares may be wrong ("A1"); the limits here also bound a lone cell at XFD1048576.
    lembar.reset_dimensions()
    return lembar.iter_rows(max_row=BARIS_TERAKHIR_EXCEL, max_col=BATAS_KOLOM + 1, values_only=values_only)


def _kosong(nilai):
    return nilai is None or (isinstance(nilai, str) and not nilai.strip())


def kunci_kepala(teks):
    """Fold a heading to its letters: "No. HP/WA" -> "nohpwa"."""
    return re.sub(r"[^a-z]", "", teks.casefold())


def cari_kepala(lembar, sinonim, wajib):
    """Find the headings of a sheet, on one row or on two (a group over its parts, merged cells).

    `sinonim`: field name -> headings as written by people; the field "" lists headings that must not be taken for
    another. `wajib`: tuples of fields of which one is needed. Returns the best Kepala (see `kurang`), None if no
    heading at all is known.
    """
    kamus = {kunci_kepala(tulisan): nama for nama, daftar in sinonim.items() for tulisan in daftar}
    daftar_baris = list(islice(lembar.daftar_baris, BATAS_KEPALA))
    calon = []
    for urutan, baris in enumerate(daftar_baris):
        calon.append(_baca_kepala(kamus, wajib, baris, None))
        bawah = daftar_baris[urutan + 1] if urutan + 1 < len(daftar_baris) else None
        if bawah and bawah.nomor == baris.nomor + 1 and all(_kosong(n) or _judul(n) for n in bawah.nilai):
            calon.append(_baca_kepala(kamus, wajib, baris, bawah))
    calon = [kepala for kepala in calon if kepala.kolom]
    # max keeps the first of equals: the upper row, and one row before two.
    return max(calon, key=lambda k: (-len(k.kurang), len(k.kolom), k.baris_awal - k.baris_akhir), default=None)


def _baca_kepala(kamus, wajib, atas, bawah):
    kolom, ganda, kelompok = {}, {}, ""
    lebar = max(len(atas.nilai), len(bawah.nilai) if bawah else 0)
    for letak in range(lebar):
        judul_atas = _teks_judul(atas, letak)
        judul_bawah = _teks_judul(bawah, letak) if bawah else ""
        kelompok = judul_atas or kelompok  # a merged group has its words in the first cell only
        daftar_tulisan = [judul_atas]
        if judul_bawah:
            daftar_tulisan = [f"{kelompok} {judul_bawah}", judul_bawah, judul_atas]
        nama = _kenali(kamus, daftar_tulisan)
        if nama and nama in kolom:
            ganda.setdefault(nama, [kolom[nama]]).append(letak)
        elif nama:
            kolom[nama] = letak
    kurang = tuple(pilihan for pilihan in wajib if not set(pilihan) & set(kolom))
    return Kepala(kolom, ganda, atas.nomor, (bawah or atas).nomor, kurang)


def _kenali(kamus, daftar_tulisan):
    for tulisan in daftar_tulisan:
        for bentuk in (tulisan, re.sub(r"\([^)]*\)", "", tulisan)):
            if (kunci := kunci_kepala(bentuk)) in kamus:
                return kamus[kunci]
    return ""


def _judul(nilai):
    return isinstance(nilai, str) and re.search(r"[^\W\d_]", nilai) is not None


def _teks_judul(baris, letak):
    nilai = baris.nilai[letak] if letak < len(baris.nilai) else None
    return nilai if _judul(nilai) else ""


def daftar_isi(lembar, kepala):
    """Yield the rows below the headings, without the row that numbers the columns (1, 2, 3, …)."""
    for baris in lembar.daftar_baris:
        if baris.nomor > kepala.baris_akhir and not (baris.nomor == kepala.baris_akhir + 1 and _nomor_kolom(baris)):
            yield baris


def _nomor_kolom(baris):
    isi = [re.sub(r"[()=.\s]", "", str(nilai)) if isinstance(nilai, str) else nilai for nilai in baris.nilai]
    isi = [str(nilai) for nilai in isi if not _kosong(nilai)]
    return len(isi) >= 3 and isi == [str(urutan) for urutan in range(1, len(isi) + 1)]


def _tulisan(nilai):
    """A date as people write it; Excel adds midnight to one without an hour."""
    if isinstance(nilai, datetime) and nilai.time() != time.min:
        return f"{nilai:%d/%m/%Y %H:%M}"
    return f"{nilai:%d/%m/%Y}" if isinstance(nilai, date) else str(nilai)


def kutip(nilai):
    """Return what a cell says on one line of at most 60 characters, to be quoted in a message."""
    teks = " ".join(_tulisan(nilai).split())
    return teks if len(teks) <= 60 else f"{teks[:59]}…"
