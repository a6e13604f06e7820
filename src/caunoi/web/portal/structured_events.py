"""What an entry of the calendar tells machines in schema.org's words: an event, or a course and when it is held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from caunoi.publishing.enums import EventCourse
from caunoi.publishing.models import Event, EventDay
from caunoi.web.portal.hosts import absolute
from caunoi.web.portal.structured import CONTEXT, Data, office

_STATUS = {EventCourse.CANCELLED: "EventCancelled", EventCourse.POSTPONED: "EventPostponed"}


def event(shown: Event, days: Sequence[EventDay]) -> Data:
    """Return an event of the public calendar, with its days in their order; of a class the course, held then.

    Whoever teaches or takes part is never in it. One that was put off keeps the days that readers know.
    """
    address = absolute(shown.site.slug, shown.address)
    if shown.training_class_id is None:
        return {"@type": "Event", "@id": f"{address}#lich", **_held(shown, days, address)}
    return {
        "@type": "Course",
        "@id": f"{address}#lop",
        "name": shown.title,
        "description": shown.description or shown.audience or shown.title,
        "url": address,
        "inLanguage": "vi",
        "provider": _holder(shown),
        "hasCourseInstance": [{"@type": "CourseInstance", "@id": f"{address}#lich", **_held(shown, days, address)}],
    }


def _held(shown: Event, days: Sequence[EventDay], address: str) -> Data:
    moved = shown.course == EventCourse.ON and shown.told_on is not None
    status = "EventRescheduled" if moved else _STATUS.get(EventCourse(shown.course), "EventScheduled")
    data: Data = {
        "name": shown.title,
        "url": address,
        "inLanguage": "vi",
        "eventStatus": f"{CONTEXT}/{status}",
        "startDate": _moment(days[0].date, days[0].starts_at) if days else shown.starts_on.isoformat(),
        "endDate": _moment(days[-1].date, days[-1].ends_at) if days else shown.ends_on.isoformat(),
        "organizer": _holder(shown),
    }
    if moved and shown.told_on is not None:
        data["previousStartDate"] = shown.told_on.isoformat()
    if shown.description:
        data["description"] = shown.description
    if shown.place:
        data["location"] = _place(shown)
    if shown.audience:
        data["audience"] = {"@type": "Audience", "audienceType": shown.audience}
    if len(days) > 1:
        data["subEvent"] = [_day(shown, each) for each in days]
    return data


def _day(shown: Event, day: EventDay) -> Data:
    told: Data = {
        "@type": "Event",
        "name": shown.title,
        "startDate": _moment(day.date, day.starts_at),
        "endDate": _moment(day.date, day.ends_at),
    }
    return {**told, "location": _place(shown)} if shown.place else told


def _place(shown: Event) -> Data:
    return {"@type": "Place", "name": shown.place, "address": shown.place}


def _holder(shown: Event) -> Data:
    if shown.hosts in {"", shown.site.title}:
        return office(shown.site)
    return {"@type": "Organization", "name": shown.hosts}


def _moment(day: dt.date, clock: dt.time | None) -> str:
    """Return the day, and where the hour is known the moment with the country's distance from UTC."""
    if clock is None:
        return day.isoformat()
    return timezone.make_aware(dt.datetime.combine(day, clock)).isoformat(timespec="seconds")
