from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from pokja.models.program import Kelompok, TahunProgram
from pokja.tahapan import GILIRAN_PERAN, NOMOR_TAHAP, TAHAP_AKHIR, Giliran, Tahap
from rt.models import RT, Peran
from rt.peran import SE_KOTA

# A tuple: a set would stand in another order in every process, and each would want a migration.
GILIRAN_JALAN = tuple(giliran.value for giliran in Giliran if giliran != Giliran.TUTUP)


class UsulanQuerySet(models.QuerySet):
    def untuk(self, pengguna):
        if pengguna.peran in SE_KOTA:
            # Who sees the whole city needs no comparison with every RT, which every list and every sum would repeat.
            return self.filter(latihan=pengguna.latihan)
        return self.filter(rt__in=RT.objects.untuk(pengguna))

    def nyata(self):
        """Those of the programme, for what asks without a person: public pages, sums, settings, imports."""
        return self.filter(latihan=False)

    def menunggu(self, pengguna):
        """Those in which it is this Peran's turn."""
        giliran = GILIRAN_PERAN.get(pengguna.peran)
        return self.filter(giliran=giliran) if giliran else self.none()

    def terlambat(self, pada=None):
        return self.filter(jatuh_tempo__lt=pada or timezone.localdate()).exclude(giliran=Giliran.TUTUP)


class Usulan(models.Model):
    """What one RT does in one tahun program. State is (tahap, giliran, versi); only services.py writes it."""

    rt = models.ForeignKey(RT, on_delete=models.PROTECT, related_name="daftar_usulan")
    tahun_program = models.ForeignKey(TahunProgram, on_delete=models.PROTECT, related_name="daftar_usulan")
    kelompok = models.ForeignKey(Kelompok, on_delete=models.PROTECT, related_name="daftar_usulan")
    tahap = models.CharField(max_length=12, choices=Tahap, default=Tahap.SOSIALISASI)
    giliran = models.CharField(max_length=10, choices=Giliran, default=Giliran.DPMPPA)
    giliran_sejak = models.DateTimeField(default=timezone.now)
    # Last day of the present tahap in its Kelompok's calendar; kept in step with the calendar by its service.
    jatuh_tempo = models.DateField(null=True, blank=True)
    # The side that returned it and gets it back; empty while nothing is returned.
    dikembalikan_oleh = models.CharField(max_length=10, choices=Giliran, blank=True)
    versi = models.PositiveIntegerField(default=0)
    # As its kelurahan says; here too, because every city-wide list and sum asks for it.
    latihan = models.BooleanField(default=False)
    hadir_sosialisasi = models.BooleanField("hadir pada sosialisasi", null=True)
    dibuat_pada = models.DateTimeField(auto_now_add=True)

    objects = UsulanQuerySet.as_manager()

    class Meta:
        ordering = ["rt__kelurahan__kode", "rt__nomor"]
        verbose_name = verbose_name_plural = "usulan"
        indexes = [
            models.Index(fields=["tahun_program", "tahap", "giliran"], name="usulan_tahap"),
            models.Index(fields=["giliran", "giliran_sejak"], name="usulan_giliran"),
            models.Index(fields=["jatuh_tempo"], name="usulan_jatuh_tempo"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["rt", "tahun_program"], name="usulan_satu_per_rt_dan_tahun"),
            models.CheckConstraint(condition=Q(tahap__in=Tahap.values), name="usulan_tahap_dikenal"),
            models.CheckConstraint(
                condition=Q(tahap__in=TAHAP_AKHIR, giliran=Giliran.TUTUP)
                | (~Q(tahap__in=TAHAP_AKHIR) & Q(giliran__in=GILIRAN_JALAN)),
                name="usulan_giliran_sesuai_tahap",
            ),
        ]

    def __str__(self):
        return f"{self.rt} {self.tahun_program.tahun}"

    def get_absolute_url(self):
        return reverse("laporan:usulan_detail", args=[self.pk])

    @property
    def berakhir(self):
        return self.giliran == Giliran.TUTUP

    @property
    def nomor_tahap(self):
        return NOMOR_TAHAP.get(self.tahap)

    @property
    def perlu_perbaikan(self):
        return bool(self.dikembalikan_oleh)

    @property
    def terlambat(self):
        return not self.berakhir and self.jatuh_tempo is not None and self.jatuh_tempo < timezone.localdate()

    @property
    def sisa_hari(self):
        """Days to the due date (0 is today, negative is late), or None without a calendar."""
        return None if self.jatuh_tempo is None else (self.jatuh_tempo - timezone.localdate()).days


class Riwayat(models.Model):
    """One step taken. The database itself refuses to change or delete it (migration `riwayat_abadi`)."""

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_riwayat")
    aksi = models.CharField(max_length=20)
    dari_tahap = models.CharField(max_length=12, choices=Tahap)
    dari_giliran = models.CharField(max_length=10, choices=Giliran)
    dari_dikembalikan_oleh = models.CharField(max_length=10, choices=Giliran, blank=True)
    ke_tahap = models.CharField(max_length=12, choices=Tahap)
    ke_giliran = models.CharField(max_length=10, choices=Giliran)
    # The due date of the stage that was left, as it stood that day: late stays late whatever is edited later.
    jatuh_tempo = models.DateField(null=True)
    oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")
    nama = models.CharField(max_length=150, blank=True)
    peran = models.CharField(max_length=20, choices=Peran, blank=True)
    catatan = models.TextField(blank=True)
    pada = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "riwayat"
        constraints = [models.CheckConstraint(condition=~Q(aksi=""), name="riwayat_beraksi")]

    def __str__(self):
        return f"{self.aksi} {self.dari_tahap}/{self.dari_giliran} -> {self.ke_tahap}/{self.ke_giliran}"

    @property
    def terlambat(self):
        return not self.di_tempat and self.jatuh_tempo is not None and timezone.localdate(self.pada) > self.jatuh_tempo

    @property
    def di_tempat(self):
        """It happened beside the steps: the state stayed as it was."""
        return (self.dari_tahap, self.dari_giliran) == (self.ke_tahap, self.ke_giliran)
