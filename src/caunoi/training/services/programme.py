"""The programme of a class: sittings, items with their speakers, guests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date  # noqa: N812 - `date` is a parameter's name
from datetime import time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, fold
from caunoi.directory.models import User
from caunoi.training.enums import Action, AgendaKind, GuestRole, Part
from caunoi.training.models import (
    AgendaItem,
    Attendance,
    DoorScan,
    Guest,
    MakeUp,
    Scan,
    SignedSheet,
    Sitting,
    Speaker,
    Topic,
    TrainingClass,
)
from caunoi.training.queries.door import admitted
from caunoi.training.queries.programme import visible_topics
from caunoi.training.services.appearances import Appearance, resolve
from caunoi.training.services.door.deriving import derive_cells
from caunoi.training.services.guard import index_class, note, open_for_change, sitting_label
from caunoi.training.services.placing import placing

ORDER = {Part.MORNING: 1, Part.AFTERNOON: 2, Part.EVENING: 3}
# Outside these hours a time was most likely typed for another part of the day.
HOURS = {
    Part.MORNING: (time(4), time(13)),
    Part.AFTERNOON: (time(11), time(19)),
    Part.EVENING: (time(16), time(23, 59)),
}
MOST_SITTINGS = 120


@transaction.atomic
def add_sitting(
    *,
    actor: User,
    training_class: TrainingClass,
    date: Date,
    part: Part,
    starts_at: time | None = None,
    ends_at: time | None = None,
    despite: str = "",
) -> Sitting:
    """Add one half-day or evening.

    Raises ValidationError for one that stands already, lies outside the class's days or begins at another part of
    the day, and for a clash (:func:`placing.placing`); NotNow, PermissionDenied as ``guard.open_for_change``.
    """
    locked = open_for_change(actor=actor, training_class=training_class)
    part = Part(part)
    _check_day(locked, date)
    _check_hours(part, starts_at, ends_at)
    if locked.sittings.filter(date=date, part=part).exists():
        raise ValidationError({"part": _("This sitting stands in the programme already.")})
    with placing(actor=actor, training_class=locked, despite=despite):
        return _new_sitting(actor, locked, date, part, starts_at=starts_at, ends_at=ends_at)


@transaction.atomic
def add_sittings(
    *,
    actor: User,
    training_class: TrainingClass,
    first: Date,
    last: Date,
    parts: Sequence[Part],
    despite: str = "",
) -> list[Sitting]:
    """Add every named part of every day from ``first`` to ``last``; those that stand already stay as they are.

    Raises as :func:`add_sitting`, and ValidationError for days out of order or more than 120 sittings.
    """
    locked = open_for_change(actor=actor, training_class=training_class)
    if last < first:
        raise ValidationError({"last": _("The last day lies before the first day.")})
    if not parts:
        raise ValidationError({"parts": _("Choose morning, afternoon or evening.")})
    wanted = sorted({Part(part) for part in parts}, key=lambda part: ORDER[part])
    if ((last - first).days + 1) * len(wanted) > MOST_SITTINGS:
        raise ValidationError({"last": _("That would be more than 120 sittings. Check the days.")})
    _check_day(locked, first)
    _check_day(locked, last)
    standing = set(locked.sittings.values_list("date", "part"))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    with placing(actor=actor, training_class=locked, despite=despite):
        return [
            _new_sitting(actor, locked, day, part)
            for day in days
            for part in wanted
            if (day, str(part)) not in standing
        ]


def _new_sitting(actor: User, training_class: TrainingClass, day: Date, part: Part, **hours: time | None) -> Sitting:
    sitting = Sitting.objects.create(training_class=training_class, date=day, part=part, order=ORDER[part], **hours)
    note(
        actor=actor,
        action=Action.SITTING_ADDED,
        training_class=training_class,
        details={"sitting": sitting_label(sitting)},
    )
    return sitting


@transaction.atomic
def change_sitting(*, actor: User, sitting: Sitting, starts_at: time | None, ends_at: time | None = None) -> Sitting:
    """Set when the sitting begins and ends; None is the office's hour. Raises as :func:`add_sitting`.

    Marks that the door gave are worked out anew.
    """
    locked = open_for_change(actor=actor, training_class=sitting.training_class)
    _check_hours(Part(sitting.part), starts_at, ends_at)
    details = audit.changes(
        {"starts_at": sitting.starts_at, "ends_at": sitting.ends_at}, {"starts_at": starts_at, "ends_at": ends_at}
    )
    if not details:
        return sitting
    sitting.starts_at, sitting.ends_at = starts_at, ends_at
    sitting.save(update_fields=["starts_at", "ends_at"])
    note(
        actor=actor,
        action=Action.SITTING_CHANGED,
        training_class=locked,
        details={"sitting": sitting_label(sitting), **details},
    )
    scans = list(admitted(DoorScan.objects.filter(sitting=sitting)).order_by("number"))
    if scans:
        derive_cells(training_class=locked, scans=scans)
    return sitting


@transaction.atomic
def remove_sitting(*, actor: User, sitting: Sitting) -> None:
    """Remove a sitting with its items; refused, by NotNow, once anybody's attendance at it was observed."""
    locked = open_for_change(actor=actor, training_class=sitting.training_class)
    if Scan.objects.filter(sitting=sitting).exists():
        raise NotNow(
            _("Attendance was marked at the sitting “%(sitting)s”, so it took place and stays.") % {"sitting": sitting}
        )
    if MakeUp.objects.filter(sitting=sitting).exists():
        raise NotNow(_("People of other classes are put down to make up this sitting. Have that taken back first."))
    if SignedSheet.objects.filter(sitting=sitting).exists():
        raise NotNow(_("A signed sheet is kept for this sitting, so it stays."))
    details = {
        "sitting": sitting_label(sitting),
        "agenda": list(sitting.agenda.order_by("position", "id").values_list("title", flat=True)),
    }
    Attendance.objects.filter(sitting=sitting).delete()
    sitting.delete()
    note(actor=actor, action=Action.SITTING_REMOVED, training_class=locked, details=details)
    index_class(locked)


def _check_day(training_class: TrainingClass, day: Date) -> None:
    first = training_class.starts_on
    last = training_class.ends_on or first
    if first and last and not first <= day <= last:
        raise ValidationError(
            {
                "date": _("%(day)s lies outside the days of the class (%(first)s to %(last)s). Change the days first.")
                % {"day": f"{day:%d/%m/%Y}", "first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
            }
        )


def _check_hours(part: Part, starts_at: time | None, ends_at: time | None) -> None:
    _check_time(part, starts_at)
    _check_time(part, ends_at, "ends_at")
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise ValidationError({"ends_at": _("The end must lie after the beginning.")})


def _check_time(part: Part, at: time | None, name: str = "starts_at") -> None:
    low, high = HOURS[part]
    if at is not None and not low <= at <= high:
        raise ValidationError(
            {
                name: _("%(time)s is no %(part)s. Type the time with 24 hours, such as 13:30.")
                % {"time": f"{at:%H:%M}", "part": part.label}
            }
        )


@transaction.atomic
def save_agenda_item(
    *,
    actor: User,
    training_class: TrainingClass,
    item: AgendaItem | None = None,
    sitting: Sitting | None,
    kind: AgendaKind = AgendaKind.TOPIC,
    title: str = "",
    topic: Topic | None = None,
    starts_at: time | None = None,
    periods: int | None = None,
    speakers: Sequence[Appearance] = (),
    despite: str = "",
) -> AgendaItem:
    """Add an item at the end of its sitting, or change ``item``; its speakers become exactly ``speakers``.

    Without a title it takes the topic's, or is called after its kind. Raises ValidationError for what is missing or
    out of scope, and for a speaker who is needed elsewhere (:func:`placing.placing`); NotNow, PermissionDenied as
    ``guard.open_for_change``.
    """
    locked = open_for_change(actor=actor, training_class=training_class)
    kind = AgendaKind(kind)
    if item and item.training_class_id != locked.pk:
        raise ValidationError({"item": _("This item belongs to another class.")})
    _check_item(actor, locked, item=item, sitting=sitting, topic=topic)
    if sitting:
        _check_time(Part(sitting.part), starts_at)
    if periods is not None and not 0 < periods <= 10:
        raise ValidationError({"periods": _("The number of periods must lie between 1 and 10.")})
    title = clean(title) or (topic.title if topic else "") or ("" if kind in _NAMED else capitalised(str(kind.label)))
    if not title:
        raise ValidationError({"title": _("Type the title.")})
    if len(title) > 500:
        raise ValidationError({"title": _("The title is longer than 500 letters. Shorten it.")})
    before = _item_values(item) if item else {}
    item = item or AgendaItem(training_class=locked, position=_last(locked.agenda.filter(sitting=sitting)) + 1)
    if item.pk and item.sitting_id != (sitting.pk if sitting else None):
        item.position = _last(locked.agenda.filter(sitting=sitting)) + 1
    item.sitting, item.kind, item.title, item.topic = sitting, kind, title, topic
    item.starts_at, item.periods = starts_at, periods
    with placing(actor=actor, training_class=locked, despite=despite):
        item.save()
        _set_speakers(actor, locked, item, speakers)
    details = audit.changes(before, _item_values(item))
    if details:
        note(
            actor=actor,
            action=Action.AGENDA_SAVED,
            training_class=locked,
            details={"item": title, **details} if before else {"item": title},
        )
        index_class(locked)
    return item


# Items of these kinds need a title of their own.
_NAMED = (AgendaKind.TOPIC, AgendaKind.OTHER)


def capitalised(words: str) -> str:
    """Return ``words`` with a capital at the beginning, the rest as it is."""
    return words[:1].upper() + words[1:]


def _check_item(
    actor: User, training_class: TrainingClass, *, item: AgendaItem | None, sitting: Sitting | None, topic: Topic | None
) -> None:
    if sitting and sitting.training_class_id != training_class.pk:
        raise ValidationError({"sitting": _("This sitting belongs to another class.")})
    known = item is not None and topic is not None and item.topic_id == topic.pk
    if topic and not known and not visible_topics(actor).filter(pk=topic.pk).exists():
        raise ValidationError({"topic": _("This topic is not in the catalogue of your office.")})


def _item_values(item: AgendaItem) -> dict[str, object]:
    speakers = item.speakers.select_related("person").order_by("position", "id")
    return {
        "sitting": sitting_label(item.sitting) if item.sitting else None,
        "kind": str(item.kind),
        "title": item.title,
        "starts_at": item.starts_at,
        "periods": item.periods,
        "speakers": [", ".join(filter(None, (s.person.full_name, s.post))) for s in speakers],
    }


def _set_speakers(actor: User, training_class: TrainingClass, item: AgendaItem, wanted: Sequence[Appearance]) -> None:
    day = item.sitting.date if item.sitting else training_class.starts_on
    typed = [fold(appearance.full_name) for appearance in wanted if appearance.person is None]
    twice = next((name for name in typed if typed.count(name) > 1), "")
    if twice:
        name = next(clean(one.full_name) for one in wanted if fold(one.full_name) == twice)
        raise ValidationError({"speakers": _("%(name)s is named twice.") % {"name": name}})
    rows: dict[object, Speaker] = {}
    for number, appearance in enumerate(wanted, start=1):
        person, post = resolve(actor=actor, training_class=training_class, appearance=appearance, day=day)
        if person.pk in rows:
            raise ValidationError({"speakers": _("%(name)s is named twice.") % {"name": person.full_name}})
        rows[person.pk] = Speaker(
            training_class=training_class, agenda_item=item, person=person, post=post, position=number
        )
    item.speakers.all().delete()
    Speaker.objects.bulk_create(rows.values())


@transaction.atomic
def remove_agenda_item(*, actor: User, item: AgendaItem) -> None:
    """Remove an item with its speakers; questions about it stay with the class."""
    locked = open_for_change(actor=actor, training_class=item.training_class)
    title = item.title
    item.delete()
    note(actor=actor, action=Action.AGENDA_REMOVED, training_class=locked, details={"item": title})
    index_class(locked)


@transaction.atomic
def move_agenda_item(*, actor: User, item: AgendaItem, by: int) -> None:
    """Move an item ``by`` places within its sitting, earlier when negative; stops at either end."""
    locked = open_for_change(actor=actor, training_class=item.training_class)
    items = list(locked.agenda.filter(sitting=item.sitting_id).order_by("position", "id"))
    here = next(number for number, each in enumerate(items) if each.pk == item.pk)
    there = min(max(here + by, 0), len(items) - 1)
    if here == there:
        return
    items.insert(there, items.pop(here))
    for position, each in enumerate(items, start=1):
        each.position = position
    AgendaItem.objects.bulk_update(items, ["position"])
    note(
        actor=actor,
        action=Action.AGENDA_SAVED,
        training_class=locked,
        details={"item": item.title, "position": [here + 1, there + 1]},
    )


def _last(rows: object) -> int:
    found: int | None = rows.aggregate(last=Max("position"))["last"]  # type: ignore[attr-defined]
    return found or 0


@transaction.atomic
def save_guest(
    *,
    actor: User,
    training_class: TrainingClass,
    guest: Guest | None = None,
    appearance: Appearance,
    role: GuestRole = GuestRole.ATTENDS,
) -> Guest:
    """Add a guest, or change ``guest``; guests stand outside every count of participants.

    Raises ValidationError for a missing name and for somebody who is a guest already.
    """
    locked = open_for_change(actor=actor, training_class=training_class)
    if guest and guest.training_class_id != locked.pk:
        raise ValidationError({"guest": _("This guest belongs to another class.")})
    person, post = resolve(actor=actor, training_class=locked, appearance=appearance, day=locked.starts_on)
    if locked.guests.filter(person=person).exclude(pk=guest.pk if guest else 0).exists():
        raise ValidationError({"full_name": _("%(name)s is a guest of this class already.") % {"name": person}})
    before = {"name": guest.person.full_name, "post": guest.post, "role": guest.role} if guest else {}
    guest = guest or Guest(training_class=locked, position=_last(locked.guests) + 1)
    guest.person, guest.post, guest.role = person, post, GuestRole(role)
    details = audit.changes(before, {"name": person.full_name, "post": post, "role": str(guest.role)})
    if details:
        guest.save()
        note(
            actor=actor,
            action=Action.GUEST_SAVED,
            training_class=locked,
            details={"guest": person.full_name, **(details if before else {})},
            person_id=person.pk,
        )
    return guest


@transaction.atomic
def remove_guest(*, actor: User, guest: Guest) -> None:
    """Remove a guest from the class; the person stays in the register."""
    locked = open_for_change(actor=actor, training_class=guest.training_class)
    name, person_id = guest.person.full_name, guest.person_id
    guest.delete()
    note(
        actor=actor,
        action=Action.GUEST_REMOVED,
        training_class=locked,
        details={"guest": name},
        person_id=person_id,
    )
