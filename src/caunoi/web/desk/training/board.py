"""The calendar with a row for each room or speaker: a week or a month at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from caunoi.training.enums import Part
from caunoi.training.models import TrainingClass
from caunoi.training.queries.board import BoardDay, BoardRow, board_rooms, board_speakers, room_rows, speaker_rows
from caunoi.training.queries.calendar import Wanted
from caunoi.training.queries.rooms import visible_rooms
from caunoi.training.queries.speakers import visible_speakers
from caunoi.web.base.lists import paginate
from caunoi.web.desk.requests import StaffRequest

_SATURDAY = 5
ROOMS, SPEAKERS = "rooms", "speakers"
BOARDS = (ROOMS, SPEAKERS)


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A class on the board: its number in the key below, its parts in letters and in words."""

    number: int
    training_class: TrainingClass | None
    letters: str
    words: str
    clashes: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the board with the page of its room or speaker ("" for none), and its days with their chips."""

    row: BoardRow
    url: str
    days: list[tuple[BoardDay, list[Chip]]]


def board_context(request: StaffRequest, view: str, wanted: Wanted) -> dict[str, Any]:
    """Return what the template of the board draws."""
    user = request.user
    known: Any
    if view == ROOMS:
        page = paginate(request, board_rooms(user, wanted))
        rows = room_rows(user, wanted, list(page))
        known = visible_rooms(user).filter(pk__in=[row.key for row in rows]).order_by().values_list("pk", "pk")
        address = "desk:room"
    else:
        page = paginate(request, board_speakers(user, wanted))
        rows = speaker_rows(user, wanted, list(page))
        profiles = visible_speakers(user).filter(person__in=[row.key for row in rows])
        known = profiles.order_by().values_list("person", "pk")
        address = "desk:speaker"
    urls = {key: reverse(address, args=[pk]) for key, pk in known}
    numbers = _numbers(rows)
    today = timezone.localdate()
    lines = [
        Line(
            row=row,
            url=urls.get(row.key, ""),
            days=[(each, [_chip(one, numbers) for one in each.takings]) for each in row.days],
        )
        for row in rows
    ]
    return {
        "page": page,
        "lines": lines,
        "board_days": [
            (each.day, _weekdays()[each.day.weekday()], each.day == today, each.day.weekday() >= _SATURDAY)
            for each in (rows[0].days if rows else ())
        ],
        "key": sorted(((number, each) for each, number in numbers.items()), key=lambda pair: pair[0]),
        "any_hidden": any(one.training_class is None for row in rows for day in row.days for one in day.takings),
        "any_away": any(day.away for row in rows for day in row.days),
        "head": _("Room") if view == ROOMS else _("Speaker"),
    }


def _numbers(rows: list[BoardRow]) -> dict[TrainingClass, int]:
    """Number the classes in order of their first day on the board."""
    first: dict[TrainingClass, Any] = {}
    for row in rows:
        for day in row.days:
            for one in day.takings:
                if one.training_class:
                    first[one.training_class] = min(first.get(one.training_class, day.day), day.day)
    ordered = sorted(first, key=lambda each: (first[each], each.folded_title, str(each.pk)))
    return {each: number for number, each in enumerate(ordered, start=1)}


def _chip(one: Any, numbers: dict[TrainingClass, int]) -> Chip:
    return Chip(
        number=numbers[one.training_class] if one.training_class else 0,
        training_class=one.training_class,
        letters="".join(_letter(part) for part in one.parts),
        words=", ".join(str(part.label) for part in one.parts),
        clashes=one.clashes,
    )


def _weekdays() -> list[str]:
    """Return the days of the week as short as a narrow column takes them, from Monday."""
    return [
        pgettext("weekday in two letters", "Mo"),
        pgettext("weekday in two letters", "Tu"),
        pgettext("weekday in two letters", "We"),
        pgettext("weekday in two letters", "Th"),
        pgettext("weekday in two letters", "Fr"),
        pgettext("weekday in two letters", "Sa"),
        pgettext("weekday in two letters", "Su"),
    ]


def _letter(part: Part) -> str:
    return {
        Part.MORNING: pgettext("one letter for the morning", "M"),
        Part.AFTERNOON: pgettext("one letter for the afternoon", "A"),
        Part.EVENING: pgettext("one letter for the evening", "E"),
    }[part]
