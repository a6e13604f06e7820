"""Reminding units whose names are missing: the ready text, mails with their preview, and what goes out by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from caunoi.core.jobs.hours import Hours
from caunoi.directory.policies import require
from caunoi.training.models import TrainingClass
from caunoi.training.policies import runs_class
from caunoi.training.queries.links import MOST_DAYS
from caunoi.training.queries.reminders import MAIL, ReminderRow, reminder_mail, reminder_rows, reminders_of
from caunoi.training.queries.seats import SeatsOverview, seats_overview
from caunoi.training.services import seats as services
from caunoi.training.services.seats.reminders import MOST_BEFORE, MOST_PAUSE, Reminded
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, class_page


class RemindingForm(forms.Form):
    """Whether reminders go out by themselves, and how long a unit is left in peace."""

    before = forms.IntegerField(
        label=gettext_lazy("Remind by itself: working days before the deadline"),
        required=False,
        min_value=1,
        max_value=MOST_BEFORE,
        help_text=gettext_lazy("Empty: nothing goes out by itself. Only units still missing get the mail, once."),
    )
    pause = forms.IntegerField(
        label=gettext_lazy("Days without a second e-mail to the same unit"), min_value=0, max_value=MOST_PAUSE
    )


def reminder_text(training_class: TrainingClass, overview: SeatsOverview) -> str:
    """Return a text for a message group that names the units still missing; "" where none is."""
    if not overview.missing_rows:
        return ""
    until = training_class.nominate_until
    lines = [
        _("Units that have not sent all names for the class “%(title)s”:") % {"title": training_class.title},
        *(_("- %(unit)s: %(n)s more") % {"unit": row.quota.name, "n": row.missing} for row in overview.missing_rows),
    ]
    if until:
        lines.append(_("Please send full name, post and phone by %(day)s.") % {"day": date_format(until, "d/m/Y")})
    else:
        lines.append(_("Please send full name, post and phone soon."))
    return "\n".join(lines)


@login_required
def reminders(request: StaffRequest, code: str) -> HttpResponse:
    """Show who is missing and when they were reminded; a POST sets what goes out by itself."""
    page = class_page(request, code, "quotas")
    require(page.can_run)
    training_class = page.training_class
    initial = {"before": training_class.remind_before, "pause": training_class.remind_pause}
    form = RemindingForm(request.POST if request.method == "POST" else None, initial=initial)
    may_set = bool(runs_class(request.user, training_class))
    if request.method == "POST":
        require(may_set)
        if form.is_valid():
            with into_form(form):
                services.set_reminding(actor=request.user, training_class=training_class, **form.cleaned_data)
                messages.success(request, _("Saved."))
                return redirect("desk:reminders", training_class.code)
    overview = seats_overview(training_class)
    rows = reminder_rows(training_class, overview=overview)
    page.context.update(
        rows=rows,
        mailable=sum(1 for row in rows if row.can_be_mailed and not row.rests_until),
        unreachable=[row for row in rows if not row.can_be_mailed],
        text=reminder_text(training_class, overview),
        form=form,
        may_set=may_set,
        log=paginate(request, reminders_of(training_class)),
    )
    return render(request, "desk/training/reminders.html", page.context)


class SendForm(forms.Form):
    """What the sender of reminders confirms."""

    with_links = forms.BooleanField(
        label=gettext_lazy("Make a link for the units that have none, and put it into the mail"), required=False
    )
    again = forms.BooleanField(
        label=gettext_lazy("Remind also those that got an e-mail a short time ago"), required=False
    )


@login_required
@once
def reminders_send(request: StaffRequest, code: str) -> HttpResponse:
    """Show whom a mail goes to and what it says; a POST sends it."""
    page = class_page(request, code, "quotas")
    require(page.can_run)
    training_class = page.training_class
    rows = reminder_rows(training_class)
    asked = request.POST if request.method == "POST" else request.GET
    ticked = set(asked.getlist("quota"))
    chosen = [row for row in rows if str(row.quota.pk) in ticked]
    if not ticked:
        chosen = [row for row in rows if row.can_be_mailed and not row.rests_until]
    form = SendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with into_form(form):
            return _send(request, page, chosen, form.cleaned_data)
    mailed = [row for row in chosen if row.can_be_mailed]
    hours = Hours.read()
    page.context.update(
        form=form,
        mailed=mailed,
        unreachable=[row for row in chosen if not row.can_be_mailed],
        resting=[row for row in mailed if row.rests_until],
        bare=[row for row in mailed if row.link is None],
        sample=sample(training_class, mailed[0]) if mailed else "",
        opens_at=None if hours.open_at(timezone.now()) else hours.next_opening(timezone.now()),
    )
    return render(request, "desk/training/reminders_send.html", page.context)


def _send(request: StaffRequest, page: ClassPage, rows: list[ReminderRow], wanted: dict[str, Any]) -> HttpResponse:
    training_class = page.training_class
    return create_once(
        request,
        lambda: services.send_reminders(
            actor=request.user,
            training_class=training_class,
            quotas=[row.quota for row in rows],
            again=wanted["again"],
            links_until=_links_until(training_class) if wanted["with_links"] else None,
        ),
        leads_to=lambda _told: reverse("desk:reminders", args=[training_class.code]),
        words=_told_words,
    )


def _links_until(training_class: TrainingClass) -> dt.date:
    """Return until when links made with a reminder work: to the first day of the class, or two weeks."""
    today = timezone.localdate()
    day = max(training_class.starts_on or today + dt.timedelta(days=14), today + dt.timedelta(days=1))
    return min(day, today + dt.timedelta(days=MOST_DAYS))


def _told_words(told: Reminded) -> str:
    count = len(told.mailed)
    return ngettext("%(count)s reminder goes out.", "%(count)s reminders go out.", count) % {"count": count}


def sample(training_class: TrainingClass, row: ReminderRow) -> str:
    """Return the mail to a unit as it is going to be written, subject first."""
    context = {**reminder_mail(training_class, row), "base_url": settings.WAGTAILADMIN_BASE_URL}
    with translation.override(settings.LANGUAGE_CODE):
        subject, _line, body = render_to_string(f"mail/{MAIL}.txt", context).partition("\n===\n")
    return f"{subject.strip()}\n\n{body.strip()}"


@login_required
@require_POST
def reminders_copied(request: StaffRequest, code: str) -> HttpResponse:
    """Note that the ready text went into a message group; a script that copied it gets words instead of a page."""
    page = class_page(request, code, "quotas")
    require(page.can_run)
    with into_messages(request):
        count = services.note_message(actor=request.user, training_class=page.training_class)
        words = ngettext(
            "Noted: %(count)s unit was reminded in the message group.",
            "Noted: %(count)s units were reminded in the message group.",
            count,
        ) % {"count": count}
        words = words if count else _("This was noted a moment ago.")
        if request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse(words, content_type="text/plain; charset=utf-8")
        messages.success(request, words)
    return redirect("desk:reminders", page.training_class.code)
