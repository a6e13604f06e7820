"""Saying how far a long work is, every few seconds and never more often."""

from __future__ import annotations

import time
from collections.abc import Callable

Say = Callable[[str], None]
MB = 1024 * 1024
_EVERY = 3.0


def silent(_words: str) -> None:
    """Say nothing."""


class Progress:
    """Passes on what it is told, at most every three seconds."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._last = time.monotonic()

    def at(self, words: str) -> None:
        """Say ``words`` if it is time."""
        now = time.monotonic()
        if now - self._last >= _EVERY:
            self._last = now
            self._say(words)
