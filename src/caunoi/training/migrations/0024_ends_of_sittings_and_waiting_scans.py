"""When a sitting ends; what a device says of the scans that wait on it, and what of it was refused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0023_evaluations_without_names")]

    operations = [
        migrations.AddField(
            model_name="sitting",
            name="ends_at",
            field=models.TimeField(blank=True, null=True, verbose_name="ends"),
        ),
        migrations.AddField(
            model_name="doordevice",
            name="waiting",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="doordevice",
            name="waiting_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="doordevice",
            name="waiting_told_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="doordevice",
            name="waiting_heard",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="doordevice",
            name="foreign_scans",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
