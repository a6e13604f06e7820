"""Who is counted as one when wrong passwords and codes are counted, and from where (django-axes)."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest

from caunoi.core.text import fold
from caunoi.directory.queries.signin import account_called

_NOWHERE = "0.0.0.0"  # noqa: S104 - no interface: a request without an address, over a socket file


def client_address(request: HttpRequest) -> str:
    """Return the address of whoever asks: what the outermost trusted proxy saw, else who connected.

    ``settings.TRUSTED_PROXIES`` says how many entries of X-Forwarded-For were written by proxies of the office; what
    stands further left was sent by the client and may be made up.
    """
    named = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    count = settings.TRUSTED_PROXIES
    told = named[-count] if count and len(named) >= count else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return _NOWHERE


def counted_address(request: HttpRequest) -> str:
    """Return the address that counts as one: of IPv6 the network, within which a client may choose freely."""
    found = ipaddress.ip_address(client_address(request))
    return str(found if found.version == 4 else ipaddress.ip_network((found, 64), strict=False))


def counted_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the name under which failures are counted: one for an account, typed as user name or as e-mail."""
    given = credentials or {}
    typed = given.get("username") or given.get("email") or request.POST.get("login") or ""
    found = account_called(str(typed))
    return found.username if found else fold(str(typed))[:255]


def is_locked(request: HttpRequest, name: str) -> bool:
    """Say whether ``name`` is locked out from where the request comes; then the lock-out page is the answer."""
    if not settings.AXES_ENABLED or AxesProxyHandler.is_allowed(request, {"username": name}):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]  # axes' middleware asks for it
    return True


def count_failure(request: HttpRequest, name: str) -> None:
    """Count a wrong code like a wrong password; the eighth in a quarter of an hour locks."""
    AxesProxyHandler.user_login_failed(sender=count_failure, credentials={"username": name}, request=request)
