"""Which of the marked parts the RT has touched since its filing came back: so that the next thing to mend comes first."""

from django.db.models import Exists, OuterRef, Q

from anggaran.models import BarisRAB, BukuKas, PembebasanItem, Proposal
from laporan.models import BAST, LPJ, Aset, HasilKegiatan, Kemajuan
from laporan.views.serah_terima import FOTO_BAST, FOTO_KEMAJUAN
from pokja.models import (
    AnggotaPokja,
    BeritaAcaraRembuk,
    Berkas,
    ButirPemetaan,
    KegiatanLimaTahun,
    KegiatanTahunan,
    KeinginanWarga,
    Rekening,
    Swadaya,
    Usulan,
)
from pokja.tahapan import Giliran

J = Berkas.Jenis
# Key of a part: the rows it is made of, and the way from a row to its Usulan.
ISIAN = {
    "rembuk": (BeritaAcaraRembuk, "usulan"),
    "keinginan": (KeinginanWarga, "usulan"),
    "anggota": (AnggotaPokja, "usulan"),
    "potensi": (ButirPemetaan, "usulan"),
    "swadaya": (Swadaya, "usulan"),
    "renja5": (KegiatanLimaTahun, "usulan"),
    "renja1": (KegiatanTahunan, "usulan"),
    "narasi": (Proposal, "usulan"),
    "rab": (BarisRAB, "versi_rab__usulan"),
    "item_wajib": (PembebasanItem, "usulan"),
    "kemajuan": (Kemajuan, "usulan"),
    "bast": (BAST, "usulan"),
    "hasil": (HasilKegiatan, "usulan"),
    "aset": (Aset, "usulan"),
    "pernyataan": (LPJ, "usulan"),
}
UNGGAHAN = {
    "berkas_rembuk": (J.DAFTAR_HADIR, J.FOTO_REMBUK),
    "berkas_proposal": (J.FOTO_0, J.LAMPIRAN),
    "berkas_kemajuan": FOTO_KEMAJUAN,
    "berkas_bast": FOTO_BAST,
}


def sudah_diubah(usulan, daftar_tanda, sejak=None):
    """The keys of the marks whose part or row was saved after the return. One query, none without marks.

    `sejak`: the moment of the return, for a checker who has the filing back; while the RT has it, it is its turn's.

    A row that was taken away leaves no trace here: its mark stays on the list until the RT files again.
    """
    if sejak is None and usulan.giliran == Giliran.RT:
        sejak = usulan.giliran_sejak
    if not daftar_tanda or sejak is None:
        return set()
    syarat = {f"tanda_{tanda.pk}": _berubah(tanda.kunci, sejak) for tanda in daftar_tanda}
    syarat = {nama: ada for nama, ada in syarat.items() if ada is not None}
    if not syarat:
        return set()
    hasil = Usulan.objects.filter(pk=usulan.pk).values(**syarat).get()
    return {tanda.kunci for tanda in daftar_tanda if hasil.get(f"tanda_{tanda.pk}")}


def _berubah(kunci, sejak):
    """Exists(...) for one mark, or None for a key that no table answers."""
    bagian, _, nomor = kunci.partition(":")
    nomor = int(nomor) if nomor.isdecimal() else None
    if bagian in ISIAN:
        model, jalur = ISIAN[bagian]
        daftar = model.objects.filter(**{jalur: OuterRef("pk")}, diubah_pada__gt=sejak)
        return Exists(daftar.filter(pk=nomor) if nomor else daftar)
    if bagian in UNGGAHAN:
        saat = Q(diunggah_pada__gt=sejak) | Q(dihapus_pada__gt=sejak)
        return Exists(Berkas.objects.filter(saat, usulan=OuterRef("pk"), jenis__in=UNGGAHAN[bagian]))
    if bagian == "rekening":
        return Exists(Rekening.objects.filter(rt=OuterRef("rt"), berlaku=True, diubah_pada__gt=sejak))
    if bagian == "bukukas":
        daftar = BukuKas.objects.filter(usulan=OuterRef("pk"), dicatat_pada__gt=sejak)
        return Exists(daftar.filter(membatalkan=nomor) if nomor else daftar)
    return None
