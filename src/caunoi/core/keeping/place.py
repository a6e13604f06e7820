"""The place of an installation: whether it runs, whether it is empty, whether a restore stopped half-way.

Server and worker hold a shared lock on a file of the home for as long as they live; restoring and moving take it for
themselves alone. What has begun to be restored is marked in the home, and in a database that other machines can reach.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.files import store_in_use
from caunoi.core.keeping.errors import Refused
from caunoi.core.models import AuditEntry, StoredFile

MARK = "caunoi_restoring"
_HELD: list[IO[str]] = []


def lock_file() -> Path:
    """Return the file that everybody who runs holds."""
    return Path(settings.ENV.home) / "running.lock"


def mark_file() -> Path:
    """Return the file that stands while a restore is not finished."""
    return Path(settings.ENV.home) / "restoring"


def hold() -> None:
    """Hold the place for as long as this process and its children live: called by the server and by the worker.

    Raises :class:`Refused` while a restore or a move runs here, and where one stopped half-way.
    """
    handle = _locked(fcntl.LOCK_SH)
    if handle is None:
        raise Refused(_("A restore or a move runs here. Start again when it is finished."))
    if is_half_restored():
        handle.close()
        raise Refused(half_words())
    _HELD.append(handle)


def is_held() -> bool:
    """Say whether a server or a worker runs on this home, on this machine."""
    handle = _locked(fcntl.LOCK_EX)
    if handle is None:
        return True
    handle.close()
    return False


@contextmanager
def alone() -> Iterator[None]:
    """Keep server and worker out; raises :class:`Refused` where one runs, here or connected to the database."""
    handle = _locked(fcntl.LOCK_EX)
    if handle is None:
        raise Refused(_("The system is running here. Stop the server and the job worker first, then try again."))
    with handle:
        if others := _other_connections():
            raise Refused(
                _("The database has %(count)s other connections. Stop every server, job worker and tool that uses it.")
                % {"count": others}
            )
        yield


def _locked(how: int) -> IO[str] | None:
    path = lock_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return None
    return handle


def _other_connections() -> int:
    """Return how many others are connected; asks for two seconds, as one whose client just went ends a moment later."""
    if connection.vendor != "postgresql":
        return 0
    until = time.monotonic() + 2
    while others := _connected():
        if time.monotonic() > until:
            break
        time.sleep(0.1)
    return others


def _connected() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def table_names() -> set[str]:
    """Return the tables of the database; an empty set where there is no database yet."""
    path = sqlite_path()
    if path is not None and not path.exists():
        return set()
    try:
        return set(connection.introspection.table_names())
    except DatabaseError as error:
        raise Refused(_("The database can't be read: %(why)s") % {"why": error}) from error


def sqlite_path() -> Path | None:
    """Return the file of a SQLite database, None on PostgreSQL."""
    return Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None


def require_empty(*, files: bool) -> set[str]:
    """Return the tables that stand in the place, all of them without any work in them.

    Raises :class:`Refused` where accounts, files or a trail are there, and where a restore stopped half-way.
    """
    if is_half_restored():
        raise Refused(half_words())
    tables = table_names()
    work = [get_user_model().objects.all(), StoredFile.objects.all(), AuditEntry.objects.all()]
    if any(rows.model._meta.db_table in tables and rows.exists() for rows in work):
        raise Refused(
            _("This place is not empty: the database holds accounts or work. Restore into a new home and database.")
        )
    root = Path(settings.FILES_ROOT)
    strange = root.exists() and any(root.iterdir())
    if files and (strange or next(iter(store_in_use().digests()), None) is not None):
        raise Refused(
            _("This place is not empty: there are files in %(folder)s.")
            % {"folder": root if strange else settings.FILES_URL}
        )
    return tables


def is_half_restored() -> bool:
    """Say whether a restore began here and did not end."""
    if mark_file().exists():
        return True
    path = sqlite_path()
    if path is not None:
        return False
    try:
        found = MARK in connection.introspection.table_names()
    except DatabaseError:
        # A server that can't reach its database says so itself, and better.
        return False
    finally:
        # Whoever asks may start children, and no two processes may share a connection.
        if not connection.in_atomic_block:
            connection.close()
    return found


def half_words() -> str:
    """Return what to say of a place in which a restore stopped half-way."""
    return _("A restore stopped half-way here, so nothing here can be relied on. Run it again with --again.")


def mark(source: Path) -> None:
    """Say in the home, then in a PostgreSQL database, that a restore has begun; on the disk before anything else."""
    path = mark_file()
    with path.open("w", encoding="utf-8") as out:
        json.dump({"backup": str(source), "began": timezone.now().isoformat(), "database": _which_database()}, out)
        out.flush()
        os.fsync(out.fileno())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {MARK} (began timestamptz DEFAULT now())")


def unmark() -> None:
    """Say that the restore is whole. The home's mark goes first: a database without a mark was not begun."""
    mark_file().unlink(missing_ok=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {MARK}")


def clear_half() -> None:
    """Throw away what a restore that stopped half-way left; raises :class:`Refused` where none did.

    A database that the mark does not mean is not touched.
    """
    if not is_half_restored():
        raise Refused(_("No restore stopped half-way here. Leave --again out."))
    if mark_file().exists():
        if json.loads(mark_file().read_text(encoding="utf-8"))["database"] != _which_database():
            raise Refused(_("The restore that stopped here was meant for another database than the one set now."))
        _clear_files()
    path = sqlite_path()
    if path is not None:
        connection.close()
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
    elif MARK in table_names():
        with connection.cursor() as cursor:
            for name in connection.introspection.table_names(cursor):
                cursor.execute(f'DROP TABLE IF EXISTS "{name}" CASCADE')
    unmark()


def _clear_files() -> None:
    for root in (Path(settings.FILES_ROOT), Path(settings.MEDIA_ROOT)):
        for left in sorted(root.rglob("*"), reverse=True) if root.exists() else ():
            if left.is_dir():
                left.rmdir()
            else:
                left.unlink()


def _which_database() -> str:
    known = connection.settings_dict
    return f"{connection.vendor} {known.get('HOST') or ''}:{known.get('PORT') or ''}/{known['NAME']}"
