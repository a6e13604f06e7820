"""Host names as people type them and as browsers send them. Pure text work."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_MOST = 253


class OddHost(ValueError):
    """This can't be a host name."""


def ascii_host(typed: str) -> str:
    """Return a host name as browsers send it: lower case, letters beyond ASCII in punycode, no dot at the end.

    An address that was pasted whole gives its host. Raises :class:`OddHost` for what is no name of at least two parts:
    numbers of machines, ports, signs.
    """
    text = typed.strip()
    if "//" in text:
        try:
            parts = urlsplit(text)
        except ValueError:
            raise OddHost(typed) from None
        if parts.scheme not in {"http", "https"} or "@" in parts.netloc:
            raise OddHost(typed)
        text = parts.netloc
    text = text.removesuffix("/").removesuffix(".")
    try:
        host = text.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise OddHost(typed) from None
    labels = host.split(".")
    if len(host) > _MOST or len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise OddHost(typed)
    # A last part of figures alone is read as the number of a machine by browsers.
    if labels[-1].isdigit() or _is_number(host):
        raise OddHost(typed)
    return host


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def shown_host(host: str) -> str:
    """Return a host name as people read it, punycode as letters."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
