"""What is turned away before Django makes a request of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

_WORDS = "Nội dung gửi lên phải được viết bằng UTF-8.\n".encode()
_Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def only_utf8(application: _Application) -> _Application:
    """Answer 415 to a body that says it is written in anything but UTF-8, as no browser does here.

    Django decodes with whatever codec of Python's the sender names. Some of them decode no text, and that fails while
    the request is still being made: the server would answer 500, and no middleware would have been asked.
    """

    def gate(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if written_in(environ.get("CONTENT_TYPE", "")) in {"", "utf-8", "utf8"}:
            return application(environ, start_response)
        head = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(_WORDS)))]
        start_response("415 Unsupported Media Type", [*head, ("X-Content-Type-Options", "nosniff")])
        return [_WORDS]

    return gate


def written_in(content_type: str) -> str | None:
    """Return the charset that Django reads from a content type, in small letters; None where it can't read it."""
    try:
        _kind, named = parse_header_parameters(content_type)
    except ValueError:
        return None
    return str(named.get("charset", "")).strip("\"' ").lower()
