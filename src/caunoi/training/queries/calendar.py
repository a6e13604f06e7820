"""Classes by day: what a calendar shows of those in scope."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from caunoi.directory.models import Person
from caunoi.directory.queries.entries import root_of
from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import ClassState, HostRole, Part
from caunoi.training.models import ClassOrganisation, Room, Sitting, Speaker, TrainingClass, VenuePoint
from caunoi.training.queries.clashes import slots_of_classes, taken
from caunoi.training.queries.classes import visible_classes


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The days of a calendar and what it is narrowed to; ``speaker`` is the entry that stands for all."""

    first: date
    last: date
    room: UUID | None = None
    speaker: UUID | None = None
    office: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """A class on one day: its half-days there (none while its sittings are not known), where, who speaks."""

    day: date
    training_class: TrainingClass
    parts: tuple[Part, ...] = ()
    starts_at: time | None = None
    places: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    clashes: bool = False


def calendar_classes(user: AnyUser, wanted: Wanted) -> QuerySet[TrainingClass]:
    """Return the visible classes that sit within the days, cancelled ones left out, narrowed as wanted."""
    within = Sitting.objects.filter(training_class=OuterRef("pk"), date__range=(wanted.first, wanted.last))
    any_sitting = Sitting.objects.filter(training_class=OuterRef("pk"))
    found = (
        visible_classes(user)
        .annotate(until=Coalesce("ends_on", "starts_on"))
        .filter(Exists(within) | Q(~Exists(any_sitting), starts_on__lte=wanted.last, until__gte=wanted.first))
        .exclude(state=ClassState.CANCELLED)
    )
    if wanted.room:
        found = found.filter(Exists(VenuePoint.objects.filter(training_class=OuterRef("pk"), room=wanted.room)))
    if wanted.speaker:
        talks = Speaker.objects.filter(
            Q(person=wanted.speaker) | Q(person__merge__root=wanted.speaker), training_class=OuterRef("pk")
        )
        found = found.filter(Exists(talks))
    if wanted.office:
        links = ClassOrganisation.objects.filter(
            training_class=OuterRef("pk"),
            organisation=wanted.office,
            role__in=(HostRole.HOST, HostRole.CO_ORGANISER),
        )
        found = found.filter(Exists(links))
    return found.order_by("starts_on", "id")


def occurrences(user: AnyUser, wanted: Wanted) -> list[Occurrence]:
    """Return each day of each class, in order of day, half-day and time; as many queries for 20 classes as for 200."""
    classes = {each.pk: each for each in calendar_classes(user, wanted)}
    if not classes:
        return []
    by_day: dict[tuple[date, UUID], list[Sitting]] = defaultdict(list)
    sat = set()
    for sitting in Sitting.objects.filter(training_class__in=classes).order_by("date", "order", "id"):
        sat.add(sitting.training_class_id)
        if wanted.first <= sitting.date <= wanted.last:
            by_day[sitting.date, sitting.training_class_id].append(sitting)
    for pk, each in classes.items():
        if pk not in sat and each.starts_on:
            for day in _days(each, wanted):
                by_day[day, pk] = []
    places: dict[UUID, list[str]] = defaultdict(list)
    for point in (
        VenuePoint.objects.filter(training_class__in=classes).select_related("room").order_by("position", "id")
    ):
        places[point.training_class_id].append(point.room.name if point.room else point.name)
    speakers = _speakers(classes, wanted)
    clashing = _clashing(list(classes), wanted)
    found = [
        Occurrence(
            day=day,
            training_class=classes[pk],
            parts=tuple(Part(sitting.part) for sitting in sittings),
            starts_at=sittings[0].starts_at if sittings else None,
            places=tuple(places[pk]) or ((classes[pk].place,) if classes[pk].place else ()),
            speakers=tuple(dict.fromkeys(speakers[day, pk])),
            clashes=(day, pk) in clashing,
        )
        for (day, pk), sittings in by_day.items()
    ]
    order = {part: number for number, part in enumerate(Part)}
    return sorted(
        found,
        key=lambda one: (
            one.day,
            order[one.parts[0]] if one.parts else 9,
            one.starts_at or time.min,
            one.training_class.folded_title,
            str(one.training_class.pk),
        ),
    )


def _days(training_class: TrainingClass, wanted: Wanted) -> list[date]:
    first = training_class.starts_on
    if first is None:
        return []
    low, high = max(first, wanted.first), min(training_class.ends_on or first, wanted.last)
    return [low + timedelta(days=n) for n in range((high - low).days + 1)]


def _speakers(classes: dict[UUID, TrainingClass], wanted: Wanted) -> dict[tuple[date, UUID], list[str]]:
    named: dict[tuple[date, UUID], list[str]] = defaultdict(list)
    rows = Speaker.objects.filter(
        training_class__in=classes, agenda_item__sitting__date__range=(wanted.first, wanted.last)
    ).order_by("agenda_item__sitting__order", "agenda_item__position", "position", "id")
    for day, pk, name in rows.values_list("agenda_item__sitting__date", "training_class_id", "person__full_name"):
        named[day, pk].append(name)
    return named


def _clashing(classes: list[UUID], wanted: Wanted) -> set[tuple[date, UUID]]:
    """Return on which days which class shares a room or a speaker with another one of the installation."""
    own = {
        pk: {slot for slot in slots if wanted.first <= slot.date <= wanted.last}
        for pk, slots in slots_of_classes(classes).items()
    }
    every = {slot for slots in own.values() for slot in slots}
    keys = {slot.key for slot in every}
    found = taken(rooms=keys, persons=keys, days={slot.date for slot in every}) if every else {}
    return {(slot.date, pk) for pk, slots in own.items() for slot in slots if found.get(slot, set()) - {pk}}


def rooms_in_calendar(user: AnyUser) -> QuerySet[Room]:
    """Return the rooms that a visible class is held in, by name: what the filter offers."""
    used = VenuePoint.objects.filter(training_class__in=visible_classes(user), room__isnull=False).order_by()
    return Room.objects.filter(pk__in=used.values("room")).order_by("folded_name", "id")


def speakers_in_calendar(user: AnyUser, first: date, last: date) -> QuerySet[Person]:
    """Return who speaks at a visible class within these days, by given name, each person once."""
    talks = Speaker.objects.filter(
        training_class__in=visible_classes(user), agenda_item__sitting__date__range=(first, last)
    ).annotate(root=root_of())
    return Person.objects.filter(pk__in=talks.order_by().values("root")).order_by("sort_name", "id")
