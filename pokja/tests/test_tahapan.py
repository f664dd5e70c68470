"""The table of steps, and the one function that walks it."""

import pytest
from django.db import DatabaseError, connection, transaction

from pokja.models import JadwalTahap, Riwayat, Tanda, Usulan
from pokja.services import (
    LangkahDitolak,
    UsulanBerubah,
    bagian_terbuka,
    boleh_ubah,
    buka_kembali,
    kembalikan,
    langkah_untuk,
    pindah_tahap,
    sesuaikan_jatuh_tempo,
    tutup_tanda,
)
from pokja.tahapan import (
    ALUR,
    BAGIAN,
    DUA_BELAS,
    NOMOR_TAHAP,
    PERAN_GILIRAN,
    TAHAP_AKHIR,
    Giliran,
    Tahap,
    cari_langkah,
    langkah_dari,
)
from rt.peran import SISI_RT, Peran

DAFTAR_AKSI = sorted({langkah.aksi for langkah in ALUR})
# Every state the database admits, those that no step reaches too.
KEADAAN = [(tahap, giliran) for tahap in DUA_BELAS for giliran in Giliran if giliran != Giliran.TUTUP] + [
    (tahap, Giliran.TUTUP) for tahap in TAHAP_AKHIR
]
TERCAPAI = {(langkah.ke_tahap, langkah.ke_giliran) for langkah in ALUR} | {(Tahap.SOSIALISASI, Giliran.DPMPPA)}
PENGEMBALIAN = [langkah for langkah in ALUR if langkah.aksi == "kembalikan"]


def di(usulan, tahap, giliran, **kolom):
    """Put a Usulan into a state, past the steps."""
    Usulan.objects.filter(pk=usulan.pk).update(tahap=tahap, giliran=giliran, **kolom)
    usulan.refresh_from_db()
    return usulan


def pindah(usulan, aksi, oleh, **beda):
    return pindah_tahap(
        usulan, aksi, **{"oleh": oleh, "versi": usulan.versi, "halangan": [], "catatan": "Alasan", **beda}
    )


@pytest.mark.parametrize(("tahap", "giliran"), KEADAAN)
def test_only_steps_in_alur_are_possible(usulan, semua_orang, tahap, giliran):
    for aksi in DAFTAR_AKSI:
        langkah = cari_langkah(tahap, giliran, aksi)
        for peran, orang in semua_orang.items():
            di(usulan, tahap, giliran, versi=3)
            with transaction.atomic():
                if langkah and langkah.peran == peran:
                    assert pindah(usulan, aksi, orang) is langkah
                    assert langkah in langkah_dari(tahap, giliran)
                    riwayat = usulan.daftar_riwayat.get()
                    di_basis = Usulan.objects.get(pk=usulan.pk)
                    for keadaan in (usulan, di_basis):
                        assert (keadaan.tahap, keadaan.giliran) == (langkah.ke_tahap, langkah.ke_giliran)
                        assert keadaan.versi == 4
                    assert (riwayat.dari_tahap, riwayat.dari_giliran) == (tahap, giliran)
                    assert (riwayat.ke_tahap, riwayat.ke_giliran) == (langkah.ke_tahap, langkah.ke_giliran)
                    assert (riwayat.oleh, riwayat.nama, riwayat.peran) == (orang, orang.nama, peran)
                else:
                    with pytest.raises(LangkahDitolak):
                        pindah(usulan, aksi, orang)
                    di_basis = Usulan.objects.get(pk=usulan.pk)
                    assert (di_basis.tahap, di_basis.giliran, di_basis.versi) == (tahap, giliran, 3)
                    assert not Riwayat.objects.exists()
                transaction.set_rollback(True)


@pytest.mark.parametrize(("tahap", "giliran"), sorted(TERCAPAI))
def test_every_state_but_the_end_has_an_exit_with_an_owner(tahap, giliran):
    keluar = langkah_dari(tahap, giliran)
    if tahap in TAHAP_AKHIR:
        assert giliran == Giliran.TUTUP
        assert keluar == []
    else:
        assert keluar
        assert {langkah.peran for langkah in keluar} <= set(PERAN_GILIRAN[giliran])


def test_the_table_has_no_two_rows_for_one_step():
    assert len({langkah.kunci for langkah in ALUR}) == len(ALUR)


def test_every_stage_is_reached_and_none_leads_back_but_by_a_return():
    assert {tahap for tahap, _giliran in TERCAPAI} == set(Tahap)
    for langkah in ALUR:
        if not langkah.berakhir and langkah.aksi != "kembalikan":
            assert NOMOR_TAHAP[langkah.ke_tahap] - NOMOR_TAHAP[langkah.tahap] in (0, 1)


def test_no_withdrawal_once_money_can_have_left():
    sampai = {(x.tahap, x.giliran) for x in ALUR if x.aksi == "mundur"}
    assert (Tahap.PENCAIRAN, Giliran.KELURAHAN) in sampai
    assert all(NOMOR_TAHAP[tahap] <= NOMOR_TAHAP[Tahap.PENCAIRAN] for tahap, _giliran in sampai)
    assert (Tahap.PENCAIRAN, Giliran.RT) not in sampai
    assert (Tahap.PENCAIRAN, Giliran.KEUANGAN) not in sampai


@pytest.mark.parametrize("langkah", PENGEMBALIAN, ids=lambda langkah: f"{langkah.tahap}-{langkah.giliran}")
def test_a_return_goes_back_to_the_side_that_returned_it(usulan, semua_orang, langkah):
    di(usulan, langkah.tahap, langkah.giliran)
    kunci = BAGIAN[langkah.tahap][0].kunci
    kembalikan(
        usulan,
        oleh=semua_orang[langkah.peran],
        versi=usulan.versi,
        daftar_tanda=[(kunci, "Bagian pertama", None, "kurang jelas")],
    )
    assert (usulan.tahap, usulan.giliran, usulan.dikembalikan_oleh) == (langkah.tahap, Giliran.RT, langkah.giliran)
    assert usulan.perlu_perbaikan
    ketua = semua_orang[Peran.KETUA_RT]
    assert "ajukan" in [x.aksi for x in langkah_untuk(usulan, ketua)]
    pindah(usulan, "ajukan", ketua)
    assert (usulan.tahap, usulan.giliran, usulan.dikembalikan_oleh) == (langkah.tahap, langkah.giliran, "")


def test_a_return_needs_a_mark(usulan, petugas):
    di(usulan, Tahap.REMBUK, Giliran.KELURAHAN)
    with pytest.raises(LangkahDitolak, match="Tandai sedikitnya satu bagian"):
        kembalikan(usulan, oleh=petugas, versi=usulan.versi, daftar_tanda=[], catatan="Kurang")
    assert not Tanda.objects.exists()


@pytest.mark.parametrize("catatan", ["", "   ", "\n\t"])
def test_a_step_that_wants_a_reason_is_refused_without_one(usulan, ketua_rt, catatan):
    di(usulan, Tahap.REMBUK, Giliran.RT)
    with pytest.raises(LangkahDitolak, match="Tuliskan alasannya"):
        pindah(usulan, "mundur", ketua_rt, catatan=catatan)
    assert not Riwayat.objects.exists()


def test_a_shut_gate_stops_the_step_and_says_every_reason(usulan, ketua_rt):
    di(usulan, Tahap.REMBUK, Giliran.RT)
    with pytest.raises(LangkahDitolak) as ditolak:
        pindah(usulan, "ajukan", ketua_rt, halangan=["Satu.", "Dua."])
    assert ditolak.value.daftar_pesan == ["Satu.", "Dua."]
    assert not Riwayat.objects.exists()


@pytest.mark.parametrize("versi", [-1, 4, 6, 10**30])
def test_a_stale_page_is_refused(usulan, ketua_rt, versi):
    di(usulan, Tahap.REMBUK, Giliran.RT, versi=5)
    with pytest.raises(UsulanBerubah):
        pindah(usulan, "ajukan", ketua_rt, versi=versi)
    usulan.refresh_from_db()
    assert (usulan.giliran, usulan.versi) == (Giliran.RT, 5)


def test_two_who_read_the_same_state_make_one_step(usulan, ketua_rt):
    di(usulan, Tahap.REMBUK, Giliran.RT)
    kedua = Usulan.objects.get(pk=usulan.pk)
    pindah(usulan, "ajukan", ketua_rt)
    with pytest.raises(UsulanBerubah):
        pindah(kedua, "ajukan", ketua_rt)
    assert usulan.daftar_riwayat.count() == 1
    assert Usulan.objects.get(pk=usulan.pk).versi == 1


def test_a_neighbour_takes_no_step(usulan, petugas_tetangga):
    di(usulan, Tahap.REMBUK, Giliran.KELURAHAN)
    with pytest.raises(LangkahDitolak, match="bukan oleh akun Anda"):
        pindah(usulan, "terima", petugas_tetangga)


def test_a_step_writes_down_the_due_date_of_the_stage_it_leaves(usulan, ketua_rt, petugas):
    kelompok = usulan.kelompok
    kelompok.jadwal_ditetapkan = True
    kelompok.save()
    JadwalTahap.objects.create(kelompok=kelompok, tahap="rembuk", mulai="2026-08-15", selesai="2026-08-31")
    JadwalTahap.objects.create(kelompok=kelompok, tahap="pokja", mulai="2026-08-15", selesai="2026-09-01")
    di(usulan, Tahap.REMBUK, Giliran.KELURAHAN)
    sesuaikan_jatuh_tempo(kelompok)
    usulan.refresh_from_db()
    assert f"{usulan.jatuh_tempo}" == "2026-08-31"
    pindah(usulan, "terima", petugas)
    assert f"{usulan.jatuh_tempo}" == "2026-09-01"
    assert f"{usulan.daftar_riwayat.get().jatuh_tempo}" == "2026-08-31"
    assert usulan.daftar_riwayat.get().terlambat


# --- what may be edited ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tahap", DUA_BELAS)
def test_all_parts_are_open_in_the_turn_of_the_rt_and_none_in_another(usulan, semua_orang, tahap):
    semua = {bagian.kunci for bagian in BAGIAN.get(tahap, ())}
    di(usulan, tahap, Giliran.RT)
    assert bagian_terbuka(usulan) == semua
    for peran, orang in semua_orang.items():
        assert {kunci for kunci in semua if boleh_ubah(usulan, orang, kunci)} == (semua if peran in SISI_RT else set())
    di(usulan, tahap, Giliran.KELURAHAN)
    assert bagian_terbuka(usulan) == frozenset()


def test_after_a_return_only_what_is_marked_is_open(usulan, ketua_rt, petugas):
    di(usulan, Tahap.POKJA, Giliran.KELURAHAN)
    kembalikan(
        usulan,
        oleh=petugas,
        versi=0,
        daftar_tanda=[("anggota:7", "Sekretaris", None, "nama salah"), ("rekening", "Rekening", None, "foto buram")],
    )
    assert bagian_terbuka(usulan) == {"anggota:7", "rekening"}
    assert [boleh_ubah(usulan, ketua_rt, kunci) for kunci in ("anggota", "anggota:7", "anggota:8", "rekening")] == [
        False,
        True,
        False,
        True,
    ]
    tutup_tanda(usulan, oleh=petugas, daftar_id=[usulan.daftar_tanda.get(kunci="rekening").pk])
    assert bagian_terbuka(usulan) == {"anggota:7"}


def test_a_mark_on_mandatory_goods_opens_the_rab_by_a_mark_that_both_sides_read(usulan, petugas, ketua_rt):
    di(usulan, Tahap.VERIFIKASI, Giliran.KELURAHAN)
    kembalikan(usulan, oleh=petugas, versi=0, daftar_tanda=[("item_wajib", "Barang wajib", None, "CCTV belum ada")])
    assert set(usulan.daftar_tanda.terbuka().values_list("kunci", flat=True)) == {"item_wajib", "rab"}
    assert bagian_terbuka(usulan) == {"item_wajib", "rab"}


def test_a_mark_given_twice_keeps_the_newer_words(usulan, petugas, ketua_rt):
    di(usulan, Tahap.REMBUK, Giliran.KELURAHAN)
    kembalikan(usulan, oleh=petugas, versi=0, daftar_tanda=[("rembuk", "Berita acara", None, "tanggal salah")])
    pindah(usulan, "ajukan", ketua_rt)
    kembalikan(usulan, oleh=petugas, versi=2, daftar_tanda=[("rembuk", "Berita acara", None, "tempat salah")])
    assert [tanda.catatan for tanda in usulan.daftar_tanda.all()] == ["tempat salah"]


# --- undoing --------------------------------------------------------------------------------------------------------


def test_buka_kembali_leads_back_step_by_step(usulan, dpmppa, ketua_rt, petugas):
    pindah(usulan, "catat_hadir", dpmppa)
    pindah(usulan, "ajukan", ketua_rt)
    pindah(usulan, "terima", petugas)
    for tahap, giliran in ((Tahap.REMBUK, "kelurahan"), (Tahap.REMBUK, "rt"), (Tahap.SOSIALISASI, "dpmppa")):
        buka_kembali(usulan, oleh=dpmppa, versi=usulan.versi, halangan=[], catatan="Salah tekan")
        assert (usulan.tahap, usulan.giliran) == (tahap, giliran)
    with pytest.raises(LangkahDitolak, match="Belum ada langkah"):
        buka_kembali(usulan, oleh=dpmppa, versi=usulan.versi, halangan=[], catatan="Salah tekan")
    assert usulan.daftar_riwayat.count() == 6


# --- the history is for ever ----------------------------------------------------------------------------------------


def riwayat_contoh(usulan, ketua_rt):
    di(usulan, Tahap.REMBUK, Giliran.RT)
    pindah(usulan, "ajukan", ketua_rt)
    return usulan.daftar_riwayat.get()


def _simpan(riwayat):
    riwayat.catatan = "Lain"
    riwayat.save()


def _sql(perintah):
    with connection.cursor() as cursor:
        cursor.execute(perintah)


PERUSAK = {
    "save": _simpan,
    "delete": lambda riwayat: riwayat.delete(),
    "update": lambda riwayat: Riwayat.objects.update(catatan="Lain"),
    "bulk_update": lambda riwayat: Riwayat.objects.bulk_update([riwayat], ["catatan"]),
    "hapus semua": lambda riwayat: Riwayat.objects.all().delete(),
    "_raw_delete": lambda riwayat: Riwayat.objects.all()._raw_delete("default"),
    "sql update": lambda riwayat: _sql("UPDATE pokja_riwayat SET nama = 'Lain'"),
    "sql delete": lambda riwayat: _sql("DELETE FROM pokja_riwayat"),
    "sql upsert": lambda riwayat: _sql(
        "INSERT INTO pokja_riwayat SELECT * FROM pokja_riwayat WHERE true ON CONFLICT (id) DO UPDATE SET nama = 'Lain'"
    ),
}


@pytest.mark.parametrize("cara", PERUSAK)
def test_the_database_refuses_to_change_or_delete_a_riwayat(usulan, ketua_rt, cara):
    riwayat = riwayat_contoh(usulan, ketua_rt)
    with pytest.raises(DatabaseError, match="Riwayat tidak dapat diubah atau dihapus"), transaction.atomic():
        PERUSAK[cara](riwayat)
    assert [(r.pk, r.nama, r.catatan) for r in Riwayat.objects.all()] == [(riwayat.pk, ketua_rt.nama, "Alasan")]


def test_postgresql_refuses_truncate_too(usulan, ketua_rt, basis_data):
    if basis_data != "postgresql":
        pytest.skip("TRUNCATE ada hanya di PostgreSQL")
    riwayat_contoh(usulan, ketua_rt)
    connection.check_constraints()  # PostgreSQL empties no table while its foreign keys wait to be checked
    with pytest.raises(DatabaseError, match="Riwayat tidak dapat diubah atau dihapus"), transaction.atomic():
        _sql("TRUNCATE pokja_riwayat CASCADE")
    assert Riwayat.objects.count() == 1


def test_a_usulan_with_history_cannot_be_deleted(usulan, ketua_rt):
    riwayat_contoh(usulan, ketua_rt)
    with pytest.raises(DatabaseError), transaction.atomic():
        _sql("DELETE FROM anggaran_alokasi")
        _sql("DELETE FROM pokja_usulan")
        connection.check_constraints()
