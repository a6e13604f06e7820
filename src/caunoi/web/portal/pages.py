"""What every public page shares: Vietnamese, no cookie, a stranger's view, and a missing page in the site's look."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from caunoi.core import stamps
from caunoi.publishing.models import ArticlePage, SitePage
from caunoi.publishing.queries import portal
from caunoi.web.portal.cache import live
from caunoi.web.portal.frames import site_frame
from caunoi.web.portal.hosts import absolute, base_address
from caunoi.web.portal.language import PREFIX, both_languages, in_english

View = Callable[..., HttpResponse]


class PageMissing(Http404):
    """Nothing stands at this address; ``site`` is the site on which it was looked for."""

    def __init__(self, site: SitePage | None = None) -> None:
        super().__init__()
        self.site = site


def public_page(view: View) -> View:
    """Answer in the language of the address, never from a cookie; let caches ask whether it still holds."""

    @both_languages
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        live.draft_of(request)
        try:
            response = view(request, *args, **kwargs)
        except PageMissing as fault:
            response = missing(request, fault.site)
        if response.status_code in {200, 301}:
            patch_cache_control(response, public=True, no_cache=True)
        else:
            patch_cache_control(response, no_store=True)
        return response

    said: Any = answer
    said.is_public_page = True
    return answer


def shows(request: HttpRequest, *names: str, counted: str = "") -> None:
    """Say which named pieces the page shows, so that it is kept until one of them changes (:mod:`caunoi.core.stamps`).

    Call it before the pieces are read: a change that comes in between must make the page old. ``counted`` names what
    a view of the page counts for.
    """
    draft = live.draft_of(request)
    draft.versions |= stamps.board.versions(names)
    draft.counted = counted or draft.counted


def missing(request: HttpRequest, site: SitePage | None) -> HttpResponse:
    """Return the page for an address at which nothing stands, in the look of the site."""
    context = {**frame(request, site), "latest": list(portal.readable_articles(site=site)[:5]) if site else []}
    return render(request, "portal/missing.html", context, status=404)


def frame(request: HttpRequest, site: SitePage | None, *, section: str = "", address: str = "") -> dict[str, Any]:
    """Return what the layout draws: the site, its look, sections and menu, which one is open.

    ``address`` is the page's permanent one; ``canonical`` names it at the one host where the page has its place.
    """
    path = address or request.path
    known = site_frame(site.slug) if site else None
    slug = site.slug if site else ""
    vietnamese, english = absolute(slug, path), absolute(slug, path, prefix=PREFIX)
    return {
        "site": site,
        "site_frame": known,
        "site_home": bool(site and request.path == site.address),
        "sections": known.sections if known else [],
        "menu": known.menu if known else [],
        "site_pictures": known.pictures if known else {},
        "open_section": section,
        "here": path,
        "here_in_menu": path if known and path in known.menu_addresses else "",
        # At a site's own host the root is the site's.
        "main_home": f"{base_address()}/" if getattr(request, "site_host", "") else "/",
        # Each language stands for itself: the words around what an office wrote are others.
        "canonical": english if in_english(request) else vietnamese,
        "alternate": vietnamese if in_english(request) else english,
    }


def find_site(slug: str) -> SitePage:
    """Return the site at this address; raises :class:`PageMissing`."""
    try:
        return site_frame(slug).site
    except SitePage.DoesNotExist:
        raise PageMissing from None


class _KeysFirst(Paginator):
    """Finds the keys of a page's rows first, which an index tells alone, and reads along what belongs to those only.

    Otherwise a database reads and joins every row that lies before the page.
    """

    def page(self, number: int | str) -> Page:
        valid = self.validate_number(number)
        rows: Any = self.object_list
        first = (valid - 1) * self.per_page
        keys = rows.values_list("pk", flat=True)[first : min(first + self.per_page, self.count)]
        return Page(rows.filter(pk__in=list(keys)), valid, self)


def page_of(request: HttpRequest, rows: QuerySet[Any], size: int) -> Page:
    """Return the page that ``?trang=`` asks for; the nearest one for odd values, which is then not kept."""
    page = _KeysFirst(rows, size).get_page(request.GET.get("trang"))
    live.draft_of(request).part = page.number
    return page


def teasers(request: HttpRequest, site: SitePage, articles: QuerySet[ArticlePage], size: int) -> Page:
    """Return a page of articles of one site, ready to be drawn; see :func:`page_of`."""
    page = page_of(request, portal.as_teasers(articles), size)
    page.object_list = list(page.object_list)
    site_frame(site.slug).adopt(*page.object_list)
    return page
