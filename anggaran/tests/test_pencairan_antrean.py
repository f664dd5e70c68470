"""Keuangan's queue: one SP2D for the ticked rows, all of them or none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anggaran.models import Pencairan
from anggaran.services.pencairan import (
    cairkan,
    cairkan_banyak,
    tahan,
)
from anggaran.tests.uang_keluar import ANTREAN, SP2D, TERIMA, keadaan
from kampung.testing import make_rt, make_usulan
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran
from rt.peran import Peran

Status = Pencairan.Status


def kirim_banyak(client, daftar, **lain):
    return client.post(
        ANTREAN, {"sp2d_nomor": "SP2D/7", "sp2d_tanggal": "2026-11-05", "pilih": [p.pk for p in daftar]} | lain
    )


def test_one_sp2d_pays_the_ticked_and_leaves_the_others(tiga_usulan, mohonkan, keuangan, login):
    satu, dua, tiga = mohonkan(*tiga_usulan).daftar_pencairan.all()

    jawab = kirim_banyak(login(keuangan), [satu, tiga])

    assert jawab.status_code == 302
    assert list(Pencairan.objects.values_list("pk", "status", "sp2d_nomor")) == [
        (satu.pk, "cair", "SP2D/7"),
        (dua.pk, "ditandatangani", ""),
        (tiga.pk, "cair", "SP2D/7"),
    ]
    assert kirim_banyak(login(keuangan), [satu, tiga]).status_code == 302
    assert [keadaan(usulan)[1] for usulan in tiga_usulan] == [Giliran.RT, Giliran.KEUANGAN, Giliran.RT]


def test_all_of_the_ticked_or_none(tiga_usulan, mohonkan, keuangan, login):
    daftar = list(mohonkan(*tiga_usulan).daftar_pencairan.all())
    tahan(tiga_usulan[1], alasan="Menunggu klarifikasi", oleh=keuangan)

    jawab = kirim_banyak(login(keuangan), daftar)

    isi = jawab.content.decode()
    assert jawab.status_code == 422
    assert "RT 12 Kenali Besar: Pencairan RT 12 Kenali Besar sedang ditahan: Menunggu klarifikasi." in isi
    assert 'value="SP2D/7"' in isi
    assert isi.count(" checked") == 2
    assert set(Pencairan.objects.values_list("status", flat=True)) == {"ditandatangani"}


@pytest.mark.parametrize(
    ("lain", "kata"),
    [
        ({"pilih": []}, "Centang sedikitnya satu RT"),
        ({"pilih": ["\x00", "abc", "9" * 50, "-1"]}, "Centang sedikitnya satu RT"),
        ({"sp2d_nomor": ""}, "Nomor SP2D"),
        ({"sp2d_tanggal": "2027-01-02"}, "Tanggal SP2D"),
    ],
)
def test_the_queue_answers_garbage_with_a_sentence(diproses, keuangan, login, lain, kata):
    jawab = kirim_banyak(login(keuangan), [diproses], **lain)

    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert Pencairan.objects.get().status == Status.DITANDATANGANI


def test_the_queue_groups_by_bundle_and_narrows(tiga_usulan, usulan, siap_cair, mohonkan, keuangan, login):
    pertama, kedua = mohonkan(*tiga_usulan), mohonkan(siap_cair(usulan, nilai=70_000_001))
    client = login(keuangan)

    semua = client.get(ANTREAN).content.decode()
    satu = client.get(ANTREAN, {"permohonan": kedua.pk}).content.decode()
    lurah_lain = client.get(ANTREAN, {"kelurahan": "9" * 18}).content.decode()

    assert (semua.count("kelompok-baris"), "370.000.001" in semua) == (2, True)
    assert (pertama.nomor in satu, "RT 11" in satu, "RT 02" in satu) == (False, False, True)
    assert "Tidak ada transfer yang menunggu SP2D" in lurah_lain
    assert client.get(ANTREAN, {"isi": "x", "page": "abc", "kelurahan": "\x00"}).status_code == 200


@pytest.mark.parametrize("peran", sorted(set(Peran) - {Peran.KEUANGAN}))
def test_the_queue_is_keuangans(diproses, semua_orang, login, peran):
    assert login(semua_orang[peran]).get(ANTREAN).status_code == 403
    assert kirim_banyak(login(semua_orang[peran]), [diproses]).status_code == 403


@pytest.mark.parametrize("isi", ["proses", "selisih"])
def test_the_queue_takes_the_same_queries_for_one_row_and_three(tiga_usulan, mohonkan, keuangan, login, isi):
    def hitung():
        client = login(keuangan)
        with CaptureQueriesContext(connection) as tangkap:
            assert client.get(ANTREAN, {"isi": isi}).status_code == 200
        return len(tangkap)

    def tambah(*daftar):
        mohonkan(*daftar)
        tahan(daftar[0], alasan="Klarifikasi", oleh=keuangan)
        if isi == "selisih":
            Pencairan.objects.update(status="cair", sp2d_nomor="1", sp2d_tanggal=TERIMA, diterima=1)

    tambah(tiga_usulan[0])
    satu = hitung()
    tambah(*tiga_usulan[1:])

    assert hitung() == satu


def test_the_queue_is_paged(kenali_besar, kelompok_a, siap_cair, mohonkan, keuangan, login, monkeypatch):
    monkeypatch.setattr("anggaran.views.pencairan.PER_HALAMAN", 2)
    mohonkan(*(siap_cair(make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_a)) for nomor in (31, 32, 33)))

    isi = login(keuangan).get(ANTREAN, {"page": 2}).content.decode()

    assert ("RT 31" in isi, "RT 33" in isi) == (False, True)
    assert "Halaman 2 dari 2 (3 baris)" in isi
    assert "300.000.000" in isi


def test_many_refuses_as_one(tiga_usulan, mohonkan, keuangan):
    daftar = list(mohonkan(*tiga_usulan).daftar_pencairan.all())
    cairkan(daftar[2], sp2d_nomor="SP2D/0", sp2d_tanggal=TERIMA, nilai=daftar[2].nilai, oleh=keuangan)

    with pytest.raises(LangkahDitolak, match="RT 13 Kenali Besar: Usulan ini baru saja berubah"):
        cairkan_banyak(daftar, **SP2D, oleh=keuangan)

    assert Pencairan.objects.cair().count() == 1
