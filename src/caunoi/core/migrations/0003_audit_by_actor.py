"""What one user did lately is read on the desk's first page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_search_terms")]

    operations = [
        migrations.AddIndex("auditentry", models.Index(fields=["actor_id", "id"], name="audit_by_actor")),
    ]
