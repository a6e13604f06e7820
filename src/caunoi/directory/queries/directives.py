"""Directives in scope: the list and its filters."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import ExtractYear

from caunoi.core.models import SearchDocument, SearchScope
from caunoi.core.text import fold
from caunoi.directory.models import Directive
from caunoi.directory.queries.scope import AnyUser, scope_of, visible_directives

SEARCH_KIND = "directive"
# What a search narrows to at most; more is not read page by page.
_MOST = 1_000


@dataclass(frozen=True, kw_only=True)
class DirectiveFilter:
    """What a list of directives is narrowed to."""

    text: str = ""
    year: int | None = None


def filtered_directives(user: AnyUser, wanted: DirectiveFilter) -> QuerySet[Directive]:
    """Return visible directives in whose number, kind, issuer or subject every word stands, marks or not."""
    found = visible_directives(user).select_related("owner", "file")
    words = fold(wanted.text).split()
    if words:
        # Search keeps what a directive says folded; its documents are looked through within the same scope.
        scopes = SearchScope.objects.filter(scope_of(user).q("path"), document=OuterRef("pk"))
        documents = SearchDocument.objects.filter(Exists(scopes), kind=SEARCH_KIND)
        for word in words:
            documents = documents.filter(folded_text__contains=word)
        found = found.filter(pk__in=[UUID(key) for key in documents.values_list("object_id", flat=True)[:_MOST]])
    if wanted.year:
        found = found.filter(issued_on__year=wanted.year)
    return found


def years_of_directives(user: AnyUser) -> list[int]:
    """Return the years of visible directives, newest first."""
    dated = visible_directives(user).filter(issued_on__isnull=False).annotate(y=ExtractYear("issued_on"))
    return list(dated.order_by("-y").values_list("y", flat=True).distinct())
