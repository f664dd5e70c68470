from django.db import models
from django.db.models import F, Q, Value
from django.db.models.lookups import LessThan, LessThanOrEqual

from anggaran.models.jenis import JenisBiaya
from anggaran.models.pagu import BarisTetap, ItemWajib
from pokja.models import Berkas, KegiatanTahunan, Sumber, Usulan
from rt.models import Isian


class Proposal(Isian):
    """The words around the RAB."""

    usulan = models.OneToOneField(Usulan, on_delete=models.PROTECT, related_name="proposal")
    latar_belakang = models.TextField("latar belakang")
    tujuan = models.TextField()
    penerima_manfaat = models.PositiveIntegerField("warga yang mendapat manfaat (orang)")
    cara_pelaksanaan = models.TextField("cara pelaksanaan")

    class Meta:
        verbose_name = verbose_name_plural = "proposal"

    def __str__(self):
        return f"Proposal {self.usulan}"


class VersiRAB(models.Model):
    """One version of the RAB. The first is the proposal's; a shift of money makes the next and keeps the old."""

    class Status(models.TextChoices):
        BERLAKU = "berlaku", "Berlaku"
        DIGANTI = "diganti", "Diganti"
        DISIAPKAN = "disiapkan", "Sedang disusun"
        DIAJUKAN = "diajukan", "Menunggu persetujuan DPMPPA"
        DITOLAK = "ditolak", "Ditolak"

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_versi_rab")
    nomor = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.BERLAKU)
    alasan = models.TextField("alasan pergeseran", blank=True)
    berita_acara = models.ForeignKey(Berkas, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dibuat_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    diputus_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    diputus_pada = models.DateTimeField(null=True, blank=True)
    catatan_putusan = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["usulan", "nomor"]
        verbose_name = verbose_name_plural = "versi RAB"
        constraints = [
            models.UniqueConstraint(fields=["usulan", "nomor"], name="versirab_unik"),
            models.UniqueConstraint(fields=["usulan"], condition=Q(status="berlaku"), name="versirab_satu_berlaku"),
            models.UniqueConstraint(
                fields=["usulan"], condition=Q(status__in=["disiapkan", "diajukan"]), name="versirab_satu_pergeseran"
            ),
        ]

    def __str__(self):
        return f"RAB {self.usulan} versi {self.nomor}"


# Volume is in thousandths, so volume * harga is in thousandths of a rupiah; the amount is that, rounded half up.
_SERIBU_KALI = F("volume") * F("harga_satuan") + Value(500)


class BarisRAB(Isian):
    """One line of a RAB, from one source. Amounts in whole rupiah; the database holds the arithmetic."""

    versi_rab = models.ForeignKey(VersiRAB, on_delete=models.PROTECT, related_name="daftar_baris")
    kegiatan = models.ForeignKey(
        KegiatanTahunan, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kegiatan"
    )
    jenis_biaya = models.CharField("jenis biaya", max_length=12, choices=JenisBiaya)
    uraian = models.CharField(max_length=200)
    volume = models.BigIntegerField()  # thousandths
    satuan = models.CharField(max_length=30)
    harga_satuan = models.BigIntegerField("harga satuan (Rp)")
    jumlah = models.BigIntegerField("jumlah (Rp)", editable=False)
    sumber = models.CharField("sumber dana", max_length=16, choices=Sumber, default=Sumber.PROGRAM)
    tetap = models.ForeignKey(
        BarisTetap, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    item_wajib = models.ForeignKey(
        ItemWajib,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="memenuhi barang wajib",
    )
    asal = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    class Meta:
        ordering = ["jenis_biaya", "pk"]
        verbose_name = verbose_name_plural = "baris RAB"
        indexes = [models.Index(fields=["versi_rab", "sumber", "jumlah"], name="barisrab_jumlah")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    volume__gte=1, volume__lte=1_000_000_000, harga_satuan__gte=1, harga_satuan__lte=1_000_000_000
                ),
                name="barisrab_positif",
                violation_error_message="Volume dan harga satuan harus lebih dari nol, harga paling banyak Rp1 miliar.",
            ),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(F("jumlah") * Value(1000), _SERIBU_KALI))
                & Q(LessThan(_SERIBU_KALI, F("jumlah") * Value(1000) + Value(1000))),
                name="barisrab_jumlah_benar",
            ),
        ]

    def __str__(self):
        return self.uraian

    def save(self, *args, **kwargs):
        self.jumlah = hitung_jumlah(self.volume, self.harga_satuan)
        super().save(*args, **kwargs)


def hitung_jumlah(volume, harga_satuan):
    """Whole rupiah for a volume in thousandths and a price in rupiah, rounded half up."""
    return (volume * harga_satuan + 500) // 1000


class PembebasanItem(Isian):
    """Why this RT plans no such item: exempt, or bought together with another RT."""

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_pembebasan")
    item_wajib = models.ForeignKey(ItemWajib, on_delete=models.PROTECT, related_name="+", verbose_name="barang wajib")
    alasan = models.CharField("alasan dibebaskan, atau RT mana yang membeli bersama", max_length=300)

    class Meta:
        ordering = ["item_wajib__nama"]
        verbose_name = verbose_name_plural = "pembebasan barang wajib"
        constraints = [
            models.UniqueConstraint(
                fields=["usulan", "item_wajib"],
                name="pembebasan_sekali",
                violation_error_message="Pembebasan untuk barang itu sudah ada. Ubah baris yang ada.",
            )
        ]

    def __str__(self):
        return f"{self.item_wajib}: {self.alasan}"
