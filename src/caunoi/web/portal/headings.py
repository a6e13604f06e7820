"""What a site has by topic, by place, by month and day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateformat import format as dated
from django.utils.translation import gettext as _

from caunoi.directory.models import Unit
from caunoi.publishing import pieces
from caunoi.publishing.models import ArticlePage, SitePage, SiteTopic
from caunoi.publishing.queries import headings
from caunoi.web.portal import structured
from caunoi.web.portal.pages import PageMissing, find_site, frame, public_page, shows, teasers

_ARTICLES_A_PAGE = 20
_PLACE = re.compile(r"(?:.*-)?(\d{1,18})")
_FIRST_YEAR, _LAST_YEAR = 1900, 9998


def _site(request: HttpRequest, slug: str) -> SitePage:
    shows(request, pieces.of_site(slug), pieces.news_of_site(slug), counted=f"{slug}/")
    return find_site(slug)


def _list(
    request: HttpRequest,
    site: SitePage,
    title: str,
    articles: QuerySet[ArticlePage],
    *,
    up: tuple[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Draw a list; ``up`` is the name and address of what it stands below."""
    context = {
        **frame(request, site),
        "title": title,
        "page": teasers(request, site, articles, _ARTICLES_A_PAGE),
        "up": up,
        "described": structured.described(site, up, (title, request.path)) if up else None,
        **more,
    }
    return render(request, "portal/heading.html", context)


@public_page
def topics(request: HttpRequest, site: str) -> HttpResponse:
    """List the topics of a site."""
    shown = _site(request, site)
    rows = [
        (each.title, reverse("portal:topic", args=[shown.slug, each.slug]), each.article_count)  # type: ignore[attr-defined] # it is annotated
        for each in headings.topics_of(shown)
    ]
    context = {**frame(request, shown), "title": _("Topics"), "rows": rows}
    return render(request, "portal/headings.html", context)


@public_page
def topic(request: HttpRequest, site: str, topic: str) -> HttpResponse:
    """List what can be read under a topic."""
    shown = _site(request, site)
    try:
        found = headings.topics_by_site(shown).get(slug=topic)
    except SiteTopic.DoesNotExist:
        raise PageMissing(shown) from None
    up = (_("Topics"), reverse("portal:topics", args=[shown.slug]))
    return _list(request, shown, found.title, headings.articles_under(found), up=up)


@public_page
def places(request: HttpRequest, site: str) -> HttpResponse:
    """List the places of which a site tells."""
    shown = _site(request, site)
    rows = [(str(unit), headings.place_address(shown, unit), count) for unit, count in headings.places_of(shown)]
    return render(request, "portal/headings.html", {**frame(request, shown), "title": _("Places"), "rows": rows})


@public_page
def place(request: HttpRequest, site: str, place: str) -> HttpResponse:
    """List what a site tells of a place; nothing answers for a place of which it tells nothing."""
    shown = _site(request, site)
    number = _PLACE.fullmatch(place)
    unit = Unit.objects.filter(pk=int(number[1])).first() if number else None
    articles = headings.articles_about(shown, unit) if unit else None
    if unit is None or articles is None or not articles.exists():
        raise PageMissing(shown)
    address = headings.place_address(shown, unit)
    if request.path != address:
        return redirect(address, permanent=True)
    return _list(request, shown, str(unit), articles, up=(_("Places"), reverse("portal:places", args=[shown.slug])))


@public_page
def month(request: HttpRequest, site: str, year: int, month: int) -> HttpResponse:
    """List what a site published in a month, with the other months of the year."""
    shown = _site(request, site)
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not 1 <= month <= 12:
        raise PageMissing(shown)
    first = dt.date(year, month, 1)
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    title = _("News of %(month)s/%(year)s") % {"month": month, "year": year}
    beside = [
        (dated(each, "m/Y"), reverse("portal:month", args=[shown.slug, each.year, each.month]), each == first)
        for each in headings.months_of(shown, year)
    ]
    return _list(request, shown, title, headings.articles_of_days(shown, first, last), beside=beside)


@public_page
def day(request: HttpRequest, site: str, year: int, month: int, day: int) -> HttpResponse:
    """List what a site published on one day."""
    shown = _site(request, site)
    try:
        date = dt.date(year if _FIRST_YEAR <= year <= _LAST_YEAR else 0, month, day)
    except ValueError:
        raise PageMissing(shown) from None
    title = _("News of %(day)s") % {"day": dated(date, "d/m/Y")}
    up = (dated(date, "m/Y"), reverse("portal:month", args=[shown.slug, year, month]))
    return _list(request, shown, title, headings.articles_of_days(shown, date, date), up=up)
