"""What search keeps of organisations' places, when an organisation moves."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from caunoi.core.ids import range_below
from caunoi.core.models import SearchDocument, SearchScope
from caunoi.core.search_terms import path_terms

_BATCH = 500


@transaction.atomic
def move_paths(*, old: str, new: str) -> None:
    """Rewrite every path at or below ``old`` to lie at ``new``: who finds a document changes with it."""
    low, high = range_below(old)
    moved = SearchScope.objects.filter(path__gte=low, path__lt=high)
    documents = list(moved.order_by("document").values_list("document", flat=True).distinct())
    moved.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    for start in range(0, len(documents), _BATCH):
        part = documents[start : start + _BATCH]
        paths: dict[int, list[str]] = {}
        for pk, path in SearchScope.objects.filter(document__in=part).values_list("document", "path"):
            paths.setdefault(pk, []).append(path)
        rows = list(SearchDocument.objects.filter(pk__in=part).only("kind", "terms"))
        for row in rows:
            words = [term for term in row.terms.split() if not term.startswith(f"{row.kind}_")]
            row.terms = " ".join([*words, *path_terms(kind=row.kind, paths=paths[row.pk])])
        SearchDocument.objects.bulk_update(rows, ["terms"])
