"""The outline of a topic as typed, read into parts with points: "7 giải pháp, 8 bài học" can be counted.

Pure: text in, dataclasses out. Numbers are kept as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from caunoi.core.text import clean, fold

_ROMAN = re.compile(r"^(?P<number>[IVX]{1,5})[.)]\s+(?P<text>.+)$")
_NAMED = re.compile(r"^(?P<number>(?:phần|chương|mục|bài)\s+(?:\w{1,4}))\s*[:.–-]\s*(?P<text>.+)$", re.IGNORECASE)
_POINT = re.compile(r"^(?P<number>(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]|\d{1,2}(?:\.\d{1,2})+)\s+(?P<text>.+)$")
_DASH = re.compile(r"^[-–•+*]\s*(?P<text>.+)$")
# "7 giải pháp", "Bảy giải pháp": a head that says how many points follow.
_COUNTED = re.compile(r"^(?P<count>\d{1,2})\s+(?P<noun>[^\d\s].*)$")
_WORDS = {
    word: number
    for number, word in enumerate(["hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"], start=2)
}  # fmt: skip
# A head that is longer is told by its number, not by its words.
_SHORT = 6


@dataclass(frozen=True)
class Point:
    """One point: its number as typed ("" for a dash), and what it says."""

    number: str
    text: str


@dataclass(frozen=True)
class Part:
    """A part: its number as typed, its head ("" where points stand before any head), and its points in order."""

    number: str
    title: str
    points: tuple[Point, ...]

    @property
    def promised(self) -> int | None:
        """How many points the head says there are; None where it doesn't."""
        return _counted(self.title)[0]

    @property
    def fits(self) -> bool:
        """Whether there are as many points as the head says, or it says nothing."""
        return self.promised is None or not self.points or self.promised == len(self.points)

    @property
    def summary(self) -> str:
        """The part in a word or two: "7 giải pháp"; the head alone where nothing is counted."""
        count, noun = _counted(self.title)
        noun = noun or (self.title if len(self.title.split()) <= _SHORT else "")
        count = len(self.points) or count
        if not count or not noun:
            return self.title
        return f"{count} {noun[:1].lower()}{noun[1:]}"


@dataclass(frozen=True)
class Outline:
    """The parts of an outline in order."""

    parts: tuple[Part, ...] = field(default=())

    @property
    def points(self) -> int:
        """How many points there are in all."""
        return sum(len(part.points) for part in self.parts)

    @property
    def summary(self) -> str:
        """The parts that have points, in short: "7 giải pháp, 8 bài học"."""
        return ", ".join(part.summary for part in self.parts if part.points and part.summary)

    @property
    def odd(self) -> tuple[Part, ...]:
        """The parts whose head says another number of points than there are."""
        return tuple(part for part in self.parts if not part.fits)


def read_outline(text: str) -> Outline:
    """Return the parts and points of ``text``, a line each.

    A part begins with a Roman number ("I. …"), with "Phần 1: …", or is a line that ends with a colon or says how many
    points follow ("7 giải pháp"). A point begins with a number, a letter or a dash; any other line after a head is a
    point without a number.
    """
    parts: list[Part] = []
    for line in map(clean, text.splitlines()):
        if not line:
            continue
        head = _head(line)
        if head is not None:
            parts.append(head)
            continue
        if not parts:
            parts.append(Part(number="", title="", points=()))
        last = parts[-1]
        parts[-1] = Part(number=last.number, title=last.title, points=(*last.points, _point(line)))
    return Outline(parts=tuple(parts))


def _head(line: str) -> Part | None:
    for pattern in (_ROMAN, _NAMED):
        found = pattern.match(line)
        if found:
            return Part(number=found["number"], title=found["text"].rstrip(": "), points=())
    if _POINT.match(line) or _DASH.match(line):
        return None
    if line.endswith(":") or _counted(line)[0] is not None:
        return Part(number="", title=line.rstrip(": "), points=())
    return None


def _point(line: str) -> Point:
    found = _POINT.match(line)
    if found:
        return Point(number=found["number"], text=found["text"])
    dash = _DASH.match(line)
    return Point(number="", text=dash["text"] if dash else line)


def _counted(title: str) -> tuple[int | None, str]:
    """Return how many a head says there are, and of what; (None, "") for any other head."""
    found = _COUNTED.match(title)
    if found and len(found["noun"].split()) <= _SHORT:
        return int(found["count"]), found["noun"].rstrip(":")
    first, _space, rest = title.partition(" ")
    number = _WORDS.get(fold(first))
    if number and rest and len(rest.split()) <= _SHORT and first[:1].isupper():
        return number, rest.rstrip(":")
    return None, ""


@dataclass(frozen=True)
class Line:
    """A line of two outlines compared: ``mark`` is "same", "added" or "removed"."""

    mark: str
    text: str


def compare_lines(before: str, after: str) -> Sequence[Line]:
    """Return the lines of both texts in order: what stayed, what went, what came."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - asked for on one page only

    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    for tag, low, high, start, end in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [Line("same", text) for text in new[start:end]]
            continue
        lines += [Line("removed", text) for text in old[low:high]]
        lines += [Line("added", text) for text in new[start:end]]
    return [line for line in lines if line.text.strip()]
