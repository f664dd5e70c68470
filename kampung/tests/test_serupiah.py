"""To the rupiah: an accepted LPJ is undone, Rp1 is changed in each place where money stands, and the LPJ refuses.

The changes go past the application and past what the database holds: its triggers and check constraints are taken off
first, inside the transaction of the test.
"""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from anggaran.acuan import muat_acuan
from anggaran.models import Alokasi, BarisRAB, BukuKas, Jenis, Pencairan, Penetapan
from anggaran.models.bukukas import Dana
from anggaran.services.bukukas import uang
from kampung.tests.dunia import APLIKASI
from kampung.tests.dunia_uang import BIAYA, BUNGA, KEMBALI, PAGU, TAK_TERPAKAI, jalani, orang_kota
from laporan.models import LPJ
from laporan.services import terima_lpj
from pokja.models import Temuan, Usulan
from pokja.services import LangkahDitolak
from rt.angka import rupiah

# Where the money of an LPJ stands: model: (path to the Usulan, columns).
DIUJI = {
    Alokasi: ("usulan", ("pagu",)),
    BarisRAB: ("versi_rab__usulan", ("volume", "harga_satuan", "jumlah")),
    Penetapan: ("usulan", ("nilai",)),
    Pencairan: ("usulan", ("nilai", "diterima")),
    BukuKas: ("usulan", ("nilai", "pajak")),
    Temuan: ("usulan", ("nilai", "diselesaikan")),
}
PERKIRAAN = "an estimate before the RAB; no sum of the LPJ reads it"
PENGATURAN = "a setting of the year, copied into Alokasi or BarisRAB when it was used"
HASIL = "what was made or is kept, beside the money"
# Numbers that are not of the LPJ, each with the reason.
BUKAN_LPJ = {
    "anggaran.Tingkat.pagu": PENGATURAN,
    "anggaran.BarisTetap.volume": PENGATURAN,
    "anggaran.BarisTetap.harga_satuan": PENGATURAN,
    "pokja.KeinginanWarga.volume": PERKIRAAN,
    "pokja.Swadaya.volume": PERKIRAAN,
    "pokja.Swadaya.nilai": PERKIRAAN,
    "pokja.KegiatanLimaTahun.perkiraan": PERKIRAAN,
    "pokja.KegiatanTahunan.volume": PERKIRAAN,
    "pokja.KegiatanTahunan.perkiraan": PERKIRAAN,
    "pokja.Surat.nilai": "what an issued paper says; it is kept as issued, whatever the data become",
    "anggaran.Pencairan.diminta": "what the permohonan asked for; what was released stands in nilai",
    "anggaran.Pencairan.dilaporkan": "what the RT reported before the explanation; what arrived stands in diterima",
    "anggaran.Sanggah.pagu_lama": "what DPMPPA was shown when it answered; the pagu itself stands in Alokasi",
    "anggaran.Sanggah.pagu_baru": "what DPMPPA was shown when it answered; the pagu itself stands in Alokasi",
    "laporan.HasilKegiatan.volume": HASIL,
    "laporan.Aset.nilai": HASIL,
}
# Figures of the accepted LPJ: the acceptance computes and writes them, whatever stood there.
DITULIS_SAAT_TERIMA = ("cair", "bunga", "belanja", "pajak", "kembali")


def nama_kolom(model, kolom):
    return f"{model._meta.label}.{kolom}"


def semua_kolom():
    """Every column of our tables that can hold money or a volume."""
    return {
        nama_kolom(model, kolom.name): kolom
        for aplikasi in APLIKASI
        for model in apps.get_app_config(aplikasi).get_models()
        for kolom in model._meta.concrete_fields
        if isinstance(kolom, (models.BigIntegerField, models.DecimalField, models.FloatField)) and not kolom.primary_key
    }


def test_every_column_of_money_is_tampered_with_or_has_a_reason():
    diuji = {nama_kolom(model, kolom) for model, (_jalur, daftar) in DIUJI.items() for kolom in daftar}
    ditulis = {nama_kolom(LPJ, kolom) for kolom in DITULIS_SAAT_TERIMA}

    assert sorted(diuji | ditulis | set(BUKAN_LPJ)) == sorted(semua_kolom())
    assert len(diuji) + len(ditulis) + len(BUKAN_LPJ) == len(semua_kolom())
    pecahan = (models.DecimalField, models.FloatField)
    assert [nama for nama, kolom in semua_kolom().items() if isinstance(kolom, pecahan)] == []


# --- past the application -------------------------------------------------------------------------------------------


@contextmanager
def tanpa_penjaga():
    """No append-only triggers and no check constraints on the tables of the LPJ, until the transaction ends."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for perintah in _lepas_sqlite(cursor) if sqlite else _lepas_postgres():
            cursor.execute(perintah)
    try:
        yield
    finally:
        if sqlite:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _lepas_sqlite(cursor):
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    yield from [f'DROP TRIGGER "{nama}"' for (nama,) in cursor.fetchall()]
    yield "PRAGMA ignore_check_constraints = ON"


def _lepas_postgres():
    # Foreign keys are asked now, or a table with questions pending cannot be altered.
    yield "SET CONSTRAINTS ALL IMMEDIATE"
    for model in (*DIUJI, LPJ):
        tabel = connection.ops.quote_name(model._meta.db_table)
        yield f"ALTER TABLE {tabel} DISABLE TRIGGER USER"
        for aturan in model._meta.constraints:
            if isinstance(aturan, models.CheckConstraint):
                yield f"ALTER TABLE {tabel} DROP CONSTRAINT {connection.ops.quote_name(aturan.name)}"


def ubah_serupiah(baris, kolom, beda):
    """UPDATE of one number, as somebody with the database's password could write it."""
    tabel, nama = (connection.ops.quote_name(n) for n in (baris._meta.db_table, baris._meta.get_field(kolom).column))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {tabel} SET {nama} = {nama} + %s WHERE id = %s", [beda, baris.pk])  # noqa: S608
        assert cursor.rowcount == 1


@contextmanager
def lalu_dipulihkan():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- what must be said ----------------------------------------------------------------------------------------------


def alasan_diam(baris, kolom, beda):
    """Why this change is none of the LPJ's, or nothing."""
    if isinstance(baris, Pencairan) and baris.status != Pencairan.Status.CAIR:
        return "no money moved"
    lebih = beda if baris._meta.model is BukuKas and baris.jenis == Jenis.TERIMA_SWADAYA else -beda
    if isinstance(baris, BukuKas) and baris.dana == Dana.SWADAYA and kolom == "nilai" and lebih > 0:
        return "Rp1 more of the residents' own money is left; it stands beside the equation"
    return ""


def harus_tersebut(baris, kolom, beda, lama):
    """What the refusal must name: the row where a rule of its own breaks, else the equation and its difference."""
    if isinstance(baris, BarisRAB):
        return (f"RAB versi {baris.versi_rab.nomor}, {baris.uraian}:", "selisih Rp")
    if isinstance(baris, Alokasi):
        return (rupiah(lama + beda), rupiah(lama))
    if isinstance(baris, Temuan):
        return (f"Temuan {baris}:", "selisih Rp1")
    if not isinstance(baris, BukuKas):
        return ("selisih Rp1",)
    if baris.membatalkan_id or hasattr(baris, "pembatal"):
        return (sebutan(baris.pembatal if not baris.membatalkan_id else baris), "selisih Rp1")
    if kolom == "pajak":
        return (sebutan(baris), "Rp1")
    if baris.jenis == Jenis.SETOR_PAJAK:
        return (sebutan(baris.pajak_dari), "Rp1")
    if baris.jenis == Jenis.TERIMA_PROGRAM:
        return (sebutan(baris), "selisih Rp1")
    if baris.jenis == Jenis.TARIK_TUNAI or baris.dana == Dana.SWADAYA:
        return ("Saldo", "menjadi -Rp1")
    return ("belum sama dengan belanja", "selisih Rp1" if masuk(baris) == (beda > 0) else "selisih -Rp1")


def masuk(baris):
    return baris.jenis == Jenis.BUNGA


def sebutan(baris):
    """As the sentence names it, but for the amount, which may be the wrong one."""
    return ", ".join(filter(None, [f"Buku kas {baris.tanggal:%d/%m/%Y}", baris.nomor_bukti and f"nomor {baris.nomor_bukti}", baris.uraian]))  # fmt: skip


def semua_tempat(usulan):
    """(row, column, its number) of every place where money of this Usulan stands."""
    for model, (jalur, daftar_kolom) in DIUJI.items():
        for baris in model.objects.filter(**{jalur: usulan}).order_by("pk"):
            for kolom in daftar_kolom:
                if getattr(baris, kolom) is not None:
                    yield baris, kolom, getattr(baris, kolom)


def macam(baris, kolom):
    """One of each is pressed on the page too."""
    return (type(baris), kolom, getattr(baris, "jenis", ""), getattr(baris, "dana", ""))


# --- the show -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_rupiah_anywhere_keeps_the_lpj_from_being_accepted(login):
    muat_acuan()
    kisah = jalani(login, orang_kota())
    angka_diterima(kisah.usulan)
    buka_lagi(kisah)
    dpmppa, angka = kisah.orang["dpmppa"], uang(kisah.usulan)
    lolos, lewat_halaman, banyak = [], set(), 0
    with tanpa_penjaga():
        for baris, kolom, lama in list(semua_tempat(kisah.usulan)):
            for beda in (1, -1):
                banyak += 1
                with lalu_dipulihkan():
                    ubah_serupiah(baris, kolom, beda)
                    diam = alasan_diam(baris, kolom, beda)
                    kata = ditolak(kisah.usulan, dpmppa)
                    if diam:
                        cocok = kata == "" and uang(kisah.usulan) == angka
                    else:
                        cocok = kata and all(k in kata for k in harus_tersebut(baris, kolom, beda, lama))
                    if cocok and not diam and macam(baris, kolom) not in lewat_halaman:
                        lewat_halaman.add(macam(baris, kolom))
                        cocok = ditolak_di_halaman(kisah)
                if not cocok:
                    lolos.append((nama_kolom(type(baris), kolom), str(baris), lama, beda, kata))
        assert lolos == []
        assert banyak > 350
        assert len(lewat_halaman) >= 25
        angka_lpj_ditulis_ulang(kisah.usulan, dpmppa)
    kisah.periksa("dpmppa", "terima")
    angka_diterima(kisah.usulan)


def angka_diterima(usulan):
    usulan.refresh_from_db()
    assert usulan.tahap == "selesai"
    lpj = LPJ.objects.get(usulan=usulan)
    pajak = sum(usulan.daftar_bukukas.sah().values_list("pajak", flat=True))
    assert (lpj.cair, lpj.bunga, lpj.belanja, lpj.pajak, lpj.kembali) == (
        PAGU, BUNGA, PAGU - TAK_TERPAKAI + BIAYA, pajak, KEMBALI,
    )  # fmt: skip
    # Two kinds of tax; Rp653.250 x 1,5 % and Rp1.200.000 x 5 %, each rounded down.
    assert pajak == 3 * 9_798 + 2 * 60_000


def buka_lagi(kisah):
    """DPMPPA undoes its acceptance, so that it may be asked for again."""
    kisah.isi("dpmppa", "laporan:buka_kembali", catatan="Diperiksa sekali lagi")
    assert kisah.keadaan() == ("lpj", "dpmppa")


def ditolak(usulan, dpmppa):
    """The sentences with which the acceptance is refused; empty when it was not."""
    usulan = Usulan.objects.get(pk=usulan.pk)
    try:
        with lalu_dipulihkan():
            terima_lpj(usulan, oleh=dpmppa, versi=usulan.versi)
    except LangkahDitolak as penolakan:
        return "\n".join(penolakan.daftar_pesan)
    return ""


def ditolak_di_halaman(kisah):
    """DPMPPA presses the button all the same: refused in words, and nothing moved."""
    isian = {"versi": kisah.usulan.versi, "aksi": "terima", "nilai_bukukas": "sesuai", "nilai_pernyataan": "sesuai"}
    jawaban = kisah["dpmppa"].client.post(kisah.alamat("laporan:periksa"), isian)
    return jawaban.status_code == 422 and kisah.keadaan() == ("lpj", "dpmppa")


def angka_lpj_ditulis_ulang(usulan, dpmppa):
    for kolom in DITULIS_SAAT_TERIMA:
        with lalu_dipulihkan():
            ubah_serupiah(LPJ.objects.get(usulan=usulan), kolom, 1)
            lagi = Usulan.objects.get(pk=usulan.pk)
            terima_lpj(lagi, oleh=dpmppa, versi=lagi.versi)
            angka_diterima(usulan)
    usulan.refresh_from_db()
