"""The calendar of classes: a month, a week, a list, rooms, speakers; the address holds the view."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from caunoi.directory.policies import organises_somewhere
from caunoi.training.queries.calendar import (
    Occurrence,
    Wanted,
    occurrences,
    rooms_in_calendar,
    speakers_in_calendar,
)
from caunoi.training.queries.classes import organisers_of_classes
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.board import BOARDS, ROOMS, SPEAKERS, board_context

VIEWS: tuple[tuple[str, str | Promise], ...] = (
    ("month", pgettext_lazy("calendar", "Month")),
    ("week", pgettext_lazy("calendar", "Week")),
    ("list", pgettext_lazy("calendar", "List")),
    (ROOMS, pgettext_lazy("calendar", "Rooms")),
    (SPEAKERS, pgettext_lazy("calendar", "Speakers")),
)
# How much a view with rows shows at a time.
SPANS: tuple[tuple[str, str | Promise], ...] = (
    ("week", pgettext_lazy("calendar", "Week")),
    ("month", pgettext_lazy("calendar", "Month")),
)
_MOST_CHOICES = 300
_FIRST, _LAST = dt.date(1946, 1, 1), dt.date(2100, 11, 30)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One day of the calendar."""

    day: dt.date
    found: list[Occurrence]
    within: bool
    today: bool


@dataclass(frozen=True, kw_only=True)
class Way:
    """A view, or a step to another time, with its address."""

    label: str
    url: str
    current: bool = False


class FilterForm(forms.Form):
    """What the calendar is narrowed to; odd values in the address count as none."""

    view = forms.CharField(required=False, widget=forms.HiddenInput)
    span = forms.CharField(required=False, widget=forms.HiddenInput)
    day = forms.CharField(required=False, widget=forms.HiddenInput)
    room = forms.ChoiceField(label=gettext_lazy("Room"), required=False)
    speaker = forms.ChoiceField(label=gettext_lazy("Speaker"), required=False)
    office = forms.ChoiceField(label=gettext_lazy("Organiser"), required=False)

    def __init__(self, request: StaffRequest, first: dt.date, last: dt.date) -> None:
        super().__init__(request.GET)
        every: list[tuple[Any, Any]] = [("", pgettext_lazy("filter", "All"))]
        rows = {
            "room": rooms_in_calendar(request.user).values_list("pk", "name"),
            "speaker": speakers_in_calendar(request.user, first, last).values_list("pk", "full_name"),
            "office": organisers_of_classes(request.user).values_list("pk", "name"),
        }
        for name, found in rows.items():
            field: Any = self.fields[name]
            field.choices = every + [(str(pk), label) for pk, label in found[:_MOST_CHOICES]]

    def chosen(self, name: str) -> UUID | None:
        """Return what was chosen; None for nothing and for what is no choice."""
        self.is_valid()
        value = self.cleaned_data.get(name)
        return UUID(value) if value else None


@login_required
@require_GET
def calendar(request: StaffRequest) -> HttpResponse:
    """Show a month, a week or a month's list of the classes in scope, or a row for each room or speaker."""
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "month"
    day = _day(request.GET.get("day", ""))
    board = view in BOARDS
    # The days of a board are those of the week or month themselves: no day of another month stands in a row.
    span = "month" if board and request.GET.get("span") == "month" else "week" if board else view
    first, last = _span("list" if board and span == "month" else span, day)
    # Who speaks this year stays to be chosen while one walks through its months.
    form = FilterForm(request, dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))
    wanted = Wanted(
        first=first,
        last=last,
        room=form.chosen("room"),
        speaker=form.chosen("speaker"),
        office=form.chosen("office"),
    )
    found = [] if board else occurrences(request.user, wanted)
    context: dict[str, Any] = {
        "form": form,
        "narrowed": any((wanted.room, wanted.speaker, wanted.office)),
        "view": view,
        "views": [Way(label=str(label), url=_url(request, view=name), current=name == view) for name, label in VIEWS],
        "board": board,
        "span": span,
        "spans": [
            Way(label=str(label), url=_url(request, span=name), current=name == span) for name, label in SPANS if board
        ],
        "title": _title(span, day, first, last),
        "before": _url(request, day=_moved(span, day, -1)),
        "after": _url(request, day=_moved(span, day, 1)),
        "now": _url(request, day=timezone.localdate()),
        "weeks": _weeks(found, first, last, day) if view in {"month", "week"} else [],
        "days": _cells(found, first, last, day) if view == "list" else [],
        "count": len({one.training_class.pk for one in found}),
        "can_move": organises_somewhere(request.user),
        "here": request.get_full_path(),
    }
    if board:
        context |= board_context(request, view, wanted)
    return render(request, "desk/training/calendar.html", context)


def _day(text: str) -> dt.date:
    try:
        return min(max(dt.date.fromisoformat(text), _FIRST), _LAST)
    except ValueError:
        return timezone.localdate()


def _span(view: str, day: dt.date) -> tuple[dt.date, dt.date]:
    monday = day - dt.timedelta(days=day.weekday())
    if view == "week":
        return monday, monday + dt.timedelta(days=6)
    first = day.replace(day=1)
    last = day.replace(day=months.monthrange(day.year, day.month)[1])
    if view == "list":
        return first, last
    return first - dt.timedelta(days=first.weekday()), last + dt.timedelta(days=6 - last.weekday())


def _moved(view: str, day: dt.date, by: int) -> dt.date:
    if view == "week":
        return day + dt.timedelta(days=7 * by)
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    return dt.date(year, month + 1, 1)


def _title(view: str, day: dt.date, first: dt.date, last: dt.date) -> str:
    if view == "week":
        return _("Week %(first)s – %(last)s") % {"first": f"{first:%d/%m}", "last": f"{last:%d/%m/%Y}"}
    return _("Month %(month)s") % {"month": f"{day.month}/{day.year}"}


def _url(request: StaffRequest, *, view: str | None = None, day: dt.date | None = None, span: str | None = None) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    if span:
        query["span"] = span
    if view:
        query["view"] = view
    if day:
        query["day"] = day.isoformat()
    return f"?{query.urlencode()}"


def _cells(found: list[Occurrence], first: dt.date, last: dt.date, day: dt.date) -> list[Cell]:
    by_day: dict[dt.date, list[Occurrence]] = defaultdict(list)
    for one in found:
        by_day[one.day].append(one)
    today = timezone.localdate()
    return [
        Cell(day=each, found=by_day[each], within=each.month == day.month, today=each == today)
        for each in (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    ]


def _weeks(found: list[Occurrence], first: dt.date, last: dt.date, day: dt.date) -> list[list[Cell]]:
    cells = _cells(found, first, last, day)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]
