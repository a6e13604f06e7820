"""One moment of a database, read while others write: one transaction, each table in the order of its key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from django.db import connection

from caunoi.core.keeping.rows import encoder
from caunoi.core.keeping.tables import MIGRATIONS, Applied, Table

_ROWS = 2000


class Snapshot(Protocol):
    """A moment of a database."""

    vendor: str

    def applied(self) -> Applied:
        """Return the migrations that were applied."""

    def schema(self) -> str:
        """Return the statements that make its tables anew, "" where the migrations must."""

    def chunks(self, table: Table) -> Iterator[bytes]:
        """Yield whole lines of the table's rows (see ``rows``)."""

    def counters(self, tables: list[Table]) -> dict[str, int]:
        """Return the last number given, for each table that counts up and ever gave one."""


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Open a moment of this installation's database; writers go on meanwhile, and are not seen."""
    if connection.vendor == "sqlite":
        with sqlite_snapshot(Path(connection.settings_dict["NAME"])) as found:
            yield found
    else:
        with _postgresql_snapshot() as found:
            yield found


@contextmanager
def sqlite_snapshot(path: Path) -> Iterator[SqliteSnapshot]:
    """Open a moment of a SQLite file."""
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)) as opened:
        opened.execute("PRAGMA busy_timeout = 20000")
        opened.execute("BEGIN")
        # The moment is taken with the first read.
        opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield SqliteSnapshot(opened)


class SqliteSnapshot:
    """A read transaction of a SQLite file in WAL mode."""

    vendor = "sqlite"

    def __init__(self, opened: sqlite3.Connection) -> None:
        self._opened = opened

    def applied(self) -> Applied:
        return frozenset(self._opened.execute(f"SELECT app, name FROM {MIGRATIONS}"))  # noqa: S608 - a constant

    def schema(self) -> str:
        found = self._opened.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        virtual = [name for kind, name, sql in found if kind == "table" and sql.upper().startswith("CREATE VIRTUAL")]
        # A virtual table makes its own shadows; SQLite makes its own tables.
        own = {f"{name}_{part}" for name in virtual for part in ("data", "idx", "content", "docsize", "config")}
        order = {"table": 0, "index": 1, "view": 2, "trigger": 3}
        wanted = [one for one in found if one[1] not in own and not one[1].startswith("sqlite_")]
        wanted.sort(key=lambda one: (order[one[0]], one[1] in virtual))
        return "".join(f"{sql};\n" for _kind, _name, sql in wanted)

    def chunks(self, table: Table) -> Iterator[bytes]:
        columns = ", ".join(f'"{name}"' for name in table.names)
        rows = self._opened.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY "{table.key}"')  # noqa: S608 - our names
        encode = encoder(table)
        while part := list(islice(rows, _ROWS)):
            yield ("\n".join(map(encode, part)) + "\n").encode()

    def counters(self, tables: list[Table]) -> dict[str, int]:
        known = {table.name for table in tables if table.counter}
        try:
            found = self._opened.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        except sqlite3.OperationalError:
            return {}
        return {name: int(last) for name, last in found if last and name in known}


@contextmanager
def _postgresql_snapshot() -> Iterator[Snapshot]:
    apart = connection.copy()
    try:
        apart.ensure_connection()
        with closing(apart.connection.cursor()) as cursor:
            # The way in which values are written must not hang on the server's settings.
            cursor.execute("SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET bytea_output = 'hex'")
            cursor.execute("SET extra_float_digits = 1; SET client_encoding = 'UTF8'; SET statement_timeout = 0")
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT 1")
            yield PostgresqlSnapshot(cursor)
    finally:
        apart.close()


class PostgresqlSnapshot:
    """A repeatable-read, read-only transaction of PostgreSQL; rows come as COPY writes them."""

    vendor = "postgresql"

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def applied(self) -> Applied:
        self._cursor.execute(f"SELECT app, name FROM {MIGRATIONS}")  # noqa: S608 - a constant
        return frozenset((app, name) for app, name in self._cursor.fetchall())

    def schema(self) -> str:
        return ""

    def chunks(self, table: Table) -> Iterator[bytes]:
        columns = ", ".join(f'"{name}"' for name in table.names)
        # The order of SQLite, whatever the language of the database.
        order = f'"{table.key}"' + (' COLLATE "C"' if table.key_kind == "text" else "")
        gathered: list[bytes] = []
        with self._cursor.copy(
            f'COPY (SELECT {columns} FROM "{table.name}" ORDER BY {order}) TO STDOUT'  # noqa: S608 - our names
        ) as copy:
            for data in copy:
                gathered.append(bytes(data))
                if len(gathered) >= _ROWS:
                    yield b"".join(gathered)
                    gathered.clear()
        if gathered:
            yield b"".join(gathered)

    def counters(self, tables: list[Table]) -> dict[str, int]:
        last: dict[str, int] = {}
        for table in tables:
            if table.counter is None:
                continue
            self._cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", (f'"{table.name}"', table.counter))
            (sequence,) = self._cursor.fetchone()
            if sequence is None:
                continue
            self._cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608 - the server's own name
            value, called = self._cursor.fetchone()
            if called:
                last[table.name] = int(value)
        return last
