"""Shifts of a RAB: drafted, within the limit at once in force, above it decided by DPMPPA."""

import re
import uuid

import pytest
from django.urls import reverse

from anggaran.models import BarisRAB, ItemWajib, VersiRAB
from anggaran.services import pergeseran as layanan
from anggaran.services.banding import bergeser, sidik_baris, versi_acuan
from anggaran.services.bukukas import halangan_seimbang, realisasi
from anggaran.services.rab import rab_berlaku, total_rab
from kampung.testing import foto, make_pengguna, pdf
from pokja.berkas import simpan_berkas
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.models import Peran

Status = VersiRAB.Status


@pytest.fixture
def draf(berjalan, bendahara):
    """A shift begun by the bendahara: fixed 2, semen 6, pasir 2 million of programme money."""
    acara = simpan_berkas(berjalan, "ba_pergeseran", pdf(), oleh=bendahara)
    return layanan.mulai_pergeseran(berjalan, alasan="Harga semen naik", berita_acara=acara, oleh=bendahara)


@pytest.fixture
def geser(bendahara):
    """geser(draft, Semen=harga, ...) -> saves new prices on lines of a draft."""

    def simpan(draf, **harga):
        for uraian, nilai in harga.items():
            baris = draf.daftar_baris.get(uraian=uraian)
            baris.harga_satuan = nilai
            layanan.simpan_baris_geser(baris, oleh=bendahara)
        return draf

    return simpan


@pytest.fixture
def belanjakan(berjalan, ketua_rt, catat_belanja):
    return lambda uraian, nilai: catat_belanja(berjalan, uraian, nilai, oleh=ketua_rt)


def versi_baru(usulan, bendahara, alasan="Lagi"):
    acara = simpan_berkas(usulan, "ba_pergeseran", pdf(), oleh=bendahara)
    return layanan.mulai_pergeseran(usulan, alasan=alasan, berita_acara=acara, oleh=bendahara)


# --- drafting -------------------------------------------------------------------------------------------------------


def test_a_draft_is_a_copy_beside_the_version_in_force(draf, berjalan):
    lama = rab_berlaku(berjalan)

    assert (draf.nomor, draf.status, lama.nomor) == (2, Status.DISIAPKAN, 1)
    assert [b.asal.uraian for b in draf.daftar_baris.order_by("pk")] == [
        b.uraian for b in lama.daftar_baris.order_by("pk")
    ]
    assert total_rab(draf) == total_rab(lama) == 10_000_000
    assert bergeser(lama, draf) == 0
    assert layanan.halangan_pergeseran(draf) == [
        "Belum ada baris yang berubah. Ubah volume atau harga, atau tambahkan baris."
    ]


def test_started_twice_is_one_draft_and_a_second_must_wait(draf, berjalan, bendahara):
    lagi = layanan.mulai_pergeseran(
        berjalan, alasan="Harga semen naik ", berita_acara=draf.berita_acara, oleh=bendahara
    )

    assert lagi == draf
    with pytest.raises(LangkahDitolak, match="belum selesai"):
        versi_baru(berjalan, bendahara)
    assert berjalan.daftar_versi_rab.count() == 2


def test_the_minutes_must_be_of_this_usulan(berjalan, usulan_tetangga, bendahara):
    milik_lain = simpan_berkas(usulan_tetangga, "ba_pergeseran", pdf(), oleh=bendahara)

    with pytest.raises(LangkahDitolak, match="berita acara"):
        layanan.mulai_pergeseran(berjalan, alasan="x", berita_acara=milik_lain, oleh=bendahara)


@pytest.mark.parametrize("tahap", [Tahap.PROPOSAL, Tahap.PENCAIRAN])
def test_before_the_money_and_after_the_lpj_nothing_is_shifted(berjalan, bendahara, tahap):
    berjalan.tahap = tahap
    berjalan.save()

    with pytest.raises(LangkahDitolak, match="sejak uang diterima sampai LPJ diajukan"):
        versi_baru(berjalan, bendahara)


def test_while_the_lpj_is_being_written_an_overspent_line_can_still_be_mended(
    berjalan, belanjakan, bendahara, ketua_rt, geser
):
    belanjakan("Pasir", 2_500_000)
    berjalan.tahap = Tahap.LPJ
    berjalan.save()
    assert "Pasir: belanja melebihi rencana sebesar Rp500.000" in halangan_seimbang(berjalan)[0]

    draf = geser(versi_baru(berjalan, bendahara), Pasir=250_000, Semen=55_000)
    assert any("pergeseran RAB yang belum selesai" in pesan for pesan in halangan_seimbang(berjalan))
    layanan.ajukan_pergeseran(draf, oleh=ketua_rt)

    assert not any("melebihi rencana" in pesan or "belum selesai" in pesan for pesan in halangan_seimbang(berjalan))


def test_an_old_line_moves_only_volume_and_price_and_a_fixed_line_not_at_all(draf, bendahara):
    semen, honor = draf.daftar_baris.get(uraian="Semen"), draf.daftar_baris.get(uraian="Honor ketua")
    semen.uraian = "Pengeras suara"
    honor.harga_satuan = 5

    with pytest.raises(LangkahDitolak, match="hanya volume dan harga"):
        layanan.simpan_baris_geser(semen, oleh=bendahara)
    for verba in (layanan.simpan_baris_geser, layanan.hapus_baris_geser):
        with pytest.raises(LangkahDitolak, match="tidak bisa digeser"):
            verba(honor, oleh=bendahara)
    BarisRAB.objects.filter(pk=honor.pk).delete()
    assert "Honor ketua: baris tetap tidak boleh berubah." in layanan.halangan_pergeseran(draf)


def test_a_line_does_not_go_below_what_is_spent(draf, belanjakan, bendahara, geser):
    belanjakan("Semen", 3_000_000)

    with pytest.raises(LangkahDitolak, match="sudah dibelanjakan Rp3\\.000\\.000, tidak bisa menjadi Rp2\\.999\\.900"):
        geser(draf, Semen=29_999)
    geser(draf, Semen=30_000)
    with pytest.raises(LangkahDitolak, match="tidak boleh hilang"):
        layanan.hapus_baris_geser(draf.daftar_baris.get(uraian="Semen"), oleh=bendahara)
    layanan.hapus_baris_geser(draf.daftar_baris.get(uraian="Pasir"), oleh=bendahara)
    assert total_rab(draf) == 5_000_000


def test_money_spent_after_the_draft_is_seen_at_submission(draf, belanjakan, ketua_rt, geser):
    geser(draf, Semen=30_000)
    belanjakan("Semen", 3_000_100)

    with pytest.raises(LangkahDitolak, match="Semen: sudah dibelanjakan Rp3\\.000\\.100"):
        layanan.ajukan_pergeseran(draf, oleh=ketua_rt)


@pytest.mark.parametrize(("harga_pasir", "lebih"), [(260_000, 0), (260_001, 10)])
def test_the_approved_amount_holds_to_the_rupiah(draf, ketua_rt, geser, harga_pasir, lebih):
    geser(draf, Semen=54_000, Pasir=harga_pasir)

    pesan = layanan.halangan_pergeseran(draf)

    assert len(pesan) == bool(lebih)
    if lebih:
        assert "melebihi yang ditetapkan Rp10.000.000 sebesar Rp10." in pesan[0]


def test_a_mandatory_item_does_not_vanish_by_a_shift(berjalan, bendahara, tahun):
    cctv = ItemWajib.objects.create(tahun_program=tahun, nama="CCTV")
    rab_berlaku(berjalan).daftar_baris.filter(uraian="Pasir").update(item_wajib=cctv)
    draf = versi_baru(berjalan, bendahara)

    layanan.hapus_baris_geser(draf.daftar_baris.get(uraian="Pasir"), oleh=bendahara)

    ItemWajib.objects.create(tahun_program=tahun, nama="Gerobak, baru ditambahkan")
    assert layanan.halangan_pergeseran(draf) == ["CCTV adalah barang wajib dan tidak boleh hilang dari rencana baru."]


# --- limit and decision ---------------------------------------------------------------------------------------------


def test_exactly_the_limit_takes_effect_as_a_notice(draf, berjalan, ketua_rt, geser):
    geser(draf, Semen=50_000, Pasir=300_000)

    assert layanan.ajukan_pergeseran(draf, oleh=ketua_rt) == Status.BERLAKU
    assert [(v.nomor, v.status) for v in berjalan.daftar_versi_rab.order_by("nomor")] == [
        (1, Status.DIGANTI), (2, Status.BERLAKU),
    ]  # fmt: skip


def test_one_step_above_the_limit_waits_for_dpmppa(draf, berjalan, ketua_rt, dpmppa, geser):
    geser(draf, Semen=49_999, Pasir=300_010)

    assert layanan.ajukan_pergeseran(draf, oleh=ketua_rt) == Status.DIAJUKAN
    assert rab_berlaku(berjalan).nomor == 1
    layanan.putuskan_pergeseran(draf, setuju=True, catatan="", oleh=dpmppa)
    assert rab_berlaku(berjalan).nomor == 2
    with pytest.raises(LangkahDitolak, match="sudah diputus"):
        layanan.putuskan_pergeseran(draf, setuju=False, catatan="Terlambat", oleh=dpmppa)


def test_small_shifts_add_up_against_what_dpmppa_decided(draf, berjalan, bendahara, ketua_rt, dpmppa, geser):
    geser(draf, Semen=54_000, Pasir=260_000)
    assert layanan.ajukan_pergeseran(draf, oleh=ketua_rt) == Status.BERLAKU

    kedua = geser(versi_baru(berjalan, bendahara), Semen=48_000, Pasir=320_000)
    assert bergeser(versi_acuan(berjalan), kedua) == 1_200_000
    assert layanan.ajukan_pergeseran(kedua, oleh=ketua_rt) == Status.DIAJUKAN
    layanan.putuskan_pergeseran(kedua, setuju=True, catatan="", oleh=dpmppa)

    ketiga = geser(versi_baru(berjalan, bendahara), Semen=44_000, Pasir=360_000)
    assert versi_acuan(berjalan) == kedua
    assert layanan.ajukan_pergeseran(ketiga, oleh=ketua_rt) == Status.BERLAKU


def test_a_refusal_needs_words_and_leaves_the_old_rab(draf, berjalan, ketua_rt, dpmppa, geser):
    layanan.ajukan_pergeseran(geser(draf, Semen=20_000, Pasir=500_000), oleh=ketua_rt)

    with pytest.raises(LangkahDitolak, match="alasan menolak"):
        layanan.putuskan_pergeseran(draf, setuju=False, catatan=" ", oleh=dpmppa)
    layanan.putuskan_pergeseran(draf, setuju=False, catatan="Harga di atas pasar", oleh=dpmppa)

    draf.refresh_from_db()
    assert (draf.status, draf.catatan_putusan) == (Status.DITOLAK, "Harga di atas pasar")
    assert rab_berlaku(berjalan).nomor == 1


def test_spending_follows_its_line_into_the_new_version(draf, berjalan, belanjakan, ketua_rt, geser):
    belanjakan("Semen", 3_000_000)
    layanan.ajukan_pergeseran(geser(draf, Semen=55_000, Pasir=250_000), oleh=ketua_rt)
    belanjakan("Semen", 100_000)

    hasil = {h.baris.uraian: (h.terpakai, h.banyak_bukti, h.sisa) for h in realisasi(berjalan)}
    assert hasil["Semen"] == (3_100_000, 2, 2_400_000)
    assert hasil["Pasir"] == (0, 0, 2_500_000)


def test_only_the_ketua_submits_and_only_dpmppa_decides(draf, bendahara, pendamping, petugas, ketua_rt, geser):
    geser(draf, Semen=54_000, Pasir=260_000)

    for orang in (bendahara, pendamping, petugas):
        with pytest.raises(LangkahDitolak):
            layanan.ajukan_pergeseran(draf, oleh=orang)
        with pytest.raises(LangkahDitolak, match="diputuskan oleh DPMPPA"):
            layanan.putuskan_pergeseran(draf, setuju=True, catatan="", oleh=orang)
    with pytest.raises(LangkahDitolak):
        layanan.batalkan_pergeseran(draf, oleh=petugas)
    draf.refresh_from_db()
    assert draf.status == Status.DISIAPKAN


def test_submitted_twice_is_refused_the_second_time(draf, ketua_rt, bendahara, geser):
    layanan.ajukan_pergeseran(geser(draf, Semen=20_000, Pasir=500_000), oleh=ketua_rt)

    for ulang in (
        lambda: layanan.ajukan_pergeseran(draf, oleh=ketua_rt),
        lambda: layanan.batalkan_pergeseran(draf, oleh=bendahara),
        lambda: geser(draf, Semen=1_000),
        lambda: layanan.hapus_baris_geser(draf.daftar_baris.get(uraian="Pasir"), oleh=bendahara),
    ):
        with pytest.raises(LangkahDitolak, match="sudah diajukan"):
            ulang()


# --- pages ----------------------------------------------------------------------------------------------------------


def alamat(nama, usulan, *pk):
    return reverse(f"anggaran:pergeseran{nama}", args=[usulan.pk, *pk])


def test_a_shift_from_the_first_form_to_dpmppas_decision(berjalan, bendahara, ketua_rt, dpmppa, login):
    pengurus, ketua = login(bendahara), login(ketua_rt)
    tanpa_alasan = pengurus.post(alamat("", berjalan), {"alasan": "", "foto": pdf()})
    acara = berjalan.daftar_berkas.get(jenis="ba_pergeseran")
    assert tanpa_alasan.status_code == 422
    assert f'name="bukti_id" value="{acara.pk}"' in tanpa_alasan.content.decode()

    mulai = pengurus.post(alamat("", berjalan), {"alasan": "Harga naik", "bukti_id": acara.pk})
    draf = berjalan.daftar_versi_rab.get(nomor=2)
    assert mulai.url == alamat("_detail", berjalan, draf.pk)
    semen = draf.daftar_baris.get(uraian="Semen")
    ubah = {"volume": "100", "harga_satuan": "40.000", "token": str(semen.token), "versi_isian": 0}
    assert pengurus.get(alamat("_ubah", berjalan, draf.pk, semen.pk)).status_code == 200
    assert pengurus.post(alamat("_ubah", berjalan, draf.pk, semen.pk), ubah).status_code == 302
    basi = pengurus.post(alamat("_ubah", berjalan, draf.pk, semen.pk), ubah | {"harga_satuan": "1.000"})
    assert basi.status_code == 422
    baru = {
        "kegiatan": semen.kegiatan_id, "jenis_biaya": "alat", "uraian": "Molen", "volume": "1", "satuan": "unit",
        "harga_satuan": "2.000.000", "sumber": "program", "token": str(uuid.uuid4()), "versi_isian": 0,
    }  # fmt: skip
    for _ in range(2):
        assert pengurus.post(alamat("_detail", berjalan, draf.pk), baru).status_code == 302
    assert draf.daftar_baris.filter(uraian="Molen").count() == 1
    assert pengurus.post(alamat("_ajukan", berjalan, draf.pk)).status_code == 403
    assert "Ajukan pergeseran" in ketua.get(alamat("_detail", berjalan, draf.pk)).content.decode()
    for _ in range(2):
        assert ketua.post(alamat("_ajukan", berjalan, draf.pk), {"sidik": sidik_baris(draf)}).status_code == 302
    assert berjalan.daftar_riwayat.filter(aksi="pergeseran_diajukan").count() == 1

    dinas = login(dpmppa)
    assert str(berjalan) in dinas.get(reverse("anggaran:pergeseran_antrean")).content.decode()
    halaman = dinas.get(alamat("_detail", berjalan, draf.pk)).content.decode()
    assert "Molen" in halaman
    assert "Setujui pergeseran" in halaman
    assert dinas.post(alamat("_putus", berjalan, draf.pk), {"putusan": "tolak", "catatan": ""}).status_code == 422
    assert dinas.post(alamat("_putus", berjalan, draf.pk), {"putusan": "setuju", "catatan": ""}).status_code == 302
    assert rab_berlaku(berjalan) == draf
    lagi = dinas.post(alamat("_putus", berjalan, draf.pk), {"putusan": "tolak", "catatan": "Salah"}, follow=True)
    assert "Pergeseran ini sudah diputus: berlaku." in lagi.content.decode()
    assert rab_berlaku(berjalan) == draf
    assert str(berjalan) not in dinas.get(reverse("anggaran:pergeseran_antrean")).content.decode()


def test_a_draft_is_given_up_and_a_line_deleted(draf, berjalan, bendahara, login):
    browser, cat = login(bendahara), draf.daftar_baris.get(uraian="Cat")

    for _ in range(2):
        assert browser.post(alamat("_hapus", berjalan, draf.pk, cat.pk)).status_code == 302
    assert not draf.daftar_baris.filter(uraian="Cat").exists()
    assert browser.post(alamat("_batal", berjalan, draf.pk)).status_code == 302
    draf.refresh_from_db()
    assert draf.status == Status.DITOLAK
    assert browser.post(alamat("_batal", berjalan, draf.pk)).status_code == 409


def test_a_line_changed_behind_the_page_is_read_again_before_it_is_submitted(draf, berjalan, geser, ketua_rt, login):
    dilihat = sidik_baris(geser(draf, Semen=55_000))
    baris = draf.daftar_baris.get(uraian="Pasir")
    BarisRAB.objects.filter(pk=baris.pk).update(harga_satuan=baris.harga_satuan, versi=baris.versi + 1)
    browser = login(ketua_rt)

    for sidik in (dilihat, "", "\x00"):
        jawaban = browser.post(alamat("_ajukan", berjalan, draf.pk), {"sidik": sidik})
        assert jawaban.status_code == 409
        assert "diubah orang lain" in jawaban.content.decode()
    # What the refusal offers as the way on is the address of the step itself.
    assert browser.get(alamat("_ajukan", berjalan, draf.pk)).url == alamat("_detail", berjalan, draf.pk)
    isi = browser.get(alamat("_detail", berjalan, draf.pk)).content.decode()
    sidik = re.search(r'name="sidik" value="(\w+)"', isi)[1]
    assert browser.post(alamat("_ajukan", berjalan, draf.pk), {"sidik": sidik}).status_code == 302
    draf.refresh_from_db()
    assert draf.status == Status.BERLAKU


def test_the_limit_stands_on_the_page_in_rupiah(draf, berjalan, geser, ketua_rt, login):
    browser = login(ketua_rt)
    geser(draf, Semen=55_000, Pasir=250_000)
    isi = browser.get(alamat("_detail", berjalan, draf.pk)).content.decode()
    assert "<dd>Rp500.000</dd>" in isi
    assert "Batas tanpa persetujuan (10 %)</dt><dd>Rp1.000.000</dd>" in isi
    assert "berlaku begitu diajukan" in isi
    geser(draf, Semen=20_000)
    isi = browser.get(alamat("_detail", berjalan, draf.pk)).content.decode()
    assert "berlaku begitu diajukan" not in isi
    assert "di atas batas 10 %" in isi
    isi = browser.get(alamat("", berjalan)).content.decode()
    assert "Batas tanpa persetujuan (10 %)</dt><dd>Rp1.000.000</dd>" in isi


def test_within_the_limit_dpmppa_reads_a_notice(draf, berjalan, geser, ketua_rt, dpmppa, login):
    browser, pemberitahuan = login(dpmppa), {"daftar": "pemberitahuan"}
    antrean = reverse("anggaran:pergeseran_antrean")
    assert str(berjalan) not in browser.get(antrean, pemberitahuan).content.decode()

    layanan.ajukan_pergeseran(geser(draf, Semen=55_000), oleh=ketua_rt)

    assert str(berjalan) in browser.get(antrean, pemberitahuan).content.decode()
    assert str(berjalan) not in browser.get(antrean).content.decode()


def test_every_turn_of_a_shift_is_in_the_riwayat(draf, berjalan, geser, bendahara, ketua_rt, dpmppa):
    layanan.ajukan_pergeseran(geser(draf, Semen=20_000, Pasir=500_000), oleh=ketua_rt)
    layanan.putuskan_pergeseran(draf, setuju=False, catatan="Harga di atas pasar", oleh=dpmppa)
    layanan.batalkan_pergeseran(versi_baru(berjalan, bendahara), oleh=bendahara)

    riwayat = berjalan.daftar_riwayat.filter(aksi__startswith="pergeseran").values_list("aksi", "oleh", "catatan")
    assert list(riwayat) == [
        ("pergeseran_diajukan", ketua_rt.pk, "RAB versi 2. Menunggu persetujuan DPMPPA. Harga semen naik"),
        ("pergeseran_ditolak", dpmppa.pk, "RAB versi 2. Harga di atas pasar"),
        ("pergeseran_batal", bendahara.pk, "RAB versi 3. Dibatalkan oleh RT."),
    ]


def test_pages_are_of_the_own_territory_and_a_version_of_its_own_usulan(draf, berjalan, usulan_tetangga, login):
    lain = login(make_pengguna(Peran.KETUA_RT, "ketua.lain", rt=usulan_tetangga.rt))
    semen = draf.daftar_baris.get(uraian="Semen")

    for nama, pk in (("", ()), ("_detail", (draf.pk,)), ("_ubah", (draf.pk, semen.pk))):
        assert lain.get(alamat(nama, berjalan, *pk)).status_code == 404
    assert lain.get(alamat("_detail", usulan_tetangga, draf.pk)).status_code == 404
    for nama in ("_ajukan", "_batal"):
        assert lain.post(alamat(nama, berjalan, draf.pk)).status_code == 404
        assert lain.post(alamat(nama, usulan_tetangga, draf.pk)).status_code == 404
    draf.refresh_from_db()
    assert draf.status == Status.DISIAPKAN


def test_others_read_and_do_not_write(draf, berjalan, petugas, inspektorat, login):
    for orang in (petugas, inspektorat):
        browser = login(orang)
        halaman = browser.get(alamat("_detail", berjalan, draf.pk))
        assert halaman.status_code == 200
        assert "Ajukan pergeseran" not in halaman.content.decode()
        assert browser.post(alamat("", berjalan), {"alasan": "x", "foto": pdf()}).status_code == 409
        assert browser.post(alamat("_detail", berjalan, draf.pk), {}).status_code == 409
        assert browser.post(alamat("_putus", berjalan, draf.pk), {"putusan": "setuju"}).status_code == 403
        assert browser.get(reverse("anggaran:pergeseran_antrean")).status_code == 403
    assert berjalan.daftar_berkas.filter(jenis="ba_pergeseran").count() == 1


def test_the_minutes_are_required_and_judged_by_content(berjalan, bendahara, login):
    browser = login(bendahara)

    assert browser.post(alamat("", berjalan), {"alasan": "Naik"}).status_code == 422
    palsu = pdf()
    palsu.file.seek(0)
    palsu.file.write(b"bukan")
    palsu.seek(0)
    assert browser.post(alamat("", berjalan), {"alasan": "Naik", "foto": palsu}).status_code == 422
    for bukti in ("9" * 30, "abc", "\x00", "-1"):
        assert browser.post(alamat("", berjalan), {"alasan": "Naik", "bukti_id": bukti}).status_code == 422
    assert berjalan.daftar_versi_rab.count() == 1


def test_the_page_of_a_finished_usulan_only_reads(draf, berjalan, ketua_rt, login):
    berjalan.tahap, berjalan.giliran = Tahap.SELESAI, Giliran.TUTUP
    berjalan.save()
    browser = login(ketua_rt)

    assert browser.get(alamat("", berjalan)).status_code == 200
    assert "Ajukan pergeseran" not in browser.get(alamat("_detail", berjalan, draf.pk)).content.decode()
    assert browser.post(alamat("_ajukan", berjalan, draf.pk)).status_code == 409


def test_photos_serve_as_minutes_too(berjalan, bendahara, login):
    assert login(bendahara).post(alamat("", berjalan), {"alasan": "Naik", "foto": foto()}).status_code == 302


def test_before_a_rab_there_is_nothing_to_shift(usulan_tetangga, login):
    ketua = make_pengguna(Peran.KETUA_RT, "ketua.lain", rt=usulan_tetangga.rt)

    assert "RAB belum ada" in login(ketua).get(alamat("", usulan_tetangga)).content.decode()
