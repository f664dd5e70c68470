"""Objections to the KK, in each state: some wait, one was accepted for next year, one refused, one withdrawn."""

import datetime as dt

from anggaran.models import Sanggah
from laporan.demo.hidup import saat_tengah
from laporan.demo.nasib import KODE_KENALI_BESAR
from pokja.models import Berkas
from pokja.tahapan import TAHAP_AKHIR
from rt.models import DataKK

S = Sanggah.Status
ALASAN = (
    "Perumahan baru di ujung RT belum terhitung waktu pendataan tahun lalu.",
    "Sebelas KK pindahan sudah mengurus kartu keluarga di RT ini.",
    "Tiga rumah kos dihuni keluarga tetap, di pendataan dicatat kosong.",
)
# In Kenali Besar, where the demo accounts are, and elsewhere: (state, how many households more than counted).
DI_KENALI_BESAR = ((S.KELURAHAN, 14), (S.DPMPPA, 9), (S.DITERIMA, 6), (S.DITOLAK, 30))
DI_TEMPAT_LAIN = ((S.KELURAHAN, 7), (S.KELURAHAN, 18), (S.DPMPPA, 12), (S.DPMPPA, 5), (S.DICABUT, 4))


def isi(daftar_h, gudang, lemari):
    berjalan = [h for h in daftar_h if h.tahap not in TAHAP_AKHIR]
    kenali_besar = [h for h in berjalan if h.kelurahan.kode == KODE_KENALI_BESAR]
    lain = [h for h in berjalan if h.kelurahan.kode != KODE_KENALI_BESAR]
    for daftar, langkah, rencana in ((kenali_besar, 3, DI_KENALI_BESAR), (lain, 83, DI_TEMPAT_LAIN)):
        for nomor, (h, (status, lebih)) in enumerate(zip(daftar[2::langkah], rencana, strict=False)):
            _sanggah(h, gudang, lemari, status, h.kk + lebih, nomor)


def _sanggah(h, gudang, lemari, status, kk, nomor):
    """One objection, a few days old, as far as its state."""
    diajukan = saat_tengah(h.hari) - dt.timedelta(days=9 - nomor)
    dibahas, diputus = diajukan + dt.timedelta(days=2, hours=1), diajukan + dt.timedelta(days=4, hours=2)
    kolom = {}
    if status not in (S.KELURAHAN, S.DICABUT):
        setuju = status != S.DITOLAK
        kolom = {
            "pendapat": Sanggah.Pendapat.SETUJU if setuju else Sanggah.Pendapat.TIDAK,
            "alasan_pendapat": f"Dihitung bersama pendamping: {kk} KK."
            if setuju
            else "Daftar KK memuat warga RT lain.",
            "pendapat_oleh": h.petugas,
            "pendapat_pada": dibahas,
        }
    if status in (S.DITERIMA, S.DITOLAK):
        kolom |= {"diputus_oleh": h.dpmppa, "diputus_pada": diputus}
    if status == S.DITOLAK:
        kolom["alasan_putusan"] = (
            "Bukti memuat KK dari RT sebelah. Ajukan lagi dengan daftar yang ditandatangani lurah."
        )
    if status == S.DICABUT:
        kolom = {"dicabut_oleh": h.ketua, "dicabut_pada": dibahas}
    if status == S.DITERIMA:
        kolom["data_kk"] = DataKK.objects.create(
            rt=h.rt,
            kk=kk,
            tanggal=diputus.date(),
            sumber=f"Sanggah RT, BA {h.rt.nomor:02d}/{diputus:%m/%Y}",
            dicatat_oleh=h.dpmppa,
        )
    sanggah = gudang.buat(
        Sanggah, usulan_id=h.usulan_id, status=status, kk=kk, kk_tercatat=h.kk, alasan=ALASAN[nomor % len(ALASAN)],
        dibuat_oleh=h.ketua, dibuat_pada=diajukan, **kolom,
    )  # fmt: skip
    bukti = lemari.surat(h, Berkas.Jenis.BUKTI_SANGGAH, diajukan, "Daftar KK", f"{kk} KK, ditandatangani ketua RT")
    gudang.buat(Sanggah.daftar_bukti.through, sanggah_id=sanggah.pk, berkas_id=bukti.pk)
