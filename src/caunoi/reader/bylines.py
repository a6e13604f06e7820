"""The author's line."""

from __future__ import annotations

import re
from typing import Final

from caunoi.reader.layout import Kind, Page
from caunoi.reader.records import Found, Span
from caunoi.reader.signature import author_in

# "…/. Văn Thử": the author stands behind the last full stop.
_GLUED: Final = re.compile(r"(?:\./\.|/\.|\.|…|!) +(?P<author>[^.!…]{3,60}|\w\.\w)$")
_DATE_TAIL: Final = re.compile(
    r"[ |-]*(?:\d{1,2}[:h]\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|(?i:ngày|cập nhật|đăng|lúc)).*$"
)


def read_byline(page: Page) -> Found | None:
    """Author or authors as written, the affiliation dropped; None for a photo credit or a source."""
    signed = page.lines_of(Kind.SIGNATURE)
    for line in signed:
        where = author_in(line.text)
        if where:
            return _found(page, line.start + where[0], line.start + where[1], 0.9)
    for line in page.lines_of(Kind.META):
        bare = _DATE_TAIL.sub("", line.text)
        where = author_in(bare) if bare else None
        if where:
            return _found(page, line.start + where[0], line.start + where[1], 0.75)
    if page.paragraphs:
        last = page.paragraphs[-1]
        tail = _GLUED.search(page.plain, max(last.start, last.end - 80), last.end)
        where = author_in(tail["author"]) if tail else None
        if tail and where:
            return _found(page, tail.start("author") + where[0], tail.start("author") + where[1], 0.7)
    return None


def _found(page: Page, start: int, end: int, confidence: float) -> Found:
    span = Span(start, end)
    return Found(span.of(page.text), (span,), confidence)
