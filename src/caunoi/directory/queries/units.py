"""Finding an administrative unit by what people write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from rapidfuzz import fuzz, process

from caunoi.core.text import fold
from caunoi.directory.enums import UnitLevel
from caunoi.directory.models import Succession, Unit

# What people write before a name, folded -> the kinds of unit it can mean, folded. Longer ones come first.
_KINDS: dict[str, tuple[str, ...]] = {
    "thanh pho": ("thanh pho",),
    "thi tran": ("thi tran",),
    "dac khu": ("dac khu",),
    "thi xa": ("thi xa",),
    "phuong": ("phuong",),
    "huyen": ("huyen",),
    "quan": ("quan",),
    "tinh": ("tinh",),
    "xa": ("xa",),
    "tp": ("thanh pho",),
    "tt": ("thi tran",),
    "tx": ("thi xa",),
    "dk": ("dac khu",),
    "p": ("phuong",),
    "q": ("quan",),
    "h": ("huyen",),
    "t": ("tinh",),
    "x": ("xa",),
}
_LONG = "|".join(kind for kind in _KINDS if len(kind) > 2)
_ABBREVIATED = "|".join(kind for kind in _KINDS if len(kind) <= 2)
_KIND = re.compile(rf"^(?:({_LONG})\s+|({_ABBREVIATED})(?:\.\s*|\s+))(?=\S)")
_BETWEEN = re.compile(r"\s*[,;/()]\s*|\s+[-–—]\s+")
# "phường A quận B": a kind in the middle begins the next unit where no comma does.
_INNER = re.compile(rf"\s+(?=(?:{_LONG}|(?:{_ABBREVIATED})\.)\s*\S)")
_MOST = 20
_LIKE_ENOUGH = 84


@dataclass(frozen=True)
class UnitMatch:
    """A unit that the text may mean. ``former`` units ended before the day asked for.

    ``exact`` says that every part of the text was found as written, marks and case apart; ``score`` is 0 to 1.
    ``successors`` holds all that took over a former unit, none preferred.
    """

    unit: Unit
    former: bool
    exact: bool
    score: float
    successors: tuple[Unit, ...]


@dataclass(frozen=True)
class _Part:
    kinds: tuple[str, ...]
    name: str

    def names(self, unit: Unit) -> bool:
        return unit.folded_name == self.name and (not self.kinds or fold(unit.prefix) in self.kinds)


def find_units(text: str, *, day: date | None = None) -> list[UnitMatch]:
    """Return the units that ``text`` may mean, best first, at most 20; several where it is ambiguous, never a guess.

    Marks, case, and abbreviations of kinds don't matter: "P. Hòa Khánh Nam, Q. Liên Chiểu, Đà Nẵng". The smallest
    unit comes first in the text, those above it behind. Where nothing fits, similar names are returned as not exact.
    ``day`` (today) decides what is former; former units are found all the same.
    """
    parts = _parts(text)
    if not parts:
        return []
    day = day or timezone.localdate()
    first, above = parts[0], parts[1:]
    exact = [unit for unit in _named([first.name]) if first.names(unit) and _lies_in(unit, above)]
    if exact:
        return _matches(exact, day, exact=True, scores={})
    scores = _similar(first.name)
    close = [unit for unit in _named(scores) if not first.kinds or fold(unit.prefix) in first.kinds]
    # What lies where the text says comes before what only sounds alike.
    within = [unit for unit in close if _lies_in(unit, above)]
    return _matches(within or close, day, exact=False, scores=scores)


def _parts(text: str) -> list[_Part]:
    pieces = [piece for comma in _BETWEEN.split(fold(text)) for piece in _INNER.split(comma) if piece]
    return [_part(piece) for piece in pieces]


def _part(piece: str) -> _Part:
    found = _KIND.match(piece)
    if not found:
        return _Part(kinds=(), name=piece.strip(" ."))
    kind = found.group(1) or found.group(2)
    return _Part(kinds=_KINDS[kind], name=piece[found.end() :].strip(" ."))


def _named(names: Iterable[str]) -> QuerySet[Unit]:
    successions = Succession.objects.select_related("successor__parent").order_by("successor__folded_name")
    return (
        Unit.objects.filter(Q(folded_name__in=list(names)))
        .select_related("parent__parent")
        .prefetch_related(Prefetch("successor_links", queryset=successions))
    )


def _lies_in(unit: Unit, above: list[_Part]) -> bool:
    """Say whether each part names a unit above ``unit``, in order."""
    ancestor = unit.parent
    for part in above:
        while ancestor is not None and not part.names(ancestor):
            ancestor = ancestor.parent
        if ancestor is None:
            return False
    return True


def _similar(name: str) -> dict[str, float]:
    """Return the folded names of units that sound like ``name``, with how much (0 to 1)."""
    # A slip rarely changes how a name begins; a few thousand names are compared in a few milliseconds.
    names = Unit.objects.filter(folded_name__startswith=name[:1]).order_by("folded_name")
    choices = list(names.values_list("folded_name", flat=True).distinct())
    found = process.extract(name, choices, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=_MOST)
    return {choice: score / 100 for choice, score, _index in found}


_RANK = {UnitLevel.PROVINCE: 0, UnitLevel.DISTRICT: 1, UnitLevel.COMMUNE: 2}


def _matches(units: list[Unit], day: date, *, exact: bool, scores: dict[str, float]) -> list[UnitMatch]:
    found = [
        UnitMatch(
            unit=unit,
            former=not unit.exists_on(day),
            exact=exact,
            score=1.0 if exact else scores[unit.folded_name],
            successors=tuple(link.successor for link in unit.successor_links.all()),
        )
        for unit in units
    ]
    found.sort(key=lambda m: (-m.score, m.former, _RANK[UnitLevel(m.unit.level)], m.unit.address, m.unit.code))
    return found[:_MOST]
