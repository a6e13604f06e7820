"""Questions from the floor of a class."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, QuerySet, When

from caunoi.core.text import fold, fold_words
from caunoi.training.enums import AgendaKind, Moderation, QuestionState
from caunoi.training.models import AgendaItem, Question, TrainingClass

# What the hall sees, the report holds and every count counts.
REPORTED = Q(moderation=Moderation.SHOWN, merge__isnull=True)


@dataclass(frozen=True, kw_only=True)
class QuestionCounts:
    """How many questions there are, and how many are open."""

    total: int
    open: int

    @property
    def answered(self) -> int:
        """Those answered."""
        return self.total - self.open


def questions(training_class: TrainingClass, *, state: str = "", item: int | None = None) -> QuerySet[Question]:
    """Return what is shown of a class's questions in the order they were asked, narrowed by state and item."""
    found = Question.objects.filter(REPORTED, training_class=training_class).select_related("agenda_item")
    if state in QuestionState.values:
        found = found.filter(state=state)
    if item is not None:
        found = found.filter(agenda_item=item)
    return found.order_by("created_at", "id")


def matching(found: QuerySet[Question], text: str) -> list[Question]:
    """Return those of a class's questions that hold every word of ``text``, without marks; a class has few."""
    words = fold_words(text)
    return [one for one in found if all(word in fold(f"{one.text} {one.answer}") for word in words)]


def question_counts(training_class: TrainingClass) -> QuestionCounts:
    """Count a class's questions, in one query."""
    counts = Question.objects.filter(REPORTED, training_class=training_class).aggregate(
        total=Count("id"), open=Count("id", filter=Q(state=QuestionState.OPEN))
    )
    return QuestionCounts(**counts)


def askable_items(training_class: TrainingClass) -> QuerySet[AgendaItem]:
    """Return the programme items a question can belong to, topics first, then discussions, in their order."""
    kinds = (AgendaKind.TOPIC, AgendaKind.DISCUSSION, AgendaKind.OTHER)
    return (
        AgendaItem.objects.filter(training_class=training_class, kind__in=kinds)
        .annotate(rank=Case(When(kind=AgendaKind.TOPIC, then=0), default=1, output_field=IntegerField()))
        .order_by("rank", "sitting__date", "sitting__order", "position", "id")
    )
