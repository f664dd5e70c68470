from django.db import migrations, models
from django.db.models import F


def isi_diminta(apps, schema_editor):
    """What was asked for before is known as `nilai` alone."""
    apps.get_model("anggaran", "Pencairan").objects.using(schema_editor.connection.alias).update(diminta=F("nilai"))


class Migration(migrations.Migration):
    dependencies = [
        ("anggaran", "0005_bukukas_harian"),
    ]

    operations = [
        migrations.AddField(
            model_name="pencairan",
            name="diminta",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="nilai yang diminta (Rp)"),
        ),
        migrations.RunPython(isi_diminta, migrations.RunPython.noop),
    ]
