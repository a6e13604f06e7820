"""PDFs that were looked at before their first page was drawn are looked at again; a job of the schedule does it."""

from django.db import migrations


def forget_the_look(apps, schema_editor):
    versions = apps.get_model("publishing", "MaterialVersion").objects.using(schema_editor.connection.alias)
    versions.filter(
        file__content_type="application/pdf", picture__isnull=True, previewed_at__isnull=False
    ).update(previewed_at=None)


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0010_readable_by_day'),
    ]

    operations = [migrations.RunPython(forget_the_look, migrations.RunPython.noop, elidable=True)]
