"""The page of one Usulan: where it stands, the one next step, and nothing that does not work when pressed."""

import re
from datetime import date

import pytest
from django.urls import reverse

from anggaran.models import Pencairan
from kampung.testing import make_rt, make_tahun, make_usulan
from laporan import ringkasan
from laporan.services import terima_lpj
from laporan.services.pembatalan import batalkan_langkah
from laporan.tests import adegan
from pokja.models import Kelompok, Riwayat, Tanda, Usulan
from pokja.services import LangkahDitolak, UsulanBerubah, kembalikan, pindah_tahap
from pokja.tahapan import ALUR, BAGIAN, PERAN_GILIRAN, Tahap

AKHIR = [("selesai", "tutup"), ("mundur", "tutup"), ("ditolak", "tutup")]
KEADAAN = [*sorted({(langkah.tahap, langkah.giliran) for langkah in ALUR}), *AKHIR]


def teks(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def penuh(berjalan, petugas):
    """Everything it can hold at once: money, buku kas, a mark, a hold, a finding, another year, some Riwayat."""
    baris = berjalan.daftar_versi_rab.get().daftar_baris.get()
    adegan.isi_rembuk(berjalan)
    adegan.belanja(berjalan, baris, nilai=1_000_000)
    adegan.isi_serah_terima(berjalan)
    adegan.isi_lpj(berjalan)
    Tanda.objects.create(
        usulan=berjalan, tahap="lpj", giliran="kelurahan", kunci=f"rab:{baris.pk}", label="Semen", catatan="x"
    )
    berjalan.daftar_penahanan.create(alasan="Menunggu klarifikasi", oleh=petugas)
    berjalan.daftar_temuan.create(uraian="Nota ganda", nilai=500, dibuat_oleh=petugas)
    lain = make_tahun(2025, kelompok=("Pilot",))
    Usulan.objects.create(rt=berjalan.rt, tahun_program=lain, kelompok=Kelompok.objects.get(kode="Pilot"))
    Riwayat.objects.create(
        usulan=berjalan, aksi="kembalikan", dari_tahap="rembuk", dari_giliran="kelurahan", ke_tahap="rembuk", ke_giliran="rt",
        jatuh_tempo=date(2026, 1, 1), nama="Petugas", peran="kelurahan", catatan="Foto gelap",
    )  # fmt: skip
    return berjalan


@pytest.mark.parametrize("keadaan", KEADAAN, ids=lambda keadaan: "-".join(keadaan))
def test_page_in_every_state_for_every_peran(login, semua_orang, penuh, keadaan, django_assert_max_num_queries):
    """It works, its queries are bounded, and every link leads somewhere: 403 and 404 behind one are promises broken."""
    usulan = adegan.taruh(penuh, *keadaan)
    # Whose turn it is not sees the same links whosever turn it is.
    pertama = keadaan == next(satu for satu in KEADAAN if satu[0] == keadaan[0])
    for pengguna in semua_orang.values():
        client = login(pengguna)
        response = client.get(usulan.get_absolute_url())
        isi = response.content.decode()
        assert response.status_code == 200, pengguna.peran
        assert "Rp40.000.000" in isi or Tahap(keadaan[0]) in BAGIAN or keadaan[0] == "sosialisasi"
        # Bounded, beside session and person; only a ketua whose filing is complete pays for its gates too.
        with django_assert_max_num_queries(2 + (24 if pengguna.peran == "ketua_rt" else 15)):
            client.get(usulan.get_absolute_url())
        if pertama or pengguna.peran in PERAN_GILIRAN[keadaan[1]]:
            tautan_hidup(client, usulan, isi[isi.index("<main") : isi.index("</main>")])


def tautan_hidup(client, usulan, badan):
    # Itself, home and the RT, which ask nothing of the state, have tests of their own.
    dasar = {"/", usulan.get_absolute_url(), usulan.rt.get_absolute_url()}
    for url in set(re.findall(r'href="(/[^"#?]*)"', badan)) - dasar:
        assert client.get(url).status_code in (200, 302), url


def test_another_rt_gets_404(login, ketua_rt, petugas, usulan_tetangga):
    for pengguna in (ketua_rt, petugas):
        assert login(pengguna).get(usulan_tetangga.get_absolute_url()).status_code == 404


def test_ketua_sees_what_is_missing_and_where_to_fill_it(login, ketua_rt, usulan):
    usulan = adegan.taruh(usulan, "rembuk", "rt")
    isi = login(ketua_rt).get(usulan.get_absolute_url()).content.decode()
    assert "Berita acara rembuk belum diisi." in isi
    assert (
        f'<a class="tombol tombol-utama" href="{reverse("pokja:rembuk", args=[usulan.pk])}">Isi: Berita acara rembuk'
        in isi
    )
    assert f'href="{reverse("pokja:ajukan", args=[usulan.pk])}"' not in isi


def test_ketua_with_everything_filled_gets_the_button_to_submit(login, ketua_rt, usulan):
    adegan.isi_rembuk(usulan)
    usulan = adegan.taruh(usulan, "rembuk", "rt")
    isi = login(ketua_rt).get(usulan.get_absolute_url()).content.decode()
    assert (
        f'<a class="tombol tombol-utama" href="{reverse("pokja:ajukan", args=[usulan.pk])}">Ajukan hasil rembuk' in isi
    )


def test_ketua_with_everything_filled_and_a_gate_shut_is_led_to_the_pages_that_open_it(login, ketua_rt, siap_lpj):
    adegan.belanja(siap_lpj, siap_lpj.daftar_versi_rab.get().daftar_baris.first(), nilai=1)
    usulan = adegan.taruh(siap_lpj, "lpj", "rt")
    isi = login(ketua_rt).get(usulan.get_absolute_url()).content.decode()
    assert "Yang masih kurang sebelum bisa dilanjutkan" in isi
    assert (
        f'<a class="tombol tombol-utama" href="{reverse("anggaran:bukukas", args=[usulan.pk])}">Buka: Buku kas' in isi
    )
    assert f'href="{reverse("laporan:ajukan", args=[usulan.pk])}"' not in isi


def test_kelurahan_that_cannot_ask_for_the_money_yet_finds_the_bundles(login, lurah, berjalan):
    Pencairan.objects.filter(usulan=berjalan).update(
        status="disiapkan", sp2d_nomor="", sp2d_tanggal=None, diterima=None
    )
    usulan = adegan.taruh(berjalan, "pencairan", "kelurahan")
    isi = login(lurah).get(usulan.get_absolute_url()).content.decode()
    assert "Minta lurah menandatanganinya, atau batalkan." in isi
    assert f'href="{reverse("anggaran:permohonan")}">Lihat permohonan pencairan</a>' in isi


def test_marks_of_a_filing_that_was_sent_again_are_not_called_work_for_the_rt(login, ketua_rt, petugas, siap_rembuk):
    daftar_tanda = [("keinginan", "Keinginan warga", None, "Volume kosong")]
    kembalikan(siap_rembuk, oleh=petugas, versi=0, daftar_tanda=daftar_tanda)
    klien = login(ketua_rt)
    assert "Yang perlu diperbaiki" in teks(klien.get(siap_rembuk.get_absolute_url()))
    pindah_tahap(siap_rembuk, "ajukan", oleh=ketua_rt, versi=1, halangan=[])
    isi = teks(klien.get(siap_rembuk.get_absolute_url()))
    assert "Yang perlu diperbaiki" not in isi
    assert "Yang tadi diminta diperbaiki, akan dilihat lagi" in isi


def test_bendahara_fills_but_is_not_offered_to_submit(login, bendahara, usulan):
    adegan.isi_rembuk(usulan)
    usulan = adegan.taruh(usulan, "rembuk", "rt")
    response = login(bendahara).get(usulan.get_absolute_url())
    assert "Yang mengajukan adalah ketua RT" in teks(response)
    assert f'href="{reverse("pokja:ajukan", args=[usulan.pk])}"' not in response.content.decode()


def test_rt_that_waits_sees_for_whom_and_no_button(login, ketua_rt, siap_rembuk):
    isi = login(ketua_rt).get(siap_rembuk.get_absolute_url()).content.decode()
    assert "Menunggu Kelurahan memeriksa" in isi
    assert "Tidak ada yang perlu Anda kerjakan sekarang." in isi
    assert "tombol-utama" not in isi


def test_returned_parts_are_listed_with_their_reason_and_link(login, ketua_rt, petugas, siap_rembuk):
    kembalikan(
        siap_rembuk, oleh=petugas, versi=0, daftar_tanda=[("keinginan", "Keinginan warga", None, "Volume kosong")]
    )
    isi = login(ketua_rt).get(siap_rembuk.get_absolute_url()).content.decode()
    assert "Perbaiki: Keinginan warga" in isi
    assert "Volume kosong" in isi
    assert f'href="{reverse("pokja:keinginan", args=[siap_rembuk.pk])}"' in isi
    assert 'data-status="perbaikan"' in isi


def test_late_is_said_in_words(login, petugas, siap_rembuk):
    Usulan.objects.filter(pk=siap_rembuk.pk).update(jatuh_tempo=date(2026, 1, 1))
    assert "sudah lewat" in teks(login(petugas).get(siap_rembuk.get_absolute_url()))


@pytest.mark.parametrize(
    ("tahap", "giliran", "status"),
    [
        ("sosialisasi", "dpmppa", ["dikerjakan"] + ["belum"] * 11),
        ("rembuk", "rt", ["selesai", "dikerjakan"] + ["belum"] * 10),
        ("pokja", "kelurahan", ["selesai"] * 2 + ["diperiksa"] + ["belum"] * 9),
        ("pencairan", "keuangan", ["selesai"] * 8 + ["dikerjakan"] + ["belum"] * 3),
        ("lpj", "dpmppa", ["selesai"] * 11 + ["diperiksa"]),
        ("selesai", "tutup", ["selesai"] * 12),
    ],
)
def test_task_list_of_twelve(usulan, tahap, giliran, status):
    usulan = adegan.taruh(usulan, tahap, giliran)
    assert [t["status"] for t in ringkasan.daftar_tahap(usulan, [])] == status


def test_withdrawn_usulan_stops_where_it_stopped(usulan):
    usulan = adegan.taruh(usulan, "mundur", "tutup")
    riwayat = Riwayat(aksi="mundur", dari_tahap="pokja", ke_tahap="mundur")
    daftar = ringkasan.daftar_tahap(usulan, [riwayat])
    assert [t["status"] for t in daftar][:4] == ["selesai", "selesai", "belum", "belum"]
    assert daftar[2]["keadaan"] == "Berhenti di sini"


def test_bagian_terisi_knows_every_part_there_is():
    assert set(ringkasan.ISI) == {bagian.kunci for daftar in BAGIAN.values() for bagian in daftar}


def test_every_aksi_has_a_word():
    assert {langkah.aksi for langkah in ALUR} <= set(ringkasan.KATA_AKSI)


def test_account_number_is_masked(login, semua_orang, penuh):
    for pengguna in semua_orang.values():
        assert "1234567890" not in login(pengguna).get(penuh.get_absolute_url()).content.decode()


# --- buka kembali ---------------------------------------------------------------------------------------------------


def buka(login, orang, usulan, **isian):
    url = reverse("laporan:buka_kembali", args=[usulan.pk])
    return login(orang).post(url, {"versi": usulan.versi, "catatan": "Salah tekan", **isian})


@pytest.fixture
def diajukan(usulan, ketua_rt):
    adegan.isi_rembuk(usulan)
    usulan = adegan.taruh(usulan, "rembuk", "rt")
    pindah_tahap(usulan, "ajukan", oleh=ketua_rt, versi=0, halangan=[])
    return usulan


def test_dpmppa_sees_what_will_be_undone_and_undoes_it(login, dpmppa, diajukan):
    isi = teks(login(dpmppa).get(reverse("laporan:buka_kembali", args=[diajukan.pk])))
    assert "Diajukan oleh Ketua02" in isi
    assert buka(login, dpmppa, diajukan).status_code == 302
    diajukan.refresh_from_db()
    assert (diajukan.tahap, diajukan.giliran, diajukan.versi) == ("rembuk", "rt", 2)
    assert list(diajukan.daftar_riwayat.values_list("aksi", "catatan")) == [
        ("ajukan", ""),
        ("buka_kembali", "Salah tekan"),
    ]


@pytest.mark.parametrize("isian", [{"catatan": ""}, {"catatan": " "}, {"versi": "0"}, {"versi": "x"}])
def test_without_reason_or_with_a_stale_page_nothing_is_undone(login, dpmppa, diajukan, isian):
    assert buka(login, dpmppa, diajukan, **isian).status_code == 422
    diajukan.refresh_from_db()
    assert (diajukan.giliran, diajukan.versi) == ("kelurahan", 1)


def test_only_dpmppa_undoes(login, semua_orang, diajukan):
    for peran, pengguna in semua_orang.items():
        if peran != "dpmppa":
            assert buka(login, pengguna, diajukan).status_code == 403
            with pytest.raises(LangkahDitolak):
                batalkan_langkah(diajukan, oleh=pengguna, versi=1, catatan="x")


def test_at_the_start_there_is_nothing_to_undo(login, dpmppa, usulan):
    assert buka(login, dpmppa, usulan).status_code == 422
    assert "Belum ada langkah" in teks(login(dpmppa).get(reverse("laporan:buka_kembali", args=[usulan.pk])))


def test_undoing_twice_goes_back_two_steps_and_not_in_a_circle(dpmppa, petugas, diajukan):
    pindah_tahap(diajukan, "terima", oleh=petugas, versi=1, halangan=[])
    batalkan_langkah(diajukan, oleh=dpmppa, versi=2, catatan="satu")
    batalkan_langkah(diajukan, oleh=dpmppa, versi=3, catatan="dua")
    assert (diajukan.tahap, diajukan.giliran) == ("rembuk", "rt")
    with pytest.raises(LangkahDitolak):
        batalkan_langkah(diajukan, oleh=dpmppa, versi=4, catatan="tiga")


def test_stale_versi_is_refused_by_the_service(dpmppa, diajukan):
    with pytest.raises(UsulanBerubah):
        batalkan_langkah(diajukan, oleh=dpmppa, versi=0, catatan="x")


@pytest.fixture
def di_keuangan(berjalan, lurah):
    """Asked for, under way with Keuangan: nothing paid yet."""
    Pencairan.objects.filter(usulan=berjalan).update(status="diproses", sp2d_nomor="", sp2d_tanggal=None, diterima=None)
    usulan = adegan.taruh(berjalan, "pencairan", "kelurahan")
    pindah_tahap(usulan, "mohonkan", oleh=lurah, versi=0, halangan=[])
    return usulan


def test_undone_request_frees_the_rt_for_another(dpmppa, di_keuangan):
    batalkan_langkah(di_keuangan, oleh=dpmppa, versi=1, catatan="Salah kirim")
    assert di_keuangan.giliran == "kelurahan"
    assert Pencairan.objects.get().status == "batal"


def test_undone_failure_puts_the_transfer_back_under_way(dpmppa, keuangan, di_keuangan):
    pindah_tahap(di_keuangan, "gagalkan", oleh=keuangan, versi=1, halangan=[], catatan="Nama beda")
    Pencairan.objects.update(status="gagal", alasan_gagal="Nama beda")
    batalkan_langkah(di_keuangan, oleh=dpmppa, versi=2, catatan="Ternyata berhasil")
    assert di_keuangan.giliran == "keuangan"
    assert Pencairan.objects.values_list("status", "alasan_gagal").get() == ("diproses", "")


def test_failure_is_not_undone_once_the_account_was_changed(dpmppa, keuangan, di_keuangan):
    pindah_tahap(di_keuangan, "gagalkan", oleh=keuangan, versi=1, halangan=[], catatan="Nama beda")
    Pencairan.objects.update(status="gagal", alasan_gagal="Nama beda")
    di_keuangan.rt.daftar_rekening.update(berlaku=False)
    with pytest.raises(LangkahDitolak, match="Rekening Pokja sudah diganti"):
        batalkan_langkah(di_keuangan, oleh=dpmppa, versi=2, catatan="x")


def test_money_that_left_is_not_undone(login, dpmppa, keuangan, di_keuangan):
    pindah_tahap(di_keuangan, "cairkan", oleh=keuangan, versi=1, halangan=[])
    response = login(dpmppa).get(reverse("laporan:buka_kembali", args=[di_keuangan.pk]))
    assert "Uang sudah keluar" in teks(response)
    assert buka(login, dpmppa, di_keuangan).status_code == 422


def test_accepted_lpj_can_be_reopened(dpmppa, siap_lpj):
    usulan = adegan.taruh(siap_lpj, "lpj", "dpmppa")
    terima_lpj(usulan, oleh=dpmppa, versi=0)
    batalkan_langkah(usulan, oleh=dpmppa, versi=1, catatan="Nota palsu")
    usulan = Usulan.objects.get(pk=usulan.pk)
    assert (usulan.tahap, usulan.giliran, usulan.lpj.diterima_pada) == ("lpj", "dpmppa", None)


def test_another_year_of_the_same_rt_is_linked(login, ketua_rt, penuh, rt_02):
    lama = rt_02.daftar_usulan.get(tahun_program__tahun=2025)
    assert lama.get_absolute_url() in login(ketua_rt).get(penuh.get_absolute_url()).content.decode()


def test_pagu_on_a_boundary_is_flagged(login, petugas, kenali_besar, kelompok_b):
    usulan = make_usulan(make_rt(kenali_besar, kk=100), kelompok_b, sementara=True)
    isi = teks(login(petugas).get(usulan.get_absolute_url()))
    assert "tepat di batas tingkat" in isi
    assert "masih sementara" in isi
