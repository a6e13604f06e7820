"""Looking public documents up: SQLite's FTS5 table, or PostgreSQL's tsvector column (migration public_documents)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

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
# What most documents hold is found soonest by walking them by day, until there is enough.
_POSTGRESQL_WALK = """
SELECT newness FROM publishing_publicdocument
WHERE vector @@ %s::tsquery AND newness >= %s AND newness < %s ORDER BY newness DESC LIMIT %s"""
# MATERIALIZED, with days and limit outside, leaves the planner the index of terms alone. It does not know that the
# terms of a document lie apart and packed, and would walk the documents by day, or all of them, unpacking each one's.
_POSTGRESQL = """
WITH hits AS MATERIALIZED (SELECT newness FROM publishing_publicdocument WHERE vector @@ %s::tsquery)
SELECT newness FROM hits WHERE newness >= %s AND newness < %s ORDER BY newness DESC LIMIT %s"""
_POSTGRESQL_COUNT = """
SELECT %s, count(*) FROM (
    WITH hits AS MATERIALIZED (SELECT 1 FROM publishing_publicdocument WHERE vector @@ %s::tsquery)
    SELECT 1 FROM hits LIMIT %s) counted"""


def newest(match: Match, *, most: int) -> list[int]:
    """Return the ``newness`` of the newest documents that match, at most ``most``."""
    with connection.cursor() as cursor:
        statement, said = _SQLITE, match.fts5()
        if connection.vendor == "postgresql":
            said = match.tsquery()
            statement = _POSTGRESQL_WALK if common.is_common(match, most) else _POSTGRESQL
        cursor.execute(statement, [said, 0 if match.low is None else match.low, match.high or _TOP, most])
        return [row[0] for row in cursor.fetchall()]


def counts(matches: Sequence[Match], *, most: int) -> list[int]:
    """Return how many documents match each, counted up to ``most``; one question. The days of a match are left out."""
    if not matches:
        return []
    postgresql = connection.vendor == "postgresql"
    arguments: list[str | int] = []
    for number, match in enumerate(matches):
        arguments += [number, match.tsquery() if postgresql else match.fts5(), most]
    arm = _POSTGRESQL_COUNT if postgresql else _SQLITE_COUNT
    found = [0] * len(matches)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([arm] * len(matches)), arguments)
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
