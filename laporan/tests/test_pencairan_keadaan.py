"""The list of transfers by what people read: each in one state, a held one as held, with who, since when and why."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anggaran.models import DITAHAN, Pencairan
from anggaran.services.pencairan import cairkan, gagalkan, lepas, tahan, terima_proses
from kampung.testing import make_rt, make_usulan
from laporan.kolom.pencairan import KEADAAN, STATUS
from laporan.tests.lembar_sp2d import NILAI, SURAT, mohonkan, siapkan
from laporan.tests.uang_uji import baris_xlsx

LIST, XLSX = reverse("laporan:pencairan_list"), reverse("laporan:pencairan_xlsx")


@pytest.fixture
def lima(kenali_besar, kelompok_a, petugas, lurah, keuangan):
    """RT 11 signed, 12 taken up, 13 held, 14 released after a hold, 15 failed and held since."""
    daftar = [siapkan(make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_a)) for nomor in range(11, 16)]
    pertama = mohonkan(daftar[:1], petugas, lurah, nomor="900/1")
    kedua = mohonkan(daftar[1:], petugas, lurah, nomor="900/2")
    tahan(daftar[2], alasan="Menunggu klarifikasi", oleh=keuangan)
    terima_proses(kedua, oleh=keuangan)
    lepas(tahan(daftar[3], alasan="Salah nama", oleh=keuangan), alasan="Sudah cocok", oleh=keuangan)
    empat, lima = kedua.daftar_pencairan.order_by("pk")[2:]
    cairkan(empat, sp2d_nomor="1", sp2d_tanggal=SURAT, nilai=NILAI, oleh=keuangan)
    gagalkan(lima, alasan="Rekening pasif", oleh=keuangan)
    tahan(daftar[4], alasan="Rekening dicek", oleh=keuangan)
    return [*pertama.daftar_pencairan.all(), *kedua.daftar_pencairan.order_by("pk")]


def rt(client, **kueri):
    return re.findall(r">(RT \d\d)</a>", client.get(LIST, kueri).content.decode())


@pytest.mark.parametrize(
    ("kode", "daftar"),
    [
        ("", ["RT 11", "RT 12", "RT 13", "RT 14", "RT 15"]),
        ("disiapkan", []),
        ("ditandatangani", ["RT 11"]),
        ("diproses", ["RT 12"]),
        ("ditahan", ["RT 13"]),
        ("cair", ["RT 14"]),
        ("gagal", ["RT 15"]),
        ("batal", []),
    ],
)
def test_every_transfer_is_found_in_one_state_and_no_other(lima, login, keuangan, kode, daftar):
    assert rt(login(keuangan), status=kode) == daftar
    assert {kode for kode, _label in KEADAAN} == {*Pencairan.Status.values, DITAHAN}


def test_the_sheet_says_the_same_and_who_held_whom(lima, login, keuangan):
    baris = baris_xlsx(login(keuangan).get(XLSX))
    status, tahanan = baris[0].index("Status"), baris[0].index("Penahanan")

    assert [(satu[1], satu[status], satu[tahanan]) for satu in baris[1:-1]] == [
        ("RT 11", "Ditandatangani lurah", None),
        ("RT 12", "Diproses keuangan", None),
        ("RT 13", "Ditahan", "Ditahan 21 Nov 2026 oleh Keuangan: Menunggu klarifikasi"),
        (
            "RT 14",
            "Cair",
            "Ditahan 21 Nov 2026 oleh Keuangan: Salah nama. Dilepas 21 Nov 2026 oleh Keuangan: Sudah cocok",
        ),
        ("RT 15", "Gagal", None),
    ]


def test_it_sorts_by_what_is_read(lima, login, keuangan):
    client = login(keuangan)
    daftar = [rt(client, urut=urut) for urut in (STATUS.kode, f"-{STATUS.kode}")]

    assert daftar[0] == daftar[1][::-1] == ["RT 14", "RT 12", "RT 13", "RT 11", "RT 15"]


def test_the_page_says_below_the_status_who_held_it(lima, login, keuangan):
    isi = login(keuangan).get(LIST).content.decode()

    kata = '<span class="bantuan">Ditahan 21 Nov 2026 oleh Keuangan: '
    assert f"Ditahan<br>{kata}Menunggu klarifikasi</span>" in isi
    assert f"Cair<br>{kata}Salah nama. Dilepas 21 Nov 2026 oleh Keuangan: Sudah cocok</span>" in isi
    assert isi.count(kata) == 2


def test_the_list_takes_the_same_queries_however_many_are_held(lima, login, keuangan):
    def hitung(**kueri):
        client = login(keuangan)
        with CaptureQueriesContext(connection) as tangkap:
            assert client.get(LIST, kueri).status_code == 200
        return len(tangkap)

    assert hitung(status="ditahan") == hitung()
