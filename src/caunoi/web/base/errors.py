"""What services refuse, as words on the page: into the form, into a message, or onto a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
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
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer NotNow, StaleChange and ValidationError; leave everything else to Django."""
        if isinstance(error, NotNow):
            return _refuse(request, str(error), 409)
        if isinstance(error, StaleChange):
            return _refuse(request, stale_words(error), 409)
        if isinstance(error, ValidationError):
            return _refuse(request, " ".join(error.messages), 400)
        return None


def _refuse(request: HttpRequest, words: str, status: int) -> HttpResponse:
    if request.headers.get("HX-Request"):
        # js/toast.js shows the header; nothing on the page is replaced.
        return HttpResponse(status=status, headers={"X-Cn-Message": quote(words)})
    back = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    if request.method == "POST" and own:
        messages.error(request, words)
        return redirect(back)
    return render(request, "errors/refused.html", {"words": words, "back": back if own else ""}, status=status)
