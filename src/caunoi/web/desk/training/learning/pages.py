"""The tab of quizzes: what is asked before and after, open or closed, and how far everybody is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.questionnaires.enums import Purpose
from caunoi.questionnaires.models import Questionnaire
from caunoi.questionnaires.queries.questionnaires import last_version, visible_questionnaires
from caunoi.training.enums import QuizMoment
from caunoi.training.models import ClassQuiz, Sitting, TrainingClass
from caunoi.training.policies import leads_class, runs_class
from caunoi.training.queries.hours import Timetable
from caunoi.training.queries.learning.quizzes import QuizState, ends_by_itself, quizzes_of, state_of, takers
from caunoi.training.queries.learning.results import learning_of
from caunoi.training.services.learning import quizzes as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.once import create_once, once
from caunoi.web.base.templatetags.caunoi import moment
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page

TONES = {QuizState.WAITING: "plain", QuizState.OPEN: "good", QuizState.CLOSED: "outline"}
WORDS = {
    QuizState.WAITING: gettext_lazy("not open yet"),
    QuizState.OPEN: gettext_lazy("open now"),
    QuizState.CLOSED: gettext_lazy("closed"),
}


class _Timing(forms.Form):
    sitting = forms.ModelChoiceField(
        label=gettext_lazy("Opens"),
        queryset=Sitting.objects.none(),
        required=False,
        empty_label=gettext_lazy("by hand"),
        help_text=gettext_lazy("With a sitting it is open from 45 minutes before until 45 minutes after it."),
    )
    shows_result = forms.BooleanField(
        label=gettext_lazy("Participants see their own result once they handed in"), required=False, initial=True
    )

    def __init__(self, training_class: TrainingClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sitting"]
        field.queryset = training_class.sittings.order_by("date", "order", "id")


class AttachForm(_Timing):
    """Which questionnaire is asked when."""

    questionnaire = forms.ModelChoiceField(
        label=gettext_lazy("Quiz"), queryset=Questionnaire.objects.none(), empty_label=gettext_lazy("Choose …")
    )
    moment = forms.ChoiceField(label=gettext_lazy("Asked"), widget=forms.RadioSelect)
    field_order = ("questionnaire", "moment", "sitting", "shows_result")

    def __init__(self, user: User, training_class: TrainingClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(training_class, *args, **kwargs)
        field: Any = self.fields["questionnaire"]
        offered = visible_questionnaires(user).filter(purpose=Purpose.QUIZ, retired_at__isnull=True)
        field.queryset = offered.order_by("folded_title", "id")
        there = set(training_class.quizzes.exclude(moment=QuizMoment.OTHER).values_list("moment", flat=True))
        choices = [(value, label.capitalize()) for value, label in QuizMoment.choices if value not in there]
        moment: Any = self.fields["moment"]
        moment.choices, moment.initial = choices, choices[0][0]

    @property
    def has_quizzes(self) -> bool:
        """Whether there is anything to choose."""
        field: Any = self.fields["questionnaire"]
        return bool(field.queryset.exists())


@login_required
@once
def class_quizzes(request: StaffRequest, code: str) -> HttpResponse:
    """Show the quizzes of the class with their progress, and put one to it."""
    page = class_page(request, code, "quizzes")
    training_class = page.training_class
    may_run = runs_class(request.user, training_class)
    form = AttachForm(request.user, training_class, request.POST or None) if may_run else None
    if form is not None and form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.attach_quiz(actor=request.user, training_class=training_class, **form.cleaned_data),
                leads_to=lambda _made: reverse("desk:class_quizzes", args=[code]),
                words=lambda _made: _("The quiz is put to the class."),
            )
    found = quizzes_of(training_class)
    total = takers(training_class).count()
    timetable = Timetable()
    page.context.update(
        quizzes=[_row(quiz, total, timetable) for quiz in found],
        form=form,
        runs=may_run,
        leads=leads_class(request.user, training_class),
        total=total,
        learning=learning_of(training_class) if may_run and found else None,
    )
    return render(request, "desk/training/learning/quizzes.html", page.context)


def _row(quiz: ClassQuiz, total: int, timetable: Timetable) -> dict[str, Any]:
    state = state_of(quiz, timetable=timetable)
    newest = last_version(quiz.questionnaire) if quiz.version else None
    return {
        "quiz": quiz,
        "state": state.value,
        "tone": TONES[state],
        "word": WORDS[state],
        "closes": ends_by_itself(quiz, timetable=timetable) if state == QuizState.OPEN else None,
        "closed_by_itself": state == QuizState.CLOSED and quiz.closed_at is None and quiz.sitting is not None,
        "newer": bool(newest and quiz.version and newest.number > quiz.version.number),
        "not_begun": max(0, total - quiz.__dict__["begun"]),
        "running": quiz.__dict__["begun"] - quiz.__dict__["done"],
    }


def found_quiz(request: StaffRequest, code: str, quiz: UUID) -> tuple[Any, ClassQuiz]:
    """Return the class's page and the quiz, else 404."""
    page = class_page(request, code, "quizzes")
    rows = ClassQuiz.objects.select_related("training_class__keeper", "questionnaire__owner", "version", "sitting")
    found = get_object_or_404(rows, pk=quiz, training_class=page.training_class)
    page.context["quiz"] = found
    return page, found


@login_required
def class_quiz(request: StaffRequest, code: str, quiz: UUID) -> HttpResponse:
    """Change with which sitting a quiz opens, or take it from the class."""
    page, found = found_quiz(request, code, quiz)
    require(runs_class(request.user, page.training_class))
    initial = {"sitting": found.sitting_id, "shows_result": found.shows_result}
    form = _Timing(page.training_class, request.POST or None, initial=initial)
    if "remove" in request.POST:
        with into_messages(request):
            services.detach_quiz(actor=request.user, quiz=found)
            messages.success(request, _("The quiz is taken from the class."))
        return redirect("desk:class_quizzes", code)
    if form.is_valid():
        with into_form(form):
            services.change_quiz(actor=request.user, quiz=found, **form.cleaned_data)
            messages.success(request, _("The quiz is saved."))
            return redirect("desk:class_quizzes", code)
    page.context.update(form=form)
    return render(request, "desk/training/learning/quiz.html", page.context)


@login_required
@require_POST
def class_quiz_do(request: StaffRequest, code: str, quiz: UUID) -> HttpResponse:
    """Open or close a quiz, or take the newest version of its questionnaire."""
    _page, found = found_quiz(request, code, quiz)
    wanted = request.POST.get("to", "")
    with into_messages(request):
        if wanted == "open":
            services.open_quiz(actor=request.user, quiz=found)
            messages.success(request, _("The quiz is open: it stands on the participants' pages now."))
        elif wanted == "close":
            count = services.close_quiz(actor=request.user, quiz=found)
            words = ngettext(
                "The quiz is closed. %(count)s unfinished one is handed in as it was saved.",
                "The quiz is closed. %(count)s unfinished ones are handed in as they were saved.",
                count,
            )
            messages.success(request, words % {"count": count} if count else _("The quiz is closed."))
        elif wanted == "extend":
            until = services.extend_quiz(actor=request.user, quiz=found)
            messages.success(request, _("The quiz stays open until %(time)s.") % {"time": moment(until)})
        elif wanted == "newest":
            services.take_newest(actor=request.user, quiz=found)
            messages.success(request, _("The newest version is asked from now on. Who began goes on with theirs."))
        else:
            raise ValidationError(_("This button is not known. Load the page again."))
    return redirect("desk:class_quizzes", code)
