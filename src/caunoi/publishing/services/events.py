"""Events of an office's own: written, published, cancelled, taken up again, taken out of the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, clean_lines, fold
from caunoi.directory.models import User
from caunoi.publishing import pieces
from caunoi.publishing.addresses import slugify
from caunoi.publishing.enums import EventCourse, ShelfAction, ShelfState
from caunoi.publishing.models import Event, EventDay, SitePage
from caunoi.publishing.services import finding
from caunoi.publishing.services.shelf import MOST_WORDS, check_edition, refuse, require_editor, too_long

KIND = "event"
MOST_DAYS = 60
_TEXTS = ("title", "place", "audience", "hosts", "description", "contact")
# A day of an event: the day, when it begins and when it ends; None where that is not known.
Day = tuple[dt.date, dt.time | None, dt.time | None]


@transaction.atomic
def add_event(*, actor: User, site: SitePage, **typed: Any) -> Event:
    """Write an event as a draft that nobody outside sees.

    ``typed`` is ``title``, ``starts_on``, and where known ``ends_on``, ``starts_at``, ``ends_at`` (of each of its
    days), ``place``, ``audience``, ``description``, ``contact``, ``register_by``. Raises PermissionDenied unless the
    actor edits the site, ValidationError for what is missing, too long or out of order.
    """
    require_editor(actor=actor, site=site)
    words, days = _read(**typed)
    event = Event(site=site, hosts=site.title[:600], **words)
    set_derived(event)
    event.save()
    put_days(event, days)
    starts = event.starts_on.isoformat()
    tell(actor=actor, action=ShelfAction.EVENT_ADDED, event=event, details={"title": event.title, "starts_on": starts})
    return event


@transaction.atomic
def change_event(*, actor: User, event: Event, edition: int | None = None, **typed: Any) -> Event:
    """Change an event; of one that readers know the day before is told beside the new one.

    Raises as :func:`add_event`, StaleChange, and NotNow for the entry of a class, which follows its class.
    """
    locked = lock_event(actor=actor, event=event, edition=edition)
    if locked.training_class_id:
        raise NotNow(_("The calendar follows the class: change it on the page of the class."))
    words, days = _read(**typed)
    before = {name: getattr(locked, name) for name in words} | {"days": _told(days_of(locked))}
    details = audit.changes(before, {**words, "days": _told(days)})
    if not details:
        return locked
    apply(locked, words, days)
    tell(actor=actor, action=ShelfAction.EVENT_CHANGED, event=locked, details=details)
    return locked


@transaction.atomic
def publish_event(*, actor: User, event: Event, edition: int | None = None) -> Event:
    """Put an event into the public calendar, or back into it. Raises PermissionDenied, StaleChange."""
    locked = lock_event(actor=actor, event=event, edition=edition)
    if locked.state == ShelfState.PUBLIC:
        return locked
    make_public(actor=actor, event=locked)
    tell(actor=actor, action=ShelfAction.EVENT_PUBLISHED, event=locked, details={"address": locked.address})
    return locked


def make_public(*, actor: User, event: Event) -> None:
    """Save an event as one that everybody sees."""
    first = event.published_at is None
    event.state = ShelfState.PUBLIC
    event.published_at, event.published_by = event.published_at or timezone.now(), actor
    event.told_days = max(event.told_days, event.days.count())
    if event.course == EventCourse.ON:
        event.note = ""
    save_event(event, placed=not first)


@transaction.atomic
def cancel_event(*, actor: User, event: Event, note: str, edition: int | None = None) -> Event:
    """Say that a published event does not take place; it stays in the calendar with ``note``.

    Raises PermissionDenied, StaleChange, ValidationError without a note, and NotNow for one that is not public, is
    cancelled already, or is the entry of a class.
    """
    locked = lock_event(actor=actor, event=event, edition=edition)
    if locked.training_class_id:
        raise NotNow(_("The calendar follows the class: cancel it on the page of the class."))
    if locked.state != ShelfState.PUBLIC or locked.course == EventCourse.CANCELLED:
        raise NotNow(_("Only what stands in the public calendar can be cancelled."))
    text = clean_lines(note)
    refuse({} if text else {"note": _("Write in one sentence what readers should know.")})
    refuse(too_long({"note": text}, {"note": 1_000}))
    locked.course, locked.note = EventCourse.CANCELLED, text
    save_event(locked, placed=True)
    tell(actor=actor, action=ShelfAction.EVENT_CANCELLED, event=locked, details={}, reason=text)
    return locked


@transaction.atomic
def restore_event(*, actor: User, event: Event, edition: int | None = None) -> Event:
    """Take a cancelled event up again. Raises PermissionDenied, StaleChange, NotNow for all others."""
    locked = lock_event(actor=actor, event=event, edition=edition)
    if locked.training_class_id or locked.course != EventCourse.CANCELLED:
        raise NotNow(_("This event is not cancelled."))
    locked.course, locked.note = EventCourse.ON, ""
    save_event(locked, placed=True)
    tell(actor=actor, action=ShelfAction.EVENT_RESTORED, event=locked, details={})
    return locked


@transaction.atomic
def withdraw_event(*, actor: User, event: Event, note: str = "", edition: int | None = None) -> Event:
    """Take an event out of the calendar; its address tells ``note`` and nothing else.

    Raises PermissionDenied, StaleChange, NotNow for what is not public.
    """
    locked = lock_event(actor=actor, event=event, edition=edition)
    if locked.state != ShelfState.PUBLIC:
        raise NotNow(_("It does not stand in the public calendar."))
    text = clean_lines(note)
    refuse(too_long({"note": text}, {"note": 1_000}))
    locked.state, locked.note = ShelfState.WITHDRAWN, text
    save_event(locked, placed=True)
    tell(actor=actor, action=ShelfAction.EVENT_WITHDRAWN, event=locked, details={}, reason=text)
    return locked


@transaction.atomic
def discard_event(*, actor: User, event: Event) -> None:
    """Throw a draft away. Raises PermissionDenied, NotNow for what was ever published."""
    locked = lock_event(actor=actor, event=event, edition=None)
    if locked.state != ShelfState.DRAFT:
        raise NotNow(_("It was published, so its address stays. Take it out of the calendar instead."))
    audit.record(
        actor=actor,
        action=ShelfAction.EVENT_DISCARDED,
        subject=locked,
        organisation_id=locked.site.organisation_id,
        details={"title": locked.title},
    )
    search.remove(kind=KIND, object_id=str(locked.pk))
    locked.delete()


def lock_event(*, actor: User, event: Event, edition: int | None) -> Event:
    """Return the event as it stands, locked, to somebody who edits its site; raises StaleChange."""
    locked = (
        Event.objects.select_for_update(of=("self",))
        .select_related("site__organisation", "training_class")
        .get(pk=event.pk)
    )
    require_editor(actor=actor, site=locked.site)
    check_edition(locked.edition, edition)
    return locked


def apply(event: Event, words: dict[str, Any], days: list[Day]) -> None:
    """Put words and days into an event and save it; where readers know it, its move is told."""
    before, known = days_of(event), event.published_at is not None
    moved = before != days
    if known and moved and before and days and event.starts_on != words["starts_on"]:
        event.told_on = event.starts_on
    placed = moved or event.place != words.get("place", event.place)
    for name, value in words.items():
        setattr(event, name, value)
    set_derived(event)
    if moved:
        put_days(event, days)
        if known:
            event.told_days = max(event.told_days, len(days))
    save_event(event, placed=placed and known)


def days_of(event: Event) -> list[Day]:
    """Return the days of an event in their order."""
    return list(event.days.order_by("date").values_list("date", "starts_at", "ends_at"))


def put_days(event: Event, days: Iterable[Day]) -> None:
    """Replace the days of an event."""
    event.days.all().delete()
    EventDay.objects.bulk_create(
        EventDay(event=event, site_id=event.site_id, date=date, starts_at=first, ends_at=last)
        for date, first, last in days
    )


def set_derived(event: Event) -> None:
    """Set what follows from the words; the slug only until readers know the address."""
    if event.published_at is None:
        event.slug = slugify(event.title) or "su-kien"
    event.folded_place = fold(f"{event.place} {event.hosts}")[:1_200]
    event.folded_text = fold(" ".join(getattr(event, name) for name in _TEXTS))


def save_event(event: Event, *, placed: bool) -> None:
    """Save a change; ``placed``: of when, where or whether, which calendar programs must learn."""
    event.edition += 1
    event.sequence += int(placed)
    event.changed_at = timezone.now()
    event.save()


def tell(*, actor: User, action: ShelfAction, event: Event, details: dict[str, Any], reason: str = "") -> None:
    """Let search, trail and kept pages know of a change."""
    search.index_many([search_document(event)])
    audit.record(
        actor=actor,
        action=action,
        subject=event,
        organisation_id=event.site.organisation_id,
        details=details,
        reason=reason,
    )
    if event.state != ShelfState.DRAFT:
        finding.refresh("event", [event.pk])
        pieces.touch_event(event)


def search_document(event: Event) -> search.Document:
    """Return what the desk's search knows of an event."""
    return search.Document(
        kind=KIND,
        object_id=str(event.pk),
        title=event.title,
        summary=event.place,
        text=f"{event.audience} {event.description}",
        date=event.starts_on,
        paths=frozenset({event.site.organisation.path}),
    )


def index_all() -> int:
    """Write the search documents of all events; returns how many."""
    rows = Event.objects.select_related("site__organisation").order_by("pk")
    return search.index_many(search_document(row) for row in rows.iterator(chunk_size=500))


def _read(
    *,
    title: str,
    starts_on: dt.date | None,
    ends_on: dt.date | None = None,
    starts_at: dt.time | None = None,
    ends_at: dt.time | None = None,
    place: str = "",
    audience: str = "",
    description: str = "",
    contact: str = "",
    register_by: dt.date | None = None,
) -> tuple[dict[str, Any], list[Day]]:
    words: dict[str, Any] = {
        "title": clean(title),
        "place": clean(place),
        "audience": clean(audience),
        "description": clean_lines(description),
        "contact": clean_lines(contact),
        "register_by": register_by,
    }
    most = {"title": 300, "place": 500, "audience": 500, "description": MOST_WORDS, "contact": 1_000}
    faults = too_long(words, most)
    if not words["title"]:
        faults["title"] = _("Type the title.")
    if starts_on is None:
        faults["starts_on"] = _("Say on which day it is.")
        refuse(faults)
        raise AssertionError
    last = ends_on or starts_on
    if last < starts_on:
        faults["ends_on"] = _("The last day lies before the first day.")
    elif (last - starts_on).days >= MOST_DAYS:
        faults["ends_on"] = _("An event has at most %(most)s days. Make several of a longer one.") % {"most": MOST_DAYS}
    if ends_at is not None and starts_at is None:
        faults["starts_at"] = _("Say when it begins, too.")
    elif starts_at is not None and ends_at is not None and ends_at <= starts_at:
        faults["ends_at"] = _("It ends before it begins. Check the hours.")
    if register_by is not None and register_by > last:
        faults["register_by"] = _("Registration ends after the event. Check the day.")
    refuse(faults)
    words |= {"starts_on": starts_on, "ends_on": last}
    days = [
        (starts_on + dt.timedelta(days=number), starts_at, ends_at) for number in range((last - starts_on).days + 1)
    ]
    return words, days


def _told(days: Iterable[Day]) -> list[str]:
    """Return days as the trail keeps them: "2026-11-12 08:00-11:00"."""
    return [f"{date.isoformat()} {_hours(first, last)}".strip() for date, first, last in days]


def _hours(first: dt.time | None, last: dt.time | None) -> str:
    return "-".join(f"{hour:%H:%M}" for hour in (first, last) if hour is not None)
