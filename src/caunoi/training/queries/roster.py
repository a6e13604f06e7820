"""Participants of a class; who is the same person; whom the register knows already."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet

from caunoi.core.fields import lookup_hashes
from caunoi.core.text import clean, fold, fold_words, natural_key
from caunoi.directory.queries import matching
from caunoi.directory.queries.entries import root_of
from caunoi.directory.queries.matching import Match
from caunoi.directory.queries.people import Units, parts, units_from_posts
from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import EnrolmentState
from caunoi.training.models import Enrolment, RosterBatch, Scan, TrainingClass
from caunoi.training.queries.classes import visible_classes

# Grave, acute, tilde, hook above, dot below: "hòa" and "hoà" differ in nothing but the letter that carries them.
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")

ORDERS: dict[str, tuple[str, ...]] = {
    "unit": ("folded_unit", "sort_name", "id"),
    "name": ("sort_name", "folded_unit", "id"),
}


@dataclass(frozen=True)
class Identity:
    """What tells one person of a list from another: name as written, year of birth, unit, phone.

    The phone is there as its hash under every look-up key: what is stored may still be under an older one.
    """

    key: str
    birth_year: int | None
    folded_unit: str
    phone_hashes: frozenset[str]

    def same_as(self, other: Identity) -> bool:
        """Say whether nothing known tells the two apart: same name, and no year, unit or phone that differs."""
        if self.key != other.key:
            return False
        if self.birth_year and other.birth_year and self.birth_year != other.birth_year:
            return False
        if self.phone_hashes and other.phone_hashes:
            return not self.phone_hashes.isdisjoint(other.phone_hashes)
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
    return Identity(name_key(full_name), birth_year, natural_key(unit_text), frozenset(lookup_hashes(phone)))


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
                # Somebody listed under an entry that was merged stands on the list.
                root_of(),
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
                identity=Identity(name_key(name), year, folded, frozenset({phone} - {""})),
            )
            self.by_person[person_id] = listed
            self.by_key.setdefault(listed.identity.key, []).append(listed)

    def find(self, wanted: Identity, person_id: UUID | None = None) -> Listed | None:
        """Return who stands on the list as ``wanted``, by the register's id where it is given."""
        if person_id is not None:
            return self.by_person.get(person_id)
        return next((one for one in self.by_key.get(wanted.key, ()) if wanted.same_as(one.identity)), None)


def match_persons(user: AnyUser, wanted: Sequence[Mapping[str, object]], *, most: int = 3) -> list[list[Match]]:
    """Return for each of ``wanted`` up to ``most`` matches, as the directory does; classes tell units, too."""
    return matching.match_persons(user, wanted, most=most, units_of=partial(units_of, user))


def likely_persons(user: AnyUser, wanted: Mapping[str, object], *, most: int = 5) -> list[Match]:
    """Return whom the register knows who may be the one typed, as the directory does; classes tell units, too."""
    return matching.likely_persons(user, wanted, most=most, units_of=partial(units_of, user))


def units_of(user: AnyUser, persons: Iterable[UUID]) -> Units:
    """Return the units through which persons are known, from classes in scope first, then from posts."""
    units: Units = {}
    ids = list(persons)
    for part in parts(ids):
        theirs = Q(person__in=part) | Q(person__merge__root__in=part)
        rows = Enrolment.objects.filter(theirs, training_class__in=visible_classes(user)).exclude(folded_unit="")
        # The stored key pads numbers for sorting; the directory compares by the plain one.
        for person_id, text in rows.order_by("-id").values_list(root_of(), "unit_text"):
            units.setdefault(person_id, {}).setdefault(fold(text), text)
    for person_id, texts in units_from_posts(ids).items():
        for folded, text in texts.items():
            units.setdefault(person_id, {}).setdefault(folded, text)
    return units


def listed(training_class: TrainingClass) -> QuerySet[Enrolment]:
    """Return the rows of the class's own list, struck out or not: nobody who only makes up a sitting here."""
    return Enrolment.objects.filter(training_class=training_class).exclude(state=EnrolmentState.MAKE_UP)


def participants(training_class: TrainingClass, *, text: str = "", order: str = "unit") -> QuerySet[Enrolment]:
    """Return the list of a class, the withdrawn included, narrowed to rows that hold every word of ``text``.

    ``order`` is a key of ``ORDERS``: by unit and given name, or by given name.
    """
    rows = listed(training_class).select_related(
        "person", "venue_point", "substitute_for__person", "substitute__person"
    )
    for word in fold_words(text):
        rows = rows.filter(Q(person__folded_name__contains=word) | Q(folded_unit__contains=word))
    return rows.order_by(*ORDERS.get(order, ORDERS["unit"]))


def participants_for_export(training_class: TrainingClass) -> QuerySet[Enrolment]:
    """Return who is on the list now, by unit and given name, for a table or a paper."""
    return (
        participants(training_class)
        .filter(state=EnrolmentState.NOMINATED)
        .select_related("person", "venue_point", "substitute_for__person", "sender")
    )


@dataclass(frozen=True, kw_only=True)
class ListCounts:
    """How a list stands: nominated (without substitutes), substitutes, withdrawn, units."""

    nominated: int
    substitutes: int
    withdrawn: int
    units: int


def list_counts(training_class: TrainingClass) -> ListCounts:
    """Count a class's list, in one query."""
    rows = list(listed(training_class).order_by("id").values_list("state", "substitute_for_id", "folded_unit"))
    there = [(substitute_for, unit) for state, substitute_for, unit in rows if state == EnrolmentState.NOMINATED]
    return ListCounts(
        nominated=sum(1 for substitute_for, _ in there if substitute_for is None),
        substitutes=sum(1 for substitute_for, _ in there if substitute_for is not None),
        withdrawn=len(rows) - len(there),
        units=len({unit for _, unit in there if unit}),
    )


def units_of_class(training_class: TrainingClass) -> list[str]:
    """Return the units on the list as written, in order: what the form offers while typing."""
    texts = listed(training_class).exclude(unit_text="")
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
