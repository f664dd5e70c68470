"""SK Pokja for the lurah to sign: a draft (RANCANGAN) until the kelurahan has entered its number and date.

The number of the SK is the kelurahan's own and stands under the title; the register's number of this print stands in
the footer. One SK may cover several RT, so it cannot be the register's.
"""

from django.utils import timezone

from laporan.surat.umum import Isi, kop_kelurahan, pejabat, tanggal_panjang, wilayah
from pokja.gerbang import halangan_anggota
from pokja.models import Unsur
from rt.models import Pejabat

TUGAS = (
    "bersama warga menyusun Rencana Kerja lima tahun, Rencana Kerja satu tahun, serta proposal dan rencana anggaran biaya",
    "melaksanakan kegiatan bersama warga sesuai rencana yang disetujui",
    "mengelola uang melalui rekening Pokja, mencatatnya dalam buku kas, dan menyimpan buktinya",
    "menyerahkan hasil kegiatan kepada warga dan menyusun laporan pertanggungjawaban",
)


def halangan(usulan):
    return halangan_anggota(usulan)


def isi(usulan):
    kelurahan = usulan.rt.kelurahan
    pokja = getattr(usulan, "pokja", None)
    hari = pokja.sk_tanggal if pokja else None
    nama_pokja = f"Kelompok Kerja (Pokja) {usulan.tahun_program.program.nama}"
    data = {
        "kop": kop_kelurahan(kelurahan),
        "wilayah": wilayah(usulan.rt),
        "program": str(usulan.tahun_program),
        # The frame says "nomor register" of a paper that has a number of its own.
        "bernomor_sendiri": True,
        "nomor_sk": pokja.sk_nomor if pokja else "",
        "tanggal_sk": tanggal_panjang(hari) if hari else "",
        "lurah": f"Lurah {kelurahan.nama}",
        "nama_pokja": nama_pokja,
        "tentang": f"Pembentukan {nama_pokja} {usulan.rt.nama_pendek} Kelurahan {kelurahan.nama} "
        f"Tahun {usulan.tahun_program.tahun}",
        "dasar_hukum": usulan.tahun_program.dasar_hukum,
        "rembuk": _rembuk(usulan),
        "tugas": list(TUGAS),
        "daftar_anggota": _anggota(usulan),
        "dinas": usulan.tahun_program.nama_dinas,
        "penanda": pejabat(Pejabat.Lembaga.KELURAHAN, hari or timezone.localdate(), kelurahan=kelurahan),
    }
    return Isi(data, tanggal=hari)


def _rembuk(usulan):
    rembuk = getattr(usulan, "rembuk", None)
    return tanggal_panjang(rembuk.tanggal) if rembuk else ""


def _anggota(usulan):
    """By unsur in the order of the list of unsur; the ketua is the ketua RT also before the Pokja is submitted."""
    daftar = [(anggota.unsur, anggota.nama) for anggota in usulan.daftar_anggota.all()]
    if not any(unsur == Unsur.KETUA for unsur, _nama in daftar):
        daftar.insert(0, (Unsur.KETUA, usulan.rt.nama_ketua))
    urut = {unsur.value: nomor for nomor, unsur in enumerate(Unsur)}
    daftar.sort(key=lambda anggota: urut[anggota[0]])
    return [{"nama": nama, "unsur": Unsur(unsur).label} for unsur, nama in daftar]
