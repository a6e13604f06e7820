"""The participants of all classes of an item of a plan, as one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from caunoi.core.text import fold_words
from caunoi.directory.queries.entries import root_of
from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import ClassState, EnrolmentState
from caunoi.training.models import Enrolment, PlanItem, TrainingClass
from caunoi.training.queries.classes import visible_classes


@dataclass(frozen=True, kw_only=True)
class NumberedClass:
    """A class of the item with its number among them, as lists and papers name it."""

    number: int
    training_class: TrainingClass


def numbered_classes(user: AnyUser, item: PlanItem) -> list[NumberedClass]:
    """Return the classes of an item that the user sees, by their first day, cancelled ones apart."""
    found = visible_classes(user).filter(plan_item=item).exclude(state=ClassState.CANCELLED)
    return numbered(found.order_by(F("starts_on").asc(nulls_last=True), "id"))


def numbered(classes: Sequence[TrainingClass] | QuerySet[TrainingClass]) -> list[NumberedClass]:
    """Return the classes with their numbers, from one."""
    return [NumberedClass(number=place, training_class=each) for place, each in enumerate(classes, start=1)]


def people_of(classes: Sequence[NumberedClass], *, text: str = "") -> QuerySet[Enrolment]:
    """Return the lists of all these classes as one, by unit and given name, narrowed to the words of ``text``.

    Somebody who sits in two of them stands there twice; who only makes up a sitting in one, once.
    """
    rows = Enrolment.objects.filter(
        training_class__in=[each.training_class.pk for each in classes], state=EnrolmentState.NOMINATED
    )
    for word in fold_words(text):
        rows = rows.filter(Q(person__folded_name__contains=word) | Q(folded_unit__contains=word))
    people = rows.select_related("person", "venue_point", "substitute_for__person", "sender")
    return people.order_by("folded_unit", "sort_name", "person_id", "training_class__starts_on", "id")


def persons_in(rows: QuerySet[Enrolment]) -> int:
    """Return how many persons the rows are of: merged entries and several classes count once."""
    return rows.order_by().annotate(root=root_of()).values("root").distinct().count()
