"""The return cycle: what was marked can be mended, the earlier answer stands beside the present one, no dead end."""

import pytest
from django.urls import reverse

from anggaran.models import Penetapan
from laporan.tests import adegan
from laporan.tests.adegan import alamat, kirim
from laporan.tests.lingkar import ISIAN, KEMBALI, ajukan, bagian_periksa, isi_form, segar, tandai, ubah
from pokja.models import AlasanKembali, AnggotaPokja, Rekening, Tanda, Unsur
from pokja.services import bagian_terbuka
from pokja.tahapan import BAGIAN, Giliran


@pytest.mark.parametrize(("tahap", "giliran"), KEMBALI, ids=[f"{t}-{g}" for t, g in KEMBALI])
def test_every_part_of_every_stage_can_be_marked_mended_filed_and_judged(
    login, lengkap, petugas, dpmppa, ketua_rt, tahap, giliran
):
    pemeriksa = petugas if giliran == Giliran.KELURAHAN else dpmppa
    daftar = bagian_periksa(tahap)
    usulan = adegan.taruh(lengkap, tahap, giliran)
    kirim(login, pemeriksa, usulan, "kembalikan", **tandai(*[b.kunci for b in daftar]))
    usulan, client = segar(usulan), login(ketua_rt)
    assert usulan.dikembalikan_oleh == giliran
    isi = login(pemeriksa).get(usulan.get_absolute_url()).content.decode()
    for bagian in daftar:
        assert f'href="{reverse(bagian.url_name, args=[usulan.pk])}"' in isi
        assert "Jawaban sebelumnya" in client.get(reverse(bagian.url_name, args=[usulan.pk])).content.decode()
        assert ubah(client, usulan, bagian).status_code == 302, bagian.kunci
    usulan = ajukan(client, usulan)
    assert usulan.giliran == giliran
    response = login(pemeriksa).get(alamat(usulan))
    form = response.context["form"]
    assert {tanda.kunci for tanda in form.daftar_tanda if tanda.diubah} == {b.kunci for b in daftar}
    isi = response.content.decode()
    assert isi.count("<summary>Sebelumnya<") == len(daftar)
    for tanda in form.daftar_tanda:
        if tanda.kunci in ISIAN:
            _ganti, dulu, kini = ISIAN[tanda.kunci]
            assert dulu in str(tanda.banding.dulu)
            assert kini in str(tanda.banding.kini)
    tutup = {f"nilai_tanda_{tanda.pk}": "tutup" for tanda in form.daftar_tanda} | {"catatan": "Baik"}
    aksi = next(s for s in form.daftar_langkah.values() if not s.perlu_catatan)
    isian = {"semua_sesuai": "on", "sk_nomor": "9/SK", "sk_tanggal": "2026-11-20"}
    if tahap == "penetapan":
        # The money of this scene was approved before; here it is approved anew.
        Penetapan.objects.update(dibatalkan_pada=usulan.giliran_sejak)
    assert kirim(login, pemeriksa, usulan, aksi.aksi, **tutup, **isian).status_code == 302


def test_removed_row_counts_as_changed_for_both_sides(login, siap_rembuk, petugas, ketua_rt):
    kirim(login, petugas, siap_rembuk, "kembalikan", **tandai("keinginan"))
    usulan, client = segar(siap_rembuk), login(ketua_rt)
    pertama = usulan.daftar_keinginan.get()
    assert "sudah diubah</span>" not in client.get("/").content.decode()
    client.post(reverse("pokja:keinginan_hapus", args=[usulan.pk, pertama.pk]))
    assert "sudah diubah</span>" in client.get("/").content.decode()
    usulan = adegan.taruh(usulan, "rembuk", "kelurahan")
    tanda = login(petugas).get(alamat(usulan)).context["form"].daftar_tanda[0]
    assert [b["kata"] for b in tanda.banding.dulu["baris"]] == ["dihapus"]
    assert tanda.banding.kini == {"rincian": [], "baris": [], "berkas": []}


def test_unchanged_mark_says_so_and_what_was_not_marked_is_folded_but_readable(login, siap_rembuk, petugas):
    kirim(login, petugas, siap_rembuk, "kembalikan", **tandai("keinginan"))
    usulan = adegan.taruh(siap_rembuk, "rembuk", "kelurahan", versi=1)
    isi = login(petugas).get(alamat(usulan)).content.decode()
    assert "Belum diubah sejak dikembalikan." in isi
    assert 'id="tanda" tabindex="-1" autofocus' in isi
    assert isi.count("Tidak ditandai, jadi terkunci sejak dikembalikan.") == 2
    assert isi.index("Sebelumnya<") < isi.index("Balai RT")


def test_saved_again_without_a_change_is_not_called_changed(login, siap_rembuk, petugas):
    kirim(login, petugas, siap_rembuk, "kembalikan", **tandai("rembuk"))
    usulan = segar(siap_rembuk)
    usulan.rembuk.save()
    isi = login(petugas).get(alamat(adegan.taruh(usulan, "rembuk", "kelurahan"))).content.decode()
    assert "Disimpan lagi oleh RT, tetapi isinya tidak berubah" in isi


def test_second_return_keeps_the_mark_and_takes_the_answer_of_now(login, siap_rembuk, petugas, ketua_rt):
    kirim(login, petugas, siap_rembuk, "kembalikan", **tandai("rembuk"))
    ubah(login(ketua_rt), segar(siap_rembuk), BAGIAN["rembuk"][0])
    usulan = ajukan(login(ketua_rt), siap_rembuk)
    tanda = Tanda.objects.get()
    isian = {f"nilai_tanda_{tanda.pk}": "tetap"} | tandai("keinginan")
    kirim(login, petugas, usulan, "kembalikan", **isian)
    tanda.refresh_from_db()
    assert "Musala" in str(tanda.isi_lama)
    assert "Balai RT" not in str(tanda.isi_lama)
    assert bagian_terbuka(segar(usulan)) == {"rembuk", "keinginan"}


def test_account_number_is_kept_masked_and_its_change_is_seen_all_the_same(login, siap_pokja, petugas, ketua_rt):
    kirim(login, petugas, siap_pokja, "kembalikan", **tandai("rekening"))
    tanda = Tanda.objects.get()
    assert "1234567890" not in str(tanda.isi_lama)
    # Ends in the same four digits.
    siap_pokja.rt.daftar_rekening.update(nomor="9994567890")
    tanda = login(petugas).get(alamat(adegan.taruh(siap_pokja, "pokja", "kelurahan"))).context["form"].daftar_tanda[0]
    assert [r["label"] for r in tanda.banding.dulu["rincian"] if r["kata"]] == ["Nomor rekening"]
    assert "9994567890" not in str(tanda.banding)


def test_reason_taken_off_the_list_stays_on_old_marks_and_is_not_offered(login, siap_rembuk, petugas, dpmppa, ketua_rt):
    alasan = AlasanKembali.objects.create(teks="Tanggalnya keliru")
    isian = {"nilai_rembuk": "perbaiki", "alasan_rembuk": alasan.pk}
    kirim(login, petugas, siap_rembuk, "kembalikan", **isian)
    AlasanKembali.objects.filter(pk=alasan.pk).update(aktif=False)
    assert "Tanggalnya keliru" in login(ketua_rt).get(reverse("pokja:rembuk", args=[siap_rembuk.pk])).content.decode()
    usulan = adegan.taruh(siap_rembuk, "rembuk", "kelurahan")
    isi = login(petugas).get(alamat(usulan)).content.decode()
    assert isi.count("Tanggalnya keliru") == 1
    tetap = {f"nilai_tanda_{Tanda.objects.get().pk}": "tetap"}
    assert kirim(login, petugas, usulan, "kembalikan", **tetap).status_code == 302
    assert Tanda.objects.get().alasan == alasan


def test_mark_from_before_there_were_earlier_answers_is_still_judged(login, siap_rembuk, petugas):
    Tanda.objects.create(
        usulan=siap_rembuk, tahap="rembuk", giliran="kelurahan", kunci="rembuk", label="Berita acara", catatan="Salah"
    )
    isi = login(petugas).get(alamat(siap_rembuk)).content.decode()
    assert "belum diubah RT" in isi
    assert "Sebelumnya<" not in isi


def test_returned_by_kelurahan_and_again_by_dpmppa_goes_back_to_whom_it_was_that_asked(
    login, siap_lpj, petugas, dpmppa, ketua_rt
):
    bagian = BAGIAN["lpj"][1]
    for pemeriksa in (petugas, dpmppa):
        usulan = segar(siap_lpj)
        kirim(login, pemeriksa, usulan, "kembalikan", **tandai("pernyataan"))
        tanda = Tanda.objects.terbuka().get()
        assert tanda.giliran == segar(usulan).dikembalikan_oleh
        client, url = login(ketua_rt), reverse(bagian.url_name, args=[usulan.pk])
        isi = isi_form(client.get(url).context["form"], pernyataan=f"Dibaca {pemeriksa}")
        assert client.post(url, isi).status_code == 302
        usulan = ajukan(client, usulan)
        if pemeriksa == petugas:
            tutup = {f"nilai_tanda_{tanda.pk}": "tutup", "semua_sesuai": "on"}
            kirim(login, petugas, usulan, "teruskan", **tutup)
    assert segar(siap_lpj).giliran == Giliran.DPMPPA
    tanda = login(dpmppa).get(alamat(siap_lpj)).context["form"].daftar_tanda[0]
    assert f"Dibaca {petugas}" in str(tanda.banding.dulu)


def test_what_an_office_changed_is_not_called_the_answer_of_the_rt(login, siap_pokja, petugas, ketua_rt):
    kirim(login, petugas, siap_pokja, "kembalikan", **tandai("rekening", "anggota"))
    usulan = ajukan(login(ketua_rt), siap_pokja)
    Rekening.objects.filter(rt=usulan.rt).update(diperiksa_pada=usulan.giliran_sejak)
    tanda = {t.kunci: t for t in login(petugas).get(alamat(usulan)).context["form"].daftar_tanda}
    assert "Pemeriksaan" not in str(tanda["rekening"].isi_lama)
    assert not tanda["rekening"].diubah
    # Filing writes the row of the ketua anew; that is not the RT's answer.
    assert usulan.daftar_anggota.get(unsur=Unsur.KETUA).diubah_pada > tanda["anggota"].dibuat_pada
    assert not tanda["anggota"].disimpan
    AnggotaPokja.objects.get(usulan=usulan, unsur=Unsur.BENDAHARA).save()
    tanda = {t.kunci: t for t in login(petugas).get(alamat(usulan)).context["form"].daftar_tanda}
    assert tanda["anggota"].disimpan


@pytest.mark.parametrize("kunci", ["renja1", "rab"])
def test_another_pagu_is_not_called_the_answer_of_the_rt(login, lengkap, petugas, kunci):
    tahap = next(t for t, g in KEMBALI if g == "kelurahan" and kunci in {b.kunci for b in bagian_periksa(t)})
    usulan = adegan.taruh(lengkap, tahap, "kelurahan")
    kirim(login, petugas, usulan, "kembalikan", **tandai(kunci))
    tanda = Tanda.objects.get()
    assert not [satu["label"] for satu in tanda.isi_lama["rincian"] if satu["label"] in ("Pagu", "Sisa pagu")]
    # A mark from before, whose snapshot holds these pairs still.
    tanda.isi_lama["rincian"].insert(0, {"label": "Pagu", "teks": "Rp1"})
    tanda.save()
    usulan = adegan.taruh(usulan, tahap, "kelurahan")
    assert not login(petugas).get(alamat(usulan)).context["form"].daftar_tanda[0].diubah
