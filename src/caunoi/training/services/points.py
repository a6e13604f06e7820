"""Putting many participants to venue points at once, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.directory.models import User
from caunoi.training.enums import Action, EnrolmentState
from caunoi.training.models import Enrolment, TrainingClass, VenuePoint
from caunoi.training.policies import leads_class
from caunoi.training.services.guard import note, open_for_change

_PART = 1_000


@dataclass(frozen=True)
class Moved:
    """One row of the list: the point it was put to before, and now; None for none."""

    enrolment_id: int
    before: int | None
    after: int | None


@transaction.atomic
def assign_points(
    *, actor: User, training_class: TrainingClass, enrolments: Sequence[int], point: VenuePoint | None
) -> list[Moved]:
    """Put these rows of the list to one point, or to none; returns those that moved.

    A point may take more than its seats: the page says so. Raises PermissionDenied, NotNow, ValidationError for a
    point of another class and where nobody is chosen.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    if point and point.training_class_id != locked.pk:
        raise ValidationError({"point": _("Choose a venue point of this class.")})
    rows = [row for row in _rows(locked) if row.pk in set(enrolments)]
    if not rows:
        raise ValidationError({"people": _("Tick the people who are put to the venue point.")})
    return _put(actor, locked, {row.pk: point.pk if point else None for row in rows}, rows)


@transaction.atomic
def share_out(
    *, actor: User, training_class: TrainingClass, whole_units: bool, placed_too: bool = False
) -> list[Moved]:
    """Share the list out among the points, in the order of both; returns those that moved.

    Each point is filled up to its seats; one whose seats are not known takes an even share of what the others leave.
    ``whole_units`` keeps a unit together at one point as long as one has room for it. Who stands at a point stays,
    unless ``placed_too``; a substitute goes where the original is. Whoever finds no room stays without a point.
    Raises PermissionDenied, NotNow, ValidationError for a class without points.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    points = list(locked.venue_points.order_by("position", "id"))
    if not points:
        raise ValidationError({"points": _("The class has no venue point yet. Add one to the programme first.")})
    rows = _rows(locked)
    moving = [row for row in rows if row.substitute_for_id is None and (placed_too or row.venue_point_id is None)]
    staying = {row.pk for row in rows} - {row.pk for row in moving}
    room = _room(points, rows, staying)
    wanted: dict[int, int | None] = {}
    groups = (
        [list(group) for _unit, group in groupby(moving, key=lambda row: row.folded_unit)]
        if whole_units
        else [[row] for row in moving]
    )
    for group in groups:
        _seat(group, room, wanted)
    for row in rows:
        if row.substitute_for_id in wanted:
            wanted[row.pk] = wanted[row.substitute_for_id]
    return _put(actor, locked, wanted, rows)


def _rows(training_class: TrainingClass) -> list[Enrolment]:
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(
        training_class=training_class, state=EnrolmentState.NOMINATED
    )
    return list(rows.order_by("folded_unit", "sort_name", "id"))


def _room(points: Sequence[VenuePoint], rows: Sequence[Enrolment], staying: set[int]) -> dict[int, int]:
    """Return how many more each point takes, in the order of the points."""
    originals = [row for row in rows if row.substitute_for_id is None]
    there = {
        point.pk: sum(row.venue_point_id == point.pk and row.pk in staying for row in originals) for point in points
    }
    known = sum(point.capacity for point in points if point.capacity is not None)
    open_ended = [point for point in points if point.capacity is None]
    share, more = divmod(max(len(originals) - known, 0), len(open_ended)) if open_ended else (0, 0)
    seats = {point.pk: point.capacity for point in points if point.capacity is not None}
    seats |= {point.pk: share + (place < more) for place, point in enumerate(open_ended)}
    return {point.pk: max(seats[point.pk] - there[point.pk], 0) for point in points}


def _seat(group: Sequence[Enrolment], room: dict[int, int], wanted: dict[int, int | None]) -> None:
    """Seat a group at the first point that holds all of it, else one by one wherever room is left."""
    together = next((point for point, seats in room.items() if seats >= len(group)), None)
    for row in group:
        point = together if together is not None else next((pk for pk, seats in room.items() if seats), None)
        wanted[row.pk] = point
        if point is not None:
            room[point] -= 1


def _put(
    actor: User, training_class: TrainingClass, wanted: Mapping[int, int | None], rows: Sequence[Enrolment]
) -> list[Moved]:
    changed = [row for row in rows if row.pk in wanted and row.venue_point_id != wanted[row.pk]]
    moved = [Moved(row.pk, row.venue_point_id, wanted[row.pk]) for row in changed]
    _write(actor, training_class, Action.POINTS_ASSIGNED, moved)
    return moved


def _write(actor: User, training_class: TrainingClass, action: Action, moved: Sequence[Moved]) -> None:
    if not moved:
        return
    by_point: dict[int | None, list[int]] = {}
    for one in moved:
        by_point.setdefault(one.after, []).append(one.enrolment_id)
    for point, keys in by_point.items():
        for start in range(0, len(keys), _PART):
            Enrolment.objects.filter(pk__in=keys[start : start + _PART]).update(venue_point=point)
    names = dict(training_class.venue_points.order_by("id").values_list("id", "name"))
    note(
        actor=actor,
        action=action,
        training_class=training_class,
        details={
            "count": len(moved),
            "venues": [f"{names.get(point, '–') if point else '–'}: {len(keys)}" for point, keys in by_point.items()],
        },
    )


@transaction.atomic
def undo_points(*, actor: User, training_class: TrainingClass, moved: Sequence[Moved]) -> int:
    """Put people back to where they were; returns how many.

    Whom somebody else moved on, who left the list, and whose point was removed since are left alone. Raises
    PermissionDenied, NotNow.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    standing = {row.pk: row.venue_point_id for row in _rows(locked)}
    points = {None, *locked.venue_points.order_by("id").values_list("id", flat=True)}
    back = [
        Moved(one.enrolment_id, one.after, one.before)
        for one in moved
        if one.enrolment_id in standing and standing[one.enrolment_id] == one.after and one.before in points
    ]
    _write(actor, locked, Action.POINTS_UNDONE, back)
    return len(back)
