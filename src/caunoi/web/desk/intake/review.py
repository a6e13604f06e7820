"""The page on which a person goes through one report, and the buttons on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.policies import require
from caunoi.intake.enums import MANY, ReportField
from caunoi.intake.facts import entries_of
from caunoi.intake.models import ReportCandidate
from caunoi.intake.policies import reviews
from caunoi.intake.queries.candidates import next_waiting, visible_candidates
from caunoi.intake.services import aside, outcome
from caunoi.intake.services import review as services
from caunoi.intake.values import guess_raw, raw_of
from caunoi.training.queries.classes import visible_classes
from caunoi.web.base.errors import add_errors, into_messages, stale_words
from caunoi.web.base.numbers import whole
from caunoi.web.desk.intake.forms import PLAIN, ValueForm
from caunoi.web.desk.intake.page import review_page, value_form
from caunoi.web.desk.requests import StaffRequest

TEMPLATE = "desk/intake/candidate.html"


def _visible(request: StaffRequest, pk: UUID) -> ReportCandidate:
    rows = visible_candidates(request.user).select_related(
        "organisation", "training_class", "uploaded_by", "decided_by"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def candidate(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a report and its values; ``?sua=`` opens the form of one, ``?them=`` that of a new one."""
    found = _visible(request, pk)
    context = review_page(
        request.user, found, correcting=request.GET.get("sua", ""), adding=request.GET.get("them", "")
    )
    return _show(request, found, context)


def _show(request: StaffRequest, found: ReportCandidate, context: dict[str, Any]) -> HttpResponse:
    return render(request, TEMPLATE, context | {"can_review": reviews(request.user, found)})


@login_required
@require_POST
def decide(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a decision about one value, or several at once; what is refused is said on the page, with what was typed."""
    found = _visible(request, pk)
    require(reviews(request.user, found))
    action = request.POST.get("action", "")
    handler = {
        "correct": _correct,
        "add": _add,
        "assign": _assign,
    }.get(action, _simple)
    return handler(request, found)


def _simple(request: StaffRequest, found: ReportCandidate) -> HttpResponse:
    try:
        _decide(request, found)
    except (NotNow, StaleChange, ValidationError) as error:
        return _show(request, found, review_page(request.user, _fresh(found), notice=_words(error)))
    return redirect("desk:candidate", found.pk)


def _decide(request: StaffRequest, found: ReportCandidate) -> None:
    actor = request.user
    key, seen = request.POST.get("key", ""), _number(request.POST.get("seen"))
    match request.POST.get("action", ""):
        case "accept":
            services.accept_field(actor=actor, candidate=found, key=key, seen=seen)
        case "clear":
            services.clear_field(actor=actor, candidate=found, key=key, seen=seen)
        case "reopen":
            services.reopen_field(actor=actor, candidate=found, key=key, seen=seen)
        case "person":
            raw = _raw_now(found, key) | {"person": request.POST.get("person", "")}
            services.correct_field(actor=actor, candidate=found, key=key, seen=seen, raw=raw)
        case "confident":
            services.accept_confident(actor=actor, candidate=found)
        case _:
            raise Http404


def _raw_now(found: ReportCandidate, key: str) -> dict[str, Any]:
    entry = next((each for each in entries_of(found) if each.key == key), None)
    if entry is None:
        raise StaleChange
    return raw_of(entry.field, entry.value)


def _correct(request: StaffRequest, found: ReportCandidate) -> HttpResponse:
    key, seen = request.POST.get("key", ""), _number(request.POST.get("seen"))
    entry = next((each for each in entries_of(found) if each.key == key), None)
    if entry is None:
        return _show(request, found, review_page(request.user, found, notice=stale_words(StaleChange())))
    form = value_form(request.user, entry.field, data=request.POST)
    notice = ""
    if form.is_valid():
        try:
            if form.is_unknown:
                services.clear_field(actor=request.user, candidate=found, key=key, seen=seen)
            else:
                services.correct_field(
                    actor=request.user, candidate=found, key=key, seen=seen, raw=form.raw(), spans=form.spans()
                )
            return redirect("desk:candidate", found.pk)
        except ValidationError as error:
            add_errors(form, error)
        except (NotNow, StaleChange) as error:
            notice = _words(error)
    context = review_page(request.user, _fresh(found), correcting=key, bound=form, notice=notice)
    return _show(request, found, context)


def _add(request: StaffRequest, found: ReportCandidate) -> HttpResponse:
    field = _field(request)
    form = value_form(request.user, field, data=request.POST)
    notice = ""
    if form.is_valid():
        try:
            _add_value(request, found, field, form)
            return redirect("desk:candidate", found.pk)
        except ValidationError as error:
            add_errors(form, error)
        except (NotNow, StaleChange) as error:
            notice = _words(error)
    context = review_page(request.user, _fresh(found), adding=field.value, bound=form, notice=notice)
    return _show(request, found, context)


def _add_value(request: StaffRequest, found: ReportCandidate, field: ReportField, form: ValueForm) -> None:
    if not form.is_unknown:
        services.add_field(actor=request.user, candidate=found, field=field, raw=form.raw(), spans=form.spans() or ())
        return
    standing = next((each for each in entries_of(found) if each.field == field and field not in MANY), None)
    if standing is not None:
        services.clear_field(actor=request.user, candidate=found, key=standing.key, seen=standing.seen)


def _assign(request: StaffRequest, found: ReportCandidate) -> HttpResponse:
    """Take text that was marked: a plain value at once, any other into its form, to be looked at."""
    field = _field(request)
    raw = guess_raw(field, request.POST.get("text", "")[:2000])
    start, end = _number(request.POST.get("start")), _number(request.POST.get("end"))
    notice = ""
    if field in PLAIN:
        try:
            services.add_field(actor=request.user, candidate=found, field=field, raw=raw, spans=[(start, end)])
            return redirect("desk:candidate", found.pk)
        except (ValidationError, NotNow, StaleChange) as error:
            notice = _words(error)
    initial = raw | {"start": start, "end": end}
    context = review_page(request.user, _fresh(found), adding=field.value, initial=initial, notice=notice)
    return _show(request, found, context)


@login_required
@require_POST
def accept(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make the report a past class, and go on with the next one that waits."""
    found = _visible(request, pk)
    with into_messages(request):
        made = outcome.accept_candidate(
            actor=request.user, candidate=found, revision=_number(request.POST.get("revision"))
        )
        messages.success(request, _done(_("The report is now the past class"), made.code, made.title))
        return _go_on(request, found, made.code)
    return redirect("desk:candidate", found.pk)


@login_required
@require_POST
def link(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Tie the report to a class that is known already, and go on with the next one that waits."""
    found = _visible(request, pk)
    known = get_object_or_404(visible_classes(request.user), code=request.POST.get("code", ""))
    with into_messages(request):
        outcome.link_candidate(
            actor=request.user,
            candidate=found,
            revision=_number(request.POST.get("revision")),
            training_class=known,
        )
        messages.success(request, _done(_("The report is tied to the class"), known.code, known.title))
        return _go_on(request, found, known.code)
    return redirect("desk:candidate", found.pk)


def _done(words: str, code: str, title: str) -> str:
    return format_html('{} “<a href="{}">{}</a>”.', words, reverse("desk:class", args=[code]), title)


def _go_on(request: StaffRequest, found: ReportCandidate, code: str) -> HttpResponse:
    following = next_waiting(request.user, after=found)
    return redirect("desk:candidate", following.pk) if following else redirect("desk:class", code)


@login_required
@require_POST
def back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let a report that was taken over wait for review again."""
    found = _visible(request, pk)
    with into_messages(request):
        outcome.take_back(actor=request.user, candidate=found, revision=_number(request.POST.get("revision")))
        messages.success(request, _("The report waits for review again."))
    return redirect("desk:candidate", found.pk)


@login_required
@require_POST
def put_aside(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Set the report aside, and go on with the next one that waits."""
    found = _visible(request, pk)
    with into_messages(request):
        aside.discard(actor=request.user, candidate=found, revision=_number(request.POST.get("revision")))
        words = _("The report is set aside. It stands under “set aside” and can be brought back:")
        url = reverse("desk:candidate", args=[found.pk])
        messages.success(request, format_html('{} <a href="{}">{}</a>.', words, url, found.title))
        following = next_waiting(request.user, after=found)
        return redirect("desk:candidate", following.pk) if following else redirect("desk:intake_list")
    return redirect("desk:candidate", found.pk)


@login_required
@require_POST
def restore(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Bring back a report that was set aside."""
    found = _visible(request, pk)
    with into_messages(request):
        aside.undo_discard(actor=request.user, candidate=found)
        messages.success(request, _("The report is back and waits for review."))
    return redirect("desk:candidate", found.pk)


def _fresh(found: ReportCandidate) -> ReportCandidate:
    """Read anew what somebody else may have changed."""
    found.refresh_from_db()
    return found


def _field(request: StaffRequest) -> ReportField:
    try:
        return ReportField(request.POST.get("field", ""))
    except ValueError:
        raise Http404 from None


def _number(text: str | None) -> int:
    found = whole(text)
    return -1 if found is None else found


def _words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return stale_words(error) if isinstance(error, StaleChange) else str(error)
