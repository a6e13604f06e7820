"""Bind the words of the rows that stand already (of a demonstration: no office has any)."""

import hashlib
import json

from django.db import migrations


def bind(apps, _schema_editor):
    """Write ``words_digest`` where it is empty."""
    entries = apps.get_model("core", "AuditEntry").objects.filter(words_digest="").order_by("pk")
    while part := list(entries[:500]):
        for entry in part:
            words = [entry.actor_name, entry.object_label, entry.details, entry.reason]
            text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            entry.words_digest = hashlib.sha256(f"{entry.salt}{text}".encode()).hexdigest()
        entries.model.objects.bulk_update(part, ["words_digest"])


class Migration(migrations.Migration):
    dependencies = [("core", "0004_trail_in_two_parts")]

    operations = [migrations.RunPython(bind, migrations.RunPython.noop)]
