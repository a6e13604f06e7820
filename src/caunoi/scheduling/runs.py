"""The days on which classes can be held, and the runs of sittings that a class can take on them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from caunoi.scheduling.problem import ClassNeed, Part, Problem, Slot

# A class of so many days stays within days that follow each other; a longer one goes on after a weekend or holiday.
TOGETHER = 5
# Nobody comes back after a pause longer than this, in days.
LONGEST_PAUSE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A place in time: ``start`` counts half-days (evenings apart) on the timeline of the open days."""

    start: int
    slots: tuple[Slot, ...]
    cell: Cell

    @property
    def day(self) -> dt.date:
        """The first day."""
        return self.slots[0].day


@dataclass(frozen=True, slots=True)
class Cell:
    """The days of one week that lie in one month: what a class counts to by the day on which it begins."""

    week: tuple[int, int]
    month: tuple[int, int]

    @property
    def quarter(self) -> tuple[int, int]:
        """Year and quarter."""
        return self.month[0], (self.month[1] + 2) // 3


@cache
def cell_of(day: dt.date) -> Cell:
    """Return the cell of a day; its week is the ISO year and week."""
    year, week, _weekday = day.isocalendar()
    return Cell((year, week), (day.year, day.month))


class Timeline:
    """The open days of a problem in order; a half-day has the number 2 x day, or 2 x day + 1; an evening its day's."""

    def __init__(self, problem: Problem) -> None:
        settled = [need.lock.start.day for need in problem.classes if need.lock.start]
        first = min((*(need.first for need in problem.classes), *settled), default=dt.date(2000, 1, 1))
        last = max((*(need.last for need in problem.classes), *settled), default=dt.date(1999, 1, 1))
        days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
        self.days = [day for day in days if day not in problem.closed]
        self._place = {day: n for n, day in enumerate(self.days)}

    def number(self, slot: Slot) -> int | None:
        """Return the slot's number on its timeline; None on a closed day or outside of all windows."""
        place = self._place.get(slot.day)
        if place is None:
            return None
        if slot.part == Part.EVENING:
            return place
        return 2 * place + (slot.part == Part.AFTERNOON)

    def slot(self, number: int, *, evening: bool) -> Slot:
        """Return the slot of a number."""
        if evening:
            return Slot(self.days[number], Part.EVENING)
        return Slot(self.days[number // 2], Part.AFTERNOON if number % 2 else Part.MORNING)

    def run(self, need: ClassNeed, start: int, *, evening: bool | None = None) -> Run | None:
        """Return the run of the class from ``start`` on; None where the open days end before it does."""
        late = need.evening if evening is None else evening
        most = len(self.days) if late else 2 * len(self.days)
        if start < 0 or start + need.sittings > most:
            return None
        slots = tuple(self.slot(start + n, evening=late) for n in range(need.sittings))
        return Run(start=start, slots=slots, cell=cell_of(slots[0].day))

    def runs(self, need: ClassNeed) -> list[Run]:
        """Return every run that the class may take, in order; the locked one alone where its start is locked.

        A class of several sittings begins in the morning.
        """
        if need.lock.start is not None:
            number = self.number(need.lock.start)
            settled = None if number is None else self.run(need, number, evening=need.lock.start.part == Part.EVENING)
            return [settled] if settled else []
        begin, end = bisect_left(self.days, need.first), bisect_left(self.days, need.last + dt.timedelta(days=1))
        step = 1 if need.evening else 2
        halves = (0,) if need.evening or need.sittings > 1 else (0, 1)
        found: list[Run] = []
        for day in range(begin, end):
            for half in halves:
                run = self.run(need, day * step + half)
                if run and run.slots[-1].day <= need.last and _hangs_together(run):
                    found.append(run)
        return found


def _hangs_together(run: Run) -> bool:
    days = sorted({slot.day for slot in run.slots})
    pause = 1 if len(days) <= TOGETHER else LONGEST_PAUSE + 1
    return all((later - day).days <= pause for day, later in pairwise(days))
