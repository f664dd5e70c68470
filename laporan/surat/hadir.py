"""The blank daftar hadir, printed before the rembuk: a form, not a paper of the register."""

from django.utils import timezone

from laporan.surat.cetak import cetak
from laporan.surat.rembuk import BARIS_HADIR
from laporan.surat.umum import kop_pokja, wilayah


def daftar_hadir(usulan):
    """The PDF as bytes. Writes nothing."""
    surat = {
        "label": "Daftar hadir rembuk warga",
        "nomor": "",
        "versi": 0,
        "kode": "",
        "alamat": "",
        "tanggal": timezone.localdate().isoformat(),
        "latihan": usulan.latihan,
    }
    isi = {
        "kop": kop_pokja(usulan),
        "wilayah": wilayah(usulan.rt),
        "program": str(usulan.tahun_program),
        "baris_hadir": BARIS_HADIR,
    }
    return cetak("daftar_hadir", {"surat": surat, "isi": isi})
