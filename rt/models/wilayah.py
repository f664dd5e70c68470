from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from rt.angka import samarkan_telepon
from rt.peran import SE_KOTA, SISI_RT, Peran


class KecamatanQuerySet(models.QuerySet):
    def nyata(self):
        """Those of the city: the one kecamatan of the practice kelurahan has no other."""
        return self.exclude(daftar_kelurahan__latihan=True)


class Kecamatan(models.Model):
    kode = models.CharField(max_length=8, unique=True)
    nama = models.CharField(max_length=60)

    objects = KecamatanQuerySet.as_manager()

    class Meta:
        ordering = ["kode"]
        verbose_name = verbose_name_plural = "kecamatan"

    def __str__(self):
        return self.nama


class KelurahanQuerySet(models.QuerySet):
    def nyata(self):
        """The 68 of the city, without the practice kelurahan."""
        return self.filter(latihan=False)

    def sedunia(self, pengguna):
        """Those of this person's world: of the programme, or of the practice."""
        return self.filter(latihan=pengguna.latihan)


class Kelurahan(models.Model):
    kecamatan = models.ForeignKey(Kecamatan, on_delete=models.PROTECT, related_name="daftar_kelurahan")
    kode = models.CharField(max_length=13, unique=True)
    nama = models.CharField(max_length=60)
    # "kenalibesar": what a search compares, so that "Rawa Sari" and "Rawasari" are one.
    nama_cari = models.CharField(max_length=60, db_index=True)
    alamat_kantor = models.CharField(max_length=200, blank=True)
    # The practice kelurahan: never in a list, total or export of the programme.
    latihan = models.BooleanField(default=False)

    objects = KelurahanQuerySet.as_manager()

    class Meta:
        ordering = ["kode"]
        verbose_name = verbose_name_plural = "kelurahan"

    def __str__(self):
        return self.nama


# One row per Peran: the RT it may see. A Peran not listed sees none.
WILAYAH_KERJA = {
    Peran.KETUA_RT: lambda pengguna: Q(pk__in=pengguna.daftar_penugasan.aktif().values("rt")),
    Peran.PENGURUS_POKJA: lambda pengguna: Q(pk__in=pengguna.daftar_penugasan.aktif().values("rt")),
    Peran.PENDAMPING: lambda pengguna: Q(pk__in=pengguna.daftar_penugasan.aktif().values("rt")),
    Peran.KELURAHAN: lambda pengguna: Q(kelurahan__in=pengguna.daftar_penugasan.aktif().values("kelurahan")),
    Peran.KECAMATAN: lambda pengguna: Q(kelurahan__kecamatan__in=pengguna.daftar_penugasan.aktif().values("kecamatan")),
} | {peran: lambda pengguna: Q() for peran in SE_KOTA}
# Who reads a phone number in full: those who call the RT. Others see it masked.
LIHAT_TELEPON = (*SISI_RT, Peran.KELURAHAN, Peran.DPMPPA)


class RTQuerySet(models.QuerySet):
    def untuk(self, pengguna):
        """Only the RT this person may see today, of the one world. Every other scope follows from here."""
        wilayah = WILAYAH_KERJA.get(pengguna.peran)
        if wilayah is None:
            return self.none()
        return self.filter(wilayah(pengguna), kelurahan__latihan=pengguna.latihan)

    def nyata(self):
        return self.filter(kelurahan__latihan=False)


class RT(models.Model):
    """A rukun tetangga. The id is its identity; the number may change and keeps its history."""

    kelurahan = models.ForeignKey(Kelurahan, on_delete=models.PROTECT, related_name="daftar_rt")
    nomor = models.PositiveSmallIntegerField("nomor RT")
    nama_ketua = models.CharField("nama ketua RT", max_length=150, blank=True)
    telepon = models.CharField("nomor HP/WA", max_length=20, blank=True)
    aktif = models.BooleanField(default=True)

    objects = RTQuerySet.as_manager()

    class Meta:
        ordering = ["kelurahan__kode", "nomor"]
        verbose_name = verbose_name_plural = "RT"
        constraints = [
            models.UniqueConstraint(
                fields=["kelurahan", "nomor"],
                condition=Q(aktif=True),
                name="rt_nomor_unik",
                violation_error_message="Nomor RT itu sudah dipakai di kelurahan ini. Periksa nomornya.",
            ),
            models.CheckConstraint(condition=Q(nomor__gte=1, nomor__lte=999), name="rt_nomor_wajar"),
        ]

    def __str__(self):
        return f"RT {self.nomor:02d} {self.kelurahan.nama}"

    def get_absolute_url(self):
        return reverse("rt:rt_detail", args=[self.pk])

    @property
    def nama_pendek(self):
        return f"RT {self.nomor:02d}"

    def telepon_untuk(self, pengguna):
        return self.telepon if pengguna.peran in LIHAT_TELEPON else samarkan_telepon(self.telepon)


class RiwayatNomor(models.Model):
    """The numbers an RT had before; the present one stands on the RT."""

    rt = models.ForeignKey(RT, on_delete=models.PROTECT, related_name="daftar_nomor_lama")
    nomor = models.PositiveSmallIntegerField()
    sampai = models.DateField(default=timezone.localdate)
    alasan = models.CharField(max_length=200, blank=True)
    oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-sampai", "-pk"]
        verbose_name = verbose_name_plural = "riwayat nomor RT"

    def __str__(self):
        return f"{self.nomor} sampai {self.sampai}"


class RiwayatKetua(models.Model):
    """Who was ketua before; old papers keep the old name."""

    rt = models.ForeignKey(RT, on_delete=models.PROTECT, related_name="daftar_ketua_lama")
    nama = models.CharField(max_length=150)
    sampai = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-sampai", "-pk"]
        verbose_name = verbose_name_plural = "riwayat ketua RT"

    def __str__(self):
        return f"{self.nama} sampai {self.sampai}"


class DataKK(models.Model):
    """One dated count of households. The newest by date, then by entry, is the one in force."""

    rt = models.ForeignKey(RT, on_delete=models.PROTECT, related_name="daftar_kk")
    kk = models.PositiveIntegerField("jumlah KK")
    jiwa = models.PositiveIntegerField("jumlah jiwa", null=True, blank=True)
    tanggal = models.DateField("keadaan per tanggal")
    sumber = models.CharField(max_length=200)
    dicatat_pada = models.DateTimeField(auto_now_add=True)
    dicatat_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-tanggal", "-pk"]
        verbose_name = verbose_name_plural = "data KK"
        indexes = [models.Index(fields=["rt", "-tanggal", "-id"], name="datakk_terbaru")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kk__gte=1),
                name="datakk_kk_minimal_satu",
                violation_error_message="Jumlah KK paling sedikit 1.",
            )
        ]

    def __str__(self):
        return f"{self.kk} KK ({self.sumber})"
