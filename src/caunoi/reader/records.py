"""What reading a report yields. Every value says where it was read and how sure the reader is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from caunoi.reader.text import squeeze

FIELDS: Final = (
    "title",
    "published_on",
    "held_on",
    "organizers",
    "host_place",
    "participants_count",
    "participants_count_qualifier",
    "speakers",
    "officials",
    "topics",
    "directives",
    "byline",
    "views",
)


@dataclass(frozen=True, order=True)
class Span:
    """Half-open range of code points of ``Record.text``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words in this range, on one line."""
        return squeeze(text[self.start : self.end])


@dataclass(frozen=True)
class Found:
    """A value, the places it was read from, and a confidence from 0 (a guess) to 1 (stated in so many words)."""

    value: Any
    spans: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True)
class DateRange:
    """Consecutive days, both ends included."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True)
class Speaker:
    """Someone who taught; ``position`` as written."""

    name: str
    position: str | None


@dataclass(frozen=True)
class Official:
    """Someone else who took part by name, never a learner; ``position`` as written.

    ``acts`` says all that the person is told to have done: "attends", "opens", "directs", "closes", in this order.
    """

    name: str
    position: str | None
    acts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """All that a report states. A field the report does not state is None or empty."""

    text: str
    title: Found | None = None
    published_on: Found | None = None
    held_on: Found | None = None
    organizers: tuple[Found, ...] = ()
    host_place: Found | None = None
    participants_count: Found | None = None
    participants_count_qualifier: Found | None = None
    speakers: tuple[Found, ...] = ()
    officials: tuple[Found, ...] = ()
    topics: tuple[Found, ...] = ()
    directives: tuple[Found, ...] = ()
    byline: Found | None = None
    views: Found | None = None

    def as_dict(self, id: str) -> dict[str, Any]:
        """JSON-ready. ``spans`` and ``confidence`` hold fields with a value; a list's confidence is its lowest."""
        row: dict[str, Any] = {"id": id}
        spans: dict[str, list[list[int]]] = {}
        confidence: dict[str, float] = {}
        for name in FIELDS:
            found = getattr(self, name)
            many = isinstance(found, tuple)
            items: tuple[Found, ...] = found if many else () if found is None else (found,)
            values = [_plain(item.value) for item in items]
            row[name] = values if many else values[0] if values else None
            if items:
                spans[name] = [[span.start, span.end] for item in items for span in item.spans]
                confidence[name] = round(min(item.confidence for item in items), 2)
        return row | {"text": self.text, "spans": spans, "confidence": confidence}


def _plain(value: Any) -> Any:
    match value:
        case dt.date():
            return value.isoformat()
        case DateRange(start, end):
            return {"start": start.isoformat(), "end": end.isoformat()}
        case Speaker(name, position):
            return {"name": name, "position": position}
        case Official(name=name):
            return name
        case list():
            return [_plain(item) for item in value]
    return value
