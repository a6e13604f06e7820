"""Entries of the register that are one person: reads resolve them to the one that stands for all."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from caunoi.directory.models import MergedPerson, Person


def whole(person: Person, prefix: str = "person") -> Q:
    """Return the condition that ``prefix`` is the person, or an entry merged into it."""
    return Q(**{prefix: person}) | Q(**{f"{prefix}__merge__root": person})


def root_of(prefix: str = "person") -> Coalesce:
    """Return the expression for whom an entry stands: count this, distinct, to count people."""
    return Coalesce(F(f"{prefix}__merge__root"), F(prefix))


def entries_of(person: Person) -> list[Person]:
    """Return the person and every entry that was merged into it, the person first."""
    merged = Person.objects.filter(merge__root=person).select_related("merge").order_by("pk")
    return [person, *merged]


def current_entry(person_id: UUID) -> UUID:
    """Return the entry that stands for ``person_id`` now: itself, unless it was merged."""
    return MergedPerson.objects.filter(person=person_id).values_list("root_id", flat=True).first() or person_id
