from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pokja", "0007_usulan_latihan")]

    operations = [
        migrations.AddField(
            model_name="tanda",
            name="isi_lama",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="tanda",
            name="dipotret_pada",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
