"""Addresses of old sites lead to where their articles stand now."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect

from caunoi.publishing.addresses import RESERVED, old_form
from caunoi.publishing.queries import portal

_MISSING = 404
_SLASH = 301
# Portal addresses of an own meaning; a site's first segment is never among them.
_NEVER = RESERVED - {"trang", "lien-he", "gioi-thieu", "media", "tim"}


class OldAddresses:
    """Ask for an old address where nothing else answers; leads to an address of the portal and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 301 for an article that moved here; everything else as the view does."""
        safe = request.method in {"GET", "HEAD"}
        if safe and request.path_info in {"/", "/index.php"} and request.META.get("QUERY_STRING"):
            # Many an old site told all its articles apart by what was asked of its first page.
            return _moved(request) or self.get_response(request)
        response = self.get_response(request)
        # A slash that is added at the end of what no page of the portal may be is as good as nothing found.
        slashed = response.status_code == _SLASH and response.get("Location", "").startswith(f"{request.path_info}/")
        if not safe or not (slashed or response.status_code == _MISSING):
            return response
        return _moved(request) or response


def _moved(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    first = request.path_info.strip("/").partition("/")[0]
    form = "" if first in _NEVER else old_form(request.get_full_path())
    address = portal.moved_to(form) if form else None
    if address is None:
        return None
    answer = HttpResponsePermanentRedirect(address)
    # Whoever was led here asks again, so that an import that was taken back leads nowhere.
    answer["Cache-Control"] = "public, no-cache"
    return answer
