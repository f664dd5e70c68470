from datetime import date

from django.db import models
from django.db.models import Q


class HariLibur(models.Model):
    """A day on which offices are closed: a national holiday or a cuti bersama. Weekends need no row."""

    tanggal = models.DateField(
        unique=True,
        error_messages={"unique": "Tanggal itu sudah ada di daftar. Ubah namanya di baris yang ada."},
    )
    nama = models.CharField("nama hari libur", max_length=100)

    class Meta:
        ordering = ["tanggal"]
        verbose_name = verbose_name_plural = "hari libur"
        constraints = [
            models.CheckConstraint(
                condition=Q(tanggal__gte=date(2015, 1, 1), tanggal__lte=date(2100, 12, 31)),
                name="harilibur_wajar",
                violation_error_message="Tahunnya di luar 2015 sampai 2100. Periksa kembali tanggalnya.",
            )
        ]

    def __str__(self):
        return self.nama
