from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from rt.peran import Peran


class PenggunaQuerySet(models.QuerySet):
    def nyata(self):
        """Accounts of people, without the roles of the practice kelurahan."""
        return self.filter(latihan=False)


class PenggunaManager(UserManager.from_queryset(PenggunaQuerySet)):
    def get_by_natural_key(self, username):
        """Log in by user name, capitals or not: phones capitalise the first letter."""
        return self.get(username__iexact=username)

    def create_user(self, username, password=None, **kolom):
        pengguna = self.model(username=username.lower(), **kolom)
        pengguna.set_password(password)
        pengguna.save(using=self._db)
        return pengguna


class Pengguna(AbstractBaseUser):
    """An account. The Peran says what kind of work, the dated Penugasan says where."""

    username = models.CharField("nama pengguna", max_length=60, validators=[UnicodeUsernameValidator()])
    nama = models.CharField("nama lengkap", max_length=150)
    peran = models.CharField(max_length=20, choices=Peran)
    email = models.EmailField("surel", blank=True)
    is_active = models.BooleanField("boleh masuk", default=True)
    harus_ganti_sandi = models.BooleanField(default=False)
    ringkasan_surel = models.BooleanField("kirim ringkasan harian ke surel saya", default=True)
    # A practice account sees the practice kelurahan and nothing else; all others see everything but that.
    latihan = models.BooleanField(default=False)
    dibuat_pada = models.DateTimeField(auto_now_add=True)

    objects = PenggunaManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["nama", "peran"]

    class Meta:
        ordering = ["nama"]
        verbose_name = verbose_name_plural = "pengguna"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="pengguna_username_unik",
                violation_error_message="Nama pengguna itu sudah dipakai. Pilih yang lain.",
            ),
            models.CheckConstraint(condition=Q(peran__in=Peran.values), name="pengguna_peran_dikenal"),
        ]

    def __str__(self):
        return self.nama

    @property
    def nama_tampil(self):
        return self.nama or self.username


class Jabatan(models.TextChoices):
    KETUA = "ketua", "Ketua"
    SEKRETARIS = "sekretaris", "Sekretaris"
    BENDAHARA = "bendahara", "Bendahara"
    PENDAMPING = "pendamping", "Pendamping"
    PETUGAS = "petugas", "Petugas"
    LURAH = "lurah", "Lurah"
    PLT_LURAH = "plt_lurah", "Plt. Lurah"
    PLH_LURAH = "plh_lurah", "Plh. Lurah"
    CAMAT = "camat", "Kecamatan"


# Who may sign for a kelurahan.
PENANDA_TANGAN = (Jabatan.LURAH, Jabatan.PLT_LURAH, Jabatan.PLH_LURAH)
# The column of Penugasan that a Peran fills, and the Jabatan it may have there. The others work for the whole city.
TEMPAT_TUGAS = {
    Peran.KETUA_RT: ("rt", (Jabatan.KETUA,)),
    Peran.PENGURUS_POKJA: ("rt", (Jabatan.SEKRETARIS, Jabatan.BENDAHARA)),
    Peran.PENDAMPING: ("rt", (Jabatan.PENDAMPING,)),
    Peran.KELURAHAN: ("kelurahan", (Jabatan.PETUGAS, *PENANDA_TANGAN)),
    Peran.KECAMATAN: ("kecamatan", (Jabatan.CAMAT,)),
}


class PenugasanQuerySet(models.QuerySet):
    def aktif(self, pada=None):
        """In force on a WIB date (today); both ends inclusive."""
        pada = pada or timezone.localdate()
        return self.belum_berakhir(pada).filter(mulai__lte=pada)

    def belum_berakhir(self, pada=None):
        """In force on that day or beginning later."""
        return self.filter(Q(selesai__isnull=True) | Q(selesai__gte=pada or timezone.localdate()))


class Penugasan(models.Model):
    """Where a person works, from when until when. A replaced person keeps the account's papers and loses the scope."""

    pengguna = models.ForeignKey(Pengguna, on_delete=models.PROTECT, related_name="daftar_penugasan")
    jabatan = models.CharField(max_length=12, choices=Jabatan)
    rt = models.ForeignKey("rt.RT", on_delete=models.PROTECT, null=True, blank=True, related_name="daftar_penugasan")
    kelurahan = models.ForeignKey(
        "rt.Kelurahan", on_delete=models.PROTECT, null=True, blank=True, related_name="daftar_penugasan"
    )
    kecamatan = models.ForeignKey(
        "rt.Kecamatan", on_delete=models.PROTECT, null=True, blank=True, related_name="daftar_penugasan"
    )
    mulai = models.DateField("mulai", default=timezone.localdate)
    selesai = models.DateField("sampai", null=True, blank=True)

    objects = PenugasanQuerySet.as_manager()

    class Meta:
        ordering = ["-mulai", "-pk"]
        verbose_name = verbose_name_plural = "penugasan"
        constraints = [
            models.CheckConstraint(
                condition=Q(rt__isnull=False, kelurahan__isnull=True, kecamatan__isnull=True)
                | Q(rt__isnull=True, kelurahan__isnull=False, kecamatan__isnull=True)
                | Q(rt__isnull=True, kelurahan__isnull=True, kecamatan__isnull=False),
                name="penugasan_satu_tempat",
                violation_error_message="Pilih tepat satu tempat tugas: RT, kelurahan atau kecamatan.",
            ),
            models.CheckConstraint(
                condition=Q(selesai__isnull=True) | Q(selesai__gte=models.F("mulai")),
                name="penugasan_urut",
                violation_error_message="Tanggal selesai tidak boleh sebelum tanggal mulai.",
            ),
        ]

    def __str__(self):
        return f"{self.get_jabatan_display()} {self.tempat}"

    @property
    def tempat(self):
        return self.rt or self.kelurahan or self.kecamatan

    @property
    def berlaku(self):
        return self.mulai <= timezone.localdate() and not self.berakhir

    @property
    def berakhir(self):
        return self.selesai is not None and self.selesai < timezone.localdate()


class PejabatQuerySet(models.QuerySet):
    def menjabat(self, hari):
        """In office on a WIB date; both ends inclusive. Who began last comes last."""
        berjalan = Q(selesai__isnull=True) | Q(selesai__gte=hari)
        return self.filter(berjalan, mulai__lte=hari).order_by("mulai", "pk")

    def nyata(self):
        """Without those of the practice kelurahan."""
        return self.exclude(kelurahan__latihan=True)

    def kepala(self):
        """Heads of their office: of a kelurahan the lurah, Plt. or Plh., and not its secretary."""
        bukan_kelurahan = ~Q(lembaga=Pejabat.Lembaga.KELURAHAN)
        return self.filter(bukan_kelurahan | Q(jabatan__iregex=r"^ *(pl[th]\.? *)?lurah( |$)"))


class Pejabat(models.Model):
    """An official whose name stands under a paper, dated; not an account."""

    class Lembaga(models.TextChoices):
        DPMPPA = "dpmppa", "DPMPPA"
        KEUANGAN = "keuangan", "Keuangan"
        KECAMATAN = "kecamatan", "Kecamatan"
        KELURAHAN = "kelurahan", "Kelurahan"

    lembaga = models.CharField(max_length=12, choices=Lembaga)
    kelurahan = models.ForeignKey("rt.Kelurahan", on_delete=models.PROTECT, null=True, blank=True)
    kecamatan = models.ForeignKey("rt.Kecamatan", on_delete=models.PROTECT, null=True, blank=True)
    jabatan = models.CharField(max_length=100)
    nama = models.CharField(max_length=150)
    nip = models.CharField("NIP", max_length=25, blank=True)
    mulai = models.DateField()
    selesai = models.DateField(null=True, blank=True)

    objects = PejabatQuerySet.as_manager()

    class Meta:
        ordering = ["lembaga", "-mulai"]
        verbose_name = verbose_name_plural = "pejabat"

    def __str__(self):
        return f"{self.nama}, {self.jabatan}"
