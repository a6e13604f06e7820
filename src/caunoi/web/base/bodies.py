"""What was sent to an address that takes no form."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.request import RawPostDataException


def octets_of(request: HttpRequest) -> bytes:
    """Return the body as it came; b"" where it called itself a form and was read as one on its way here."""
    try:
        return request.body
    except RawPostDataException:
        return b""
