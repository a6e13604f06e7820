"""Results of quizzes: each participant's, gain of all together, what each question is good for. For the organisers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.directory.policies import require
from caunoi.questionnaires.policies import keeps_questionnaire
from caunoi.training.models import ClassQuiz, QuizTake
from caunoi.training.policies import runs_class
from caunoi.training.queries.learning.quizzes import quizzes_of
from caunoi.training.queries.learning.results import ResultRow, learning_of, result_rows
from caunoi.training.services.learning.entry import accept_late
from caunoi.web.base import exports
from caunoi.web.base.errors import into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page


@login_required
@require_GET
def class_quiz_results(request: StaffRequest, code: str) -> HttpResponse:
    """Show gain, questions and participants of a class."""
    page = class_page(request, code, "quizzes")
    training_class = page.training_class
    require(runs_class(request.user, training_class))
    quizzes = quizzes_of(training_class)
    learning = learning_of(training_class, with_items=True)
    rows = paginate(request, result_rows(training_class, quizzes))
    kept = {quiz.questionnaire_id for quiz in quizzes if keeps_questionnaire(request.user, quiz.questionnaire)}
    page.context.update(quizzes=quizzes, learning=learning, page=rows, gain=learning.gain, kept=kept)
    return render(request, "desk/training/learning/results.html", page.context)


@login_required
@require_POST
def class_quiz_late(request: StaffRequest, code: str) -> HttpResponse:
    """Count answers that came after the time, too."""
    page = class_page(request, code, "quizzes")
    try:
        take = QuizTake.objects.select_related("quiz__training_class", "enrolment").get(
            quiz__training_class=page.training_class, response=UUID(request.POST.get("response", ""))
        )
    except (ValueError, QuizTake.DoesNotExist):
        raise Http404 from None
    with into_messages(request):
        accept_late(actor=request.user, quiz=take.quiz, enrolment=take.enrolment, reason=request.POST.get("reason", ""))
        messages.success(request, _("What came late counts now."))
    return redirect("desk:class_quiz_results", code)


@login_required
@require_GET
def class_quiz_export(request: StaffRequest, code: str, form: str) -> HttpResponseBase:
    """Send each participant's results as a workbook or as CSV."""
    page = class_page(request, code, "quizzes")
    require(runs_class(request.user, page.training_class))
    quizzes = quizzes_of(page.training_class)
    head = [_("Full name"), _("Unit"), *(_head(quiz) for quiz in quizzes)]
    rows = (_line(row) for row in result_rows(page.training_class, quizzes))
    return exports.respond(form, name=_("quiz results"), head=head, rows=rows)


def _head(quiz: ClassQuiz) -> str:
    return _("%(quiz)s, percent") % {"quiz": str(quiz.get_moment_display()).capitalize()}


def _line(row: ResultRow) -> list[Any]:
    done = [response.percent if response and response.submitted_at else None for response in row.responses]
    return [
        row.enrolment.person.full_name,
        row.enrolment.unit_text,
        *(None if percent is None else float(percent) for percent in done),
    ]
