"""The first page of an installation, and of each site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from caunoi.publishing import pieces
from caunoi.publishing.models import ArticlePage, SectionPage, SitePage
from caunoi.publishing.queries import portal
from caunoi.publishing.queries.facts import FactBox, fact_box
from caunoi.publishing.queries.standing import on_front
from caunoi.web.portal import front
from caunoi.web.portal.frames import site_frame
from caunoi.web.portal.pages import find_site, frame, page_of, public_page, shows

_SITES_A_PAGE = 60
_NEWEST = 4
# After the lead: cards with pictures; then what each section has beside those.
_NEXT = 6
_OF_A_SECTION = 4
_PICTURES = 4
_LEAST_PICTURES = 2
_LOOKED_AT = 40
_CLASSES = 5


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """List the sites by name; an installation of one office leads to its site."""
    shows(request, pieces.SITES, pieces.NEWS)
    query = request.GET.get("q", "").strip()[:200]
    found = page_of(request, portal.open_sites(query), _SITES_A_PAGE)
    sites: Any = found.object_list
    rows: Any = portal.with_counts(sites)
    # Sixty pages of Wagtail would cost more to set up than to read.
    found.object_list = list(rows.values("slug", "title", "article_count", "latest"))
    if not query and found.paginator.count == 1:
        return redirect("portal:site", found[0]["slug"])
    context = {
        **frame(request, None),
        "query": query,
        "page": found,
        "latest": [] if query else portal.newest_of_all(_NEWEST),
    }
    return render(request, "portal/home.html", context)


@public_page
def site(request: HttpRequest, site: str) -> HttpResponse:
    """Show what is new on a site, whose it is, and which classes were held."""
    shows(request, pieces.of_site(site), pieces.news_of_site(site), *front.pieces_of(site), counted=f"{site}/")
    shown = find_site(site)
    told = frame(request, shown)
    has = on_front(shown)
    newest = list(portal.with_unsized_photos(portal.readable_articles(site=shown))[:_LOOKED_AT])
    site_frame(shown.slug).adopt(*newest)
    above, rest = newest[: _NEXT + 1], newest[_NEXT + 1 :]
    strip = _strip(rest)
    portal.read_sizes([*above, *strip])
    context = {
        **told,
        "first": above[0] if above else None,
        "next": above[1:],
        "by_section": _by_section(told["sections"], rest),
        "strip": strip,
        "classes": _classes(shown) if "classes" in has else [],
        "on_front": has,
    }
    return render(request, "portal/site.html", context)


def _by_section(sections: Iterable[SectionPage], articles: list[ArticlePage]) -> list[tuple[SectionPage, list[Any]]]:
    """Return what each section has beside the news above; sections without more are left out."""
    found = []
    for section in sections:
        own = [each for each in articles if each.section_id == section.pk][:_OF_A_SECTION]
        if own:
            found.append((section, own))
    return found


def _strip(rest: list[ArticlePage]) -> list[ArticlePage]:
    """Return articles with a picture that stands nowhere else on the page; none where there are too few for a row."""
    found = [each for each in rest if each.photos.all()][:_PICTURES]
    return found if len(found) >= _LEAST_PICTURES else []


def _classes(shown: SitePage) -> list[tuple[ArticlePage, FactBox]]:
    """Return the last classes of which an approved article tells, each once: no class is public before that."""
    told = list(portal.told_of_classes(shown)[: _CLASSES * 2])
    site_frame(shown.slug).adopt(*told)
    found: dict[object, tuple[ArticlePage, FactBox]] = {}
    for article in told:
        if article.class_report and article.class_report.training_class_id not in found:
            found[article.class_report.training_class_id] = (article, fact_box(article.class_report))
    return list(found.values())[:_CLASSES]
