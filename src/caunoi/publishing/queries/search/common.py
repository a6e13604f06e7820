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
# Chance puts them now nearer together, now further apart.
_ROOM = 2
# So many should be found by a first step.
_TRIED = 64


@dataclass(frozen=True)
class _Known:
    at: float
    documents: float = 0.0
    shares: Mapping[str, float] = field(default_factory=dict)


_known = _Known(at=-math.inf)


def to_walk(match: Match, most: int) -> list[tuple[int, int]]:
    """Return steps: how many of the newest documents to walk, with fewer than how many found the walk is in vain.

    There are none where the index is sooner. What is unknown is rare: then the index is asked, and that is right in any
    case, but may be slow. Words are taken to stand together by chance alone: where they shun each other, or are of
    another time, the first step tells.
    """
    known = _current()
    share = math.prod(known.shares.get(term, 0.0) for term in match.all_of)
    share *= math.prod(min(1.0, sum(known.shares.get(term, 0.0) for term in terms)) for terms in match.any_of)
    for terms in match.none_of:
        share *= 1.0 - math.prod(known.shares.get(term, 0.0) for term in terms)
    if match.prefix:
        share *= min(1.0, _begun(known.shares.items(), match.prefix))
    # Of n documents that match, all are fetched; or most/share of all are unpacked.
    if share * share * known.documents <= _UNPACKING * most:
        return []
    whole = (math.ceil(_ROOM * most / share), most)
    return [(math.ceil(_TRIED / share), _TRIED // 4), whole] if most > _TRIED else [whole]


def holds_many(match: Match, most: int) -> bool:
    """Say whether ``most`` documents surely match: it asks for one term, and the statistics know twice as many."""
    if len(match.all_of) != 1 or match.any_of or match.none_of or match.prefix:
        return False
    known = _current()
    return known.shares.get(match.all_of[0], 0.0) * known.documents >= 2 * most


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
