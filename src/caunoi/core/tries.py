"""Counting tries within fixed stretches of time, in the database: right over any number of processes."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time

from django.conf import settings
from django.db import connection

from caunoi.core.models import TryCount

# One statement, so that two processes never read the same number and write it twice.
_COUNT = """
INSERT INTO core_trycount (key, count, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET count = core_trycount.count + 1 RETURNING count
"""


def count_try(*, kind: str, who: str, seconds: int) -> int:
    """Count one more try of ``kind`` by ``who``; returns how many there were in the running ``seconds``.

    Belongs to no transaction of the caller's: what is refused later was tried all the same.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_key(kind, who, seconds), _end(seconds)])
        return int(cursor.fetchone()[0])


_HERE: dict[str, tuple[int, int]] = {}
_HERE_LOCK = threading.Lock()
_MOST_HERE = 20_000


def count_here(*, kind: str, who: str, seconds: int) -> int:
    """Count as :func:`count_try` does, in the memory of this process: nothing is written, other processes don't see it.

    For what is merely costly. With several processes an address may do as often as many times more.
    """
    key, end = _key(kind, who, seconds), _end(seconds)
    with _HERE_LOCK:
        if len(_HERE) >= _MOST_HERE:
            now = _now()
            for old in [one for one, (_count, until) in _HERE.items() if until < now]:
                del _HERE[old]
            if len(_HERE) >= _MOST_HERE:
                _HERE.clear()
        count = _HERE.get(key, (0, end))[0] + 1
        _HERE[key] = (count, end)
    return count


def forget_here() -> None:
    """Let go of what this process counted for itself; for tests."""
    with _HERE_LOCK:
        _HERE.clear()


def tries(*, kind: str, who: str, seconds: int) -> int:
    """Return how many tries were counted in the running ``seconds``."""
    found = TryCount.objects.filter(key=_key(kind, who, seconds)).values_list("count", flat=True).first()
    return found or 0


def seconds_left(seconds: int) -> int:
    """Return after how many seconds counting begins anew."""
    return max(1, _end(seconds) - _now())


def forget_old_tries() -> int:
    """Delete counts whose time is over; returns how many."""
    return TryCount.objects.filter(ends_at__lt=_now()).delete()[0]


def _now() -> int:
    return int(time.time())


def _end(seconds: int) -> int:
    return (_now() // seconds + 1) * seconds


def _key(kind: str, who: str, seconds: int) -> str:
    # With the installation's secret: from a hash alone, every address of the internet could be tried.
    said = f"{kind}|{seconds}|{_end(seconds)}|{who}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
