"""Editions of what the public sees, by which kept pages are known to hold."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0014_hours_of_an_evening")]

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("version", models.BigIntegerField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "edition of a piece of the portal",
                "verbose_name_plural": "editions of pieces of the portal",
                "ordering": ["name"],
            },
        ),
    ]
