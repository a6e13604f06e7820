"""Search documents of the desk: written with the change itself, found without marks."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from caunoi.core import search_lookup
from caunoi.core.models import SearchDocument, SearchScope
from caunoi.core.search_terms import document_terms, path_terms, scope_tokens, tiers
from caunoi.core.text import fold

Ranges = Sequence[tuple[str, str]]

# newness = day of the document, then random bits that keep two documents of one day apart.
_SPREAD = 43
_BATCH = 500
_WRITTEN = ("title", "summary", "date", "newness", "folded_title", "folded_text", "terms")
_REBUILDERS: dict[str, Callable[[], object]] = {}


@dataclass(frozen=True, kw_only=True)
class Document:
    """What search is told of one object.

    ``paths`` are the paths of the organisations in whose scope it lies; without any it is found by nobody. Where the
    object stands on a screen is the face's business: it knows the address of each kind.
    """

    kind: str
    object_id: str
    title: str
    paths: frozenset[str]
    summary: str = ""
    text: str = ""
    date: dt.date | None = None


@dataclass
class Found:
    """The best documents of one kind; ``more`` says that there are others."""

    documents: list[SearchDocument] = field(default_factory=list)
    more: bool = False


def index(
    *,
    kind: str,
    object_id: str,
    title: str,
    paths: Iterable[str],
    summary: str = "",
    text: str = "",
    date: dt.date | None = None,
) -> None:
    """Write or replace what search knows of one object; part of the caller's transaction."""
    index_many(
        [
            Document(
                kind=kind,
                object_id=object_id,
                title=title,
                paths=frozenset(paths),
                summary=summary,
                text=text,
                date=date,
            )
        ]
    )


@transaction.atomic
def index_many(documents: Iterable[Document]) -> int:
    """Write or replace what search knows of many objects, with few queries; returns how many.

    An object that comes twice keeps its last document.
    """
    written = 0
    for batch in _batches(documents):
        _write({(document.kind, document.object_id): document for document in batch})
        written += len(batch)
    return written


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(documents)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _write(documents: dict[tuple[str, str], Document]) -> None:
    known = {
        (row.kind, row.object_id): row.newness
        for row in SearchDocument.objects.filter(object_id__in={key[1] for key in documents}).only(
            "kind", "object_id", "newness"
        )
    }
    rows = [
        SearchDocument(
            kind=document.kind,
            object_id=document.object_id,
            title=document.title[:300],
            summary=document.summary[:300],
            date=document.date,
            newness=_newness(document.date, known.get(key)),
            folded_title=fold(document.title),
            folded_text=fold(f"{document.title} {document.summary} {document.text}"),
            terms=document_terms(
                kind=document.kind,
                title=document.title,
                text=f"{document.summary} {document.text}",
                paths=document.paths,
            ),
        )
        for key, document in documents.items()
    ]
    SearchDocument.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "object_id"], update_fields=list(_WRITTEN)
    )
    wanted = {(row.pk, path) for row in rows for path in documents[row.kind, row.object_id].paths}
    standing = {
        (scope.document_id, scope.path): scope.pk
        for scope in SearchScope.objects.filter(document__in=[row.pk for row in rows])
    }
    stale = [pk for key, pk in standing.items() if key not in wanted]
    if stale:
        SearchScope.objects.filter(pk__in=stale).delete()
    SearchScope.objects.bulk_create(
        [SearchScope(document_id=pk, path=path) for pk, path in sorted(wanted - standing.keys())]
    )


def _newness(date: dt.date | None, before: int | None) -> int:
    """Return a number that rises with the day; an undated document keeps the day it was first known."""
    if before is not None and (date is None or before >> _SPREAD == date.toordinal()):
        return before
    return ((date or timezone.localdate()).toordinal() << _SPREAD) | secrets.randbits(_SPREAD)


@transaction.atomic
def widen(*, kind: str, object_ids: Iterable[str], paths: Iterable[str]) -> None:
    """Let the organisations at ``paths`` find objects that are known already; does nothing where they do."""
    new = set(paths)
    ids = sorted(set(object_ids))
    for start in range(0, len(ids), _BATCH):
        rows = list(SearchDocument.objects.filter(kind=kind, object_id__in=ids[start : start + _BATCH]))
        for row in rows:
            tokens = dict.fromkeys(row.terms.split())
            row.terms = " ".join(tokens | dict.fromkeys(path_terms(kind=kind, paths=new)))
        SearchDocument.objects.bulk_update(rows, ["terms"])
        SearchScope.objects.bulk_create(
            [SearchScope(document=row, path=path) for row in rows for path in sorted(new)], ignore_conflicts=True
        )


def remove(*, kind: str, object_id: str) -> None:
    """Forget one object; does nothing where it isn't known."""
    remove_many(kind=kind, object_ids=[object_id])


def remove_many(*, kind: str, object_ids: Iterable[str]) -> None:
    """Forget several objects of a kind; does nothing where they aren't known."""
    SearchDocument.objects.filter(kind=kind, object_id__in=list(object_ids)).delete()


def find(*, query: str, ranges: Ranges, kinds: Sequence[str], most: int = 50) -> list[SearchDocument]:
    """Return the documents that hold every word of ``query``, best first, within the path ``ranges`` [from, to).

    Best: whole words of the title, then titles with the last word begun, then words anywhere; newer first in each.
    Several kinds stand one after the other, in the order asked for.
    """
    found = find_by_kind(query=query, ranges=ranges, kinds=kinds, each=most)
    return [document for kind in kinds for document in found[kind].documents][:most]


def find_by_kind(*, query: str, ranges: Ranges, kinds: Sequence[str], each: int = 6) -> dict[str, Found]:
    """Return, for each of ``kinds``, at most ``each`` documents, ordered as :func:`find` does, and whether more exist.

    Four queries at most on SQLite and ten on PostgreSQL, whatever is found. Only documents within ``ranges`` are read.
    """
    numbers: dict[str, dict[int, None]] = {kind: {} for kind in kinds}
    scopes = {kind: scope_tokens(kind=kind, ranges=ranges) for kind in kinds}
    ranks = {kind: tiers(kind=kind, query=query) for kind in kinds}
    for rank in range(max(map(len, ranks.values()), default=0)):
        asked = {
            kind: search_lookup.Asked(words=ranks[kind][rank], scopes=scopes[kind])
            for kind in kinds
            if len(numbers[kind]) <= each
        }
        # Twice as many: a lower rank holds what the higher ones found already.
        for kind, found in search_lookup.newest(asked, most=2 * each + 1).items():
            numbers[kind] |= dict.fromkeys(found)
    shown = {kind: list(found)[:each] for kind, found in numbers.items()}
    wanted = [number for found in shown.values() for number in found]
    documents = SearchDocument.objects.filter(newness__in=wanted).defer("terms", "folded_title", "folded_text")
    by_number = {document.newness: document for document in documents} if wanted else {}
    return {
        kind: Found([by_number[n] for n in found if n in by_number], more=len(numbers[kind]) > each)
        for kind, found in shown.items()
    }


def known(*, keys: Iterable[tuple[str, str]], ranges: Ranges) -> list[SearchDocument]:
    """Return the documents of the objects ``keys`` (kind, id) that lie within ``ranges``, in no order; one query."""
    wanted = Q(pk__in=[])
    for kind, object_id in keys:
        wanted |= Q(kind=kind, object_id=object_id)
    scope = Q(pk__in=[])
    for low, high in ranges:
        scope |= Q(path__gte=low, path__lt=high)
    within = SearchScope.objects.filter(scope, document=OuterRef("pk"))
    return list(SearchDocument.objects.filter(wanted, Exists(within)).defer("terms", "folded_title", "folded_text"))


def register(kind: str, rebuild: Callable[[], object]) -> None:
    """Name the function that writes all documents of ``kind`` anew, for :func:`reindex`."""
    _REBUILDERS[kind] = rebuild


def registered() -> list[str]:
    """Return the kinds that can be rebuilt."""
    return sorted(_REBUILDERS)


def reindex(kind: str) -> int:
    """Write all documents of ``kind`` anew, in one transaction; returns how many there are.

    Searches go on with the old ones until it is done. Raises KeyError for a kind that nobody registered.
    """
    rebuild = _REBUILDERS[kind]
    with transaction.atomic():
        SearchDocument.objects.filter(kind=kind).delete()
        rebuild()
        count = SearchDocument.objects.filter(kind=kind).count()
    search_lookup.tidy()
    return count
