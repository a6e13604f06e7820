"""SQLite parts the terms of a document where Python does: at spaces, whatever letters either of them knows."""

from importlib import import_module

from django.db import migrations

_LOOKUP = import_module("caunoi.publishing.migrations.0003_public_documents")


def build_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _LOOKUP.build_lookup(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0012_comments_by_time")]

    operations = [migrations.RunPython(build_again, migrations.RunPython.noop)]
