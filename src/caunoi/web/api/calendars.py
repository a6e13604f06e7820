"""Calendar feeds (RFC 5545): classes under a secret address, without anybody's name."""

from __future__ import annotations

import datetime as dt
import hashlib
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from caunoi.core.workdays import Calendar as WorkingDays
from caunoi.training.enums import ClassState, FeedKind, Part
from caunoi.training.models import CalendarFeed, Sitting, TrainingClass
from caunoi.training.queries.feeds import classes_of_feed, days_of, feed_of_token, sittings_of_feed

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_EVENING = (dt.time(18), dt.time(21))


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Send the calendar, or say that nothing changed; 404 for an address that holds no more."""
    found = feed_of_token(token)
    if found is None:
        raise Http404
    with translation.override("vi"):
        body = calendar_of(found, request.build_absolute_uri("/").rstrip("/"))
    etag = quote_etag(hashlib.sha256(body).hexdigest())
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged if isinstance(unchanged, HttpResponseNotModified) else HttpResponse(body)
    if response is not unchanged:
        response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def calendar_of(found: CalendarFeed, home: str) -> bytes:
    """Return the feed as bytes: the same ones until something that it shows changes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cầu Nối//caunoi//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(found.room) if found.room else str(FeedKind(found.kind).label))
    working = WorkingDays.read()
    sat = set()
    for sitting in sittings_of_feed(found):
        sat.add(sitting.training_class_id)
        calendar.add_component(_of_sitting(sitting, working, home))
    if found.kind != FeedKind.SPEAKER:
        for training_class in classes_of_feed(found).filter(sittings__isnull=True):
            event = _of_days(training_class, home)
            if event:
                calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(training_class: TrainingClass, uid: str, home: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", training_class.created_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("sequence", training_class.revision)
    event.add("summary", training_class.title)
    if training_class.place:
        event.add("location", training_class.place)
    event.add("url", home + reverse("desk:class", args=[training_class.code]))
    cancelled = training_class.state == ClassState.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event


def _of_sitting(sitting: Sitting, working: WorkingDays, home: str) -> Event:
    event = _event(sitting.training_class, f"{sitting.training_class.code}-{sitting.pk}@caunoi", home)
    hours = working.hours_on(sitting.date)
    first, last = {
        Part.MORNING: (hours.morning_from, hours.morning_until),
        Part.AFTERNOON: (hours.afternoon_from, hours.afternoon_until),
        Part.EVENING: _EVENING,
    }[Part(sitting.part)]
    first = sitting.starts_at or first
    begins = dt.datetime.combine(sitting.date, first, tzinfo=ZONE)
    ends = dt.datetime.combine(sitting.date, last, tzinfo=ZONE)
    event.add("dtstart", begins)
    event.add("dtend", ends if ends > begins else begins + dt.timedelta(hours=2))
    return event


def _of_days(training_class: TrainingClass, home: str) -> Event | None:
    days = days_of(training_class)
    if days is None:
        return None
    event = _event(training_class, f"{training_class.code}@caunoi", home)
    event.add("dtstart", days[0])
    event.add("dtend", days[1] + dt.timedelta(days=1))
    return event
