"""The terms by which search finds an object, the same on both databases.

A document's terms are plain tokens: ``<ki>w_<word>`` for each folded word and ``<ki>t_<word>`` for each of the title,
where ``<ki>`` are the first two letters of its kind, and ``<kind>_<path>`` for every organisation in whose scope it
lies and every one above. So one look-up answers words, kind and scope at once, nothing out of scope is ever read, and
a word that is common among persons costs nothing when classes are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from caunoi.core.ids import range_below
from caunoi.core.text import fold_words

# Letters of one key in a path; ancestors are its beginnings.
KEY = 6
LONGEST_WORD = 40
MOST_WORDS = 3000
MOST_QUERIED = 12

_PLAIN_PATH = re.compile(r"[0-9A-Z]+")


@dataclass(frozen=True)
class Term:
    """One token asked for; ``prefix`` takes every token that begins so."""

    token: str
    prefix: bool = False


def document_terms(*, kind: str, title: str, text: str, paths: Iterable[str]) -> str:
    """Return the terms of a document, apart by spaces; words beyond the first 3,000 are left out."""
    titled = [word[:LONGEST_WORD] for word in fold_words(title)]
    words = [*titled, *(word[:LONGEST_WORD] for word in fold_words(text))]
    tokens = dict.fromkeys(_word_token(kind, "t", word) for word in titled)
    tokens |= dict.fromkeys(_word_token(kind, "w", word) for word in words[:MOST_WORDS])
    tokens |= dict.fromkeys(path_terms(kind=kind, paths=paths))
    return " ".join(tokens)


def path_terms(*, kind: str, paths: Iterable[str]) -> list[str]:
    """Return the terms of the organisations at ``paths`` and of all above them."""
    above = sorted({path[:end] for path in paths for end in (*range(KEY, len(path), KEY), len(path))})
    return [f"{kind}{_path_token(path)}" for path in above]


def scope_tokens(*, kind: str, ranges: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the terms one of which a document of ``kind`` in ``ranges`` holds.

    Raises ValueError for a range that isn't an organisation with all below it: [path, path + "Z").
    """
    for low, high in ranges:
        if (low, high) != range_below(low):
            raise ValueError(f"Not the range of an organisation: {low!r} to {high!r}.")
    return tuple(f"{kind}{_path_token(low)}" for low, _high in ranges)


def _path_token(path: str) -> str:
    # SQLite's tokenizer folds case: what holds more than capitals and digits is spelled out, so that no two meet.
    return f"_{path}" if _PLAIN_PATH.fullmatch(path) else f"__{path.encode().hex()}"


def _word_token(kind: str, part: str, word: str) -> str:
    return f"{kind[:2]}{part}_{word}"


def tiers(*, kind: str, query: str) -> list[tuple[Term, ...]]:
    """Return what to ask for, best first: whole words of the title, its last word begun, words anywhere.

    The last word may be unfinished, since one searches while typing. Empty for a query without words.
    """
    words = [word[:LONGEST_WORD] for word in fold_words(query)[:MOST_QUERIED]]
    if not words:
        return []
    *before, last = words
    titled = tuple(Term(_word_token(kind, "t", word)) for word in before)
    anywhere = tuple(Term(_word_token(kind, "w", word)) for word in before)
    return [
        (*titled, Term(_word_token(kind, "t", last))),
        (*titled, Term(_word_token(kind, "t", last), prefix=True)),
        (*anywhere, Term(_word_token(kind, "w", last), prefix=True)),
    ]
