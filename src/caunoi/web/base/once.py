"""Forms that create something carry a key from when they were shown; sent again, they lead to what they made."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from caunoi.core.once import made_before, make_once

P = ParamSpec("P")
T = TypeVar("T")
FIELD = "once"


def sent_key(request: HttpRequest) -> UUID | None:
    """Return the key that a form was sent with; None where it has none."""
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def once(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Lead a form that was sent before to what it made, before the view can refuse the twin. Under login_required."""

    @wraps(view)
    def led(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request: Any = args[0]
        key = sent_key(request) if request.method == "POST" else None
        page = made_before(actor_id=request.user.pk, key=key) if key else ""
        return _lead(request, page) if page else view(*args, **kwargs)

    return led


def create_once(
    request: HttpRequest, make: Callable[[], T], *, leads_to: Callable[[T], str], words: Callable[[T], str]
) -> HttpResponse:
    """Create by ``make``, say ``words`` and lead to the page of what was made; a form sent again only leads there.

    The form holds ``{% once_key %}``. What ``make`` raises passes through.
    """
    actor: Any = request.user
    made: list[T] = []

    def keep() -> T:
        made.append(make())
        return made[0]

    page = make_once(actor_id=actor.pk, key=sent_key(request), make=keep, leads_to=leads_to)
    if not made:
        return _lead(request, page)
    if told := words(made[0]):
        messages.success(request, told)
    return redirect(page)


def _lead(request: HttpRequest, page: str) -> HttpResponse:
    messages.info(request, _("This form was sent before, so nothing was made twice. Here is what it made."))
    return redirect(page)
