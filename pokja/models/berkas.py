import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from pokja.models.usulan import Usulan
from pokja.tahapan import Giliran
from rt.peran import Peran


def lokasi(berkas, nama):
    """Own file name: nothing a person typed reaches the file system."""
    akhiran = "pdf" if berkas.tipe == "application/pdf" else "jpg"
    return f"usulan/{berkas.usulan_id // 1000}/{berkas.usulan_id}/{uuid.uuid4().hex}.{akhiran}"


class BerkasQuerySet(models.QuerySet):
    def untuk(self, pengguna):
        return self.filter(usulan__in=Usulan.objects.untuk(pengguna))

    def terlihat(self, pengguna):
        """`untuk`, and what was deleted only for the auditors; for the others while it is an earlier answer.

        An earlier answer stood in a filing that was returned, and was taken away under a mark that is still open, in a
        life that has not ended.
        """
        daftar = self.untuk(pengguna)
        if pengguna.peran in (Peran.DPMPPA, Peran.INSPEKTORAT):
            return daftar
        jawaban_lama = self.model.objects.exclude(usulan__giliran=Giliran.TUTUP).filter(
            usulan__daftar_tanda__ditutup_pada__isnull=True,
            usulan__daftar_tanda__dipotret_pada__gte=F("diunggah_pada"),
            usulan__daftar_tanda__dipotret_pada__lte=F("dihapus_pada"),
        )
        return daftar.filter(Q(dihapus_pada__isnull=True) | Q(pk__in=jawaban_lama.values("pk")))

    def ada(self):
        return self.filter(dihapus_pada__isnull=True)


class Berkas(models.Model):
    """One uploaded photo or PDF. Reached only through `untuk`; never by a bare address."""

    class Jenis(models.TextChoices):
        DAFTAR_HADIR = "daftar_hadir", "Pindaian daftar hadir"
        FOTO_REMBUK = "foto_rembuk", "Foto rembuk"
        BERITA_ACARA_MUNDUR = "ba_mundur", "Berita acara pengunduran diri"
        BUKU_TABUNGAN = "buku_tabungan", "Foto buku tabungan"
        FOTO_0 = "foto_0", "Foto 0 %"
        FOTO_50 = "foto_50", "Foto 50 %"
        FOTO_100 = "foto_100", "Foto 100 %"
        LAMPIRAN = "lampiran", "Lampiran proposal"
        NOTA = "nota", "Nota atau kuitansi"
        BUKTI_SETOR = "bukti_setor", "Bukti setor (pajak atau sisa dana)"
        BA_PERGESERAN = "ba_pergeseran", "Berita acara pergeseran RAB"
        JAWABAN_TEMUAN = "jawaban_temuan", "Bukti jawaban temuan"
        BUKTI_SANGGAH = "bukti_sanggah", "Bukti sanggah jumlah KK"

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="daftar_berkas")
    jenis = models.CharField(max_length=16, choices=Jenis)
    isi = models.FileField(upload_to=lokasi, max_length=200)
    nama_asli = models.CharField(max_length=200)
    tipe = models.CharField(max_length=40)
    ukuran = models.PositiveIntegerField()
    # Of the bytes as sent, before re-encoding: the same nota is found by it.
    sha256 = models.CharField(max_length=64, db_index=True)
    diambil_pada = models.DateTimeField("waktu foto diambil", null=True, blank=True)
    diunggah_oleh = models.ForeignKey("rt.Pengguna", on_delete=models.PROTECT, null=True, related_name="+")
    diunggah_pada = models.DateTimeField(auto_now_add=True)
    dihapus_pada = models.DateTimeField(null=True, blank=True)

    objects = BerkasQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "berkas"
        constraints = [
            models.UniqueConstraint(
                fields=["usulan", "jenis", "sha256"], condition=Q(dihapus_pada__isnull=True), name="berkas_sekali"
            )
        ]

    def __str__(self):
        return f"{self.get_jenis_display()}: {self.nama_asli}"

    def get_absolute_url(self):
        return reverse("pokja:berkas", args=[self.pk])

    @property
    def gambar(self):
        return self.tipe.startswith("image/")
