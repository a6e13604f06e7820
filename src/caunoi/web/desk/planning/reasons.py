"""Why a class of a schedule has no place, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from caunoi.scheduling import Code
from caunoi.training.enums import Part
from caunoi.training.models import ScheduleSlot


def reason_words(slot: ScheduleSlot, named: Mapping[str, ScheduleSlot]) -> list[str]:
    """Return a sentence for each reason; ``named`` are the classes of the schedule by id."""
    return [_sentence(slot, reason, named) for reason in slot.reasons]


def _sentence(slot: ScheduleSlot, reason: dict[str, Any], named: Mapping[str, ScheduleSlot]) -> str:
    other = named.get(reason.get("other") or "")
    day, part = reason.get("day"), reason.get("part")
    values = {
        "number": reason.get("number"),
        "seats": slot.item.seats,
        "sittings": slot.item.sittings,
        "room": slot.room.name if slot.room else "",
        "speaker": slot.speaker.person.full_name if slot.speaker else "",
        "other": f"{other.item.title} ({other.number})" if other else "",
        "when": f"{Part(part).label} {date.fromisoformat(day):%d/%m/%Y}" if day and part else "",
    }
    return _SENTENCES[Code(reason["code"])]() % values


_SENTENCES: dict[Code, Callable[[], str]] = {
    Code.NO_OPEN_DAYS: lambda: _(
        "In its quarter there are not %(sittings)s sittings in a row on which a class can be held: all other days are"
        " days off, busy days of the office, or past."
    ),
    Code.NO_ROOM: lambda: _("No room of the office is entered yet."),
    Code.ROOM_TOO_SMALL: lambda: _("No room has %(seats)s seats; the largest has %(number)s."),
    Code.NO_SPEAKER: lambda: _("No speaker who teaches this topic is asked for classes."),
    Code.ROOMS_TAKEN: lambda: _("All rooms that are large enough are taken by other classes in its quarter."),
    Code.SPEAKERS_AWAY: lambda: _(
        "Whoever teaches this topic is away or teaches elsewhere on every day of its quarter."
    ),
    Code.NEVER_TOGETHER: lambda: _("A large enough room and a speaker of this topic are never free on the same days."),
    Code.LOCKED_DAY_CLOSED: lambda: _("On the day that is kept (%(when)s) no class can be held."),
    Code.LOCKED_ROOM_TAKEN: lambda: _("The room that is kept is taken then. %(other)s"),
    Code.LOCKED_SPEAKER_TAKEN: lambda: _("The speaker that is kept is away or teaches then. %(other)s"),
    Code.SPEAKERS_FULL: lambda: _("Whoever teaches this topic has as many sittings a month as agreed."),
    Code.OTHERS_FIRST: lambda: _(
        "Other classes of the plan need the same rooms or speakers on all days on which this one could be held."
    ),
}
