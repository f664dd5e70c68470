from django.db import models
from django.db.models import Q

from anggaran.models.jenis import JenisBiaya
from pokja.models import Kelompok, TahunProgram, Usulan


class Tingkat(models.Model):
    """A tier: from `kk_minimal` households on, up to the next row. Gaps and overlaps cannot be written down."""

    tahun_program = models.ForeignKey(TahunProgram, on_delete=models.PROTECT, related_name="daftar_tingkat")
    kk_minimal = models.PositiveIntegerField("mulai dari (KK)")
    pagu = models.BigIntegerField("pagu (Rp)")

    class Meta:
        ordering = ["kk_minimal"]
        verbose_name = verbose_name_plural = "tingkat"
        constraints = [
            models.UniqueConstraint(
                fields=["tahun_program", "kk_minimal"],
                name="tingkat_unik",
                violation_error_message="Batas bawah itu sudah ada pada tahun ini.",
            ),
            models.CheckConstraint(condition=Q(pagu__gte=0), name="tingkat_pagu_positif"),
        ]

    def __str__(self):
        return f"mulai {self.kk_minimal} KK"


class Alokasi(models.Model):
    """What an RT may get this year: a snapshot, *sementara* until DPMPPA fixes it. Whole rupiah."""

    usulan = models.OneToOneField(Usulan, on_delete=models.PROTECT, related_name="alokasi")
    kk = models.PositiveIntegerField("jumlah KK")
    kk_tanggal = models.DateField("KK per tanggal")
    kk_sumber = models.CharField("sumber KK", max_length=200)
    kk_minimal = models.PositiveIntegerField("batas bawah tingkat")
    pagu = models.BigIntegerField("pagu (Rp)")
    sementara = models.BooleanField(default=True)
    ditetapkan_pada = models.DateTimeField(null=True, blank=True)
    ditetapkan_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "alokasi"
        indexes = [models.Index(fields=["pagu"], name="alokasi_pagu")]
        constraints = [
            models.CheckConstraint(condition=Q(pagu__gte=0), name="alokasi_pagu_positif"),
            models.CheckConstraint(condition=Q(kk__gte=1), name="alokasi_kk_positif"),
            models.CheckConstraint(condition=Q(kk__gte=models.F("kk_minimal")), name="alokasi_kk_dalam_tingkat"),
            models.CheckConstraint(
                condition=Q(sementara=True) | Q(ditetapkan_pada__isnull=False), name="alokasi_tetap_bertanggal"
            ),
        ]

    def __str__(self):
        return f"Alokasi {self.usulan}"

    @property
    def di_batas(self):
        """Exactly on a tier's lower bound: sources disagree there, so a person should look."""
        return self.kk_minimal > 0 and self.kk == self.kk_minimal


class BarisTetap(models.Model):
    """A RAB line the year fixes for a Kelompok: price locked, number of months set here."""

    kelompok = models.ForeignKey(Kelompok, on_delete=models.PROTECT, related_name="daftar_baris_tetap")
    urut = models.PositiveSmallIntegerField(default=1)
    uraian = models.CharField(max_length=200)
    jenis_biaya = models.CharField(max_length=12, choices=JenisBiaya, default=JenisBiaya.OPERASIONAL)
    volume = models.BigIntegerField("banyaknya")  # thousandths
    satuan = models.CharField(max_length=30, default="bulan")
    harga_satuan = models.BigIntegerField("harga satuan (Rp)")
    sumber_aturan = models.CharField("dasar", max_length=200, blank=True)
    aktif = models.BooleanField(default=True)

    class Meta:
        ordering = ["kelompok", "urut", "pk"]
        verbose_name = verbose_name_plural = "baris tetap RAB"
        constraints = [
            models.UniqueConstraint(
                fields=["kelompok", "uraian"],
                name="baristetap_unik",
                violation_error_message="Baris tetap dengan uraian itu sudah ada pada Kelompok ini.",
            ),
            models.CheckConstraint(condition=Q(volume__gte=1, harga_satuan__gte=1), name="baristetap_positif"),
        ]

    def __str__(self):
        return self.uraian


class ItemWajib(models.Model):
    """Something every RT must plan for (CCTV, gerobak motor sampah), or be exempted from with a reason."""

    tahun_program = models.ForeignKey(TahunProgram, on_delete=models.PROTECT, related_name="daftar_item_wajib")
    nama = models.CharField(max_length=100)
    keterangan = models.CharField(max_length=300, blank=True)
    boleh_bebas = models.BooleanField("boleh dibebaskan dengan alasan", default=True)
    aktif = models.BooleanField(default=True)

    class Meta:
        ordering = ["nama"]
        verbose_name = verbose_name_plural = "barang wajib"
        constraints = [
            models.UniqueConstraint(
                fields=["tahun_program", "nama"],
                name="itemwajib_unik",
                violation_error_message="Barang wajib dengan nama itu sudah ada pada tahun ini.",
            )
        ]

    def __str__(self):
        return self.nama


class Termin(models.Model):
    """An instalment of the year: 1..n, together 100 %."""

    tahun_program = models.ForeignKey(TahunProgram, on_delete=models.PROTECT, related_name="daftar_termin")
    urut = models.PositiveSmallIntegerField()
    persen = models.PositiveSmallIntegerField("bagian (%)")
    syarat = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["tahun_program", "urut"]
        verbose_name = verbose_name_plural = "termin"
        constraints = [
            models.UniqueConstraint(fields=["tahun_program", "urut"], name="termin_unik"),
            models.CheckConstraint(condition=Q(persen__gte=1, persen__lte=100, urut__gte=1), name="termin_wajar"),
        ]

    def __str__(self):
        return f"Termin {self.urut} ({self.persen} %)"
