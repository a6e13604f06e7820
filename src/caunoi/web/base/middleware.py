"""The language of the screens, the sign on the door, and what is refused before anybody reads it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation


class ChosenLanguage:
    """Vietnamese, unless the person chose another language here.

    Django's own middleware follows the browser: many an office PC has an English browser and a Vietnamese clerk.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the cookie, or in the installation's own."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ClosedForWork:
    """While the file ``settings.MAINTENANCE_FILE`` stands (a restore or an upgrade runs), every page answers 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the sign; style sheets still come, and the database is not asked."""
        if settings.MAINTENANCE_FILE.exists() and not request.path.startswith(settings.STATIC_URL):
            page = render_to_string("errors/maintenance.html")
            return HttpResponse(page, status=503, headers={"Retry-After": "120", "Cache-Control": "no-store"})
        return self.get_response(request)


# What both databases keep as the key of a row.
_MOST = 2**63 - 1
_NULL = ("\x00", "%00")


class SoundRequest:
    """Refuse what no browser and no page of ours sends, before a view, a form or a database trips over it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or 413 to a body that is too large, before a byte of it is read.

        Raises BadRequest for a NUL in the address: PostgreSQL stores none where SQLite does.
        """
        if any(null in place for null in _NULL for place in (request.path, request.META.get("QUERY_STRING", ""))):
            raise BadRequest("The address holds a NUL.")
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said[:19]) > settings.UPLOAD_MAX_BODY:
            return render(request, "413.html", {"most": settings.UPLOAD_MAX_BODY // (1024 * 1024)}, status=413)
        return self.get_response(request)

    def process_view(
        self, _request: HttpRequest, _view: object, _args: tuple[object, ...], kwargs: dict[str, object]
    ) -> None:
        """Raise Http404 for a number in the address that is greater than any row's."""
        if any(isinstance(value, int) and value > _MOST for value in kwargs.values()):
            raise Http404
