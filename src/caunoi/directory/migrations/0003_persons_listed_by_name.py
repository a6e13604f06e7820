"""The list of persons, merged ones left out, is walked in the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_person_by_birth_year")]

    operations = [
        migrations.AddIndex(
            "person",
            models.Index(
                fields=["sort_name", "id"],
                name="person_listed_by_name",
                condition=models.Q(("merged_into__isnull", True)),
            ),
        ),
        migrations.RemoveIndex("person", "person_by_given_name"),
    ]
