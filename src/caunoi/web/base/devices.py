"""A browser: in plain words, and whether an account signed in with it before.

The browser itself remembers that, in a signed cookie: the office keeps no list of anybody's devices.
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from caunoi.directory.models import User

_COOKIE = "cn_known"
_YEAR = 365 * 24 * 60 * 60
# A shared computer of an office is used by a handful of people.
_MOST = 12

# The first that stands in what the browser says of itself; every browser claims to be several older ones.
_BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Zalo", "Zalo"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def in_words(user_agent: str) -> str:
    """Return for example "Chrome, Windows"; "" where the browser says nothing that is known."""
    known = (next((words for sign, words in names if sign in user_agent), "") for names in (_BROWSERS, _SYSTEMS))
    return ", ".join(words for words in known if words)


def _mark(user: User) -> str:
    """Return what the cookie keeps of an account: too little to tell whose it is."""
    return hashlib.sha256(f"{_COOKIE}{user.pk}".encode()).hexdigest()[:16]


def _marks(request: HttpRequest) -> list[str]:
    try:
        return list(signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_COOKIE, max_age=_YEAR))
    except (signing.BadSignature, TypeError):
        return []


def knows(request: HttpRequest, user: User) -> bool:
    """Say whether ``user`` signed in with this browser within a year."""
    return _mark(user) in _marks(request)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the browser remember that ``user`` signed in with it."""
    mark = _mark(user)
    marks = [mark, *(each for each in _marks(request) if each != mark)][:_MOST]
    response.set_cookie(
        _COOKIE,
        signing.dumps(marks, salt=_COOKIE),
        max_age=_YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        path=settings.SESSION_COOKIE_PATH,
    )
