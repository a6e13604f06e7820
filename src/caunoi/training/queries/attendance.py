"""The attendance sheet and what it comes to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value

from caunoi.directory.models import User
from caunoi.training.enums import THERE, ClassState, EnrolmentState, Mark, Part
from caunoi.training.models import Attendance, Enrolment, MakeUp, Scan, Sitting, TrainingClass, VenuePoint

Cell = tuple[int, int]
# Beside the values of ``Mark``: the sitting was attended in a sister class.
_MADE_UP = "made_up"


@dataclass(frozen=True, kw_only=True)
class SheetSitting:
    """A column of the sheet."""

    id: int
    date: dt.date
    part: str
    part_label: str
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None

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
    # Places of the sittings that the person attended in a sister class instead.
    made_up: frozenset[int] = frozenset()
    point: int | None = None


@dataclass(frozen=True, kw_only=True)
class SheetPoint:
    """A venue point of the class."""

    id: int
    name: str
    is_online: bool


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A class's attendance: rows by unit, then given name; ``cursor`` is the last observation ("" for none).

    Who came from a sister class to make up a sitting has no row: see ``queries.make_ups.guests_of``.
    """

    sittings: tuple[SheetSitting, ...]
    rows: tuple[SheetRow, ...]
    cursor: str
    points: tuple[SheetPoint, ...] = ()

    def at(self, point: int | None) -> Sheet:
        """Return the part of the sheet of one venue point; None: of those who are put to none."""
        return replace(self, rows=tuple(row for row in self.rows if row.point == point))


def sheet(training_class: TrainingClass, *, by_point: bool = False) -> Sheet:
    """Return the sheet of a class in four queries, however many people and sittings it has.

    With ``by_point`` it holds the venue points as well, in one query more: what is counted from it is parted by them.
    """
    sittings = tuple(
        SheetSitting(
            id=one.pk,
            date=one.date,
            part=one.part,
            part_label=one.get_part_display(),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
        )
        for one in Sitting.objects.filter(training_class=training_class).order_by("date", "order", "id")
    )
    place = {one.id: index for index, one in enumerate(sittings)}
    marks: dict[int, list[Mark]] = defaultdict(lambda: [Mark.NONE] * len(sittings))
    made_up: dict[int, set[int]] = defaultdict(set)
    cells = Attendance.objects.filter(sitting__training_class=training_class).order_by()
    elsewhere = made_up_cells(MakeUp.objects.filter(enrolment__training_class=training_class)).order_by()
    for enrolment_id, sitting_id, mark in cells.values_list("enrolment_id", "sitting_id", "mark").union(
        elsewhere.values_list("enrolment_id", "missed_id", Value(_MADE_UP, CharField()))
    ):
        if mark == _MADE_UP:
            made_up[enrolment_id].add(place[sitting_id])
        else:
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
            "venue_point_id",
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
            made_up=frozenset(made_up[pk]),
            point=point,
        )
        for number, (
            pk, person_id, name, folded_name, post, unit, folded_unit, substitute_for, original, point,
        ) in enumerate(people, start=1)
    )  # fmt: skip
    points: tuple[SheetPoint, ...] = ()
    if by_point:
        found = VenuePoint.objects.filter(training_class=training_class).order_by("position", "id")
        points = tuple(SheetPoint(id=one.pk, name=one.name, is_online=one.is_online) for one in found)
    return Sheet(sittings=sittings, rows=rows, cursor=cursor_of(training_class), points=points)


def made_up_cells(make_ups: QuerySet[MakeUp]) -> QuerySet[MakeUp]:
    """Return those whose guest was there, at a class that was not cancelled, and whose own cell doesn't say present.

    Who was put on that class's own list meanwhile counts there, and not here.
    """
    cell = Attendance.objects.filter(enrolment=OuterRef("guest"), sitting=OuterRef("sitting"), mark__in=THERE)
    own = Attendance.objects.filter(enrolment=OuterRef("enrolment"), sitting=OuterRef("missed"), mark__in=THERE)
    there = make_ups.filter(Exists(cell), ~Exists(own), guest__state=EnrolmentState.MAKE_UP)
    return there.exclude(sitting__training_class__state=ClassState.CANCELLED)


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


def is_corrected_only_with_reason(training_class: TrainingClass) -> bool:
    """Say whether the class was closed before: from then on each change of its sheet needs a reason."""
    return training_class.reports.exists()
