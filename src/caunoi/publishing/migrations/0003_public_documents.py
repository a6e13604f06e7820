"""What readers can find, and what looks it up on each database.

Whoever alters ``publishing_publicdocument`` in a later migration makes SQLite copy the table, which drops its triggers:
such a migration runs ``build_lookup`` again (``tests/publishing/test_finding.py`` fails otherwise).
"""

import django.db.models.deletion
from django.db import migrations, models

# Prefixes of two to four letters, behind the two that mark words of a title or not. "ascii" takes every sign beyond
# ASCII for a letter: SQLite's own tables of letters are older than Python's, and would part a word that Python wrote.
SQLITE = [
    """
    CREATE VIRTUAL TABLE publishing_public_index USING fts5(
        terms, content='publishing_publicdocument', content_rowid='newness', detail=none, columnsize=0,
        prefix='2 3 4 5 6', tokenize="ascii tokenchars '='"
    )
    """,
    """
    CREATE TRIGGER publishing_public_added AFTER INSERT ON publishing_publicdocument BEGIN
        INSERT INTO publishing_public_index(rowid, terms) VALUES (new.newness, new.terms);
    END
    """,
    """
    CREATE TRIGGER publishing_public_removed AFTER DELETE ON publishing_publicdocument BEGIN
        INSERT INTO publishing_public_index(publishing_public_index, rowid, terms)
        VALUES ('delete', old.newness, old.terms);
    END
    """,
    """
    CREATE TRIGGER publishing_public_changed AFTER UPDATE OF terms, newness ON publishing_publicdocument
    WHEN old.terms <> new.terms OR old.newness <> new.newness BEGIN
        INSERT INTO publishing_public_index(publishing_public_index, rowid, terms)
        VALUES ('delete', old.newness, old.terms);
        INSERT INTO publishing_public_index(rowid, terms) VALUES (new.newness, new.terms);
    END
    """,
    "INSERT INTO publishing_public_index(publishing_public_index) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS publishing_public_added",
    "DROP TRIGGER IF EXISTS publishing_public_removed",
    "DROP TRIGGER IF EXISTS publishing_public_changed",
    "DROP TABLE IF EXISTS publishing_public_index",
]
POSTGRESQL = [
    """
    ALTER TABLE publishing_publicdocument ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED
    """,
    # Texts lie apart: the rows that a common word hits are short to read.
    "ALTER TABLE publishing_publicdocument SET (toast_tuple_target = 128)",
    # Without fastupdate a big import leaves no unsorted pile that every search would have to read.
    "CREATE INDEX public_document_by_terms ON publishing_publicdocument USING gin (vector) WITH (fastupdate = off)",
]
POSTGRESQL_BACK = ["ALTER TABLE publishing_publicdocument DROP COLUMN IF EXISTS vector"]


def build_lookup(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if postgresql else SQLITE_BACK + SQLITE:
        schema_editor.execute(statement)


def drop_lookup(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_BACK if postgresql else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_portal_root")]

    operations = [
        migrations.CreateModel(
            name="PublicWord",
            fields=[("word", models.CharField(max_length=40, primary_key=True, serialize=False))],
            options={
                "verbose_name": "word of public texts",
                "verbose_name_plural": "words of public texts",
                "ordering": ["word"],
            },
        ),
        migrations.CreateModel(
            name="PublicDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                ("object_id", models.CharField(max_length=40)),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("flat", models.TextField(blank=True)),
                ("day", models.DateField(verbose_name="day")),
                ("changed_at", models.DateTimeField(verbose_name="last change seen by readers")),
                ("newness", models.BigIntegerField(unique=True)),
                ("terms", models.TextField(default="")),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="publishing.sitepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "public search document",
                "verbose_name_plural": "public search documents",
                "ordering": ["-newness"],
                "constraints": [models.UniqueConstraint(fields=("kind", "object_id"), name="public_document_once")],
            },
        ),
        migrations.RunPython(build_lookup, drop_lookup),
    ]
