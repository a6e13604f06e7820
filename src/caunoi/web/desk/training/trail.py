"""The trail of a class: who changed what, when, from what to what, in sentences."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from caunoi.core.audit import action_label
from caunoi.core.models import AuditEntry
from caunoi.directory.policies import require
from caunoi.training.enums import AgendaKind, ClassState, GuestRole, HostRole, Mark, Part, Qualifier
from caunoi.training.facts import CountFact
from caunoi.training.policies import reads_class_trail
from caunoi.training.queries.reports import count_in_words
from caunoi.training.queries.trail import class_trail
from caunoi.web.base.lists import paginate
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page

FIELDS: dict[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "audience": gettext_lazy("For whom"),
    "place": gettext_lazy("Place"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "quota": gettext_lazy("Seats"),
    "state": gettext_lazy("State"),
    "strong_points": gettext_lazy("Strong points"),
    "weak_points": gettext_lazy("Weak points and causes"),
    "proposals": gettext_lazy("Proposals"),
    "host": gettext_lazy("Hosts"),
    "co_organiser": gettext_lazy("Co-organisers"),
    "directives": gettext_lazy("Directives"),
    "from": gettext_lazy("From the class"),
    "venue": gettext_lazy("Venue point"),
    "name": gettext_lazy("Name"),
    "address": gettext_lazy("Address"),
    "in_charge": gettext_lazy("Person in charge"),
    "capacity": gettext_lazy("Seats"),
    "sitting": gettext_lazy("Sitting"),
    "sittings": gettext_lazy("Sittings"),
    "starts_at": gettext_lazy("Begins at"),
    "agenda": gettext_lazy("Programme items"),
    "item": gettext_lazy("Programme item"),
    "kind": gettext_lazy("What"),
    "periods": gettext_lazy("Periods of 45 minutes"),
    "speakers": gettext_lazy("Speakers"),
    "position": gettext_lazy("Place in the order"),
    "guest": gettext_lazy("Guest"),
    "post": gettext_lazy("Post"),
    "role": gettext_lazy("Role"),
    "participant": gettext_lazy("Participant"),
    "substitute_for": gettext_lazy("Comes for"),
    "unit_text": gettext_lazy("Unit"),
    "note": gettext_lazy("Note"),
    "venue_point": gettext_lazy("Venue point"),
    "full_name": gettext_lazy("Full name"),
    "birth_year": gettext_lazy("Year of birth"),
    "phone": gettext_lazy("Phone"),
    "source": gettext_lazy("Source"),
    "count": gettext_lazy("Count"),
    "rows": gettext_lazy("Rows"),
    "qualifier": gettext_lazy("How sure"),
    "marks": gettext_lazy("Marks"),
    "version": gettext_lazy("Version"),
    "present": gettext_lazy("Present (persons)"),
    "nominated": gettext_lazy("Nominated"),
    "unmarked": gettext_lazy("Blank cells counted as absent"),
    "number": gettext_lazy("Number of the registry"),
    "signed_on": gettext_lazy("Signed on"),
    "file": gettext_lazy("File"),
    "question": gettext_lazy("Question"),
    "text": gettext_lazy("Question"),
    "answer": gettext_lazy("Answer"),
    "answered_by": gettext_lazy("Answered by"),
    "agenda_item": gettext_lazy("Topic"),
    "topic": gettext_lazy("Topic"),
}
_WORDS: dict[str, dict[Any, Any]] = {
    "state": dict(ClassState.choices),
    "kind": dict(AgendaKind.choices),
    "role": dict(GuestRole.choices) | dict(HostRole.choices),
    "qualifier": dict(Qualifier.choices),
    "marks": dict(Mark.choices),
}
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_SITTING = re.compile(r"^(\d{4}-\d{2}-\d{2}) (morning|afternoon|evening)$")
# One cell of the sheet: whose it is, and of which sitting.
_CELL = re.compile(r"^(.+), (\d{4}-\d{2}-\d{2}) (morning|afternoon|evening)$")
_TIME = re.compile(r"^(\d{2}):(\d{2}):\d{2}$")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fact of a change; ``changed`` says that it went from ``before`` to ``after``."""

    label: str
    after: str
    before: str = ""
    changed: bool = False


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One change as it is read."""

    at: dt.datetime
    who: str
    what: str
    reason: str
    lines: list[Line]


def sentence(entry: AuditEntry) -> Sentence:
    """Return an entry in words; keys that no field bears are shown as they are (a person and a sitting, say)."""
    return Sentence(
        at=entry.at,
        who=entry.actor_name or _("The system"),
        what=action_label(entry.action),
        reason=entry.reason,
        lines=[_line(name, value) for name, value in _with_counts_told(entry.details).items()],
    )


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


def _line(name: str, value: Any) -> Line:
    label = str(FIELDS.get(name, name))
    if match := _CELL.match(name):
        label, name = f"{match[1]}, {_sitting(match[2], match[3])}", "marks"
    # A change is a pair; lists of one kind of thing (sittings, items) are never written as details of two.
    if isinstance(value, list) and len(value) == 2 and name not in {"sittings", "agenda"}:
        return Line(label=label, before=_words(name, value[0]), after=_words(name, value[1]), changed=True)
    return Line(label=label, after=_words(name, value))


def _words(name: str, value: Any) -> str:
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(_words(name, item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{_WORDS.get(name, {}).get(key, key)}: {item}" for key, item in value.items())
    text = str(_WORDS.get(name, {}).get(value, value))
    if match := _SITTING.match(text):
        return _sitting(match[1], match[2])
    if match := _TIME.match(text):
        return f"{int(match[1])}:{match[2]}"
    return _day(text) if _DAY.match(text) else text


def _sitting(day: str, part: str) -> str:
    return f"{Part(part).label} {_day(day)}"


def _day(text: str) -> str:
    return f"{dt.date.fromisoformat(text):%d/%m/%Y}"


@login_required
@require_GET
def trail(request: StaffRequest, code: str) -> HttpResponse:
    """Show the trail, newest first."""
    page = class_page(request, code, "trail")
    require(reads_class_trail(request.user, page.training_class))
    entries = paginate(request, class_trail(page.training_class))
    page.context.update(page=entries, sentences=[sentence(entry) for entry in entries])
    return render(request, "desk/training/trail.html", page.context)
