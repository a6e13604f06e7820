"""The office's settings, and the same pages as steps of the first day (``?ngay-dau``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from caunoi.core.jobs.hours import Hours
from caunoi.core.mail_server import office_server
from caunoi.core.models import HolidayChange, MailServer
from caunoi.core.workdays import Calendar
from caunoi.directory.policies import require, runs_installation
from caunoi.directory.services import office_settings as services
from caunoi.directory.services.background import set_sending_hours
from caunoi.web.base.errors import into_form
from caunoi.web.base.mail_trial import send_trial
from caunoi.web.desk.directory.frame import show
from caunoi.web.desk.directory.settings_forms import (
    HolidayForm,
    MailServerForm,
    SendingHoursForm,
    TrialForm,
    WorkingHoursForm,
)
from caunoi.web.desk.requests import StaffRequest

FIRST_DAY = "ngay-dau"
# The steps after the first one, which founds the office.
STEPS: tuple[tuple[str, str | Promise], ...] = (
    ("settings_mail", gettext_lazy("Mail")),
    ("settings_days", gettext_lazy("Days off")),
    ("settings_hours", gettext_lazy("Hours")),
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the first day, as the line of steps draws it."""

    label: str | Promise
    state: str
    url: str = ""
    hint: str = ""


def step_url(name: str) -> str:
    """Return the address of a step of the first day."""
    return f"{reverse(f'desk:{name}')}?{FIRST_DAY}=1"


def _guide(request: StaffRequest, name: str) -> dict[str, Any]:
    """Return what the first day adds to a page; nothing on any other day."""
    if FIRST_DAY not in request.GET:
        return {}
    names = [each for each, _label in STEPS]
    here = names.index(name)
    states = ["done" if place < here else "current" if place == here else "todo" for place in range(len(STEPS))]
    steps = [
        Step(label=_("Office"), state="done"),
        *(
            Step(label=label, state=state, url="" if state == "current" else step_url(each))
            for (each, label), state in zip(STEPS, states, strict=True)
        ),
    ]
    return {
        "first_day": True,
        "number": here + 2,
        "steps": steps,
        "back": step_url(names[here - 1]) if here else "",
        "onward": step_url(names[here + 1]) if here + 1 < len(names) else reverse("desk:today"),
        "is_last": here + 1 == len(names),
    }


def _again(request: StaffRequest, name: str) -> HttpResponse:
    """Lead to the page anew, as a step of the first day where it was one."""
    return redirect(step_url(name) if FIRST_DAY in request.GET else f"desk:{name}")


def _show(request: StaffRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return show(request, name, "settings", {**context, **_guide(request, name)})


@login_required
@require_GET
def office_settings(request: StaffRequest) -> HttpResponse:
    """Show what is set, each line with where it is changed."""
    require(runs_installation(request.user))
    today = timezone.localdate()
    calendar = Calendar.read()
    context = {
        "server": office_server(),
        "outside": _outside(),
        "changes": HolidayChange.objects.filter(day__year__gte=today.year).count(),
        "year": today.year,
        "working": calendar.hours_on(today),
        "sending": Hours.read().on(today),
    }
    return show(request, "settings", "settings", context)


def _outside() -> str:
    """Return the server that the environment names, without user name and password; "" where it names none."""
    if not settings.MAIL_IS_SET_OUTSIDE:
        return ""
    sends = settings.EMAIL_BACKEND.startswith("caunoi.")
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if sends else _("files on this computer")


@sensitive_post_parameters()
@login_required
def mail(request: StaffRequest) -> HttpResponse:
    """Set the mail server."""
    require(runs_installation(request.user))
    server = MailServer.objects.filter(pk=MailServer.ONLY).first()
    form = MailServerForm(server, request.POST or None)
    if form.is_valid():
        with into_form(form):
            services.set_mail_server(actor=request.user, **form.cleaned_data)
            messages.success(request, _("The mail server is saved. Send a trial mail to see whether it works."))
            return _again(request, "settings_mail")
    return _show_mail(request, server, form, TrialForm(initial={"recipient": request.user.email}))


def _show_mail(request: StaffRequest, server: MailServer | None, form: Form, trial: Form, **more: Any) -> HttpResponse:
    outside = _outside()
    ready = bool(server or outside)
    context = {"server": server, "outside": outside, "ready": ready, "form": form, "trial": trial, **more}
    return _show(request, "settings_mail", context)


@login_required
@require_POST
def mail_trial(request: StaffRequest) -> HttpResponse:
    """Send a trial mail and say what the server answered."""
    require(runs_installation(request.user))
    server = MailServer.objects.filter(pk=MailServer.ONLY).first()
    trial = TrialForm(request.POST)
    verdict = send_trial(trial.cleaned_data["recipient"]) if trial.is_valid() else None
    return _show_mail(request, server, MailServerForm(server), trial, verdict=verdict)


@login_required
@require_POST
def mail_forget(request: StaffRequest) -> HttpResponse:
    """Take the mail server away."""
    services.forget_mail_server(actor=request.user)
    messages.success(
        request, _("The mail server is taken away. Mails are written into files until another one is set.")
    )
    return _again(request, "settings_mail")


@login_required
def days(request: StaffRequest) -> HttpResponse:
    """Show this and next year's days off; add a day off, or make one a working day."""
    require(runs_installation(request.user))
    form = HolidayForm(request.POST or None)
    if form.is_valid():
        with into_form(form):
            services.change_holiday(actor=request.user, **form.cleaned_data)
            words = (
                _("%(day)s is a day off now.") if form.cleaned_data["is_off"] else _("%(day)s is a working day now.")
            )
            messages.success(request, words % {"day": f"{form.cleaned_data['day']:%d/%m/%Y}"})
            return _again(request, "settings_days")
    this_year = timezone.localdate().year
    calendar = Calendar.read()
    changed = {row.day: row for row in HolidayChange.objects.order_by("day")}
    years = [
        {"year": year, "days": [{"day": day, "change": changed.get(day.date)} for day in calendar.special_days(year)]}
        for year in (this_year, this_year + 1)
    ]
    return _show(request, "settings_days", {"form": form, "years": years, "ready": True})


@login_required
@require_POST
def day_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the calendar decide about a day again."""
    require(runs_installation(request.user))
    change = get_object_or_404(HolidayChange, pk=pk)
    services.take_holiday_back(actor=request.user, change=change)
    messages.success(request, _("The calendar decides about %(day)s again.") % {"day": change})
    return _again(request, "settings_days")


@login_required
def hours(request: StaffRequest) -> HttpResponse:
    """Set working hours and the hours in which mails go out, each by its own button."""
    require(runs_installation(request.user))
    today = timezone.localdate()
    sends = "opens_at" in request.POST
    typed: Any = request.POST or None
    working = WorkingHoursForm(None if sends else typed, initial=_working_now(today), prefix=None)
    sending = SendingHoursForm(typed if sends else None, initial=_sending_now(today), auto_id="id_sending_%s")
    if sends and sending.is_valid():
        with into_form(sending):
            set_sending_hours(actor=request.user, **sending.cleaned_data)
            messages.success(request, _("The hours of the mails are saved."))
            return _again(request, "settings_hours")
    if not sends and working.is_valid():
        with into_form(working):
            services.set_working_hours(actor=request.user, **working.cleaned_data)
            messages.success(request, _("The working hours are saved."))
            return _again(request, "settings_hours")
    return _show(request, "settings_hours", {"form": working, "sending": sending})


def _working_now(today: dt.date) -> dict[str, Any]:
    row = Calendar.read().hours_on(today)
    names = ("morning_from", "morning_until", "afternoon_from", "afternoon_until", "evening_from", "evening_until",
             "saturdays")  # fmt: skip
    return {"valid_from": today, **{name: getattr(row, name) for name in names}}


def _sending_now(today: dt.date) -> dict[str, Any]:
    row = Hours.read().on(today)
    return {"valid_from": today, **{name: getattr(row, name) for name in ("opens_at", "closes_at", "on_holidays")}}
