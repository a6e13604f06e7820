"""Offers of articles: what stands above, what came in, what went up."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from caunoi.directory.policies import EDITORS
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.publishing.enums import READABLE, OfferState
from caunoi.publishing.models import ArticlePage, Offer, SitePage


def sites_above(article: ArticlePage) -> QuerySet[SitePage]:
    """Return the sites of the offices above the article's own, the nearest first."""
    path = article.site.organisation.path
    steps = [path[: end + 1] for end in range(len(path) - 1)]
    return SitePage.objects.filter(organisation__path__in=steps, live=True).order_by("-organisation__path")


def offers_in(user: AnyUser) -> QuerySet[Offer]:
    """Return what waits at the sites that ``user`` edits: open offers, and copies whose original has news."""
    scope = scope_of(user)
    ranges = [each for kind in EDITORS for each in scope.by_kind.get(kind, ())]
    waiting = Q(state=OfferState.OPEN, article__state__in=[state.value for state in READABLE])
    waiting |= Q(state=OfferState.TAKEN) & ~Q(news="")
    return _full(Offer.objects.filter(in_ranges("site__organisation__path", ranges)).filter(waiting))


def visible_offers(user: AnyUser) -> QuerySet[Offer]:
    """Return the offers that offices in scope made, or that their sites got."""
    scope = scope_of(user)
    return _full(
        Offer.objects.filter(scope.q("article__site__organisation__path") | scope.q("site__organisation__path"))
    )


def _full(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    return offers.select_related(
        "site__organisation", "article__site__organisation", "article__section", "article__organisation", "copy"
    ).order_by("-at", "-pk")
