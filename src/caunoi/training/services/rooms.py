"""The register of rooms that an office can hold classes in."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, fold
from caunoi.directory.models import Organisation, Unit, User
from caunoi.directory.policies import organises_in, require
from caunoi.training.enums import Action
from caunoi.training.models import Room
from caunoi.training.policies import keeps_room


@transaction.atomic
def save_room(
    *,
    actor: User,
    owner: Organisation,
    room: Room | None = None,
    name: str,
    address: str = "",
    unit: Unit | None = None,
    capacity: int | None = None,
    in_use: bool = True,
) -> Room:
    """Add a room kept by ``owner``, or change ``room``, whose owner stays.

    Classes that are in it stay there; a room out of use is offered no more. Raises PermissionDenied unless the actor
    organises where it is kept, ValidationError for a missing name or one that another room of the office has.
    """
    require(keeps_room(actor, room) if room else organises_in(actor, owner))
    owner = room.owner if room else owner
    values: dict[str, object] = {
        "name": clean(name),
        "address": clean(address),
        "unit": unit,
        "capacity": capacity,
        "in_use": in_use,
    }
    _check(owner, room, values)
    before = {field: getattr(room, field) for field in values} if room else {}
    room = room or Room(owner=owner)
    details = audit.changes(before, values)
    if not details:
        return room
    for field, value in values.items():
        setattr(room, field, value)
    room.folded_name = fold(room.name)[:200]
    room.save()
    audit.record(
        actor=actor,
        action=Action.ROOM_SAVED,
        subject=room,
        organisation_id=room.owner_id,
        details=details if before else {},
    )
    return room


def _check(owner: Organisation, room: Room | None, values: dict[str, object]) -> None:
    faults: dict[str, str] = {}
    if not values["name"]:
        faults["name"] = _("Type the name of the room.")
    for field, most in (("name", 200), ("address", 300)):
        if len(str(values[field])) > most:
            faults[field] = _("At most %(most)s letters, please.") % {"most": most}
    capacity = values["capacity"]
    if isinstance(capacity, int) and not 0 < capacity <= 100_000:
        faults["capacity"] = _("The number of seats must lie between 1 and 100,000.")
    same = Room.objects.filter(owner=owner, folded_name=fold(str(values["name"]))[:200])
    others = same.exclude(pk=room.pk) if room else same
    if "name" not in faults and others.exists():
        faults["name"] = _("Your office has a room of this name already.")
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def remove_room(*, actor: User, room: Room) -> None:
    """Remove a room that no class was ever put into; raises NotNow for any other, PermissionDenied."""
    require(keeps_room(actor, room))
    if room.venue_points.exists():
        raise NotNow(_("Classes were held in this room, so it stays. Take it out of use instead."))
    audit.record(actor=actor, action=Action.ROOM_REMOVED, subject=room, organisation_id=room.owner_id)
    room.delete()
