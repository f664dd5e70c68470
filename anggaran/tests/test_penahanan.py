"""A hold keeps the money back until somebody releases it, with words."""

import pytest

from anggaran.models import Penahanan, Pencairan
from anggaran.services.pencairan import (
    cairkan,
    langkah_transfer,
    lepas,
    tahan,
)
from anggaran.tests.uang_keluar import SP2D, isian_sp2d, url
from laporan.gerbang import halangan
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.peran import Peran

Status = Pencairan.Status


@pytest.mark.parametrize("peran", [Peran.KEUANGAN, Peran.DPMPPA])
def test_a_hold_blocks_the_sp2d_until_it_is_released(diproses, usulan, keuangan, semua_orang, login, peran):
    orang = semua_orang[peran]
    client = login(orang)
    assert client.post(url("tahan", usulan), {"alasan": "Laporan warga"}).status_code == 302
    kata = "Pencairan RT 02 Kenali Besar sedang ditahan: Laporan warga."

    jawab = login(keuangan).post(url("cairkan", usulan), isian_sp2d(usulan, diproses))
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert orang.nama in client.get(url("lepas", usulan)).content.decode()
    assert kata in halangan(usulan, "cairkan")[0]

    tahanan = Penahanan.objects.get()
    assert client.post(url("lepas", usulan), {"penahanan": tahanan.pk, "alasan": "Sudah jelas"}).status_code == 302
    tahanan.refresh_from_db()
    assert (tahanan.dilepas_oleh, tahanan.alasan_lepas) == (orang, "Sudah jelas")
    assert login(keuangan).post(url("cairkan", usulan), isian_sp2d(usulan, diproses)).status_code == 302


def test_a_hold_and_a_release_need_a_reason(siap, keuangan, login):
    client = login(keuangan)

    assert client.post(url("tahan", siap), {"alasan": " "}).status_code == 422
    assert not Penahanan.objects.exists()
    tahanan = tahan(siap, alasan="Klarifikasi", oleh=keuangan)
    assert client.post(url("lepas", siap), {"penahanan": tahanan.pk, "alasan": ""}).status_code == 422
    assert client.post(url("lepas", siap), {"penahanan": "9" * 40, "alasan": "Jelas"}).status_code == 422
    for panggil in (lambda: tahan(siap, alasan=" ", oleh=keuangan), lambda: lepas(tahanan, alasan=" ", oleh=keuangan)):
        with pytest.raises(LangkahDitolak, match="Tuliskan alasan"):
            panggil()


def test_a_hold_pressed_twice_is_one_and_another_is_refused(siap, keuangan, dpmppa):
    satu = tahan(siap, alasan="Klarifikasi", oleh=keuangan)

    assert tahan(siap, alasan="Klarifikasi ", oleh=keuangan) == satu
    with pytest.raises(LangkahDitolak, match="sudah ditahan: Klarifikasi"):
        tahan(siap, alasan="Lain", oleh=dpmppa)
    lepas(satu, alasan="Jelas", oleh=keuangan)
    lepas(satu, alasan="Jelas", oleh=keuangan)
    with pytest.raises(LangkahDitolak, match="sudah dilepas"):
        lepas(satu, alasan="Jelas", oleh=dpmppa)
    assert tahan(siap, alasan="Lain", oleh=dpmppa) != satu


def test_nothing_is_held_after_the_end(siap, keuangan, login):
    siap.tahap, siap.giliran = Tahap.SELESAI, Giliran.TUTUP
    siap.save()

    assert "sudah berakhir" in login(keuangan).get(url("tahan", siap)).content.decode()
    assert login(keuangan).post(url("tahan", siap), {"alasan": "Terlambat"}).status_code == 422


@pytest.mark.parametrize("peran", Peran)
def test_the_way_to_a_hold_is_shown_to_those_who_have_it(siap, keuangan, semua_orang, peran):
    punya = peran in (Peran.KEUANGAN, Peran.DPMPPA)
    orang = semua_orang[peran]

    assert langkah_transfer(siap, orang) == ([("Tahan pencairan", "anggaran:tahan")] if punya else [])
    tahan(siap, alasan="Klarifikasi", oleh=keuangan)
    assert langkah_transfer(siap, orang) == ([("Lepas penahanan", "anggaran:lepas")] if punya else [])


def test_a_hold_of_the_neighbour_does_not_block(diproses, usulan, usulan_tetangga, keuangan):
    tahan(usulan_tetangga, alasan="Klarifikasi", oleh=keuangan)

    assert cairkan(diproses, **SP2D, nilai=100_000_000, oleh=keuangan).status == Status.CAIR
