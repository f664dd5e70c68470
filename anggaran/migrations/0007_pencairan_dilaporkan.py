from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("anggaran", "0006_pencairan_diminta"),
    ]

    operations = [
        migrations.AddField(
            model_name="pencairan",
            name="dilaporkan",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="yang dilaporkan RT sebelum penjelasan (Rp)"
            ),
        ),
    ]
