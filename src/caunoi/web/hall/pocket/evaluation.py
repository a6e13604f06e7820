"""Evaluation on the phone: a blank sheet is taken on the own page, and handed in where nobody knows whose it was."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from caunoi.core.errors import NotNow
from caunoi.training.enums import SurveyMoment
from caunoi.training.models import FollowUpRefusal, Survey, Ticket
from caunoi.training.queries.surveys import may_answer, open_surveys, opened_by_head, questions_for
from caunoi.training.services.surveys.following import refuse_follow_up
from caunoi.training.services.surveys.sheets import hand_in, survey_of_slip, take_sheet, took_sheet
from caunoi.web.base.questions import shown_items, typed_answers
from caunoi.web.hall.pocket.cards import CARDS, Card, pocket_address
from caunoi.web.hall.pocket.opening import Opened, by_ticket, pocket, refused, sealed


@by_ticket
def own_sheet(request: Opened, pk: UUID) -> HttpResponse:
    """Say what is asked and why nobody learns who answered what; a POST takes the blank sheet."""
    survey = _survey(request, pk)
    if "refuse" in request.POST or "ask_again" in request.POST:
        refuse_follow_up(ticket=request.ticket, refused="refuse" in request.POST)
        return redirect(pocket_address("pocket_sheet", request.ticket, pk))
    fault = ""
    if request.method == "POST":
        try:
            return redirect("hall:sheet", take_sheet(survey=survey, enrolment=request.ticket.enrolment))
        except NotNow as refusal:
            fault = str(refusal)
    context = {
        "survey": survey,
        "later": survey.moment != SurveyMoment.AFTER,
        "took": took_sheet(survey, request.ticket.enrolment),
        "refused": FollowUpRefusal.objects.filter(person=request.ticket.enrolment.person_id).exists(),
        "fault": fault,
    }
    return pocket(request, "hall/pocket/evaluation.html", context)


def _survey(request: Opened, pk: UUID) -> Survey:
    found = next((one for one in open_surveys(request.training_class) if one.pk == pk), None)
    if found is None or not may_answer(found, request.ticket.enrolment):
        raise Http404
    return found


@csrf_exempt
def sheet(request: HttpRequest, slip: str) -> HttpResponseBase:
    """Show a blank sheet, and take it: nothing here knows who holds the phone."""
    survey = survey_of_slip(slip)
    if survey is None:
        return sealed(render(request, "hall/pocket/sheet_gone.html", status=404))
    questions = questions_for(survey)
    typed: dict[str, Any] = {}
    faults: dict[str, Any] = {}
    if request.method == "POST":
        typed = typed_answers(questions, request.POST)
        try:
            hand_in(slip=slip, answers=typed)
        except NotNow as refusal:
            return sealed(render(request, "hall/pocket/sheet_gone.html", {"words": str(refusal)}, status=409))
        except ValidationError as wrong:
            faults = wrong.message_dict
        else:
            return sealed(redirect("hall:sheet_done"))
    context = {"survey": survey, "items": shown_items(questions, typed, faults), "fault": " ".join(faults.get("", ()))}
    return sealed(render(request, "hall/pocket/sheet.html", context))


@require_safe
def sheet_done(request: HttpRequest) -> HttpResponse:
    """Thank whoever handed in a sheet; the address is the same for everybody."""
    return sealed(render(request, "hall/pocket/sheet_done.html"))


@csrf_exempt
def head(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask the head of a unit; a POST takes the blank sheet, or says that no more is wanted."""
    found = opened_by_head(token)
    if found is None:
        return refused(request)
    survey, quota = found
    fault = ""
    if "refuse" in request.POST or "ask_again" in request.POST:
        refuse_follow_up(quota=quota, refused="refuse" in request.POST)
        return sealed(redirect(request.path))
    if request.method == "POST":
        try:
            return sealed(redirect("hall:sheet", take_sheet(survey=survey, quota=quota)))
        except (NotNow, PermissionDenied) as refusal:
            fault = str(refusal)
    declined = FollowUpRefusal.objects.filter(quota=quota).exists()
    context = {"survey": survey, "quota": quota, "refused": declined, "fault": fault}
    return sealed(render(request, "hall/pocket/head.html", context))


def _card(ticket: Ticket) -> Card | None:
    for survey in open_surveys(ticket.training_class):
        if not may_answer(survey, ticket.enrolment):
            continue
        later = survey.moment != SurveyMoment.AFTER
        took = took_sheet(survey, ticket.enrolment)
        return Card(
            title=_("What became of it?") if later else _("Evaluate the class"),
            words=_("3 questions, without your name") if later else _("A few ticks, without your name"),
            address=pocket_address("pocket_sheet", ticket, survey.pk),
            state=_("sheet taken") if took else "",
            position=60,
            icon="clipboard-check",
            now=not took,
        )
    return None


CARDS.append(_card)
