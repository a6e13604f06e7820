"""Which letters of a text a search found: the folded text has as many letters as the text itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from caunoi.core.text import clean, fold

# A piece of a text, and whether it was looked for.
Piece = tuple[str, bool]

WIDTH = 240
# Marks beyond these change no excerpt.
_MOST_MARKS = 400
_GAP = re.compile(r"[\s.,;:–-]{1,3}")


class _Letters(dict[int, str]):
    """What each letter folds to, always one letter."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = " " if letter.isspace() else fold(letter)
        self[code] = folded[0] if folded else letter
        return self[code]


_LETTERS = _Letters()


def flat(text: str) -> str:
    """Return ``text`` folded letter by letter: place n is place n of ``text``."""
    return text.translate(_LETTERS)


@dataclass(frozen=True)
class Marker:
    """Marks ``words`` (folded), and what begins with ``prefix``."""

    words: tuple[str, ...]
    prefix: str = ""

    def _pattern(self) -> re.Pattern[str]:
        told = [re.escape(word) for word in sorted(set(self.words), key=len, reverse=True)]
        whole = rf"(?:{'|'.join(told)})(?![^\W_])" if told else ""
        begun = rf"{re.escape(self.prefix)}[^\W_]*" if self.prefix else ""
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(part for part in (whole, begun) if part)})")

    def spans(self, flattened: str) -> list[tuple[int, int]]:
        """Return where the words stand, from and to."""
        if not self.words and not self.prefix:
            return []
        found: list[tuple[int, int]] = []
        for one in self._pattern().finditer(flattened):
            found.append(one.span())
            if len(found) >= _MOST_MARKS:
                break
        return found

    def whole(self, text: str) -> list[Piece]:
        """Return a title in pieces."""
        text = clean(text)
        return _pieces(text, self.spans(flat(text)), 0, len(text))

    def excerpt(self, text: str, flattened: str = "", *, width: int = WIDTH) -> list[Piece]:
        """Return the stretch of ``text`` that holds most of the words, the first of several; its beginning for none.

        ``flattened`` is :func:`flat` of it, where that is known.
        """
        flattened = flattened if len(flattened) == len(text) else flat(text)
        spans = self.spans(flattened)
        start, end = _window(flattened, spans, width)
        pieces = _pieces(text, [span for span in spans if start <= span[0] and span[1] <= end], start, end)
        return [*([("… ", False)] if start else []), *pieces, *([(" …", False)] if end < len(text) else [])]


def _window(flattened: str, spans: Sequence[tuple[int, int]], width: int) -> tuple[int, int]:
    best, at = (0, 0), 0
    for number, (first, _last) in enumerate(spans):
        inside = [span for span in spans[number : number + 40] if span[1] - first <= width * 2 // 3]
        near = sum(1 for one, two in itertools.pairwise(inside) if two[0] - one[1] <= 2)
        score = (len({flattened[a:b] for a, b in inside}), near)
        if score > best:
            best, at = score, first
    start = max(0, at - width // 4)
    if start:
        # From the beginning of a word.
        start = flattened.find(" ", start, at) + 1 or at
    end = min(len(flattened), start + width)
    if end < len(flattened):
        end = max(flattened.rfind(" ", start, end + 1), start + width // 2)
    return start, end


def _pieces(text: str, spans: Iterable[tuple[int, int]], start: int, end: int) -> list[Piece]:
    """Cut ``text`` at the spans; what stands side by side is one piece."""
    pieces: list[Piece] = []
    at = start
    open_from: int | None = None
    for first, last in spans:
        if open_from is not None and _GAP.fullmatch(text, at, first):
            at = last
            continue
        if open_from is not None:
            pieces.append((text[open_from:at], True))
        if first > at:
            pieces.append((text[at:first], False))
        open_from, at = first, last
    if open_from is not None:
        pieces.append((text[open_from:at], True))
    if at < end:
        pieces.append((text[at:end], False))
    return pieces


def spelled(words: Sequence[str], texts: Iterable[str]) -> str:
    """Return folded words as one of ``texts`` spells them side by side, in small letters; as they are for none."""
    pattern = row_of(words)
    for text in texts:
        if words and (found := pattern.search(flat(text))):
            return text[found.start() : found.end()].lower()
    return " ".join(words)


def row_of(words: Sequence[str]) -> re.Pattern[str]:
    """Return what finds folded words in a row in a text that :func:`flat` folded."""
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words)) + r"(?![^\W_])")
