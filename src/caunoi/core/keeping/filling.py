"""Filling an empty database with the rows of a backup, in one go."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

import psycopg
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from caunoi.core.keeping import archive, place
from caunoi.core.keeping.archive import Manifest, Reader
from caunoi.core.keeping.compare import first_difference
from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.progress import Progress, Say
from caunoi.core.keeping.rows import decoder
from caunoi.core.keeping.snapshots import Snapshot, sqlite_snapshot
from caunoi.core.keeping.tables import MIGRATIONS, Table

_ROWS = 5000


def into_sqlite(reader: Reader, tables: list[Table], path: Path, *, say: Say, compare: bool) -> None:
    """Fill a file aside and give it its name when it is whole."""
    aside = path.with_name(f"{path.name}.restoring")
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f"{aside.name}*"):
        left.unlink()
    same = reader.manifest.database == "sqlite"
    if not same and not _copied_empty(path, aside, reader.manifest):
        with _pointed_at(aside):
            _migrate(reader.manifest, say)
    with closing(sqlite3.connect(aside, isolation_level=None)) as opened:
        # The file is worth nothing until it is whole, so nothing needs to survive a power cut before.
        opened.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
        opened.execute("PRAGMA cache_size = -200000")
        if same:
            opened.executescript(reader.schema())
        opened.execute("BEGIN")
        for name in (table.name for table in tables):
            opened.execute(f'DELETE FROM "{name}"')  # noqa: S608 - our names
        progress, done = Progress(say), 0
        for table in tables:
            decode = decoder(table, rewrite_json=not same)
            columns = ", ".join(f'"{name}"' for name in reader.manifest.tables[table.name].columns)
            marks = ", ".join("?" * len(table.columns))
            insert = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608 - our names
            rows = map(decode, reader.rows(table.name))
            while part := list(islice(rows, _ROWS)):
                opened.executemany(insert, part)
                done += len(part)
                progress.at(_said_rows(done))
        opened.execute("DELETE FROM sqlite_sequence")
        opened.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", _counters(reader.manifest))
        opened.execute("COMMIT")
        say(_said_rows(done))
        if broken := opened.execute("PRAGMA foreign_key_check").fetchone():
            say(_("a row of %(table)s points to nothing, as it did in the backup") % {"table": broken[0]})
        opened.execute("PRAGMA synchronous = FULL")
        opened.execute("PRAGMA journal_mode = WAL")
        opened.execute("ANALYZE")
    with aside.open("rb+") as whole:
        os.fsync(whole.fileno())
    if compare:
        with sqlite_snapshot(aside) as moment:
            compare_rows(reader, tables, moment, say)
    connection.close()
    for left in path.parent.glob(f"{path.name}-*"):
        left.unlink()
    aside.replace(path)


def _copied_empty(path: Path, aside: Path, manifest: Manifest) -> bool:
    """Take the tables of an empty database that stands here already, where they are those of the backup."""
    if not path.exists():
        return False
    with sqlite_snapshot(path) as moment:
        fits = MIGRATIONS in place.table_names() and moment.applied() == manifest.applied
    if fits:
        with closing(sqlite3.connect(path)) as standing, closing(sqlite3.connect(aside)) as copy:
            standing.backup(copy)
    return fits


def _counters(manifest: Manifest) -> Iterator[tuple[str, int]]:
    yield from sorted(manifest.counters.items())


@contextmanager
def _pointed_at(path: Path) -> Iterator[None]:
    """Let Django's own connection work on another SQLite file: data migrations know no other connection."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _migrate(manifest: Manifest, say: Say) -> None:
    executor = MigrationExecutor(connection)
    wanted = manifest.applied - set(executor.loader.applied_migrations)
    # A plan of its own: what is named as a target and stands already, Django would take back.
    every = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    plan = [step for step in every if (step[0].app_label, step[0].name) in wanted]
    if plan:
        say(_("making the tables"))
        executor.migrate(None, plan=plan)


def into_postgresql(reader: Reader, tables: list[Table], standing: set[str], *, say: Say) -> None:
    """Make the tables where there are none, then fill them in one transaction, which also takes the mark away."""
    manifest = reader.manifest
    if standing - {place.MARK}:
        there = set(MigrationExecutor(connection).loader.applied_migrations)
        if not there <= manifest.applied:
            raise Refused(_("The database has tables of a newer version than the backup. Restore into a new one."))
    _migrate(manifest, say)
    connection.close()
    apart = connection.copy()
    apart.ensure_connection()
    table, progress, done = tables[0], Progress(say), 0
    try:
        with closing(apart.connection.cursor()) as cursor:
            cursor.execute("SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET client_encoding = 'UTF8'")
            cursor.execute("BEGIN")
            every = ", ".join(f'"{each.name}"' for each in tables)
            cursor.execute(f"TRUNCATE {every} CASCADE")
            for table in tables:
                columns = ", ".join(f'"{name}"' for name in manifest.tables[table.name].columns)
                with (
                    cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy,
                    reader.open(archive.rows_name(table.name)) as part,
                ):
                    for chunk in archive.bytes_of(part):
                        copy.write(chunk)
                done += manifest.tables[table.name].rows
                progress.at(_said_rows(done))
            for table in tables:
                _set_counter(cursor, table, manifest)
            cursor.execute("COMMIT")
            cursor.execute("ANALYZE")
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        raise Refused(_unfit_words(table, error)) from error
    finally:
        apart.close()
    say(_said_rows(done))


def _set_counter(cursor: psycopg.Cursor, table: Table, manifest: Manifest) -> None:
    if table.counter is None:
        return
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", (f'"{table.name}"', table.counter))
    found = cursor.fetchone()
    if found is None or found[0] is None:
        return
    if last := manifest.counters.get(table.name):
        cursor.execute("SELECT setval(%s, %s, true)", (found[0], last))
    else:
        cursor.execute("SELECT setval(%s, 1, false)", (found[0],))


def _unfit_words(table: Table, error: psycopg.Error) -> str:
    about = " ".join(filter(None, [error.diag.message_primary, error.diag.context or error.diag.message_detail]))
    return _("A row of %(table)s does not fit into PostgreSQL: %(why)s. Run caunoi check on the old database.") % {
        "table": table.name,
        "why": about,
    }


def _said_rows(done: int) -> str:
    return _("database: %(rows)s rows") % {"rows": done}


def compare_rows(reader: Reader, tables: list[Table], moment: Snapshot, say: Say) -> None:
    """Compare every row of the backup with a database's; raises :class:`Refused` naming the first that differs."""
    say(_("comparing every row"))
    for table in tables:
        odd = first_difference(table, reader.rows(table.name), moment)
        if odd is not None:
            raise Refused(
                _("Row %(row)s of %(table)s is not what it was. Nothing of this place may be used.")
                % {"row": odd, "table": table.name}
            )
