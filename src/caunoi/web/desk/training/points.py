"""The links that choose one venue point's part of a class."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from caunoi.training.queries.attendance import Sheet
from caunoi.training.queries.counting import AttendanceCounts

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
