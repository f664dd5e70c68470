"""Two practice RT of the demo year: one at its very start, one that has come as far as the mapping."""

import datetime as dt
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from anggaran.services.latihan import tambah_rt
from laporan.demo import gambar
from pokja.berkas import simpan_berkas
from pokja.gerbang import GERBANG
from pokja.models import AnggotaPokja, BeritaAcaraRembuk, Berkas, KeinginanWarga, Pokja, Rekening, Unsur
from pokja.services import pindah_tahap
from pokja.sosialisasi import catat_hadir
from pokja.tim import tulis_ketua
from rt.services.latihan import akun_pemeran, kelurahan_latihan

NOMOR_REKENING = "0101234567"
PENGURUS = (
    (Unsur.SEKRETARIS, "Rudi Latihan", "L"),
    (Unsur.BENDAHARA, "Sari Latihan", "P"),
    (Unsur.PEREMPUAN, "Wati Latihan", "P"),
    (Unsur.PEMUDA, "Joko Latihan", "L"),
    (Unsur.TOKOH_MASYARAKAT, "Hasan Latihan", "L"),
    (Unsur.TOKOH_AGAMA, "Yusuf Latihan", "L"),
)


def buka_latihan():
    """Open both; a second call finds them. Returns how many practice RT there are then."""
    if kelurahan_latihan() is None:
        tambah_rt(nomor=1, kk=30, oleh=None)
        _majukan(tambah_rt(nomor=2, kk=128, oleh=None), 2)
    return kelurahan_latihan().daftar_rt.filter(aktif=True).count()


def _majukan(usulan, nomor):
    """Sosialisasi, rembuk and Pokja, by the steps that a person takes."""
    orang = {kode: akun_pemeran(kode, nomor) for kode in ("dpmppa", "ketua", "bendahara", "kelurahan")}
    catat_hadir([usulan], True, oleh=orang["dpmppa"])
    _rembuk(usulan, orang["ketua"])
    _langkah(usulan, "ajukan", orang["ketua"])
    _langkah(usulan, "terima", orang["kelurahan"])
    _pokja(usulan, orang["bendahara"])
    _langkah(usulan, "ajukan", orang["ketua"])
    hari = timezone.localdate()
    Pokja.objects.create(usulan=usulan, sk_nomor="400/LATIHAN/1", sk_tanggal=hari, disahkan_oleh=orang["kelurahan"])
    usulan.rt.daftar_rekening.update(diperiksa_oleh=orang["kelurahan"], diperiksa_pada=timezone.now())
    _langkah(usulan, "terima", orang["kelurahan"])


def _langkah(usulan, aksi, oleh):
    halangan = GERBANG[usulan.tahap, usulan.giliran, aksi](usulan)
    pindah_tahap(usulan, aksi, oleh=oleh, versi=usulan.versi, halangan=halangan)


def _unggah(usulan, jenis, isi, oleh):
    return simpan_berkas(usulan, jenis, SimpleUploadedFile(f"{jenis}.jpg", isi, "image/jpeg"), oleh=oleh)


def _rembuk(usulan, oleh):
    acak = Random(NOMOR_REKENING)  # noqa: S311
    BeritaAcaraRembuk.objects.create(
        usulan=usulan, tanggal=timezone.localdate(), waktu=dt.time(20), tempat="Balai RT", pimpinan=usulan.rt.nama_ketua,
        notulis="Rudi Latihan", hadir_laki=24, hadir_perempuan=31, keputusan=BeritaAcaraRembuk.Keputusan.SIAP,
    )  # fmt: skip
    KeinginanWarga.objects.create(
        usulan=usulan, prioritas=1, kegiatan="Perbaikan parit", bidang="infrastruktur", lokasi="Lorong Mawar",
        volume=120_000, satuan="meter", swadaya="Gotong royong dua hari",
    )  # fmt: skip
    _unggah(usulan, Berkas.Jenis.DAFTAR_HADIR, gambar.daftar_hadir(acak), oleh)
    _unggah(usulan, Berkas.Jenis.FOTO_REMBUK, gambar.rembuk(acak), oleh)


def _pokja(usulan, oleh):
    tulis_ketua(usulan)
    for unsur, nama, jenis_kelamin in PENGURUS:
        AnggotaPokja.objects.create(usulan=usulan, unsur=unsur, nama=nama, jenis_kelamin=jenis_kelamin)
    atas_nama = f"Pokja {usulan.rt}"
    foto = _unggah(usulan, Berkas.Jenis.BUKU_TABUNGAN, gambar.buku_tabungan(NOMOR_REKENING, atas_nama), oleh)
    Rekening.objects.create(
        rt=usulan.rt, latihan=True, nomor=NOMOR_REKENING, atas_nama=atas_nama, foto=foto, dibuat_oleh=oleh
    )
