"""The first page of an installation, and of each site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from caunoi.publishing import pieces
from caunoi.publishing.models import ArticlePage, SitePage
from caunoi.publishing.queries import portal
from caunoi.publishing.queries.facts import FactBox, fact_box
from caunoi.web.portal.pages import find_site, frame, page_of, public_page, shows

_SITES_A_PAGE = 60
_NEWS = 9
_CLASSES = 5


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """List the sites by name; an installation of one office leads to its site."""
    shows(request, pieces.SITES, pieces.NEWS)
    query = request.GET.get("q", "").strip()[:200]
    every = portal.open_sites()
    if not query and len(only := every[:2]) == 1:
        return redirect("portal:site", only[0].slug)
    found = page_of(request, portal.open_sites(query), _SITES_A_PAGE)
    found.object_list = portal.with_counts(
        SitePage.objects.filter(pk__in=[each.pk for each in found.object_list])
    ).order_by("folded_name", "pk")
    context = {
        **frame(request, None),
        "query": query,
        "page": found,
        "latest": [] if query else list(portal.with_photos(portal.readable_articles()[:4])),
    }
    return render(request, "portal/home.html", context)


@public_page
def site(request: HttpRequest, site: str) -> HttpResponse:
    """Show what is new on a site, whose it is, and which classes were held."""
    shows(request, pieces.of_site(site), pieces.news_of_site(site), counted=f"{site}/")
    shown = find_site(site)
    articles = list(portal.with_photos(portal.readable_articles(site=shown)[:_NEWS]))
    context = {
        **frame(request, shown),
        "first": articles[0] if articles else None,
        "articles": articles[1:],
        "classes": _classes(shown),
    }
    return render(request, "portal/site.html", context)


def _classes(shown: SitePage) -> list[tuple[ArticlePage, FactBox]]:
    """Return the last classes of which an approved article tells, each once: no class is public before that."""
    told = portal.readable_articles(site=shown).filter(class_report__isnull=False).select_related("class_report")
    found: dict[object, tuple[ArticlePage, FactBox]] = {}
    for article in told[: _CLASSES * 2]:
        if article.class_report and article.class_report.training_class_id not in found:
            found[article.class_report.training_class_id] = (article, fact_box(article.class_report))
    return list(found.values())[:_CLASSES]
