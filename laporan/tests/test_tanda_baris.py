"""Marks on single rows, receipts and documents: they open just that, lead to it, and the rest stays locked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from anggaran.models import BukuKas
from kampung.testing import foto, make_pengguna
from laporan.jawaban import potret
from laporan.perbaikan import sudah_diubah
from laporan.tests import adegan
from laporan.tests.adegan import alamat, kirim
from laporan.tests.lingkar import ajukan, isi_form, koreksi_dan_catat, segar, tandai, url_foto
from pokja.models import Berkas, Tanda
from pokja.services import bagian_terbuka
from rt.models import Peran


def test_rows_and_documents_are_marked_by_themselves_with_a_reason_from_the_list(
    login, siap_verifikasi, petugas, ketua_rt, alasan
):
    baris = siap_verifikasi.daftar_versi_rab.get().daftar_baris.get()
    gambar = siap_verifikasi.daftar_berkas.get(jenis="foto_0")
    kunci = {f"rab:{baris.pk}", f"berkas_proposal:{gambar.pk}"}
    isian = {f"baris_rab_{baris.pk}": "on", f"alasan_rab_{baris.pk}": alasan.pk}
    assert kirim(login, petugas, siap_verifikasi, "kembalikan", **{f"baris_rab_{baris.pk}": "on"}).status_code == 422
    kirim(login, petugas, siap_verifikasi, "kembalikan", **isian, **tandai(f"berkas_proposal:{gambar.pk}"))
    usulan = segar(siap_verifikasi)
    assert bagian_terbuka(usulan) == kunci
    assert {str(tanda) for tanda in usulan.daftar_tanda.all()} == {
        "RAB, Semen: Foto kurang jelas", f"Foto 0 %, {gambar.nama_asli}: Perbaiki ini",
    }  # fmt: skip
    client = login(ketua_rt)
    rumah = client.get("/").content.decode()
    for url, nomor in ((reverse("anggaran:rab", args=[usulan.pk]), baris.pk), (url_foto(usulan), gambar.pk)):
        assert f'href="{url}#baris-{nomor}"' in rumah
        assert f'id="baris-{nomor}"' in client.get(url).content.decode()


def test_a_mark_on_one_document_opens_that_one_and_what_takes_its_place(login, siap_verifikasi, petugas, ketua_rt):
    """The other documents stay locked; the earlier file can be read until the mark is closed, by its people only."""
    salah, benar = siap_verifikasi.daftar_berkas.get(jenis="foto_0"), adegan.unggah(siap_verifikasi, "foto_0")
    lampiran = adegan.unggah(siap_verifikasi, "lampiran")
    kirim(login, petugas, siap_verifikasi, "kembalikan", **tandai(f"berkas_proposal:{salah.pk}"))
    client, url = login(ketua_rt), url_foto(siap_verifikasi)
    for lain in (benar, lampiran):
        assert client.post(url, {"hapus": lain.pk}).status_code == 409
    assert client.post(url, {"jenis": "lampiran", "berkas": foto()}).status_code == 409
    assert client.post(url, {"hapus": salah.pk}).status_code == 302
    for _ in range(2):
        assert client.post(url, {"jenis": "foto_0", "berkas": foto()}).status_code == 302
    keliru = siap_verifikasi.daftar_berkas.ada().filter(jenis="foto_0").last()
    assert client.post(url, {"hapus": keliru.pk}).status_code == 302
    assert client.post(url, {"hapus": "9" * 30}).status_code == 302
    usulan = ajukan(client, siap_verifikasi)
    tanda = login(petugas).get(alamat(usulan)).context["form"].daftar_tanda[0]
    assert [(b["nomor"], b["kata"]) for b in tanda.banding.dulu["berkas"]] == [(salah.pk, "dihapus")]
    assert [b["kata"] for b in tanda.banding.kini["berkas"]] == ["baru"]
    lama, tak_ditandai = salah.get_absolute_url(), keliru.get_absolute_url()
    assert [login(orang).get(lama).status_code for orang in (petugas, ketua_rt)] == [200, 200]
    assert login(petugas).get(tak_ditandai).status_code == 404
    Tanda.objects.update(ditutup_pada=usulan.giliran_sejak)
    assert login(petugas).get(lama).status_code == 404


def test_a_document_mark_that_survives_a_second_return_is_about_what_took_its_place(
    login, siap_verifikasi, petugas, ketua_rt
):
    salah = siap_verifikasi.daftar_berkas.get(jenis="foto_0")
    lama = adegan.unggah(siap_verifikasi, "foto_0")
    kirim(login, petugas, siap_verifikasi, "kembalikan", **tandai(f"berkas_proposal:{salah.pk}"))
    client, url = login(ketua_rt), url_foto(siap_verifikasi)
    client.post(url, {"hapus": salah.pk})
    client.post(url, {"jenis": "foto_0", "berkas": foto()})
    usulan = ajukan(client, siap_verifikasi)
    pengganti, lampiran = usulan.daftar_berkas.ada().last(), adegan.unggah(usulan, "lampiran")
    tanda = Tanda.objects.get()
    terlihat = login(petugas).get(alamat(usulan)).context["form"].daftar_tanda[0].banding.kini["berkas"]
    # Another kind of document is no answer to this mark.
    assert [b["nomor"] for b in terlihat] == [pengganti.pk]
    kirim(login, petugas, usulan, "kembalikan", **{f"nilai_tanda_{tanda.pk}": "tetap"})
    tanda.refresh_from_db()
    assert [b["nomor"] for b in tanda.isi_lama["berkas"]] == [pengganti.pk]
    # What stood there before the mark, and what is of another kind, stays locked.
    for tetap in (lama, lampiran):
        assert client.post(url, {"hapus": tetap.pk}).status_code == 409
    assert client.post(url, {"hapus": pengganti.pk}).status_code == 302
    assert client.post(url, {"jenis": "foto_0", "berkas": foto()}).status_code == 302
    usulan = ajukan(client, usulan)
    tanda = login(petugas).get(alamat(usulan)).context["form"].daftar_tanda[0]
    assert [(b["nomor"], b["kata"]) for b in tanda.banding.dulu["berkas"]] == [(pengganti.pk, "dihapus")]
    assert [b["kata"] for b in tanda.banding.kini["berkas"]] == ["baru"]


def test_earlier_file_is_not_for_a_neighbour(login, siap_verifikasi, petugas, petugas_tetangga):
    salah = siap_verifikasi.daftar_berkas.get(jenis="foto_0")
    kirim(login, petugas, siap_verifikasi, "kembalikan", **tandai("berkas_proposal"))
    Berkas.objects.filter(pk=salah.pk).update(dihapus_pada=segar(siap_verifikasi).giliran_sejak)
    assert login(petugas).get(salah.get_absolute_url()).status_code == 200
    assert login(petugas_tetangga).get(salah.get_absolute_url()).status_code == 404


def test_marked_receipt_is_corrected_and_written_anew_in_one_way(login, siap_lpj, petugas, ketua_rt, bendahara):
    baris = siap_lpj.daftar_bukukas.get(jenis="belanja")
    kirim(login, petugas, siap_lpj, "kembalikan", **tandai(f"bukukas:{baris.pk}"))
    client, url = login(bendahara), reverse("anggaran:bukukas", args=[siap_lpj.pk])
    # Another fund's tab hides the row: the mark on top stands in for it and leads to it.
    lain = client.get(f"{url}?dana=swadaya").content.decode()
    assert f'id="baris-{baris.pk}"' in lain
    assert f'href="?dana=program&amp;page=1#baris-{baris.pk}"' in lain
    assert koreksi_dan_catat(client, siap_lpj, baris).status_code == 302
    assert "sudah dikoreksi" in client.get(url).content.decode()
    usulan = ajukan(login(ketua_rt), siap_lpj)
    tanda = login(petugas).get(alamat(usulan)).context["form"].daftar_tanda[0]
    assert [(b["nomor"], b["kata"]) for b in tanda.banding.dulu["baris"]] == [(baris.pk, "dikoreksi")]
    assert [b["kata"] for b in tanda.banding.kini["baris"]] == ["baru"]
    assert "Toko Baru" in str(tanda.banding.kini["baris"])


def test_a_receipt_written_anew_is_not_asked_for_twice_and_can_be_corrected_itself(
    login, siap_lpj, petugas, ketua_rt, bendahara
):
    satu = siap_lpj.daftar_bukukas.get(jenis="belanja")
    # Enough money for all that follows.
    BukuKas.objects.create(
        usulan=siap_lpj, jenis="bunga", tanggal=adegan.HARI - timedelta(days=1), uraian="Bunga", nilai=2 * adegan.NILAI
    )
    dua = adegan.belanja(siap_lpj, satu.baris_rab, nilai=satu.nilai, toko="Toko Dua")
    adegan.belanja(siap_lpj, satu.baris_rab, nilai=7, toko="Toko Lain")
    kirim(login, petugas, siap_lpj, "kembalikan", **tandai(f"bukukas:{satu.pk}", f"bukukas:{dua.pk}"))
    client, url = login(bendahara), reverse("anggaran:bukukas", args=[siap_lpj.pk])

    def buku():
        baris = {b.baris.pk: b for b in client.get(url).context["halaman"]}
        return {b.pk: (baris[b.pk].pengganti and baris[b.pk].pengganti.baris.pk) for b in (satu, dua)}

    def koreksi(baris):
        return client.post(reverse("anggaran:bukukas_koreksi", args=[siap_lpj.pk, baris.pk]), {"alasan": "Salah"})

    # Both corrected, one written anew: the other is still asked for.
    assert [koreksi(baris).status_code for baris in (satu, dua)] == [302, 302]
    assert client.get(url).content.decode().count("Catat yang benar") == 2
    baru = adegan.belanja(siap_lpj, satu.baris_rab, nilai=satu.nilai, toko="Toko Dua")
    assert buku() == {satu.pk: None, dua.pk: baru.pk}
    lain = adegan.belanja(siap_lpj, satu.baris_rab, nilai=satu.nilai, toko="Toko Baru")
    assert buku() == {satu.pk: lain.pk, dua.pk: baru.pk}
    usulan = adegan.taruh(siap_lpj, "lpj", "kelurahan")
    tetap = {f"nilai_tanda_{tanda.pk}": "tetap" for tanda in Tanda.objects.all()}
    assert kirim(login, petugas, usulan, "kembalikan", **tetap).status_code == 302
    tanda = Tanda.objects.get(kunci=f"bukukas:{satu.pk}")
    assert {b["nomor"] for b in tanda.isi_lama["baris"]} == {baru.pk, lain.pk}
    isi = client.get(url).content.decode()
    assert "Catat yang benar" not in isi
    assert isi.count("Sudah dikoreksi, dan dicatat lagi") == 2
    assert isi.count(f'href="{reverse("anggaran:bukukas_koreksi", args=[siap_lpj.pk, lain.pk])}"') == 2
    # The new one is the wrong one this time: corrected in its turn, and on to writing it anew.
    assert sudah_diubah(segar(siap_lpj), [tanda]) == set()
    assert koreksi(lain).status_code == 302
    assert buku() == {satu.pk: None, dua.pk: baru.pk}
    assert f"?salin={lain.pk}" in client.get(url).content.decode()
    assert sudah_diubah(segar(siap_lpj), [tanda]) == {tanda.kunci}


def test_saving_a_marked_row_leads_to_the_next_one_and_then_to_the_next_part(login, siap_verifikasi, petugas, ketua_rt):
    rab = siap_verifikasi.daftar_versi_rab.get()
    satu = rab.daftar_baris.get()
    dua = rab.daftar_baris.create(
        kegiatan=satu.kegiatan, jenis_biaya="bahan", uraian="Pasir", volume=1000, satuan="m3", harga_satuan=1000
    )
    rab.daftar_baris.create(
        kegiatan=satu.kegiatan, jenis_biaya="bahan", uraian="Batu", volume=1000, satuan="m3", harga_satuan=1000
    )
    isian = tandai(f"rab:{satu.pk}", f"rab:{dua.pk}", "berkas_proposal")
    kirim(login, petugas, siap_verifikasi, "kembalikan", **isian)
    client, daftar = login(ketua_rt), reverse("anggaran:rab", args=[siap_verifikasi.pk])

    def simpan(baris):
        url = reverse("anggaran:rab_ubah", args=[siap_verifikasi.pk, baris.pk])
        return client.post(url, isi_form(client.get(url).context["form"], harga_satuan="500")).url

    assert simpan(satu) == f"{daftar}#baris-{dua.pk}"
    assert simpan(dua) == url_foto(siap_verifikasi)


def test_cost_of_pages_does_not_grow_with_rows(
    login, siap_verifikasi, petugas, ketua_rt, django_assert_max_num_queries
):
    rab = siap_verifikasi.daftar_versi_rab.get()
    satu = rab.daftar_baris.get()

    def tambah(banyak):
        for nomor in range(banyak):
            rab.daftar_baris.create(
                kegiatan=satu.kegiatan, jenis_biaya="bahan", uraian=f"Bata {nomor}", volume=1000, satuan="bh", harga_satuan=1
            )  # fmt: skip

    def putaran():
        usulan = adegan.taruh(siap_verifikasi, "verifikasi", "kelurahan", dikembalikan_oleh="")
        semua = potret(usulan, petugas, [f"rab:{b.pk}" for b in rab.daftar_baris.all()] + ["rab"])
        assert len(semua) == rab.daftar_baris.count() + 1
        kirim(login, petugas, usulan, "kembalikan", **tandai(*[kunci for kunci in semua if kunci != "rab"]))

    putaran()
    Tanda.objects.all().delete()
    tambah(1)
    putaran()
    client, url = login(ketua_rt), reverse("anggaran:rab", args=[siap_verifikasi.pk])
    pemeriksa = login(petugas)
    with django_assert_max_num_queries(60) as rt_dulu:
        client.get(url)
    batas_rt = len(rt_dulu)
    adegan.taruh(siap_verifikasi, "verifikasi", "kelurahan")
    with django_assert_max_num_queries(60) as periksa_dulu:
        pemeriksa.get(alamat(siap_verifikasi))
    batas_periksa = len(periksa_dulu)
    Tanda.objects.all().delete()
    tambah(6)
    putaran()
    with django_assert_max_num_queries(batas_rt):
        client.get(url)
    adegan.taruh(siap_verifikasi, "verifikasi", "kelurahan")
    with django_assert_max_num_queries(batas_periksa):
        pemeriksa.get(alamat(siap_verifikasi))


def test_mark_on_mandatory_goods_opens_the_rab_they_stand_in(login, siap_verifikasi, petugas):
    kirim(login, petugas, siap_verifikasi, "kembalikan", **tandai("item_wajib"))
    assert bagian_terbuka(segar(siap_verifikasi)) == {"item_wajib", "rab"}


@pytest.mark.parametrize("peran", [Peran.KECAMATAN, Peran.PENDAMPING])
def test_who_only_reads_cannot_send_under_a_mark(login, siap_verifikasi, petugas, rt_02, kenali_besar, peran):
    salah = siap_verifikasi.daftar_berkas.get(jenis="foto_0")
    kirim(login, petugas, siap_verifikasi, "kembalikan", **tandai(f"berkas_proposal:{salah.pk}"))
    tempat = {"rt": rt_02} if peran == Peran.PENDAMPING else {"kecamatan": kenali_besar.kecamatan}
    orang = make_pengguna(peran, **tempat)
    harap = 302 if peran == Peran.PENDAMPING else 409
    assert login(orang).post(url_foto(siap_verifikasi), {"hapus": salah.pk}).status_code == harap
