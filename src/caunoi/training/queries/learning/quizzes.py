"""Quizzes of a class, and whether they are open."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from caunoi.questionnaires.enums import Form
from caunoi.questionnaires.models import Item, Response
from caunoi.training.enums import EnrolmentState, QuizMoment
from caunoi.training.models import ClassQuiz, Enrolment, QuizTake, SheetNumber, Sitting, TrainingClass
from caunoi.training.queries.hours import Timetable

# People answer while they wait for the beginning, and while the last ones leave.
_AROUND = dt.timedelta(minutes=45)


class QuizState(Enum):
    """Where a quiz stands."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


def window(sitting: Sitting, timetable: Timetable | None = None) -> tuple[dt.datetime, dt.datetime]:
    """Return from when until when a quiz is open that goes with a sitting: three quarters of an hour around it."""
    hours = (timetable or Timetable()).of(sitting)
    return hours.starts - _AROUND, hours.ends + _AROUND


def state_of(quiz: ClassQuiz, *, now: dt.datetime | None = None, timetable: Timetable | None = None) -> QuizState:
    """Return where a quiz stands; what was done by hand goes before the sitting.

    Who asks about several hands the office's hours over, read once.
    """
    moment = now or timezone.now()
    if quiz.closed_at or not quiz.training_class.is_open:
        return QuizState.CLOSED
    if quiz.opened_at:
        return QuizState.OPEN
    if quiz.sitting is None:
        return QuizState.WAITING
    first, last = window(quiz.sitting, timetable)
    last = quiz.closes_at or last
    return QuizState.WAITING if moment < first else QuizState.OPEN if moment <= last else QuizState.CLOSED


def ends_by_itself(quiz: ClassQuiz, *, timetable: Timetable | None = None) -> dt.datetime | None:
    """Return when the quiz closes without anybody's doing; None where it waits for a hand."""
    if quiz.opened_at or quiz.sitting is None:
        return None
    return quiz.closes_at or window(quiz.sitting, timetable)[1]


def quizzes_of(training_class: TrainingClass) -> list[ClassQuiz]:
    """Return the quizzes of a class: before, in between, after; with ``begun`` and ``done``. One query."""
    counted = (
        ClassQuiz.objects.filter(training_class=training_class)
        .select_related("training_class", "questionnaire__owner", "version", "sitting")
        .annotate(
            begun=Count("takes", filter=Q(takes__response__isnull=False, takes__enrolment__state=_ON_LIST)),
            done=Count(
                "takes", filter=Q(takes__response__submitted_at__isnull=False, takes__enrolment__state=_ON_LIST)
            ),
        )
    )
    order = {QuizMoment.PRE: 0, QuizMoment.OTHER: 1, QuizMoment.POST: 2}
    return sorted(counted.order_by("id"), key=lambda quiz: order[QuizMoment(quiz.moment)])


_ON_LIST = EnrolmentState.NOMINATED


def takers(training_class: TrainingClass) -> QuerySet[Enrolment]:
    """Return who is asked: everybody on the list, in its order; guests of sister classes are asked in their own."""
    return (
        Enrolment.objects.filter(training_class=training_class, state=_ON_LIST)
        .select_related("person", "sheet_number")
        .order_by("folded_unit", "sort_name", "id")
    )


def without_number(training_class: TrainingClass) -> QuerySet[Enrolment]:
    """Return who is asked and has no sheet number yet, in the order of the list."""
    numbered = SheetNumber.objects.filter(enrolment=OuterRef("pk"))
    return takers(training_class).exclude(Exists(numbered))


def has_forms(quiz: ClassQuiz) -> bool:
    """Say whether the quiz asks in two forms: where any question stands on one of them alone."""
    version = Q(version=quiz.version_id)
    if quiz.version_id is None:
        version = Q(version=quiz.questionnaire.versions.order_by("-number").values("pk")[:1])
    return Item.objects.filter(version).exclude(form="").exists()


def form_for(quiz: ClassQuiz, number: int) -> str:
    """Return the form that the sheet with this number gets in a quiz with forms; crossed between before and after."""
    first = number % 2 == 1
    return str(Form.A if first == (quiz.moment != QuizMoment.POST) else Form.B)


def own_takes(enrolment: Enrolment) -> dict[object, Response]:
    """Return the participant's responses by the key of the quiz."""
    taken = QuizTake.objects.filter(enrolment=enrolment, response__isnull=False).select_related("response__version")
    return {take.quiz_id: take.response for take in taken if take.response}
