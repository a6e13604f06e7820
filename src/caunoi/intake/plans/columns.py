"""Which row of a table is the head of a plan, and which column is what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from caunoi.core.text import fold
from caunoi.intake.rosters.files import Table

NUMBER, TITLE, AUDIENCE, CLASSES, SEATS = "number", "title", "audience", "class_count", "seats"
SITTINGS, QUARTER, PLACE, COST, NOTE = "sittings", "quarter", "place", "cost", "note"

# Folded beginnings of heads; the longest that fits decides.
_HEADS: dict[str, tuple[str, ...]] = {
    NUMBER: ("stt", "tt", "so tt", "so thu tu"),
    TITLE: ("noi dung", "chuyen de", "ten lop", "ten chuyen de", "lop tap huan", "ten noi dung", "noi dung chuyen de"),
    AUDIENCE: ("doi tuong", "thanh phan", "hoc vien la"),
    CLASSES: ("so lop", "so luong lop", "tong so lop"),
    SEATS: (
        "so nguoi",
        "so hoc vien",
        "so luong",
        "so luong nguoi",
        "so luong hoc vien",
        "tong so nguoi",
        "tong so hoc vien",
        "hoc vien",
        "so dai bieu",
    ),
    SITTINGS: ("so buoi", "thoi luong"),
    QUARTER: ("thoi gian", "quy", "du kien thoi gian", "thang"),
    PLACE: ("dia diem", "noi to chuc"),
    COST: ("kinh phi", "du toan", "du kien kinh phi", "tong kinh phi", "thanh tien"),
    NOTE: ("ghi chu", "chu thich"),
}
_BEGINNINGS = sorted(((head, kind) for kind, heads in _HEADS.items() for head in heads), key=lambda one: -len(one[0]))
_LOOKED_AT = 15
_A_CLASS = re.compile(r"(/|moi|mot|1) ?lop")
# What an amount under a head is a multiple of.
_UNITS = ((re.compile(r"\bty\b"), 1_000_000_000), (re.compile(r"\btrieu\b|\btrd\b"), 1_000_000),
          (re.compile(r"\b(nghin|ngan)\b|1[.,]000 ?d"), 1_000))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Head:
    """The head of a table: its row, counted from 0, and the columns by what they are.

    ``ignored`` names the columns that are nothing of a plan. ``seats_each`` says whether the number of people is that
    of one class, None where the head leaves it open. ``unit`` is what amounts are multiples of, in đồng.
    """

    row: int
    columns: dict[str, int]
    ignored: tuple[str, ...] = ()
    seats_each: bool | None = None
    unit: int = 1


@dataclass(kw_only=True)
class Found:
    """The table of a file that is most like a plan, and its head."""

    table: Table
    head: Head
    score: int = field(default=0)


def find_plan(tables: Sequence[Table]) -> Found | None:
    """Return the table whose head names what is taught and most else; None where no table does."""
    best: Found | None = None
    for table in tables:
        for place, row in enumerate(table.rows[:_LOOKED_AT]):
            head = _head(place, row)
            if head and (best is None or len(head.columns) > best.score):
                best = Found(table=table, head=head, score=len(head.columns))
    return best


def _head(place: int, row: Sequence[str]) -> Head | None:
    columns: dict[str, int] = {}
    ignored = []
    for column, text in enumerate(row):
        kind = kind_of(text)
        if kind and kind not in columns:
            columns[kind] = column
        elif fold(text):
            ignored.append(text)
    if TITLE not in columns or len(columns) < 2 or len(ignored) > len(columns):
        return None
    seats = fold(row[columns[SEATS]]) if SEATS in columns else ""
    each = True if _A_CLASS.search(seats) else False if "tong" in seats else None
    cost = fold(row[columns[COST]]) if COST in columns else ""
    unit = next((unit for pattern, unit in _UNITS if pattern.search(cost)), 1)
    return Head(row=place, columns=columns, ignored=tuple(ignored), seats_each=each, unit=unit)


def kind_of(text: str) -> str:
    """Return what a column under this head is; "" for nothing of a plan."""
    words = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
    # A sentence that begins like a head is none.
    if len(words) > 60:
        return ""
    return next((kind for head, kind in _BEGINNINGS if words == head or words.startswith(f"{head} ")), "")
