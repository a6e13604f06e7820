"""A section's list, and an article."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from caunoi.publishing import pieces
from caunoi.publishing.models import ArticlePage, SectionPage
from caunoi.publishing.queries import portal
from caunoi.web.base.articles import reading_context
from caunoi.web.portal.pages import PageMissing, find_site, frame, page_of, public_page, shows
from caunoi.web.portal.voices.comments import on_article

_ARTICLES_A_PAGE = 20
_TAIL = re.compile(r"(?:.*-)?(\d{1,18})")


@public_page
def section(request: HttpRequest, site: str, section: str, year: int | None = None) -> HttpResponse:
    """List a section's articles, of one year where the address names one."""
    shows(request, pieces.of_site(site), pieces.news_of_section(site, section), counted=f"{site}/")
    shown = find_site(site)
    try:
        found = portal.get_section(shown, section)
    except SectionPage.DoesNotExist:
        raise PageMissing(shown) from None
    years = portal.years_of(found)
    if year is not None and year not in years:
        raise PageMissing(shown)
    articles = portal.with_photos(portal.readable_articles(section=found, year=year))
    context = {
        **frame(request, shown, section=found.slug),
        "section": found,
        "year": year,
        "years": years,
        "page": page_of(request, articles, _ARTICLES_A_PAGE),
    }
    return render(request, "portal/section.html", context)


@public_page
def article(request: HttpRequest, *, site: str, tail: str, **_told: object) -> HttpResponse:
    """Show an article; its number finds it, and any other wording of the address leads to the right one.

    A withdrawn article answers 410 with its title and the note why.
    """
    number = _TAIL.fullmatch(tail)
    if number:
        names = (pieces.of_article(int(number[1])), pieces.comments_of(int(number[1])))
        shows(request, *names, pieces.of_site(site), pieces.news_of_site(site), counted=f"{site}/{int(number[1])}")
    try:
        shown = portal.get_public_article(int(number[1]) if number else 0)
    except ArticlePage.DoesNotExist:
        raise PageMissing(portal.open_sites().filter(slug=site).first()) from None
    if request.path != shown.address:
        return redirect(shown.address, permanent=True)
    context = {
        **frame(request, shown.site, section=shown.section.slug, address=shown.address),
        **reading_context(shown),
        **on_article(shown),
        "related": portal.related_articles(shown),
        "share_image": _share_image(request, shown),
    }
    return render(request, "portal/article.html", context, status=200 if shown.is_readable else 410)


def _share_image(request: HttpRequest, shown: ArticlePage) -> str:
    """Return the address of the picture that others show beside a link, "" without one."""
    photo = next(iter(shown.photos.all()), None) if shown.is_readable else None
    sizes = list(photo.sizes.all()) if photo else []
    if not photo or not sizes:
        return ""
    width = sizes[min(1, len(sizes) - 1)].width
    return request.build_absolute_uri(reverse("portal:picture", args=[photo.pk, width]))
