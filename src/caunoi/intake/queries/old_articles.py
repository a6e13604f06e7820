"""Reads of articles of old sites."""

from __future__ import annotations

from django.db.models import QuerySet

from caunoi.directory.policies import EDITORS
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.intake.models import OldArticle
from caunoi.publishing.models import SitePage


def sites_to_fill(user: AnyUser) -> QuerySet[SitePage]:
    """Return the sites that ``user`` edits, by name."""
    scope = scope_of(user)
    ranges = [each for kind in EDITORS for each in scope.by_kind.get(kind, ())]
    found: QuerySet[SitePage] = SitePage.objects.filter(in_ranges("organisation__path", ranges))
    return found.select_related("organisation").order_by("folded_name", "pk")


def visible_old_articles(user: AnyUser) -> QuerySet[OldArticle]:
    """Return the old articles that were sent in for sites that ``user`` edits."""
    return OldArticle.objects.filter(site__in=sites_to_fill(user).order_by().values("pk")).select_related(
        "site__organisation", "article"
    )
