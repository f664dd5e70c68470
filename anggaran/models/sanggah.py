from django.db import models
from django.db.models import Q

from pokja.models import Berkas, Usulan
from rt.models import DataKK


class SanggahQuerySet(models.QuerySet):
    def untuk(self, pengguna):
        return self.filter(usulan__in=Usulan.objects.untuk(pengguna))

    def terbuka(self):
        return self.filter(status__in=Sanggah.TERBUKA)


class Sanggah(models.Model):
    """An RT's objection to the households counted for it, and so to its tingkat.

    Append-only by use: each side fills its own columns once (services/sanggah.py) and nothing is ever deleted.
    """

    class Status(models.TextChoices):
        KELURAHAN = "kelurahan", "Menunggu pendapat kelurahan"
        DPMPPA = "dpmppa", "Menunggu putusan DPMPPA"
        DITERIMA = "diterima", "Diterima"
        DITOLAK = "ditolak", "Ditolak"
        DICABUT = "dicabut", "Dicabut RT"

    class Pendapat(models.TextChoices):
        SETUJU = "setuju", "Setuju dengan RT"
        TIDAK = "tidak", "Tidak setuju"

    TERBUKA = (Status.KELURAHAN, Status.DPMPPA)

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_sanggah")
    status = models.CharField(max_length=10, choices=Status, default=Status.KELURAHAN)
    kk = models.PositiveIntegerField("jumlah KK menurut RT")
    # What stood there when it was filed: the count in force may move on.
    kk_tercatat = models.PositiveIntegerField("jumlah KK yang disanggah")
    alasan = models.TextField()
    daftar_bukti = models.ManyToManyField(Berkas, related_name="+")
    dibuat_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, related_name="+")
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    dicabut_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dicabut_pada = models.DateTimeField(null=True, blank=True)

    pendapat = models.CharField("pendapat kelurahan", max_length=10, choices=Pendapat, blank=True)
    alasan_pendapat = models.CharField("alasan pendapat", max_length=500, blank=True)
    pendapat_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pendapat_pada = models.DateTimeField(null=True, blank=True)

    alasan_putusan = models.CharField("alasan putusan", max_length=500, blank=True)
    data_kk = models.ForeignKey(DataKK, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Where the Alokasi was still sementara: its tingkat and pagu before and after. Empty: the year's pagu stayed.
    kk_minimal_lama = models.PositiveIntegerField(null=True, blank=True)
    pagu_lama = models.BigIntegerField("pagu lama (Rp)", null=True, blank=True)
    kk_minimal_baru = models.PositiveIntegerField(null=True, blank=True)
    pagu_baru = models.BigIntegerField("pagu baru (Rp)", null=True, blank=True)
    diputus_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    diputus_pada = models.DateTimeField(null=True, blank=True)

    objects = SanggahQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "sanggah"
        indexes = [models.Index(fields=["status", "dibuat_pada"], name="sanggah_antrean")]
        constraints = [
            models.UniqueConstraint(
                fields=["usulan"], condition=Q(status__in=["kelurahan", "dpmppa"]), name="sanggah_satu_terbuka"
            ),
            models.CheckConstraint(condition=Q(kk__gte=1), name="sanggah_kk_minimal_satu"),
            models.CheckConstraint(condition=~Q(alasan=""), name="sanggah_beralasan"),
            models.CheckConstraint(
                condition=Q(status__in=["kelurahan", "dicabut"])
                | (~Q(pendapat="") & ~Q(alasan_pendapat="") & Q(pendapat_pada__isnull=False)),
                name="sanggah_berpendapat",
            ),
            models.CheckConstraint(
                condition=~Q(status="diterima") | Q(data_kk__isnull=False, diputus_pada__isnull=False),
                name="sanggah_diterima_ber_kk",
            ),
            models.CheckConstraint(
                condition=~Q(status="ditolak") | (~Q(alasan_putusan="") & Q(diputus_pada__isnull=False)),
                name="sanggah_ditolak_beralasan",
            ),
            models.CheckConstraint(
                condition=~Q(status="dicabut") | Q(dicabut_pada__isnull=False), name="sanggah_dicabut_bertanggal"
            ),
        ]

    def __str__(self):
        return f"Sanggah {self.usulan}"

    @property
    def terbuka(self):
        return self.status in self.TERBUKA

    @property
    def sejak(self):
        """Since when it stands in its present state."""
        return self.diputus_pada or self.dicabut_pada or self.pendapat_pada or self.dibuat_pada

    @property
    def rupa(self):
        """The look of its label, see templates/_komponen/label_tahap.html."""
        if self.status == self.Status.DITERIMA:
            return "selesai"
        return "menunggu" if self.terbuka else "tenang"

    @property
    def menggeser_pagu(self):
        """Was the year's pagu still open to it? (It may have stayed in the same tingkat.)"""
        return self.pagu_baru is not None
