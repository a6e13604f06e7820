"""Numbered documents: "31-KH/BDVHU", "15/2014/NĐ-CP", "217-QĐ/TW"."""

from __future__ import annotations

import re
from typing import Final

from caunoi.reader.layout import Kind, Page
from caunoi.reader.records import Found, Span
from caunoi.reader.text import LOWER, UPPER, squeeze

_LETTERS: Final = rf"[{UPPER}][{UPPER}{LOWER}]*\d{{0,2}}"
# number, perhaps year, kind, then issuers; a slip of the space bar beside the first hyphen is forgiven.
_CODE: Final = re.compile(
    rf"(?<![\w/.-])\d{{1,5}}[a-z]?(?:/(?:19|20)\d\d/{_LETTERS}(?:-{_LETTERS})*|(?: ?- ?|"
    rf"/)[{UPPER}]{{2,}}\d{{0,2}}(?:[-/.]{_LETTERS})+)(?![\w/])"
)


def read_directives(page: Page) -> tuple[Found, ...]:
    """Codes with a letter suffix, each once, as written."""
    found: dict[str, list[Span]] = {}
    for line in page.lines:
        if line.kind in {Kind.FURNITURE, Kind.BLANK}:
            continue
        for code in _CODE.finditer(page.plain, line.start, line.end):
            span = Span(*code.span())
            found.setdefault(squeeze(span.of(page.text)), []).append(span)
    return tuple(Found(code, tuple(spans), 0.95) for code, spans in found.items())
