"""The parts of a site's first page beside its news: calendar, library, answers, what is read most, what was recorded.

Each asks one question and shows a few rows: a site that has thousands of each costs the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caunoi.publishing import pieces
from caunoi.publishing.models import SitePage
from caunoi.publishing.queries.events import next_events
from caunoi.publishing.queries.materials import newest_materials
from caunoi.publishing.queries.recordings import recordings_of
from caunoi.publishing.queries.site_parts import published_answers
from caunoi.web.portal import front
from caunoi.web.portal.frames import most_read, site_frame

_EVENTS, _MATERIALS, _ANSWERS, _READ, _RECORDINGS = 5, 4, 4, 5, 4
# One or two read most of nothing: the list would only repeat what stands beside it.
_LEAST_READ = 3


def register() -> None:
    """Name the parts.

    What is read most stands in the kept page and not in a hole: a hole would ask for it every two seconds, and nobody
    misses a place gained six minutes ago (a page that nothing touched is made anew after five, and a process adds up
    once a minute). An article that is withdrawn or corrected touches the news of its site, which the whole page shows,
    and so leaves the list at once. The same holds for a recording: it changes with its article.
    """
    front.register(
        "calendar",
        template="portal/parts/front_calendar.html",
        read=_calendar,
        shows=lambda slug: (pieces.calendar_of_site(slug),),
    )
    front.register(
        "library",
        template="portal/parts/front_library.html",
        read=_library,
        shows=lambda slug: (pieces.library_of_site(slug),),
    )
    front.register(
        "faq", template="portal/parts/front_faq.html", read=_answers, shows=lambda slug: (pieces.of_faq(slug),)
    )
    front.register("read", template="portal/parts/front_read.html", read=_read)
    front.register("media", template="portal/parts/front_media.html", read=_recordings)


def _calendar(site: SitePage) -> Mapping[str, Any] | None:
    found = next_events(site, _EVENTS)
    return {"events": found} if found else None


def _library(site: SitePage) -> Mapping[str, Any] | None:
    found = newest_materials(site, _MATERIALS)
    return {"materials": found} if found else None


def _answers(site: SitePage) -> Mapping[str, Any] | None:
    found = list(published_answers(site)[:_ANSWERS])
    return {"answers": found} if found else None


def _read(site: SitePage) -> Mapping[str, Any] | None:
    found = most_read(site.slug, _READ)
    return {"articles": found} if len(found) >= _LEAST_READ else None


def _recordings(site: SitePage) -> Mapping[str, Any] | None:
    found = list(recordings_of(site)[:_RECORDINGS])
    if not found:
        return None
    site_frame(site.slug).adopt(*(each.article for each in found))
    return {"recording": found[0], "more": found[1:]}
