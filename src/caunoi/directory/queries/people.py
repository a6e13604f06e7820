"""Persons in scope: the list, the post somebody held on a day, the units they are known by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from caunoi.core.text import fold, fold_words
from caunoi.directory.models import Organisation, Person, PersonScope, Post
from caunoi.directory.queries.entries import root_of, whole
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of, visible_organisations, visible_persons

# Lists of keys are sent in parts: SQLite takes 32,766 parameters a query.
_PART = 2_000
# A scope of at most so many persons is narrow.
_NARROW = 3_000
# The units through which persons are known: for each person, folded -> as written.
Units: TypeAlias = dict[UUID, dict[str, str]]


def units_from_posts(persons: Iterable[UUID]) -> Units:
    """Return where persons hold or held posts."""
    units: Units = {}
    for part in parts(persons):
        held = Post.objects.filter(Q(person__in=part) | Q(person__merge__root__in=part))
        rows = held.annotate(whose=root_of()).order_by("id")
        for whose, name, written in rows.values_list("whose", "organisation__name", "organisation_text"):
            text = name or written
            if text:
                units.setdefault(whose, {}).setdefault(fold(text), text)
    return units


def parts(values: Iterable[Any]) -> Iterable[list[Any]]:
    """Give the distinct values that are not empty, in parts that one query can take."""
    keys = sorted({value for value in values if value})
    for start in range(0, len(keys), _PART):
        yield keys[start : start + _PART]


def post_at(person: Person, day: date | None) -> str:
    """Return the post that ``person`` held on ``day``, the latest begun of several; "" where none is known.

    Without a day the latest post counts.
    """
    posts = Post.objects.filter(whole(person)).select_related("organisation")
    held = posts.at(day) if day else posts
    latest: Post | None = held.order_by(F("valid_from").desc(nulls_last=True), "-id").first()
    return str(latest) if latest else ""


@dataclass(frozen=True, kw_only=True)
class PersonFilter:
    """What a list of persons is narrowed to; ``organisation`` counts with all that lies below it."""

    text: str = ""
    organisation: UUID | None = None


def filtered_persons(user: AnyUser, wanted: PersonFilter) -> QuerySet[Person]:
    """Return the visible persons whose name holds every word of ``text`` and whom the organisation knows."""
    found = listed(user)
    for word in fold_words(wanted.text):
        # The same words as in ``folded_name``, and the index by which the list is sorted holds them.
        found = found.filter(sort_name__contains=word)
    if wanted.organisation:
        chosen = visible_organisations(user).filter(pk=wanted.organisation).first()
        known = PersonScope.objects.none()
        if chosen:
            low, high = chosen.range
            known = PersonScope.objects.filter(organisation__path__gte=low, organisation__path__lt=high)
        found = found.filter(pk__in=known.values("person"))
    return found


def listed(user: AnyUser) -> QuerySet[Person]:
    """Return the visible persons, asked for in the way that is quick for the size of the scope.

    In a wide scope almost everybody is visible: persons are walked in order and each is looked up. In a narrow one
    that walk would pass by nearly all of the register, so its few persons are taken first. PostgreSQL would choose by
    itself, SQLite needs to be told.
    """
    known = PersonScope.objects.filter(in_ranges("organisation__path", scope_of(user).register)).order_by()
    if known[: _NARROW + 1].count() > _NARROW:
        return visible_persons(user)
    return Person.objects.filter(pk__in=known.values("person"), merged_into__isnull=True)


def with_posts(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Load with each person the posts held today, the latest first, as ``held_posts``; one query more."""
    held = (
        Post.objects.at(timezone.localdate())
        .select_related("organisation")
        .order_by(F("valid_from").desc(nulls_last=True), "-id")
    )
    return persons.prefetch_related(Prefetch("posts", held, to_attr="held_posts"))


def posts_of(person: Person) -> QuerySet[Post]:
    """Return all posts of a person, the latest begun first, those without a beginning last."""
    return (
        Post.objects.filter(whole(person))
        .select_related("organisation")
        .order_by(F("valid_from").desc(nulls_last=True), "-id")
    )


def known_to(user: AnyUser, person: Person) -> QuerySet[Organisation]:
    """Return the organisations in scope through which a person is known, by name."""
    return visible_organisations(user).filter(known_persons__person=person).order_by("folded_name", "id")
