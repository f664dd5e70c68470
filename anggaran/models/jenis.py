from django.db import models


class JenisBiaya(models.TextChoices):
    """The groups of a RAB, in the order of the paper."""

    BAHAN = "bahan", "I. Bahan"
    ALAT = "alat", "II. Alat"
    UPAH = "upah", "III. Upah"
    OPERASIONAL = "operasional", "IV. Operasional"
