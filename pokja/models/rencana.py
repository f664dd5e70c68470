from django.db import models
from django.db.models import Q

from pokja.models.usulan import Usulan
from rt.models import Isian


class Bidang(models.TextChoices):
    INFRASTRUKTUR = "infrastruktur", "Infrastruktur lingkungan"
    SANITASI = "sanitasi", "Sanitasi dan persampahan"
    EKONOMI = "ekonomi", "Ekonomi masyarakat"
    SOSIAL = "sosial", "Sosial, pendidikan, kesehatan"
    KELEMBAGAAN = "kelembagaan", "Kelembagaan RT"


class Sumber(models.TextChoices):
    PROGRAM = "program", "Dana program"
    SWADAYA_UANG = "swadaya_uang", "Swadaya uang"
    SWADAYA_TENAGA = "swadaya_tenaga", "Swadaya tenaga"
    SWADAYA_BAHAN = "swadaya_bahan", "Swadaya bahan"


class ButirPemetaan(Isian):
    class Jenis(models.TextChoices):
        POTENSI = "potensi", "Potensi"
        MASALAH = "masalah", "Masalah"

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_pemetaan")
    jenis = models.CharField(max_length=8, choices=Jenis)
    uraian = models.CharField(max_length=300)
    lokasi = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["jenis", "pk"]
        verbose_name = verbose_name_plural = "potensi dan masalah"

    def __str__(self):
        return self.uraian


class BentukSwadaya(models.TextChoices):
    UANG = "uang", "Uang"
    TENAGA = "tenaga", "Tenaga (HOK)"
    BAHAN = "bahan", "Bahan"


class Swadaya(Isian):
    """What residents can give, each valued in rupiah."""

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_swadaya")
    bentuk = models.CharField(max_length=8, choices=BentukSwadaya)
    uraian = models.CharField(max_length=200)
    volume = models.BigIntegerField()  # thousandths
    satuan = models.CharField(max_length=30)
    nilai = models.BigIntegerField("nilai (Rp)")

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "swadaya"
        constraints = [
            models.CheckConstraint(condition=Q(nilai__gte=1), name="swadaya_nilai_positif"),
            models.CheckConstraint(condition=Q(volume__gte=1), name="swadaya_volume_positif"),
        ]

    def __str__(self):
        return self.uraian


class KegiatanLimaTahun(Isian):
    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_renja5")
    tahun = models.PositiveSmallIntegerField("direncanakan tahun")
    bidang = models.CharField(max_length=14, choices=Bidang)
    kegiatan = models.CharField(max_length=200)
    lokasi = models.CharField(max_length=150)
    perkiraan = models.BigIntegerField("perkiraan biaya (Rp)")

    class Meta:
        ordering = ["tahun", "pk"]
        verbose_name = verbose_name_plural = "kegiatan lima tahun"
        constraints = [models.CheckConstraint(condition=Q(perkiraan__gte=1), name="renja5_perkiraan_positif")]

    def __str__(self):
        return f"{self.kegiatan} ({self.tahun})"


class KegiatanTahunan(Isian):
    """An activity of this year, taken from the five-year list."""

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_renja1")
    dari = models.ForeignKey(
        KegiatanLimaTahun, on_delete=models.PROTECT, related_name="+", verbose_name="dari Renja 5 tahun"
    )
    lokasi = models.CharField(max_length=150)
    volume = models.BigIntegerField()  # thousandths
    satuan = models.CharField(max_length=30)
    perkiraan = models.BigIntegerField("perkiraan biaya (Rp)")
    sumber = models.CharField("sumber dana", max_length=16, choices=Sumber, default=Sumber.PROGRAM)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "kegiatan tahun ini"
        constraints = [
            models.UniqueConstraint(
                fields=["usulan", "dari", "sumber"],
                name="renja1_sekali",
                violation_error_message="Kegiatan itu dengan sumber dana yang sama sudah ada. Ubah baris yang ada.",
            ),
            models.CheckConstraint(condition=Q(perkiraan__gte=1), name="renja1_perkiraan_positif"),
            models.CheckConstraint(condition=Q(volume__gte=1), name="renja1_volume_positif"),
        ]

    def __str__(self):
        return self.dari.kegiatan

    @property
    def bidang(self):
        return self.dari.get_bidang_display()
