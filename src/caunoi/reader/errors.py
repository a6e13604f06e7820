"""What the reader raises."""

from __future__ import annotations


class UnreadableReport(ValueError):
    """A file that holds no text the reader may use.

    ``code`` is for machines and stable; the message is plain English, says what is wrong and what to do.
    Codes: ``empty``, ``too_large``, ``unknown_kind``, ``encoding``, ``legacy_font``, ``damaged``,
    ``encrypted``, ``scanned``, ``not_found``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
