from django.db import migrations, models


class Migration(migrations.Migration):
    """A quiz that goes with a sitting can close later than the clock would have it."""

    dependencies = [
        ("training", "0024_ends_of_sittings_and_waiting_scans"),
    ]

    operations = [
        migrations.AddField(
            model_name="classquiz",
            name="closes_at",
            field=models.DateTimeField(null=True, verbose_name="closes by itself"),
        ),
    ]
