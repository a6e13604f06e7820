"""What can be listened to and watched on a site: songs, films, talks, in one list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.publishing import pieces
from caunoi.publishing.enums import MediaKind
from caunoi.publishing.queries.recordings import kinds_of, recordings_of
from caunoi.web.portal import structured
from caunoi.web.portal.frames import site_frame
from caunoi.web.portal.pages import find_site, frame, page_of, public_page, shows
from caunoi.web.portal.site_pages import section_first

_A_PAGE = 12
# What can be chosen, by the word of the address.
_KINDS = {"phim": (MediaKind.VIDEO, gettext_lazy("films")), "tieng": (MediaKind.AUDIO, gettext_lazy("sound"))}


@public_page
def _recordings(request: HttpRequest, site: str) -> HttpResponse:
    """List the recordings of a site's articles, newest article first; ``?loai=`` narrows to one kind."""
    shows(request, pieces.of_site(site), pieces.news_of_site(site), counted=f"{site}/")
    shown = find_site(site)
    asked = request.GET.get("loai", "")
    asked = asked if asked in _KINDS else ""
    there = kinds_of(shown)
    page = page_of(request, recordings_of(shown, _KINDS[asked][0] if asked else ""), _A_PAGE)
    page.object_list = list(page.object_list)
    site_frame(site).adopt(*(each.article for each in page.object_list))
    context = {
        **frame(request, shown, section="nghe-xem"),
        "page": page,
        "kinds": [(word, name) for word, (kind, name) in _KINDS.items() if kind in there],
        "asked": asked,
        "described": structured.described(shown, (_("Listen and watch"), request.path)),
    }
    return render(request, "portal/recordings.html", context)


recordings = section_first("nghe-xem", _recordings)
