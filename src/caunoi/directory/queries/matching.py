"""Whom the register knows already: the one place where somebody typed or listed is matched with persons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from caunoi.core.fields import lookup_hashes
from caunoi.core.text import fold, given_name_first
from caunoi.directory.models import Person
from caunoi.directory.queries.people import Units, parts, units_from_posts
from caunoi.directory.queries.scope import AnyUser, visible_persons

# What each sign counts; together they are 100 at most.
_NAME, _NEAR, _PHONE, _YEAR, _UNIT = 40, 25, 35, 15, 10
# So alike (of 100) are two names written almost the same; below the second number they need another sign.
_ALIKE, _ALIKE_ALONE = 80, 90
# So many persons of one given name, or of one year, are compared at most.
_BLOCK = 3_000


@dataclass(frozen=True, kw_only=True)
class Match:
    """Somebody the register knows who may be the one typed or listed.

    Out of scope (``visible`` false) the name is masked and nothing else is told. ``by_name`` says that the names are
    the same, marks and case aside; otherwise they are written almost the same, or only the phone speaks for it.
    """

    person_id: UUID
    full_name: str
    birth_year: int | None
    unit_text: str
    visible: bool
    by_phone: bool
    by_year: bool
    by_unit: bool
    by_name: bool = True
    almost: bool = False

    @property
    def score(self) -> int:
        """How much speaks for it, of 100."""
        name = _NAME if self.by_name else _NEAR if self.almost else 0
        return min(100, name + self.by_phone * _PHONE + self.by_year * _YEAR + self.by_unit * _UNIT)

    @property
    def reasons(self) -> list[str | Promise]:
        """What speaks for it, in words."""
        told = (
            (self.by_name, _("same name")),
            (self.almost and not self.by_name, _("name written almost the same")),
            (self.by_phone, _("same phone")),
            (self.by_year, _("same year of birth")),
            (self.by_unit, _("same unit")),
        )
        return [words for holds, words in told if holds]

    @property
    def strong(self) -> bool:
        """Whether the name is the same and more than the name speaks for it."""
        return self.visible and self.by_name and (self.by_phone or self.by_year or self.by_unit)

    @property
    def may_be_used(self) -> bool:
        """Whether the person can be linked: in scope, or named and called by the same name and phone."""
        return self.visible or self.by_phone


def masked(full_name: str) -> str:
    """Return the initials of a name: all that may be told of somebody out of scope."""
    return " ".join(f"{word[0]}." for word in full_name.split())


def match_persons(
    user: AnyUser,
    wanted: Sequence[Mapping[str, object]],
    *,
    most: int = 3,
    units_of: Callable[[Iterable[UUID]], Units] = units_from_posts,
) -> list[list[Match]]:
    """Return for each of ``wanted`` (full_name, birth_year, unit_text, phone) up to ``most`` matches, best first.

    In scope: same folded name, and no year of birth that differs. Out of scope: same name and same phone, masked. The
    number of queries depends on the length of the list by thousands only.
    """
    names = [fold(str(one["full_name"])) for one in wanted]
    by_name: dict[str, list[Person]] = {}
    for person in _persons(visible_persons(user), "folded_name__in", names):
        by_name.setdefault(person.folded_name, []).append(person)
    return _matched(wanted, [by_name.get(name, []) for name in names], most=most, units_of=units_of)


def likely_persons(
    user: AnyUser,
    wanted: Mapping[str, object],
    *,
    most: int = 5,
    units_of: Callable[[Iterable[UUID]], Units] = units_from_posts,
) -> list[Match]:
    """Return whom the register knows who may be the one person typed, best first.

    More than a list is matched by: in scope also names written almost the same, with a given name or a year of birth
    in common, and whoever has the same phone. A year of birth that differs speaks against a name, not against a phone.
    Eight queries at most.
    """
    name, year = fold(str(wanted["full_name"])), wanted.get("birth_year")
    visible = visible_persons(user)
    near = {*_almost(name, _of_given_name(visible, name)), *_almost(name, _of_year(visible, year))}
    found = {
        person.pk: person
        for person in chain(
            _persons(visible, "folded_name__in", [name]),
            _persons(visible, "phone_hash__in", lookup_hashes(str(wanted.get("phone") or ""))),
            _persons(visible, "pk__in", near),
        )
    }
    return _matched([wanted], [list(found.values())], most=most, units_of=units_of)[0]


def _of_given_name(persons: QuerySet[Person], name: str) -> Iterable[tuple[UUID, str]]:
    """Give persons of the same given name: a range of the index by which lists are sorted, right in every collation."""
    given = given_name_first(name).split(" ")[0]
    if not given:
        return []
    rows = persons.filter(sort_name__gte=f"{given} a", sort_name__lte=f"{given} {'z' * 8}")
    return rows.order_by("sort_name", "id").values_list("pk", "folded_name")[:_BLOCK]


def _of_year(persons: QuerySet[Person], year: Any) -> Iterable[tuple[UUID, str]]:
    if not year:
        return []
    rows = persons.filter(birth_year=year)
    return rows.order_by("birth_year", "sort_name", "id").values_list("pk", "folded_name")[:_BLOCK]


def _almost(name: str, rows: Iterable[tuple[UUID, str]]) -> list[UUID]:
    choices = dict(rows)
    alike = process.extract(name, choices, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=50)
    return [pk for _name, _score, pk in alike]


def _matched(
    wanted: Sequence[Mapping[str, object]],
    candidates: Sequence[Sequence[Person]],
    *,
    most: int,
    units_of: Callable[[Iterable[UUID]], Units],
) -> list[list[Match]]:
    phones = [lookup_hashes(str(one.get("phone") or "")) for one in wanted]
    known = {person.pk for group in candidates for person in group}
    elsewhere = {
        (person.folded_name, person.phone_hash): person
        for person in _persons(
            Person.objects.filter(merged_into__isnull=True), "phone_hash__in", chain.from_iterable(phones)
        )
        if person.pk not in known
    }
    units = units_of(known)
    result: list[list[Match]] = []
    for one, group, phone in zip(wanted, candidates, phones, strict=True):
        found = [
            match for person in group if (match := _compared(one, person, phone, units.get(person.pk, {}))) is not None
        ]
        name = fold(str(one["full_name"]))
        hidden = next((elsewhere[name, each] for each in phone if (name, each) in elsewhere), None)
        if hidden:
            found.append(_hidden(hidden))
        found.sort(key=lambda m: (m.visible, m.score, m.by_phone, m.by_year, m.by_unit), reverse=True)
        result.append(found[:most])
    return result


def _compared(
    one: Mapping[str, object], person: Person, phone: Sequence[str], units: Mapping[str, str]
) -> Match | None:
    """Return the match of ``one`` with a person in scope; None where too little speaks for it."""
    name, year, unit = fold(str(one["full_name"])), one.get("birth_year"), fold(str(one.get("unit_text") or ""))
    alike = 100.0 if person.folded_name == name[:120] else fuzz.ratio(person.folded_name, name)
    match = Match(
        person_id=person.pk,
        full_name=person.full_name,
        birth_year=person.birth_year,
        unit_text=next(iter(units.values()), ""),
        visible=True,
        by_name=alike == 100,
        almost=_ALIKE <= alike < 100,
        by_phone=bool(person.phone_hash) and person.phone_hash in phone,
        by_year=bool(year) and person.birth_year == year,
        by_unit=bool(unit) and unit in units,
    )
    if match.by_phone and not match.by_name:
        return match
    if year and person.birth_year and person.birth_year != year:
        return None
    enough = match.by_name or alike >= _ALIKE_ALONE or (match.almost and (match.by_year or match.by_unit))
    return match if enough else None


def _hidden(person: Person) -> Match:
    return Match(
        person_id=person.pk,
        full_name=masked(person.full_name),
        birth_year=None,
        unit_text="",
        visible=False,
        by_phone=True,
        by_year=False,
        by_unit=False,
    )


def _persons(persons: QuerySet[Person], lookup: str, values: Iterable[Any]) -> list[Person]:
    return [
        person
        for part in parts(values)
        for person in persons.filter(**{lookup: part})
        .only("full_name", "folded_name", "birth_year", "phone_hash")
        .order_by("sort_name", "id")
    ]
