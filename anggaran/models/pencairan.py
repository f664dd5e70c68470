from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from anggaran.models.pagu import Termin
from pokja.models import Rekening, TahunProgram, Usulan
from rt.models import RT, Kelurahan
from rt.peran import SE_KOTA

# Not a status of its own: a hold is a dated row beside it. What people read, and filter by, where one is open.
DITAHAN = "ditahan"


class SKPenetapan(models.Model):
    """One decree of DPMPPA for many Usulan."""

    tahun_program = models.ForeignKey(TahunProgram, on_delete=models.PROTECT, related_name="daftar_sk")
    nomor = models.CharField("nomor SK", max_length=60)
    tanggal = models.DateField("tanggal SK")
    # A decree of the practice is no decree: its number stays free for a real one.
    latihan = models.BooleanField(default=False)

    class Meta:
        ordering = ["-tanggal", "nomor"]
        verbose_name = verbose_name_plural = "SK Penetapan"
        constraints = [models.UniqueConstraint(fields=["tahun_program", "nomor", "latihan"], name="skpenetapan_unik")]

    def __str__(self):
        return self.nomor


class Penetapan(models.Model):
    """DPMPPA's decision on one Usulan, with the approved programme money in whole rupiah."""

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_penetapan")
    sk = models.ForeignKey(
        SKPenetapan, on_delete=models.PROTECT, null=True, blank=True, related_name="daftar_penetapan"
    )
    disetujui = models.BooleanField()
    nilai = models.BigIntegerField("nilai disetujui (Rp)", default=0)
    oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")
    pada = models.DateTimeField(auto_now_add=True)
    # Set when DPMPPA undoes the step; the row stays.
    dibatalkan_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "penetapan"
        constraints = [
            models.UniqueConstraint(
                fields=["usulan"], condition=Q(dibatalkan_pada__isnull=True), name="penetapan_satu_berlaku"
            ),
            models.CheckConstraint(condition=Q(nilai__gte=0), name="penetapan_nilai_positif"),
            models.CheckConstraint(condition=Q(disetujui=False) | Q(sk__isnull=False), name="penetapan_ber_sk"),
        ]

    def __str__(self):
        return f"Penetapan {self.usulan}"


class PermohonanQuerySet(models.QuerySet):
    def untuk(self, pengguna):
        return self.filter(kelurahan__in=RT.objects.untuk(pengguna).values("kelurahan"))


class Permohonan(models.Model):
    """A kelurahan's request for several RT at once. The signer is the lurah and never the maker."""

    class Status(models.TextChoices):
        DISIAPKAN = "disiapkan", "Disiapkan"
        DITANDATANGANI = "ditandatangani", "Ditandatangani"
        DIBATALKAN = "dibatalkan", "Dibatalkan"

    kelurahan = models.ForeignKey(Kelurahan, on_delete=models.PROTECT, related_name="daftar_permohonan")
    tahun_program = models.ForeignKey(TahunProgram, on_delete=models.PROTECT, related_name="daftar_permohonan")
    nomor = models.CharField("nomor surat", max_length=60)
    tanggal = models.DateField("tanggal surat")
    status = models.CharField(max_length=14, choices=Status, default=Status.DISIAPKAN)
    dibuat_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, related_name="+")
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    ditandatangani_oleh = models.ForeignKey(
        "rt.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ditandatangani_pada = models.DateTimeField(null=True, blank=True)
    # Keuangan has taken the bundle up; the SP2D may be recorded without it.
    diproses_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    diproses_pada = models.DateTimeField(null=True, blank=True)

    objects = PermohonanQuerySet.as_manager()

    class Meta:
        ordering = ["-tanggal", "-pk"]
        verbose_name = verbose_name_plural = "permohonan pencairan"
        constraints = [
            models.UniqueConstraint(
                fields=["kelurahan", "tahun_program", "nomor"],
                name="permohonan_nomor_unik",
                violation_error_message="Nomor surat itu sudah dipakai kelurahan ini pada tahun yang sama.",
            ),
            models.CheckConstraint(
                condition=~Q(status="ditandatangani") | Q(ditandatangani_oleh__isnull=False),
                name="permohonan_bertanda_tangan",
            ),
            models.CheckConstraint(
                condition=Q(ditandatangani_oleh__isnull=True) | ~Q(ditandatangani_oleh=models.F("dibuat_oleh")),
                name="permohonan_dua_orang",
                violation_error_message="Penyusun dan penanda tangan harus dua orang yang berbeda.",
            ),
        ]

    def __str__(self):
        return f"{self.nomor} ({self.kelurahan})"


class PencairanQuerySet(models.QuerySet):
    def untuk(self, pengguna):
        if pengguna.peran in SE_KOTA:
            return self.filter(usulan__latihan=pengguna.latihan)
        return self.filter(usulan__in=Usulan.objects.untuk(pengguna))

    def nyata(self):
        return self.filter(usulan__latihan=False)

    def cair(self):
        return self.filter(status=Pencairan.Status.CAIR)

    def di_keuangan(self):
        """Signed by the lurah, and no SP2D yet."""
        return self.filter(status__in=Pencairan.DI_KEUANGAN)

    def ditahan(self):
        """Under way, and held."""
        return self.filter(_ditahan())

    def berkeadaan(self, kode):
        """What a person reads as this state: a held transfer is "ditahan" and nothing else."""
        return self.ditahan() if kode == DITAHAN else self.filter(~_ditahan(), status=kode)


def kode_transfer(pk):
    return f"PC{pk:06d}"


def _ditahan():
    tahan = Penahanan.objects.aktif().filter(usulan=OuterRef("usulan"))
    return Q(Exists(tahan), status__in=Pencairan.BERJALAN)


def keadaan_pencairan():
    """An expression: the status, or DITAHAN for one that is held."""
    return Case(When(_ditahan(), then=Value(DITAHAN)), default=F("status"), output_field=models.CharField())


class Pencairan(models.Model):
    """One transfer to one RT: a termin, an attempt. Only one attempt of a termin can be `cair`."""

    class Status(models.TextChoices):
        DISIAPKAN = "disiapkan", "Disiapkan kelurahan"
        DITANDATANGANI = "ditandatangani", "Ditandatangani lurah"
        DIPROSES = "diproses", "Diproses keuangan"
        CAIR = "cair", "Cair"
        GAGAL = "gagal", "Gagal"
        BATAL = "batal", "Dibatalkan"

    # With Keuangan; under way; spoken for (after a failure or a cancellation a termin is free again).
    DI_KEUANGAN = (Status.DITANDATANGANI, Status.DIPROSES)
    BERJALAN = (Status.DISIAPKAN, *DI_KEUANGAN)
    TERPAKAI = (*BERJALAN, Status.CAIR)

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_pencairan")
    permohonan = models.ForeignKey(Permohonan, on_delete=models.PROTECT, related_name="daftar_pencairan")
    termin = models.ForeignKey(Termin, on_delete=models.PROTECT, related_name="daftar_pencairan")
    percobaan = models.PositiveSmallIntegerField(default=1)
    nilai = models.BigIntegerField("nilai (Rp)")
    # What the permohonan asked for: written once, and never corrected as `nilai` may be. None: the same as `nilai`.
    diminta = models.BigIntegerField("nilai yang diminta (Rp)", null=True, blank=True)
    rekening = models.ForeignKey(Rekening, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=14, choices=Status, default=Status.DISIAPKAN)
    # The termin's condition as it stood when the maker of the bundle declared it met.
    syarat_terpenuhi = models.CharField("syarat termin", max_length=200, blank=True)
    sp2d_nomor = models.CharField("nomor SP2D", max_length=60, blank=True)
    sp2d_tanggal = models.DateField("tanggal SP2D", null=True, blank=True)
    dicatat_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    alasan_gagal = models.CharField(max_length=300, blank=True)
    diterima = models.BigIntegerField("uang yang diterima (Rp)", null=True, blank=True)
    diterima_tanggal = models.DateField("tanggal diterima", null=True, blank=True)
    diterima_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    penjelasan_selisih = models.CharField(max_length=300, blank=True)
    # What the RT had reported when Keuangan explained; `diterima` is free again for the new confirmation.
    dilaporkan = models.BigIntegerField("yang dilaporkan RT sebelum penjelasan (Rp)", null=True, blank=True)

    objects = PencairanQuerySet.as_manager()

    class Meta:
        ordering = ["usulan__rt__kelurahan__kode", "usulan__rt__nomor", "termin__urut", "percobaan"]
        verbose_name = verbose_name_plural = "pencairan"
        indexes = [models.Index(fields=["status", "sp2d_tanggal"], name="pencairan_status")]
        constraints = [
            models.UniqueConstraint(fields=["usulan", "termin", "percobaan"], name="pencairan_percobaan_unik"),
            models.UniqueConstraint(
                fields=["usulan", "termin"],
                condition=Q(status__in=["disiapkan", "ditandatangani", "diproses", "cair"]),
                name="pencairan_satu_per_termin",
            ),
            models.CheckConstraint(condition=Q(nilai__gte=1), name="pencairan_nilai_positif"),
            models.CheckConstraint(
                condition=~Q(status="cair") | (~Q(sp2d_nomor="") & Q(sp2d_tanggal__isnull=False)),
                name="pencairan_cair_ber_sp2d",
            ),
            models.CheckConstraint(
                condition=~Q(status="gagal") | ~Q(alasan_gagal=""), name="pencairan_gagal_beralasan"
            ),
            models.CheckConstraint(
                condition=Q(diterima__isnull=True) | Q(diterima__gte=0), name="pencairan_diterima_wajar"
            ),
        ]

    def __str__(self):
        return f"Pencairan {self.usulan} {self.termin}"

    @property
    def selisih(self):
        """Released minus received, in rupiah; None while the RT has not confirmed."""
        return None if self.diterima is None else self.nilai - self.diterima

    @property
    def nilai_diminta(self):
        return self.nilai if self.diminta is None else self.diminta

    @property
    def dikoreksi(self):
        """Keuangan corrected the amount after it was released."""
        return self.nilai != self.nilai_diminta

    @property
    def kode(self):
        """What names this transfer in the SP2D sheet."""
        return kode_transfer(self.pk)

    @property
    def penahanan(self):
        """The hold to show beside it: the open one while it is under way, else the last that was lifted, or None.

        Reads `.all()` of the Usulan, newest first, so that a list may prefetch it.
        """
        berlaku = [t for t in self.usulan.daftar_penahanan.all() if t.dilepas_pada or self.status in self.BERJALAN]
        return berlaku[0] if berlaku else None

    @property
    def ditahan(self):
        return self.penahanan is not None and self.penahanan.dilepas_pada is None


class PenahananQuerySet(models.QuerySet):
    def aktif(self):
        return self.filter(dilepas_pada__isnull=True)


class Penahanan(models.Model):
    """A hold on an RT's money, beside the state: who, when, why, and who released it."""

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_penahanan")
    alasan = models.CharField(max_length=300)
    oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, related_name="+")
    sejak = models.DateTimeField(auto_now_add=True)
    dilepas_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dilepas_pada = models.DateTimeField(null=True, blank=True)
    alasan_lepas = models.CharField(max_length=300, blank=True)

    objects = PenahananQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "penahanan"
        constraints = [
            models.UniqueConstraint(
                fields=["usulan"], condition=Q(dilepas_pada__isnull=True), name="penahanan_satu_aktif"
            ),
            models.CheckConstraint(condition=~Q(alasan=""), name="penahanan_beralasan"),
        ]

    def __str__(self):
        return self.alasan
