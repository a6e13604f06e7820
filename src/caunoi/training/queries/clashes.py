"""Who and what is needed at two places at once: rooms, speakers, and participants of two classes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import groupby
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from caunoi.directory.models import Person
from caunoi.directory.queries.entries import root_of
from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import ClassState, EnrolmentState, Part
from caunoi.training.models import Enrolment, Room, Sitting, Speaker, TrainingClass, VenuePoint
from caunoi.training.queries.classes import visible_classes

# A class whose sittings are not known yet takes its rooms on these parts of each of its days.
WHOLE_DAY = (Part.MORNING, Part.AFTERNOON)
# A class that lasts longer without a single sitting is no booking of a room.
_MOST_DAYS = 62
_PART_ORDER = {Part.MORNING: 1, Part.AFTERNOON: 2, Part.EVENING: 3}


class Resource(Enum):
    """What can't be at two places at once."""

    ROOM = "room"
    SPEAKER = "speaker"


@dataclass(frozen=True)
class Slot:
    """One room or speaker (the entry that stands for all of a person's) at one part of one day."""

    resource: Resource
    key: UUID
    date: date
    part: Part


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A slot that another class takes, too; ``other`` is None for a class out of the user's scope: never say which."""

    slot: Slot
    name: str
    other: TrainingClass | None


@dataclass(frozen=True, kw_only=True)
class TwicePlaced:
    """A participant who is on the list of another class in scope that sits at the same time."""

    enrolment: Enrolment
    other: TrainingClass


def slots_of(training_class: TrainingClass) -> set[Slot]:
    """Return every slot that one class takes; a cancelled one takes none. At most four queries."""
    return slots_of_classes([training_class.pk])[training_class.pk]


def slots_of_classes(classes: Collection[UUID]) -> dict[UUID, set[Slot]]:
    """Return the slots of each class, in four queries however many there are.

    Its rooms are taken at every sitting, its speakers at the sittings of their items.
    """
    taken: dict[UUID, set[Slot]] = {pk: set() for pk in classes}
    going = TrainingClass.objects.filter(pk__in=classes).exclude(state=ClassState.CANCELLED).order_by()
    days = {pk: (first, last) for pk, first, last in going.values_list("pk", "starts_on", "ends_on")}
    half_days: dict[UUID, list[tuple[date, Part]]] = defaultdict(list)
    sittings = Sitting.objects.filter(training_class__in=days).order_by()
    for pk, day, part in sittings.values_list("training_class_id", "date", "part"):
        half_days[pk].append((day, Part(part)))
    rooms = VenuePoint.objects.filter(training_class__in=days, room__isnull=False).order_by()
    for pk, room in rooms.values_list("training_class_id", "room_id"):
        when = half_days[pk] if pk in half_days else _whole_days(*days[pk])
        taken[pk].update(Slot(Resource.ROOM, room, day, part) for day, part in when)
    speakers = Speaker.objects.filter(training_class__in=days, agenda_item__sitting__isnull=False).order_by()
    for pk, person, day, part in speakers.annotate(root=root_of()).values_list(
        "training_class_id", "root", "agenda_item__sitting__date", "agenda_item__sitting__part"
    ):
        taken[pk].add(Slot(Resource.SPEAKER, person, day, Part(part)))
    return taken


def _whole_days(first: date | None, last: date | None) -> list[tuple[date, Part]]:
    if first is None:
        return []
    count = ((last or first) - first).days + 1
    return (
        [(first + timedelta(days=n), part) for n in range(count) for part in WHOLE_DAY] if count <= _MOST_DAYS else []
    )


def taken(
    *,
    rooms: Collection[UUID] = (),
    persons: Collection[UUID] = (),
    days: Collection[date],
    besides: Collection[UUID] = (),
) -> dict[Slot, set[UUID]]:
    """Return which slots of these rooms and persons are taken on these days, each with the classes that take it.

    Of all classes of the installation that are not cancelled, but ``besides``: what comes of it is for the program,
    not for the screen. ``persons`` are the entries that stand for all. Three queries.
    """
    found: dict[Slot, set[UUID]] = defaultdict(set)
    if not days:
        return found
    others = TrainingClass.objects.exclude(state=ClassState.CANCELLED).exclude(pk__in=besides).order_by()
    if rooms:
        sittings = Sitting.objects.filter(
            training_class__in=others, date__in=days, training_class__venue_points__room__in=rooms
        ).order_by()
        for pk, room, day, part in sittings.values_list(
            "training_class_id", "training_class__venue_points__room_id", "date", "part"
        ):
            found[Slot(Resource.ROOM, room, day, Part(part))].add(pk)
        bare = others.annotate(last=Coalesce("ends_on", "starts_on")).filter(
            ~Exists(Sitting.objects.filter(training_class=OuterRef("pk"))),
            venue_points__room__in=rooms,
            starts_on__lte=max(days),
            last__gte=min(days),
        )
        for pk, room, first, last in bare.values_list("pk", "venue_points__room_id", "starts_on", "ends_on"):
            for day, part in _whole_days(first, last):
                if day in days:
                    found[Slot(Resource.ROOM, room, day, part)].add(pk)
    if persons:
        talks = Speaker.objects.filter(
            Q(person__in=persons) | Q(person__merge__root__in=persons),
            training_class__in=others,
            agenda_item__sitting__date__in=days,
        ).order_by()
        for pk, person, day, part in talks.annotate(root=root_of()).values_list(
            "training_class_id", "root", "agenda_item__sitting__date", "agenda_item__sitting__part"
        ):
            found[Slot(Resource.SPEAKER, person, day, Part(part))].add(pk)
    return found


def clashes(user: AnyUser, slots: Collection[Slot], *, besides: Collection[UUID] = ()) -> list[Clash]:
    """Return where other classes take one of ``slots``, in order of time; at most six queries.

    Every class of the installation counts; one out of the user's scope is never named.
    """
    by_resource = {kind: {slot.key for slot in slots if slot.resource == kind} for kind in Resource}
    found = taken(
        rooms=by_resource[Resource.ROOM],
        persons=by_resource[Resource.SPEAKER],
        days={slot.date for slot in slots},
        besides=besides,
    )
    double = {slot: found[slot] for slot in slots if slot in found}
    if not double:
        return []
    classes = {pk for each in double.values() for pk in each}
    seen = {each.pk: each for each in visible_classes(user).filter(pk__in=classes)}
    names = _names({slot.key for slot in double})
    told: list[Clash] = []
    for slot, takers in double.items():
        others: set[TrainingClass | None] = {seen.get(pk) for pk in takers}
        told += [Clash(slot=slot, name=names.get(slot.key, ""), other=other) for other in others]
    return sorted(told, key=_order)


def _order(clash: Clash) -> tuple[object, ...]:
    slot = clash.slot
    other = str(clash.other.pk) if clash.other else "~"
    return (slot.resource.value, clash.name, str(slot.key), other, slot.date, _PART_ORDER[slot.part])


def _names(keys: Collection[UUID]) -> dict[UUID, str]:
    rooms = dict(Room.objects.filter(pk__in=keys).order_by().values_list("pk", "name"))
    return rooms | dict(Person.objects.filter(pk__in=keys).order_by().values_list("pk", "full_name"))


def clashes_of_class(user: AnyUser, training_class: TrainingClass) -> list[Clash]:
    """Return the clashes of one class with others, as it stands."""
    return clashes(user, slots_of(training_class), besides=[training_class.pk])


def clash_lines(found: Iterable[Clash], *, most: int = 6) -> list[str]:
    """Return the clashes in words, a line for each room or speaker and other class.

    "Hội trường A: sáng 12/11/2026, chiều 12/11/2026 – lớp “Tập huấn …”"; past ``most``, the last line counts the rest.
    """
    lines = []
    for (_kind, _key, name, other), group in groupby(
        found, key=lambda one: (one.slot.resource, one.slot.key, one.name, one.other)
    ):
        when = half_days_told([one.slot for one in group])
        words = (
            _("%(name)s: %(when)s – class “%(title)s”") % {"name": name, "when": when, "title": other.title}
            if other
            else _("%(name)s: %(when)s – taken elsewhere") % {"name": name, "when": when}
        )
        lines.append(words)
    if len(lines) > most:
        lines = [*lines[: most - 1], _("and %(count)s more") % {"count": len(lines) - most + 1}]
    return lines


def half_days_told(slots: Sequence[Slot], *, most: int = 4) -> str:
    """Return the half-days in words, the first few of many: "sáng 12/11/2026, chiều 12/11/2026, …"."""
    told = [f"{slot.part.label} {slot.date:%d/%m/%Y}" for slot in slots]
    return ", ".join(told[:most]) + (", …" if len(told) > most else "")


def placed_twice(user: AnyUser, training_class: TrainingClass) -> list[TwicePlaced]:
    """Return the participants who are on the list of another class in scope at the same half-day, by name.

    Two queries where no such class sits at the same time, three else.
    """
    if training_class.state == ClassState.CANCELLED:
        return []
    half_days = list(training_class.sittings.order_by().values_list("date", "part"))
    if not half_days:
        return []
    same_time = Q(pk__in=[])
    for day, part in half_days:
        same_time |= Q(date=day, part=part)
    together = Sitting.objects.filter(same_time, training_class=OuterRef("pk"))
    others = {
        each.pk: each
        for each in visible_classes(user)
        .filter(Exists(together))
        .exclude(pk=training_class.pk)
        .exclude(state=ClassState.CANCELLED)
    }
    if not others:
        return []
    own = {
        each.__dict__["root"]: each
        for each in Enrolment.objects.filter(training_class=training_class, state=EnrolmentState.NOMINATED)
        .select_related("person")
        .annotate(root=root_of())
        .order_by("-pk")
    }
    elsewhere = Enrolment.objects.filter(training_class__in=others, state=EnrolmentState.NOMINATED).annotate(
        root=root_of()
    )
    found = [
        TwicePlaced(enrolment=own[root], other=others[pk])
        for root, pk in elsewhere.order_by("training_class__starts_on", "pk").values_list("root", "training_class_id")
        if root in own
    ]
    return sorted(found, key=lambda one: (one.enrolment.sort_name, one.enrolment.pk, str(one.other.pk)))
