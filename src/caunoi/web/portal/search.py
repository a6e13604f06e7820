"""Search over published articles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from caunoi.core.text import clean
from caunoi.publishing.queries import portal
from caunoi.web.portal.pages import find_site, frame, page_of, public_page

_FOUND_A_PAGE = 20


@public_page
def search(request: HttpRequest, site: str | None = None) -> HttpResponse:
    """Show the articles that hold every word asked for, whatever their marks; of one site where one is open."""
    shown = find_site(site) if site else None
    query = clean(request.GET.get("q", ""))[:200]
    page = page_of(request, portal.with_photos(portal.find_articles(query, site=shown)), _FOUND_A_PAGE)
    return render(request, "portal/search.html", {**frame(request, shown), "query": query, "page": page})
