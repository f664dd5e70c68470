from django.db import models
from django.db.models import F, Q

from pokja.models.berkas import Berkas
from pokja.models.usulan import Usulan
from pokja.tahapan import Giliran, Tahap


class AlasanKembali(models.Model):
    """The list of reasons a checker picks from; DPMPPA edits it."""

    teks = models.CharField(max_length=120, unique=True)
    aktif = models.BooleanField(default=True)

    class Meta:
        ordering = ["teks"]
        verbose_name = verbose_name_plural = "alasan pengembalian"

    def __str__(self):
        return self.teks


class TandaQuerySet(models.QuerySet):
    def terbuka(self):
        return self.filter(ditutup_pada__isnull=True)


class Tanda(models.Model):
    """A checker's mark: this part must be mended. `kunci` names the part: a Bagian, or "rab:<id>" and the like,

    a text so that later apps can be marked without being imported here.
    """

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_tanda")
    tahap = models.CharField(max_length=12, choices=Tahap)
    giliran = models.CharField(max_length=10, choices=Giliran)  # the side that marked
    kunci = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    alasan = models.ForeignKey(AlasanKembali, on_delete=models.PROTECT, null=True, blank=True)
    catatan = models.CharField(max_length=500, blank=True)
    # What the marked part said at the last return, see laporan.jawaban; empty for marks older than that.
    isi_lama = models.JSONField(default=dict, blank=True, editable=False)
    dipotret_pada = models.DateTimeField(null=True, blank=True, editable=False)
    dibuat_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    ditutup_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")
    ditutup_pada = models.DateTimeField(null=True, blank=True)

    objects = TandaQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "tanda"
        constraints = [
            models.UniqueConstraint(
                fields=["usulan", "kunci"], condition=Q(ditutup_pada__isnull=True), name="tanda_terbuka_sekali"
            ),
            models.CheckConstraint(condition=Q(alasan__isnull=False) | ~Q(catatan=""), name="tanda_beralasan"),
        ]

    def __str__(self):
        return f"{self.label}: {self.keterangan}"

    @property
    def keterangan(self):
        return ". ".join(bagian for bagian in (self.alasan and self.alasan.teks, self.catatan) if bagian)


class TemuanQuerySet(models.QuerySet):
    def untuk(self, pengguna):
        return self.filter(usulan__in=Usulan.objects.untuk(pengguna))

    def terbuka(self):
        """All but those that are closed with exactly their amount settled."""
        return self.exclude(diselesaikan=F("nilai"), ditutup_pada__isnull=False)


class Temuan(models.Model):
    """A finding about money. The LPJ is accepted only when every one is closed and its open amount is zero."""

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_temuan")
    kunci = models.CharField(max_length=60, blank=True)
    uraian = models.TextField("uraian temuan")
    nilai = models.BigIntegerField("nilai temuan (Rp)", default=0)
    diselesaikan = models.BigIntegerField("sudah diselesaikan (Rp)", default=0)
    dibuat_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, related_name="+")
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    jawaban = models.TextField(blank=True)
    bukti = models.ForeignKey(Berkas, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dijawab_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dijawab_pada = models.DateTimeField(null=True, blank=True)
    ditutup_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ditutup_pada = models.DateTimeField(null=True, blank=True)
    penutup = models.CharField("alasan ditutup", max_length=300, blank=True)

    objects = TemuanQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "temuan"
        constraints = [
            models.CheckConstraint(condition=Q(nilai__gte=0), name="temuan_nilai_positif"),
            models.CheckConstraint(
                condition=Q(diselesaikan__gte=0, diselesaikan__lte=F("nilai")), name="temuan_diselesaikan_wajar"
            ),
            models.CheckConstraint(
                condition=Q(ditutup_pada__isnull=True) | Q(diselesaikan=F("nilai")), name="temuan_tutup_nol"
            ),
        ]

    def __str__(self):
        return self.uraian[:60]

    @property
    def sisa(self):
        return self.nilai - self.diselesaikan
