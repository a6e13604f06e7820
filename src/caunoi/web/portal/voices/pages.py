"""What the pages share on which readers send something: never kept, no cookie, no token of a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from caunoi.publishing.models import ArticlePage
from caunoi.publishing.queries import portal
from caunoi.publishing.queries.comments import get_open_article
from caunoi.web.portal.cache import live
from caunoi.web.portal.language import both_languages
from caunoi.web.portal.pages import PageMissing, missing

# A field that nobody sees; a machine that fills in whatever it finds gives itself away.
TRAP = "xac_nhan"


def reader_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in the language of the address, kept by nobody and found by no search.

    Nobody is signed in here, so there is no session whose token another site could misuse: what is sent carries the
    mark of the form instead, and what a browser says comes from another site is not taken.
    """

    @csrf_exempt
    @both_languages
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        live.draft_of(request)
        try:
            response = view(request, *args, **kwargs)
        except PageMissing as fault:
            response = missing(request, fault.site)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer


def find_article(number: int) -> ArticlePage:
    """Return an article that can be read; raises :class:`PageMissing`."""
    try:
        return get_open_article(number)
    except ArticlePage.DoesNotExist:
        raise PageMissing(_only_site()) from None


def _only_site() -> Any:
    sites = portal.open_sites()[:2]
    return sites[0] if len(sites) == 1 else None


def from_elsewhere(request: HttpRequest) -> bool:
    """Say whether the browser says that another site made it send this."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}


def is_trapped(request: HttpRequest) -> bool:
    """Say whether the field that nobody sees was filled in."""
    return bool(request.POST.get(TRAP, ""))
