"""The list of persons sorted by year of birth."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [
        migrations.AddIndex(
            "person", models.Index(fields=["birth_year", "sort_name", "id"], name="person_by_birth_year")
        ),
    ]
