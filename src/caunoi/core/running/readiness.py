"""Whether this process can answer people now: what it needs is there. Each answer is a name, never a value."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from caunoi.core.files import StoreDown, store_in_use
from caunoi.core.files.stores import DiskStore
from caunoi.core.keeping.tables import waiting
from caunoi.core.keys import KeysOpen

# Below this nothing can be relied on: an upload, its copy and the journal of the database need room.
LEAST_ROOM = 200 * 1024 * 1024
# Migrations that were applied once stay applied while a process of this version lives.
_SEEN: set[str] = set()


def not_ready() -> list[str]:
    """Return the names of what is missing, [] when people can be answered."""
    return [name for name, question in _QUESTIONS.items() if not question()]


def room(folder: Path) -> int:
    """Return the free bytes where ``folder`` lies, or will lie."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return False
    return True


def _migrations() -> bool:
    if "migrations" in _SEEN:
        return True
    try:
        open_ones: Iterator[object] = iter(waiting(MigrationRecorder(connection).applied_migrations()))
        if next(open_ones, None) is not None:
            return False
    except DatabaseError:
        return False
    _SEEN.add("migrations")
    return True


def _keys() -> bool:
    ring = settings.KEYS
    try:
        # Asking for a key that is missing would make one.
        return (Path(ring.directory) / "django.key").exists() and bool(ring.keys("django"))
    except (OSError, KeysOpen, ValueError):
        return False


def _room() -> bool:
    return room(Path(settings.ENV.home)) >= LEAST_ROOM


def _files() -> bool:
    kept = store_in_use()
    try:
        kept.size("0" * 64)
    except (OSError, StoreDown):
        return False
    return not isinstance(kept, DiskStore) or not kept.root.exists() or os.access(kept.root, os.W_OK | os.X_OK)


def _not_closed() -> bool:
    return not settings.MAINTENANCE_FILE.exists()


_QUESTIONS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "keys": _keys,
    "disk": _room,
    "files": _files,
    "maintenance": _not_closed,
}
