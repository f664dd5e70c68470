import secrets
import uuid

from django.db import models
from django.db.models import Max, Q
from django.urls import reverse

from pokja.models.usulan import Usulan
from rt.models import RT, Kelurahan
from rt.peran import SE_KOTA, SISI_RT

# Without 0, 1, I and O, so that a code can be read aloud from paper and typed.
ABJAD_KODE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PANJANG_KODE = 16


def kode_baru():
    """The code of a QR page: 80 random bits, so that nobody finds a paper by trying."""
    return "".join(secrets.choice(ABJAD_KODE) for _ in range(PANJANG_KODE))


def lokasi_surat(surat, nama):
    return f"surat/{surat.tahun}/{surat.kelurahan_id}/{uuid.uuid4().hex}.pdf"


class SuratQuerySet(models.QuerySet):
    def untuk(self, pengguna):
        """Papers of a Usulan in this person's territory; those of a whole kelurahan are for its office and above."""
        if pengguna.peran in SE_KOTA:
            return self.filter(kelurahan__latihan=pengguna.latihan)
        milik_rt = Q(usulan__in=Usulan.objects.untuk(pengguna))
        if pengguna.peran in SISI_RT:
            return self.filter(milik_rt)
        return self.filter(
            milik_rt | Q(usulan__isnull=True, kelurahan__in=RT.objects.untuk(pengguna).values("kelurahan"))
        )


class Surat(models.Model):
    """One issued paper. Its row in the number register of a kelurahan and year, and what stood on it.

    Never changed or deleted (the database refuses): a paper whose facts changed is issued anew as the next `versi`, with
    a number of its own. `jenis` and `kunci` ("usulan:12", "pencairan:7") name what it is about without knowing later apps.
    """

    jenis = models.CharField(max_length=20)
    label = models.CharField("jenis surat", max_length=100)
    kunci = models.CharField(max_length=40)
    versi = models.PositiveSmallIntegerField(default=1)
    kelurahan = models.ForeignKey(Kelurahan, on_delete=models.PROTECT, related_name="daftar_surat")
    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, null=True, blank=True, related_name="daftar_surat")
    # The register: one row of numbers per kelurahan and calendar year of the paper.
    tahun = models.PositiveSmallIntegerField()
    urut = models.PositiveIntegerField("nomor urut")
    nomor = models.CharField(max_length=80)
    tanggal = models.DateField("tanggal surat")
    nilai = models.BigIntegerField("nilai (Rp)", null=True, blank=True)
    kode = models.CharField("kode periksa", max_length=PANJANG_KODE, unique=True, default=kode_baru)
    # The snapshot (JSON, keys in order) and the finished file, so that a reprint is the same whatever changes later.
    data = models.TextField()
    isi = models.FileField(upload_to=lokasi_surat, max_length=200)
    sidik = models.CharField("SHA-256", max_length=64)
    diterbitkan_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")
    diterbitkan_pada = models.DateTimeField(auto_now_add=True)

    objects = SuratQuerySet.as_manager()

    class Meta:
        ordering = ["-tahun", "kelurahan__kode", "-urut"]
        verbose_name = verbose_name_plural = "surat"
        indexes = [models.Index(fields=["usulan", "jenis"], name="surat_usulan")]
        constraints = [
            models.UniqueConstraint(fields=["kelurahan", "tahun", "urut"], name="surat_urut_sekali"),
            models.UniqueConstraint(fields=["kelurahan", "tahun", "nomor"], name="surat_nomor_sekali"),
            models.UniqueConstraint(fields=["kunci", "jenis", "versi"], name="surat_versi_sekali"),
            models.CheckConstraint(condition=Q(urut__gte=1, versi__gte=1), name="surat_urut_positif"),
            models.CheckConstraint(condition=Q(nilai__isnull=True) | Q(nilai__gte=0), name="surat_nilai_wajar"),
        ]

    def __str__(self):
        return f"{self.label} {self.nomor}"

    def get_absolute_url(self):
        return reverse("laporan:surat_detail", args=[self.pk])

    @property
    def kode_terbaca(self):
        """In groups of four, as it is printed beside the QR code."""
        return "-".join(self.kode[i : i + 4] for i in range(0, PANJANG_KODE, 4))

    @property
    def versi_terakhir(self):
        sama = Surat.objects.filter(kunci=self.kunci, jenis=self.jenis)
        return sama.aggregate(terakhir=Max("versi"))["terakhir"]
