"""The page of results: what must hold, closing, frozen facts, versions, reopening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from caunoi.directory.models import ERASED
from caunoi.training.enums import ClassOrigin, ClassState, Part
from caunoi.training.facts import AppearanceFact, read_facts
from caunoi.training.models import ClassReport
from caunoi.training.policies import leads_class
from caunoi.training.queries.attendance import sheet
from caunoi.training.queries.counting import count_sheet
from caunoi.training.queries.evaluations import told_evaluations
from caunoi.training.queries.points import rows_of_counts, rows_of_facts
from caunoi.training.queries.reports import counts_of, differences, versions
from caunoi.training.services.closing import UNMARKED, check_closing, close_class, reopen_class
from caunoi.web.base.errors import into_form
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.class_forms import ReasonForm
from caunoi.web.desk.training.frame import ClassPage, class_page


class CloseForm(forms.Form):
    """Closing: the revision that was seen, what is accepted, and from the second version on why."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    accept_unmarked = forms.BooleanField(
        label=gettext_lazy("The blank cells of the sheet count as absent without leave"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Why there is a new version"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Left blank, the reason of the reopening is taken."),
    )


@login_required
def results(request: StaffRequest, code: str) -> HttpResponse:
    """Show the checks and close the class, or show what was frozen."""
    page = class_page(request, code, "results")
    training_class = page.training_class
    form = CloseForm(request.POST or None, initial={"revision": training_class.revision})
    if form.is_valid():
        with into_form(form):
            report = close_class(actor=request.user, training_class=training_class, **form.cleaned_data)
            messages.success(
                request,
                _("The class is closed; version %(version)s of its report stands.") % {"version": report.version},
            )
            return redirect("desk:class_results", training_class.code)
    page.context.update(
        _state(page),
        form=form,
        evaluations=told_evaluations(training_class),
        quizzes=page.can_run and training_class.is_open and training_class.quizzes.exists(),
        counts_sheets=leads_class(request.user, training_class) and training_class.state != ClassState.CANCELLED,
    )
    return render(request, "desk/training/results.html", page.context)


def _state(page: ClassPage) -> dict[str, Any]:
    training_class = page.training_class
    found = versions(training_class)
    closed = training_class.state == ClassState.CLOSED
    held = training_class.is_open and training_class.origin == ClassOrigin.HELD
    read = sheet(training_class, by_point=True) if held else None
    checks = check_closing(training_class, read) if training_class.is_open else []
    blocked = [check for check in checks if check.blocking and not check.ok and check.code != UNMARKED]
    counts = count_sheet(read) if read else None
    return {
        "versions": found,
        "report": found[0] if closed else None,
        "shown": _facts(found[0]) if closed else {},
        "checks": checks,
        "blocked": blocked,
        "unmarked": next((check for check in checks if check.code == UNMARKED and not check.ok), None),
        "counts_now": counts,
        "points_now": rows_of_counts(counts) if counts else [],
        "labels_now": [one.label for one in read.sittings] if read else [],
        "reopen": ReasonForm(initial={"revision": training_class.revision}) if closed and page.can_keep else None,
    }


def _facts(report: ClassReport) -> dict[str, Any]:
    facts = read_facts(report.facts)
    points = rows_of_facts(facts)
    return {
        "points": points,
        "labels": points[0].labels if points else (),
        "facts": facts,
        "counts": counts_of(facts),
        "days": [_day(day) for day in facts.days],
        "speakers": _people(facts.speakers, report),
        "guests": _people(facts.guests, report),
        "sittings": [
            {"label": f"{Part(sitting.part).label} {_day(sitting.date)}", "fact": sitting}
            for sitting in facts.sittings
            if sitting.present is not None
        ],
    }


def _day(day: str) -> str:
    return f"{dt.date.fromisoformat(day):%d/%m/%Y}"


def _people(appearances: Sequence[AppearanceFact], report: ClassReport) -> list[dict[str, str]]:
    return [{"name": report.names.get(one.person_id, ERASED), "post": one.post} for one in appearances]


@login_required
@require_POST
def reopen(request: StaffRequest, code: str) -> HttpResponse:
    """Open a closed class again, with a reason."""
    page = class_page(request, code, "results")
    form = ReasonForm(request.POST)
    if form.is_valid():
        with into_form(form):
            reopen_class(
                actor=request.user,
                training_class=page.training_class,
                reason=form.cleaned_data["reason"],
                revision=form.cleaned_data["revision"],
            )
            messages.success(request, _("The class is open again. Mend what has to be mended, then close it anew."))
            return redirect("desk:class_results", page.training_class.code)
    page.context.update(_state(page), form=CloseForm(), reopen=form)
    return render(request, "desk/training/results.html", page.context)


@login_required
@require_GET
def version(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Show one frozen version and how it differs from the one before."""
    page = class_page(request, code, "results")
    report = get_object_or_404(ClassReport, training_class=page.training_class, version=number)
    before = ClassReport.objects.filter(training_class=page.training_class, version=number - 1).first()
    page.context.update(
        report=report,
        shown=_facts(report),
        before=before,
        differences=differences(before, report) if before else [],
    )
    return render(request, "desk/training/version.html", page.context)
