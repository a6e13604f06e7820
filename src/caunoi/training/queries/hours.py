"""When a sitting begins and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from caunoi.core.workdays import Calendar
from caunoi.training.enums import Part
from caunoi.training.models import Sitting

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_EVENING = (dt.time(18), dt.time(21))
_USUAL = dt.timedelta(hours=2)


@dataclass(frozen=True)
class Hours:
    """Beginning and end of a sitting."""

    starts: dt.datetime
    ends: dt.datetime


def hours_of(sittings: Iterable[Sitting]) -> dict[int, Hours]:
    """Return beginning and end of each sitting: as it was set, else by the office's hours; two queries."""
    working = Calendar.read()
    found = {}
    for one in sittings:
        hours = working.hours_on(one.date)
        first, last = {
            Part.MORNING: (hours.morning_from, hours.morning_until),
            Part.AFTERNOON: (hours.afternoon_from, hours.afternoon_until),
            Part.EVENING: _EVENING,
        }[Part(one.part)]
        starts = dt.datetime.combine(one.date, one.starts_at or first, tzinfo=ZONE)
        ends = dt.datetime.combine(one.date, last, tzinfo=ZONE)
        found[one.pk] = Hours(starts, ends if ends > starts else starts + _USUAL)
    return found
