"""What stands on a site's first page beside its news: each part is named here by the module that knows it.

A part without content leaves no hole: neither headline nor room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from caunoi.publishing.models import SitePage

Read = Callable[[SitePage], Mapping[str, Any] | None]
Shown = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Part:
    """One part of the first page."""

    template: str
    read: Read
    shows: Shown


_PARTS: dict[str, Part] = {}


def register(name: str, *, template: str, read: Read, shows: Shown = lambda _slug: ()) -> None:
    """Name a part; ``{% front_part "name" %}`` draws ``template`` with what ``read(site)`` gives.

    It is read only where ``queries.standing.on_front`` names it: ask for its rows there. ``read`` gives None while
    there is nothing to show. ``shows`` names the pieces (:mod:`caunoi.publishing.pieces`) of a site's slug at whose
    change the page is made anew.
    """
    _PARTS[name] = Part(template=template, read=read, shows=shows)


def part(name: str) -> Part | None:
    """Return a part by its name; None while nothing gives it."""
    return _PARTS.get(name)


def pieces_of(slug: str) -> tuple[str, ...]:
    """Return the names of all pieces that the parts of a site's first page show."""
    return tuple(name for each in _PARTS.values() for name in each.shows(slug))
