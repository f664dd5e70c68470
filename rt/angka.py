"""Numbers as people in Jambi write them: dot for thousands, comma for decimals. Pure Python, no Django.

A reader (`baca_*`) raises AngkaSalah for what is no such number and AngkaTidakJelas for what can be read in two ways;
both carry one sentence that is shown to the person as it is. The others turn a stored number into text.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

# Below 2**53, so that an integral float from Excel is exact, and far below the 64 bits of the column.
BATAS_RUPIAH = 9_000_000_000_000_000
BATAS_VOLUME = 1_000_000_000
KOSONG = "–"

RIBUAN = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+"
POLA_BULAT = re.compile(rf"{RIBUAN}|[0-9]+")
POLA_RUPIAH = re.compile(rf"(?P<bulat>{RIBUAN}|[0-9]+)(?:,(?P<sen>[0-9]{{1,2}})|[,.]\s?[-–—]+)?")
POLA_VOLUME = re.compile(rf"(?P<bulat>{RIBUAN}|[0-9]+)(?:,(?P<pecahan>[0-9]+))?")
POLA_SATUAN = re.compile(r"\s*(?:kk|k\.k\.?|kepala keluarga|keluarga|jiwa|orang|org|rt|unit)\.?$", re.IGNORECASE)
POLA_PECAHAN = re.compile(r"[0-9]+[.,][0-9]{1,2}")
POLA_MIRIP_ANGKA = re.compile(r"[0-9][0-9.,' ]*")


class AngkaSalah(ValueError):
    """The text is not a number of the kind asked for. The message is an Indonesian sentence for the person."""


class AngkaTidakJelas(ValueError):
    """The text can be read as two numbers. The message asks and says how to write it."""


def baca_rupiah(teks):
    """Return whole rupiah (int, 0 to BATAS_RUPIAH) from a person's text, an int, or an integral float or Decimal.

    Raises AngkaSalah (no number, negative, sen, too large, empty, bool) and AngkaTidakJelas ("1,250,000", "12.34").
    """
    if not isinstance(teks, str):
        return _dalam_batas(_bulat_dari_angka(teks, "Jumlah uang"), "Jumlah uang", BATAS_RUPIAH)
    bersih = _rapikan(teks, "Jumlah uang")
    bersih = re.sub(r"^rp\.?\s*", "", bersih, flags=re.IGNORECASE)
    _tolak_negatif(bersih, "Jumlah uang")
    cocok = POLA_RUPIAH.fullmatch(bersih)
    if cocok is None:
        if POLA_MIRIP_ANGKA.fullmatch(bersih):
            raise AngkaTidakJelas(_tanya(bersih, "1.250.000"))
        raise AngkaSalah(f"“{_kutip(teks)}” bukan jumlah uang. Tulis dengan angka, misalnya 1.250.000.")
    if int(cocok["sen"] or 0):
        raise AngkaSalah(f"“{_kutip(teks)}” memuat sen. Tulis rupiah bulat tanpa sen, misalnya 1.250.000.")
    return _dalam_batas(int(cocok["bulat"].replace(".", "")), "Jumlah uang", BATAS_RUPIAH)


def baca_bilangan(teks, nama="Angka"):
    """Return a count (int, 0 or more) such as the KK of an RT: 128, 128.0, "128 KK", "1.020" (one thousand and twenty).

    Raises AngkaSalah (empty, not whole, negative, no number, bool) and AngkaTidakJelas ("1,250").
    """
    if not isinstance(teks, str):
        return _dalam_batas(_bulat_dari_angka(teks, nama), nama, BATAS_RUPIAH)
    bersih = POLA_SATUAN.sub("", _rapikan(teks, nama))
    _tolak_negatif(bersih, nama)
    if POLA_BULAT.fullmatch(bersih):
        return _dalam_batas(int(bersih.replace(".", "")), nama, BATAS_RUPIAH)
    if POLA_PECAHAN.fullmatch(bersih):
        raise AngkaSalah(f"“{_kutip(teks)}” harus bilangan bulat. Tulis tanpa angka di belakang koma, misalnya 128.")
    if POLA_MIRIP_ANGKA.fullmatch(bersih):
        raise AngkaTidakJelas(_tanya(bersih, "1.250"))
    raise AngkaSalah(f"“{_kutip(teks)}” bukan angka. Tulis dengan angka, misalnya 128.")


def baca_volume(teks):
    """Return a volume in thousandths (int, more than 0): "2,5" -> 2500. An int or Decimal counts whole units.

    Raises AngkaSalah (empty, zero, negative, more than three decimals, too large) and AngkaTidakJelas ("2.5").
    """
    if not isinstance(teks, str):
        perseribu = _perseribu_dari_angka(teks)
    else:
        bersih = _rapikan(teks, "Volume")
        _tolak_negatif(bersih, "Volume")
        cocok = POLA_VOLUME.fullmatch(bersih)
        if cocok is None:
            if POLA_MIRIP_ANGKA.fullmatch(bersih):
                raise AngkaTidakJelas(_tanya_volume(bersih))
            raise AngkaSalah(f"“{_kutip(teks)}” bukan volume. Tulis dengan angka, misalnya 2,5.")
        pecahan = cocok["pecahan"] or ""
        if len(pecahan) > 3:
            raise AngkaSalah("Volume paling banyak tiga angka di belakang koma. Bulatkan, misalnya 0,125.")
        perseribu = int(cocok["bulat"].replace(".", "")) * 1000 + int(pecahan.ljust(3, "0"))
    if perseribu <= 0:
        raise AngkaSalah("Volume harus lebih dari nol.")
    if perseribu > BATAS_VOLUME * 1000:
        raise AngkaSalah(f"Volume terlalu besar. Paling besar {ribuan(BATAS_VOLUME)}; periksa jumlah angkanya.")
    return perseribu


def ribuan(nilai):
    """Write an int with dots for thousands: 1250000 -> "1.250.000"; None -> "–"."""
    return KOSONG if nilai is None else f"{nilai:,d}".replace(",", ".")


def rupiah(nilai):
    """Write whole rupiah: 1250000 -> "Rp1.250.000", -500 -> "-Rp500", None -> "–"."""
    if nilai is None:
        return KOSONG
    return f"{'-' if nilai < 0 else ''}Rp{ribuan(abs(nilai))}"


def volume(perseribu):
    """Write thousandths as a volume: 2500 -> "2,5", 2000 -> "2", None -> "–"."""
    if perseribu is None:
        return KOSONG
    bulat, sisa = divmod(abs(perseribu), 1000)
    pecahan = f",{sisa:03d}".rstrip("0") if sisa else ""
    return f"{'-' if perseribu < 0 else ''}{ribuan(bulat)}{pecahan}"


SATUAN = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
TINGKATAN = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"))


def terbilang(nilai):
    """Spell 0 to 999.999.999.999.999 in lower case words, without the unit. Raises ValueError outside that range."""
    if isinstance(nilai, bool) or not isinstance(nilai, int) or not 0 <= nilai < 10**15:
        raise ValueError("Terbilang hanya untuk bilangan bulat 0 sampai 999.999.999.999.999.")
    if nilai == 0:
        return SATUAN[0]
    kata = []
    for besar, nama in TINGKATAN:
        banyak, nilai = divmod(nilai, besar)
        if banyak == 1 and nama == "ribu":
            kata.append("seribu")
        elif banyak:
            kata += [*_kata_ratusan(banyak), nama]
    return " ".join(kata + _kata_ratusan(nilai))


def _kata_ratusan(nilai):
    """Return the words for 0 to 999; no words for 0."""
    ratus, sisa = divmod(nilai, 100)
    kata = ["seratus"] if ratus == 1 else [SATUAN[ratus], "ratus"] if ratus else []
    puluh, satuan = divmod(sisa, 10)
    if sisa >= 20:
        kata += [SATUAN[puluh], "puluh"]
        sisa = satuan
    if sisa >= 12:
        kata += [SATUAN[satuan], "belas"]
    elif sisa:
        kata.append(SATUAN[sisa])
    return kata


def normal_telepon(teks):
    """Return an Indonesian phone number as "+62…"; "" for empty. Accepts an int that lost its leading 0.

    Raises ValueError with a sentence when it is no number, foreign, shorter than 10 or longer than 14 digits (as 0…).
    """
    if teks is None or (isinstance(teks, str) and not teks.strip()):
        return ""
    if isinstance(teks, float) and teks.is_integer():
        teks = int(teks)
    # Numbers pasted from WhatsApp carry invisible direction marks; Excel users put an apostrophe in front.
    bersih = re.sub(r"[\s.()\-‐‑–—]", "", _tampak(str(teks)).lstrip("'’"))
    contoh = "Tulis satu nomor, misalnya 081234567890."
    if isinstance(teks, bool) or not re.fullmatch(r"\+?[0-9]+", bersih):
        raise ValueError(f"“{_kutip(teks)}” bukan nomor telepon. {contoh}")
    if bersih.startswith("+") and not bersih.startswith("+62"):
        raise ValueError(f"“{_kutip(teks)}” bukan nomor telepon Indonesia. {contoh}")
    nasional = re.sub(r"^(?:\+?62|0062)?0?", "", bersih)
    if len(nasional) < 9:
        raise ValueError(f"Nomor telepon “{_kutip(teks)}” terlalu pendek. Tulis lengkap, misalnya 081234567890.")
    if len(nasional) > 13:
        raise ValueError(f"Nomor telepon “{_kutip(teks)}” terlalu panjang. {contoh}")
    if nasional[0] in "01":
        raise ValueError(f"“{_kutip(teks)}” bukan nomor telepon Indonesia. {contoh}")
    return f"+62{nasional}"


def samarkan_telepon(telepon):
    """Mask a normalised number for display: "+6281234567890" -> "0812****7890"; "" stays ""."""
    if not telepon:
        return ""
    angka = "0" + telepon.removeprefix("+62").lstrip("0")
    return f"{angka[:4]}****{angka[-4:]}" if len(angka) >= 10 else "****"


def _rapikan(teks, nama):
    """Drop invisible characters and outer spaces; refuse what is empty or absurdly long."""
    bersih = _tampak(teks)
    if not bersih:
        raise AngkaSalah(f"{nama} belum diisi.")
    if len(bersih) > 40:
        raise AngkaSalah(f"{nama} terlalu panjang. Tulis angkanya saja.")
    return bersih


def _tampak(teks):
    """Return the visible text. No NFKC here: it would make 10² into 102."""
    return "".join(huruf for huruf in teks if unicodedata.category(huruf) != "Cf").replace("\xa0", " ").strip()


def _tolak_negatif(bersih, nama):
    if re.match(r"[-−–(]\s*(?:rp\.?\s*)?[0-9]", bersih, re.IGNORECASE):
        raise AngkaSalah(f"{nama} tidak boleh kurang dari nol. Tulis tanpa tanda minus.")


def _bulat_dari_angka(nilai, nama):
    """Return an int from a non-text value; bool, nan and fractions are refused."""
    if nilai is None:
        raise AngkaSalah(f"{nama} belum diisi.")
    if isinstance(nilai, bool) or not isinstance(nilai, (int, float, Decimal)):
        raise AngkaSalah(f"“{_kutip(nilai)}” bukan angka. Tulis dengan angka, misalnya 128.")
    try:
        bulat = int(nilai)
    except (ValueError, OverflowError, InvalidOperation):
        raise AngkaSalah(f"“{_kutip(nilai)}” bukan angka. Tulis dengan angka, misalnya 128.") from None
    if bulat != nilai:
        tertulis = _kutip(nilai).replace(".", ",")
        raise AngkaSalah(f"“{tertulis}” harus bilangan bulat. Tulis tanpa angka di belakang koma.")
    return bulat


def _perseribu_dari_angka(nilai):
    """Return thousandths from an int, Decimal or float (a float is taken as it is printed)."""
    if nilai is None:
        raise AngkaSalah("Volume belum diisi.")
    if isinstance(nilai, bool) or not isinstance(nilai, (int, float, Decimal)):
        raise AngkaSalah(f"“{_kutip(nilai)}” bukan volume. Tulis dengan angka, misalnya 2,5.")
    tepat = Decimal(str(nilai)) if isinstance(nilai, float) else Decimal(nilai)
    if not tepat.is_finite():
        raise AngkaSalah(f"“{_kutip(nilai)}” bukan volume. Tulis dengan angka, misalnya 2,5.")
    if abs(tepat) > BATAS_VOLUME:
        return (BATAS_VOLUME + 1) * (1000 if tepat > 0 else -1000)
    if tepat * 1000 != int(tepat * 1000):
        raise AngkaSalah("Volume paling banyak tiga angka di belakang koma. Bulatkan, misalnya 0,125.")
    return int(tepat * 1000)


def _dalam_batas(bulat, nama, batas):
    if bulat < 0:
        raise AngkaSalah(f"{nama} tidak boleh kurang dari nol. Tulis tanpa tanda minus.")
    if bulat > batas:
        raise AngkaSalah(f"{nama} terlalu besar. Paling besar {ribuan(batas)}; periksa jumlah nolnya.")
    return bulat


def _tanya(bersih, contoh):
    """Ask what was meant; when the commas look like English thousands, propose that number."""
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+", bersih):
        maksud = bersih.replace(",", ".")
        return f"“{bersih}” bisa dibaca dua cara. Bila maksudnya {maksud}, tulis {maksud} dengan titik."
    return f"“{bersih}” bisa dibaca dua cara. Tulis titik untuk ribuan tanpa angka desimal, misalnya {contoh}."


def _tanya_volume(bersih):
    if re.fullmatch(r"[0-9]+\.[0-9]+", bersih):
        return f"“{bersih}” bisa dibaca dua cara. Bila maksudnya desimal, tulis {bersih.replace('.', ',')} dengan koma."
    return f"“{bersih}” bisa dibaca dua cara. Tulis koma untuk desimal dan titik untuk ribuan, misalnya 1.250,5."


def _kutip(nilai):
    """Quote what was written, shortened, so that a message stays one line."""
    teks = " ".join(str(nilai).split())
    return teks if len(teks) <= 40 else f"{teks[:39]}…"
