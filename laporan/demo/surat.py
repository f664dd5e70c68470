"""Papers of the demo year: everything that can be issued for a few RT of Kenali Besar, as its office would."""

from laporan.demo.nasib import KODE_KENALI_BESAR
from laporan.surat.daftar import baris_surat
from laporan.surat.terbit import terbitkan
from pokja.models import Surat, Usulan
from pokja.tahapan import Tahap
from rt.models import Pengguna

ALAMAT = "http://127.0.0.1:8000"
TAHAP_CONTOH = (Tahap.SELESAI, Tahap.LPJ, Tahap.PELAKSANAAN)


def terbitkan_contoh():
    """Issue the papers of one RT in each of three stages; returns how many there are then. A second call adds nothing."""
    petugas = Pengguna.objects.get(username="kelurahan")
    for tahap in TAHAP_CONTOH:
        usulan = (
            Usulan.objects.filter(rt__kelurahan__kode=KODE_KENALI_BESAR, tahap=tahap)
            .select_related("rt__kelurahan__kecamatan", "kelompok", "tahun_program__program")
            .order_by("rt__nomor")
            .first()
        )
        if usulan is None:
            continue
        for baris in baris_surat(usulan, petugas):
            if baris.boleh and not baris.halangan:
                terbitkan(baris.jenis, baris.objek, oleh=petugas, alamat_dasar=ALAMAT)
    return Surat.objects.count()
