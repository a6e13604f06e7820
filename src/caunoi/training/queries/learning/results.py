"""What the quizzes of a class came to: for each participant, for the certificate, and as gain of all together.

A single result is read by its participant and by those who run the class, nobody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from uuid import UUID

from caunoi.questionnaires.models import Item, Response
from caunoi.questionnaires.queries.questionnaires import question_of
from caunoi.questionnaires.shape.bodies import Question
from caunoi.questionnaires.shape.order import of_form
from caunoi.questionnaires.shape.scoring import share_right
from caunoi.questionnaires.shape.statistics import Gain, ItemStatistics, gain_of, item_statistics
from caunoi.training.enums import EnrolmentState, QuizMoment
from caunoi.training.models import ClassQuiz, Enrolment, QuizTake, TrainingClass
from caunoi.training.queries.learning.quizzes import takers


def best_scores(training_class: TrainingClass) -> dict[int, float]:
    """Return each participant's best result in percent, by the key of the enrolment; who handed in nothing is left out.

    The quiz before the class does not count: it shows what somebody knew already, not what the class certifies.
    """
    best: dict[int, float] = {}
    rows = _handed_in(training_class).exclude(quiz__moment=QuizMoment.PRE).exclude(response__percent__isnull=True)
    for enrolment, percent in rows.values_list("enrolment_id", "response__percent"):
        best[enrolment] = max(float(percent), best.get(enrolment, 0.0))
    return best


def _handed_in(training_class: TrainingClass) -> Any:
    return QuizTake.objects.filter(
        quiz__training_class=training_class,
        enrolment__state=EnrolmentState.NOMINATED,
        response__submitted_at__isnull=False,
    ).order_by("id")


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """A participant and the own responses, in the order of the quizzes that were asked for; None for none."""

    enrolment: Enrolment
    responses: tuple[Response | None, ...]


def result_rows(training_class: TrainingClass, quizzes: Iterable[ClassQuiz]) -> list[ResultRow]:
    """Return everybody on the list with what was handed in or begun; two queries, whatever the size of the class."""
    order = [quiz.pk for quiz in quizzes]
    taken = QuizTake.objects.filter(quiz__in=order, response__isnull=False).select_related("response")
    found: dict[tuple[int, UUID], Response] = {
        (take.enrolment_id, take.quiz_id): take.response for take in taken if take.response
    }
    return [
        ResultRow(enrolment=enrolment, responses=tuple(found.get((enrolment.pk, quiz)) for quiz in order))
        for enrolment in takers(training_class)
    ]


@dataclass(frozen=True, kw_only=True)
class ItemResult:
    """A question of one quiz with its numbers; ``form`` "" where it stands on both."""

    question: Question
    moment: str
    numbers: ItemStatistics
    questionnaire: UUID


@dataclass(frozen=True, kw_only=True)
class Learning:
    """What a class learned; ``gain`` None where fewer than five took both quizzes."""

    before: int = 0
    after: int = 0
    both: int = 0
    gain: Gain | None = None
    items: tuple[ItemResult, ...] = field(default=())

    @property
    def missing(self) -> int:
        """How many handed in only one of the two."""
        return self.before + self.after - 2 * self.both


def learning_of(training_class: TrainingClass, *, with_items: bool = False) -> Learning:
    """Return counts and gain of a class; ``with_items`` also the numbers of each question, by two queries more."""
    rows = _handed_in(training_class).exclude(response__percent__isnull=True)
    percents: dict[str, dict[object, float]] = defaultdict(dict)
    for moment, enrolment, percent in rows.values_list("quiz__moment", "enrolment_id", "response__percent"):
        percents[moment][enrolment] = float(percent)
    before, after = percents[QuizMoment.PRE], percents[QuizMoment.POST]
    return Learning(
        before=len(before),
        after=len(after),
        both=len(before.keys() & after.keys()),
        gain=gain_of(before, after),
        items=_items(training_class) if with_items else (),
    )


def percents_of(training_class: TrainingClass) -> dict[UUID, list[float]]:
    """Return the percents that were reached in each quiz, by its key, in no order that tells whose they are."""
    found: dict[UUID, list[float]] = defaultdict(list)
    rows = _handed_in(training_class).exclude(response__percent__isnull=True)
    for quiz, percent in rows.values_list("quiz_id", "response__percent"):
        found[quiz].append(float(percent))
    return {quiz: sorted(percents) for quiz, percents in found.items()}


def _items(training_class: TrainingClass) -> tuple[ItemResult, ...]:
    taken = list(_handed_in(training_class).select_related("response", "quiz"))
    asked: dict[UUID, list[Question]] = defaultdict(list)
    versions = {take.response.version_id for take in taken}
    for item in Item.objects.filter(version__in=versions).order_by("version__number", "position", "id"):
        asked[item.version_id].append(question_of(item))
    shares: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    known: dict[str, Question] = {}
    source: dict[str, UUID] = {}
    for take in taken:
        questions = of_form(asked[take.response.version_id], take.response.form)
        own = [(each, share) for each in questions if (share := _share(each, take.response)) is not None]
        total = sum(float(share) * float(each.points) for each, share in own)
        for question, share in own:
            # The newest wording stands for the question: versions come in order.
            known[question.key] = question
            source[question.key] = take.quiz.questionnaire_id
            rest = total - float(share) * float(question.points)
            shares[question.key, take.quiz.moment].append((float(share), rest))
    found = []
    for key, question in known.items():
        for moment in QuizMoment:
            pairs = shares.get((key, moment), [])
            numbers = item_statistics([share for share, _rest in pairs], [rest for _share, rest in pairs])
            if numbers:
                found.append(ItemResult(question=question, moment=moment, numbers=numbers, questionnaire=source[key]))
    return tuple(found)


def _share(question: Question, response: Response) -> Fraction | None:
    return share_right(question, response.answers.get(question.key))
