"""Calendar feeds (RFC 5545): classes under a secret address, without anybody's name."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from caunoi.training.enums import ClassState, FeedKind, Part
from caunoi.training.models import CalendarFeed, Sitting, TrainingClass
from caunoi.training.queries.feeds import Version, classes_of_feed, feed_of_token, sittings_of_feed, versions_of
from caunoi.training.queries.hours import ZONE, Timetable
from caunoi.training.services.feeds import note_fetch

_AGAIN = dt.timedelta(hours=1)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Send the calendar, or say that nothing changed; 404 for an address that holds no more."""
    found = feed_of_token(token)
    if found is None:
        raise Http404
    with translation.override("vi"):
        body = calendar_of(found)
    digest = hashlib.sha256(body).hexdigest()
    since = int(note_fetch(feed=found, digest=digest).timestamp())
    etag = quote_etag(digest)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="lich.ics"'
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(since)
    # Asked about each time: what its owner may see can end at any moment.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    # It answers the same to a method that it does not take, so that is all that can come of it.
    answer = get_conditional_response(request, etag=etag, last_modified=since, response=response)
    return answer if isinstance(answer, HttpResponse) else response


def calendar_of(found: CalendarFeed) -> bytes:
    """Return the feed as bytes: the same ones until something that it shows changes."""
    classes = {each.pk: each for each in classes_of_feed(found)}
    versions = versions_of(classes)
    calendar = Calendar()
    calendar.add("prodid", "-//Cầu Nối//caunoi//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _called(found))
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    timetable = Timetable()
    sat = set()
    for sitting in sittings_of_feed(found, classes):
        sat.add(sitting.training_class_id)
        training_class = classes[sitting.training_class_id]
        calendar.add_component(_of_sitting(sitting, training_class, versions.get(training_class.pk), timetable))
    if found.kind != FeedKind.SPEAKER:
        for pk, training_class in classes.items():
            if pk not in sat and training_class.starts_on:
                calendar.add_component(_of_days(training_class, versions.get(pk)))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _called(found: CalendarFeed) -> str:
    # A speaker's calendar is not called by the name: the file may lie in others' hands.
    if found.room:
        return _("Classes in %(room)s") % {"room": found.room.name}
    return _("A speaker’s classes") if found.kind == FeedKind.SPEAKER else _("Training classes")


def _event(training_class: Any, uid: str, version: Version | None) -> Event:
    event = Event()
    event.add("uid", f"{uid}@caunoi")
    changed = (version.at if version else training_class.created_at).astimezone(dt.UTC).replace(microsecond=0)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", version.number if version else 0)
    cancelled = training_class.state == ClassState.CANCELLED
    # Many calendars show a cancelled class like any other, so its title says so, too.
    title = training_class.title
    event.add("summary", _("CANCELLED: %(title)s") % {"title": title} if cancelled else title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    place = _places(training_class)
    if place:
        event.add("location", place)
    event.add("url", f"{settings.WAGTAILADMIN_BASE_URL}{reverse('desk:class', args=[training_class.code])}")
    return event


def _places(training_class: Any) -> str:
    """Return the rooms and points, else the place of the class; no link to join, which is for those on the list."""
    told = [
        ", ".join(filter(None, (point.room.name if point.room else point.name, _address(point))))
        for point in training_class.points
    ]
    return "; ".join(told) or str(training_class.place)


def _address(point: Any) -> str:
    return str(point.address or (point.room.address if point.room else ""))


def _described(training_class: Any, *lines: str) -> str:
    hosts = ", ".join(link.name for link in training_class.hosts)
    held = [_("Held by: %(hosts)s") % {"hosts": hosts}] if hosts else []
    return "\n".join([*lines, *held])


def _of_sitting(
    sitting: Sitting, training_class: TrainingClass, version: Version | None, timetable: Timetable
) -> Event:
    event = _event(training_class, f"{training_class.pk}-{sitting.pk}", version)
    hours = timetable.of(sitting)
    event.add("dtstart", hours.starts)
    event.add("dtend", hours.ends)
    event.add("description", _described(training_class, _("Sitting: %(part)s") % {"part": Part(sitting.part).label}))
    return event


def _of_days(training_class: Any, version: Version | None) -> Event:
    """Return the days of a class whose sittings are not known yet."""
    event = _event(training_class, str(training_class.pk), version)
    event.add("dtstart", training_class.starts_on)
    event.add("dtend", (training_class.ends_on or training_class.starts_on) + dt.timedelta(days=1))
    event.add("description", _described(training_class, _("The sittings are not known yet.")))
    return event
