"""What every paper says: who, where, when, in the words of an official letter. Answers are plain JSON values."""

from dataclasses import dataclass, field
from datetime import date

from rt.angka import rupiah, terbilang
from rt.models import Pejabat
from rt.templatetags.rupiah import BULAN, HARI

ROMAWI = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# What is signed by hand where nobody is recorded.
TITIK = "." * 40


@dataclass(frozen=True)
class Isi:
    """What a paper says. `data` is plain JSON values for its template, `gambar` maps file names to Berkas ids.

    `nilai` (whole rupiah) and `tanggal` are what the public page confirms beside number, kind and RT; the day of issue
    stands for a missing `tanggal`. `nomor` is for the one paper that brings its own.
    """

    data: dict
    nilai: int | None = None
    tanggal: date | None = None
    nomor: str = ""
    gambar: dict = field(default_factory=dict)


def tanggal_panjang(hari):
    """ "29 Januari 2026", without the weekday, as under a letter."""
    return f"{hari.day} {BULAN[hari.month - 1]} {hari.year}"


def tanggal_terbilang(hari):
    """ "Kamis tanggal dua puluh sembilan bulan Januari tahun dua ribu dua puluh enam", after "Pada hari ini"."""
    return f"{HARI[hari.weekday()]} tanggal {terbilang(hari.day)} bulan {BULAN[hari.month - 1]} tahun {terbilang(hari.year)}"


def uang(nilai):
    """An amount as a document writes it: figures, and words in brackets."""
    return f"{rupiah(nilai)},00 ({terbilang(nilai)} rupiah)"


def wilayah(rt):
    """The place in words: for headings and for the opening of a letter."""
    kelurahan = rt.kelurahan
    return {
        "rt": rt.nama_pendek,
        "kelurahan": kelurahan.nama,
        "kecamatan": kelurahan.kecamatan.nama,
        "kota": "Kota Jambi",
        "lengkap": f"{rt.nama_pendek} Kelurahan {kelurahan.nama}, Kecamatan {kelurahan.kecamatan.nama}, Kota Jambi",
    }


def kop_pokja(usulan):
    """Letterhead of the Pokja of an RT."""
    tempat = wilayah(usulan.rt)
    return [
        f"KELOMPOK KERJA (POKJA) {usulan.tahun_program.program.nama.upper()}",
        f"{tempat['rt'].upper()} KELURAHAN {tempat['kelurahan'].upper()}",
        f"KECAMATAN {tempat['kecamatan'].upper()}, KOTA JAMBI",
    ]


def kop_kelurahan(kelurahan):
    """Letterhead of a kelurahan: its lines, and its address in small letters where DPMPPA has recorded one."""
    return {
        "baris": [
            "PEMERINTAH KOTA JAMBI",
            f"KECAMATAN {kelurahan.kecamatan.nama.upper()}",
            f"KELURAHAN {kelurahan.nama.upper()}",
        ],
        "kecil": kelurahan.alamat_kantor,
    }


def pejabat(lembaga, hari, *, kelurahan=None, latihan=False):
    """Who signs for an office on a WIB date: its dated Pejabat, or a dotted line where none is recorded.

    Plt. and Plh. stand in the `jabatan` of the row; of two in office on a day, the one who began later signs.
    """
    daftar = Pejabat.objects.menjabat(hari).kepala().filter(lembaga=lembaga)
    if latihan:
        # Nobody real signs a paper of the practice; its kelurahan has an official of its own.
        daftar = daftar.filter(kelurahan__latihan=True)
    if kelurahan is not None:
        daftar = daftar.filter(kelurahan=kelurahan)
    orang = daftar.last()
    if orang is None:
        return penanda(JABATAN_KOSONG[lembaga] + (f" {kelurahan.nama}" if kelurahan else ""))
    return penanda(orang.jabatan, orang.nama, orang.nip)


JABATAN_KOSONG = {
    Pejabat.Lembaga.DPMPPA: "Kepala DPMPPA",
    Pejabat.Lembaga.KEUANGAN: "Pejabat Keuangan",
    Pejabat.Lembaga.KECAMATAN: "Camat",
    Pejabat.Lembaga.KELURAHAN: "Lurah",
}


def penanda(jabatan, nama="", nip=""):
    """One block of a signature."""
    return {"jabatan": jabatan, "nama": nama or TITIK, "nip": nip}


def pengurus(usulan, unsur):
    """The signature of a member of the Pokja by unsur ("ketua", "sekretaris", "bendahara"), dotted if not recorded."""
    jabatan = {"ketua": "Ketua Pokja", "sekretaris": "Sekretaris Pokja", "bendahara": "Bendahara Pokja"}[unsur]
    orang = next((anggota for anggota in usulan.daftar_anggota.all() if anggota.unsur == unsur), None)
    return penanda(jabatan, orang.nama if orang else "")
