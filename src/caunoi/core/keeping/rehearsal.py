"""Trying out whether the newest backup can be restored."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from caunoi.core.keeping.elsewhere import run_elsewhere
from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.progress import Say, silent
from caunoi.core.keeping.scheduled import scheduled_backups

_FOLDER = "rehearsal-"
_DATABASE = "caunoi_rehearsal"


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """Which backup was tried, whether all was well, and how many seconds it took."""

    file: Path
    well: bool
    seconds: float


def rehearse(source: Path | None = None, *, say: Say = silent) -> Rehearsed:
    """Restore the newest scheduled backup, or ``source``, into a place of its own, compare, check, clean up.

    On PostgreSQL that place is a database beside the office's own where the account may make one, else a SQLite file.
    The office goes on working. Raises :class:`Refused` where there is no backup.
    """
    if source is None:
        there = scheduled_backups()
        if not there:
            raise Refused(
                _("There is no backup in %(folder)s yet. Make one: caunoi backup --scheduled.")
                % {"folder": settings.ENV.backups}
            )
        source = there[0][1]
    home = Path(settings.ENV.home)
    for left in home.glob(f"{_FOLDER}*"):
        shutil.rmtree(left, ignore_errors=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=_FOLDER, dir=home) as folder:
        database = _own_database(say)
        try:
            code = run_elsewhere("restore", str(source), "--compare", say=say, home=Path(folder), database=database)
        finally:
            if database is not None:
                _drop_database()
    return Rehearsed(file=source, well=code == 0, seconds=time.monotonic() - began)


def _own_database(say: Say) -> str | None:
    """Make an empty database on the office's server and return its address; None where it is SQLite's turn."""
    if connection.vendor != "postgresql":
        return None
    try:
        _drop_database()
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{_DATABASE}"')
    except Exception as error:  # noqa: BLE001 - Django's error or psycopg's own: either way there is another place
        say(_("No database can be made for the rehearsal (%(why)s); it takes SQLite.") % {"why": str(error).strip()})
        return None
    address = urlsplit(settings.ENV.database_url)
    return urlunsplit(address._replace(path=f"/{_DATABASE}"))


def _drop_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{_DATABASE}"')
