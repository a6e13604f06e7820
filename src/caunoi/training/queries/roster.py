"""Participants of a class; who is the same person; whom the register knows already."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from caunoi.core.fields import lookup_hash
from caunoi.core.text import clean, fold, fold_words
from caunoi.directory.models import Person, Post
from caunoi.directory.queries.scope import AnyUser, visible_persons
from caunoi.training.enums import EnrolmentState
from caunoi.training.models import Enrolment, RosterBatch, Scan, TrainingClass
from caunoi.training.queries.classes import visible_classes

# Grave, acute, tilde, hook above, dot below: "hòa" and "hoà" differ in nothing but the letter that carries them.
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# Lists of keys are sent in parts: SQLite takes 32,766 parameters a query.
_PART = 2_000

ORDERS: dict[str, tuple[str, ...]] = {
    "unit": ("folded_unit", "sort_name", "id"),
    "name": ("sort_name", "folded_unit", "id"),
}


@dataclass(frozen=True)
class Identity:
    """What tells one person of a list from another: name as written, year of birth, unit, phone."""

    key: str
    birth_year: int | None
    folded_unit: str
    phone_hash: str

    def same_as(self, other: Identity) -> bool:
        """Say whether nothing known tells the two apart: same name, and no year, unit or phone that differs."""
        if self.key != other.key:
            return False
        if self.birth_year and other.birth_year and self.birth_year != other.birth_year:
            return False
        if self.phone_hash and other.phone_hash:
            return self.phone_hash == other.phone_hash
        return not (self.folded_unit and other.folded_unit and self.folded_unit != other.folded_unit)


def name_key(full_name: str) -> str:
    """Return the key by which two written names are one: case and the place of the tone mark don't count.

    Marks do: "Mẫu" and "Mậu" are two names. (For finding, :func:`caunoi.core.text.fold` drops them all.)
    """
    words = []
    for word in clean(full_name).casefold().split():
        letters = unicodedata.normalize("NFD", word)
        tones = "".join(sorted(c for c in letters if c in _TONES))
        words.append("".join(c for c in letters if c not in _TONES) + tones)
    return " ".join(words)


def identity(*, full_name: str, birth_year: int | None = None, unit_text: str = "", phone: str = "") -> Identity:
    """Return the identity of somebody typed or listed."""
    return Identity(name_key(full_name), birth_year, fold(unit_text), lookup_hash(phone))


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One person of a class's list with the place on it, counted from 1 as the page shows it."""

    number: int
    enrolment_id: int
    person_id: UUID
    full_name: str
    unit_text: str
    withdrawn: bool
    identity: Identity


class ListIndex:
    """The list of a class, asked whether somebody stands on it; one query however often it is asked."""

    def __init__(self, training_class: TrainingClass) -> None:
        rows = (
            Enrolment.objects.filter(training_class=training_class)
            .order_by(*ORDERS["unit"])
            .values_list(
                "id",
                "person_id",
                "person__full_name",
                "person__birth_year",
                "person__phone_hash",
                "unit_text",
                "folded_unit",
                "state",
            )
        )
        self.by_person: dict[UUID, Listed] = {}
        self.by_key: dict[str, list[Listed]] = {}
        for number, (pk, person_id, name, year, phone, unit, folded, state) in enumerate(rows, start=1):
            listed = Listed(
                number=number,
                enrolment_id=pk,
                person_id=person_id,
                full_name=name,
                unit_text=unit,
                withdrawn=state == EnrolmentState.WITHDRAWN,
                identity=Identity(name_key(name), year, folded, phone),
            )
            self.by_person[person_id] = listed
            self.by_key.setdefault(listed.identity.key, []).append(listed)

    def find(self, wanted: Identity, person_id: UUID | None = None) -> Listed | None:
        """Return who stands on the list as ``wanted``, by the register's id where it is given."""
        if person_id is not None:
            return self.by_person.get(person_id)
        return next((one for one in self.by_key.get(wanted.key, ()) if wanted.same_as(one.identity)), None)


@dataclass(frozen=True, kw_only=True)
class Match:
    """Somebody the register knows who may be the one on the list.

    Out of scope (``visible`` false) the name is masked and nothing else is told.
    """

    person_id: UUID
    full_name: str
    birth_year: int | None
    unit_text: str
    visible: bool
    by_phone: bool
    by_year: bool
    by_unit: bool

    @property
    def strong(self) -> bool:
        """Whether more than the name speaks for it."""
        return self.visible and (self.by_phone or self.by_year or self.by_unit)

    @property
    def may_be_used(self) -> bool:
        """Whether the person can be linked: in scope, or named and called by the same name and phone."""
        return self.visible or self.by_phone


def masked(full_name: str) -> str:
    """Return the initials of a name: all that may be told of somebody out of scope."""
    return " ".join(f"{word[0]}." for word in full_name.split())


def match_persons(user: AnyUser, wanted: Sequence[Mapping[str, object]], *, most: int = 3) -> list[list[Match]]:
    """Return for each of ``wanted`` (full_name, birth_year, unit_text, phone) up to ``most`` matches, best first.

    In scope: same folded name, and no year of birth that differs. Out of scope: same name and same phone, masked. The
    number of queries depends on the length of the list by thousands only.
    """
    names = [fold(str(one["full_name"])) for one in wanted]
    phones = [lookup_hash(str(one.get("phone") or "")) for one in wanted]
    by_name: dict[str, list[Person]] = {}
    for person in _persons(visible_persons(user), "folded_name__in", names):
        by_name.setdefault(person.folded_name, []).append(person)
    known = {person.pk for persons in by_name.values() for person in persons}
    elsewhere = {
        (person.folded_name, person.phone_hash): person
        for person in _persons(Person.objects.filter(merged_into__isnull=True), "phone_hash__in", phones)
        if person.pk not in known
    }
    units = _units_of(user, known)
    result: list[list[Match]] = []
    for one, name, phone in zip(wanted, names, phones, strict=True):
        year, unit = one.get("birth_year"), fold(str(one.get("unit_text") or ""))
        found = [
            Match(
                person_id=person.pk,
                full_name=person.full_name,
                birth_year=person.birth_year,
                unit_text=next(iter(units.get(person.pk, {}).values()), ""),
                visible=True,
                by_phone=bool(phone) and person.phone_hash == phone,
                by_year=bool(year) and person.birth_year == year,
                by_unit=bool(unit) and unit in units.get(person.pk, {}),
            )
            for person in by_name.get(name, ())
            if not (year and person.birth_year and person.birth_year != year)
        ]
        hidden = elsewhere.get((name, phone)) if phone else None
        if hidden:
            found.append(
                Match(
                    person_id=hidden.pk,
                    full_name=masked(hidden.full_name),
                    birth_year=None,
                    unit_text="",
                    visible=False,
                    by_phone=True,
                    by_year=False,
                    by_unit=False,
                )
            )
        found.sort(key=lambda m: (m.visible, m.by_phone, m.by_year, m.by_unit), reverse=True)
        result.append(found[:most])
    return result


def _parts(values: Iterable[str]) -> Iterable[list[str]]:
    keys = sorted({value for value in values if value})
    for start in range(0, len(keys), _PART):
        yield keys[start : start + _PART]


def _persons(persons: QuerySet[Person], lookup: str, values: Iterable[str]) -> list[Person]:
    return [
        person
        for part in _parts(values)
        for person in persons.filter(**{lookup: part})
        .only("full_name", "folded_name", "birth_year", "phone_hash")
        .order_by("sort_name", "id")
    ]


def _units_of(user: AnyUser, persons: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Return the units through which persons are known, folded -> as written, from classes in scope and from posts."""
    units: dict[UUID, dict[str, str]] = {}
    ids = list(persons)
    for start in range(0, len(ids), _PART):
        part = ids[start : start + _PART]
        rows = Enrolment.objects.filter(person__in=part, training_class__in=visible_classes(user)).exclude(
            folded_unit=""
        )
        for person_id, folded, text in rows.order_by("-id").values_list("person_id", "folded_unit", "unit_text"):
            units.setdefault(person_id, {}).setdefault(folded, text)
        posts = Post.objects.filter(person__in=part).select_related("organisation").order_by("id")
        for post in posts:
            text = post.organisation.name if post.organisation else post.organisation_text
            if text:
                units.setdefault(post.person_id, {}).setdefault(fold(text), text)
    return units


def participants(training_class: TrainingClass, *, text: str = "", order: str = "unit") -> QuerySet[Enrolment]:
    """Return the list of a class, the withdrawn included, narrowed to rows that hold every word of ``text``.

    ``order`` is a key of ``ORDERS``: by unit and given name, or by given name.
    """
    rows = Enrolment.objects.filter(training_class=training_class).select_related(
        "person", "venue_point", "substitute_for__person", "substitute__person"
    )
    for word in fold_words(text):
        rows = rows.filter(Q(person__folded_name__contains=word) | Q(folded_unit__contains=word))
    return rows.order_by(*ORDERS.get(order, ORDERS["unit"]))


def participants_for_export(training_class: TrainingClass) -> QuerySet[Enrolment]:
    """Return who is on the list now, by unit and given name, for a table or a paper."""
    return participants(training_class).filter(state=EnrolmentState.NOMINATED)


@dataclass(frozen=True, kw_only=True)
class ListCounts:
    """How a list stands: nominated (without substitutes), substitutes, withdrawn, units."""

    nominated: int
    substitutes: int
    withdrawn: int
    units: int


def list_counts(training_class: TrainingClass) -> ListCounts:
    """Count a class's list, in one query."""
    rows = list(
        Enrolment.objects.filter(training_class=training_class)
        .order_by("id")
        .values_list("state", "substitute_for_id", "folded_unit")
    )
    there = [(substitute_for, unit) for state, substitute_for, unit in rows if state == EnrolmentState.NOMINATED]
    return ListCounts(
        nominated=sum(1 for substitute_for, _ in there if substitute_for is None),
        substitutes=sum(1 for substitute_for, _ in there if substitute_for is not None),
        withdrawn=len(rows) - len(there),
        units=len({unit for _, unit in there if unit}),
    )


def units_of_class(training_class: TrainingClass) -> list[str]:
    """Return the units on the list as written, in order: what the form offers while typing."""
    texts = Enrolment.objects.filter(training_class=training_class).exclude(unit_text="")
    by_folded: dict[str, str] = {}
    for folded, text in texts.order_by("folded_unit", "id").values_list("folded_unit", "unit_text"):
        by_folded.setdefault(folded, text)
    return list(by_folded.values())


def undoable_batches(training_class: TrainingClass) -> QuerySet[RosterBatch]:
    """Return the lists taken over and not undone, newest first."""
    return RosterBatch.objects.filter(training_class=training_class, undone_at__isnull=True).order_by("-accepted_at")


def batch_has_scans(batch: RosterBatch) -> bool:
    """Say whether attendance was observed for anybody of the list."""
    return Scan.objects.filter(enrolment__batch=batch).exists()
