"""Forms that create something carry a key from when they were shown; sent again, they lead to what they made."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from caunoi.core.once import made_before, make_once

P = ParamSpec("P")
T = TypeVar("T")
FIELD = "once"
_NOT_TYPED = {FIELD, "csrfmiddlewaretoken"}


def form_key(request: HttpRequest) -> UUID | None:
    """Return the key that a form was shown with; None where it was sent with none."""
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def sent_key(request: HttpRequest) -> UUID | None:
    """Return what tells one sending of a form from another: its key and what was typed.

    Whoever goes back, types something else and sends it again means another thing; nothing typed may get lost.
    """
    key = form_key(request)
    if key is None:
        return None
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in _NOT_TYPED)
    files = sorted((name, each.name, each.size) for name, sent in request.FILES.lists() for each in sent)
    return uuid5(key, repr((typed, files)))


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
