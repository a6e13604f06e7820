"""From the records of an office to what ``caunoi.scheduling`` asks for, and back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone

from caunoi.core.text import fold
from caunoi.core.workdays import Calendar
from caunoi.directory.queries.entries import root_of
from caunoi.scheduling import ClassNeed, Lesson, Lock, Part, Placement, Problem, Room, Slot, Speaker
from caunoi.training import models
from caunoi.training.queries import clashes

# What is known of ways is whether one has to travel at all: an hour stands for it.
_JOURNEY = 60


def below(path: str, field: str = "owner__path") -> dict[str, str]:
    """Return the filter for what an office and those below it keep."""
    return {f"{field}__gte": path, f"{field}__lt": f"{path}Z"}


def rooms_of(plan: models.Plan) -> list[models.Room]:
    """Return the rooms that classes of the plan may be put into."""
    found = models.Room.objects.filter(in_use=True, **below(plan.owner.path)).select_related("unit")
    return list(found.order_by("folded_name", "id"))


def profiles_of(plan: models.Plan) -> list[models.SpeakerProfile]:
    """Return the speakers who may be asked, one profile a person: the own office's before those below it."""
    found = models.SpeakerProfile.objects.filter(active=True, **below(plan.owner.path)).select_related("person")
    first: dict[UUID, models.SpeakerProfile] = {}
    for profile in found.order_by("owner__path", "person__sort_name", "id"):
        first.setdefault(profile.person_id, profile)
    return sorted(first.values(), key=lambda profile: (profile.person.sort_name, str(profile.pk)))


def problem_of(proposal: models.ScheduleProposal, slots: Iterable[models.ScheduleSlot]) -> Problem:
    """Return the problem of a proposal in a fixed number of queries; keys are the records' ids as text."""
    plan = proposal.plan
    first, last = dt.date(plan.year, 1, 1), dt.date(plan.year, 12, 31)
    rooms, profiles = rooms_of(plan), profiles_of(plan)
    mine = {slot.training_class_id for slot in slots if slot.training_class_id}
    room_busy, person_busy = _taken(first, last, rooms, profiles, mine)
    able: dict[UUID, set[str]] = defaultdict(set)
    away: dict[UUID, set[Slot]] = defaultdict(set)
    for topic, profile in models.SpeakerTopic.objects.filter(profile__in=profiles).values_list("topic", "profile"):
        able[topic].add(str(profile))
    for row in models.SpeakerAway.objects.filter(profile__in=profiles, last_day__gte=first, first_day__lte=last):
        away[row.profile_id] |= {Slot(day, part) for day in _days(row.first_day, row.last_day) for part in Part}
    places = {room.pk: fold(f"{room.address} {room.unit.name if room.unit else ''}") for room in rooms}
    return Problem(
        classes=tuple(_need(slot, able) for slot in slots),
        speakers=tuple(
            Speaker(
                key=str(profile.pk),
                busy=frozenset(away[profile.pk] | person_busy[profile.person_id]),
                most=profile.most_sittings,
                base=fold(profile.based_in),
            )
            for profile in profiles
        ),
        rooms=tuple(
            Room(key=str(room.pk), capacity=room.capacity, place=places[room.pk], busy=frozenset(room_busy[room.pk]))
            for room in rooms
        ),
        closed=closed_days(plan),
        travel={
            (base, place): _JOURNEY
            for base in {fold(profile.based_in) for profile in profiles}
            for place in places.values()
            if base and place.strip() and base not in place
        },
    )


def _days(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=n) for n in range((last - first).days + 1))


def closed_days(plan: models.Plan) -> frozenset[dt.date]:
    """Return the days of the plan's year on which no class is held: not worked, kept busy by the office, or past."""
    calendar, today = Calendar.read(), timezone.localdate()
    days = list(_days(dt.date(plan.year, 1, 1), dt.date(plan.year, 12, 31)))
    closed = {day for day in days if day <= today or not calendar.day(day).is_working}
    for row in models.OfficeBusyDay.objects.filter(owner=plan.owner):
        closed |= set(_days(row.first_day, row.last_day))
    return frozenset(closed)


def _taken(
    first: dt.date,
    last: dt.date,
    rooms: list[models.Room],
    profiles: list[models.SpeakerProfile],
    mine: set[UUID],
) -> tuple[dict[UUID, set[Slot]], dict[UUID, set[Slot]]]:
    """Return when rooms and persons are taken by any class of the installation, without a word about which one."""
    room_busy: dict[UUID, set[Slot]] = defaultdict(set)
    person_busy: dict[UUID, set[Slot]] = defaultdict(set)
    roots = {profile.person_id: root for profile, root in zip(profiles, _roots(profiles), strict=True)}
    found = clashes.taken(
        rooms=[room.pk for room in rooms], persons=list(roots.values()), days=set(_days(first, last)), besides=mine
    )
    for each in found:
        busy = room_busy if each.resource == clashes.Resource.ROOM else person_busy
        busy[each.key].add(Slot(each.date, Part(str(each.part))))
    return room_busy, {person: person_busy[root] for person, root in roots.items()}


def _roots(profiles: list[models.SpeakerProfile]) -> list[UUID]:
    """Return the entry that stands for all of each speaker's, in the same order."""
    known = models.SpeakerProfile.objects.filter(pk__in=[profile.pk for profile in profiles]).order_by()
    roots = dict(known.annotate(root=root_of()).values_list("pk", "root"))
    return [roots[profile.pk] for profile in profiles]


def _need(slot: models.ScheduleSlot, able: dict[UUID, set[str]]) -> ClassNeed:
    item, year = slot.item, slot.proposal.plan.year
    quarter = item.quarter
    first = dt.date(year, 3 * quarter - 2 if quarter else 1, 1)
    last = dt.date(year, 12, 31)
    if quarter and quarter < 4:
        last = dt.date(year, 3 * quarter + 1, 1) - dt.timedelta(days=1)
    who = frozenset(able.get(item.topic_id, ())) if item.topic_id else frozenset[str]()
    taught = bool(who) or slot.speaker_id is not None
    standing = placement_of(slot, taught=taught)
    return ClassNeed(
        key=str(slot.pk),
        sittings=item.sittings,
        seats=item.seats,
        first=first,
        last=last,
        # A topic that nobody is known to teach yet is scheduled without a speaker: who comes is settled later.
        lessons=(Lesson(able=who, sittings=item.sittings),) if taught else (),
        lock=Lock(
            start=Slot(slot.first_day, Part(slot.part)) if slot.day_locked and slot.first_day else None,
            room=str(slot.room_id) if slot.room_locked and slot.room_id else None,
            speakers=(str(slot.speaker_id),) if slot.speaker_locked and slot.speaker_id else None,
        ),
        standing=standing if standing and slot.room_id else None,
    )


def placement_of(slot: models.ScheduleSlot, *, taught: bool) -> Placement | None:
    """Return where a class of the proposal stands; None without a place."""
    if not slot.sittings:
        return None
    return Placement(
        slots=tuple(Slot(dt.date.fromisoformat(day), Part(part)) for day, part in slot.sittings),
        room=str(slot.room_id) if slot.room_id else None,
        speakers=(str(slot.speaker_id) if slot.speaker_id else None,) if taught else (),
    )


def put(slot: models.ScheduleSlot, placed: Placement | None) -> None:
    """Write a placement into a class of the proposal, unsaved; None takes its place away, but not what is kept."""
    slot.sittings = [[each.day.isoformat(), str(each.part)] for each in placed.slots] if placed else []
    if placed or not slot.day_locked:
        slot.first_day, slot.part = (placed.start.day, str(placed.start.part)) if placed else (None, "")
    if placed or not slot.room_locked:
        slot.room_id = UUID(placed.room) if placed and placed.room else None
    if placed or not slot.speaker_locked:
        speaker = placed.speakers[0] if placed and placed.speakers else None
        slot.speaker_id = UUID(speaker) if speaker else None


def slots_of(proposal: models.ScheduleProposal) -> list[models.ScheduleSlot]:
    """Return the classes of a proposal with what their problem needs."""
    found = proposal.slots.select_related("item", "proposal__plan__owner", "room", "speaker__person")
    return list(found.order_by("first_day", "item__position", "number", "id"))


def as_json(reason: Any) -> dict[str, Any]:
    """Return a reason as it is stored."""
    return {
        "code": str(reason.code),
        "room": reason.room,
        "speaker": reason.speaker,
        "other": reason.other,
        "number": reason.number,
        "day": reason.slot.day.isoformat() if reason.slot else None,
        "part": str(reason.slot.part) if reason.slot else None,
    }
