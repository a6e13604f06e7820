"""Questionnaires in scope, their versions and questions."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from caunoi.core.text import fold_words
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.models import BankItem, Item, Questionnaire, Version
from caunoi.questionnaires.shape.bodies import Question


def visible_questionnaires(user: AnyUser) -> QuerySet[Questionnaire]:
    """Return questionnaires that offices in the user's scope keep; door staff have no business with what is asked."""
    return Questionnaire.objects.filter(in_ranges("owner__path", scope_of(user).register))


def visible_bank(user: AnyUser, *, text: str = "", topic_key: UUID | None = None) -> QuerySet[BankItem]:
    """Return questions of the bank in scope that hold every word; those of one topic where one is named."""
    found = BankItem.objects.filter(in_ranges("owner__path", scope_of(user).register))
    for word in fold_words(text):
        found = found.filter(folded_text__contains=word)
    return found.filter(topic_key=topic_key) if topic_key else found


def with_counts(questionnaires: QuerySet[Questionnaire]) -> QuerySet[Questionnaire]:
    """Add ``item_count`` of the last version and its ``last_number``."""
    last = Version.objects.filter(questionnaire=OuterRef("pk")).order_by("-number")
    counted = last.annotate(count=Count("items")).values("count")[:1]
    return questionnaires.annotate(
        item_count=Coalesce(Subquery(counted), 0), last_number=Subquery(last.values("number")[:1])
    )


def last_version(questionnaire: Questionnaire) -> Version:
    """Return the newest version, a draft or not."""
    return questionnaire.versions.select_related("questionnaire__owner").latest("number")


def questions_of(version: Version) -> tuple[Question, ...]:
    """Return the questions of a version in their own order; one query."""
    return tuple(question_of(item) for item in Item.objects.filter(version=version).order_by("position", "id"))


def question_of(item: Item) -> Question:
    """Return a row as a question."""
    return Question(
        key=str(item.key),
        kind=ItemKind(item.kind),
        text=item.text,
        body=item.body,
        points=item.points,
        form=item.form,
        hint=item.hint,
        required=item.required,
    )
