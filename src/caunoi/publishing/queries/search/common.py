"""How many documents hold a term, as PostgreSQL's own statistics tell: from them it is chosen how to look up."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection

from caunoi.publishing.search_terms import Match

# Seconds for which a process remembers the statistics; the database makes them anew by itself, once in a while.
_HOLDS = 600.0
_ASKED = """
SELECT class.reltuples, told.most_common_elems::text::text[], told.most_common_elem_freqs
FROM pg_class class LEFT JOIN pg_stats told
    ON told.schemaname = current_schema() AND told.tablename = class.relname AND told.attname = 'vector'
WHERE class.oid = 'publishing_publicdocument'::regclass"""
# To unpack a document's terms takes so many times as long as to fetch a document that the index found.
_UNPACKING = 12


@dataclass(frozen=True)
class _Known:
    at: float
    documents: float = 0.0
    shares: Mapping[str, float] = field(default_factory=dict)


_known = _Known(at=-math.inf)


def is_common(match: Match, most: int) -> bool:
    """Say whether ``most`` documents that match are found soonest by walking all of them by day.

    What is unknown is rare: then the index is asked, and that is right in any case, but may be slow.
    """
    known = _current()
    share = math.prod(known.shares.get(term, 0.0) for term in match.all_of)
    share *= math.prod(min(1.0, sum(known.shares.get(term, 0.0) for term in terms)) for terms in match.any_of)
    for terms in match.none_of:
        share *= 1.0 - math.prod(known.shares.get(term, 0.0) for term in terms)
    if match.prefix:
        share *= min(1.0, _begun(known.shares.items(), match.prefix))
    # Of n documents that match, all are fetched; or most/share of all are unpacked.
    return share * share * known.documents > _UNPACKING * most


def _begun(shares: Iterable[tuple[str, float]], prefix: str) -> float:
    return sum(share for term, share in shares if term.startswith(prefix))


def _current() -> _Known:
    global _known  # noqa: PLW0603 - one process, one answer; whoever comes second asks once more
    if time.monotonic() - _known.at > _HOLDS:
        with connection.cursor() as cursor:
            cursor.execute(_ASKED)
            documents, terms, shares = cursor.fetchone()
        _known = _Known(
            at=time.monotonic(), documents=documents, shares=dict(zip(terms or (), shares or (), strict=False))
        )
    return _known


def forget() -> None:
    """Ask for the statistics again; for whoever made them anew."""
    global _known  # noqa: PLW0603 - as above
    _known = _Known(at=-math.inf)
