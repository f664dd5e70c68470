import pytest

from anggaran.models import ItemWajib
from laporan.tests import adegan
from pokja.models import AlasanKembali


@pytest.fixture
def alasan(db):
    return AlasanKembali.objects.get_or_create(teks="Foto kurang jelas")[0]


@pytest.fixture
def siap_rembuk(usulan):
    adegan.isi_rembuk(usulan)
    return adegan.taruh(usulan, "rembuk", "kelurahan")


@pytest.fixture
def siap_pokja(usulan):
    adegan.isi_pokja(usulan)
    return adegan.taruh(usulan, "pokja", "kelurahan")


@pytest.fixture
def siap_proposal(usulan):
    adegan.isi_proposal(usulan)
    return adegan.taruh(usulan, "verifikasi", "kelurahan")


@pytest.fixture
def berjalan(usulan, petugas, lurah, ketua_rt):
    """In the works, with its money on the account."""
    adegan.isi_cair(usulan, petugas, lurah, ketua_rt)
    return adegan.taruh(usulan, "pelaksanaan", "rt")


@pytest.fixture
def siap_lpj(berjalan):
    """The LPJ filed, tied to the rupiah."""
    adegan.belanja(berjalan, berjalan.daftar_versi_rab.get().daftar_baris.get())
    adegan.isi_serah_terima(berjalan)
    adegan.isi_lpj(berjalan)
    return adegan.taruh(berjalan, "lpj", "kelurahan")


@pytest.fixture
def lengkap(usulan, petugas, lurah, ketua_rt):
    """Every part of every stage is filled, and the money tied."""
    adegan.isi_rembuk(usulan)
    baris = adegan.isi_cair(usulan, petugas, lurah, ketua_rt)
    baris.item_wajib = ItemWajib.objects.create(tahun_program=usulan.tahun_program, nama="Semen", boleh_bebas=True)
    baris.save()
    adegan.belanja(usulan, baris)
    adegan.isi_serah_terima(usulan)
    adegan.isi_lpj(usulan)
    return usulan


@pytest.fixture
def siap_verifikasi(lengkap):
    return adegan.taruh(lengkap, "verifikasi", "kelurahan")
