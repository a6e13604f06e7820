"""The participant takes the quizzes of the class: without scripts, on a poor network, on two pages at once."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.core.errors import NotNow
from caunoi.questionnaires.models import Response
from caunoi.questionnaires.queries.questionnaires import last_version
from caunoi.questionnaires.queries.responses import GRACE, shown_to
from caunoi.questionnaires.services.responses import save_answers, submit
from caunoi.training.enums import EnrolmentState, QuizMoment
from caunoi.training.models import ClassQuiz, Ticket
from caunoi.training.queries.hours import Timetable
from caunoi.training.queries.learning.quizzes import (
    QuizState,
    ends_by_itself,
    has_forms,
    own_takes,
    quizzes_of,
    state_of,
)
from caunoi.training.services.learning.taking import begin_quiz
from caunoi.web.base.bodies import octets_of
from caunoi.web.base.questions import shown_items, typed_answers
from caunoi.web.hall.files import plain_file
from caunoi.web.hall.pocket.cards import CARDS, Card, pocket_address
from caunoi.web.hall.pocket.opening import Opened, by_ticket, pocket

_MOST_BYTES = 200_000


def title_of(quiz: ClassQuiz) -> str:
    """Return what a quiz is called to those who take it: the office's own title may give away what is asked."""
    return {
        QuizMoment.PRE: _("Quiz before the class"),
        QuizMoment.POST: _("Quiz after the class"),
    }.get(QuizMoment(quiz.moment)) or quiz.questionnaire.title


def _quiz_card(ticket: Ticket) -> Card | None:
    """Return one card for all quizzes: the open one that waits, else the list."""
    if ticket.enrolment.state != EnrolmentState.NOMINATED:
        return None
    rows = _rows(ticket)
    shown = [row for row in rows if row["state"] != QuizState.WAITING or row["response"]]
    if not shown:
        return None
    waiting = [row for row in shown if row["awaited"]]
    if waiting:
        return Card(
            title=title_of(waiting[0]["quiz"]),
            words=_("Open now. Your answers are kept as you go."),
            address=pocket_address("pocket_quiz", ticket, waiting[0]["quiz"].pk),
            state=_("going on") if waiting[0]["response"] else _("open now"),
            tone="lotus",
            position=40,
            icon="list-check",
            now=True,
        )
    return Card(
        title=_("Quizzes"),
        words=_("What you handed in, and your own results"),
        address=pocket_address("pocket_quizzes", ticket),
        position=40,
        icon="list-check",
    )


CARDS.append(_quiz_card)


def _rows(ticket: Ticket) -> list[dict[str, Any]]:
    """Return each quiz with its state and the own response; three queries."""
    quizzes = quizzes_of(ticket.training_class)
    own = own_takes(ticket.enrolment) if quizzes else {}
    rows, timetable = [], Timetable()
    for quiz in quizzes:
        response = own.get(quiz.pk)
        state = state_of(quiz, timetable=timetable)
        done = bool(response and response.submitted_at)
        rows.append(
            {
                "quiz": quiz,
                "title": title_of(quiz),
                "state": state,
                "word": state.value,
                "response": response,
                "done": done,
                "awaited": state == QuizState.OPEN and not done,
            }
        )
    return rows


@by_ticket
@require_GET
def quizzes(request: Opened) -> HttpResponse:
    """Show the quizzes of the class and the own results."""
    return pocket(request, "hall/pocket/quizzes.html", {"rows": _rows(request.ticket)})


def _find(request: Opened, pk: UUID) -> tuple[ClassQuiz, Response | None]:
    quiz = (
        ClassQuiz.objects.select_related("training_class", "questionnaire__owner", "version", "sitting")
        .filter(pk=pk, training_class=request.training_class)
        .first()
    )
    response = own_takes(request.ticket.enrolment).get(pk) if quiz else None
    if quiz is None or (response is None and state_of(quiz) == QuizState.WAITING):
        raise Http404
    return quiz, response


@by_ticket
@require_GET
def quiz_worker(_request: Opened) -> HttpResponse:
    """Return the worker that keeps the page of a running quiz on the phone; its address is its reach."""
    return HttpResponse(plain_file("hall/pocket/quiz-worker.js"), content_type="text/javascript; charset=utf-8")


@csp_update({"worker-src": [SELF]})
@by_ticket
@require_GET
def quiz(request: Opened, pk: UUID) -> HttpResponse:
    """Show the beginning, the questions, or what was handed in."""
    found, response = _find(request, pk)
    return _page(request, found, response)


def _page(
    request: Opened, quiz: ClassQuiz, response: Response | None, *, faults: Any = None, blanks: Any = ()
) -> HttpResponse:
    context: dict[str, Any] = {
        "quiz": quiz,
        "title": title_of(quiz),
        "response": response,
        "blanks": blanks,
        "closes": ends_by_itself(quiz),
    }
    if response is None:
        version = quiz.version or last_version(quiz.questionnaire)
        asked = version.items.exclude(form="B") if has_forms(quiz) else version.items
        context |= {"version": version, "count": asked.count(), "open": state_of(quiz) == QuizState.OPEN}
        return pocket(request, "hall/pocket/quiz_begin.html", context)
    if response.submitted_at is None and response.due_at and timezone.now() > response.due_at + GRACE:
        response = submit(response=response)
        context["response"] = response
    if response.submitted_at:
        return pocket(request, "hall/pocket/quiz_done.html", context)
    left = (response.due_at - timezone.now()).total_seconds() if response.due_at else None
    context |= {
        "items": shown_items(shown_to(response), response.answers, faults),
        "faults": bool(faults),
        # Which loading of the page this is: one that the worker kept says the same again.
        "at": timezone.now().timestamp(),
        "version": response.version,
        "seconds": None if left is None else max(0, int(left)),
    }
    return pocket(request, "hall/pocket/quiz.html", context, status=422 if faults else 200)


@by_ticket
@require_POST
def quiz_begin(request: Opened, pk: UUID) -> HttpResponseBase:
    """Begin, or go on with what was begun."""
    found, _response = _find(request, pk)
    try:
        begin_quiz(quiz=found, enrolment=request.ticket.enrolment)
    except NotNow as refused:
        messages.warning(request, str(refused))
    return redirect(pocket_address("pocket_quiz", request.ticket, pk))


@csp_update({"worker-src": [SELF]})
@by_ticket
@require_POST
def quiz_send(request: Opened, pk: UUID) -> HttpResponseBase:
    """Take the whole form: keep it, and with the button for it hand it in."""
    found, response = _find(request, pk)
    address = pocket_address("pocket_quiz", request.ticket, pk)
    if response is None:
        return redirect(address)
    questions = shown_to(response)
    typed = typed_answers(questions, request.POST)
    revision = _whole(request.POST.get("revision"))
    try:
        saved = save_answers(response=response, answers=typed, revision=revision)
        faults: dict[str, Any] = {
            **dict.fromkeys(saved.newer, _("Another page of yours answered this later. That answer stands here now.")),
            **saved.faults,
        }
        if faults or "hand_in" not in request.POST:
            if not faults:
                messages.success(request, _("Your answers are kept. You can go on any time."))
                return redirect(address)
            return _page(request, found, saved.response, faults=faults)
        blanks = [n for n, each in enumerate(questions, 1) if each.key not in saved.response.answers]
        if blanks and "sure" not in request.POST:
            return _page(request, found, saved.response, blanks=blanks)
        submit(response=saved.response)
    except NotNow as refused:
        messages.warning(request, str(refused))
    except ValidationError as wrong:
        return _page(request, found, saved.response, faults=wrong.message_dict)
    return redirect(address)


@by_ticket
@require_POST
def quiz_save(request: Opened, pk: UUID) -> HttpResponse:
    """Take single answers as JSON, ``{"revision", "answers"}``, from a page that saves by itself."""
    _found, response = _find(request, pk)
    body = octets_of(request)
    if response is None or len(body) > _MOST_BYTES:
        return JsonResponse({"words": _("This quiz is not open now.")}, status=409)
    try:
        sent = json.loads(body)
        answers, revision = dict(sent["answers"]), int(sent["revision"])
    except (ValueError, TypeError, KeyError):
        return JsonResponse({"words": _("This can't be read.")}, status=400)
    try:
        saved = save_answers(response=response, answers=answers, revision=revision)
    except NotNow as refused:
        return JsonResponse({"words": str(refused)}, status=409)
    count = len(saved.response.answers)
    words = ngettext("%(count)s answer kept", "%(count)s answers kept", count) % {"count": count}
    return JsonResponse(
        {"revision": saved.response.revision, "newer": saved.newer, "faults": saved.faults, "words": words}
    )


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
