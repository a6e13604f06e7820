"""The attendance sheet and what it comes to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery

from caunoi.directory.models import User
from caunoi.training.enums import THERE, EnrolmentState, Mark, Part
from caunoi.training.models import Attendance, Enrolment, Scan, Sitting, TrainingClass

Cell = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class SheetSitting:
    """A column of the sheet."""

    id: int
    date: dt.date
    part: str
    part_label: str

    @property
    def label(self) -> str:
        """The sitting in words: part and day."""
        return f"{self.part_label} {self.date:%d/%m}"


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A person of the sheet; ``marks`` follow the order of the sittings."""

    id: int
    number: int
    person_id: UUID
    name: str
    post: str
    unit: str
    folded: str
    substitute_for: int | None
    substitute_for_name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A class's attendance: rows by unit, then given name; ``cursor`` is the last observation ("" for none)."""

    sittings: tuple[SheetSitting, ...]
    rows: tuple[SheetRow, ...]
    cursor: str


def sheet(training_class: TrainingClass) -> Sheet:
    """Return the sheet of a class in four queries, however many people and sittings it has."""
    sittings = tuple(
        SheetSitting(id=one.pk, date=one.date, part=one.part, part_label=one.get_part_display())
        for one in Sitting.objects.filter(training_class=training_class).order_by("date", "order", "id")
    )
    place = {one.id: index for index, one in enumerate(sittings)}
    marks: dict[int, list[Mark]] = defaultdict(lambda: [Mark.NONE] * len(sittings))
    cells = Attendance.objects.filter(sitting__training_class=training_class).order_by("id")
    for enrolment_id, sitting_id, mark in cells.values_list("enrolment_id", "sitting_id", "mark"):
        marks[enrolment_id][place[sitting_id]] = Mark(mark)
    people = (
        Enrolment.objects.filter(training_class=training_class, state=EnrolmentState.NOMINATED)
        .order_by("folded_unit", "sort_name", "id")
        .values_list(
            "id",
            "person_id",
            "person__full_name",
            "person__folded_name",
            "post",
            "unit_text",
            "folded_unit",
            "substitute_for_id",
            "substitute_for__person__full_name",
        )
    )
    rows = tuple(
        SheetRow(
            id=pk,
            number=number,
            person_id=person_id,
            name=name,
            post=post,
            unit=unit,
            folded=f"{folded_name} {folded_unit}",
            substitute_for=substitute_for,
            substitute_for_name=original or "",
            marks=tuple(marks[pk]),
        )
        for number, (pk, person_id, name, folded_name, post, unit, folded_unit, substitute_for, original) in enumerate(
            people, start=1
        )
    )
    return Sheet(sittings=sittings, rows=rows, cursor=cursor_of(training_class))


def cursor_of(training_class: TrainingClass) -> str:
    """Return the id of the class's last observation; "" before the first."""
    last = Scan.objects.filter(sitting__training_class=training_class).order_by("-id").values_list("id", flat=True)
    return str(last.first() or "")


def marks_since(training_class: TrainingClass, cursor: UUID | None) -> list[tuple[int, int, Mark]]:
    """Return the cells (enrolment, sitting, mark) that were observed after ``cursor``, all of them without one."""
    cells = Attendance.objects.filter(sitting__training_class=training_class)
    if cursor is not None:
        cells = cells.filter(scan_id__gt=cursor)
    return [
        (enrolment_id, sitting_id, Mark(mark))
        for enrolment_id, sitting_id, mark in cells.order_by("scan_id").values_list(
            "enrolment_id", "sitting_id", "mark"
        )
    ]


class _Observed(NamedTuple):
    enrolment_id: int
    sitting_id: int
    actor_id: UUID | None
    mark: str
    recorded_at: dt.datetime
    name: str
    part: str
    date: dt.date
    clerk: str | None


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """A mark of somebody else that a newer one replaced; both observations stay."""

    name: str
    sitting: str
    clerk: str
    earlier: Mark
    at: dt.datetime
    mark: Mark


def replaced_since(
    training_class: TrainingClass, cursor: UUID | None, *, actor: UUID, cells: Iterable[tuple[int, int]]
) -> list[Replaced]:
    """Return which marks of others, observed after ``cursor``, the actor's own marks of ``cells`` have replaced by now.

    Observations are never removed, so it is asked after saving. One query, however many cells.
    """
    wanted = set(cells)
    scans = Scan.objects.filter(
        sitting__training_class=training_class, sitting_id__in={sitting for _enrolment, sitting in wanted}
    )
    if cursor is not None:
        scans = scans.filter(id__gt=cursor)
    clerk = Subquery(User.objects.filter(pk=OuterRef("actor_id")).values("name")[:1])
    last: dict[Cell, _Observed] = {}
    theirs: dict[Cell, tuple[_Observed, _Observed]] = {}
    for row in scans.order_by("id").values_list(
        "enrolment_id",
        "sitting_id",
        "actor_id",
        "mark",
        "recorded_at",
        "enrolment__person__full_name",
        "sitting__part",
        "sitting__date",
        clerk,
    ):
        scan = _Observed(*row)
        cell = (scan.enrolment_id, scan.sitting_id)
        before, pair = last.get(cell), theirs.pop(cell, None)
        old = pair[0] if pair else before if before and before.actor_id != actor else None
        if scan.actor_id == actor and old and old.mark != scan.mark:
            theirs[cell] = (old, scan)
        last[cell] = scan
    return [
        Replaced(
            name=old.name,
            sitting=f"{Part(old.part).label} {old.date:%d/%m/%Y}",
            clerk=old.clerk or "",
            earlier=Mark(old.mark),
            at=old.recorded_at,
            mark=Mark(new.mark),
        )
        for cell, (old, new) in theirs.items()
        if cell in wanted
    ]


@dataclass(kw_only=True)
class MarkCount:
    """How many had which mark. ``present`` includes those late and those who left early."""

    present: int = 0
    late: int = 0
    left_early: int = 0
    excused: int = 0
    absent: int = 0
    unmarked: int = 0
    substitutes: int = 0

    def add(self, mark: Mark, *, is_substitute: bool = False) -> None:
        """Count one cell."""
        if mark in THERE:
            self.present += 1
            self.late += mark == Mark.LATE
            self.left_early += mark == Mark.LEFT_EARLY
            self.substitutes += is_substitute
        elif mark == Mark.EXCUSED:
            self.excused += 1
        elif mark == Mark.ABSENT:
            self.absent += 1
        else:
            self.unmarked += 1

    @property
    def expected(self) -> int:
        """Everybody counted here: each person nominated, and each substitute who came."""
        return self.present + self.excused + self.absent + self.unmarked


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
    ``absent_with_leave`` where all that is marked is leave, ``unmarked`` where nothing is; ``substitutes`` who came.
    Attendances (lượt người): ``attendances`` over all sittings.
    """

    nominated: int
    present: int
    absent_with_leave: int
    absent_without_leave: int
    unmarked: int
    substitutes: int
    attendances: int
    by_sitting: tuple[SittingCount, ...] = ()
    by_person: dict[int, PersonCount] = field(default_factory=dict)
    by_unit: tuple[UnitCount, ...] = ()


def attendance_counts(training_class: TrainingClass) -> AttendanceCounts:
    """Count a class's sheet; the same four queries as :func:`sheet`."""
    return count_sheet(sheet(training_class))


def count_sheet(read: Sheet) -> AttendanceCounts:
    """Count a sheet by the words of counting: quota, nominated, present, absent, substitute are never mixed up.

    A substitute's row counts where the substitute came, and nowhere else: the seat is the original's. The original,
    not marked, counts as absent with leave at each sitting at which the substitute came.
    """
    came = _came_instead(read.rows)
    sittings = [MarkCount() for _ in read.sittings]
    by_person: dict[int, PersonCount] = {}
    units: dict[str, UnitCount] = {}
    totals = MarkCount()
    nominated = present = substitutes = 0
    for row in read.rows:
        is_substitute = row.substitute_for is not None
        counted = MarkCount()
        for index, mark in enumerate(row.marks):
            if is_substitute and mark not in THERE:
                continue
            seen = Mark.EXCUSED if mark == Mark.NONE and index in came[row.id] else mark
            counted.add(seen, is_substitute=is_substitute)
            sittings[index].add(seen, is_substitute=is_substitute)
        by_person[row.id] = PersonCount(
            enrolment_id=row.id, person_id=row.person_id, is_substitute=is_substitute, marks=counted
        )
        unit = units.setdefault(row.unit.casefold(), UnitCount(name=row.unit))
        there = counted.present > 0
        present += there
        if is_substitute:
            substitutes += there
            unit.substitutes += there
            continue
        nominated += 1
        unit.nominated += 1
        unit.present += there
        if not there:
            totals.add(_absence(counted))
    return AttendanceCounts(
        nominated=nominated,
        present=present,
        absent_with_leave=totals.excused,
        absent_without_leave=totals.absent,
        unmarked=totals.unmarked,
        substitutes=substitutes,
        attendances=sum(one.present for one in sittings),
        by_sitting=tuple(
            SittingCount(sitting=one, marks=marks) for one, marks in zip(read.sittings, sittings, strict=True)
        ),
        by_person=by_person,
        by_unit=tuple(units.values()),
    )


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


def is_corrected_only_with_reason(training_class: TrainingClass) -> bool:
    """Say whether the class was closed before: from then on each change of its sheet needs a reason."""
    return training_class.reports.exists()
