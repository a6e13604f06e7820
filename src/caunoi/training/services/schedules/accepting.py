"""A schedule made into classes, all at once or not at all, and taken back at once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import search
from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.models import Person, User
from caunoi.directory.queries.people import post_at
from caunoi.training.enums import Action, AgendaKind, ClassState, Part, PlanState, ScheduleState
from caunoi.training.models import (
    AgendaItem,
    Plan,
    Room,
    ScheduleSlot,
    Sitting,
    Speaker,
    TrainingClass,
    VenuePoint,
)
from caunoi.training.services import classes, programme
from caunoi.training.services.guard import SEARCH_KIND, index_class
from caunoi.training.services.plans.guard import lock_plan, note
from caunoi.training.services.schedules.adjusting import refuse_clashes
from caunoi.training.services.schedules.building import problem_of, slots_of


@transaction.atomic
def accept_schedule(*, actor: User, plan: Plan, revision: int) -> int:
    """Make a class of every class of the proposal that has a place; returns how many.

    Each has its days, sittings, venue point and a programme item a sitting with its speaker. Raises PermissionDenied,
    StaleChange, NotNow without a proposal, ValidationError naming each clash with what others made meanwhile; then
    nothing is written.
    """
    locked = lock_plan(actor=actor, plan=plan, states=tuple(PlanState))
    proposal = (
        locked.schedules.filter(state=ScheduleState.READY)
        .select_for_update(of=("self",))
        .order_by("created_at")
        .first()
    )
    if proposal is None:
        raise NotNow(_("There is no schedule to make classes from."))
    if proposal.revision != revision:
        raise StaleChange
    slots = [slot for slot in slots_of(proposal) if slot.sittings]
    if not slots:
        raise NotNow(_("No class of the schedule has a place yet."))
    _lock_resources(slots)
    refuse_clashes(problem_of(proposal, slots), slots)
    for slot in slots:
        slot.training_class = _make(actor, locked, slot)
    ScheduleSlot.objects.bulk_update(slots, ["training_class"])
    _fill(slots)
    proposal.state = ScheduleState.ACCEPTED
    proposal.revision += 1
    proposal.save(update_fields=["state", "revision"])
    note(actor=actor, plan=locked, action=Action.SCHEDULE_ACCEPTED, details={"classes": len(slots)})
    return len(slots)


def _lock_resources(slots: list[ScheduleSlot]) -> None:
    """Wait for whoever is putting the same rooms and speakers somewhere: rooms first, then persons, by id."""
    rooms = {slot.room_id for slot in slots if slot.room_id}
    persons = {slot.speaker.person_id for slot in slots if slot.speaker}
    list(Room.objects.select_for_update(no_key=True).filter(pk__in=rooms).order_by("pk").values_list("pk"))
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=persons).order_by("pk").values_list("pk"))


def _make(actor: User, plan: Plan, slot: ScheduleSlot) -> TrainingClass:
    item = slot.item
    days = sorted({day for day, _part in slot.sittings})
    return classes.write_class(
        actor=actor,
        keeper=plan.owner,
        plan_item=item,
        title=item.title if item.class_count == 1 else f"{item.title[:280]} ({slot.number})",
        audience=item.audience,
        place=slot.room.name if slot.room else item.place,
        starts_on=_day(days[0]),
        ends_on=_day(days[-1]),
        quota=item.seats,
    )


def _fill(slots: list[ScheduleSlot]) -> None:
    """Give the new classes their venue points, sittings, programme items and speakers, in a few statements."""
    VenuePoint.objects.bulk_create(
        VenuePoint(
            training_class=slot.training_class,
            room=slot.room,
            name=slot.room.name,
            address=slot.room.address,
            capacity=slot.room.capacity,
            position=1,
        )
        for slot in slots
        if slot.room
    )
    sittings = [(slot, _day(day), Part(part)) for slot in slots for day, part in slot.sittings]
    held = Sitting.objects.bulk_create(
        Sitting(training_class=slot.training_class, date=day, part=part, order=programme.ORDER[part])
        for slot, day, part in sittings
    )
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            training_class=slot.training_class,
            sitting=sitting,
            kind=AgendaKind.TOPIC,
            title=slot.item.title,
            topic_id=slot.item.topic_id,
            position=1,
        )
        for (slot, _date, _part), sitting in zip(sittings, held, strict=True)
    )
    posts: dict[tuple[UUID, date], str] = {}
    speakers = []
    for (slot, day, _part), item in zip(sittings, items, strict=True):
        if slot.speaker:
            person = slot.speaker.person
            post = posts.setdefault((person.pk, day), post_at(person, day))
            speakers.append(
                Speaker(
                    training_class=slot.training_class, agenda_item=item, person=person, post=post[:300], position=1
                )
            )
    Speaker.objects.bulk_create(speakers)
    for slot in slots:
        if slot.training_class:
            index_class(slot.training_class)


def _day(text: str) -> date:
    return date.fromisoformat(text)


@transaction.atomic
def undo_schedule(*, actor: User, plan: Plan) -> int:
    """Take back the classes that the last accepted schedule made, all of them; returns how many.

    Raises PermissionDenied, NotNow where one of them was worked on since then, by name.
    """
    locked = lock_plan(actor=actor, plan=plan, states=tuple(PlanState))
    proposal = (
        locked.schedules.filter(state=ScheduleState.ACCEPTED)
        .select_for_update(of=("self",))
        .order_by("-created_at")
        .first()
    )
    if proposal is None:
        raise NotNow(_("No schedule of the plan was made into classes."))
    made = TrainingClass.objects.filter(schedule_slots__proposal=proposal).select_for_update(of=("self",))
    found = list(made.order_by("pk"))
    for one in found:
        if one.state != ClassState.PREPARING or one.revision != 1 or one.enrolments.exists() or one.quotas.exists():
            raise NotNow(
                _("“%(title)s” was worked on since then, so they can't be taken back all at once.")
                % {"title": one.title}
            )
    _remove(found)
    proposal.state = ScheduleState.UNDONE
    proposal.save(update_fields=["state"])
    note(actor=actor, plan=locked, action=Action.SCHEDULE_UNDONE, details={"classes": len(found)})
    return len(found)


def _remove(found: list[TrainingClass]) -> None:
    for one in found:
        search.remove(kind=SEARCH_KIND, object_id=one.code)
    TrainingClass.objects.filter(pk__in=[one.pk for one in found]).delete()
