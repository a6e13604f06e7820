"""A section's list, and an article."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from caunoi.publishing import pieces
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.queries import portal, reading
from caunoi.web.base.articles import reading_context
from caunoi.web.portal.frames import adopt, newest_headlines, site_frame
from caunoi.web.portal.hosts import absolute
from caunoi.web.portal.pages import PageMissing, find_site, frame, public_page, shows, teasers
from caunoi.web.portal.voices.comments import on_article

_ARTICLES_A_PAGE = 20
_OTHERS = 6
_TAIL = re.compile(r"(?:.*-)?(\d{1,18})")


@public_page
def section(request: HttpRequest, site: str, section: str, year: int | None = None) -> HttpResponse:
    """List a section's articles, of one year where the address names one."""
    shows(request, pieces.of_site(site), pieces.news_of_section(site, section), counted=f"{site}/")
    shown = find_site(site)
    found = site_frame(site).section(section)
    if found is None:
        raise PageMissing(shown)
    years = portal.years_of(found)
    if year is not None and year not in years:
        raise PageMissing(shown)
    articles = portal.readable_articles(section=found, year=year)
    context = {
        **frame(request, shown, section=found.slug),
        "section": found,
        "year": year,
        "years": years,
        "page": teasers(request, shown, articles, _ARTICLES_A_PAGE),
    }
    return render(request, "portal/section.html", context)


@public_page
def article(request: HttpRequest, *, site: str, tail: str, **_told: object) -> HttpResponse:
    """Show an article; its number finds it, and any other wording of the address leads to the right one.

    A withdrawn article answers 410 with its title and the note why.
    """
    shown = find_article(request, site, tail)
    if request.path != shown.address:
        return redirect(shown.address, permanent=True)
    related = reading.related_articles(shown)
    adopt(site, *related)
    context = {
        **frame(request, shown.site, section=shown.section.slug, address=shown.address),
        **reading_context(shown),
        **on_article(shown),
        "related": related,
        "other_news": _other_news(shown, related),
        "share_image": _share_image(shown),
    }
    return render(request, "portal/article.html", context, status=200 if shown.is_readable else 410)


@public_page
def print_view(request: HttpRequest, *, site: str, tail: str, **_told: object) -> HttpResponse:
    """Show an article as it goes on paper: whose it is, the words, the pictures, where it stands."""
    return _alone(request, site, tail, "in", "portal/article_print.html")


@public_page
def full_page(request: HttpRequest, *, site: str, tail: str, **_told: object) -> HttpResponse:
    """Show an article alone, in one wide column: no head, no menu, nothing beside it."""
    return _alone(request, site, tail, "toan-trang", "portal/article_full.html")


def _alone(request: HttpRequest, site: str, tail: str, way: str, template: str) -> HttpResponse:
    shown = find_article(request, site, tail)
    if request.path != f"{shown.address}/{way}" or not shown.is_readable:
        # Of a withdrawn article only the note is left, and that stands at its address.
        return redirect(f"{shown.address}/{way}" if shown.is_readable else shown.address, permanent=shown.is_readable)
    context = {
        **frame(request, shown.site, section=shown.section.slug, address=shown.address),
        **reading_context(shown),
    }
    return render(request, template, context)


def find_article(request: HttpRequest, site: str, tail: str) -> ArticlePage:
    """Return the article that the number at the end of an address names; raises :class:`PageMissing`."""
    number = _TAIL.fullmatch(tail)
    if number:
        names = (pieces.of_article(int(number[1])), pieces.comments_of(int(number[1])))
        shows(request, *names, pieces.of_site(site), pieces.news_of_site(site), counted=f"{site}/{int(number[1])}")
    try:
        shown = reading.get_public_article(int(number[1]) if number else 0)
    except ArticlePage.DoesNotExist:
        raise PageMissing(portal.open_sites().filter(slug=site).first()) from None
    adopt(site, shown)
    return shown


def _other_news(shown: ArticlePage, related: list[ArticlePage]) -> list[ArticlePage]:
    """Return the newest headlines of the site but those that stand on the page anyhow."""
    there = {shown.pk, *(each.pk for each in related)}
    return [each for each in newest_headlines(shown.site.slug) if each.pk not in there][:_OTHERS]


def _share_image(shown: ArticlePage) -> str:
    """Return the address of the picture that others show beside a link, "" without one."""
    photo = next(iter(shown.photos.all()), None) if shown.is_readable else None
    sizes = list(photo.sizes.all()) if photo else []
    if not photo or not sizes:
        return ""
    width = sizes[min(1, len(sizes) - 1)].width
    return absolute(shown.site.slug, reverse("portal:picture", args=[photo.pk, width]))
