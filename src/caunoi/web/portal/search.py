"""Search over everything public, and titles while one types. What people look for is written down nowhere."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from caunoi.core.text import clean
from caunoi.publishing import pieces
from caunoi.publishing.models import SitePage
from caunoi.publishing.queries import portal
from caunoi.publishing.queries.search import places, results
from caunoi.publishing.search_terms import Where, read_query
from caunoi.web.portal.pages import find_site, frame, public_page, shows

_FOUND_A_PAGE = 20
_MOST_TYPED = 200
# What can be looked for, by the word of the address.
KINDS = {
    "tin": ("article", gettext_lazy("Articles")),
    "tai-lieu": ("material", gettext_lazy("Materials")),
    "lich": ("event", gettext_lazy("Calendar")),
    "trang": ("page", gettext_lazy("Pages")),
    "hoi-dap": ("faq", gettext_lazy("Questions and answers")),
}
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")
NAMES = dict(KINDS.values())


@public_page
def search(request: HttpRequest, site: str | None = None) -> HttpResponse:
    """Show what holds every word asked for, whatever its marks; of one site where one is open."""
    if not request.GET:
        shows(request, *([pieces.of_site(site)] if site else [pieces.SITES]))
    shown = find_site(site) if site else None
    query = clean(request.GET.get("q", ""))[:_MOST_TYPED]
    where, typed, faults = _where(request, shown)
    found = results.find(query, where) if query and not faults else None
    context: dict[str, Any] = {
        **frame(request, shown),
        "query": query,
        "typed": typed,
        "faults": faults,
        "narrowed": any(typed.values()),
        "kinds": [(word, name, word == typed["loai"]) for word, (_kind, name) in KINDS.items()],
        "found": found,
        "page": None,
    }
    if found is not None:
        page = Paginator(found.numbers, _FOUND_A_PAGE).get_page(request.GET.get("trang"))
        start = (page.number - 1) * _FOUND_A_PAGE
        context |= {
            "page": page,
            "hits": [(hit, NAMES.get(hit.document.kind, "")) for hit in found.hits(start, start + _FOUND_A_PAGE)],
        }
    return render(request, "portal/search.html", context)


@require_safe
def suggest(request: HttpRequest, site: str | None = None) -> HttpResponse:
    """Send up to eight titles that hold the words typed so far, as JSON.

    Whoever has it asks whether it still holds: a title that is withdrawn is suggested by no cache.
    """
    shown = portal.open_sites().filter(slug=site).first() if site else None
    query = clean(request.GET.get("q", ""))[:_MOST_TYPED]
    found = results.suggestions(query, Where(site=shown.pk if shown else None)) if not site or shown else []
    marker = results.marker_of(read_query(query))
    told = [
        {
            "address": row.address,
            "kind": str(NAMES.get(row.kind, "")),
            "title": [[text, marked] for text, marked in marker.whole(row.title)],
            "site": row.site.title if row.site and not shown else "",
        }
        for row in found
    ]
    response = JsonResponse({"found": told}, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _where(request: HttpRequest, site: SitePage | None) -> tuple[Where, dict[str, str], dict[str, str]]:
    """Return where to look, what was typed for it, and what of that can't be read."""
    typed = {name: clean(request.GET.get(name, ""))[:100] for name in ("loai", "noi", "tu", "den")}
    faults: dict[str, str] = {}
    units = places.units_named(typed["noi"])
    if typed["noi"] and not units:
        faults["noi"] = _("No place of this name is known. Type the name of a ward, commune or province alone.")
    days: dict[str, dt.date | None] = {}
    for name in ("tu", "den"):
        days[name] = _day(typed[name])
        if typed[name] and not days[name]:
            faults[name] = _("Type a day, for example 31/12/2026.")
    since, until = days["tu"], days["den"]
    if since and until and since > until:
        faults["den"] = _("The last day is before the first one.")
    where = Where(
        kind=KINDS.get(typed["loai"], ("", ""))[0],
        site=site.pk if site else None,
        units=tuple(unit.pk for unit in units),
        since=since,
        until=until,
    )
    return where, typed, faults


def _day(text: str) -> dt.date | None:
    """Read 31/12/2026, or 2026-12-31 as the browser's own field sends it; None for anything else."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
