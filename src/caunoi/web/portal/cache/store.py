"""Where kept pages lie for all processes, over restarts: a file of this machine, or a Valkey of several."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

_log = logging.getLogger(__name__)
_MOST_BYTES = 256 * 1024 * 1024
_PUTS_BETWEEN = 200
_LOCKS = 256
# A page that is not made within so many seconds is made by whoever waits.
PATIENCE = 5.0


class Store(Protocol):
    """Keeps bytes by key. What it loses is made anew; it never gives what was not put in."""

    def get(self, key: str) -> bytes | None:
        """Return what was kept."""

    def put(self, key: str, kept: bytes) -> None:
        """Keep it."""

    def clear(self) -> None:
        """Forget everything."""

    def flight(self, key: str, *, wait: bool) -> contextlib.AbstractContextManager[bool]:
        """Let one process make a page: gives True to the one that holds the place, False to others.

        With ``wait`` others stand until it is made, at most some seconds.
        """


class FileStore:
    """A SQLite file of its own on this machine. Nothing in it is worth a wait for the disk: it can all be made anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._local = threading.local()
        self._puts = 0

    def get(self, key: str) -> bytes | None:
        """Return what was kept; None where the file can't be read."""
        with contextlib.suppress(sqlite3.Error, OSError):
            row = self._file().execute("SELECT kept FROM page WHERE key = ?", (short_key(key),)).fetchone()
            return bytes(row[0]) if row else None
        return None

    def put(self, key: str, kept: bytes) -> None:
        """Keep it; a full disk or a broken file is no reason not to answer."""
        with contextlib.suppress(sqlite3.Error, OSError):
            file = self._file()
            file.execute("REPLACE INTO page (key, at, kept) VALUES (?, ?, ?)", (short_key(key), time.time(), kept))
            self._puts += 1
            if self._puts % _PUTS_BETWEEN == 0:
                self._make_room(file)

    def clear(self) -> None:
        """Forget everything."""
        with contextlib.suppress(sqlite3.Error, OSError):
            self._file().execute("DELETE FROM page")

    @contextlib.contextmanager
    def flight(self, key: str, *, wait: bool) -> Iterator[bool]:
        """Hold one of the lock files. The system gives it back when a process dies."""
        number = int(hashlib.blake2b(key.encode(), digest_size=2).hexdigest(), 16) % _LOCKS
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._folder / f"{number:02x}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            yield True
            return
        try:
            yield _locked(handle, wait=wait)
        finally:
            os.close(handle)

    def _file(self) -> sqlite3.Connection:
        pid = os.getpid()
        if getattr(self._local, "pid", None) != pid:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._folder / "pages.sqlite3"
            try:
                self._local.file = _opened(path)
            except sqlite3.DatabaseError:
                _log.warning("The file of kept pages can't be read; it is made anew.")
                for name in ("pages.sqlite3", "pages.sqlite3-wal", "pages.sqlite3-shm"):
                    (self._folder / name).unlink(missing_ok=True)
                self._local.file = _opened(path)
            self._local.pid = pid
        file: sqlite3.Connection = self._local.file
        return file

    @staticmethod
    def _make_room(file: sqlite3.Connection) -> None:
        """Let the oldest go until three quarters of the room are taken."""
        (taken,) = file.execute("SELECT COALESCE(SUM(LENGTH(kept)), 0) FROM page").fetchone()
        while taken > _MOST_BYTES * 3 // 4:
            gone = file.execute(
                "DELETE FROM page WHERE key IN (SELECT key FROM page ORDER BY at LIMIT 500) RETURNING LENGTH(kept)"
            ).fetchall()
            if not gone:
                break
            taken -= sum(length for (length,) in gone)


def _opened(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=2, isolation_level=None)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=OFF")
    file.execute("CREATE TABLE IF NOT EXISTS page (key TEXT PRIMARY KEY, at REAL NOT NULL, kept BLOB NOT NULL)")
    file.execute("CREATE INDEX IF NOT EXISTS page_by_age ON page (at)")
    path.chmod(0o600)
    return file


def short_key(key: str) -> str:
    """Return a key of one length for the store."""
    return hashlib.blake2b(key.encode(), digest_size=20).hexdigest()


def _locked(handle: int, *, wait: bool) -> bool:
    """Take the lock; False where another holds it, or went on holding it."""
    ends = time.monotonic() + (PATIENCE if wait else 0)
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= ends:
                return False
            # Asked again, for the system's own waiting has no end: a process that hangs would hold all readers.
            time.sleep(0.005)
        else:
            return True


class NoStore:
    """Keeps nothing beside what each process holds."""

    def get(self, key: str) -> bytes | None:
        """Return None."""
        del key
        return None

    def put(self, key: str, kept: bytes) -> None:
        """Do nothing."""

    def clear(self) -> None:
        """Do nothing."""

    @contextlib.contextmanager
    def flight(self, key: str, *, wait: bool) -> Iterator[bool]:
        """Hold nobody up."""
        del key, wait
        yield True


def open_store(address: str) -> Store:
    """Return the store of an address: ``file:/folder``, ``redis://…``, or "" for none."""
    scheme, _, rest = address.partition(":")
    if scheme == "file":
        return FileStore(Path(rest))
    if not address:
        return NoStore()
    from caunoi.web.portal.cache.shared import SharedStore  # noqa: PLC0415 - costs each start, and few need it

    return SharedStore(address)
