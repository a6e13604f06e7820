"""The shape of a candidate: what was read, what a person decided, and both together as entries.

``reading``: field -> list of ``{"value", "spans", "confidence"}``. ``decisions``: entry's key -> ``{"decision",
"value", "spans", "seen"}``. A key is the field, a hyphen and the place in the reading ("topics-2"), or the letter a
and a number for a value that a person added ("topics-a1"). ``seen`` counts the decisions about one entry, so that a
form shown before somebody else's decision is recognised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from caunoi.core.text import clean, fold
from caunoi.intake.enums import MANY, Decision, ReportField
from caunoi.intake.models import ReportCandidate
from caunoi.reader import DateRange, Found, Record
from caunoi.training.enums import GuestRole, HostRole

CONFIDENT = 0.9


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One value of a candidate: as read, as it stands now, where it was read, and what a person decided."""

    key: str
    field: ReportField
    read: Any
    value: Any
    spans: tuple[tuple[int, int], ...]
    confidence: float | None
    decision: Decision
    seen: int

    @property
    def is_open(self) -> bool:
        """Whether a person still has to look at it."""
        return self.decision == Decision.OPEN

    @property
    def is_kept(self) -> bool:
        """Whether the value will go into the class as things stand."""
        return self.decision != Decision.CLEARED

    @property
    def is_uncertain(self) -> bool:
        """Whether it is open and the reader was not sure."""
        return self.is_open and (self.confidence or 0) < CONFIDENT


@dataclass(frozen=True)
class Segment:
    """A piece of the text and the keys of the entries that were read there; ``begins`` are those that begin here."""

    text: str
    keys: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def digest_of(text: str) -> str:
    """Return by what a text is recognised when it comes again."""
    return hashlib.sha256(text.encode()).hexdigest()


def reading_of(record: Record) -> dict[str, list[dict[str, Any]]]:
    """Return what the reader found, as JSON that is kept and never changed."""
    reading: dict[str, list[dict[str, Any]]] = {}
    for field, value, found in _values(record):
        spans = sorted({(span.start, span.end) for each in found for span in each.spans})
        reading.setdefault(field.value, []).append(
            {
                "value": value,
                "spans": [list(span) for span in spans],
                "confidence": round(min(each.confidence for each in found), 2),
            }
        )
    return reading


def _values(record: Record) -> Iterator[tuple[ReportField, Any, list[Found]]]:
    texts: tuple[tuple[ReportField, tuple[Found | None, ...]], ...] = (
        (ReportField.TITLE, (record.title,)),
        (ReportField.HOST_PLACE, (record.host_place,)),
        (ReportField.TOPICS, record.topics),
        (ReportField.DIRECTIVES, record.directives),
        (ReportField.BYLINE, (record.byline,)),
    )
    yield from (
        (field, clean(str(found.value)), [found])
        for field, several in texts
        for found in several
        if found and clean(str(found.value))
    )
    if record.held_on:
        yield ReportField.HELD_ON, _days(record.held_on.value), [record.held_on]
    if record.published_on:
        yield ReportField.PUBLISHED_ON, record.published_on.value.isoformat(), [record.published_on]
    if record.participants_count:
        doubt = record.participants_count_qualifier
        value = {"count": record.participants_count.value, "qualifier": doubt.value if doubt else "exact"}
        yield ReportField.PARTICIPANTS, value, [record.participants_count, *([doubt] if doubt else [])]
    if record.views:
        yield ReportField.VIEWS, int(record.views.value), [record.views]
    for place, found in enumerate(record.organizers):
        role = HostRole.CO_ORGANISER if place else HostRole.HOST
        value = {"name": clean(found.value), "role": role.value, "organisation": None}
        yield ReportField.ORGANISERS, value, [found]
    yield from ((ReportField.SPEAKERS, _person(found), [found]) for found in record.speakers)
    yield from ((ReportField.OFFICIALS, _person(found) | _role(found), [found]) for found in record.officials)


def _person(found: Found) -> dict[str, Any]:
    return {"name": clean(found.value.name), "position": clean(found.value.position or ""), "person": None}


def _role(found: Found) -> dict[str, str]:
    """Return the one role of a guest: whoever opens, directs or closes a class attends it, too."""
    told = [role for role in (GuestRole.OPENS, GuestRole.DIRECTS, GuestRole.CLOSES) if role in found.value.acts]
    return {"role": (told or [GuestRole.ATTENDS])[0].value}


def _days(value: Any) -> list[str]:
    if isinstance(value, DateRange):
        length = (value.end - value.start).days + 1
        return [(value.start + timedelta(days=n)).isoformat() for n in range(max(length, 1))]
    days: Iterable[Any] = value if isinstance(value, list | tuple) else [value]
    found: set[str] = set()
    for day in days:
        found.update(_days(day) if isinstance(day, DateRange) else [day.isoformat()])
    return sorted(found)


def entries_of(candidate: ReportCandidate) -> list[Entry]:
    """Return every value of a candidate, in the order of the fields, those read first."""
    entries: list[Entry] = []
    added = [key for key in candidate.decisions if _added_number(key)]
    for field in ReportField:
        for place, read in enumerate(candidate.reading.get(field.value, []), start=1):
            key = f"{field.value}-{place}"
            entries.append(_entry(key, field, read, candidate.decisions.get(key)))
        mine = [key for key in added if key.rpartition("-")[0] == field.value]
        entries.extend(_entry(key, field, None, candidate.decisions[key]) for key in sorted(mine, key=_added_number))
    return entries


def _added_number(key: str) -> int:
    tail = key.rpartition("-")[2]
    return int(tail[1:]) if tail.startswith("a") and tail[1:].isdigit() else 0


def _entry(key: str, field: ReportField, read: Mapping[str, Any] | None, made: Mapping[str, Any] | None) -> Entry:
    source: Mapping[str, Any] = made or {"decision": Decision.OPEN, "seen": 0} | dict(read or {})
    return Entry(
        key=key,
        field=field,
        read=read["value"] if read else None,
        value=source["value"],
        spans=tuple((start, end) for start, end in source["spans"]),
        confidence=read["confidence"] if read else None,
        decision=Decision(source["decision"]),
        seen=source["seen"],
    )


def next_key(candidate: ReportCandidate, field: ReportField) -> str:
    """Return the key of the next value that a person adds to a field."""
    taken = [_added_number(key) for key in candidate.decisions if key.rpartition("-")[0] == field.value]
    return f"{field.value}-a{max(taken, default=0) + 1}"


def values_of(entries: Iterable[Entry], field: ReportField) -> list[Any]:
    """Return the values of one field that were not left out."""
    return [entry.value for entry in entries if entry.field == field and entry.is_kept]


def value_of(entries: Iterable[Entry], field: ReportField) -> Any:
    """Return the value of a field that has one at most; None where it is unknown."""
    values = values_of(entries, field)
    return values[0] if values else None


def is_many(field: ReportField) -> bool:
    """Say whether a report has several values of this field."""
    return field in MANY


def title_of(text: str, entries: Iterable[Entry], source: str) -> str:
    """Return by what a candidate is called: its title, else the first words of its text, else its file."""
    title = value_of(entries, ReportField.TITLE)
    if title:
        return str(title)[:300]
    first = next((line for line in map(clean, text[:5000].split("\n")) if line), "")
    if len(first) > 120:
        first = f"{first[:119].rpartition(' ')[0] or first[:119]}…"
    return first or source or "…"


def refresh(candidate: ReportCandidate) -> list[str]:
    """Set the columns that follow the decisions; returns their names, for ``save``."""
    entries = entries_of(candidate)
    days = value_of(entries, ReportField.HELD_ON)
    candidate.title = title_of(candidate.text, entries, candidate.source)
    candidate.folded_title = fold(candidate.title)[:300]
    candidate.held_first = date.fromisoformat(days[0]) if days else None
    candidate.open_count = sum(entry.is_open for entry in entries)
    candidate.uncertain_count = sum(entry.is_uncertain for entry in entries)
    return ["title", "folded_title", "held_first", "open_count", "uncertain_count"]


def segments_of(text: str, entries: Iterable[Entry]) -> list[Segment]:
    """Cut ``text`` where a span begins or ends, so that overlapping spans can be shown; joined, it is the text again.

    The keys of a segment come with the shortest span first: the most exact reading wins the colour.
    """
    spans = [
        (start, end, entry.key)
        for entry in entries
        if entry.is_kept
        for start, end in entry.spans
        if 0 <= start < end <= len(text)
    ]
    cuts = sorted({0, len(text), *(s for s, _e, _k in spans), *(e for _s, e, _k in spans)})
    segments: list[Segment] = []
    for low, high in pairwise(cuts):
        over = sorted((end - start, key, start) for start, end, key in spans if start <= low and high <= end)
        segments.append(
            Segment(
                text=text[low:high],
                keys=tuple(dict.fromkeys(key for _length, key, _start in over)),
                begins=tuple(dict.fromkeys(key for _length, key, start in over if start == low)),
            )
        )
    return segments
