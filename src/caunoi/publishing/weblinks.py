"""Addresses of other sites as people type them. Pure text work."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from caunoi.publishing.hostnames import OddHost, ascii_host

_MOST = 500
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)")
_ODD = re.compile(r"[\x00-\x20\x7f\\<>\"'`{}|^]")
_SAFE = "/%:@!$&()*+,;=~-._?"


class OddAddress(ValueError):
    """This leads nowhere that a site may lead to."""


def web_address(typed: str) -> str:
    """Return an address as a link takes it: http or https, a host name, no account in it.

    Without a scheme it is taken for https. Raises :class:`OddAddress` for everything else: scripts, data, numbers of
    machines, signs that browsers read as others.
    """
    text = typed.strip()
    if not text or len(text) > _MOST or _ODD.search(text):
        raise OddAddress(typed)
    if not _SCHEME.match(text):
        text = f"https://{text.removeprefix('//')}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise OddAddress(typed) from None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not parts.hostname:
        raise OddAddress(typed)
    try:
        host = ascii_host(parts.hostname)
    except OddHost:
        raise OddAddress(typed) from None
    place = f"{host}:{port}" if port else host
    made = urlunsplit(
        (parts.scheme, place, quote(parts.path, _SAFE), quote(parts.query, _SAFE), quote(parts.fragment, _SAFE))
    )
    if len(made) > _MOST:
        raise OddAddress(typed)
    return made
