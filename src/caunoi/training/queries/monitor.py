"""Who is in, while a class is being held: by half-day, by unit, who came last, who is still missing."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Subquery, Sum
from django.utils import timezone

from caunoi.training.enums import THERE, EnrolmentState, Mark
from caunoi.training.models import DoorDevice, Enrolment, Scan, TrainingClass
from caunoi.training.queries.attendance import Sheet, SheetRow, SheetSitting, sheet
from caunoi.training.queries.counting import MarkCount, count_sheet
from caunoi.training.queries.door import open_walk_ins, walk_ins_by_sitting
from caunoi.training.queries.hours import Timetable

# People come before it begins.
_EARLY = dt.timedelta(minutes=90)
_ARRIVALS = 8
# So many people of a unit are named before somebody asks for all.
NAMED = 5
# However still it is, the figures are made anew so often: another half-day may have begun.
_AGES = 300


@dataclass(frozen=True, kw_only=True)
class HalfDay:
    """A sitting and what is marked at it; ``waiting`` are those of whom nothing is known yet.

    ``walk_ins`` were let in at the door without being listed, and stand in no mark until the desk says who they are.
    """

    sitting: SheetSitting
    marks: MarkCount
    expected: int
    current: bool
    walk_ins: int = 0

    @property
    def inside(self) -> int:
        """How many are in the hall or were: those marked, and those let in without being listed."""
        return self.marks.present + self.walk_ins

    @property
    def waiting(self) -> int:
        """People on the list who are neither in, nor excused, nor said to be absent."""
        return self.marks.unmarked


@dataclass(kw_only=True)
class UnitState:
    """One unit at the half-day shown: how many of its people are in, and the names of who is missing.

    ``expected`` are its rows of the list; a substitute who came fills the seat of the original. ``excused`` have leave,
    or made the sitting up elsewhere.
    """

    name: str
    expected: int = 0
    present: int = 0
    late: int = 0
    excused: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are missing beside the first few that are named."""
        return max(0, len(self.missing) - NAMED)

    @property
    def complete(self) -> bool:
        """Whether nobody of it is awaited any more."""
        return not self.missing


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Somebody who was marked as present."""

    name: str
    unit: str
    mark: Mark
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Monitor:
    """The class at one half-day; ``now`` is None for a class without sittings."""

    now: HalfDay | None
    half_days: tuple[HalfDay, ...]
    units: tuple[UnitState, ...]
    arrivals: tuple[Arrival, ...] = ()

    @property
    def missing(self) -> int:
        """How many are awaited."""
        return sum(len(unit.missing) for unit in self.units)


def monitor(training_class: TrainingClass, *, sitting: int | None = None, names: bool = False) -> Monitor:
    """Return the class at the half-day ``sitting``, else at the one that is on; last arrivals only with ``names``.

    Seven questions at most, however many people and sittings there are.
    """
    read = sheet(training_class)
    counts = count_sheet(read)
    place = _place(read, sitting)
    walk_ins = walk_ins_by_sitting(training_class)
    half_days = tuple(
        HalfDay(
            sitting=one.sitting,
            marks=one.marks,
            expected=counts.nominated,
            current=index == place,
            walk_ins=walk_ins[one.sitting.id],
        )
        for index, one in enumerate(counts.by_sitting)
    )
    if place is None:
        return Monitor(now=None, half_days=(), units=())
    return Monitor(
        now=half_days[place],
        half_days=half_days,
        units=tuple(_units(read.rows, place)),
        arrivals=_arrivals(read.sittings[place].id) if names else (),
    )


def _units(rows: Iterable[SheetRow], place: int) -> list[UnitState]:
    came_instead = {row.substitute_for for row in rows if row.substitute_for and row.marks[place] in THERE}
    units: dict[str, UnitState] = {}
    for row in rows:
        unit = units.setdefault(row.unit.casefold(), UnitState(name=row.unit))
        mark = row.marks[place]
        unit.present += mark in THERE
        unit.late += mark == Mark.LATE
        if row.substitute_for is not None:
            continue
        unit.expected += 1
        if mark in THERE or row.id in came_instead:
            continue
        if mark == Mark.EXCUSED or place in row.made_up:
            unit.excused += 1
        else:
            unit.missing.append(row.name)
    return list(units.values())


def _arrivals(sitting: int) -> tuple[Arrival, ...]:
    # Several observations of one person are one arrival: the first that says so.
    found = Scan.objects.filter(sitting=sitting, mark__in=THERE, enrolment__state=EnrolmentState.NOMINATED)
    rows = found.order_by("-id").values_list(
        "enrolment_id", "enrolment__person__full_name", "enrolment__unit_text", "mark", "recorded_at"
    )[: 4 * _ARRIVALS]
    arrivals: dict[int, Arrival] = {}
    for enrolment, name, unit, mark, at in rows:
        arrivals.setdefault(enrolment, Arrival(name=name, unit=unit, mark=Mark(mark), at=at))
    return tuple(arrivals.values())[:_ARRIVALS]


def _place(read: Sheet, wanted: int | None) -> int | None:
    """Return the place of the sitting that is asked for, else of the one that is on, else of the last that was."""
    places = [one.id for one in read.sittings]
    if wanted in places:
        return places.index(wanted)
    if not places:
        return None
    now, timetable = timezone.now(), Timetable()
    open_by_now = [index for index, one in enumerate(read.sittings) if timetable.of(one).starts - _EARLY <= now]
    return open_by_now[-1] if open_by_now else 0


def monitor_version(code: str, *parts: object) -> str:
    """Return a mark that stays the same while nothing of the monitor changes; "" for no class; one question.

    It tells nothing to whoever doesn't see the class, and nobody can guess it.
    """
    last = Scan.objects.filter(sitting__training_class=OuterRef("pk")).order_by("-id").values("id")[:1]
    people = (
        Enrolment.objects.filter(training_class=OuterRef("pk"), state=EnrolmentState.NOMINATED)
        .order_by()
        .values("training_class")
        .annotate(n=Count("pk"))
        .values("n")
    )
    walk_ins = open_walk_ins().filter(training_class=OuterRef("pk")).order_by().values("training_class")
    devices = DoorDevice.objects.filter(training_class=OuterRef("pk"), revoked_at__isnull=True).order_by()
    found = TrainingClass.objects.filter(code=code).annotate(
        last=Subquery(last),
        people=Subquery(people),
        walk_ins=Subquery(walk_ins.annotate(n=Count("pk")).values("n")),
        unsent=Subquery(devices.values("training_class").annotate(n=Sum("waiting")).values("n")),
    )
    row = found.values_list("pk", "last", "people", "walk_ins", "unsent", "revision", "state").first()
    if row is None:
        return ""
    age = int(timezone.now().timestamp()) // _AGES
    return hashlib.sha256(repr((*map(str, row), age, *map(str, parts))).encode()).hexdigest()[:24]
