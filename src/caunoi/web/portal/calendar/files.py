"""The calendar as iCalendar (RFC 5545): of a site, to subscribe to, and of one event, to put into one's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeAlias

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone
from icalendar import Event as Entry

from caunoi.publishing import pieces
from caunoi.publishing.enums import EventCourse, ShelfState
from caunoi.publishing.models import Event, EventDay, SitePage
from caunoi.publishing.queries import events as queries
from caunoi.training.queries.hours import ZONE
from caunoi.web.portal.hosts import absolute
from caunoi.web.portal.machine import public_file
from caunoi.web.portal.pages import find_site, shows

_AGAIN = dt.timedelta(hours=1)
_USUAL = dt.timedelta(hours=2)
_END = b"END:VCALENDAR\r\n"
# Events whose lines a process remembers, by language, address of the site, event, its edition and when it
# changed, as the database writes it (a restored backup counts editions once more): some 20 MB.
_MOST_WRITTEN = 40_000
# More than so many that are missing are not named one by one.
_FEW = 200
_Key: TypeAlias = tuple[str | None, str, int, int, str]
_written: dict[_Key, bytes] = {}


@public_file
def of_site(request: HttpRequest, site: str) -> HttpResponse:
    """Send a site's calendar; kept as a page is, for programs ask for it every hour."""
    shows(request, pieces.of_site(site), pieces.calendar_of_site(site))
    shown = find_site(site)
    called = _("Calendar of %(site)s") % {"site": shown.title}
    return _answer(_lines_of_site(shown), called=called, name="lich.ics")


@public_file
def of_event(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Send one event; once it was taken out of the calendar, a word that it is cancelled."""
    shows(request, pieces.of_site(site), pieces.calendar_of_site(site))
    try:
        found = queries.get_public_event(number) if number < 2**63 else None
    except Event.DoesNotExist:
        found = None
    if found is None or found.site.slug != site:
        raise Http404
    return _answer([_lines_of(found)], called="", name=f"{found.slug}.ics")


def _answer(lines: Iterable[bytes], *, called: str, name: str) -> HttpResponse:
    response = HttpResponse(calendar_of(lines, called=called), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _lines_of_site(site: SitePage) -> list[bytes]:
    """Return the lines of each event to send; of those that changed since this process wrote them last, anew.

    Writing an entry takes a third of a millisecond, and a change of one event makes the whole file anew.
    """
    found = queries.events_to_send(site)
    words = (get_language(), absolute(site.slug, "/"))
    keys: list[_Key] = [(*words, *told) for told in found.values_list("pk", "edition", "changed_text")]
    known = {key: lines for key in keys if (lines := _written.get(key))}
    missing = [key[2] for key in keys if key not in known]
    if missing:
        fresh: Iterable[Any] = queries.with_days(found if len(missing) > _FEW else found.filter(pk__in=missing))
        written: dict[_Key, bytes] = {
            (*words, event.pk, event.edition, event.changed_text): _lines_of(event) for event in fresh
        }
        if len(_written) + len(written) > _MOST_WRITTEN:
            _written.clear()
        _written.update(written)
        known |= written
    # What changed in between comes with the next file: its piece was touched after this one was asked for.
    return [known[key] for key in keys if key in known]


def _lines_of(event: Event) -> bytes:
    return b"".join(entry.to_ical() for entry in entries_of(event))


def calendar_of(lines: Iterable[bytes], *, called: str) -> bytes:
    """Return the lines of events as a calendar: the same bytes until something that they show changes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cầu Nối//caunoi//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if called:
        calendar.add("x-wr-calname", called)
        calendar.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    calendar.add("x-wr-timezone", ZONE.key)
    head, end, _rest = calendar.to_ical().partition(_END)
    return b"".join([head, _zone(), *lines, end])


@cache
def _zone() -> bytes:
    return bytes(Timezone.from_tzid(ZONE.key).to_ical())


def entries_of(event: Event) -> list[Entry]:
    """Return an entry for each day of an event, one for all of them where they have no hours and follow each other.

    They are told apart by their order, so that an event that moves takes its entries along; for days that fell away
    the entry says that it is cancelled.
    """
    days = list(event.days.all())
    told = []
    if days and all(day.starts_at is None for day in days) and (days[-1].date - days[0].date).days == len(days) - 1:
        whole = _entry(event, 1, gone=False)
        whole.add("dtstart", days[0].date)
        whole.add("dtend", days[-1].date + dt.timedelta(days=1))
        told.append(whole)
    else:
        told += [_of_day(event, number, day) for number, day in enumerate(days, start=1)]
    for number in range(len(told) + 1, event.told_days + 1):
        away = _entry(event, number, gone=True)
        away.add("dtstart", event.ends_on)
        away.add("dtend", event.ends_on + dt.timedelta(days=1))
        told.append(away)
    return told


def _of_day(event: Event, number: int, day: EventDay) -> Entry:
    entry = _entry(event, number, gone=False)
    if day.starts_at is None:
        entry.add("dtstart", day.date)
        entry.add("dtend", day.date + dt.timedelta(days=1))
        return entry
    begins = dt.datetime.combine(day.date, day.starts_at, tzinfo=ZONE)
    ends = dt.datetime.combine(day.date, day.ends_at, tzinfo=ZONE) if day.ends_at else begins + _USUAL
    entry.add("dtstart", begins)
    entry.add("dtend", ends)
    return entry


def _entry(event: Event, number: int, *, gone: bool) -> Entry:
    entry = Entry()
    entry.add("uid", f"{event.uid}-{number}@caunoi")
    changed = event.changed_at.astimezone(dt.UTC).replace(microsecond=0)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", event.sequence)
    withdrawn = event.state == ShelfState.WITHDRAWN
    off = gone or withdrawn or event.course != EventCourse.ON
    # Many calendars show a cancelled event like any other, so its title says so, too.
    words = _("PUT OFF: %(title)s") if event.course == EventCourse.POSTPONED else _("CANCELLED: %(title)s")
    entry.add("summary", words % {"title": event.title} if off else event.title)
    entry.add("status", "CANCELLED" if off else "CONFIRMED")
    entry.add("transp", "TRANSPARENT" if off else "OPAQUE")
    entry.add("url", absolute(event.site.slug, event.address))
    if withdrawn:
        return entry
    if event.place:
        entry.add("location", event.place)
    lines = [
        event.note if off else "",
        _("For whom: %(words)s") % {"words": event.audience} if event.audience else "",
        _("Held by: %(hosts)s") % {"hosts": event.hosts} if event.hosts else "",
        event.description,
        event.contact,
    ]
    if any(lines):
        entry.add("description", "\n".join(line for line in lines if line))
    return entry
