"""Renja 1 tahun: this year's activities below the pagu, from the own five-year list only."""

import uuid

import pytest
from django.urls import reverse

from anggaran.services.rab import simpan_renja
from kampung.testing import make_pengguna
from pokja.models import KegiatanLimaTahun, KegiatanTahunan, Tanda
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.models import Peran


def rencana(usulan, nama="Drainase"):
    return KegiatanLimaTahun.objects.create(
        usulan=usulan, tahun=2026, bidang="infrastruktur", kegiatan=nama, lokasi="Gang 3", perkiraan=1
    )


@pytest.fixture
def renja(usulan):
    usulan.tahap, usulan.giliran = Tahap.RENJA, Giliran.RT
    usulan.save()
    return rencana(usulan)


def isian(dari, perkiraan="100.000.000", **ganti):
    return {
        "dari": dari.pk, "lokasi": "Gang 3", "volume": "120", "satuan": "m", "perkiraan": perkiraan,
        "sumber": "program", "token": str(uuid.uuid4()), "versi_isian": 0,
    } | ganti  # fmt: skip


def alamat(usulan, *baris):
    return reverse("anggaran:renja1_ubah" if baris else "anggaran:renja1", args=[usulan.pk, *baris])


def test_exactly_the_pagu_is_accepted_and_one_rupiah_more_is_refused_with_the_excess(usulan, renja, ketua_rt, login):
    browser = login(ketua_rt)

    lebih = browser.post(alamat(usulan), isian(renja, "100.000.001"))

    assert lebih.status_code == 422
    assert "melebihi pagu Rp100.000.000 sebesar Rp1." in lebih.content.decode()
    assert 'value="100.000.001"' in lebih.content.decode()
    assert browser.post(alamat(usulan), isian(renja)).status_code == 302
    assert usulan.daftar_renja1.get().perkiraan == 100_000_000
    assert "Sisa pagu" in browser.get(alamat(usulan)).content.decode()


def test_swadaya_does_not_count_against_the_pagu(usulan, renja, ketua_rt, login):
    browser = login(ketua_rt)
    browser.post(alamat(usulan), isian(renja))

    assert browser.post(alamat(usulan), isian(renja, "5.000.000", sumber="swadaya_uang")).status_code == 302
    assert usulan.daftar_renja1.count() == 2


def test_an_activity_of_another_rt_cannot_be_chosen(usulan, renja, usulan_tetangga, ketua_rt, login):
    milik_lain = rencana(usulan_tetangga, "Rahasia tetangga")

    jawaban = login(ketua_rt).post(alamat(usulan), isian(milik_lain))

    assert jawaban.status_code == 422
    assert "Rahasia tetangga" not in jawaban.content.decode()
    with pytest.raises(LangkahDitolak, match="bukan dari Renja 5 tahun RT ini"):
        simpan_renja(
            KegiatanTahunan(usulan=usulan, dari=milik_lain, lokasi="x", volume=1000, satuan="m", perkiraan=1),
            oleh=ketua_rt,
        )
    assert KegiatanTahunan.objects.count() == 0


def test_sent_twice_is_one_row_and_a_stale_page_is_refused(usulan, renja, ketua_rt, login):
    browser, kirim = login(ketua_rt), isian(renja, "1.000.000")

    assert browser.post(alamat(usulan), kirim).status_code == 302
    assert browser.post(alamat(usulan), kirim).status_code == 302
    baris = usulan.daftar_renja1.get()
    ubah = kirim | {"token": str(baris.token), "perkiraan": "2.000.000"}
    assert browser.post(alamat(usulan, baris.pk), ubah).status_code == 302
    basi = browser.post(alamat(usulan, baris.pk), ubah | {"perkiraan": "3.000.000"})
    assert basi.status_code == 422
    assert "baru saja diubah orang lain" in basi.content.decode()
    baris.refresh_from_db()
    assert baris.perkiraan == 2_000_000


def test_what_lowers_an_estimate_above_a_lowered_pagu_is_saved(usulan, renja, ketua_rt):
    kegiatan = KegiatanTahunan(usulan=usulan, dari=renja, lokasi="x", volume=1000, satuan="m", perkiraan=90_000_000)
    simpan_renja(kegiatan, oleh=ketua_rt)
    usulan.alokasi.pagu = 50_000_000
    usulan.alokasi.save()

    kegiatan.perkiraan = 60_000_000
    simpan_renja(kegiatan, oleh=ketua_rt)

    kegiatan.perkiraan = 60_000_001
    with pytest.raises(LangkahDitolak, match="sebesar Rp10\\.000\\.001"):
        simpan_renja(kegiatan, oleh=ketua_rt)
    kegiatan.refresh_from_db()
    assert kegiatan.perkiraan == 60_000_000


def test_after_a_return_only_the_marked_row_can_be_changed(usulan, renja, ketua_rt, login):
    browser = login(ketua_rt)
    browser.post(alamat(usulan), isian(renja, "1.000.000"))
    browser.post(alamat(usulan), isian(renja, "1.000.000", sumber="swadaya_uang"))
    satu, dua = usulan.daftar_renja1.all()
    usulan.dikembalikan_oleh = Giliran.KELURAHAN
    usulan.save()
    Tanda.objects.create(
        usulan=usulan, tahap="renja", giliran="kelurahan", kunci=f"renja1:{satu.pk}", label="x", catatan="mahal"
    )

    boleh = browser.post(alamat(usulan, satu.pk), isian(renja, "900.000", token=str(satu.token)))
    tidak = browser.post(alamat(usulan, dua.pk), isian(renja, "900.000", token=str(dua.token), sumber="swadaya_uang"))

    assert (boleh.status_code, tidak.status_code) == (302, 409)
    assert sorted(usulan.daftar_renja1.values_list("perkiraan", flat=True)) == [900_000, 1_000_000]


def ajukan(browser, usulan, versi=0):
    return browser.post(reverse("anggaran:ajukan", args=[usulan.pk]), {"versi": versi})


def test_submitting_goes_to_the_kelurahan_once(usulan, renja, kegiatan, ketua_rt, login):
    kegiatan(usulan)
    browser = login(ketua_rt)
    halaman = browser.get(reverse("anggaran:ajukan", args=[usulan.pk])).content.decode()

    assert "Drainase gang 3" in halaman
    assert ajukan(browser, usulan).status_code == 302
    assert ajukan(browser, usulan).status_code == 302
    usulan.refresh_from_db()
    assert (usulan.tahap, usulan.giliran, usulan.versi) == (Tahap.RENJA, Giliran.KELURAHAN, 1)
    assert usulan.daftar_riwayat.count() == 1


@pytest.mark.parametrize(
    ("siapkan", "kata"),
    [
        (lambda u: u.daftar_renja1.all().delete(), "Kegiatan tahun ini belum ada"),
        (lambda u: u.daftar_renja1.update(perkiraan=100_000_001), "sebesar Rp1."),
        (lambda u: type(u.alokasi).objects.update(sementara=True), "masih sementara"),
        (lambda u: u.alokasi.delete(), "masih sementara"),
    ],
)
def test_a_shut_gate_refuses_the_submission(usulan, renja, kegiatan, ketua_rt, login, siapkan, kata):
    kegiatan(usulan)
    siapkan(usulan)

    jawaban = ajukan(login(ketua_rt), usulan)

    assert jawaban.status_code == 409
    assert kata in jawaban.content.decode()
    usulan.refresh_from_db()
    assert usulan.giliran == Giliran.RT


@pytest.mark.parametrize("peran", [Peran.KELURAHAN, Peran.KECAMATAN, Peran.DPMPPA, Peran.KEUANGAN, Peran.INSPEKTORAT])
def test_others_read_the_part_and_cannot_write_or_submit(usulan, renja, kegiatan, semua_orang, login, peran):
    kegiatan(usulan)
    browser = login(semua_orang[peran])

    assert browser.get(alamat(usulan)).status_code == 200
    assert browser.post(alamat(usulan), isian(renja)).status_code == 409
    assert ajukan(browser, usulan).status_code == 403
    assert usulan.daftar_renja1.count() == 1


def test_a_neighbour_gets_404(usulan, renja, rawa_sari, usulan_tetangga, login):
    browser = login(make_pengguna(Peran.KETUA_RT, "ketua.lain", rt=usulan_tetangga.rt))

    assert browser.get(alamat(usulan)).status_code == 404
    assert browser.post(alamat(usulan), isian(renja)).status_code == 404
    assert ajukan(browser, usulan).status_code == 404


@pytest.mark.parametrize("dari", ["", "abc", "\x00", "9" * 30, "-1"])
@pytest.mark.parametrize("angka", ["", "1,250,000", "\x00", "9" * 30, "0", "-5"])
def test_no_input_gives_a_500(usulan, renja, ketua_rt, login, dari, angka):
    salah = {"dari": dari, "volume": angka, "lokasi": "\x00", "token": "x", "versi_isian": "9" * 40}

    assert login(ketua_rt).post(alamat(usulan), isian(renja, angka) | salah).status_code == 422
