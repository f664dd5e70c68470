"""Sanggah: filed by the ketua, commented by the kelurahan, answered by DPMPPA; money moves only while sementara."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from anggaran.models import Alokasi, Sanggah
from anggaran.services import sanggah as layanan
from anggaran.services.pagu import tetapkan_alokasi
from anggaran.services.pengaruh_kk import pengaruh
from anggaran.services.pengaturan import PratinjauBerubah
from kampung.testing import foto, make_rt, make_usulan
from pokja.berkas import simpan_berkas
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.models import DataKK
from rt.services.wilayah import catat_kk

Status = Sanggah.Status
HARI = date(2026, 11, 20)


@pytest.fixture
def usulan(rt_02, kelompok_b):
    """RT 02: 128 KK counted, Rp100 juta, still sementara."""
    return make_usulan(rt_02, kelompok_b, sementara=True)


@pytest.fixture
def bukti(usulan, ketua_rt):
    return simpan_berkas(usulan, "bukti_sanggah", foto(), oleh=ketua_rt)


@pytest.fixture
def ajukan(usulan, bukti, ketua_rt):
    def kerjakan(kk=99, alasan="Salah hitung", terakhir=0, **lain):
        isi = {"bukti": bukti, "oleh": ketua_rt, **lain}
        return layanan.ajukan_sanggah(usulan, kk=kk, alasan=alasan, terakhir=terakhir, **isi)

    return kerjakan


@pytest.fixture
def dibahas(ajukan, petugas):
    """dibahas(kk) -> an objection with the kelurahan's opinion."""

    def kerjakan(kk=99):
        sanggah = ajukan(kk)
        layanan.beri_pendapat(sanggah, pendapat="setuju", alasan="Dihitung bersama", oleh=petugas)
        sanggah.refresh_from_db()
        return sanggah

    return kerjakan


def terima(sanggah, oleh, kk=None, tanggal=HARI, sumber="BA 3/2026"):
    kk = kk or sanggah.kk
    akibat = pengaruh(sanggah.usulan, kk)
    dilihat = layanan.sidik_terima(sanggah, akibat, tanggal, sumber)
    return layanan.terima_sanggah(sanggah, kk=kk, tanggal=tanggal, sumber=sumber, sidik_dilihat=dilihat, oleh=oleh)


def riwayat(usulan):
    return list(usulan.daftar_riwayat.values_list("aksi", "peran", "catatan"))


# --- the way of an objection ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kk", "kk_minimal", "pagu"),
    [
        (1, 0, 50_000_000),
        (59, 0, 50_000_000),
        (60, 60, 70_000_000),
        (99, 60, 70_000_000),
        (100, 100, 100_000_000),
        (101, 100, 100_000_000),
    ],
)
def test_accepted_while_sementara_moves_the_pagu(dibahas, dpmppa, usulan, usulan_tetangga, kk, kk_minimal, pagu):
    sanggah = dibahas(kk)
    akibat = terima(sanggah, dpmppa)

    sanggah.refresh_from_db()
    alokasi = Alokasi.objects.get(usulan=usulan)
    assert (alokasi.kk, alokasi.kk_minimal, alokasi.pagu, alokasi.sementara) == (kk, kk_minimal, pagu, True)
    assert (alokasi.kk_tanggal, alokasi.kk_sumber) == (HARI, "Sanggah RT, BA 3/2026")
    assert (akibat.pagu_lama, akibat.pagu, akibat.sebab) == (100_000_000, pagu, "")
    assert (sanggah.status, sanggah.pagu_lama, sanggah.pagu_baru) == (Status.DITERIMA, 100_000_000, pagu)
    data = usulan.rt.daftar_kk.first()
    assert data == sanggah.data_kk
    assert (data.kk, data.tanggal, data.sumber, data.dicatat_oleh) == (kk, HARI, "Sanggah RT, BA 3/2026", dpmppa)
    assert Alokasi.objects.get(usulan=usulan_tetangga).pagu == 100_000_000


def test_only_this_rt_is_recomputed(dibahas, dpmppa, kenali_besar, kelompok_b):
    """Another RT whose count changed meanwhile waits for DPMPPA's own preview."""
    lain = make_usulan(make_rt(kenali_besar, nomor=3), kelompok_b, sementara=True)
    catat_kk(lain.rt, kk=50, jiwa=None, tanggal=HARI, sumber="Pendataan", oleh=dpmppa)

    terima(dibahas(99), dpmppa)

    assert Alokasi.objects.get(usulan=lain).pagu == 100_000_000


def test_every_step_is_in_the_riwayat_and_moves_no_tahap(dibahas, dpmppa, usulan):
    terima(dibahas(99), dpmppa)

    usulan.refresh_from_db()
    assert (usulan.tahap, usulan.giliran, usulan.versi) == (Tahap.SOSIALISASI, Giliran.DPMPPA, 0)
    assert riwayat(usulan) == [
        ("sanggah_diajukan", "ketua_rt", "128 KK menurut data, 99 KK menurut RT. Salah hitung"),
        ("sanggah_pendapat", "kelurahan", "Setuju dengan RT. Dihitung bersama"),
        (
            "sanggah_diterima",
            "dpmppa",
            "99 KK (Sanggah RT, BA 3/2026). Pagu 2026 masih sementara dan ikut berubah: dari Rp100.000.000 "
            "(tingkat mulai 100 KK) menjadi Rp70.000.000 (tingkat mulai 60 KK).",
        ),
    ]


def test_same_tingkat_says_that_nothing_changes(usulan):
    assert pengaruh(usulan, 130).kata == "Tingkat dan pagu 2026 tidak berubah: tetap Rp100.000.000."


def _tetapkan(usulan, dpmppa):
    tetapkan_alokasi(usulan.kelompok, oleh=dpmppa)


def _akhiri(usulan, dpmppa):
    usulan.tahap, usulan.giliran = Tahap.MUNDUR, Giliran.TUTUP
    usulan.save()


def _tutup_tahun(usulan, dpmppa):
    usulan.tahun_program.ditutup = True
    usulan.tahun_program.save()


@pytest.mark.parametrize(
    ("kejadian", "sebab"),
    [
        (_tetapkan, "Pagu 2026 sudah ditetapkan pada Sabtu, 21 November 2026 dan tetap Rp100.000.000."),
        (_akhiri, "Usulan 2026 sudah berakhir, pagunya tetap Rp100.000.000."),
        (_tutup_tahun, "Tahun program 2026 sudah ditutup, pagunya tetap Rp100.000.000."),
    ],
)
def test_a_fixed_pagu_stays_and_the_count_is_for_next_year(dibahas, dpmppa, usulan, kejadian, sebab):
    sanggah = dibahas(99)
    kejadian(usulan, dpmppa)
    sanggah = Sanggah.objects.get(pk=sanggah.pk)

    akibat = terima(sanggah, dpmppa)

    assert akibat.kata == f"{sebab} Jumlah KK yang baru dihitung untuk tahun berikutnya."
    alokasi = Alokasi.objects.get(usulan=usulan)
    assert (alokasi.kk, alokasi.pagu) == (128, 100_000_000)
    sanggah.refresh_from_db()
    assert (sanggah.status, sanggah.pagu_baru, sanggah.menggeser_pagu) == (Status.DITERIMA, None, False)
    assert usulan.rt.daftar_kk.first().kk == 99


def test_without_alokasi_only_the_count_is_written(dibahas, dpmppa, usulan):
    sanggah = dibahas(99)
    Alokasi.objects.filter(usulan=usulan).delete()

    akibat = terima(Sanggah.objects.get(pk=sanggah.pk), dpmppa)

    assert akibat.sebab == "Pagu 2026 RT ini belum dihitung."
    assert akibat.rincian == [("Jumlah KK", "128 KK menjadi 99 KK")]
    assert usulan.rt.daftar_kk.first().kk == 99


def test_refused_changes_no_count_and_may_be_filed_again(dibahas, dpmppa, ajukan, usulan):
    sanggah = dibahas(99)
    layanan.tolak_sanggah(sanggah, alasan="Daftar KK tidak bertanda tangan", oleh=dpmppa)

    assert DataKK.objects.filter(rt=usulan.rt).count() == 1
    assert Alokasi.objects.get(usulan=usulan).pagu == 100_000_000
    assert ajukan(99, terakhir=sanggah.pk).pk != sanggah.pk


# --- refusals -------------------------------------------------------------------------------------------------------


def test_what_dpmppa_saw_is_what_is_saved(dibahas, dpmppa, usulan):
    sanggah = dibahas(99)
    dilihat = layanan.sidik_terima(sanggah, pengaruh(usulan, 99), HARI, "BA 3")
    _tetapkan(usulan, dpmppa)

    with pytest.raises(PratinjauBerubah):
        layanan.terima_sanggah(
            sanggah, kk=99, tanggal=HARI, sumber="BA 3", sidik_dilihat=dilihat, oleh=dpmppa
        )  # fmt: skip
    assert DataKK.objects.filter(rt=usulan.rt).count() == 1


def test_a_new_proof_after_the_preview_is_seen_first(dibahas, dpmppa, usulan, ketua_rt):
    sanggah = dibahas(99)
    dilihat = layanan.sidik_terima(sanggah, pengaruh(usulan, 99), HARI, "BA 3")
    layanan.tambah_bukti(
        sanggah, bukti=simpan_berkas(usulan, "bukti_sanggah", foto(), oleh=ketua_rt), oleh=ketua_rt
    )  # fmt: skip

    with pytest.raises(PratinjauBerubah):
        layanan.terima_sanggah(
            sanggah, kk=99, tanggal=HARI, sumber="BA 3", sidik_dilihat=dilihat, oleh=dpmppa
        )  # fmt: skip


def test_a_count_older_than_the_one_in_force_is_refused(dibahas, dpmppa):
    with pytest.raises(LangkahDitolak, match="Data KK yang berlaku per Rabu, 31 Desember 2025"):
        terima(dibahas(99), dpmppa, tanggal=date(2025, 12, 30))


def test_twice_is_once(ajukan, dibahas, petugas, dpmppa, usulan):
    sanggah = dibahas(99)
    layanan.beri_pendapat(sanggah, pendapat="setuju", alasan="Dihitung bersama", oleh=petugas)
    dilihat = layanan.sidik_terima(sanggah, pengaruh(usulan, 99), HARI, "BA 3")
    isi = {"kk": 99, "tanggal": HARI, "sumber": "BA 3", "sidik_dilihat": dilihat, "oleh": dpmppa}

    assert layanan.terima_sanggah(sanggah, **isi).pagu == 70_000_000
    assert layanan.terima_sanggah(sanggah, **isi) is None
    assert (usulan.daftar_riwayat.count(), DataKK.objects.filter(rt=usulan.rt).count()) == (3, 2)
    with pytest.raises(layanan.SanggahBerubah):
        layanan.tolak_sanggah(sanggah, alasan="Berubah pikiran", oleh=dpmppa)


def test_one_open_objection_a_usulan(ajukan, usulan, ketua_rt):
    sanggah = ajukan(99)

    assert ajukan(99) == sanggah
    with pytest.raises(layanan.SanggahMasihTerbuka):
        ajukan(101, terakhir=sanggah.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sanggah.objects.create(usulan=usulan, kk=5, kk_tercatat=128, alasan="x", dibuat_oleh=ketua_rt)
    assert usulan.daftar_riwayat.count() == 1


def test_withdrawn_once_and_a_stale_page_files_nothing(ajukan, ketua_rt, usulan):
    sanggah = ajukan(99)
    layanan.cabut_sanggah(sanggah, oleh=ketua_rt)
    layanan.cabut_sanggah(sanggah, oleh=ketua_rt)

    with pytest.raises(layanan.SanggahBerubah):
        ajukan(99, terakhir=0)
    assert [aksi for aksi, _peran, _kata in riwayat(usulan)] == ["sanggah_diajukan", "sanggah_dicabut"]


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"kk": 128}, "128 KK sama dengan yang sudah tercatat"),
        ({"alasan": "  "}, "Tuliskan alasan sanggah"),
        ({"bukti": None}, "Sanggah memerlukan bukti"),
    ],
)
def test_filing_is_refused_with_the_way_out(ajukan, isi, kata):
    with pytest.raises(LangkahDitolak, match=kata):
        ajukan(**isi)
    assert not Sanggah.objects.exists()


def test_proof_of_another_usulan_is_none(ajukan, usulan_tetangga, ketua_rt):
    with pytest.raises(LangkahDitolak, match="memerlukan bukti"):
        ajukan(bukti=simpan_berkas(usulan_tetangga, "bukti_sanggah", foto(), oleh=ketua_rt))


@pytest.mark.parametrize("kejadian", [_akhiri, _tutup_tahun])
def test_no_filing_after_the_end(ajukan, usulan, dpmppa, kejadian):
    kejadian(usulan, dpmppa)

    with pytest.raises(LangkahDitolak, match="tahun berikutnya"):
        ajukan()


def test_wrong_person_and_wrong_order(ajukan, bendahara, pendamping, petugas, dpmppa, ketua_rt):
    for orang in (bendahara, pendamping, petugas):
        with pytest.raises(LangkahDitolak, match="diajukan oleh ketua RT"):
            ajukan(oleh=orang)
    sanggah = ajukan(99)
    for kerja in (
        lambda: terima(sanggah, dpmppa),
        lambda: layanan.tolak_sanggah(sanggah, alasan="x", oleh=dpmppa),
        lambda: layanan.beri_pendapat(sanggah, pendapat="setuju", alasan="x", oleh=ketua_rt),
        lambda: layanan.cabut_sanggah(sanggah, oleh=bendahara),
    ):
        with pytest.raises(layanan.SanggahBerubah):
            kerja()
    layanan.beri_pendapat(sanggah, pendapat="tidak", alasan="Tetap 128", oleh=petugas)
    with pytest.raises(layanan.SanggahBerubah):
        layanan.beri_pendapat(sanggah, pendapat="setuju", alasan="Ternyata benar", oleh=petugas)


def test_proofs_are_ten_at_most_and_the_same_is_one(ajukan, usulan, bukti, ketua_rt):
    sanggah = ajukan()
    for _ in range(9):
        layanan.tambah_bukti(
            sanggah, bukti=simpan_berkas(usulan, "bukti_sanggah", foto(), oleh=ketua_rt), oleh=ketua_rt
        )  # fmt: skip
    layanan.tambah_bukti(sanggah, bukti=bukti, oleh=ketua_rt)

    assert sanggah.daftar_bukti.count() == 10
    with pytest.raises(LangkahDitolak, match="Bukti sudah 10 berkas"):
        layanan.tambah_bukti(
            sanggah, bukti=simpan_berkas(usulan, "bukti_sanggah", foto(), oleh=ketua_rt), oleh=ketua_rt
        )  # fmt: skip
