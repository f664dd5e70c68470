"""Riwayat and buku kas cannot be overwritten by inserting over them either, on SQLite and PostgreSQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from anggaran.models import BukuKas
from kampung.tests.dunia import isi_basis_data, isi_penuh
from pokja.models import Riwayat


@pytest.mark.parametrize(("model", "kolom"), [(Riwayat, "catatan"), (BukuKas, "uraian")])
def test_inserting_over_a_row_is_refused(model, kolom, usulan, dpmppa):
    isi_penuh(usulan)
    Riwayat.objects.create(
        usulan=usulan, aksi="ajukan", dari_tahap="rembuk", dari_giliran="rt", ke_tahap="rembuk", ke_giliran="kelurahan",
        oleh=dpmppa,
    )  # fmt: skip
    tabel = model._meta.db_table
    daftar = [k.column for k in model._meta.concrete_fields]
    isi = ", ".join("'PALSU'" if nama == kolom else nama for nama in daftar)
    perintah = f"INTO {tabel} ({', '.join(daftar)}) SELECT {isi} FROM {tabel} WHERE id > 0"  # noqa: S608
    if connection.vendor == "sqlite":
        perintah = f"INSERT OR REPLACE {perintah}"
    else:
        perintah = f"INSERT {perintah} ON CONFLICT (id) DO UPDATE SET {kolom} = excluded.{kolom}"
    sebelum = isi_basis_data()

    ditolak = pytest.raises(DatabaseError, match="tidak dapat diubah atau dihapus")
    with ditolak, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(perintah)
    assert isi_basis_data() == sebelum
