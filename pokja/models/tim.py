from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from pokja.models.berkas import Berkas
from pokja.models.rencana import Bidang
from pokja.models.usulan import Usulan
from rt.models import RT, Isian


class BeritaAcaraRembuk(Isian):
    """The minutes of the residents' meeting."""

    class Keputusan(models.TextChoices):
        SIAP = "siap", "Siap mengikuti program"
        TIDAK_SIAP = "tidak_siap", "Tidak siap (mengundurkan diri)"

    usulan = models.OneToOneField(Usulan, on_delete=models.PROTECT, related_name="rembuk")
    tanggal = models.DateField("tanggal rembuk")
    waktu = models.TimeField("pukul")
    tempat = models.CharField(max_length=150)
    pimpinan = models.CharField("pimpinan rapat", max_length=150)
    notulis = models.CharField(max_length=150)
    hadir_laki = models.PositiveSmallIntegerField("hadir laki-laki (orang)")
    hadir_perempuan = models.PositiveSmallIntegerField("hadir perempuan (orang)")
    keputusan = models.CharField("keputusan warga", max_length=10, choices=Keputusan)
    catatan = models.TextField("catatan jalannya rembuk", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "berita acara rembuk"

    def __str__(self):
        return f"Rembuk {self.usulan}"

    @property
    def jumlah_hadir(self):
        return self.hadir_laki + self.hadir_perempuan

    @property
    def siap(self):
        return self.keputusan == self.Keputusan.SIAP


class KeinginanWarga(Isian):
    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_keinginan")
    prioritas = models.PositiveSmallIntegerField("nomor urut prioritas")
    kegiatan = models.CharField("jenis kegiatan", max_length=200)
    bidang = models.CharField(max_length=14, choices=Bidang)
    lokasi = models.CharField(max_length=150)
    volume = models.BigIntegerField("volume", help_text="Misalnya 120 atau 2,5.")  # thousandths
    satuan = models.CharField(max_length=30)
    swadaya = models.CharField("swadaya yang ditawarkan", max_length=200, blank=True)

    class Meta:
        ordering = ["prioritas", "pk"]
        verbose_name = verbose_name_plural = "keinginan warga"
        constraints = [
            models.UniqueConstraint(
                fields=["usulan", "prioritas"],
                name="keinginan_prioritas_unik",
                violation_error_message="Nomor prioritas itu sudah dipakai. Beri nomor lain.",
            ),
            models.CheckConstraint(condition=Q(prioritas__gte=1), name="keinginan_prioritas_positif"),
            models.CheckConstraint(condition=Q(volume__gte=1), name="keinginan_volume_positif"),
        ]

    def __str__(self):
        return self.kegiatan


class Unsur(models.TextChoices):
    KETUA = "ketua", "Ketua (Ketua RT)"
    SEKRETARIS = "sekretaris", "Sekretaris"
    BENDAHARA = "bendahara", "Bendahara"
    PEREMPUAN = "perempuan", "Wakil perempuan"
    PEMUDA = "pemuda", "Wakil pemuda"
    TOKOH_MASYARAKAT = "tokoh_masyarakat", "Tokoh masyarakat"
    TOKOH_AGAMA = "tokoh_agama", "Tokoh agama"


class Pokja(models.Model):
    """The working group of an RT for a year; the SK is the lurah's."""

    usulan = models.OneToOneField(Usulan, on_delete=models.PROTECT, related_name="pokja")
    sk_nomor = models.CharField("nomor SK", max_length=60)
    sk_tanggal = models.DateField("tanggal SK")
    disahkan_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")
    disahkan_pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "Pokja"

    def __str__(self):
        return f"Pokja {self.usulan}"


class AnggotaPokja(Isian):
    class JenisKelamin(models.TextChoices):
        L = "L", "Laki-laki"
        P = "P", "Perempuan"

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_anggota")
    unsur = models.CharField(max_length=16, choices=Unsur)
    nama = models.CharField(max_length=150)
    jenis_kelamin = models.CharField(max_length=1, choices=JenisKelamin)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "anggota Pokja"
        constraints = [
            models.UniqueConstraint(
                fields=["usulan", "unsur"],
                condition=Q(unsur__in=["ketua", "sekretaris", "bendahara"]),
                name="anggota_pengurus_tunggal",
                violation_error_message="Jabatan itu sudah terisi. Ubah baris yang ada.",
            )
        ]

    def __str__(self):
        return f"{self.get_unsur_display()}: {self.nama}"


class Rekening(Isian):
    """The Pokja's bank account. It belongs to the RT: the next year's Pokja of the same RT may keep it.

    A change after verification makes a new row; the old one stays, no longer `berlaku`.
    """

    rt = models.ForeignKey(RT, on_delete=models.PROTECT, related_name="daftar_rekening")
    bank = models.CharField(max_length=60, default="Bank Jambi")
    nomor = models.CharField(
        "nomor rekening",
        max_length=20,
        validators=[RegexValidator(r"^\d+\Z", "Tulis angka saja, tanpa titik, spasi atau strip.")],
    )
    atas_nama = models.CharField("nama pemilik rekening", max_length=150)
    foto = models.ForeignKey(Berkas, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    berlaku = models.BooleanField(default=True)
    # As its Usulan: a number typed in the practice kelurahan must not be refused to, or by, a real Pokja.
    latihan = models.BooleanField(default=False)
    alasan_ganti = models.CharField(max_length=300, blank=True)
    dibuat_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")
    diperiksa_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")
    diperiksa_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "rekening"
        constraints = [
            models.UniqueConstraint(
                fields=["nomor", "latihan"],
                condition=Q(berlaku=True),
                name="rekening_satu_pokja",
                violation_error_message="Nomor rekening itu sudah dipakai Pokja lain. Periksa angkanya di buku tabungan.",
            ),
            models.UniqueConstraint(fields=["rt"], condition=Q(berlaku=True), name="rekening_satu_berlaku"),
        ]

    def __str__(self):
        return f"{self.bank} {self.nomor_samar}"

    @property
    def nomor_samar(self):
        """The number for everybody but Keuangan: the last four digits."""
        return "•" * max(len(self.nomor) - 4, 0) + self.nomor[-4:]
