"""Entries of the register that may be one person, and who may decide about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from caunoi.core.text import fold
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Person, PersonDistinction, PersonScope
from caunoi.directory.queries import people
from caunoi.directory.queries.people import Units, units_from_posts
from caunoi.directory.queries.scope import AnyUser, scope_of

# Groups of look-alikes that are read at most, and entries of one group: a page shows some dozens of pairs.
_GROUPS = 500
_OF_A_GROUP = 6


def seen_wholly(user: AnyUser, persons: Iterable[UUID], *kinds: RoleKind) -> set[UUID]:
    """Return those of ``persons`` whose every organisation lies where one of the roles ``kinds`` reaches; one query."""
    scope = scope_of(user)
    ids = list(persons)
    known = PersonScope.objects.filter(person__in=ids).order_by("pk").values_list("person_id", "organisation__path")
    within: dict[UUID, bool] = {}
    for person_id, path in known:
        within[person_id] = within.get(person_id, True) and scope.holds(path, *kinds)
    return {person_id for person_id, all_of_it in within.items() if all_of_it}


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two entries that may be one person, and what speaks for it; ``mergeable`` where the user sees both wholly."""

    first: Person
    second: Person
    same_phone: bool
    same_year: bool
    unit: str
    mergeable: bool


def likely_pairs(
    user: AnyUser,
    kinds: Sequence[RoleKind],
    *,
    person: Person | None = None,
    most: int = 50,
    units_of: Callable[[Iterable[UUID]], Units] = units_from_posts,
) -> list[Pair]:
    """Return up to ``most`` pairs of visible entries that may be one person, those with most signs first.

    Signs: the same phone; the same name with the same year of birth, or of the same unit. Two years that differ speak
    against the name. Pairs that were found to be two people are left out. Nine queries at most.
    """
    persons = people.listed(user)
    around = persons
    if person is not None:
        around = persons.filter(Q(folded_name=person.folded_name) | Q(phone_hash=person.phone_hash) & ~Q(phone_hash=""))
    names = _repeated(around, "folded_name")
    phones = _repeated(around.exclude(phone_hash=""), "phone_hash")
    found = list(
        persons.filter(Q(folded_name__in=names) | Q(phone_hash__in=phones)).defer("email").order_by("created_at", "pk")
    )
    units = units_of([each.pk for each in found])
    told = {(row.first_id, row.second_id) for row in _distinctions(found)}
    pairs = [
        (one, two)
        for one, two in _pairs(found)
        if tuple(sorted((one.pk, two.pk))) not in told and (person is None or person.pk in {one.pk, two.pk})
    ]
    compared = [_compared(one, two, units) for one, two in pairs]
    likely = [each for each in compared if each]
    likely.sort(key=lambda each: (-each[0], each[1].sort_name))
    chosen = likely[:most]
    whole_ones = seen_wholly(user, {each.pk for row in chosen for each in row[1:3]}, *kinds)
    return [
        Pair(
            first=one,
            second=two,
            same_phone=_same_phone(one, two),
            same_year=_same_year(one, two),
            unit=unit,
            mergeable={one.pk, two.pk} <= whole_ones,
        )
        for _signs, one, two, unit in chosen
    ]


def _repeated(persons: QuerySet[Person], column: str) -> list[str]:
    rows = persons.order_by().values(column).annotate(entries=Count("pk")).filter(entries__gt=1)
    return list(rows.order_by(column).values_list(column, flat=True)[:_GROUPS])


def _distinctions(found: Sequence[Person]) -> QuerySet[PersonDistinction]:
    ids = [each.pk for each in found]
    return PersonDistinction.objects.filter(first__in=ids, second__in=ids).order_by("pk")


def _pairs(found: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    groups: dict[Any, list[Person]] = {}
    for each in found:
        groups.setdefault(("name", each.folded_name), []).append(each)
        if each.phone_hash:
            groups.setdefault(("phone", each.phone_hash), []).append(each)
    given: set[tuple[UUID, UUID]] = set()
    for group in groups.values():
        for one, two in combinations(group[:_OF_A_GROUP], 2):
            if (one.pk, two.pk) not in given:
                given.add((one.pk, two.pk))
                yield one, two


def _same_phone(one: Person, two: Person) -> bool:
    return bool(one.phone_hash) and one.phone_hash == two.phone_hash


def _same_year(one: Person, two: Person) -> bool:
    return one.birth_year is not None and one.birth_year == two.birth_year


def _compared(one: Person, two: Person, units: Units) -> tuple[int, Person, Person, str] | None:
    """Return how many signs speak for one person, with a unit of both; None where nothing but the name does."""
    phone, name = _same_phone(one, two), one.folded_name == two.folded_name
    shared = units.get(one.pk, {}).keys() & units.get(two.pk, {}).keys()
    unit = units[one.pk][min(shared)] if shared else ""
    against = one.birth_year is not None and two.birth_year is not None and one.birth_year != two.birth_year
    by_name = name and not against and (_same_year(one, two) or bool(unit))
    if not phone and not by_name:
        return None
    signs = 2 * phone + 2 * name + _same_year(one, two) + bool(unit) - 3 * against
    return signs, one, two, unit


def same_key(text: str) -> str:
    """Return a name as it is compared when somebody types it to confirm."""
    return fold(text)


def told_apart(persons: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Return for each of ``persons`` the entries that were found to be somebody else; a query for each thousand."""
    found: dict[UUID, set[UUID]] = {}
    for part in people.parts(persons):
        rows = PersonDistinction.objects.filter(Q(first__in=part) | Q(second__in=part)).order_by("pk")
        for first, second in rows.values_list("first", "second"):
            found.setdefault(first, set()).add(second)
            found.setdefault(second, set()).add(first)
    return found
