"""What services refuse, as words on the page: into the form, into a message, or onto a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import parse_qs, quote, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow, StaleChange


def stale_words(error: StaleChange) -> str:
    """Return what to tell somebody whose page is older than the thing itself."""
    return str(error) or _(
        "Somebody else changed this while you were typing. Nothing of yours is lost: open the page anew in another "
        "tab to see what stands now, then save again here."
    )


def add_errors(form: BaseForm, error: ValidationError) -> None:
    """Put a service's words beside the fields they speak of; those of unknown fields on top of the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, faults in error.error_dict.items():
        known = field in form.fields
        form.add_error(field if known and field != NON_FIELD_ERRORS else None, faults)


def add_missing_errors(form: BaseForm, faults: Mapping[str, str]) -> None:
    """Put words beside those fields of a form being cleaned that have none yet, so that all of them stand at once.

    ``faults`` is what a service would refuse: it is asked even where a field could not be read at all.
    """
    for field, words in faults.items():
        if field in form.fields and field not in form.errors:
            form.add_error(field, words)


@contextmanager
def into_form(form: BaseForm) -> Iterator[None]:
    """Run a service; what it refuses becomes errors of ``form`` and the block is left.

    ::

        if form.is_valid():
            with into_form(form):
                created = create_class(actor=request.user, **form.cleaned_data)
                return redirect("desk:class", created.code)
        return render(request, "…", {"form": form})

    PermissionDenied passes through: it has a page of its own.
    """
    try:
        yield
    except ValidationError as error:
        add_errors(form, error)
    except NotNow as error:
        form.add_error(None, str(error))
    except StaleChange as error:
        form.add_error(None, stale_words(error))


@contextmanager
def into_messages(request: HttpRequest) -> Iterator[None]:
    """Run a service for a button without a form; what it refuses becomes a message and the block is left."""
    try:
        yield
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
    except NotNow as error:
        messages.error(request, str(error))
    except StaleChange as error:
        messages.error(request, stale_words(error))


class RefusalMiddleware:
    """Turn a refusal that a view did not catch into words: back where one came from, or on a page of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does, but for a session that ended while a page stood open, and an address of a form."""
        response = self.get_response(request)
        if _asks_to_sign_in(request, response):
            return _after_the_session(request, response)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            words = _("Nothing can be read at this address, it only takes what a form sends.")
            page = _refuse(request, words, response.status_code)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer NotNow, StaleChange and ValidationError; leave everything else to Django."""
        if isinstance(error, NotNow):
            return _refuse(request, str(error), 409)
        if isinstance(error, StaleChange):
            return _refuse(request, stale_words(error), 409)
        if isinstance(error, ValidationError):
            return _refuse(request, " ".join(error.messages), 400)
        return None


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether somebody without a session is led to the sign-in page; signing out leads there, too, without ``next``."""
    if not isinstance(response, HttpResponseRedirect) or request.user.is_authenticated:
        return False
    target = urlsplit(response.url)
    return target.path == resolve_url(settings.LOGIN_URL) and REDIRECT_FIELD_NAME in parse_qs(target.query)


def _after_the_session(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lead back to the page with the form instead of the form's own address; tell htmx, which would show the page."""
    if request.headers.get("HX-Request"):
        return _refuse(request, _("You are signed out, so nothing came of this. Load the page anew and sign in."), 401)
    back = _page_before(request)
    if request.method != "POST" or not back:
        return response
    parts = urlsplit(back)
    return redirect_to_login(parts._replace(scheme="", netloc="", fragment="").geturl())


def _page_before(request: HttpRequest) -> str:
    back = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if own else ""


def _refuse(request: HttpRequest, words: str, status: int) -> HttpResponse:
    if request.headers.get("HX-Request"):
        # js/toast.js shows the header; nothing on the page is replaced.
        return HttpResponse(status=status, headers={"X-Cn-Message": quote(words)})
    back = _page_before(request)
    if request.method == "POST" and back:
        messages.error(request, words)
        return HttpResponseRedirect(back)
    return render(request, "errors/refused.html", {"words": words, "back": back}, status=status)
