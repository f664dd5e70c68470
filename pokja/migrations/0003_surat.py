import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import pokja.models.surat


class Migration(migrations.Migration):
    dependencies = [
        ("pokja", "0002_riwayat_abadi"),
        ("rt", "0001_awal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="tahunprogram",
            name="nama_dinas",
            field=models.CharField(
                default="Dinas Pemberdayaan Masyarakat, Perempuan dan Perlindungan Anak",
                help_text="Tercetak pada surat.",
                max_length=150,
                verbose_name="nama lengkap dinas",
            ),
        ),
        migrations.AddField(
            model_name="tahunprogram",
            name="pola_nomor",
            field=models.CharField(
                default="{urut}/{jenis}-KB/{kelurahan}/{bulan}/{tahun}",
                help_text="Isian yang diganti saat terbit: {urut}, {jenis}, {kelurahan}, {bulan}, {tahun}. {urut} wajib ada.",
                max_length=60,
                verbose_name="pola nomor surat",
            ),
        ),
        migrations.CreateModel(
            name="Surat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jenis", models.CharField(max_length=20)),
                ("label", models.CharField(max_length=100, verbose_name="jenis surat")),
                ("kunci", models.CharField(max_length=40)),
                ("versi", models.PositiveSmallIntegerField(default=1)),
                ("tahun", models.PositiveSmallIntegerField()),
                ("urut", models.PositiveIntegerField(verbose_name="nomor urut")),
                ("nomor", models.CharField(max_length=80)),
                ("tanggal", models.DateField(verbose_name="tanggal surat")),
                ("nilai", models.BigIntegerField(blank=True, null=True, verbose_name="nilai (Rp)")),
                (
                    "kode",
                    models.CharField(
                        default=pokja.models.surat.kode_baru, max_length=16, unique=True, verbose_name="kode periksa"
                    ),
                ),
                ("data", models.TextField()),
                ("isi", models.FileField(max_length=200, upload_to=pokja.models.surat.lokasi_surat)),
                ("sidik", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("diterbitkan_pada", models.DateTimeField(auto_now_add=True)),
                (
                    "diterbitkan_oleh",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kelurahan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="daftar_surat", to="rt.kelurahan"
                    ),
                ),
                (
                    "usulan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daftar_surat",
                        to="pokja.usulan",
                    ),
                ),
            ],
            options={
                "verbose_name": "surat",
                "verbose_name_plural": "surat",
                "ordering": ["-tahun", "kelurahan__kode", "-urut"],
                "indexes": [models.Index(fields=["usulan", "jenis"], name="surat_usulan")],
                "constraints": [
                    models.UniqueConstraint(fields=("kelurahan", "tahun", "urut"), name="surat_urut_sekali"),
                    models.UniqueConstraint(fields=("kelurahan", "tahun", "nomor"), name="surat_nomor_sekali"),
                    models.UniqueConstraint(fields=("kunci", "jenis", "versi"), name="surat_versi_sekali"),
                    models.CheckConstraint(
                        condition=models.Q(("urut__gte", 1), ("versi__gte", 1)), name="surat_urut_positif"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nilai__isnull", True), ("nilai__gte", 0), _connector="OR"),
                        name="surat_nilai_wajar",
                    ),
                ],
            },
        ),
    ]
