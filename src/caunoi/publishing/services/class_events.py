"""Classes in the public calendar: put there by an editor, and from then on they follow each change of the class."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import search
from caunoi.core.errors import NotNow
from caunoi.core.text import clean_lines
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.enums import EventCourse, ShelfAction, ShelfState
from caunoi.publishing.models import Event, SitePage
from caunoi.publishing.services import finding
from caunoi.publishing.services.events import (
    MOST_DAYS,
    Day,
    apply,
    days_of,
    lock_event,
    make_public,
    put_days,
    search_document,
    set_derived,
    tell,
)
from caunoi.publishing.services.shelf import MOST_WORDS, refuse, require_editor, too_long
from caunoi.training.enums import ClassState, HostRole
from caunoi.training.models import TrainingClass
from caunoi.training.policies import sees_class
from caunoi.training.queries.hours import Timetable


@transaction.atomic
def show_class(
    *, actor: User, site: SitePage, training_class: TrainingClass, description: str = "", contact: str = ""
) -> Event:
    """Put a class into a site's calendar: its title, days, place, for whom and who holds it; never a person's name.

    Calling it again changes ``description`` and ``contact``, and brings back what was taken out. Raises
    PermissionDenied unless the actor edits the site and sees the class, NotNow for a class without days or a
    cancelled one, ValidationError for words that are too long.
    """
    require_editor(actor=actor, site=site)
    require(sees_class(actor, training_class))
    # Whoever changes the class waits, and then finds the entry.
    locked_class = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    words = {"description": clean_lines(description), "contact": clean_lines(contact)}
    refuse(too_long(words, {"description": MOST_WORDS, "contact": 1_000}))
    shown = _shown(locked_class)
    event = Event.objects.filter(site=site, training_class=locked_class).first()
    if event is None or event.state != ShelfState.PUBLIC:
        if locked_class.starts_on is None:
            raise NotNow(_("The class has no days yet. Set them first."))
        if locked_class.state == ClassState.CANCELLED:
            raise NotNow(_("The class is cancelled, so there is nothing to announce."))
    if event is None:
        event = Event(site=site, training_class=locked_class, **shown, **words)
        set_derived(event)
        event.save()
        put_days(event, _days(locked_class))
    else:
        event = lock_event(actor=actor, event=event, edition=None)
        _follow(event, locked_class, words)
    make_public(actor=actor, event=event)
    tell(actor=actor, action=ShelfAction.CLASS_SHOWN, event=event, details={"class": locked_class.code, **words})
    return event


def follow_class(training_class: TrainingClass) -> None:
    """Bring the class's entries up to what the class says now, within the transaction that changed it."""
    entries = list(
        Event.objects.select_for_update(of=("self",))
        .filter(training_class=training_class)
        .select_related("site__organisation")
        .order_by("pk")
    )
    if not entries:
        return
    fresh = TrainingClass.objects.get(pk=training_class.pk)
    changed = [event for event in entries if _follow(event, fresh, {})]
    search.index_many(search_document(event) for event in changed)
    finding.refresh("event", [event.pk for event in changed])
    pieces.touch_event(*changed)


def _follow(event: Event, training_class: TrainingClass, words: dict[str, Any]) -> bool:
    """Put what the class says into its entry; returns whether anything of it changed."""
    said = {**_shown(training_class), **words}
    days = _days(training_class)
    course = EventCourse.ON
    if training_class.state == ClassState.CANCELLED:
        course = EventCourse.CANCELLED
    elif not days:
        course = EventCourse.POSTPONED
    if not days:
        # What readers were told last stays until there is a new day.
        days = days_of(event)
        said |= {"starts_on": event.starts_on, "ends_on": event.ends_on}
    same = all(getattr(event, name) == value for name, value in said.items())
    if same and course == event.course and days == days_of(event):
        return False
    turned = course != event.course
    event.course = course
    event.sequence += int(turned and event.published_at is not None)
    apply(event, said, days)
    return True


def _shown(training_class: TrainingClass) -> dict[str, Any]:
    links = training_class.organisations.order_by("position", "id")
    hosts = [link.name for link in links if link.role == HostRole.HOST]
    days = _days(training_class)
    today = timezone.localdate()
    return {
        "title": training_class.title,
        "place": training_class.place,
        "audience": training_class.audience,
        "hosts": ", ".join(hosts)[:600],
        "starts_on": days[0][0] if days else today,
        "ends_on": days[-1][0] if days else today,
    }


def _days(training_class: TrainingClass) -> list[Day]:
    """Return the days on which the class sits, with its hours; without sittings all days from the first to the last."""
    timetable = Timetable()
    found: dict[dt.date, tuple[dt.time, dt.time]] = {}
    for sitting in training_class.sittings.order_by("date", "order", "id"):
        hours = timetable.of(sitting)
        begins, ends = hours.starts.time(), hours.ends.time()
        if sitting.date in found:
            first, last = found[sitting.date]
            begins, ends = min(first, begins), max(last, ends)
        found[sitting.date] = (begins, ends)
    if found:
        return [(day, begins, ends) for day, (begins, ends) in sorted(found.items())]
    if training_class.starts_on is None:
        return []
    count = ((training_class.ends_on or training_class.starts_on) - training_class.starts_on).days + 1
    return [
        (training_class.starts_on + dt.timedelta(days=number), None, None) for number in range(min(count, MOST_DAYS))
    ]
