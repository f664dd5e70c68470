from django.db import models
from django.db.models import Q
from django.utils import timezone

from pokja.models import KegiatanTahunan, Usulan
from rt.models import Isian


class Kemajuan(Isian):
    """A progress report of the works."""

    class Persen(models.IntegerChoices):
        NOL = 0, "0 %"
        SEPARUH = 50, "50 %"
        PENUH = 100, "100 %"

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_kemajuan")
    persen = models.PositiveSmallIntegerField("kemajuan", choices=Persen)
    tanggal = models.DateField(default=timezone.localdate)
    catatan = models.CharField(max_length=300, blank=True)
    oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["persen", "pk"]
        verbose_name = verbose_name_plural = "kemajuan"
        constraints = [
            models.UniqueConstraint(
                fields=["usulan", "persen"],
                name="kemajuan_sekali",
                violation_error_message="Laporan kemajuan untuk persen itu sudah ada. Ubah yang ada.",
            )
        ]

    def __str__(self):
        return f"{self.persen} %"


class BAST(Isian):
    """Handover to the residents."""

    usulan = models.OneToOneField(Usulan, on_delete=models.PROTECT, related_name="bast")
    tanggal = models.DateField("tanggal serah terima")
    tempat = models.CharField(max_length=150)
    penerima = models.CharField("nama wakil warga penerima", max_length=150)
    uraian = models.TextField("hasil yang diserahkan")
    tanpa_aset = models.BooleanField(
        "tidak ada aset", default=False, help_text="Centang bila kegiatan tidak menghasilkan barang atau bangunan."
    )

    class Meta:
        verbose_name = verbose_name_plural = "berita acara serah terima"

    def __str__(self):
        return f"BAST {self.usulan}"


class HasilKegiatan(Isian):
    """Volume planned (on the activity) and made."""

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_hasil")
    kegiatan = models.ForeignKey(KegiatanTahunan, on_delete=models.PROTECT, related_name="+")
    volume = models.BigIntegerField("volume terlaksana")  # thousandths
    keterangan = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "hasil kegiatan"
        constraints = [
            models.UniqueConstraint(
                fields=["usulan", "kegiatan"],
                name="hasil_sekali",
                violation_error_message="Hasil kegiatan itu sudah dicatat. Ubah baris yang ada.",
            ),
            models.CheckConstraint(condition=Q(volume__gte=0), name="hasil_volume_wajar"),
        ]

    def __str__(self):
        return str(self.kegiatan)


class Aset(Isian):
    class Kondisi(models.TextChoices):
        BAIK = "baik", "Baik"
        RUSAK = "rusak", "Rusak"

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_aset")
    nama = models.CharField("nama aset", max_length=150)
    banyak = models.PositiveIntegerField("banyaknya")
    satuan = models.CharField(max_length=30)
    nilai = models.BigIntegerField("nilai (Rp)")
    tempat = models.CharField(max_length=150)
    penjaga = models.CharField("penanggung jawab", max_length=150)
    kondisi = models.CharField(max_length=5, choices=Kondisi, default=Kondisi.BAIK)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "aset"
        constraints = [models.CheckConstraint(condition=Q(nilai__gte=1, banyak__gte=1), name="aset_positif")]

    def __str__(self):
        return self.nama


class LPJ(Isian):
    """The accountability report: the RT adds a statement, the program adds the figures from the buku kas.

    The figures are written when the LPJ is accepted, as what was accepted; until then they are computed.
    """

    usulan = models.OneToOneField(Usulan, on_delete=models.PROTECT, related_name="lpj")
    pernyataan = models.TextField("pernyataan pertanggungjawaban")
    setuju = models.BooleanField("Saya menyatakan laporan ini benar dan siap diperiksa")
    diterima_pada = models.DateTimeField(null=True, blank=True, editable=False)
    diterima_oleh = models.ForeignKey(
        "rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    cair = models.BigIntegerField(default=0, editable=False)
    bunga = models.BigIntegerField(default=0, editable=False)
    belanja = models.BigIntegerField(default=0, editable=False)
    pajak = models.BigIntegerField(default=0, editable=False)
    kembali = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "LPJ"
        constraints = [
            # What is accepted ties to the rupiah, also past the application.
            models.CheckConstraint(
                condition=Q(diterima_pada__isnull=True)
                | Q(cair=models.F("belanja") + models.F("kembali") - models.F("bunga")),
                name="lpj_diterima_seimbang",
            )
        ]

    def __str__(self):
        return f"LPJ {self.usulan}"


class KirimanRingkasan(models.Model):
    """The daily e-mail of one person went out: what keeps a second run of the same day silent."""

    pengguna = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, related_name="daftar_kiriman_ringkasan")
    tanggal = models.DateField(default=timezone.localdate)
    banyak = models.PositiveIntegerField("banyaknya pekerjaan")
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-tanggal", "pk"]
        verbose_name = verbose_name_plural = "kiriman ringkasan"
        constraints = [models.UniqueConstraint(fields=["pengguna", "tanggal"], name="kiriman_ringkasan_sekali_sehari")]

    def __str__(self):
        return f"{self.pengguna} {self.tanggal:%d-%m-%Y}"
