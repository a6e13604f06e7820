"""Host names of sites: accepted, led to their site, and kept away from where people work.

Each process holds the whole table and asks whether it changed no more often than for the kept pages; a request costs
one look into a dictionary. ``ALLOWED_HOSTS`` stays what the settings say: its hosts are the installation's own,
whatever the table holds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port

from caunoi.core import stamps
from caunoi.publishing import pieces
from caunoi.publishing.queries.site_parts import HostTable, host_table
from caunoi.web.base.headers import PRIVATE
from caunoi.web.portal.language import PREFIX

_ROOTS = {"/", f"{PREFIX}/"}
# Cookies of people who work, and what they signed in for, belong to the main host alone.
_AT_HOME = (*PRIVATE, "/api/")


class Hosts:
    """The table as one process knows it; all of its threads share it."""

    def __init__(self) -> None:
        self._table = HostTable(sites={}, mains={})
        self._version = -1
        self._lock = threading.Lock()

    def clear(self) -> None:
        """Forget the table."""
        with self._lock:
            self._version = -1

    def current(self) -> HostTable:
        """Return the table as it stands; asks for it only where a site was given or lost a host name."""
        version = stamps.board.versions([pieces.HOSTS])[pieces.HOSTS]
        if version != self._version:
            with self._lock:
                if version != self._version:
                    # Marked with the edition known before it was read: a change in between reads it once more.
                    self._table, self._version = host_table(), version
        return self._table

    def known(self) -> HostTable:
        """Return the table as it was seen last, without asking."""
        return self._table


hosts = Hosts()


def absolute(slug: str, path: str, *, prefix: str = "") -> str:
    """Return the one address of a site's page: at the site's main host, else at the installation's base address.

    The site's first page stands at the root of its own host; ``prefix`` is that of another language, "" or "/en".
    """
    main = hosts.current().mains.get(slug) if slug else None
    if main is None or is_our_own(main):
        return f"{base_address()}{prefix}{path}"
    return f"{_address_of(main)}{prefix}{'/' if path == f'/{slug}/' else path}"


def base_address() -> str:
    """Return scheme, host and port of the installation."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def _address_of(host: str) -> str:
    base = urlsplit(base_address())
    return f"{base.scheme}://{host}{f':{base.port}' if base.port else ''}"


def is_our_own(host: str) -> bool:
    """Say whether a host is named by the settings; a pattern there ("*", ".example.vn") leaves room for the table."""
    named = {each.lower() for each in settings.ALLOWED_HOSTS if not each.startswith(("*", "."))}
    return host in named or host == urlsplit(base_address()).hostname


class SiteHosts:
    """Lets the hosts of the table in; stands before the kept pages, whose key holds the host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the installation does, with the site's first page at the root."""
        said = request.META.get("HTTP_HOST", "")
        host, _port = split_domain_port(said)
        told: Any = request
        told.site_host = ""
        if not host or is_our_own(host):
            return self.get_response(request)
        slug = _table().sites.get(host)
        if slug is None:
            return self.get_response(request)
        if request.path_info.startswith(_AT_HOME):
            return _home(request)
        # One spelling alone: what is kept for a host is kept once, and no port of a stranger's gets into a page.
        spelled = urlsplit(_address_of(host)).netloc
        request.META["HTTP_HOST"] = spelled
        told.site_host = host
        told.get_host = lambda: spelled
        if request.path_info in _ROOTS:
            request.path = request.path_info = f"{request.path_info}{slug}/"
        return self.get_response(request)


def _table() -> HostTable:
    if settings.MAINTENANCE_FILE.exists():
        return hosts.known()
    try:
        stamps.board.look()
        return hosts.current()
    except DatabaseError:
        return hosts.known()


def _home(request: HttpRequest) -> HttpResponse:
    """Lead to the same address at the main host, which the settings name; the path begins with a known word."""
    return HttpResponse(
        status=302,
        headers={"Location": f"{base_address()}{request.get_full_path()}", "Cache-Control": "no-store"},
    )
