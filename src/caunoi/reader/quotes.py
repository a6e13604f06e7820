"""Which parts of a text stand in quotes. Nested curly quotes are told apart by their direction."""

from __future__ import annotations

from typing import Final

from caunoi.reader.records import Span

_OPEN: Final = "“„«〝"
_CLOSE: Final = "”»〞"
_STRAIGHT: Final = '"″＂'
# A quote that is never closed must not swallow the rest of the text.
_LONGEST: Final = 400


def quoted_regions(text: str, within: Span) -> list[Span]:
    """Outermost quoted parts, quotes included, in order."""
    regions = []
    opened: list[int] = []
    for at in range(within.start, within.end):
        sign = text[at]
        if sign not in _OPEN and sign not in _CLOSE and sign not in _STRAIGHT:
            continue
        while opened and at - opened[0] > _LONGEST:
            opened = opened[1:] if len(opened) > 1 else []
        straight_end = sign in _STRAIGHT and opened and text[opened[-1]] in _STRAIGHT
        if sign in _CLOSE or straight_end:
            if opened:
                begun = opened.pop()
                if not opened:
                    regions.append(Span(begun, at + 1))
        else:
            opened.append(at)
    return regions
