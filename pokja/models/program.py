from django.db import models
from django.db.models import F, Q

from pokja.tahapan import DUA_BELAS, Tahap


class Program(models.Model):
    kode = models.SlugField(max_length=30, unique=True)
    nama = models.CharField(max_length=100)
    keterangan = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["nama"]
        verbose_name = verbose_name_plural = "program"

    def __str__(self):
        return self.nama


class TahunProgram(models.Model):
    """One budget year of a Program. Whatever a regulation can change from year to year hangs here."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="daftar_tahun")
    tahun = models.PositiveSmallIntegerField()
    ditutup = models.BooleanField("sudah ditutup", default=False)
    dasar_hukum = models.CharField(max_length=200, blank=True)
    digit_rekening = models.CharField(
        "panjang nomor rekening",
        max_length=5,
        default="8-16",
        help_text="Jumlah angka paling sedikit dan paling banyak, misalnya 8-16.",
    )
    batas_pergeseran = models.PositiveSmallIntegerField(
        "batas pergeseran tanpa persetujuan (%)", default=10, help_text="Di atas batas ini DPMPPA harus menyetujui."
    )
    nama_dinas = models.CharField(
        "nama lengkap dinas",
        max_length=150,
        default="Dinas Pemberdayaan Masyarakat, Perempuan dan Perlindungan Anak",
        help_text="Tercetak pada surat.",
    )
    pola_nomor = models.CharField(
        "pola nomor surat",
        max_length=60,
        default="{urut}/{jenis}-KB/{kelurahan}/{bulan}/{tahun}",
        help_text="Isian yang diganti saat terbit: {urut}, {jenis}, {kelurahan}, {bulan}, {tahun}. {urut} wajib ada.",
    )

    class Meta:
        ordering = ["-tahun"]
        verbose_name = verbose_name_plural = "tahun program"
        constraints = [
            models.UniqueConstraint(fields=["program", "tahun"], name="tahunprogram_unik"),
            models.CheckConstraint(condition=Q(tahun__gte=2015, tahun__lte=2100), name="tahunprogram_wajar"),
        ]

    def __str__(self):
        return f"{self.program} {self.tahun}"


class Kelompok(models.Model):
    tahun_program = models.ForeignKey(TahunProgram, on_delete=models.PROTECT, related_name="daftar_kelompok")
    kode = models.CharField(max_length=10)
    nama = models.CharField(max_length=60)
    # False: its calendar is an offered template, shown as "belum ditetapkan", and makes nobody late.
    jadwal_ditetapkan = models.BooleanField(default=False)

    class Meta:
        ordering = ["-tahun_program__tahun", "kode"]
        verbose_name = verbose_name_plural = "kelompok"
        constraints = [models.UniqueConstraint(fields=["tahun_program", "kode"], name="kelompok_unik")]

    def __str__(self):
        return self.nama


class JadwalTahap(models.Model):
    """First and last day (inclusive, to 23.59 WIB) of a tahap for a Kelompok. One due date for all sides."""

    kelompok = models.ForeignKey(Kelompok, on_delete=models.CASCADE, related_name="daftar_jadwal")
    tahap = models.CharField(max_length=12, choices=[(tahap.value, tahap.label) for tahap in DUA_BELAS])
    mulai = models.DateField("mulai")
    selesai = models.DateField("sampai")

    class Meta:
        ordering = ["kelompok", "mulai"]
        verbose_name = verbose_name_plural = "jadwal tahap"
        constraints = [
            models.UniqueConstraint(fields=["kelompok", "tahap"], name="jadwaltahap_unik"),
            models.CheckConstraint(
                condition=Q(selesai__gte=F("mulai")),
                name="jadwaltahap_urut",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal mulai.",
            ),
        ]

    def __str__(self):
        return f"{self.kelompok}: {Tahap(self.tahap).label}"
