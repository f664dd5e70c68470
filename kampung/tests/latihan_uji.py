"""People of the practice at their browsers: each signs in with a real account and takes a role through the page."""

from django.urls import reverse

from kampung.tests import test_perjalanan as awal
from kampung.tests.dunia_uang import KisahUang
from kampung.tests.peramban import Peramban
from pokja.models import Usulan

PERAN_KISAH = {"petugas": "kelurahan", "ketua_lain": "ketua"}


def buka_rt(client, nomor=1, kk=30):
    """Open a practice RT through the page; its Usulan."""
    client.post(reverse("latihan_tambah"), {"nomor": nomor, "kk": kk})
    return Usulan.objects.get(latihan=True, rt__nomor=nomor, rt__aktif=True)


def masuk(client, pemeran, nomor=1):
    client.post(reverse("latihan_masuk"), {"pemeran": pemeran, "nomor": nomor})
    return client


class KisahLatihan(KisahUang):
    """Everybody is the same real person, in a browser for each role."""

    def __getitem__(self, nama):
        if nama not in self.peramban:
            client = self.login(self.orang["asli"])
            nomor = 2 if nama == "ketua_lain" else self.usulan.rt.nomor
            self.peramban[nama] = Peramban(masuk(client, PERAN_KISAH.get(nama, nama), nomor))
        return self.peramban[nama]


def rencana(kisah):
    """As in test_perjalanan, but that a practice Alokasi is settled from the beginning."""
    kisah.isi("ketua", "pokja:potensi", jenis="potensi", uraian="Tukang batu banyak", lokasi="")
    kisah.isi("ketua", "pokja:potensi", jenis="masalah", uraian="Parit meluap", lokasi="Lorong Mawar")
    kisah.isi(
        "ketua", "pokja:swadaya", bentuk="tenaga", uraian="Gotong royong", volume="20", satuan="HOK", nilai="2.000.000"
    )
    kisah.isi(
        "ketua", "pokja:renja5", tahun="2026", bidang="infrastruktur", kegiatan="Perbaikan parit", lokasi="Lorong Mawar",
        perkiraan="25.000.000",
    )  # fmt: skip
    kisah.ajukan()
    kisah.periksa("petugas", "terima")
    kisah.isi(
        "ketua", "anggaran:renja1", dari=str(kisah.usulan.daftar_renja5.get().pk), lokasi="Lorong Mawar", volume="120",
        satuan="meter", sumber="program", perkiraan="25.000.000",
    )  # fmt: skip
    kisah.ajukan("anggaran:ajukan")
    kisah.periksa("petugas", "terima")
    assert kisah.keadaan() == ("proposal", "rt")


def sampai_cair(kisah):
    """From the first tahap to money that has arrived."""
    for langkah in (awal.sosialisasi_dan_rembuk, awal.pokja_dan_rekening, rencana, awal.proposal, awal.pencairan):
        langkah(kisah)
