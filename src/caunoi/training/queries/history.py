"""Where a person took part, as far as the one who asks may see the classes."""

from __future__ import annotations

from django.db.models import F, QuerySet

from caunoi.directory.models import Person
from caunoi.directory.queries.entries import whole
from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import EnrolmentState
from caunoi.training.models import Enrolment, Guest, Speaker
from caunoi.training.queries.classes import visible_classes


def classes_attended(user: AnyUser, person: Person) -> QuerySet[Enrolment]:
    """Return the person's enrolments in visible classes, newest class first; withdrawn ones are left out.

    What a class was called stays with the class: a person's file shows its code, days and keeper, no title.
    """
    return own_classes_attended(person).filter(training_class__in=visible_classes(user))


def own_classes_attended(person: Person) -> QuerySet[Enrolment]:
    """Return as :func:`classes_attended` what the person alone may see: every class, whoever held it."""
    rows = Enrolment.objects.filter(whole(person), state=EnrolmentState.NOMINATED)
    return rows.select_related("training_class__keeper").order_by(
        F("training_class__starts_on").desc(nulls_last=True), "-id"
    )


def classes_taught(user: AnyUser, person: Person) -> QuerySet[Speaker]:
    """Return the person's talks in visible classes, newest class first."""
    return own_classes_taught(person).filter(training_class__in=visible_classes(user))


def own_classes_taught(person: Person) -> QuerySet[Speaker]:
    """Return as :func:`classes_taught` what the person alone may see."""
    rows = Speaker.objects.filter(whole(person))
    return rows.select_related("training_class__keeper").order_by(
        F("training_class__starts_on").desc(nulls_last=True), "-id"
    )


def classes_visited(user: AnyUser, person: Person) -> QuerySet[Guest]:
    """Return where the person was a guest in visible classes, newest class first."""
    rows = Guest.objects.filter(whole(person), training_class__in=visible_classes(user))
    return rows.select_related("training_class__keeper").order_by(
        F("training_class__starts_on").desc(nulls_last=True), "-id"
    )
