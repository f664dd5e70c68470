"""Which of the marked parts the RT has touched since its filing came back: so that the next thing to mend comes first."""

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

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
    Unsur,
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

    A row that was taken away counts too: it is missed among those that the mark kept at the return.
    """
    if sejak is None and usulan.giliran == Giliran.RT:
        sejak = usulan.giliran_sejak
    if not daftar_tanda or sejak is None:
        return set()
    syarat = {f"tanda_{tanda.pk}": _berubah(tanda, sejak) for tanda in daftar_tanda}
    syarat = {nama: ada for nama, ada in syarat.items() if ada is not None}
    if not syarat:
        return set()
    hasil = Usulan.objects.filter(pk=usulan.pk).values(**syarat).get()
    return {tanda.kunci for tanda in daftar_tanda if hasil.get(f"tanda_{tanda.pk}")}


def nomor_isian(usulan, kunci):
    """The ids of the rows that a part is made of, to know later whether one was taken away."""
    if kunci not in ISIAN:
        return []
    model, jalur = ISIAN[kunci]
    return list(model.objects.filter(**{jalur: usulan.pk}).order_by("pk").values_list("pk", flat=True))


def _berubah(tanda, sejak):
    """A condition on the Usulan for one mark, or None for a key that no table answers."""
    bagian, _, nomor = tanda.kunci.partition(":")
    nomor = int(nomor) if nomor.isdecimal() else None
    if bagian in ISIAN:
        syarat = _baris_berubah(bagian, nomor, sejak) if nomor else _isian_berubah(bagian, tanda, sejak)
    elif bagian in UNGGAHAN:
        syarat = _unggahan_berubah(bagian, nomor, sejak)
    elif bagian == "rekening":
        syarat = Q(Exists(Rekening.objects.filter(rt=OuterRef("rt"), berlaku=True, diubah_pada__gt=sejak)))
    elif bagian == "bukukas":
        daftar = BukuKas.objects.filter(usulan=OuterRef("pk"), dicatat_pada__gt=sejak)
        syarat = Q(Exists(daftar.filter(_koreksi(tanda, nomor)) if nomor else daftar))
    else:
        return None
    return ExpressionWrapper(syarat, output_field=BooleanField())


def _baris_berubah(bagian, nomor, sejak):
    model, _jalur = ISIAN[bagian]
    baris = model.objects.filter(pk=nomor)
    return Q(Exists(baris.filter(diubah_pada__gt=sejak))) | ~Q(Exists(baris))


def _koreksi(tanda, nomor):
    """The correction of the marked row, or of what was written in its place since the mark was made."""
    sejenis = Q(jenis__in=BukuKas.objects.filter(pk=nomor).values("jenis"))
    return Q(membatalkan=nomor) | (sejenis & Q(membatalkan__dicatat_pada__gt=tanda.dibuat_pada))


def _isian_berubah(bagian, tanda, sejak):
    model, jalur = ISIAN[bagian]
    daftar = model.objects.filter(**{jalur: OuterRef("pk")}, diubah_pada__gt=sejak)
    # Filing itself writes the ketua's row anew (pokja.tim.tulis_ketua).
    syarat = Q(Exists(daftar.exclude(unsur=Unsur.KETUA) if bagian == "anggota" else daftar))
    if bagian == "item_wajib":
        baris = BarisRAB.objects.filter(versi_rab__usulan=OuterRef("pk"), item_wajib__isnull=False)
        syarat |= Q(Exists(baris.filter(diubah_pada__gt=sejak)))
    dulu = tanda.isi_lama.get("isian", [])
    if dulu:
        masih = model.objects.filter(pk__in=dulu, **{jalur: OuterRef("pk")}).order_by()
        # Grouped by what they share, so that the count is one row, and none where nothing is left.
        banyak = masih.values(jalur).annotate(banyak=Count("pk")).values("banyak")
        syarat |= Q(LessThan(Coalesce(Subquery(banyak), 0), Value(len(dulu))))
    return syarat


def _unggahan_berubah(bagian, nomor, sejak):
    daftar = Berkas.objects.filter(usulan=OuterRef("pk"), jenis__in=UNGGAHAN[bagian])
    baru = daftar.filter(diunggah_pada__gt=sejak)
    if nomor:
        # Another of the same kind in its place.
        baru = baru.filter(jenis__in=Berkas.objects.filter(pk=nomor).values("jenis"))
        daftar = daftar.filter(pk=nomor)
    return Q(Exists(baru)) | Q(Exists(daftar.filter(dihapus_pada__gt=sejak)))
