"""Answers from kept pages, before sessions, languages and views are asked; keeps what the views make."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import struct
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import parse_etags

import caunoi
from caunoi.core import stamps
from caunoi.web.portal import frames
from caunoi.web.portal.cache import live
from caunoi.web.portal.cache.entry import Entry, Filled
from caunoi.web.portal.cache.store import Store, open_store
from caunoi.web.portal.hosts import hosts

_log = logging.getLogger(__name__)
_MOST_BYTES = 64 * 1024 * 1024
# Seconds after which one visitor's request makes a page anew that nothing touched, while others get the old one.
FRESH = 300
_OK, _NOT_MODIFIED = 200, 304
# The one question that a kept page may be asked: which part of a list.
_PART = re.compile(r"trang=[1-9]\d{0,3}")
# What belongs to one answer and is never kept with a page.
_OF_ONE = {"date", "etag", "content-length", "content-encoding", "x-request-id", "set-cookie", "connection", "server"}

Counter = Callable[[HttpRequest, str], None]
_COUNTERS: list[Counter] = []


def on_view(counter: Counter) -> None:
    """Let ``counter(request, what)`` know of each page that was shown, from the store or not."""
    if counter not in _COUNTERS:
        _COUNTERS.append(counter)


class Memory:
    """The pages that one process holds, those longest unused go first. All of its threads share it."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._pages: OrderedDict[str, Entry] = OrderedDict()
        self._bytes = 0
        self._most = most_bytes
        self._lock = threading.Lock()

    def get(self, key: str) -> Entry | None:
        """Return the page."""
        entry = self._pages.get(key)
        if entry is not None:
            with self._lock:
                if key in self._pages:
                    self._pages.move_to_end(key)
        return entry

    def put(self, key: str, entry: Entry) -> None:
        """Hold the page."""
        with self._lock:
            before = self._pages.pop(key, None)
            self._bytes += entry.size - (before.size if before else 0)
            self._pages[key] = entry
            while self._bytes > self._most and len(self._pages) > 1:
                self._bytes -= self._pages.popitem(last=False)[1].size

    def clear(self) -> None:
        """Let all go."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0


memory = Memory()


def forget() -> None:
    """Let go of all kept pages and of what is known of their editions; for upgrades, restores and tests."""
    memory.clear()
    store().clear()
    stamps.board.clear()
    live.board.clear()
    frames.forget()
    hosts.clear()


@cache
def store() -> Store:
    """Return where pages lie for all processes."""
    return open_store(settings.PAGE_STORE)


class PageCache:
    """Answers readers from kept pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with a kept page that still holds; otherwise as the page does, and keep what it says may be kept."""
        key = key_of(request)
        if settings.MAINTENANCE_FILE.exists():
            # A restore may bring back editions from before those that are known.
            memory.clear()
            stamps.board.clear()
            key = None
        if key is None:
            return self._made(request, "")
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # Whoever works here sees what was changed a moment ago, on whichever process.
            stamps.board.expire()
        stamps.board.look()
        entry = memory.get(key)
        if entry is not None and stamps.board.holds(entry.versions):
            if time.time() - entry.made_at <= FRESH:
                return _answer(request, entry)
            with store().flight(key, wait=False) as mine:
                return self._made(request, key) if mine else _answer(request, entry)
        if not _may_be_kept(request):
            return self._made(request, "")
        return _from_store(request, key) or self._alone(request, key)

    def _alone(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Make the page while others that want it wait for this one."""
        with store().flight(key, wait=True):
            # Somebody may have made it between the look before and the turn that came now.
            return _from_store(request, key) or self._made(request, key)

    def _made(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Let the view make the page; keep it under ``key``, "" for not at all."""
        response = self.get_response(request)
        draft: live.Draft | None = getattr(request, "page_draft", None)
        if draft is None or response.streaming or not isinstance(response, HttpResponse):
            return response
        pieces, holes = draft.split(response.content)
        match = request.resolver_match
        entry = Entry(
            route=(match.view_name or "") if match else "",
            headers=[(name, value) for name, value in response.items() if name.lower() not in _OF_ONE],
            versions=draft.versions,
            pieces=pieces,
            holes=holes,
            counted=draft.counted,
        )
        if response.status_code != _OK or response.cookies or "no-store" in response.headers.get("Cache-Control", ""):
            filled = entry.filled(live.board.fill(holes))
            response.content = filled.plain
            response.headers["Content-Length"] = str(len(filled.plain))
            return response
        if key and draft.versions and _is_part(request, draft.part):
            memory.put(key, entry)
            store().put(key, entry.to_bytes())
        return _answer(request, entry)


def key_of(request: HttpRequest) -> str | None:
    """Return by what a page is kept; None for what is never kept.

    Nothing but scheme, host, path, part of the list and today's day: a header or a word of the address that is not in
    here can't change what others see, for requests that carry more are answered by the view and not kept.
    """
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if request.method not in {"GET", "HEAD"} or (query and not _PART.fullmatch(query)) or settings.DEBUG:
        return None
    scheme, host = "s" if request.is_secure() else "p", _spelled(meta.get("HTTP_HOST", ""))
    return f"{_build()} {_today()} {scheme} {host} {request.path_info} {query}"


@lru_cache(maxsize=256)
def _spelled(host: str) -> str:
    """Return a host in one spelling, without its port: nobody fills the room by writing it in a thousand ways."""
    return split_domain_port(host)[0] or host


def _is_part(request: HttpRequest, shown: int) -> bool:
    """Say whether the part that was asked for is the one on the page: numbers beyond the last one are not kept."""
    query = request.META.get("QUERY_STRING", "")
    return not query or query == f"trang={shown}"


def _may_be_kept(request: HttpRequest) -> bool:
    try:
        return bool(getattr(resolve(request.path_info).func, "is_public_page", False))
    except Resolver404:
        return False


def _from_store(request: HttpRequest, key: str) -> HttpResponse | None:
    kept = store().get(key)
    if kept is None:
        return None
    try:
        entry = Entry.from_bytes(kept)
    except (ValueError, KeyError, struct.error):
        _log.warning("a kept page can't be read; it is made anew")
        return None
    if time.time() - entry.made_at > FRESH or not stamps.board.holds(entry.versions):
        return None
    memory.put(key, entry)
    return _answer(request, entry)


def _answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Return the page with its holes filled, or 304 to whoever has it as it is now."""
    filled = entry.filled(live.board.fill(entry.holes))
    if request.resolver_match is None:
        told: Any = request
        told.resolver_match = SimpleNamespace(view_name=entry.route)
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked and _has(asked, filled):
        response = HttpResponse(status=_NOT_MODIFIED)
    else:
        response = HttpResponse()
        _put_body(request, response, filled)
    response.headers.setdefault("ETag", filled.etag)
    for name, value in entry.headers:
        response.headers[name] = value
    vary = response.headers.get("Vary", "")
    if "accept-encoding" not in vary.lower():
        response.headers["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    if entry.counted and request.method == "GET":
        for counter in _COUNTERS:
            counter(request, entry.counted)
    return response


def _put_body(request: HttpRequest, response: HttpResponse, filled: Filled) -> None:
    body = filled.plain
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        body = filled.gzip
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(body))
    if request.method == "GET":
        response.content = body


def _has(asked: str, filled: Filled) -> bool:
    tags = [tag.removeprefix("W/") for tag in parse_etags(asked)]
    return "*" in tags or filled.etag.removeprefix("W/") in tags


_DAY: tuple[float, str] = (0.0, "")


def _today() -> str:
    """Return the local day; pages that say "today" are others tomorrow."""
    global _DAY  # noqa: PLW0603 - one day for the process
    now = time.time()
    if now - _DAY[0] >= 1:
        _DAY = (now, f"{timezone.localtime(dt.datetime.fromtimestamp(now, dt.UTC)):%Y-%m-%d}")
    return _DAY[1]


@cache
def _build() -> str:
    """Return what names this state of the program and of its settings: an upgrade leaves all kept pages behind."""
    root = Path(caunoi.__file__).parent
    said = [f"{settings.ALLOWED_HOSTS} {settings.STATIC_URL} {settings.WAGTAILADMIN_BASE_URL} {settings.STORAGES}"]
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".html", ".mo", ".svg", ".css", ".js"}:
            told = path.stat()
            said.append(f"{path.relative_to(root)} {told.st_size} {told.st_mtime_ns}")
    return hashlib.blake2b("\n".join(said).encode(), digest_size=8).hexdigest()
