"""What the tests of the bundle share: its addresses, how it is made, and how an RT stops being ready."""

from datetime import date

from django.urls import reverse

from anggaran.models import Penetapan
from anggaran.services.pencairan import ganti_rekening, lepaskan_penetapan, susun_permohonan, tahan
from kampung.testing import foto
from pokja.berkas import simpan_berkas

LIST, BARU = reverse("anggaran:permohonan"), reverse("anggaran:permohonan_create")
TANGGAL = date(2026, 11, 2)


def susun(daftar_usulan, oleh, nomor="900/1", tanggal=TANGGAL):
    usulan = daftar_usulan[0]
    return susun_permohonan(
        usulan.rt.kelurahan, usulan.tahun_program, nomor=nomor, tanggal=tanggal, daftar_usulan=daftar_usulan, oleh=oleh
    )


def kirim(client, daftar_usulan, nomor="900/1", tanggal="2026-11-02", **lain):
    return client.post(BARU, {"nomor": nomor, "tanggal": tanggal, "pilih": [u.pk for u in daftar_usulan]} | lain)


def detail(permohonan):
    return reverse("anggaran:permohonan_detail", args=[permohonan.pk])


def url_tanda_tangan(permohonan):
    return reverse("anggaran:permohonan_tandatangani", args=[permohonan.pk])


def url_batal(permohonan):
    return reverse("anggaran:permohonan_batal", args=[permohonan.pk])


def tanpa_penetapan(usulan, orang):
    lepaskan_penetapan(usulan)


def penetapan_ditolak(usulan, orang):
    lepaskan_penetapan(usulan)
    Penetapan.objects.create(usulan=usulan, disetujui=False)


def tanpa_pokja(usulan, orang):
    usulan.pokja.delete()


def tanpa_rekening(usulan, orang):
    usulan.rt.daftar_rekening.update(berlaku=False)


def rekening_belum_diperiksa(usulan, orang):
    usulan.rt.daftar_rekening.update(diperiksa_pada=None)


def rekening_berganti(usulan, orang):
    baru = simpan_berkas(usulan, "buku_tabungan", foto(), oleh=orang)
    ganti_rekening(usulan, bank="BRI", nomor="77700011", atas_nama="P", foto=baru, alasan="Tutup", oleh=orang)


def ditahan(usulan, orang):
    tahan(usulan, alasan="LPJ tahun lalu", oleh=orang)
