"""Rows of the demo on their way into the database, in large batches, with the keys and dates the demo gives them."""

from collections import Counter
from contextlib import contextmanager

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max

from anggaran.models import (
    BarisRAB,
    BukuKas,
    PembebasanItem,
    Penahanan,
    Pencairan,
    Penetapan,
    Permohonan,
    Proposal,
    Sanggah,
    SKPenetapan,
    VersiRAB,
)
from laporan.models import BAST, LPJ, Aset, HasilKegiatan, Kemajuan
from pokja.models import (
    AnggotaPokja,
    BeritaAcaraRembuk,
    Berkas,
    ButirPemetaan,
    KegiatanLimaTahun,
    KegiatanTahunan,
    KeinginanWarga,
    Pokja,
    Rekening,
    Riwayat,
    Swadaya,
    Tanda,
    Temuan,
)
from rt.models import Pejabat, Pengguna, Penugasan

# What is pointed at comes before what points.
URUTAN = (
    Pengguna, Penugasan, Pejabat, Berkas, BeritaAcaraRembuk, KeinginanWarga, AnggotaPokja, Pokja, Rekening,
    ButirPemetaan, Swadaya, KegiatanLimaTahun, KegiatanTahunan, Proposal, VersiRAB, PembebasanItem, BarisRAB,
    SKPenetapan, Penetapan, Permohonan, Pencairan, Penahanan, BukuKas, Kemajuan, BAST, HasilKegiatan, Aset, LPJ,
    Tanda, Temuan, Sanggah, Sanggah.daftar_bukti.through, Riwayat,
)  # fmt: skip


class Gudang:
    """Collects rows and saves them table by table. Keys are given here, so that a row can name another before both are saved."""

    def __init__(self):
        self._isi = {model: [] for model in URUTAN}
        self._nomor = {}
        self.jumlah = Counter()

    def buat(self, model, **kolom):
        objek = model(pk=self._nomor_baru(model), **kolom)
        self._isi[model].append(objek)
        return objek

    def _nomor_baru(self, model):
        if model not in self._nomor:
            self._nomor[model] = model.objects.aggregate(akhir=Max("pk"))["akhir"] or 0
        self._nomor[model] += 1
        return self._nomor[model]

    @property
    def banyak(self):
        return sum(map(len, self._isi.values()))

    def simpan(self):
        """Save all that is waiting."""
        with tanggal_dari_demo():
            for model, daftar in self._isi.items():
                model.objects.bulk_create(daftar, batch_size=1000)
                self.jumlah[model._meta.label] += len(daftar)
                daftar.clear()

    def selesai(self):
        """The database goes on counting after the keys that were given here."""
        perintah = connection.ops.sequence_reset_sql(no_style(), list(self._nomor))
        with connection.cursor() as cursor:
            for sql in perintah:
                cursor.execute(sql)
            # Without figures on the new rows both databases choose slow plans for the first hours.
            cursor.execute("ANALYZE")


@contextmanager
def tanggal_dari_demo():
    """Let dates of the past stand in columns that otherwise take the moment of saving."""
    kolom_otomatis = [
        (kolom, nama)
        for model in URUTAN
        for kolom in model._meta.local_fields
        for nama in ("auto_now", "auto_now_add")
        if getattr(kolom, nama, False)
    ]
    for kolom, nama in kolom_otomatis:
        setattr(kolom, nama, False)
    try:
        yield
    finally:
        for kolom, nama in kolom_otomatis:
            setattr(kolom, nama, True)
