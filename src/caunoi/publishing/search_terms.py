"""The terms by which readers find what is public, the same on both databases; and what they asked for.

A document's terms are plain tokens: each folded word, ``t=<word>`` for those of the title, ``<word>=<word>`` for two
that stand side by side, and facets: ``k=<kind>``, ``s=<site>``, ``u=<unit>`` for its place and all above that. So one
look-up answers words, phrases and filters at once, and a phrase costs no look at the texts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from caunoi.core.text import clean, fold

LONGEST_WORD = 40
MOST_WORDS = 5000
MOST_ASKED = 10
# The day, then random bits that keep two documents of one day apart.
SPREAD = 43

_WORD = re.compile(r"[^\W_]+")
_SINGLE, _DOUBLE = "'", '"'
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_ASKED = re.compile(r'(?<!\S)(-?)"([^"]*)"?|(?<!\S)(-?)([^\s"]+)|([^\s"]+)')


def words_of(text: str) -> list[str]:
    """Return the folded words of ``text`` in order, each cut at 40 letters."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


def newest_of(day: dt.date) -> int:
    """Return the number above which documents are of ``day`` or later."""
    return day.toordinal() << SPREAD


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader asks for; ``words`` are those in the order typed, those of phrases included."""

    words: tuple[str, ...] = ()
    # Words that need not stand side by side: runs of them, parted by phrases.
    runs: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def typed(self) -> str:
        """The same as one could type it, folded."""
        parts = [" ".join(run) for run in self.runs] + [f'"{" ".join(phrase)}"' for phrase in self.phrases]
        parts += [f'-"{" ".join(one)}"' if len(one) > 1 else f"-{one[0]}" for one in self.without]
        return " ".join(parts)


def read_query(query: str) -> Asked:
    """Return what ``query`` asks for: words, "phrases" in any quotes, and -words that must not stand there."""
    words: list[str] = []
    runs: list[tuple[str, ...]] = []
    phrases: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    run: list[str] = []
    for found in _ASKED.finditer(clean(query).translate(_QUOTES)):
        told = words_of(found[2] or found[4] or found[5] or "")[: MOST_ASKED - len(words)]
        if not told:
            continue
        if found[1] or found[3]:
            without.append(tuple(told))
            continue
        words += told
        if found[2] and len(told) > 1:
            phrases.append(tuple(told))
            runs, run = ([*runs, tuple(run)] if run else runs), []
        else:
            run += told
    if run:
        runs.append(tuple(run))
    return Asked(words=tuple(words), runs=tuple(runs), phrases=tuple(phrases), without=tuple(without[:MOST_ASKED]))


def pairs(words: Sequence[str]) -> list[str]:
    """Return the terms of words that stand side by side."""
    return [f"{before}={after}" for before, after in pairwise(words)]


def document_terms(*, title: str, text: str, facets: Iterable[str], beside: Iterable[str] = ()) -> str:
    """Return the terms of a document, apart by spaces.

    The texts ``beside`` it count each for itself: no phrase goes from one to the next. A long text leaves them room.
    """
    titled, words = words_of(title), words_of(text)[:MOST_WORDS]
    terms = dict.fromkeys(facets)
    terms |= dict.fromkeys(f"t={word}" for word in titled)
    terms |= dict.fromkeys([*titled, *pairs(titled), *words, *pairs(words)])
    for each in map(words_of, beside):
        terms |= dict.fromkeys([*each, *pairs(each)])
    return " ".join(terms)


def plain_words(terms: str) -> set[str]:
    """Return the words among the terms of a document."""
    return {term for term in terms.split() if "=" not in term}


@dataclass(frozen=True, kw_only=True)
class Match:
    """One look-up: all of ``all_of``, one of each of ``any_of``, ``prefix`` begun, nothing of ``none_of``."""

    all_of: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    none_of: tuple[tuple[str, ...], ...] = ()
    prefix: str = ""
    low: int | None = None
    high: int | None = None

    def fts5(self) -> str:
        """Return it as SQLite's FTS5 reads it."""
        parts = [_joined(self.all_of, " AND ", _DOUBLE)] if self.all_of else []
        parts += [f"({_joined(terms, ' OR ', _DOUBLE)})" for terms in self.any_of]
        if self.prefix:
            parts.append(f'"{self.prefix}" *')
        said = " AND ".join(parts)
        for terms in self.none_of:
            said = f"({said}) NOT ({_joined(terms, ' AND ', _DOUBLE)})"
        return said

    def tsquery(self) -> str:
        """Return it as PostgreSQL reads it."""
        parts = [_joined(self.all_of, " & ", _SINGLE)] if self.all_of else []
        parts += [f"({_joined(terms, ' | ', _SINGLE)})" for terms in self.any_of]
        if self.prefix:
            parts.append(f"'{self.prefix}':*")
        parts += [f"!({_joined(terms, ' & ', _SINGLE)})" for terms in self.none_of]
        return " & ".join(parts)


def _joined(terms: Iterable[str], by: str, quote: str) -> str:
    # Terms hold letters, figures and "=" alone: nothing in them can end a quotation.
    return by.join(f"{quote}{term}{quote}" for term in terms)


@dataclass(frozen=True, kw_only=True)
class Where:
    """Where and when to look; None and nothing for everywhere and always. Days are inclusive."""

    kind: str = ""
    site: int | None = None
    units: tuple[int, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    facets: tuple[tuple[str, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        told = [(f"k={self.kind}",)] if self.kind else []
        told += [(f"s={self.site}",)] if self.site is not None else []
        told += [tuple(f"u={unit}" for unit in self.units)] if self.units else []
        object.__setattr__(self, "facets", tuple(told))

    @property
    def low(self) -> int | None:
        """The least number of a document in these days."""
        return newest_of(self.since) if self.since else None

    @property
    def high(self) -> int | None:
        """The number that documents in these days stay below."""
        return newest_of(self.until + dt.timedelta(days=1)) if self.until and self.until < dt.date.max else None


def tiers(asked: Asked, where: Where) -> Iterator[Match]:
    """Give what to look up, best first: the title holds all, all side by side, all anywhere, the last word begun."""
    if not asked:
        return
    phrases = tuple(term for phrase in asked.phrases for term in pairs(phrase))
    none_of = tuple(tuple(pairs(one)) if len(one) > 1 else one for one in asked.without)

    def match(*terms: str, prefix: str = "") -> Match:
        return Match(
            all_of=tuple(dict.fromkeys([*terms, *phrases])), any_of=where.facets, none_of=none_of, prefix=prefix,
            low=where.low, high=where.high,
        )  # fmt: skip

    yield match(*(f"t={word}" for word in asked.words))
    side_by_side = [term for run in asked.runs for term in pairs(run)]
    if side_by_side:
        yield match(*side_by_side, *(run[0] for run in asked.runs if len(run) == 1))
    loose = [word for run in asked.runs for word in run]
    yield match(*loose)
    if asked.runs and len(last := loose[-1]) > 1:
        yield match(*loose[:-1], prefix=last)


def title_tiers(asked: Asked, where: Where) -> Iterator[Match]:
    """Give what to look up while one types: titles with these words, then those in which the last one is begun."""
    titled = [f"t={word}" for word in asked.words]
    if not titled:
        return
    yield Match(all_of=tuple(titled), any_of=where.facets, low=where.low, high=where.high)
    if len(asked.words[-1]) > 1:
        yield Match(all_of=tuple(titled[:-1]), any_of=where.facets, prefix=titled[-1], low=where.low, high=where.high)
