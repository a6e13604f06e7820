"""What becomes of each request, counted and written down: by the name of its page, never by address or content."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from caunoi.core.logs import request_id
from caunoi.web.base import measures

_log = logging.getLogger(__name__)
_ID = re.compile(r"[0-9a-f]{32}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_FAULT = 500


class _Asked:
    """Counts the questions to the database of one request, and their time."""

    def __init__(self) -> None:
        self.count = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - began


class Watch:
    """Names each request, measures it, and writes one line; a slow one gets a line of its own.

    Who asked is said only beside a fault or a slow page, where somebody may have to be asked what happened.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; the name of the request goes along as X-Request-ID."""
        told = request.headers.get("X-Request-ID", "")
        # Only a proxy of the office names requests; what it sends in place of a visitor's header has this form.
        named = told if settings.TRUSTED_PROXIES and _ID.fullmatch(told) else uuid.uuid4().hex
        token = request_id.set(named)
        asked, began = _Asked(), time.perf_counter()
        try:
            with connection.execute_wrapper(asked):
                response = self.get_response(request)
            seconds = time.perf_counter() - began
            response.headers["X-Request-ID"] = named
            self._note(request, response.status_code, seconds, asked)
        finally:
            request_id.reset(token)
        return response

    @staticmethod
    def _note(request: HttpRequest, status: int, seconds: float, asked: _Asked) -> None:
        route, method = route_of(request), request.method if request.method in _METHODS else "other"
        measures.REQUESTS.labels(route, method, f"{status // 100}xx").inc()
        measures.SECONDS.labels(route).observe(seconds)
        facts: dict[str, object] = {
            "route": route,
            "method": method,
            "status": status,
            "ms": round(seconds * 1000),
            "queries": asked.count,
        }
        slow = seconds * 1000 >= settings.SLOW_MS
        if slow or status >= _FAULT:
            # Known where somebody asked for it: looking it up now would be a question more.
            user = getattr(request, "_cached_user", None)
            facts |= {"query_ms": round(asked.seconds * 1000), "user": str(user.pk) if user and user.pk else None}
        if slow:
            measures.SLOW.labels(route).inc()
            _log.warning("slow request", extra=facts)
        else:
            _log.info("request", extra=facts)


def route_of(request: HttpRequest) -> str:
    """Return the name of the page that was asked for; "none" where the address leads nowhere."""
    match = request.resolver_match
    if match is None:
        return "static" if request.path.startswith(settings.STATIC_URL) else "none"
    return match.view_name or "unnamed"
