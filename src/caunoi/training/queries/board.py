"""A calendar with a row for each room or speaker: what takes each, half-day by half-day, and what is free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from caunoi.directory.models import Person
from caunoi.directory.queries.entries import root_of
from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import Part
from caunoi.training.models import Room, Speaker, SpeakerAway, TrainingClass, VenuePoint
from caunoi.training.queries.calendar import Wanted, calendar_classes
from caunoi.training.queries.clashes import Slot, taken
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.rooms import visible_rooms
from caunoi.training.queries.speakers import visible_speakers

_ORDER = {part: number for number, part in enumerate(Part)}


@dataclass(frozen=True, kw_only=True)
class Taking:
    """A class that takes a room or speaker on one day; None for one out of the user's scope: never say which."""

    training_class: TrainingClass | None
    parts: tuple[Part, ...]
    clashes: bool


@dataclass(frozen=True, kw_only=True)
class BoardDay:
    """One day of a row; ``away`` says that the speaker noted it as a day on which he can't come."""

    day: date
    takings: tuple[Taking, ...] = ()
    away: bool = False


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """A room or a speaker over all days of the board."""

    key: UUID
    name: str
    days: tuple[BoardDay, ...] = field(default=())

    @property
    def free(self) -> bool:
        """Whether nothing takes it, or keeps the speaker away, on any of these days."""
        return not any(each.takings or each.away for each in self.days)


def board_rooms(user: AnyUser, wanted: Wanted) -> QuerySet[Room]:
    """Return the rooms that have a row: the user's own that are in use, and those that a class takes then."""
    used = VenuePoint.objects.filter(training_class__in=_classes(user, wanted), room__isnull=False).order_by()
    kept = visible_rooms(user).filter(in_use=True).order_by()
    rows = Q(pk__in=used.values("room"))
    if not (wanted.office or wanted.speaker):
        rows |= Q(pk__in=kept.values("pk"))
    found = Room.objects.filter(rows)
    return (found.filter(pk=wanted.room) if wanted.room else found).order_by("folded_name", "id")


def board_speakers(user: AnyUser, wanted: Wanted) -> QuerySet[Person]:
    """Return the persons who have a row: speakers who are asked for classes, and who speaks at a class then."""
    talks = Speaker.objects.filter(
        training_class__in=_classes(user, wanted), agenda_item__sitting__date__range=(wanted.first, wanted.last)
    )
    rows = Q(pk__in=talks.order_by().annotate(root=root_of()).values("root"))
    if not (wanted.office or wanted.room):
        active = visible_speakers(user).filter(active=True).order_by().annotate(root=root_of())
        rows |= Q(pk__in=active.values("root"))
    found = Person.objects.filter(rows)
    return (found.filter(pk=wanted.speaker) if wanted.speaker else found).order_by("sort_name", "id")


def _classes(user: AnyUser, wanted: Wanted) -> QuerySet[TrainingClass]:
    return calendar_classes(user, wanted).order_by()


def room_rows(user: AnyUser, wanted: Wanted, rooms: Sequence[Room]) -> list[BoardRow]:
    """Return a row for each room; five queries at most, however many rooms and classes there are."""
    found = taken(rooms=[room.pk for room in rooms], days=_days(wanted)) if rooms else {}
    return _rows(user, wanted, [(room.pk, room.name) for room in rooms], found=found)


def speaker_rows(user: AnyUser, wanted: Wanted, persons: Sequence[Person]) -> list[BoardRow]:
    """Return a row for each speaker, with the days noted as away; five queries at most."""
    keys = [person.pk for person in persons]
    found = taken(persons=keys, days=_days(wanted)) if persons else {}
    away: dict[UUID, set[date]] = defaultdict(set)
    profiles = visible_speakers(user).order_by().annotate(root=root_of()).filter(root__in=keys)
    absences = SpeakerAway.objects.filter(
        profile__in=profiles.values("pk"), first_day__lte=wanted.last, last_day__gte=wanted.first
    ).order_by("id")
    roots = dict(profiles.values_list("pk", "root"))
    for absence in absences:
        away[roots[absence.profile_id]].update(
            day for day in _days(wanted) if absence.first_day <= day <= absence.last_day
        )
    named = [(person.pk, person.full_name) for person in persons]
    return _rows(user, wanted, named, found=found, away=away)


def _days(wanted: Wanted) -> list[date]:
    return [wanted.first + timedelta(days=n) for n in range((wanted.last - wanted.first).days + 1)]


def _rows(
    user: AnyUser,
    wanted: Wanted,
    named: Iterable[tuple[UUID, str]],
    *,
    found: dict[Slot, set[UUID]],
    away: dict[UUID, set[date]] | None = None,
) -> list[BoardRow]:
    every = {pk for takers in found.values() for pk in takers}
    seen = {each.pk: each for each in visible_classes(user).filter(pk__in=every)}
    shown = set(_classes(user, wanted).filter(pk__in=every).values_list("pk", flat=True)) if every else set()
    cells: dict[tuple[UUID, date], dict[UUID | None, tuple[set[Part], set[Part]]]] = defaultdict(dict)
    for slot, takers in found.items():
        for pk in takers:
            if pk in seen and pk not in shown:
                # In scope, but left out by the filters.
                continue
            parts, double = cells[slot.key, slot.date].setdefault(pk if pk in seen else None, (set(), set()))
            parts.add(slot.part)
            if len(takers) > 1:
                double.add(slot.part)
    rows = []
    for key, name in named:
        days = [
            BoardDay(
                day=day,
                takings=tuple(_takings(cells.get((key, day), {}), seen)),
                away=day in (away or {}).get(key, ()),
            )
            for day in _days(wanted)
        ]
        rows.append(BoardRow(key=key, name=name, days=tuple(days)))
    return rows


def _takings(by_class: dict[UUID | None, tuple[set[Part], set[Part]]], seen: dict[UUID, TrainingClass]) -> list[Taking]:
    found = [
        Taking(
            training_class=seen[pk] if pk else None,
            parts=tuple(sorted(parts, key=lambda part: _ORDER[part])),
            clashes=bool(double),
        )
        for pk, (parts, double) in by_class.items()
    ]
    return sorted(
        found,
        key=lambda one: (
            _ORDER[one.parts[0]],
            one.training_class.folded_title if one.training_class else "~",
            str(one.training_class.pk) if one.training_class else "",
        ),
    )
