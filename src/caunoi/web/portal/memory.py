"""What was read of the database, remembered by each process until a piece that it shows changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from caunoi.core import stamps

Value = TypeVar("Value")


class Memory(Generic[Value]):
    """Values by key, of which those longest unused go first. All threads share them: nobody changes a value."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[str, tuple[Mapping[str, int], Value]] = OrderedDict()
        self._lock = threading.Lock()

    def value(self, key: str, names: Sequence[str], make: Callable[[], Value]) -> Value:
        """Return what ``make`` gave, as long as the named pieces (:mod:`caunoi.core.stamps`) are as they were then."""
        stamps.board.look()
        # Before anything is read: a change that comes in between must make it old.
        versions = stamps.board.versions(names)
        with self._lock:
            found = self._known.get(key)
            if found is not None and found[0] == versions:
                self._known.move_to_end(key)
                return found[1]
        made = make()
        with self._lock:
            self._known[key] = (versions, made)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return made

    def forget(self) -> None:
        """Let all go; for tests and restores."""
        with self._lock:
            self._known.clear()
