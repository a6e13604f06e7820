"""Search documents of the desk: written with the change itself, found without marks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from caunoi.core.models import SearchDocument, SearchScope
from caunoi.core.text import fold, fold_words


def index(
    *,
    kind: str,
    object_id: str,
    title: str,
    paths: Iterable[str],
    summary: str = "",
    text: str = "",
    date: date | None = None,
) -> None:
    """Write or replace what search knows of one object; part of the caller's transaction.

    ``paths`` are the paths of the organisations in whose scope it lies; without any it is found by nobody. Where the
    object stands on a screen is the face's business: it knows the address of each kind.
    """
    document, _created = SearchDocument.objects.update_or_create(
        kind=kind,
        object_id=object_id,
        defaults={
            "title": title[:300],
            "summary": summary[:300],
            "date": date,
            "folded_title": fold(title),
            "folded_text": fold(f"{title} {summary} {text}"),
        },
    )
    wanted = set(paths)
    present = set(document.scopes.values_list("path", flat=True))
    document.scopes.filter(path__in=present - wanted).delete()
    SearchScope.objects.bulk_create(
        [SearchScope(document=document, path=path) for path in sorted(wanted - present)], ignore_conflicts=True
    )


def remove(*, kind: str, object_id: str) -> None:
    """Forget one object; does nothing where it isn't known."""
    SearchDocument.objects.filter(kind=kind, object_id=object_id).delete()


def find(*, query: str, ranges: Iterable[tuple[str, str]], kinds: Iterable[str] = ()) -> QuerySet[SearchDocument]:
    """Return the documents that hold every word of ``query``, best first, within the path ``ranges`` [from, to)."""
    words = fold_words(query)
    scope = Q(pk__in=[])
    for low, high in ranges:
        scope |= Q(path__gte=low, path__lt=high)
    found = SearchDocument.objects.filter(Exists(SearchScope.objects.filter(scope, document=OuterRef("pk"))))
    if kinds:
        found = found.filter(kind__in=list(kinds))
    if not words:
        return found.none()
    for word in words:
        found = found.filter(folded_text__contains=word)
    return found.order_by("-date", "-id")
