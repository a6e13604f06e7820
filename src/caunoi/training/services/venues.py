"""Venue points: the places where a class is held, in a room of the register, elsewhere, or online."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.training.enums import Action
from caunoi.training.models import Room, TrainingClass, VenuePoint
from caunoi.training.queries.rooms import choosable_rooms
from caunoi.training.services.guard import note, open_for_change
from caunoi.training.services.placing import placing

_MOST = {"name": 200, "address": 300, "in_charge": 200, "link": 500}


@transaction.atomic
def save_venue(
    *,
    actor: User,
    training_class: TrainingClass,
    point: VenuePoint | None = None,
    room: Room | None = None,
    name: str = "",
    address: str = "",
    in_charge: str = "",
    capacity: int | None = None,
    is_online: bool = False,
    link: str = "",
    despite: str = "",
) -> VenuePoint:
    """Add a venue point, or change ``point``.

    What is left blank of name, address and seats comes from the room. Raises ValidationError without a name, for what
    is too long, for a room out of scope, and for one that is taken (:func:`placing.placing`); NotNow, PermissionDenied
    as ``guard.open_for_change``.
    """
    locked = open_for_change(actor=actor, training_class=training_class)
    if point and point.training_class_id != locked.pk:
        raise ValidationError({"point": _("This venue point belongs to another class.")})
    if room and not choosable_rooms(actor, point.room if point else None).filter(pk=room.pk).exists():
        raise ValidationError({"room": _("This room is not in the register of your office.")})
    values: dict[str, Any] = {
        "room": room,
        "name": clean(name) or (room.name if room else _("Online") if is_online else ""),
        "address": clean(address) or (room.address if room else ""),
        "in_charge": clean(in_charge),
        "capacity": capacity or (room.capacity if room else None),
        "is_online": is_online,
        "link": clean(link),
    }
    _check(locked, point, values)
    before = {field: getattr(point, field) for field in values} if point else {}
    point = point or VenuePoint(training_class=locked, position=_last(locked) + 1)
    details = audit.changes(before, values)
    if not details:
        return point
    for field, value in values.items():
        setattr(point, field, value)
    with placing(actor=actor, training_class=locked, despite=despite):
        point.save()
    note(
        actor=actor,
        action=Action.VENUE_SAVED,
        training_class=locked,
        details={"venue": point.name, **(details if before else {})},
    )
    return point


def _check(training_class: TrainingClass, point: VenuePoint | None, values: dict[str, Any]) -> None:
    faults: dict[str, str] = {}
    if not values["name"]:
        faults["name"] = _("Type the name of the venue point.")
    for field, most in _MOST.items():
        if len(values[field]) > most:
            faults[field] = _("At most %(most)s letters, please.") % {"most": most}
    if values["room"] and values["is_online"]:
        faults["room"] = _("A point is either in a room or online. Make a point of its own for those who join online.")
    if values["link"] and "link" not in faults:
        try:
            URLValidator(schemes=["http", "https"])(values["link"])
        except ValidationError:
            faults["link"] = _("This is no link. Copy it whole from the meeting, beginning with https://.")
    same = training_class.venue_points.filter(name=values["name"])
    others = same.exclude(pk=point.pk) if point else same
    if "name" not in faults and others.exists():
        faults["name"] = _("There is a venue point of this name already.")
    if faults:
        raise ValidationError(faults)


def _last(training_class: TrainingClass) -> int:
    found: int | None = training_class.venue_points.aggregate(last=Max("position"))["last"]
    return found or 0


@transaction.atomic
def remove_venue(*, actor: User, point: VenuePoint) -> None:
    """Remove a venue point; those enrolled there stay enrolled, without a point."""
    locked = open_for_change(actor=actor, training_class=point.training_class)
    name = point.name
    point.delete()
    note(actor=actor, action=Action.VENUE_REMOVED, training_class=locked, details={"venue": name})
