"""Rate limits that hold over several processes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0012_retention")]

    operations = [
        migrations.CreateModel(
            name="TryCount",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("ends_at", models.PositiveBigIntegerField(db_index=True)),
            ],
            options={
                "verbose_name": "count of tries",
                "verbose_name_plural": "counts of tries",
                "ordering": ["ends_at"],
            },
        ),
    ]
