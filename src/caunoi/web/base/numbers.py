"""Numbers that come as text in an address or a form."""

from __future__ import annotations


def whole(text: str | None) -> int | None:
    """Return the number that plain digits write, up to nine of them; None for every other text.

    ``str.isdigit`` says yes to "²", which is no number for ``int``; longer ones are no number for a database.
    """
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None
