"""What happens beside the steps is in the Riwayat too, and is not undone as if it were a step."""

import pytest

from anggaran.services.penahanan import lepas, tahan
from pokja.services import catat_peristiwa, langkah_terakhir, pindah_tahap
from rt.models import Peran

pytestmark = pytest.mark.django_db


def test_an_event_is_written_and_the_state_stays(usulan, dpmppa):
    catat_peristiwa([usulan], "pindah_kelompok", oleh=dpmppa, catatan=" Ke Kelompok A. ")
    riwayat = usulan.daftar_riwayat.get()
    assert (riwayat.aksi, riwayat.catatan, riwayat.nama, riwayat.peran) == (
        "pindah_kelompok", "Ke Kelompok A.", dpmppa.nama, Peran.DPMPPA,
    )  # fmt: skip
    assert riwayat.di_tempat
    usulan.refresh_from_db()
    assert (usulan.tahap, usulan.giliran, usulan.versi) == ("sosialisasi", "dpmppa", 0)


def test_an_event_is_not_what_buka_kembali_undoes(usulan, dpmppa):
    pindah_tahap(usulan, "catat_hadir", oleh=dpmppa, versi=0, halangan=[])
    catat_peristiwa([usulan], "tahan", oleh=dpmppa, catatan="Bank terganggu")
    assert langkah_terakhir(usulan).aksi == "catat_hadir"


def test_a_hold_and_its_release_are_in_the_riwayat_once_each(usulan, keuangan):
    for _klik in range(2):
        hold = tahan(usulan, alasan="Nama rekening diperiksa bank", oleh=keuangan)
    for _klik in range(2):
        lepas(hold, alasan="Sudah cocok", oleh=keuangan)
    assert list(usulan.daftar_riwayat.values_list("aksi", "catatan")) == [
        ("tahan", "Nama rekening diperiksa bank"),
        ("lepas", "Sudah cocok"),
    ]
