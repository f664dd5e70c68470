"""Two presses at once, in threads, with real transactions: one objection, one new count, one move of the pagu."""

from datetime import date

import pytest

from anggaran.models import Alokasi, Sanggah
from anggaran.services import sanggah as layanan
from anggaran.services.pengaruh_kk import Pengaruh, pengaruh
from kampung.testing import foto, make_kelurahan, make_pengguna, make_rt, make_tahun, make_usulan
from pokja.berkas import simpan_berkas
from pokja.tests.test_serentak import serentak
from rt.models import DataKK, Peran

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tanpa_kunci_abadi")]


def test_filed_and_accepted_once_each(transactional_db):
    kelurahan = make_kelurahan()
    rt = make_rt(kelurahan, nomor=2)
    usulan = make_usulan(rt, make_tahun().daftar_kelompok.get(kode="B"), sementara=True)
    ketua, dpmppa = make_pengguna(Peran.KETUA_RT, rt=rt), make_pengguna(Peran.DPMPPA)
    petugas = make_pengguna(Peran.KELURAHAN, kelurahan=kelurahan)
    bukti = simpan_berkas(usulan, "bukti_sanggah", foto(), oleh=ketua)

    diajukan = serentak(
        lambda nomor: layanan.ajukan_sanggah(
            usulan, kk=59 + nomor % 2, alasan="Salah hitung", bukti=bukti, terakhir=0, oleh=ketua
        )
    )

    sanggah = Sanggah.objects.get()
    assert [satu for satu in diajukan if satu == sanggah]
    assert {type(satu) for satu in diajukan} == {Sanggah, layanan.SanggahMasihTerbuka}

    layanan.beri_pendapat(sanggah, pendapat="setuju", alasan="Benar", oleh=petugas)
    sanggah.refresh_from_db()
    hari = date(2026, 11, 20)
    dilihat = layanan.sidik_terima(sanggah, pengaruh(usulan, 60), hari, "BA 3")
    diterima = serentak(
        lambda _nomor: layanan.terima_sanggah(
            sanggah, kk=60, tanggal=hari, sumber="BA 3", sidik_dilihat=dilihat, oleh=dpmppa
        )
    )

    assert len([satu for satu in diterima if isinstance(satu, Pengaruh)]) == 1
    assert (DataKK.objects.count(), Alokasi.objects.get().pagu) == (2, 70_000_000)
    assert usulan.daftar_riwayat.filter(aksi="sanggah_diterima").count() == 1
