"""Pages of the calendar: what comes, what was, a month, an event."""

from __future__ import annotations

import calendar as months
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from caunoi.core.text import clean
from caunoi.publishing import pieces
from caunoi.publishing.enums import EventCourse, ShelfState
from caunoi.publishing.models import Event, EventDay, SitePage
from caunoi.publishing.queries import events as queries
from caunoi.web.portal import structured, structured_events
from caunoi.web.portal.pages import PageMissing, find_site, frame, page_of, public_page, shows

_ROWS_A_PAGE = 20
_DAYS_A_PAGE = 60
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_TAIL = re.compile(r"(?:.*-)?(\d{1,18})")
# So many events stand in a day of the month's grid; the rest is told by number and found in the list.
_A_DAY = 4


@dataclass
class DayBox:
    """A day of a month and what is on; ``more`` events have no room in it."""

    date: dt.date
    today: bool
    events: list[EventDay] = field(default_factory=list)
    more: int = 0


@public_page
def coming(request: HttpRequest, site: str) -> HttpResponse:
    """List what comes on a site, the next one first."""
    shows(request, pieces.of_site(site), pieces.calendar_of_site(site), counted=f"{site}/")
    shown = find_site(site)
    today = timezone.localdate()
    page = page_of(request, queries.with_days(queries.public_events(shown, since=today)), _ROWS_A_PAGE)
    return _list(request, shown, page, tab="coming")


@public_page
def past(request: HttpRequest, site: str) -> HttpResponse:
    """List what was on, the last one first."""
    shows(request, pieces.of_site(site), pieces.calendar_of_site(site), counted=f"{site}/")
    shown = find_site(site)
    return _list(
        request, shown, page_of(request, queries.with_days(queries.past_events(shown)), _ROWS_A_PAGE), tab="past"
    )


@public_page
def everywhere(request: HttpRequest) -> HttpResponse:
    """List what comes on all sites, of one place where ``?noi=`` names it."""
    shows(request, pieces.SITES, pieces.CALENDAR)
    place = clean(request.GET.get("noi", ""))[:100]
    found = queries.at_place(queries.public_events(since=timezone.localdate()), place)
    page = page_of(request, queries.with_days(found), _ROWS_A_PAGE)
    return _list(request, None, page, tab="coming", place=place)


def _list(request: HttpRequest, site: SitePage | None, page: Any, *, tab: str, place: str = "") -> HttpResponse:
    context = {
        **frame(request, site, section="lich"),
        "page": page,
        "tab": tab,
        "place": place,
        "today": timezone.localdate(),
        "this_month": _month_address(site, timezone.localdate()),
    }
    return render(request, "portal/calendar/list.html", context)


@public_page
def month(request: HttpRequest, site: str, year: int, month: int) -> HttpResponse:
    """Show a month of a site."""
    shows(request, pieces.of_site(site), pieces.calendar_of_site(site), counted=f"{site}/")
    shown = find_site(site)
    return _month(request, shown, year, month)


@public_page
def month_everywhere(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show a month of all sites as a list of days, some of them a page."""
    shows(request, pieces.SITES, pieces.CALENDAR)
    return _month(request, None, year, month)


def _month(request: HttpRequest, site: SitePage | None, year: int, number: int) -> HttpResponse:
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= number <= 12):
        raise PageMissing(site)
    first = dt.date(year, number, 1)
    rows = queries.days_of_month(year, number, site)
    context = {
        **frame(request, site, section="lich"),
        "first": first,
        "tab": "month",
        "before": _month_address(site, first - dt.timedelta(days=1)) if year > _FIRST_YEAR else "",
        "after": _month_address(site, first + dt.timedelta(days=31)) if year < _LAST_YEAR else "",
        "this_month": _month_address(site, timezone.localdate()),
        "offset": first.weekday() + 1,
    }
    if site is not None:
        boxes = _boxes(site, first, rows)
        context |= {"boxes": boxes, "empty": not any(box.events for box in boxes)}
        return render(request, "portal/calendar/month.html", context)
    context["page"] = page_of(request, rows, _DAYS_A_PAGE)
    return render(request, "portal/calendar/month_everywhere.html", context)


def _boxes(site: SitePage, first: dt.date, rows: Iterable[EventDay]) -> list[DayBox]:
    today = timezone.localdate()
    last = months.monthrange(first.year, first.month)[1]
    boxes = [DayBox(date=day, today=day == today) for day in (first.replace(day=n) for n in range(1, last + 1))]
    for row in rows:
        row.event.site = site
        box = boxes[row.date.day - 1]
        if len(box.events) < _A_DAY:
            box.events.append(row)
        else:
            box.more += 1
    return boxes


def _month_address(site: SitePage | None, day: dt.date) -> str:
    if site is None:
        return reverse("portal:calendars_month", args=[day.year, day.month])
    return reverse("portal:calendar_month", args=[site.slug, day.year, day.month])


@public_page
def event(request: HttpRequest, site: str, year: int, tail: str) -> HttpResponse:
    """Show an event; its number finds it. One taken out of the calendar answers 410 with its title and the note."""
    del year
    shows(request, pieces.of_site(site), pieces.calendar_of_site(site), counted=f"{site}/")
    found = _TAIL.fullmatch(tail)
    try:
        shown = queries.get_public_event(int(found[1]) if found else 0)
    except Event.DoesNotExist:
        raise PageMissing(find_site(site)) from None
    if shown.site.slug != site:
        # That site's pieces are not among those that this page names.
        raise PageMissing(find_site(site))
    if request.path != shown.address:
        return redirect(shown.address, permanent=True)
    gone = shown.state == ShelfState.WITHDRAWN
    today = timezone.localdate()
    days = list(shown.days.all())
    context = {
        **frame(request, shown.site, section="lich", address=shown.address),
        "described": None if gone else _described(shown, days),
        "event": shown,
        "gone": gone,
        "days": days,
        "over": shown.ends_on < today,
        "cancelled": shown.course == EventCourse.CANCELLED,
        "postponed": shown.course == EventCourse.POSTPONED,
        "registration_over": bool(shown.register_by and shown.register_by < today),
    }
    return render(request, "portal/calendar/event.html", context, status=410 if gone else 200)


def _described(shown: Event, days: list[EventDay]) -> structured.Described:
    return structured.described(
        shown.site,
        (pgettext("public", "Calendar"), reverse("portal:calendar", args=[shown.site.slug])),
        (shown.title, shown.address),
        description=shown.description,
        blocks=[structured_events.event(shown, days)],
    )
