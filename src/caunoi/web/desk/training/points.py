"""Attendance and results parted by venue point: the links that choose one, and the table of all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from caunoi.training.enums import Part
from caunoi.training.facts import ClassFacts
from caunoi.training.queries.attendance import Sheet
from caunoi.training.queries.counting import AttendanceCounts, PointCount

# The argument of an address that chooses a point; "0" are those who are put to none.
POINT = "diem"
_NOWHERE = "0"


@dataclass(frozen=True, kw_only=True)
class ChosenPoint:
    """The point whose part of the sheet is shown; ``point`` None: those who are put to none."""

    point: int | None
    name: str


@dataclass(frozen=True, kw_only=True)
class PointLink:
    """One choice: ``key`` "" for the whole class."""

    key: str
    name: str
    nominated: int
    current: bool
    is_online: bool = False


@dataclass(frozen=True, kw_only=True)
class PointRow:
    """One line of the table by point."""

    name: str
    nominated: int
    present: int
    absent_with_leave: int
    absent_without_leave: int
    substitutes: int
    attendances: int
    by_sitting: tuple[int, ...]
    is_online: bool = False
    labels: tuple[str, ...] = ()

    @property
    def labelled(self) -> list[tuple[str, int]]:
        """Those present, each with the sitting it is of."""
        return list(zip(self.labels, self.by_sitting, strict=True))


def chosen_point(key: str, read: Sheet) -> ChosenPoint | None:
    """Return the point that ``key`` names; None for the whole class, and for a key that names none."""
    if not read.points:
        return None
    if key == _NOWHERE:
        return ChosenPoint(point=None, name=_("At no venue point"))
    return next((ChosenPoint(point=one.id, name=one.name) for one in read.points if str(one.id) == key), None)


def point_links(counts: AttendanceCounts, chosen: ChosenPoint | None) -> list[PointLink]:
    """Return the whole class and each point as choices; nothing for a class without points."""
    if not counts.by_point:
        return []
    found = [PointLink(key="", name=_("Whole class"), nominated=counts.nominated, current=chosen is None)]
    for one in counts.by_point:
        point = one.point
        found.append(
            PointLink(
                key=str(point.id) if point else _NOWHERE,
                name=point.name if point else _("At no venue point"),
                nominated=one.nominated,
                current=chosen is not None and chosen.point == (point.id if point else None),
                is_online=bool(point and point.is_online),
            )
        )
    return found


def rows_of_counts(counts: AttendanceCounts) -> list[PointRow]:
    """Return the table by point as the sheet stands."""
    labels = tuple(one.sitting.label for one in counts.by_sitting)
    return [_row(one, labels) for one in counts.by_point]


def _row(one: PointCount, labels: tuple[str, ...]) -> PointRow:
    return PointRow(
        name=one.point.name if one.point else _("At no venue point"),
        is_online=bool(one.point and one.point.is_online),
        nominated=one.nominated,
        present=one.present,
        absent_with_leave=one.absent_with_leave,
        absent_without_leave=one.absent_without_leave,
        substitutes=one.substitutes,
        attendances=one.attendances,
        labels=labels,
        by_sitting=tuple(marks.present for marks in one.sittings),
    )


def rows_of_facts(facts: ClassFacts) -> list[PointRow]:
    """Return the table by point as it was frozen; nothing where points were not counted.

    Who was put to no point is what the points lack to the counts of the class.
    """
    labels = tuple(
        f"{Part(sitting.part).label} {dt.date.fromisoformat(sitting.date):%d/%m}" for sitting in facts.sittings
    )
    rows = [
        PointRow(
            name=one.name,
            is_online=one.is_online,
            nominated=one.enrolled or 0,
            present=one.present,
            absent_with_leave=one.absent_with_leave or 0,
            absent_without_leave=one.absent_without_leave or 0,
            substitutes=one.substitutes or 0,
            attendances=one.attendances or 0,
            by_sitting=one.by_sitting,
            labels=labels,
        )
        for one in facts.venues
        if one.present is not None
    ]
    rest = _rest(facts, rows, labels) if rows else None
    return [*rows, rest] if rest and (rest.nominated or rest.present) else rows


def _rest(facts: ClassFacts, rows: Sequence[PointRow], labels: tuple[str, ...]) -> PointRow:
    def lack(name: str) -> int:
        return (getattr(facts, name).value or 0) - sum(getattr(row, name) for row in rows)

    return PointRow(
        name=_("At no venue point"),
        nominated=lack("nominated"),
        present=lack("present"),
        absent_with_leave=lack("absent_with_leave"),
        absent_without_leave=lack("absent_without_leave"),
        substitutes=lack("substitutes"),
        attendances=lack("attendances"),
        by_sitting=tuple(
            (sitting.present or 0) - sum(row.by_sitting[place] for row in rows)
            for place, sitting in enumerate(facts.sittings)
        ),
        labels=labels,
    )
