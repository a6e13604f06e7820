"""What is held about a person: each domain names its own, so that export and erasure miss nothing.

A domain calls :func:`register` in its ``apps.ready`` for each kind of thing it holds, with the columns that refer to a
person or an account; a column that is left out needs a reason (:func:`leave_out`). A test of the house finds any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from caunoi.core.naming import GAP, each_text, names_pattern

Words: TypeAlias = str | Promise
# JSON types, by the name of the column.
Row: TypeAlias = dict[str, Any]

# What covers each letter where the length must stay.
COVER = "█"
_NOT_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One person: the keys of all entries of the register and of all accounts, and how the person is called.

    ``persons[0]`` is the entry that stands for all. ``organisations`` are those to which the person is known.
    """

    persons: tuple[UUID, ...]
    accounts: tuple[UUID, ...] = ()
    organisations: tuple[UUID, ...] = ()
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    usernames: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What finds name, phone and e-mail in a text, whatever its case and spacing; None where there is none.

        A name of one word is also a word of the language, and left alone.
        """
        named = names_pattern(self.names)
        choices = [named.pattern] if named else []
        choices += [rf"(?<![\w.+-]){re.escape(email)}(?![\w-])" for email in self.emails if email]
        for phone in self.phones:
            digits = _NOT_DIGIT.sub("", phone).removeprefix("84").lstrip("0")
            if len(digits) >= 7:
                # The zero, or the country's number, as people write them.
                choices.append(r"(?<!\d)(?:\+?84|0)?" + r"[\s.()/-]*".join(["", *digits]) + r"(?!\d)")
        return re.compile("|".join(f"(?:{each})" for each in choices), re.IGNORECASE) if choices else None

    def named_in(self, text: str) -> bool:
        """Say whether the text holds a name, phone or e-mail of the person."""
        return bool(self.pattern and self.pattern.search(text))

    def without(self, value: Any) -> Any:
        """Return a text, or JSON types holding texts, with a gap wherever the person was named."""
        return self._mapped(value, lambda _found: GAP)

    def covered(self, value: Any) -> Any:
        """Return the same with every letter covered: places counted in the text stay right."""
        return self._mapped(value, lambda found: re.sub(r"\S", COVER, found.group()))

    def _mapped(self, value: Any, cover: Callable[[re.Match[str]], str]) -> Any:
        pattern = self.pattern
        return value if pattern is None else each_text(value, lambda text: pattern.sub(cover, text))


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One kind of thing that is held about people.

    ``read`` gives the rows of a person for the export, by ``columns``: no secrets, nobody else's data, no title of a
    class. ``erase`` takes away what identifies; without it nothing has to go. ``goes`` and ``stays`` tell the one who
    erases what happens to it, and why what stays does. ``covers`` names the columns, as ``app.Model.field``.
    """

    name: str
    title: Words
    purpose: Words
    columns: Mapping[str, Words]
    read: Callable[[Subject], list[Row]]
    covers: tuple[str, ...] = ()
    erase: Callable[[Subject], None] | None = None
    goes: Words = ""
    stays: Words = ""


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """Something that no program can take a name out of; ``kind`` and ``object_id`` as search calls it, "" for none."""

    what: str
    why: Words
    kind: str = ""
    object_id: str = ""


def called(subject: Subject, names: Iterable[str]) -> Subject:
    """Return the same person, known by further names, too."""
    return replace(subject, names=(*subject.names, *names))


_HOLDINGS: dict[str, tuple[int, Holding]] = {}
_LEFT_OUT: dict[str, str] = {}
_BY_HAND: list[Callable[[Subject, Any], Iterable[ByHand]]] = []
_FIRST: dict[str, Callable[[Collection[UUID]], QuerySet[Any]]] = {}


def register(*holdings: Holding, level: int) -> None:
    """Name what a domain holds about people; a name that stands already is replaced.

    ``level`` is the domain's floor in the house, from the bottom: things are shown from there up, and erased from the
    top down, so that who is erased is known until the last.
    """
    _HOLDINGS.update({each.name: (level, each) for each in holdings})


def leave_out(reasons: Mapping[str, str]) -> None:
    """Name columns (``app.Model.field``) that refer to a person or an account and need no export, each with why."""
    _LEFT_OUT.update(reasons)


def register_by_hand(find: Callable[[Subject, Any], Iterable[ByHand]]) -> None:
    """Let a domain say what it holds that a person has to change: of what the user who erases may see, nothing else."""
    _BY_HAND.append(find)


def register_first(name: str, find: Callable[[Collection[UUID]], QuerySet[Any]]) -> None:
    """Let a domain say which rows its writers lock before they lock persons: ``find`` gives those of some persons."""
    _FIRST[name] = find


def held_first(persons: Collection[UUID], *, lock: bool) -> frozenset[tuple[str, Any]]:
    """Return the rows that everybody locks before these persons; with ``lock``, lock them in order of their keys.

    Whoever locks persons and comes to such rows later asks for them here first, else two can wait for each other.
    """
    held: set[tuple[str, Any]] = set()
    for name, find in sorted(_FIRST.items()):
        rows = find(persons).order_by("pk")
        rows = rows.select_for_update(of=("self",)) if lock else rows
        held.update((name, key) for key in rows.values_list("pk", flat=True))
    return frozenset(held)


def holdings() -> list[Holding]:
    """Return everything that is held about people, from the bottom of the house up."""
    return [each for _level, each in sorted(_HOLDINGS.values(), key=lambda row: row[0])]


def left_out() -> dict[str, str]:
    """Return the columns that are left out, each with why."""
    return dict(_LEFT_OUT)


def by_hand(subject: Subject, actor: Any) -> Iterator[ByHand]:
    """Give everything in the scope of ``actor`` that a person has to change once ``subject`` is erased."""
    for find in _BY_HAND:
        yield from find(subject, actor)
