"""Looking terms up: SQLite's FTS5 table, or PostgreSQL's tsvector column; both stand in migration 0002."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from caunoi.core.search_terms import Term

# How many of a large kind's newest documents PostgreSQL tries one by one before it asks the inverted index.
WALK = 1000
# A kind with more documents than this is large.
LARGE = 5000


@dataclass(frozen=True)
class Asked:
    """Documents of one kind that hold every one of ``words`` and one of ``scopes``."""

    words: tuple[Term, ...]
    scopes: tuple[str, ...]


def newest(asked: Mapping[str, Asked], *, most: int) -> dict[str, list[int]]:
    """Return, by kind, the ``newness`` of the newest documents asked for, at most ``most`` each.

    A kind asked for without scopes has no answer: nothing out of scope is ever returned.
    """
    wanted = {kind: one for kind, one in asked.items() if one.scopes and one.words}
    if not wanted:
        return {}
    return _postgresql(wanted, most) if connection.vendor == "postgresql" else _sqlite(wanted, most)


_SQLITE_ARM = """
SELECT %s AS kind, newness FROM (
    SELECT rowid AS newness FROM core_search_index WHERE core_search_index MATCH %s ORDER BY rowid DESC LIMIT %s
)"""


def _sqlite(asked: Mapping[str, Asked], most: int) -> dict[str, list[int]]:
    """Let FTS5 walk from the newest row and stop at ``most``: its row number is the document's ``newness``."""
    arguments: list[str | int] = []
    for kind, one in asked.items():
        words = " AND ".join(f'"{term.token}"{" *" if term.prefix else ""}' for term in one.words)
        scopes = " OR ".join(f'"{token}"' for token in one.scopes)
        arguments += [kind, f"{words} AND ({scopes})", most]
    return _collect(" UNION ALL ".join([_SQLITE_ARM] * len(asked)), arguments)


_WALK_ARM = """
SELECT %s AS kind, newness FROM (
    SELECT newness FROM (
        SELECT newness, vector FROM core_searchdocument WHERE kind = %s ORDER BY newness DESC LIMIT %s
    ) latest WHERE vector @@ %s::tsquery ORDER BY newness DESC LIMIT %s
) found"""
# MATERIALIZED keeps the planner from walking by newness again.
_INDEX_ARM = """
SELECT %s AS kind, newness FROM (
    WITH hits AS MATERIALIZED (SELECT newness FROM core_searchdocument WHERE vector @@ %s::tsquery)
    SELECT newness FROM hits ORDER BY newness DESC LIMIT %s
) found"""
_LARGE_ARM = """
SELECT %s AS kind, count(*) FROM (SELECT 1 FROM core_searchdocument WHERE kind = %s LIMIT %s) counted"""


def _postgresql(asked: Mapping[str, Asked], most: int) -> dict[str, list[int]]:
    """Try a large kind's newest documents one by one; only what is too rare to be met there goes to the index.

    The inverted index alone reads and sorts every hit of a common word; a walk alone reads everything for a rare one.
    """
    queries = {kind: _tsquery(one) for kind, one in asked.items()}
    counts = _collect(_union(_LARGE_ARM, queries), [value for kind in queries for value in (kind, kind, LARGE + 1)])
    large = {kind: query for kind, query in queries.items() if counts[kind][0] > LARGE}
    found: dict[str, list[int]] = {}
    if large:
        arguments: list[str | int] = [
            value for kind, query in large.items() for value in (kind, kind, WALK, query, most)
        ]
        walked = _collect(_union(_WALK_ARM, large), arguments)
        found = {kind: numbers for kind, numbers in walked.items() if len(numbers) >= most}
    rest = {kind: query for kind, query in queries.items() if kind not in found}
    if rest:
        arguments = [value for kind, query in rest.items() for value in (kind, query, most)]
        found |= _collect(_union(_INDEX_ARM, rest), arguments)
    return found


def _union(arm: str, asked: Mapping[str, str]) -> str:
    return " UNION ALL ".join([arm] * len(asked))


def _tsquery(one: Asked) -> str:
    words = " & ".join(f"'{term.token}'{':*' if term.prefix else ''}" for term in one.words)
    scopes = " | ".join(f"'{token}'" for token in one.scopes)
    return f"{words} & ({scopes})"


def _collect(statement: str, arguments: Sequence[str | int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        for kind, number in cursor.fetchall():
            found.setdefault(kind, []).append(number)
    return {kind: sorted(numbers, reverse=True) for kind, numbers in found.items()}


def tidy() -> None:
    """Bring the index into its best shape after much was written; changes no answer."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE core_searchdocument")
        else:
            cursor.execute("INSERT INTO core_search_index(core_search_index) VALUES ('optimize')")
