"""What an attendance sheet comes to, by the words of counting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from caunoi.training.enums import THERE, Mark
from caunoi.training.models import TrainingClass
from caunoi.training.queries.attendance import Sheet, SheetPoint, SheetRow, SheetSitting, sheet


@dataclass(kw_only=True)
class MarkCount:
    """How many had which mark. ``present`` includes those late and those who left early.

    Who missed the sitting and attended it in a sister class is ``made_up``: neither present here nor absent.
    """

    present: int = 0
    late: int = 0
    left_early: int = 0
    excused: int = 0
    absent: int = 0
    unmarked: int = 0
    substitutes: int = 0
    made_up: int = 0

    def add(self, mark: Mark, *, is_substitute: bool = False, made_up: bool = False) -> None:
        """Count one cell."""
        if mark in THERE:
            self.present += 1
            self.late += mark == Mark.LATE
            self.left_early += mark == Mark.LEFT_EARLY
            self.substitutes += is_substitute
        elif made_up:
            self.made_up += 1
        elif mark == Mark.EXCUSED:
            self.excused += 1
        elif mark == Mark.ABSENT:
            self.absent += 1
        else:
            self.unmarked += 1

    @property
    def expected(self) -> int:
        """Everybody counted here: each person nominated, and each substitute who came."""
        return self.present + self.made_up + self.excused + self.absent + self.unmarked


@dataclass(frozen=True, kw_only=True)
class SittingCount:
    """A sitting and its marks."""

    sitting: SheetSitting
    marks: MarkCount


@dataclass(frozen=True, kw_only=True)
class PersonCount:
    """One row of the list over all sittings."""

    enrolment_id: int
    person_id: UUID
    is_substitute: bool
    marks: MarkCount


@dataclass(kw_only=True)
class PointCount:
    """One venue point, or with ``point`` None those who are put to none: persons, and marks sitting by sitting.

    Counted as the class is; the points and those without one add up to it.
    """

    point: SheetPoint | None
    sittings: list[MarkCount]
    nominated: int = 0
    present: int = 0
    absent_with_leave: int = 0
    absent_without_leave: int = 0
    unmarked: int = 0
    substitutes: int = 0

    @property
    def attendances(self) -> int:
        """Attendances over all sittings."""
        return sum(one.present + one.made_up for one in self.sittings)


@dataclass(kw_only=True)
class UnitCount:
    """One unit: persons nominated, of them present at one sitting at least, and substitutes who came."""

    name: str
    nominated: int = 0
    present: int = 0
    substitutes: int = 0


@dataclass(frozen=True, kw_only=True)
class AttendanceCounts:
    """What a sheet comes to, persons and attendances apart.

    Persons: ``nominated`` (on the list, substitutes apart); ``present`` (at one sitting at least, substitutes
    included); of those nominated who came to none, ``absent_without_leave`` where one sitting says so,
    ``absent_with_leave`` where all that is marked is leave, ``unmarked`` where nothing is; ``substitutes`` who came;
    ``made_up`` who made up one sitting at least in a sister class, and are present for that.
    Attendances (lượt người): ``attendances`` over all sittings, those made up elsewhere included: they count here and
    nowhere else.
    """

    nominated: int
    present: int
    absent_with_leave: int
    absent_without_leave: int
    unmarked: int
    substitutes: int
    attendances: int
    made_up: int = 0
    by_sitting: tuple[SittingCount, ...] = ()
    by_person: dict[int, PersonCount] = field(default_factory=dict)
    by_unit: tuple[UnitCount, ...] = ()
    # Empty for a class without venue points.
    by_point: tuple[PointCount, ...] = ()

    @property
    def made_up_sittings(self) -> int:
        """Attendances made up elsewhere."""
        return sum(one.marks.made_up for one in self.by_sitting)

    @property
    def signed(self) -> int:
        """Attendances at the sittings of the class itself."""
        return self.attendances - self.made_up_sittings


def attendance_counts(training_class: TrainingClass) -> AttendanceCounts:
    """Count a class's sheet, by venue point too; the same queries as :func:`sheet`."""
    return count_sheet(sheet(training_class, by_point=True))


def count_sheet(read: Sheet) -> AttendanceCounts:
    """Count a sheet by the words of counting: quota, nominated, present, absent, substitute are never mixed up.

    A substitute's row counts where the substitute came, and nowhere else: the seat is the original's. The original,
    not marked, counts as absent with leave at each sitting at which the substitute came.
    """
    came = _came_instead(read.rows)
    sittings = [MarkCount() for _ in read.sittings]
    points = {point.id if point else None: _point(point, read) for point in (*read.points, None)}
    by_person: dict[int, PersonCount] = {}
    units: dict[str, UnitCount] = {}
    totals = MarkCount()
    nominated = present = substitutes = made_up = 0
    for row in read.rows:
        is_substitute = row.substitute_for is not None
        counted = MarkCount()
        point = points.get(row.point) or points[None]
        for index, mark in enumerate(row.marks):
            if is_substitute and mark not in THERE:
                continue
            seen = Mark.EXCUSED if mark == Mark.NONE and index in came[row.id] else mark
            for one in (counted, sittings[index], point.sittings[index]):
                one.add(seen, is_substitute=is_substitute, made_up=index in row.made_up)
        by_person[row.id] = PersonCount(
            enrolment_id=row.id, person_id=row.person_id, is_substitute=is_substitute, marks=counted
        )
        unit = units.setdefault(row.unit.casefold(), UnitCount(name=row.unit))
        there = counted.present + counted.made_up > 0
        present += there
        made_up += counted.made_up > 0
        point.present += there
        if is_substitute:
            substitutes += there
            unit.substitutes += there
            point.substitutes += there
            continue
        nominated += 1
        unit.nominated += 1
        point.nominated += 1
        unit.present += there
        if not there:
            absence = _absence(counted)
            totals.add(absence)
            point.absent_with_leave += absence == Mark.EXCUSED
            point.absent_without_leave += absence == Mark.ABSENT
            point.unmarked += absence == Mark.NONE
    unplaced = points.pop(None)
    return AttendanceCounts(
        nominated=nominated,
        present=present,
        absent_with_leave=totals.excused,
        absent_without_leave=totals.absent,
        unmarked=totals.unmarked,
        substitutes=substitutes,
        attendances=sum(one.present + one.made_up for one in sittings),
        made_up=made_up,
        by_sitting=tuple(
            SittingCount(sitting=one, marks=marks) for one, marks in zip(read.sittings, sittings, strict=True)
        ),
        by_person=by_person,
        by_unit=tuple(units.values()),
        by_point=_points(list(points.values()), unplaced),
    )


def _point(point: SheetPoint | None, read: Sheet) -> PointCount:
    return PointCount(point=point, sittings=[MarkCount() for _ in read.sittings])


def _points(points: list[PointCount], unplaced: PointCount) -> tuple[PointCount, ...]:
    """Return the points, and who is put to none where there is anybody; nothing for a class without points."""
    if not points:
        return ()
    return (*points, unplaced) if unplaced.nominated or unplaced.substitutes else tuple(points)


def _came_instead(rows: Iterable[SheetRow]) -> dict[int, frozenset[int]]:
    """Return for each original the places of the sittings at which the substitute came."""
    came: dict[int, frozenset[int]] = defaultdict(frozenset)
    for row in rows:
        if row.substitute_for is not None:
            came[row.substitute_for] = frozenset(i for i, mark in enumerate(row.marks) if mark in THERE)
    return came


def _absence(marks: MarkCount) -> Mark:
    if marks.absent:
        return Mark.ABSENT
    return Mark.EXCUSED if marks.excused else Mark.NONE
