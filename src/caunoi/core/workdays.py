"""Working days: weekends, public holidays with Tết and swapped days, and what the office changed; each day says why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.models import HolidayChange, WorkingHours

_SATURDAY, _SUNDAY = 5, 6
DEFAULT_HOURS = WorkingHours(valid_from=dt.date.min)


class Why(models.TextChoices):
    """What makes a day a working day or a day off."""

    WORKING = "working", _("working day")
    WEEKEND = "weekend", _("weekend")
    HOLIDAY = "holiday", _("public holiday")
    SWAPPED = "swapped", _("worked in exchange for another day")
    OFFICE_OFF = "office_off", _("day off of the office")
    OFFICE_WORKS = "office_works", _("the office works")


_WORKED = frozenset({Why.WORKING, Why.SWAPPED, Why.OFFICE_WORKS})


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day: what it is, and the name of the holiday or the office's reason ("" for none)."""

    date: dt.date
    why: Why
    name: str = ""

    @property
    def is_working(self) -> bool:
        """Whether it counts as a working day."""
        return self.why in _WORKED


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """How the end of a period came about; ``skipped`` are the days after ``start`` that did not count."""

    start: dt.date
    days: int
    end: dt.date
    skipped: tuple[Day, ...]


@cache
def public_holidays() -> Any:
    """Return the country's calendar, named in Vietnamese; it works a year out when that year is first asked for."""
    import holidays  # noqa: PLC0415 - half a second at each start of a process, and most never ask

    return holidays.country_holidays("VN", language="vi")


class Calendar:
    """The working days as the office's rows were read once."""

    def __init__(self, changes: Iterable[HolidayChange] = (), hours: Iterable[WorkingHours] = ()) -> None:
        self._changes = {row.day: row for row in changes}
        self._hours = sorted(hours, key=lambda row: row.valid_from)

    @classmethod
    def read(cls) -> Calendar:
        """Read what this office changed, in two queries."""
        return cls(HolidayChange.objects.order_by("day"), WorkingHours.objects.order_by("valid_from"))

    def hours_on(self, day: dt.date) -> WorkingHours:
        """Return the working hours that hold on ``day``; without any row 7:30–11:30 and 13:30–17:00."""
        held = [row for row in self._hours if row.valid_from <= day]
        return held[-1] if held else DEFAULT_HOURS

    def day(self, day: dt.date) -> Day:
        """Return what ``day`` is. The office's own word is the last one, then the country's calendar, then the week."""
        own = self._changes.get(day)
        if own is not None:
            return Day(date=day, why=Why.OFFICE_OFF if own.is_off else Why.OFFICE_WORKS, name=own.reason)
        country = public_holidays()
        # Asking for the day fills its year.
        name = country.get(day)
        if name:
            return Day(date=day, why=Why.HOLIDAY, name=name)
        if day in country.weekend_workdays:
            return Day(date=day, why=Why.SWAPPED)
        rests = day.weekday() == _SUNDAY or (day.weekday() == _SATURDAY and not self.hours_on(day).saturdays)
        return Day(date=day, why=Why.WEEKEND if rests else Why.WORKING)

    def is_holiday(self, day: dt.date) -> bool:
        """Say whether ``day`` is a public holiday or a day off of the office; weekends are none."""
        return self.day(day).why in {Why.HOLIDAY, Why.OFFICE_OFF}

    def after(self, start: dt.date, days: int) -> Derivation:
        """Return the last of ``days`` working days after ``start``, which itself does not count.

        No days end on ``start``. Raises ValueError for less.
        """
        if days < 0:
            raise ValueError("A period has no fewer than no days.")
        end, left, skipped = start, days, []
        while left:
            end += dt.timedelta(days=1)
            seen = self.day(end)
            if seen.is_working:
                left -= 1
            else:
                skipped.append(seen)
        return Derivation(start=start, days=days, end=end, skipped=tuple(skipped))

    def between(self, start: dt.date, end: dt.date) -> int:
        """Count the working days after ``start`` up to ``end``, which counts; 0 where ``end`` is not later."""
        return sum(
            self.day(start + dt.timedelta(days=ahead)).is_working for ahead in range(1, max((end - start).days, 0) + 1)
        )

    def special_days(self, year: int) -> list[Day]:
        """Return the days of a year that differ from the plain week, in order."""
        country = public_holidays()
        _fill = dt.date(year, 1, 1) in country
        named = {day for day in country if day.year == year}
        swapped = {day for day in country.weekend_workdays if day.year == year}
        own = {day for day in self._changes if day.year == year}
        return [self.day(day) for day in sorted(named | swapped | own)]
