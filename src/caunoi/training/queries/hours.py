"""When a sitting begins and ends: the one place that knows. The door, the monitor, quizzes and calendars ask here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

from caunoi.core.models import WorkingHours
from caunoi.core.workdays import Calendar
from caunoi.training.enums import Part
from caunoi.training.models import Sitting

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# Of a sitting that begins when its part of the day is over, and says no end.
_USUAL = dt.timedelta(hours=2)


@dataclass(frozen=True)
class Hours:
    """Beginning and end of a sitting."""

    starts: dt.datetime
    ends: dt.datetime


class HalfDay(Protocol):
    """What is asked about: a ``Sitting``, or a column of a sheet."""

    @property
    def date(self) -> dt.date:
        """The day."""

    @property
    def part(self) -> str:
        """A value of ``Part``."""

    @property
    def starts_at(self) -> dt.time | None:
        """The hour it begins, where it has one of its own."""

    @property
    def ends_at(self) -> dt.time | None:
        """The hour it ends, where it has one of its own."""


class Timetable:
    """The office's hours, read once when they are first asked for, in one query; and what they come to for sittings."""

    @cached_property
    def _working(self) -> Calendar:
        return Calendar(hours=WorkingHours.objects.order_by("valid_from"))

    def of(self, one: HalfDay) -> Hours:
        """Return beginning and end: the sitting's own, else the office's of that day and part of the day."""
        hours = self._working.hours_on(one.date)
        first, last = {
            Part.MORNING: (hours.morning_from, hours.morning_until),
            Part.AFTERNOON: (hours.afternoon_from, hours.afternoon_until),
            Part.EVENING: (hours.evening_from, hours.evening_until),
        }[Part(one.part)]
        starts = dt.datetime.combine(one.date, one.starts_at or first, tzinfo=ZONE)
        ends = dt.datetime.combine(one.date, one.ends_at or last, tzinfo=ZONE)
        return Hours(starts, ends if ends > starts else starts + _USUAL)


def hours_of(sittings: Iterable[Sitting]) -> dict[int, Hours]:
    """Return beginning and end of each sitting; one query."""
    timetable = Timetable()
    return {one.pk: timetable.of(one) for one in sittings}
