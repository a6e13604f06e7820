"""What participants thought of a topic or a speaker, as a number over many sheets and never as one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.lookups import LessThan

from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import AgendaKind
from caunoi.training.facts import FEWEST_SHEETS
from caunoi.training.models import AgendaItem, EvaluationTally, Speaker, Topic, TrainingClass
from caunoi.training.models.evaluation import MARK_COLUMNS, MARKS
from caunoi.training.queries.classes import visible_classes
from caunoi.training.ratings import ToldMarks, told_marks

_PHONE = ("phone_sheets", "phone_total")


@dataclass(frozen=True, kw_only=True)
class Rating:
    """The mean of marks from 1 to 5, and over how many answers."""

    mean: float
    answers: int


def rating(counts: Sequence[int], *, phone_sheets: int = 0, phone_total: int = 0) -> Rating | None:
    """Return the numbers of sheets by mark, lowest first, as one number; None where there are too few.

    Of sheets from phones only their number and the sum of their marks are known.
    """
    told = told_marks(counts, phone_sheets=phone_sheets, phone_total=phone_total)
    return Rating(mean=told.mean, answers=told.answers) if told else None


def rating_of_topic(user: AnyUser, topic: Topic) -> Rating | None:
    """Return how a topic was evaluated in visible classes; None where too few sheets were counted."""
    rows = seen_tallies(user).filter(Q(agenda_item__topic=topic) | Q(agenda_item__topic__merged_into=topic))
    return rating_of_sums(rows.aggregate(**sums()))


def alone() -> Q:
    """Return what a talk (``Speaker``) fulfils that nobody else shares: a sheet then speaks of one person."""
    others = Speaker.objects.filter(agenda_item=OuterRef("agenda_item")).exclude(pk=OuterRef("pk"))
    return ~Q(Exists(others))


def sums(prefix: str = "", *, filter: Q | None = None) -> dict[str, Sum]:
    """Return the sums of sheets by mark; ``prefix`` leads to the tally, ``filter`` narrows as that of ``Sum`` does.

    Talks with too few sheets on paper are summed a second time by themselves, under ``few_``.
    """
    counted = reduce(add, (F(f"{prefix}{name}") for name in MARK_COLUMNS))
    narrow = filter or Q()
    few = narrow & Q(LessThan(counted, FEWEST_SHEETS))
    return {
        **{f"sum_{name}": Sum(f"{prefix}{name}", default=0, filter=narrow) for name in (*MARK_COLUMNS, *_PHONE)},
        **{f"few_{name}": Sum(f"{prefix}{name}", default=0, filter=few) for name in MARK_COLUMNS},
    }


def rating_of_sums(row: Mapping[str, Any]) -> Rating | None:
    """Return the rating of a row that holds :func:`sums`.

    Talks with too few sheets count where they are enough together: else they could be told from what the classes show.
    """
    few = [row[f"few_{name}"] for name in MARK_COLUMNS]
    taken = few if sum(few) < FEWEST_SHEETS else [0] * len(few)
    counts = [row[f"sum_{name}"] - less for name, less in zip(MARK_COLUMNS, taken, strict=True)]
    return rating(counts, **{name: row[f"sum_{name}"] for name in _PHONE})


def seen_tallies(user: AnyUser) -> QuerySet[EvaluationTally]:
    """Return the tallies of visible classes, in no order."""
    return EvaluationTally.objects.filter(agenda_item__training_class__in=visible_classes(user)).order_by()


@dataclass(frozen=True, kw_only=True)
class ItemEvaluation:
    """A topic of a class with the numbers of sheets by mark, lowest first; five times 0 where none were counted."""

    item: AgendaItem
    counts: tuple[int, ...]
    phone_sheets: int = 0
    phone_total: int = 0

    @property
    def answers(self) -> int:
        """How many sheets were counted, on paper and from phones."""
        return sum(self.counts) + self.phone_sheets

    @property
    def paper_sheets(self) -> int:
        """How many sheets were counted on paper."""
        return sum(self.counts)

    @property
    def told(self) -> ToldMarks | None:
        """What may be told of the sheets, each way apart; None for too few."""
        return told_marks(self.counts, phone_sheets=self.phone_sheets, phone_total=self.phone_total)

    @property
    def rating(self) -> Rating | None:
        """The mean; None for too few sheets."""
        return rating(self.counts, phone_sheets=self.phone_sheets, phone_total=self.phone_total)


def class_evaluations(training_class: TrainingClass) -> list[ItemEvaluation]:
    """Return the topics of a class in their order with what their sheets say; one query and one for speakers."""
    items = (
        AgendaItem.objects.filter(training_class=training_class, kind=AgendaKind.TOPIC)
        .select_related("evaluation")
        .prefetch_related("speakers__person")
        .order_by(F("sitting__date").asc(nulls_last=True), "sitting__order", "position", "id")
    )
    none = (0,) * len(MARKS)
    return [
        _evaluation(item, item.evaluation) if hasattr(item, "evaluation") else ItemEvaluation(item=item, counts=none)
        for item in items
    ]


def _evaluation(item: AgendaItem, tally: EvaluationTally) -> ItemEvaluation:
    return ItemEvaluation(
        item=item, counts=tally.counts, phone_sheets=tally.phone_sheets, phone_total=tally.phone_total
    )


def told_evaluations(training_class: TrainingClass) -> list[ItemEvaluation]:
    """Return the topics of a class of which enough sheets were counted, in their order; one query."""
    tallies = EvaluationTally.objects.filter(agenda_item__training_class=training_class).select_related("agenda_item")
    ordered = tallies.order_by("agenda_item__sitting__date", "agenda_item__sitting__order", "agenda_item__position")
    rows = [_evaluation(tally.agenda_item, tally) for tally in ordered]
    return [row for row in rows if row.told]
