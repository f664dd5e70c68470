import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from anggaran.models.pencairan import Pencairan
from anggaran.models.rab import BarisRAB
from pokja.models import Berkas, Usulan
from rt.peran import SE_KOTA


class TarifPajak(models.Model):
    """A kind of tax withheld, with its rate from a date on. `per_sepuluh_ribu`: 150 is 1.5 %."""

    nama = models.CharField(max_length=60)
    per_sepuluh_ribu = models.PositiveIntegerField("tarif (per 10.000)")
    mulai = models.DateField("berlaku mulai")
    selesai = models.DateField("sampai", null=True, blank=True)

    class Meta:
        ordering = ["nama", "-mulai"]
        verbose_name = verbose_name_plural = "tarif pajak"
        constraints = [
            models.UniqueConstraint(fields=["nama", "mulai"], name="tarifpajak_unik"),
            models.CheckConstraint(condition=Q(per_sepuluh_ribu__lte=10_000), name="tarifpajak_wajar"),
        ]

    def __str__(self):
        return f"{self.nama} {self.per_sepuluh_ribu / 100:g} %".replace(".", ",")


class Tempat(models.TextChoices):
    BANK = "bank", "Bank"
    KAS = "kas", "Kas tunai"


class Dana(models.TextChoices):
    PROGRAM = "program", "Dana program"
    SWADAYA = "swadaya", "Swadaya uang"


class Jenis(models.TextChoices):
    TERIMA_PROGRAM = "terima_program", "Dana program diterima"
    TERIMA_SWADAYA = "terima_swadaya", "Swadaya uang diterima"
    BUNGA = "bunga", "Bunga bank"
    TARIK_TUNAI = "tarik_tunai", "Tarik tunai dari bank"
    BIAYA_BANK = "biaya_bank", "Biaya bank"
    BELANJA = "belanja", "Belanja"
    SETOR_PAJAK = "setor_pajak", "Setor pajak"
    SETOR_SISA = "setor_sisa", "Setoran sisa dana"


# What a row does to its own place (+1 in, -1 out). A cash withdrawal also adds to kas; see services.saldo.
ARAH = {
    Jenis.TERIMA_PROGRAM: 1,
    Jenis.TERIMA_SWADAYA: 1,
    Jenis.BUNGA: 1,
    Jenis.TARIK_TUNAI: -1,
    Jenis.BIAYA_BANK: -1,
    Jenis.BELANJA: -1,
    Jenis.SETOR_PAJAK: -1,
    Jenis.SETOR_SISA: -1,
}


class BukuKasQuerySet(models.QuerySet):
    def untuk(self, pengguna):
        if pengguna.peran in SE_KOTA:
            return self.filter(usulan__latihan=pengguna.latihan)
        return self.filter(usulan__in=Usulan.objects.untuk(pengguna))

    def sah(self):
        """Rows that count: neither cancelled nor themselves a cancellation."""
        return self.filter(membatalkan__isnull=True, pembatal__isnull=True)


class BukuKas(models.Model):
    """One row of the cash book. Never changed or deleted (the database refuses): a wrong row is cancelled by another.

    `nilai` is gross, whole rupiah, always positive; `pajak` is what was withheld of it and leaves only with its deposit.
    """

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_bukukas")
    jenis = models.CharField(max_length=16, choices=Jenis)
    dana = models.CharField(max_length=8, choices=Dana, default=Dana.PROGRAM)
    tanggal = models.DateField()
    uraian = models.CharField(max_length=200)
    nilai = models.BigIntegerField("nilai (Rp)")
    pajak = models.BigIntegerField("pajak dipotong (Rp)", default=0)
    tarif = models.ForeignKey(TarifPajak, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tempat = models.CharField("dibayar dari", max_length=4, choices=Tempat, default=Tempat.BANK)
    baris_rab = models.ForeignKey(
        BarisRAB, on_delete=models.PROTECT, null=True, blank=True, related_name="daftar_belanja"
    )
    toko = models.CharField("toko atau penerima", max_length=150, blank=True)
    nomor_bukti = models.CharField("nomor nota", max_length=60, blank=True)
    bukti = models.ForeignKey(Berkas, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pencairan = models.ForeignKey(
        Pencairan, on_delete=models.PROTECT, null=True, blank=True, related_name="daftar_bukukas"
    )
    pajak_dari = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="daftar_setoran"
    )
    membatalkan = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="pembatal")
    alasan = models.CharField("alasan koreksi", max_length=300, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dicatat_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")
    dicatat_pada = models.DateTimeField(default=timezone.now)

    objects = BukuKasQuerySet.as_manager()

    class Meta:
        ordering = ["tanggal", "pk"]
        verbose_name = verbose_name_plural = "buku kas"
        indexes = [
            models.Index(fields=["usulan", "tanggal", "id"], name="bukukas_urut"),
            # Covers the sums of lists and rekap: they read the index alone.
            models.Index(fields=["usulan", "dana", "jenis", "membatalkan", "nilai", "pajak"], name="bukukas_jumlah"),
            # The same by day, for the curve of the control room.
            models.Index(
                fields=["dana", "tanggal", "jenis", "usulan", "membatalkan", "nilai", "pajak"], name="bukukas_harian"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(nilai__gte=1), name="bukukas_nilai_positif"),
            models.CheckConstraint(
                condition=Q(pajak__gte=0, pajak__lte=F("nilai")),
                name="bukukas_pajak_wajar",
                violation_error_message="Pajak tidak boleh melebihi nilai belanja.",
            ),
            models.CheckConstraint(condition=Q(jenis="belanja") | Q(pajak=0), name="bukukas_pajak_hanya_belanja"),
            models.CheckConstraint(
                condition=~Q(jenis="belanja") | Q(baris_rab__isnull=False, bukti__isnull=False),
                name="bukukas_belanja_berbukti",
                violation_error_message="Setiap belanja perlu baris RAB dan foto nota.",
            ),
            models.CheckConstraint(
                condition=~Q(jenis="setor_pajak") | (Q(pajak_dari__isnull=False) & ~Q(nomor_bukti="")),
                name="bukukas_setor_pajak_lengkap",
            ),
            models.CheckConstraint(
                condition=~Q(jenis="setor_sisa") | ~Q(nomor_bukti=""), name="bukukas_setor_sisa_ber_sts"
            ),
            models.CheckConstraint(
                condition=~Q(jenis="terima_program") | Q(pencairan__isnull=False), name="bukukas_terima_dari_pencairan"
            ),
            models.CheckConstraint(
                condition=~Q(jenis__in=["terima_program", "setor_sisa"]) | Q(dana="program"),
                name="bukukas_dana_program",
            ),
            models.CheckConstraint(
                condition=~Q(jenis="terima_swadaya") | Q(dana="swadaya"), name="bukukas_dana_swadaya"
            ),
            models.CheckConstraint(
                condition=~Q(jenis__in=["tarik_tunai", "biaya_bank", "bunga", "terima_program"]) | Q(tempat="bank"),
                name="bukukas_bank",
            ),
            models.CheckConstraint(
                condition=Q(membatalkan__isnull=True) | ~Q(alasan=""), name="bukukas_koreksi_beralasan"
            ),
        ]

    def __str__(self):
        return f"{self.tanggal} {self.uraian}"

    @property
    def neto(self):
        return self.nilai - self.pajak
