"""A row of the trail as it is read: who did what, when, from what to what."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from caunoi.core.audit import action_label
from caunoi.core.models import AuditEntry
from caunoi.training.enums import Mark, Part
from caunoi.training.facts import CountFact
from caunoi.training.queries.reports import count_in_words
from caunoi.web.desk.trail.fields import FIELDS, FIRST, LISTS, NOT_SHOWN, OF_KIND, VALUES

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_SITTING = re.compile(r"^(\d{4}-\d{2}-\d{2}) (morning|afternoon|evening)$")
# One cell of the sheet: whose it is, and of which sitting.
_CELL = re.compile(r"^(.+), (\d{4}-\d{2}-\d{2}) (morning|afternoon|evening)$")
_TIME = re.compile(r"^(\d{2}):(\d{2}):\d{2}$")
NOTHING = "–"
_ORDER = {name: number for number, name in enumerate(FIELDS)}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fact of a change; ``changed`` says that it went from ``before`` to ``after``."""

    label: str
    after: str
    before: str = ""
    changed: bool = False

    def __str__(self) -> str:
        return f"{self.label}: {self.before} → {self.after}" if self.changed else f"{self.label}: {self.after}"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One change as it is read; ``wiped`` says that names were taken out of it."""

    at: dt.datetime
    who: str
    what: str
    kind: str
    label: str
    reason: str
    wiped: bool
    lines: list[Line]
    url: str = ""


def sentence(entry: AuditEntry, url: str = "") -> Sentence:
    """Return a row in words, ``url`` leading to its object; keys that no field bears are shown as they are."""
    return Sentence(
        at=entry.at,
        who=entry.actor_name or (_("Somebody whose name was wiped") if entry.actor_id else _("The system")),
        what=action_label(entry.action),
        kind=kind_label(entry.object_type),
        label=entry.object_label,
        reason=entry.reason,
        wiped=entry.wiped_at is not None,
        lines=_lines(entry),
        url=url,
    )


def kind_label(object_type: str) -> str:
    """Return what an object of this kind is called; "" for one that is no more."""
    model = _model(object_type)
    return str(model._meta.verbose_name) if model else ""


def _lines(entry: AuditEntry) -> list[Line]:
    details = _with_counts_told(entry.details)
    lines = [_line(entry.object_type, name, details[name]) for name in sorted(details, key=_place)]
    if entry.wipes is not None:
        lines.append(Line(label=_("Rows"), after=str(entry.wipes)))
    return lines


def _place(name: str) -> tuple[bool, int, str]:
    """Return where a detail stands: PostgreSQL keeps no order of names."""
    return name not in FIRST, _ORDER.get(name, len(_ORDER)), name


def _with_counts_told(details: dict[str, Any]) -> dict[str, Any]:
    """Return the details with a vague number as it is told: "hơn 270" never stands as 270 on a line of its own."""
    if not details.get("qualifier") or not isinstance(details.get("count"), int):
        return details
    count = CountFact(value=details["count"], qualifier=details["qualifier"])
    return {
        name: count_in_words(count) if name == "count" else value
        for name, value in details.items()
        if name != "qualifier"
    }


def _line(kind: str, name: str, value: Any) -> Line:
    label = _label(kind, name)
    if match := _CELL.match(name):
        label, name = f"{match[1]}, {_sitting(match[2], match[3])}", "marks"
    # A change is a pair; lists of one kind of thing (sittings, items) are never written as details of two.
    if isinstance(value, list) and len(value) == 2 and name not in LISTS:
        return Line(label=label, before=_words(kind, name, value[0]), after=_words(kind, name, value[1]), changed=True)
    return Line(label=label, after=_words(kind, name, value))


def _label(kind: str, name: str) -> str:
    known = OF_KIND.get((kind, name)) or FIELDS.get(name)
    if known:
        return str(capfirst(str(known)))
    field = _field(kind, name)
    return capfirst(str(field.verbose_name)) if field else name


def _words(kind: str, name: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(_words(kind, name, item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{_label_of_value(key)}: {item}" for key, item in value.items())
    if value == "…":
        return str(NOT_SHOWN)
    text = _choice(kind, name, value)
    if match := _SITTING.match(text):
        return _sitting(match[1], match[2])
    if match := _TIME.match(text):
        return f"{int(match[1])}:{match[2]}"
    return _day(text) if _DAY.match(text) else text


def _choice(kind: str, name: str, value: Any) -> str:
    """Return the words of a value that is one of a closed list; else the value."""
    field = _field(kind, name)
    of_field = dict(field.flatchoices) if field else {}
    return str(of_field.get(value) or VALUES.get((kind, name), {}).get(value) or VALUES.get(name, {}).get(value, value))


def _label_of_value(key: str) -> str:
    return str(dict(Mark.choices).get(key, key))


def _sitting(day: str, part: str) -> str:
    return f"{Part(part).label} {_day(day)}"


def _day(text: str) -> str:
    return f"{dt.date.fromisoformat(text):%d/%m/%Y}"


@cache
def _model(kind: str) -> type[models.Model] | None:
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


@cache
def _field(kind: str, name: str) -> models.Field[Any, Any] | None:
    model = _model(kind)
    try:
        found = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, models.Field) else None


def export_head() -> list[str]:
    """Return the head of the trail as a table."""
    return [_("Row"), _("Time"), _("Who"), _("What"), _("Kind"), _("Object"), _("From what to what"), _("Reason")]


def export_row(entry: AuditEntry, zone: dt.tzinfo) -> list[Any]:
    """Return a row of the trail as a row of a table, with times of ``zone``."""
    told = sentence(entry)
    return [
        entry.pk,
        f"{entry.at.astimezone(zone):%d/%m/%Y %H:%M:%S}",
        told.who,
        told.what,
        capfirst(told.kind),
        told.label,
        "\n".join(str(line) for line in told.lines),
        told.reason,
    ]
