"""What a kept page shows anew each time: counters and ratings fill holes that were left when the page was made.

A face names what it can fill with :func:`register`; a template leaves a hole with ``{% live "views" article.pk %}``.
What is filled in is HTML made by the provider, the same for everybody.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import translation

# Seconds for which a counter is not asked for again.
PAUSE = 2.0
_MOST = 50_000

# The kind, the key, the language of the page.
Hole = tuple[str, str, str]
Provider = Callable[[list[str]], Mapping[str, str]]
_PROVIDERS: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Name a kind of hole; ``provider`` gives the HTML of many keys at once; what it leaves out stays empty."""
    _PROVIDERS[name] = provider


@dataclass
class Draft:
    """What a view says of the page that it makes, so that it can be kept."""

    # Splits the page at its holes: nobody can write it into a text, for it is another one each time.
    mark: str = field(default_factory=lambda: secrets.token_hex(12))
    holes: list[Hole] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    counted: str = ""
    # Which part of a list the page shows; 0 for a page that has no parts.
    part: int = 0

    def leave(self, name: str, key: object) -> str:
        """Return the mark of a new hole."""
        if name not in _PROVIDERS:
            raise LookupError(name)
        self.holes.append((name, str(key), translation.get_language()))
        return f"<{self.mark}{len(self.holes) - 1}>"

    def split(self, content: bytes) -> tuple[list[bytes], list[Hole]]:
        """Return what stands between the holes, and the holes in the order of the page."""
        first, *rest = content.split(f"<{self.mark}".encode())
        pieces, holes = [first], []
        for piece in rest:
            number, _, after = piece.partition(b">")
            holes.append(self.holes[int(number)])
            pieces.append(after)
        return pieces, holes


class Board:
    """What one process knows of counters, each no older than ``PAUSE``."""

    def __init__(self) -> None:
        self._known: dict[Hole, tuple[float, bytes]] = {}
        self._lock = threading.Lock()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()

    def fill(self, holes: Iterable[Hole]) -> list[bytes]:
        """Return what stands in each hole; asks once for each kind that is not known or too old."""
        wanted = list(holes)
        if not wanted:
            return []
        now = time.monotonic()
        known = self._known
        old: dict[tuple[str, str], list[str]] = {}
        for hole in set(wanted):
            entry = known.get(hole)
            if entry is None or now - entry[0] > PAUSE:
                name, key, language = hole
                old.setdefault((name, language), []).append(key)
        for (name, language), keys in old.items():
            with translation.override(language):
                found = _PROVIDERS[name](keys)
            with self._lock:
                if len(known) > _MOST:
                    known.clear()
                known.update({(name, key, language): (now, found.get(key, "").encode()) for key in keys})
        return [known[hole][1] if hole in known else b"" for hole in wanted]


board = Board()


def draft_of(request: HttpRequest) -> Draft:
    """Return what is said of the page that answers this request."""
    draft: Draft | None = getattr(request, "page_draft", None)
    if draft is None:
        draft = Draft()
        said: Any = request
        said.page_draft = draft
    return draft
