"""Three addresses for machines: whether the process lives, whether it can answer people, and what it measures.

They stand before everything else: no session, no host name of the list, no HTTPS is needed, nothing is written down.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from caunoi.core.running.readiness import not_ready
from caunoi.web.base import measures

_PROXIED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")


class Health:
    """Answers the three addresses; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in place of the page, where the address is one of the three."""
        view = ADDRESSES.get(request.path)
        if view is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = view(request)
        response.headers["Cache-Control"] = "no-store"
        return response


def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that this process answers; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"X-Robots-Tag": "noindex"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether people can be answered; what is missing is named to this machine only."""
    missing = not_ready()
    said: dict[str, object] = {"ready": not missing}
    if is_near(request):
        said["missing"] = missing
    return JsonResponse(said, status=503 if missing else 200, headers={"Retry-After": "10"} if missing else None)


def metrics(request: HttpRequest) -> HttpResponse:
    """Give the measures to this machine, or to whoever has the token; to others there is nothing here."""
    if not (is_near(request) or _has_token(request)):
        return HttpResponse(status=404)
    try:
        said = measures.page()
    except DatabaseError:
        return HttpResponse(status=503)
    return HttpResponse(said, content_type="text/plain; version=0.0.4; charset=utf-8")


def is_near(request: HttpRequest) -> bool:
    """Say whether the request comes from this machine: without a proxy, or through one that says so.

    A socket file has no address; who may open it is decided by its mode.
    """
    if settings.TRUSTED_PROXIES and request.headers.get("X-Forwarded-For"):
        from caunoi.web.base.lockout import client_address  # noqa: PLC0415 - models are ready only now

        return _is_loopback(client_address(request))
    if any(request.headers.get(name) for name in _PROXIED):
        return False
    return _is_loopback(request.META.get("REMOTE_ADDR") or "127.0.0.1")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _has_token(request: HttpRequest) -> bool:
    wanted = settings.METRICS_TOKEN
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    return bool(wanted) and kind.lower() == "bearer" and secrets.compare_digest(given.encode(), wanted.encode())


ADDRESSES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics,
}
