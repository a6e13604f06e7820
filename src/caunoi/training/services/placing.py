"""Nobody and no room is put at two places at once, unless somebody says so with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError

from caunoi.core.text import clean
from caunoi.directory.models import Person, User
from caunoi.training.enums import Action
from caunoi.training.models import Room, TrainingClass, VenuePoint
from caunoi.training.queries.clashes import Clash, Resource, Slot, clash_lines, clashes, slots_of
from caunoi.training.services.guard import note


@contextmanager
def placing(*, actor: User, training_class: TrainingClass, despite: str = "") -> Iterator[None]:
    """Let the block change when or where the class sits or who speaks, and refuse what clashes; a step of a service.

    Only what the block newly takes is looked at: a clash that was kept once is not asked again. Rooms and persons are
    locked in order of their keys before the look, so that of two transactions which take the same one, the second
    sees the first (docs/decisions). Raises ValidationError under "despite", a line for each clash, unless
    ``despite`` gives the reason for keeping to it: the reason is then written into the trail.
    """
    before = slots_of(training_class)
    yield
    added = slots_of(training_class) - before
    if not added:
        return
    _lock(added)
    found = clashes(actor, added, besides=[training_class.pk])
    if not found:
        return
    reason = clean(despite)[:500]
    if not reason:
        raise ValidationError({"despite": clash_lines(found)})
    note(
        actor=actor,
        action=Action.CLASH_KEPT,
        training_class=training_class,
        details={"clashes": _kept(found)},
        reason=reason,
    )


def give_way(*, actor: User, training_class: TrainingClass) -> None:
    """Take out of a new class the rooms that other classes have at its half-days; a step of a service.

    What its points are called, and where they lie, stays.
    """
    slots = {slot for slot in slots_of(training_class) if slot.resource == Resource.ROOM}
    _lock(slots)
    taken = {clash.slot.key for clash in clashes(actor, slots, besides=[training_class.pk])}
    VenuePoint.objects.filter(training_class=training_class, room__in=taken).update(room=None)


def _lock(slots: Collection[Slot]) -> None:
    """Hold the rooms and persons of ``slots`` until the transaction ends; SQLite's writers wait for each other anyway.

    Without the key: rows that merely refer to them, such as a new enrolment, need not wait.
    """
    for model, kind in ((Room, Resource.ROOM), (Person, Resource.SPEAKER)):
        keys = {slot.key for slot in slots if slot.resource == kind}
        if keys:
            list(model.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _kept(found: Collection[Clash]) -> list[str]:
    """Return what was kept for the trail: never which class of another office."""
    return [
        f"{one.name} {one.slot.date.isoformat()} {one.slot.part} {one.other.code if one.other else ''}".rstrip()
        for one in found
    ]
