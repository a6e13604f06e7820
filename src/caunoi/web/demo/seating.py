"""Rooms, venue points, a sister class with make-up sittings, links of units, numbers of papers, a schedule."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from caunoi.directory.models import Organisation, User
from caunoi.training.enums import ClassState, Mark, PaperKind, Part
from caunoi.training.models import Attendance, Plan, Room, TrainingClass
from caunoi.training.queries.papers import of_class, of_item
from caunoi.training.services import classes, links, paper_records, points, programme, rooms, venues
from caunoi.training.services.make_ups import arrange_make_ups
from caunoi.training.services.plans.classes import open_class
from caunoi.training.services.schedules.proposing import request_schedule, work_out

# A demonstration is made in seconds: its few classes are placed in a part of one.
_SECONDS = 2


def rooms_of(*, actor: User, owner: Organisation, found: dict[str, int]) -> list[Room]:
    """Rooms of an office, by name with their seats."""
    return [rooms.save_room(actor=actor, owner=owner, name=name, capacity=seats) for name, seats in found.items()]


def at_many_points(*, actor: User, training_class: TrainingClass, places: list[Room]) -> None:
    """A class in two rooms and online, its list shared out by unit."""
    for room, seats in zip(places, (20, 10), strict=False):
        venues.save_venue(actor=actor, training_class=training_class, room=room, capacity=seats)
    venues.save_venue(actor=actor, training_class=training_class, name="Trực tuyến", is_online=True)
    points.share_out(actor=actor, training_class=training_class, whole_units=True)


def sister_class(*, actor: User, of: TrainingClass, day: dt.date) -> TrainingClass:
    """The second class of the same plan item; whoever missed the first sitting of ``of`` makes it up there."""
    of = TrainingClass.objects.select_related("plan_item__plan", "keeper").get(pk=of.pk)
    item = of.plan_item
    assert item is not None
    made = open_class(actor=actor, item=item, keeper=of.keeper, starts_on=day)
    (sitting,) = programme.add_sittings(actor=actor, training_class=made, first=day, last=day, parts=[Part.MORNING])
    missed = of.sittings.order_by("date", "order").select_related("training_class")[0]
    for topic in missed.agenda.order_by("position", "id"):
        programme.save_agenda_item(
            actor=actor, training_class=made, sitting=sitting, title=topic.title, periods=topic.periods
        )
    made = TrainingClass.objects.get(pk=made.pk)
    classes.move_on(actor=actor, training_class=made, state=ClassState.GATHERING, revision=made.revision)
    absent = Attendance.objects.filter(sitting=missed, mark__in=(Mark.ABSENT, Mark.EXCUSED)).order_by("id")
    people = list(absent.values_list("enrolment_id", flat=True))[:2]
    sitting.refresh_from_db()
    arrange_make_ups(actor=actor, missed=missed, enrolments=people, sitting=sitting)
    return made


def unit_links(*, actor: User, training_class: TrainingClass) -> None:
    """A link for each unit that is asked for people."""
    quotas = list(training_class.quotas.order_by("position", "id"))
    until = timezone.localdate() + dt.timedelta(days=14)
    links.make_links(actor=actor, training_class=training_class, quotas=quotas, expires_on=until)


def numbered_papers(*, actor: User, closed: TrainingClass, several: TrainingClass) -> None:
    """What the registry gave: decision and report of a closed class, one decision for the classes of an item."""
    closed = TrainingClass.objects.select_related("keeper").get(pk=closed.pk)
    first = closed.starts_on or timezone.localdate()
    for kind, number, day in (
        (PaperKind.DECISION, "31", first - dt.timedelta(days=10)),
        (PaperKind.CLASS_REPORT, "47", first + dt.timedelta(days=5)),
    ):
        paper_records.enter_number(actor=actor, target=of_class(closed), kind=kind, number=number, signed_on=day)
    item = TrainingClass.objects.select_related("plan_item__plan__owner").get(pk=several.pk).plan_item
    if item is not None:
        paper_records.enter_number(actor=actor, target=of_item(item), kind=PaperKind.DECISION, number="28")


def proposed_schedule(*, actor: User, plan: Plan) -> None:
    """A schedule of the classes that the plan still lacks."""
    proposal = request_schedule(actor=actor, plan=plan, seconds=_SECONDS)
    work_out(proposal_id=proposal.pk)
