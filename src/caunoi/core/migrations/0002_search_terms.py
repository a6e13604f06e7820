"""Terms and newness of search documents, and what looks them up on each database.

Whoever alters ``core_searchdocument`` in a later migration makes SQLite copy the table, which drops its triggers: such
a migration runs ``build_lookup`` again (``tests/core/test_search.py`` fails otherwise).
"""

from django.db import migrations, models

# Prefixes of one to seven letters behind the four of their kind and place: no Vietnamese syllable is longer.
SQLITE = [
    "DROP TABLE IF EXISTS core_search_index",
    """
    CREATE VIRTUAL TABLE core_search_index USING fts5(
        terms, content='core_searchdocument', content_rowid='newness', detail=none, columnsize=0,
        prefix='5 6 7 8 9 10 11', tokenize="unicode61 remove_diacritics 0 tokenchars '_'"
    )
    """,
    """
    CREATE TRIGGER core_search_added AFTER INSERT ON core_searchdocument BEGIN
        INSERT INTO core_search_index(rowid, terms) VALUES (new.newness, new.terms);
    END
    """,
    """
    CREATE TRIGGER core_search_removed AFTER DELETE ON core_searchdocument BEGIN
        INSERT INTO core_search_index(core_search_index, rowid, terms) VALUES ('delete', old.newness, old.terms);
    END
    """,
    """
    CREATE TRIGGER core_search_changed AFTER UPDATE OF terms, newness ON core_searchdocument
    WHEN old.terms <> new.terms OR old.newness <> new.newness BEGIN
        INSERT INTO core_search_index(core_search_index, rowid, terms) VALUES ('delete', old.newness, old.terms);
        INSERT INTO core_search_index(rowid, terms) VALUES (new.newness, new.terms);
    END
    """,
    "INSERT INTO core_search_index(core_search_index) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS core_search_added",
    "DROP TRIGGER IF EXISTS core_search_removed",
    "DROP TRIGGER IF EXISTS core_search_changed",
    "DROP TABLE IF EXISTS core_search_index",
]
POSTGRESQL = [
    """
    ALTER TABLE core_searchdocument ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED
    """,
    # Without fastupdate a big import leaves no unsorted pile that every search would have to read.
    "CREATE INDEX search_by_terms ON core_searchdocument USING gin (vector) WITH (fastupdate = off)",
]
POSTGRESQL_BACK = ["ALTER TABLE core_searchdocument DROP COLUMN IF EXISTS vector"]


def build_lookup(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if postgresql else SQLITE_BACK + SQLITE[1:]:
        schema_editor.execute(statement)


def drop_lookup(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_BACK if postgresql else SQLITE_BACK:
        schema_editor.execute(statement)


def number_documents(apps, schema_editor):
    """Give documents that stand already a number, and no terms: ``caunoi reindex`` writes those."""
    document = apps.get_model("core", "SearchDocument")
    for pk in document.objects.order_by("pk").values_list("pk", flat=True).iterator():
        document.objects.filter(pk=pk).update(newness=pk)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.AddField("searchdocument", "terms", models.TextField(default="")),
        migrations.AddField("searchdocument", "newness", models.BigIntegerField(null=True)),
        migrations.RunPython(number_documents, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("searchdocument", "newness", models.BigIntegerField(unique=True)),
        migrations.AlterModelOptions(
            "searchdocument",
            {
                "ordering": ["-newness"],
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
            },
        ),
        migrations.AddIndex(
            "searchdocument", models.Index(fields=["kind", "-newness"], name="search_newest_of_kind")
        ),
        migrations.AddIndex("searchdocument", models.Index(fields=["object_id"], name="search_by_object")),
        migrations.RunPython(build_lookup, drop_lookup),
    ]
