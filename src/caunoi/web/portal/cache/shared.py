"""A store of kept pages for several servers: a Redis or Valkey that all of them ask."""

from __future__ import annotations

import contextlib
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from typing import TypeVar

from redis import Redis
from redis.exceptions import RedisError

from caunoi.web.portal.cache.store import PATIENCE, short_key

_log = logging.getLogger(__name__)
# Seconds for which a store that did not answer is not asked again.
_AWAY = 5.0
_DAY = 24 * 60 * 60
_PREFIX = "caunoi-pages:"
# Only who holds a place gives it back: another may hold it since.
_GIVE_BACK = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end"
_T = TypeVar("_T")


class SharedStore:
    """A Redis or Valkey that all servers ask. While it can't be reached, each process keeps pages for itself."""

    def __init__(self, address: str) -> None:
        self._client = Redis.from_url(address, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._away_until = 0.0

    def get(self, key: str) -> bytes | None:
        """Return what was kept; None while the store is away."""
        found = self._ask(lambda: self._client.get(f"{_PREFIX}{short_key(key)}"))
        return found if isinstance(found, bytes) else None

    def put(self, key: str, kept: bytes) -> None:
        """Keep it for a day at most: tomorrow's pages have other keys."""
        self._ask(lambda: self._client.set(f"{_PREFIX}{short_key(key)}", kept, ex=_DAY))

    def clear(self) -> None:
        """Forget everything of this program."""

        def forget() -> None:
            for found in self._client.scan_iter(f"{_PREFIX}*", count=1000):
                self._client.delete(found)

        self._ask(forget)

    @contextlib.contextmanager
    def flight(self, key: str, *, wait: bool) -> Iterator[bool]:
        """Hold a key of the store for the time of making; it goes by itself where a server dies."""
        place, mine = f"{_PREFIX}making-{short_key(key)}", uuid.uuid4().hex
        ends = time.monotonic() + (PATIENCE if wait else 0)
        held = self._take(place, mine)
        while held is False and time.monotonic() < ends:
            # Asked again rather than told: a message that is lost would let readers stand for the whole of PATIENCE.
            time.sleep(0.01)
            held = self._take(place, mine)
        try:
            # Without the store there is nobody to wait for.
            yield held is not False
        finally:
            if held:
                self._ask(lambda: self._client.eval(_GIVE_BACK, 1, place, mine))

    def _take(self, place: str, mine: str) -> bool | None:
        return self._ask(lambda: bool(self._client.set(place, mine, nx=True, px=int(PATIENCE * 1000))))

    def _ask(self, question: Callable[[], _T]) -> _T | None:
        """Return the answer; None while the store is away, which is tried again after some seconds."""
        now = time.monotonic()
        if now < self._away_until:
            return None
        try:
            return question()
        except RedisError:
            _log.warning("The store of kept pages can't be reached; each process keeps pages for itself.")
            self._away_until = now + _AWAY
            return None
