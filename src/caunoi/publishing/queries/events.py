"""Entries of the public calendar: those that everybody may see, and those at the desk."""

from __future__ import annotations

import calendar as months
import datetime as dt
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from caunoi.core.text import fold_words
from caunoi.directory.queries.scope import AnyUser, scope_of
from caunoi.publishing.enums import ShelfState
from caunoi.publishing.models import Event, EventDay, SitePage
from caunoi.training.models import TrainingClass

# What lies farther back or ahead is not sent: a calendar program fetches everything each time.
BACK, AHEAD = dt.timedelta(days=60), dt.timedelta(days=400)
# What a line of a list tells of an event, and what its address is made of.
_LINE = ("site_id", "title", "slug", "place", "course", "starts_on", "ends_on", "told_on", "created_at")
_DAYS = Prefetch("days", queryset=EventDay.objects.order_by("date", "id"))


def public_events(site: SitePage | None = None, *, since: dt.date | None = None) -> QuerySet[Event]:
    """Return the events of one site's calendar, or of all, cancelled ones included, the next one first.

    ``since``: those that end on that day or later.
    """
    found = Event.objects.filter(state=ShelfState.PUBLIC)
    if site is not None:
        found = found.filter(site=site)
    if since is not None:
        found = found.filter(ends_on__gte=since)
    return found.select_related("site").order_by("starts_on", "ends_on", "pk")


def next_events(site: SitePage, most: int) -> list[Event]:
    """Return what comes next on a site by ``next_on``, its next day, and ``next_at``, its hour or None.

    The days are walked in their index from today on: of a full calendar no more is read than of an empty one. One
    query, and one more each time that events of many days fill what was read.
    """
    days = EventDay.objects.filter(site=site, date__gte=timezone.localdate(), event__state=ShelfState.PUBLIC)
    days = days.select_related("event").only("date", "starts_at", *(f"event__{name}" for name in _LINE))
    found: dict[int, Any] = {}
    read = most * 8
    while True:
        rows = list(days.order_by("date", "event_id")[:read])
        for day in rows:
            if day.event_id not in found:
                event: Any = found.setdefault(day.event_id, day.event)
                event.site, event.next_on, event.next_at = site, day.date, day.starts_at
        if len(found) >= most or len(rows) < read:
            break
        read *= 8
    # The databases order what has no hour differently.
    return sorted(found.values(), key=lambda event: (event.next_on, event.next_at or dt.time(), event.pk))[:most]


def past_events(site: SitePage | None = None, *, today: dt.date | None = None) -> QuerySet[Event]:
    """Return the public events that are over, the last one first."""
    return public_events(site).filter(ends_on__lt=today or timezone.localdate()).order_by("-starts_on", "-pk")


def with_days(events: QuerySet[Event]) -> QuerySet[Event]:
    """Fetch the days along, in one query whatever the number of rows."""
    return events.prefetch_related(_DAYS)


def at_place(events: QuerySet[Event], words: str) -> QuerySet[Event]:
    """Return the events whose place, organiser or site holds each of these words, whatever their marks."""
    for word in fold_words(words):
        events = events.filter(Q(folded_place__contains=word) | Q(site__folded_name__contains=word))
    return events


def days_of_month(year: int, month: int, site: SitePage | None = None) -> QuerySet[EventDay]:
    """Return the days of public events in a month, with their events, in their order."""
    first = dt.date(year, month, 1)
    last = first.replace(day=months.monthrange(year, month)[1])
    found = EventDay.objects.filter(date__gte=first, date__lte=last, event__state=ShelfState.PUBLIC)
    found = found.order_by("date", "starts_at", "event_id")
    if site is None:
        return found.select_related("event", "event__site")
    # Whoever shows one site's month knows the site.
    return found.filter(site=site).select_related("event").only("date", "starts_at", *(f"event__{n}" for n in _LINE))


def get_public_event(number: int) -> Event:
    """Return an event whose page answers, taken-back ones included; raises Event.DoesNotExist."""
    return (
        Event.objects.filter(state__in=(ShelfState.PUBLIC, ShelfState.WITHDRAWN))
        .select_related("site", "site__organisation")
        .prefetch_related(_DAYS)
        .get(pk=number)
    )


def events_to_send(site: SitePage) -> QuerySet[Any]:
    """Return what a site's calendar sends to programs: two months back and thirteen ahead, in their order.

    ``changed_text`` is ``changed_at`` as the database writes it: what is only compared needs not be read as a moment,
    which for 3,000 of them takes longer than to ask for them.
    """
    today = timezone.localdate()
    shown = (ShelfState.PUBLIC, ShelfState.WITHDRAWN)
    found = Event.objects.filter(site=site, state__in=shown, published_at__isnull=False)
    found = found.filter(ends_on__gte=today - BACK, starts_on__lte=today + AHEAD)
    found = found.annotate(changed_text=Cast("changed_at", TextField()))
    return found.select_related("site").order_by("starts_on", "pk")


def visible_events(user: AnyUser) -> QuerySet[Event]:
    """Return the events on sites in scope, whatever their state."""
    return Event.objects.filter(scope_of(user).q("site__organisation__path")).select_related(
        "site", "site__organisation", "training_class"
    )


def listed_events(user: AnyUser, *, state: str = "", site: int | None = None, query: str = "") -> QuerySet[Event]:
    """Return the events in scope for the desk's list, the latest day first; ``query``: all of its words."""
    found = visible_events(user)
    if state:
        found = found.filter(state=state)
    if site is not None:
        found = found.filter(site=site)
    for word in fold_words(query):
        found = found.filter(folded_text__contains=word)
    return with_days(found.order_by("-starts_on", "-pk"))


def events_of_class(training_class: TrainingClass) -> QuerySet[Event]:
    """Return the entries of a class in the calendars of sites."""
    return Event.objects.filter(training_class=training_class).select_related("site", "site__organisation")
