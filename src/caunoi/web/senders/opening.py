"""What stands before every page of this face: a link that works, or one answer for all that do not.

Nothing here is done by a cookie, so there is none, and no token against forged forms: whoever could make another's
browser send a form here would have to know the link, and could send it himself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from caunoi.core.once import made_before, make_once
from caunoi.training.models import NominationLink
from caunoi.training.queries.links import opened_link
from caunoi.training.services.links import note_used
from caunoi.web.base.once import sent_key

_HEADERS = {
    "Cache-Control": "private, no-store",
    # The address is the key: no page elsewhere learns of it, no search engine keeps it.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class Opened(HttpRequest):
    """A request that came by a link; ``token`` is what stood in its address."""

    link: NominationLink
    token: str


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view a request with its ``link``; answer a link that does not work as every other one."""

    @csrf_exempt
    @wraps(view)
    def opened(request: Any, token: str, **kwargs: Any) -> HttpResponse:
        link = opened_link(token)
        if link is None:
            return refused(request)
        request.link, request.token = link, token
        note_used(link=link)
        try:
            return _sealed(view(request, **kwargs))
        except PermissionDenied:
            # Taken back between the first look and the change itself.
            return refused(request)

    return opened


def refused(request: HttpRequest) -> HttpResponse:
    """Say that an address does not work: the same words whatever is wrong with it, and of which class it was."""
    return _sealed(render(request, "senders/gone.html", status=404))


def _sealed(response: HttpResponse) -> HttpResponse:
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


def to_list(request: Opened, done: str = "") -> HttpResponse:
    """Lead to the unit's list; ``done`` is the query that says what just happened."""
    return redirect(f"{reverse('senders:list', args=[request.token])}{done}")


def once_only(request: Opened, make: Callable[[], str]) -> HttpResponse:
    """Do what a form asks for once, however often it is sent, and lead to the list; ``make`` returns the query."""
    return to_list(request, make_once(actor_id=request.link.pk, key=sent_key(request), make=make, leads_to=str))


def done_before(request: Opened) -> HttpResponse | None:
    """Return the way to what a form made that was sent before; None for one that was not."""
    key = sent_key(request) if request.method == "POST" else None
    page = made_before(actor_id=request.link.pk, key=key) if key else ""
    return to_list(request, page) if page else None
