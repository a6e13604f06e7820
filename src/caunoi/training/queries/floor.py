"""Questions as the hall sees them, and the link by which anybody in it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from caunoi.core.signed import address_bytes, address_text, sign, signed_payload
from caunoi.training.enums import ClassState, Moderation, QuestionSource
from caunoi.training.models import Hall, Question, QuestionMerge, TrainingClass
from caunoi.training.queries.questions import REPORTED

_PURPOSE = "questions of a hall"
# With the 16 octets of the class and 2 of the link's number: a multiple of three.
_SIZE = 15
_TAKING = (ClassState.GATHERING, ClassState.HELD)


def takes_questions(training_class: TrainingClass) -> bool:
    """Say whether phones may ask and vote: while the class is prepared for its days or held, and nobody said no."""
    if training_class.state not in _TAKING:
        return False
    return not Hall.objects.filter(training_class=training_class, takes_questions=False).exists()


def room_token(training_class: TrainingClass) -> str:
    """Return the secret part of the address that hangs in the hall, 44 signs; it names no ticket."""
    hall = Hall.objects.filter(training_class=training_class).first()
    number = hall.link_number if hall else 1
    return address_text(sign(purpose=_PURPOSE, payload=training_class.pk.bytes + number.to_bytes(2, "big"), size=_SIZE))


def class_of_room(token: str) -> TrainingClass | None:
    """Return the class in whose hall this address hangs; None where it doesn't hold, or the class is over."""
    raw = address_bytes(token)
    payload = signed_payload(purpose=_PURPOSE, signed=raw, size=_SIZE) if raw else None
    if payload is None or len(payload) != 18:
        return None
    found = TrainingClass.objects.filter(pk=payload[:16].hex(), state__in=_TAKING).select_related("keeper").first()
    if found is None:
        return None
    hall = Hall.objects.filter(training_class=found).first()
    return found if int.from_bytes(payload[16:], "big") == (hall.link_number if hall else 1) else None


def shown_questions(training_class: TrainingClass) -> QuerySet[Question]:
    """Return what the hall sees, the most wanted first; each with ``wanted``: its votes and those of merged ones."""
    merged = Coalesce(Sum(F("merges__question__votes") - F("merges__double_votes")), 0)
    found = Question.objects.filter(REPORTED, training_class=training_class).select_related("agenda_item")
    return found.annotate(wanted=F("votes") + merged).order_by("-wanted", "created_at", "id")


def with_merged(found: QuerySet[Question]) -> list[Question]:
    """Return the questions, each with ``merged``: the keys of those that were merged into it; one query more."""
    others = QuestionMerge.objects.select_related("question").order_by("question__created_at", "question_id")
    rows: list[Question] = list(found.prefetch_related(Prefetch("merges", others, to_attr="merge_rows")))
    for one in rows:
        one.__dict__["merged_rows"] = [merge.question for merge in one.__dict__["merge_rows"]]
        one.__dict__["merged"] = [other.pk for other in one.__dict__["merged_rows"]]
    return rows


@dataclass(frozen=True, kw_only=True)
class Floor:
    """Everything that somebody who looks after the hall works on."""

    waiting: Sequence[Question]
    shown: Sequence[Question]
    hidden: Sequence[Question]


def floor(training_class: TrainingClass) -> Floor:
    """Return the questions of a class by what becomes of them, in four queries."""
    rest = Question.objects.filter(training_class=training_class, merge=None).select_related("agenda_item")
    return Floor(
        waiting=list(rest.filter(moderation=Moderation.WAITING).order_by("created_at", "id")),
        shown=with_merged(shown_questions(training_class)),
        hidden=list(rest.filter(moderation=Moderation.HIDDEN).order_by("created_at", "id")),
    )


@dataclass(frozen=True, kw_only=True)
class FloorCounts:
    """How many came from phones, and how many of all wait to be looked at."""

    from_phones: int
    waiting: int


def floor_counts(training_class: TrainingClass) -> FloorCounts:
    """Count them, in one query."""
    row = Question.objects.filter(training_class=training_class).aggregate(
        from_phones=Count("pk", filter=Q(source=QuestionSource.PHONE)),
        waiting=Count("pk", filter=Q(moderation=Moderation.WAITING)),
    )
    return FloorCounts(**row)
