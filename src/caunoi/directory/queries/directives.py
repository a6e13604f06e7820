"""Directives in scope: the list and its filters."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractYear

from caunoi.core.text import clean, fold
from caunoi.directory.models import Directive
from caunoi.directory.queries.scope import AnyUser, visible_directives


@dataclass(frozen=True, kw_only=True)
class DirectiveFilter:
    """What a list of directives is narrowed to."""

    text: str = ""
    year: int | None = None


def filtered_directives(user: AnyUser, wanted: DirectiveFilter) -> QuerySet[Directive]:
    """Return visible directives whose number, kind, issuer or subject holds the text, newest first."""
    found = visible_directives(user).select_related("owner", "file")
    text = clean(wanted.text)
    if text:
        found = found.filter(
            Q(folded_number__contains=fold(text))
            | Q(kind__icontains=text)
            | Q(issuer__icontains=text)
            | Q(title__icontains=text)
        )
    if wanted.year:
        found = found.filter(issued_on__year=wanted.year)
    return found


def years_of_directives(user: AnyUser) -> list[int]:
    """Return the years of visible directives, newest first."""
    dated = visible_directives(user).filter(issued_on__isnull=False).annotate(y=ExtractYear("issued_on"))
    return list(dated.order_by("-y").values_list("y", flat=True).distinct())
