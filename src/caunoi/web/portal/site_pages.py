"""What a site says beside its news: pages about the office, ways to reach it, links, questions and answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from caunoi.core.text import clean, fold_words
from caunoi.publishing import pieces
from caunoi.publishing.models import FaqEntry, SectionPage, SitePage, StaticPage
from caunoi.publishing.queries import site_parts
from caunoi.publishing.richtext import plain
from caunoi.web.portal import articles, structured
from caunoi.web.portal.hosts import absolute
from caunoi.web.portal.pages import PageMissing, View, find_site, frame, public_page, shows

_OSM = "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}"


def section_first(slug: str, view: View) -> View:
    """Let a section that has had this address since before keep it: addresses are permanent."""

    def answer(request: HttpRequest, site: str) -> HttpResponse:
        if SectionPage.objects.filter(site__slug=site, slug=slug).exists():
            return articles.section(request, site=site, section=slug)
        return view(request, site)

    told: Any = answer
    told.is_public_page = told.speaks_english = True
    return answer


@public_page
def _pages(request: HttpRequest, site: str) -> HttpResponse:
    """List the pages about the office."""
    shows(request, pieces.of_site(site))
    shown = find_site(site)
    context = {**frame(request, shown), "pages": _of(shown, list(site_parts.published_pages(shown)))}
    return render(request, "portal/site_pages.html", context)


def _of(site: SitePage, rows: list[StaticPage]) -> list[StaticPage]:
    for row in rows:
        row.site = site
    return rows


@public_page
def page(request: HttpRequest, site: str, page: str) -> HttpResponse:
    """Show one page about the office."""
    shows(request, pieces.of_site(site))
    shown = find_site(site)
    try:
        found = site_parts.get_published_page(shown, page)
    except StaticPage.DoesNotExist:
        raise PageMissing(shown) from None
    others = _of(shown, list(site_parts.published_pages(shown).exclude(pk=found.pk)))
    found.site = shown
    above = (_("About the office"), reverse("portal:site_pages", args=[shown.slug]))
    described = structured.described(shown, above, (found.title, found.address), description=plain(found.body))
    context = {**frame(request, shown), "described": described, "page": found, "others": others}
    return render(request, "portal/site_page.html", context)


@public_page
def _contact(request: HttpRequest, site: str) -> HttpResponse:
    """Show how the office is reached: address, hours, people, map."""
    shows(request, pieces.of_site(site))
    shown = find_site(site)
    context = {**frame(request, shown), "contacts": list(site_parts.contacts_of(shown)), **_place(shown)}
    return render(request, "portal/site_contact.html", context)


def _place(site: SitePage) -> dict[str, str]:
    if site.latitude is None or site.longitude is None:
        return {"geo": "", "osm": ""}
    lat, lon = f"{site.latitude:f}", f"{site.longitude:f}"
    return {"geo": f"geo:{lat},{lon}", "osm": _OSM.format(lat=lat, lon=lon)}


@public_page
def _links(request: HttpRequest, site: str) -> HttpResponse:
    """List the links to other sites."""
    shows(request, pieces.of_site(site))
    shown = find_site(site)
    return render(
        request, "portal/site_links.html", {**frame(request, shown), "links": list(site_parts.links_of(shown))}
    )


@public_page
def _answers(request: HttpRequest, site: str) -> HttpResponse:
    """Show the questions with their answers, by topic; ``?q=`` narrows to those that hold each word."""
    shows(request, pieces.of_site(site), pieces.of_faq(site))
    shown = find_site(site)
    query = clean(request.GET.get("q", ""))[:200]
    found = site_parts.published_answers(shown)
    for word in fold_words(query):
        found = found.filter(folded_text__contains=word)
    entries = list(found)
    context = {
        **frame(request, shown),
        "query": query,
        "topics": site_parts.by_topic(entries),
        "count": len(entries),
        "entries": entries,
        # Of a few that were looked for, no machine needs to know: the whole list stands at the address without words.
        "described": _asked(shown, entries) if entries and not query else None,
    }
    return render(request, "portal/site_faq.html", context)


def _asked(site: SitePage, entries: list[FaqEntry]) -> structured.Described:
    at = absolute(site.slug, reverse("portal:site_faq", args=[site.slug]))
    told = structured.questions((each.question, plain(each.answer), f"{at}#hoi-{each.pk}") for each in entries)
    return structured.Described(title=_("Questions and answers"), blocks=[told])


pages = section_first("gioi-thieu", _pages)
contact = section_first("lien-he", _contact)
links = section_first("lien-ket", _links)
answers = section_first("hoi-dap", _answers)
