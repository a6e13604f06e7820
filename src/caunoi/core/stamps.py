"""Which edition each named piece of the public pages is in: kept pages are compared with it, and dropped exactly.

A service that changes what readers see calls :func:`touch` within its transaction, so that the new edition stands or
falls with the change itself. Each process asks for what changed at most every ``PAUSE`` seconds, and at once after a
change of its own: over any number of servers, with the database alone, nobody sees an older edition for longer.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.utils import timezone

from caunoi.core.models import Stamp

# Seconds between two questions for what changed.
PAUSE = 0.25
# A change is seen however long its transaction took to end, up to this; clocks of servers may differ by as much.
_WINDOW = dt.timedelta(minutes=5)
# Whoever did not ask for so long may have missed changes, and forgets all that was known.
_FORGET = 200.0
_MOST = 200_000
_PART = 200
_TOUCH = "INSERT INTO core_stamp (name, version, at) VALUES "
_AGAIN = (
    " ON CONFLICT (name) DO UPDATE SET at = excluded.at,"
    " version = CASE WHEN core_stamp.version < excluded.version THEN excluded.version ELSE core_stamp.version + 1 END"
)


def touch(*names: str) -> None:
    """Give each named piece a new edition, in the transaction that stands.

    Call it last in a service: until the transaction ends, another one that touches the same piece waits.
    """
    wanted = sorted(set(names))
    if not wanted:
        return
    now = timezone.now()
    version = time.time_ns() // 1000
    for first in range(0, len(wanted), _PART):
        part = wanted[first : first + _PART]
        rows = [value for name in part for value in (name, version, now)]
        with connection.cursor() as cursor:
            cursor.execute(_TOUCH + ", ".join(["(%s, %s, %s)"] * len(part)) + _AGAIN, rows)
    # Within the transaction for whoever reads in it, and again for everybody once it stands.
    board.expire()
    transaction.on_commit(board.expire)


class Board:
    """What one process knows of the editions. All of its threads share it."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._asked_at = 0.0
        self._expired = True
        self._lock = threading.Lock()

    def expire(self) -> None:
        """Ask again before the next answer."""
        self._expired = True

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()
            self._expired = True

    def look(self) -> None:
        """Learn what changed, where the last look is longer ago than ``PAUSE``; one question, or none."""
        now = time.monotonic()
        if not self._expired and now - self._asked_at < PAUSE:
            return
        with self._lock:
            if not self._expired and now - self._asked_at < PAUSE:
                return
            self._expired = False
            if now - self._asked_at > _FORGET or len(self._known) > _MOST:
                self._known.clear()
            if self._known:
                changed = Stamp.objects.filter(at__gt=timezone.now() - _WINDOW).values_list("name", "version")
                self._known.update((name, version) for name, version in changed if name in self._known)
            self._asked_at = now

    def versions(self, names: Iterable[str]) -> dict[str, int]:
        """Return the edition of each piece as it is known; asks once for all that are not. Call :meth:`look` before."""
        wanted = list(names)
        known = self._known
        missing = [name for name in wanted if name not in known]
        if missing:
            found = dict.fromkeys(missing, 0) | dict(
                Stamp.objects.filter(pk__in=missing).values_list("name", "version")
            )
            with self._lock:
                for name, version in found.items():
                    known.setdefault(name, version)
        return {name: known.get(name, 0) for name in wanted}

    def holds(self, versions: Mapping[str, int]) -> bool:
        """Say whether what was made of these editions still shows what stands."""
        known = self._known
        try:
            return all(known[name] == version for name, version in versions.items())
        except KeyError:
            return self.versions(versions) == versions


board = Board()
