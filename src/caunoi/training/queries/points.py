"""Counts of a class parted by venue point, as the sheet stands or as they were frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from caunoi.training.enums import Part
from caunoi.training.facts import ClassFacts
from caunoi.training.queries.counting import AttendanceCounts, PointCount


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
        return int(getattr(facts, name).value or 0) - sum(int(getattr(row, name)) for row in rows)

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
