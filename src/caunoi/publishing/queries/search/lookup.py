"""Looking public documents up: SQLite's FTS5 table, or PostgreSQL's tsvector column (migration public_documents)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from caunoi.publishing.queries.search import common
from caunoi.publishing.search_terms import Match

# More than any document's number.
_TOP = (1 << 63) - 1

_SQLITE = """
SELECT rowid FROM publishing_public_index
WHERE publishing_public_index MATCH %s AND rowid >= %s AND rowid < %s ORDER BY rowid DESC LIMIT %s"""
_SQLITE_COUNT = """
SELECT %s, count(*) FROM (
    SELECT rowid FROM publishing_public_index WHERE publishing_public_index MATCH %s LIMIT %s)"""
# What many documents hold is found soonest by walking the newest of them, until there is enough.
_POSTGRESQL_WALK = """
SELECT newness FROM (
    SELECT newness, vector FROM publishing_publicdocument
    WHERE newness >= %s AND newness < %s ORDER BY newness DESC LIMIT %s) newest
WHERE vector @@ %s::tsquery ORDER BY newness DESC LIMIT %s"""
_POSTGRESQL_BEYOND = """
SELECT 1 FROM publishing_publicdocument
WHERE newness >= %s AND newness < %s ORDER BY newness DESC LIMIT 1 OFFSET %s"""
# Sums keep the planner from the index of days, and leave it that of terms. It does not know that the terms of a
# document lie apart and packed, and would walk the documents by day, unpacking each one's.
_POSTGRESQL = """
SELECT newness FROM publishing_publicdocument
WHERE vector @@ %s::tsquery AND newness + 0 >= %s AND newness + 0 < %s ORDER BY newness + 0 DESC LIMIT %s"""
# MATERIALIZED, with the limit outside, for the same end: hits are counted as they come, and no more of them.
_POSTGRESQL_COUNT = """
SELECT %s, count(*) FROM (
    WITH hits AS MATERIALIZED (SELECT 1 FROM publishing_publicdocument WHERE vector @@ %s::tsquery)
    SELECT 1 FROM hits LIMIT %s) counted"""


def newest(match: Match, *, most: int) -> list[int]:
    """Return the ``newness`` of the newest documents that match, at most ``most``."""
    between = (0 if match.low is None else match.low, match.high or _TOP)
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return _numbers(cursor, _SQLITE, match.fts5(), *between, most)
        said = match.tsquery()
        steps = common.to_walk(match, most)
        for walked, least in steps:
            found = _numbers(cursor, _POSTGRESQL_WALK, *between, walked, said, most)
            if len(found) == most or not _numbers(cursor, _POSTGRESQL_BEYOND, *between, walked):
                return found
            if len(found) < least:
                break
        if not steps:
            return _numbers(cursor, _POSTGRESQL, said, *between, most)
        # The planner, too, takes them to stand together, and would read every document.
        with transaction.atomic():
            cursor.execute("SET LOCAL enable_seqscan = off")
            found = _numbers(cursor, _POSTGRESQL, said, *between, most)
            cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
        return found


def _numbers(cursor: CursorWrapper, statement: str, *arguments: str | int) -> list[int]:
    cursor.execute(statement, arguments)
    return [row[0] for row in cursor.fetchall()]


def counts(matches: Sequence[Match], *, most: int) -> list[int]:
    """Return how many documents match each, counted up to ``most``; one question at most. Days are left out."""
    postgresql = connection.vendor == "postgresql"
    found = [most if postgresql and common.holds_many(match, most) else 0 for match in matches]
    asked = [(number, match) for number, match in enumerate(matches) if not found[number]]
    if not asked:
        return found
    arguments: list[str | int] = []
    for number, match in asked:
        arguments += [number, match.tsquery() if postgresql else match.fts5(), most]
    arm = _POSTGRESQL_COUNT if postgresql else _SQLITE_COUNT
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([arm] * len(asked)), arguments)
        for number, count in cursor.fetchall():
            found[int(number)] = count
    return found


def tidy() -> None:
    """Bring the index into its best shape after much was written; changes no answer."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE publishing_publicdocument")
            common.forget()
        else:
            cursor.execute("INSERT INTO publishing_public_index(publishing_public_index) VALUES ('optimize')")
