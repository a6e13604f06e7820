"""The language of the screens, and the sign on the door while the system is being looked after."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
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
