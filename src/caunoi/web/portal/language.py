"""Vietnamese and English: each public page has a second address below ``/en/`` with an English frame.

What an office wrote stays in its own language. The language is a part of the path and of nothing else, so that the two
pages are kept apart and a cookie changes neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLPattern, URLResolver, resolve
from django.utils import translation

PREFIX = "/en"
_LINK = re.compile(rb'(<(?:a|form|link|area)\b[^>]*?\s(?:href|action)=")(/[^"]*)"')

View = Callable[..., HttpResponse]


def both_languages(view: View) -> View:
    """Let ``view`` answer in Vietnamese, and below ``/en/`` in English, whatever the browser asks.

    The view sees the path without the prefix: it compares, links and redirects as if there were one language. Links of
    the English page to pages that speak English too are led there.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked: Any = request
        english = request.path_info.startswith(f"{PREFIX}/")
        asked.in_english = english
        before = request.path, request.path_info
        if english:
            asked.path = request.path.replace(f"{PREFIX}/", "/", 1)
            asked.path_info = request.path_info.removeprefix(PREFIX)
        language = "en" if english else "vi"
        try:
            with translation.override(language):
                response = view(request, *args, **kwargs)
        finally:
            asked.path, asked.path_info = before
        # What the visitor chose for the desk must not be said of a page that others get as well.
        response.headers["Content-Language"] = language
        return _led_on(response) if english else response

    said: Any = answer
    said.speaks_english = True
    return answer


def in_english(request: HttpRequest) -> bool:
    """Whether the page is asked for below ``/en/``."""
    return bool(getattr(request, "in_english", False))


def english(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Return the addresses again that speak English, to be put below ``/en/``."""
    found: list[URLPattern | URLResolver] = []
    for each in patterns:
        if isinstance(each, URLResolver):
            found.append(
                URLResolver(
                    each.pattern, english(each.url_patterns), each.default_kwargs, each.app_name, each.namespace
                )
            )
        elif getattr(each.callback, "speaks_english", False):
            found.append(each)
    return found


def other_address(request: HttpRequest) -> str:
    """Return the path of the page in the other language; "" where it has one language only."""
    if in_english(request):
        return request.path_info
    return f"{PREFIX}{request.path_info}" if _speaks(request.path_info) else ""


def _led_on(response: HttpResponse) -> HttpResponse:
    target = response.headers.get("Location", "")
    if target.startswith("/") and _speaks(target):
        response.headers["Location"] = f"{PREFIX}{target}"
    if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
        known: dict[bytes, bytes] = {}

        def led(link: re.Match[bytes]) -> bytes:
            address = link[2]
            if address not in known:
                known[address] = PREFIX.encode() + address if _speaks(address.decode()) else address
            # The way back to the other language says so itself.
            return link[0] if b" hreflang=" in link[1] else link[1] + known[address] + b'"'

        response.content = _LINK.sub(led, response.content)
    return response


def _speaks(address: str) -> bool:
    try:
        return bool(getattr(resolve(re.split(r"[?#]", address, maxsplit=1)[0]).func, "speaks_english", False))
    except Resolver404:
        return False
