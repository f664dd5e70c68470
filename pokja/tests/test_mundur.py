import pytest
from django.urls import reverse

from kampung.testing import foto, pdf
from pokja.models import Berkas, Riwayat, Usulan
from pokja.tahapan import ALUR, Giliran, Tahap

BISA = [(x.tahap, x.giliran, x.peran) for x in ALUR if x.aksi == "mundur"]
TIDAK_BISA = [
    (Tahap.SOSIALISASI, Giliran.DPMPPA),
    (Tahap.REMBUK, Giliran.KELURAHAN),
    (Tahap.PENCAIRAN, Giliran.KEUANGAN),
    (Tahap.PENCAIRAN, Giliran.RT),
    (Tahap.PELAKSANAAN, Giliran.RT),
    (Tahap.LPJ, Giliran.RT),
    (Tahap.SELESAI, Giliran.TUTUP),
]


def di(usulan, tahap, giliran):
    Usulan.objects.filter(pk=usulan.pk).update(tahap=tahap, giliran=giliran)
    usulan.refresh_from_db()
    return reverse("pokja:mundur", args=[usulan.pk])


def isian(**beda):
    return {"versi": "0", "alasan": "Warga belum sepakat", "berkas": pdf(), **beda}


@pytest.mark.parametrize(("tahap", "giliran", "peran"), BISA)
def test_withdrawal_where_alur_has_it(login, semua_orang, usulan, tahap, giliran, peran):
    url = di(usulan, tahap, giliran)
    orang = semua_orang[peran]
    assert login(orang).get(url).status_code == 200
    assert login(orang).post(url, isian()).status_code == 302
    usulan.refresh_from_db()
    assert (usulan.tahap, usulan.giliran) == (Tahap.MUNDUR, Giliran.TUTUP)
    assert usulan.daftar_riwayat.get().catatan == "Warga belum sepakat"
    assert [(berkas.jenis, berkas.tipe) for berkas in usulan.daftar_berkas.all()] == [
        (Berkas.Jenis.BERITA_ACARA_MUNDUR, "application/pdf")
    ]


@pytest.mark.parametrize(("tahap", "giliran"), TIDAK_BISA)
@pytest.mark.parametrize("orang", ["ketua_rt", "petugas"])
def test_no_withdrawal_elsewhere(login, request, usulan, tahap, giliran, orang):
    url = di(usulan, tahap, giliran)
    peramban = login(request.getfixturevalue(orang))
    jawaban = peramban.get(url)
    assert jawaban.status_code == 409
    assert "Pengunduran diri tidak bisa dicatat" in jawaban.content.decode()
    assert peramban.post(url, isian()).status_code == 409
    usulan.refresh_from_db()
    assert (usulan.tahap, usulan.giliran) == (tahap, giliran)
    assert not Berkas.objects.exists()
    assert not Riwayat.objects.exists()


@pytest.mark.parametrize(
    ("beda", "galat"),
    [
        ({"alasan": ""}, "alasan"),
        ({"alasan": "  "}, "alasan"),
        ({"alasan": "a\0b"}, "alasan"),
        ({"berkas": ""}, "berkas"),
        ({"berkas": "bukan berkas"}, "berkas"),
    ],
)
def test_reason_and_minutes_are_both_required(login, ketua_rt, usulan, beda, galat):
    url = di(usulan, Tahap.POKJA, Giliran.RT)
    jawaban = login(ketua_rt).post(url, isian(**beda))
    assert jawaban.status_code == 422
    assert list(jawaban.context["form"].errors) == [galat]
    assert Usulan.objects.get(pk=usulan.pk).tahap == Tahap.POKJA
    assert not Berkas.objects.exists()


def test_a_refused_file_keeps_the_reason(login, ketua_rt, usulan):
    berkas = foto()
    berkas.file.truncate(10)
    jawaban = login(ketua_rt).post(di(usulan, Tahap.POKJA, Giliran.RT), isian(berkas=berkas))
    assert jawaban.status_code == 422
    assert "Warga belum sepakat" in jawaban.content.decode()
    assert Usulan.objects.get(pk=usulan.pk).tahap == Tahap.POKJA


@pytest.mark.parametrize("versi", ["1", "", "x", "9" * 50])
def test_a_stale_page_is_refused(login, ketua_rt, usulan, versi):
    url = di(usulan, Tahap.POKJA, Giliran.RT)
    assert login(ketua_rt).post(url, isian(versi=versi)).status_code == 409
    assert not Riwayat.objects.exists()
    assert not Berkas.objects.exists()


def test_a_double_click_makes_one_step(login, ketua_rt, usulan):
    url = di(usulan, Tahap.POKJA, Giliran.RT)
    peramban = login(ketua_rt)
    assert [peramban.post(url, isian()).status_code for _ in range(2)] == [302, 409]
    assert Riwayat.objects.count() == 1
    assert Berkas.objects.count() == 1


@pytest.mark.parametrize(
    ("orang", "kode"),
    [("bendahara", 403), ("pendamping", 403), ("dpmppa", 403), ("keuangan", 403), ("petugas", 409)],
)
def test_the_wrong_person(login, request, usulan, orang, kode):
    url = di(usulan, Tahap.POKJA, Giliran.RT)
    peramban = login(request.getfixturevalue(orang))
    assert peramban.get(url).status_code == kode
    assert peramban.post(url, isian()).status_code == kode
    assert not Riwayat.objects.exists()


def test_the_neighbour(login, ketua_rt, usulan_tetangga):
    url = di(usulan_tetangga, Tahap.POKJA, Giliran.RT)
    assert login(ketua_rt).get(url).status_code == 404
    assert login(ketua_rt).post(url, isian()).status_code == 404
