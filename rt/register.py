"""Read and check the register of RT as an agency sends it (.xlsx). Pure Python: the caller brings the territory.

`baca_register` decides nothing and saves nothing: it returns the good rows, and for every wrong cell its sheet,
address, value and a sentence that says what is wrong and how to mend it.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from rt.angka import baca_bilangan, normal_telepon
from rt.lembar import BELUM_DIHITUNG, BerkasDitolak, buka_lembar, cari_kepala, daftar_isi, kunci_kepala, kutip
from rt.pencocok import Pencocok, Wilayah, kunci_nama

__all__ = ["BarisRegister", "BerkasDitolak", "HasilBaca", "KesalahanSel", "Wilayah", "baca_register", "kunci_nama"]

SINONIM = {
    "kecamatan": ("kecamatan", "kec", "nama kecamatan"),
    "kelurahan": ("kelurahan", "kel", "nama kelurahan", "kelurahan nama", "kelurahan/desa", "desa/kelurahan"),
    "kode": ("kode kelurahan", "kode kel", "kode wilayah", "kode kemendagri", "kelurahan kode", "kode desa/kelurahan"),
    "nomor": ("RT", "no RT", "nomor RT", "RT no", "RT nomor", "rukun tetangga", "nomor rukun tetangga"),
    "ketua": ("nama ketua RT", "ketua RT", "nama ketua", "ketua", "ketua RT nama", "nama ketua rukun tetangga"),
    "telepon": (
        "no HP", "no HP/WA", "no WA", "no WA/HP", "HP", "HP/WA", "WA", "nomor HP", "nomor HP/WA", "nomor WA",
        "no telp", "no telp/HP", "no telepon", "nomor telepon", "telepon", "telp", "no kontak", "kontak",
        "no handphone", "whatsapp", "no whatsapp", "nomor whatsapp", "no HP ketua RT", "nomor HP ketua RT",
        "ketua RT no HP", "ketua RT no HP/WA", "ketua RT telepon",
    ),
    "kk": (
        "KK", "jumlah KK", "jml KK", "jlh KK", "juml KK", "banyak KK", "KK jumlah", "jumlah kepala keluarga",
        "jml kepala keluarga", "kepala keluarga", "kepala keluarga KK", "jumlah kepala keluarga KK", "jumlah keluarga",
    ),
    "jiwa": ("jiwa", "jumlah jiwa", "jml jiwa", "jlh jiwa", "jumlah penduduk", "penduduk", "penduduk jiwa"),
    "kelompok": ("kelompok", "klp", "kelompok RT", "kelompok A/B"),
    "keterangan": ("keterangan", "ket", "catatan"),
    # A recap per kelurahan counts its RT; that is no RT number.
    "": ("jumlah RT", "jml RT", "jlh RT", "banyak RT", "RT jumlah"),
}  # fmt: skip
WAJIB = (("kelurahan", "kode"), ("nomor",), ("kk",))
JUDUL_WAJIB = {"kelurahan": "Kelurahan", "nomor": "RT", "kk": "Jumlah KK"}
KELOMPOK = {"a": "A", "b": "B", "pilot": "Pilot 2025", "pilot2025": "Pilot 2025"}
BATAS_KK, BATAS_JIWA, BATAS_NAMA, BATAS_KETERANGAN = 9_999, 99_999, 150, 500

BULAN = ("januari", "februari", "maret", "april", "mei", "juni",
         "juli", "agustus", "september", "oktober", "november", "desember")  # fmt: skip
POLA_PER_TANGGAL = re.compile(
    r"\bper\s+(?:tanggal\s+|tgl\.?\s+)?(\d{1,2})(?:\s+([a-z]+)\s+|[-/.](\d{1,2})[-/.])(\d{4})", re.IGNORECASE
)


@dataclass(frozen=True)
class BarisRegister:
    lembar: str
    nomor_baris: int
    kelurahan_id: int | str
    nomor: int
    ketua: str
    telepon: str  # "+62…" or ""
    kk: int
    jiwa: int | None
    kelompok: str | None  # "A", "B", "Pilot 2025"
    keterangan: str = ""


@dataclass(frozen=True)
class KesalahanSel:
    lembar: str
    sel: str
    nilai: str
    pesan: str


@dataclass(frozen=True)
class HasilBaca:
    daftar_baris: list
    daftar_kesalahan: list
    tanggal_kk: date | None
    sumber: str
    daftar_lembar: list = field(default_factory=list)  # read
    daftar_lewat: list = field(default_factory=list)  # hidden, or without known headings


def baca_register(berkas, daftar_wilayah, *, kelompok_wajib=False):
    """Return the HasilBaca of a register (path or binary file). Raises BerkasDitolak for the file as a whole."""
    pencocok = Pencocok(daftar_wilayah)
    hasil = HasilBaca([], [], *_cari_catatan(daftar_lembar := buka_lembar(berkas)))
    terdekat, pernah = [], {}
    for lembar in daftar_lembar:
        kepala = None if lembar.tersembunyi else cari_kepala(lembar, SINONIM, WAJIB)
        if kepala is None or kepala.kurang:
            hasil.daftar_lewat.append(lembar.nama)
            terdekat += [(lembar, kepala)] if kepala else []
            continue
        _tolak_ganda(lembar, kepala)
        hasil.daftar_lembar.append(lembar.nama)
        for baris in daftar_isi(lembar, kepala):
            if not _bukan_data(baris, kepala):
                _PembacaBaris(lembar, kepala, baris, pencocok, pernah, kelompok_wajib).baca_ke(hasil)
    if not hasil.daftar_lembar:
        raise BerkasDitolak(_tanpa_kepala(terdekat))
    if not hasil.daftar_baris and not hasil.daftar_kesalahan:
        raise BerkasDitolak("Tabelnya tidak berisi baris RT. Isi satu baris untuk setiap RT di bawah judul kolom.")
    return hasil


@dataclass
class _PembacaBaris:
    """Read one row; every wrong cell becomes a KesalahanSel, not only the first."""

    lembar: object
    kepala: object
    baris: object
    pencocok: Pencocok
    pernah: dict  # (kelurahan_id, nomor) -> place of the first
    kelompok_wajib: bool
    daftar_kesalahan: list = field(default_factory=list)

    def baca_ke(self, hasil):
        wilayah, nomor = self._baca_wilayah(), self._baca("nomor", _baca_nomor, "Nomor RT", "Isi misalnya 02.")
        self._tolak_kembar(wilayah, nomor)
        isi = {
            "ketua": self._baca("ketua", _baca_nama) or "",
            "telepon": self._baca("telepon", normal_telepon) or "",
            "kk": self._baca("kk", _baca_kk, "Jumlah KK", "Isi dengan angka, misalnya 128."),
            "jiwa": self._baca("jiwa", _baca_jiwa),
            "kelompok": self._baca("kelompok", _baca_kelompok, *self._judul_kelompok()),
            "keterangan": self._baca("keterangan", _baca_keterangan) or "",
        }
        hasil.daftar_kesalahan.extend(self.daftar_kesalahan)
        if not self.daftar_kesalahan:
            letak = {"lembar": self.lembar.nama, "nomor_baris": self.baris.nomor}
            hasil.daftar_baris.append(BarisRegister(**letak, kelurahan_id=wilayah.kelurahan_id, nomor=nomor, **isi))

    def _judul_kelompok(self):
        return ("Kelompok", "Isi A, B, atau Pilot 2025.") if self.kelompok_wajib else ()

    def _baca(self, nama, pembaca, judul="", cara=""):
        """Return what `pembaca` makes of a cell, None if blank or wrong. A blank cell is wrong if it has a `judul`."""
        nilai = self.kepala.ambil(self.baris, nama)
        if nilai is BELUM_DIHITUNG:
            return self._salah(nama, "Rumus belum dihitung. Buka di Excel, simpan, lalu kirim ulang.")
        if nilai is None:
            return self._salah(nama, f"{judul} belum diisi. {cara}") if judul else None
        try:
            return pembaca(nilai)
        except ValueError as kesalahan:
            return self._salah(nama, str(kesalahan))

    def _salah(self, nama, pesan):
        nilai = self.kepala.ambil(self.baris, nama)
        tertulis = "" if nilai is None else kutip(nilai)
        # A required Kelompok whose column is missing has no cell of its own: the RT cell stands for the row.
        sel = self.kepala.sel(self.baris, nama if nama in self.kepala.kolom else "nomor")
        self.daftar_kesalahan.append(KesalahanSel(self.lembar.nama, sel, tertulis, pesan))

    def _baca_wilayah(self):
        kunci = self._baca("kecamatan", lambda nilai: self.pencocok.cari_kecamatan(str(nilai)))
        ada_kode = self.kepala.ambil(self.baris, "kode") is not None
        judul = () if ada_kode else ("Kelurahan", "Isi di setiap baris; sel yang digabung (merge) dipisahkan dulu.")
        kolom = "kelurahan" if "kelurahan" in self.kepala.kolom else "kode"
        wilayah = None
        if kolom == "kelurahan" or not ada_kode:
            wilayah = self._baca(kolom, lambda nilai: self.pencocok.cari_kelurahan(str(nilai), kunci), *judul)
        return self._baca("kode", lambda nilai: self.pencocok.cari_kode(nilai, wilayah, kunci)) or wilayah

    def _tolak_kembar(self, wilayah, nomor):
        if wilayah is None or nomor is None:
            return
        di_sini = f"lembar {self.lembar.nama} baris {self.baris.nomor}"
        pertama = self.pernah.setdefault((wilayah.kelurahan_id, nomor), di_sini)
        if pertama != di_sini:
            nama = f"RT {nomor:02d} {wilayah.kelurahan}"
            self._salah("nomor", f"{nama} sudah ada di {pertama}. Hapus salah satu atau perbaiki nomornya.")


def _baca_nomor(nilai):
    tertulis = str(int(nilai)) if isinstance(nilai, float) and nilai.is_integer() else str(nilai).strip()
    cocok = re.fullmatch(r"(?:r\.?\s?t(?:\b[\s.:-]*|(?=\d)))?0*([0-9]{1,3})", tertulis, re.IGNORECASE)
    if isinstance(nilai, bool) or cocok is None or not int(cocok[1]):
        raise ValueError(f"“{kutip(nilai)}” bukan nomor RT. Tulis angkanya saja dari 1 sampai 999, misalnya 02.")
    return int(cocok[1])


def _baca_kk(nilai):
    kk = baca_bilangan(nilai, "Jumlah KK")
    if not 1 <= kk <= BATAS_KK:
        raise ValueError("Jumlah KK harus dari 1 sampai 9.999. Periksa kembali angkanya.")
    return kk


def _baca_jiwa(nilai):
    jiwa = baca_bilangan(nilai, "Jumlah jiwa")
    if jiwa > BATAS_JIWA:
        raise ValueError("Jumlah jiwa paling besar 99.999. Periksa kembali angkanya.")
    return jiwa


def _baca_kelompok(nilai):
    kunci = re.sub(r"^(kelompok|klp|kel)(?=.)", "", re.sub(r"[\W_]", "", str(nilai).casefold()))
    if kunci not in KELOMPOK:
        raise ValueError(f"Kelompok “{kutip(nilai)}” tidak dikenal. Tulis A, B, atau Pilot 2025.")
    return KELOMPOK[kunci]


def _baca_nama(nilai):
    nama = _baca_teks(nilai, "Nama ketua", BATAS_NAMA)
    if nama in ("-", "–", "—"):
        return ""
    if not re.search(r"[^\W\d_]", nama):
        raise ValueError(f"“{kutip(nilai)}” bukan nama. Tulis nama ketua RT, atau kosongkan selnya.")
    return nama


def _baca_keterangan(nilai):
    return _baca_teks(nilai, "Keterangan", BATAS_KETERANGAN)


def _baca_teks(nilai, judul, batas):
    teks = " ".join(str(nilai).split())
    if any(unicodedata.category(huruf) in ("Cc", "Cf", "Co", "Cs") for huruf in teks):
        raise ValueError(f"{judul} memuat karakter yang tidak terlihat. Ketik ulang isinya.")
    if len(teks) > batas:
        raise ValueError(f"{judul} lebih dari {batas} karakter. Persingkat isinya.")
    return unicodedata.normalize("NFC", teks)


def _bukan_data(baris, kepala):
    """Tell totals, repeated headings, notes and signatures from RT rows. In doubt a row is data and gets its errors."""
    kelurahan, nomor, kk = (kepala.ambil(baris, nama) for nama in ("kelurahan", "nomor", "kk"))
    pertama = next((nilai for nilai in baris.nilai if isinstance(nilai, str) and nilai.strip()), "")
    jumlah = re.compile(r"\s*(sub\s?-?total|grand total|total|jumlah|jml|jlh)\b", re.IGNORECASE)
    if jumlah.match(pertama) and (kelurahan is None or jumlah.match(str(kelurahan))):
        return True
    if isinstance(kelurahan, str) and kunci_kepala(kelurahan) in {kunci_kepala(teks) for teks in SINONIM["kelurahan"]}:
        return True
    if kepala.ambil(baris, "kode") is not None or kelurahan is not None:
        return False
    return not _mirip_angka(nomor) and not _mirip_angka(kk)


def _mirip_angka(nilai):
    """Tell "RT 05", 75 or a formula from a blank cell and from words such as "Kepala Dinas" below the table."""
    return nilai is not None and (not isinstance(nilai, str) or re.match(r"\s*(rt)?[\W_]*\d", nilai, re.I) is not None)


def _tolak_ganda(lembar, kepala):
    for nama, daftar_letak in kepala.ganda.items():
        judul = JUDUL_WAJIB.get(nama, nama.capitalize())
        raise BerkasDitolak(
            f"Lembar “{lembar.nama}” punya {len(daftar_letak)} kolom {judul}. "
            "Sisakan satu, atau ganti judul kolom yang tidak dipakai, lalu kirim ulang."
        )


def _tanpa_kepala(terdekat):
    """Say which heading is missing in the sheet that came nearest."""
    if not terdekat:
        return "Judul kolom tidak ditemukan. Pastikan ada kolom Kelurahan, RT, dan Jumlah KK, lalu kirim ulang."
    lembar, kepala = min(terdekat, key=lambda calon: len(calon[1].kurang))
    kurang = ", ".join(JUDUL_WAJIB[pilihan[0]] for pilihan in kepala.kurang)
    return f"Lembar “{lembar.nama}” tidak punya kolom {kurang}. Tambahkan kolom itu beserta judulnya, lalu kirim ulang."


def _cari_catatan(daftar_lembar):
    """Return (date, source) of a note such as "KK per 31 Desember 2025, hasil pendataan kelurahan."."""
    temuan = {}
    for lembar in daftar_lembar:
        for nilai in (nilai for baris in lembar.daftar_baris for nilai in baris.nilai if isinstance(nilai, str)):
            cocok = POLA_PER_TANGGAL.search(nilai)
            if cocok and re.search(r"\b(kk|keluarga)\b", nilai, re.IGNORECASE) and (tanggal := _tanggal(cocok)):
                temuan.setdefault(tanggal, " ".join(nilai[cocok.end() :].split()).strip(" ,.;:()")[:200])
    # Two different dates: nobody but the caller can say which one holds.
    return next(iter(temuan.items())) if len(temuan) == 1 else (None, "")


def _tanggal(cocok):
    hari, nama_bulan, angka_bulan, tahun = cocok.groups()
    nama_bulan = (nama_bulan or "").casefold()
    daftar = [urutan for urutan, nama in enumerate(BULAN, start=1) if nama == nama_bulan or nama[:3] == nama_bulan]
    try:
        return date(int(tahun), int(angka_bulan) if angka_bulan else daftar[0], int(hari))
    except (ValueError, IndexError):
        return None
