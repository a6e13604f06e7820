"""Who asks for a page without reading it."""

from __future__ import annotations

from functools import lru_cache

import crawleruseragents
from django.conf import settings
from django.http import HttpRequest

# What every browser that people read with calls itself first.
_BROWSERS = ("Mozilla/", "Opera/")
_MOST_LETTERS = 400


def reads(request: HttpRequest) -> bool:
    """Say whether a person reads the page: no robot, no browser that fetches ahead, nobody who works at the desk.

    Whoever works here is known by having a session at all; whose it is is not looked at.
    """
    meta = request.META
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    ahead = (meta.get(f"HTTP_{name}", "") for name in ("SEC_PURPOSE", "PURPOSE", "X_PURPOSE", "X_MOZ"))
    if any("prefetch" in said or "preview" in said or "prerender" in said for said in map(str.lower, ahead)):
        return False
    if meta.get("HTTP_SEC_FETCH_DEST", "document") != "document":
        return False
    return not is_robot(agent_of(request))


def agent_of(request: HttpRequest) -> str:
    """Return what the browser calls itself, as far as it is looked at."""
    return str(request.META.get("HTTP_USER_AGENT", ""))[:_MOST_LETTERS]


@lru_cache(maxsize=8192)
def is_robot(agent: str) -> bool:
    """Say whether this is a robot's name, or none that a browser gives."""
    return not agent.startswith(_BROWSERS) or bool(crawleruseragents.is_crawler(agent))
