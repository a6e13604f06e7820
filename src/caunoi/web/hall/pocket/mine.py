"""One's own classes without a ticket: a link by mail, or an account that was linked with the page.

What a link opened is remembered by a cookie that no other page gets, for an hour. So there are tokens against forged
forms here, unlike on the pages of a ticket, and browsers may tell this house where they come from.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from caunoi.directory.models import PageLink, Person
from caunoi.directory.queries.page_links import (
    browser_mark,
    open_link,
    person_of_account,
    person_of_link,
    waiting_link,
)
from caunoi.directory.services import page_links
from caunoi.directory.tasks import send_page_links
from caunoi.training.queries.own_page import own_page
from caunoi.web.base.errors import into_messages
from caunoi.web.base.signin import second_step_is_due

if TYPE_CHECKING:
    from caunoi.directory.models import User

    class _Request(HttpRequest):
        user: User


COOKIE = "cn_mine"
_Answer = TypeVar("_Answer", bound=HttpResponseBase)
_HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow, noarchive"}


class Asking(forms.Form):
    """Whose page it is: the address that the office has, and the name, so that a shared mailbox mixes nobody."""

    email = forms.EmailField(
        label=gettext_lazy("My e-mail"),
        max_length=254,
        help_text=gettext_lazy("The one that the office has of you. The link goes there."),
        error_messages={
            "required": gettext_lazy("Type your e-mail."),
            "invalid": gettext_lazy("This is no e-mail address. For example: vanphong@example.vn."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    name = forms.CharField(
        label=gettext_lazy("My full name"),
        max_length=120,
        help_text=gettext_lazy("As it stands in the list of the class."),
        error_messages={"required": gettext_lazy("Type your full name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def _unkept(view: Callable[..., _Answer]) -> Callable[..., _Answer]:
    """Let no cache and no search engine keep the answer."""

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: object) -> _Answer:
        response = view(request, **kwargs)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response

    return answered


@_unkept
def ask(request: HttpRequest) -> HttpResponse:
    """Take address and name. The page looks nothing up: a job does, so that answer and time tell nothing."""
    user = request.user
    known = {"email": user.email, "name": user.get_full_name()} if user.is_authenticated else None
    form = Asking(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        send_page_links.enqueue(page_links.seal_asking(**form.cleaned_data))
        return redirect("hall:mine_sent")
    return render(request, "hall/pocket/mine_ask.html", {"form": form})


@_unkept
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say the same to everybody."""
    return render(request, "hall/pocket/mine_sent.html", {"minutes": page_links.LINK_MINUTES})


@_unkept
def open_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; a POST uses the link up. Programs that look through mails open addresses and press nothing."""
    if waiting_link(token) is None:
        return _gone(request)
    if request.method != "POST":
        return render(request, "hall/pocket/mine_open.html", {"hours_open": page_links.PAGE_MINUTES // 60})
    link = page_links.use_page_link(token=token)
    if link is None:
        return _gone(request)
    response = redirect("hall:mine_page")
    response.set_cookie(
        COOKIE,
        browser_mark(link),
        max_age=page_links.PAGE_MINUTES * 60,
        path=reverse("hall:mine"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "hall/pocket/mine_gone.html", status=404)


def _opened(request: HttpRequest) -> tuple[Person | None, PageLink | None]:
    """Return whose page is open here, and the link that opened it; an account opens its own without one."""
    link = open_link(request.COOKIES.get(COOKIE, ""))
    person = person_of_link(link) if link else None
    if person:
        return person, link
    user = request.user
    if user.is_authenticated and not second_step_is_due(user):
        return person_of_account(user), None
    return None, None


@_unkept
@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """Show the classes of now and those of the years; to whom nothing is open, the way to a link."""
    person, link = _opened(request)
    if person is None:
        return redirect("hall:mine")
    linked = person_of_account(request.user) if request.user.is_authenticated else None
    context = {
        "own": own_page(person),
        "person": person,
        "link": link,
        "may_link": bool(link) and request.user.is_authenticated and linked is None,
        "linked": linked == person,
    }
    return render(request, "hall/pocket/mine.html", context)


@_unkept
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the page: whoever sits at this device next sees nothing of it."""
    link = open_link(request.COOKIES.get(COOKIE, ""))
    if link:
        page_links.close_page(link=link)
    response = redirect("hall:mine")
    response.delete_cookie(COOKIE, path=reverse("hall:mine"), samesite="Strict")
    messages.success(request, _("The page is closed on this device."))
    return response


@_unkept
@login_required
@require_POST
def account(request: _Request) -> HttpResponse:
    """Link the account with the open page, or part them."""
    if "part" in request.POST:
        page_links.part_account(actor=request.user)
        messages.success(request, _("Your account opens this page no more."))
        return redirect("hall:mine_page")
    link = open_link(request.COOKIES.get(COOKIE, ""))
    if link is None:
        messages.warning(request, _("The page was closed meanwhile. Ask for a new link."))
        return redirect("hall:mine")
    with into_messages(request):
        page_links.link_account(actor=request.user, link=link)
        messages.success(request, _("From now on your account opens this page."))
    return redirect("hall:mine_page")
