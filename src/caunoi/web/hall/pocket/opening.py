"""What stands before every page of this face: a link that holds, or one answer for all that do not.

Nothing here is done by a cookie that says who somebody is, so there is no token against forged forms: whoever could
make another's browser send a form here would have to know the link, and could send it himself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from caunoi.training.models import Ticket, TrainingClass
from caunoi.training.queries.tickets import ticket_by_page

_Answer = TypeVar("_Answer", bound=HttpResponseBase)
_HEADERS = {
    "Cache-Control": "private, no-store",
    # The address is the key: no page elsewhere learns of it, no search engine keeps it.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class Opened(HttpRequest):
    """A request that came by a ticket's link; ``token`` is what stood in its address."""

    ticket: Ticket
    training_class: TrainingClass
    token: str


def by_ticket(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view a request with its ``ticket``; answer a link that doesn't hold as every other one."""

    @csrf_exempt
    @wraps(view)
    def opened(request: Any, token: str, **kwargs: Any) -> HttpResponseBase:
        ticket = ticket_by_page(token)
        if ticket is None:
            return refused(request)
        request.ticket, request.token, request.training_class = ticket, token, ticket.training_class
        try:
            return sealed(view(request, **kwargs))
        except Http404:
            return refused(request)

    return opened


def refused(request: HttpRequest) -> HttpResponse:
    """Say that an address doesn't hold: the same words whatever is wrong with it, and of which class it was."""
    return sealed(render(request, "hall/pocket/gone.html", status=404))


def sealed(response: _Answer) -> _Answer:
    """Let no cache, no other page and no search engine learn of the address; return the response.

    The phone's own worker keeps the page of a running quiz all the same, until it is handed in.
    """
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


def pocket(request: Opened, template: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """Draw a page of the participant: ``ticket``, ``training_class`` and ``token`` are in every one."""
    shared = {"ticket": request.ticket, "training_class": request.training_class, "token": request.token}
    return render(request, template, {**shared, **(context or {})}, status=status)
