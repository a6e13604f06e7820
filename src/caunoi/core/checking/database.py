"""Whether the database is whole: tables, constraints, what points to nothing, texts that are too long."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import DatabaseError, connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from caunoi.core.checks import Fault
from caunoi.core.keeping import place
from caunoi.core.keeping.tables import LEFT_OUT, waiting


def stored_models() -> list[type[models.Model]]:
    """Return every model that has a table of its own which a backup takes, by table."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.db_table.startswith(tuple(LEFT_OUT))
    }
    return [found[name] for name in sorted(found)]


def restore_is_whole(_deep: bool) -> Iterator[Fault]:
    """Nothing here was restored half-way."""
    if place.is_half_restored():
        yield Fault(where=str(place.mark_file()), what=place.half_words(), todo="caunoi restore FILE --again")


def migrations_are_applied(_deep: bool) -> Iterator[Fault]:
    """The database is of this program's version."""
    for app, name in waiting(MigrationRecorder(connection).applied_migrations()):
        yield Fault(
            where=f"{app}.{name}",
            what=_("This migration is not applied: the database is older than the program."),
            todo=_("Make a backup, then run caunoi migrate."),
        )


def tables_are_as_they_should(_deep: bool) -> Iterator[Fault]:
    """Each table, column, constraint and index that the models name is there, and the database trusts it."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in stored_models():
            table = model._meta.db_table
            if table not in there:
                yield Fault(where=table, what=_("The table is missing."), todo=_restore_words())
                continue
            found = {one.name for one in connection.introspection.get_table_description(cursor, table)}
            for field in model._meta.local_concrete_fields:
                if field.column not in found:
                    yield Fault(
                        where=f"{table}.{field.column}", what=_("The column is missing."), todo=_restore_words()
                    )
            named = set(connection.introspection.get_constraints(cursor, table))
            # PostgreSQL cuts names that are too long for it.
            most = connection.ops.max_name_length()
            wanted = [one.name[:most] for one in (*model._meta.constraints, *model._meta.indexes) if one.name]
            for name in sorted(set(wanted) - named):
                yield Fault(
                    where=f"{table}.{name}",
                    what=_("This rule or index of the table is missing; wrong rows could have come in."),
                    todo=_restore_words(),
                )
    yield from _engine_says()


def _restore_words() -> str:
    return _("Somebody changed the tables by hand. Restore the newest backup into a new place and go on there.")


def _engine_says() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check(20)")
            for (words,) in cursor.fetchall():
                if words != "ok":
                    yield Fault(
                        where=str(connection.settings_dict["NAME"]),
                        what=_("The database file is damaged: %(words)s") % {"words": words},
                        todo=_("Look at the disk, then restore the newest backup into a new place."),
                    )
            return
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated"
            " UNION ALL SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
        )
        for table, name in cursor.fetchall():
            yield Fault(
                where=f"{table}.{name}",
                what=_("PostgreSQL does not vouch for this rule or index: an upgrade stopped half-way."),
                todo=_("Run caunoi migrate again; if it stays, drop it in psql and make it anew."),
            )


def nothing_points_to_nothing(_deep: bool) -> Iterator[Fault]:
    """Each reference leads to a row."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in stored_models():
            table = model._meta.db_table
            for field in model._meta.local_concrete_fields:
                if not isinstance(field, models.ForeignKey) or not getattr(field, "db_constraint", True):
                    continue
                other = field.related_model._meta.db_table
                try:
                    cursor.execute(
                        f"SELECT count(*) FROM {quote(table)} one WHERE one.{quote(str(field.column))} IS NOT NULL"  # noqa: S608 - our names
                        f" AND NOT EXISTS (SELECT 1 FROM {quote(other)} other"
                        f" WHERE other.{quote(str(field.target_field.column))} = one.{quote(str(field.column))})"
                    )
                except DatabaseError:
                    # A missing table or column is told of by the check before.
                    continue
                (count,) = cursor.fetchone()
                if count:
                    yield Fault(
                        where=f"{table}.{field.column}",
                        what=_("%(count)s rows point to rows of %(other)s that are not there.")
                        % {"count": count, "other": other},
                        todo=_("Restore the newest backup into a new place and compare; ask before deleting anything."),
                    )


def texts_are_not_too_long(_deep: bool) -> Iterator[Fault]:
    """Each text fits its column: SQLite does not look, PostgreSQL would refuse it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for model in stored_models():
            table = model._meta.db_table
            limited = [
                (field.column, field.max_length)
                for field in model._meta.local_concrete_fields
                if isinstance(field, models.CharField) and field.max_length
            ]
            if not limited:
                continue
            sums = ", ".join(f'sum(length("{column}") > {most})' for column, most in limited)
            try:
                cursor.execute(f'SELECT {sums} FROM "{table}"')  # noqa: S608 - our names
            except DatabaseError:
                continue
            for (column, most), count in zip(limited, cursor.fetchone(), strict=True):
                if count:
                    yield Fault(
                        where=f"{table}.{column}",
                        what=_("%(count)s texts are longer than %(most)s letters.") % {"count": count, "most": most},
                        todo=_("Shorten them on their pages; until then the office can't move to PostgreSQL."),
                    )
