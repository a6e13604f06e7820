"""Other places than the test's own: homes and databases to back up and to restore into, within this process."""

from __future__ import annotations

import dataclasses
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import override_settings

from tests import databases

_NUMBERS = itertools.count(1)


@dataclasses.dataclass(frozen=True)
class Place:
    """A home and a database; ``entered`` lets this process work there."""

    home: Path
    database: str

    @contextmanager
    def entered(self) -> Iterator[Path]:
        before = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict["NAME"] = self.database
        try:
            with override_settings(
                ENV=dataclasses.replace(settings.ENV, home=self.home, backups=self.home / "backups"),
                FILES_ROOT=self.home / "files",
                MEDIA_ROOT=self.home / "media",
                TRAIL_HEAD=self.home / "trail.head",
            ):
                yield self.home
        finally:
            connection.close()
            connection.settings_dict.update(before)


@contextmanager
def place(home: Path, *, migrated: bool, tables: bool = True) -> Iterator[Place]:
    """Make a place of the run's own kind of database; on SQLite without ``migrated`` no file stands there yet.

    On PostgreSQL its tables are those of this version, and empty, unless ``tables`` is off.
    """
    home.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        made = Place(home, str(home / "caunoi.sqlite3"))
        if migrated:
            databases.sqlite_copy(Path(made.database))
        yield made
        return
    made = Place(home, f"elsewhere_{os.getpid()}_{next(_NUMBERS)}")
    template = databases.postgresql_template(os.environ["CAUNOI_DATABASE_URL"])
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{made.database}" TEMPLATE "{template if tables else "template0"}"')
    try:
        yield made
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{made.database}" WITH (FORCE)')


@contextmanager
def elsewhere(home: Path) -> Iterator[Path]:
    """Work in a new, empty place."""
    with place(home, migrated=False) as made, made.entered():
        yield home
