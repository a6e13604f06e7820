"""Badges and tickets: what somebody shows at the door, set as PDF or as a picture for the phone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from caunoi.papers.codes import code_svg
from caunoi.papers.pdf import set_pages
from caunoi.papers.values import Context
from caunoi.papers.wording import one_line

# Longer titles would push the name off a badge.
_SHORT_TITLE = 90
# PDF/UA-1: what a screen reader needs to read the sheet aloud.
ACCESSIBLE = ("ua-1",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """One participant's right to come in: ``code`` is the text of the QR picture, ``short_code`` what can be typed."""

    name: str
    unit: str
    code: str
    short_code: str


def badges_pdf(title: str, people: Iterable[Admission]) -> bytes:
    """Return A4 sheets of ten badges with marks to cut along, in the order given."""
    return set_pages(
        "badges",
        {"ten_lop": one_line(title), "ten_ngan": shortened(title), "the": [_values(one) for one in people]},
        standards=ACCESSIBLE,
    )


def _values(one: Admission) -> Context:
    return {
        "ho_ten": one_line(one.name),
        "don_vi": one_line(one.unit),
        "ma": one.short_code,
        "hinh": code_svg(one.code),
    }


def shortened(title: str, most: int = _SHORT_TITLE) -> str:
    """Return a title cut at a word, with an ellipsis where something is missing."""
    plain = one_line(title)
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0] + " …"
