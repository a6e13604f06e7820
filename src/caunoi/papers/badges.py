"""Badges and tickets: what somebody shows at the door, set as PDF or as a picture for the phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from caunoi.papers.codes import code_svg, link_svg
from caunoi.papers.heading import Layout
from caunoi.papers.kinds.sign_in_sheet import SignInSheetPaper
from caunoi.papers.pdf import set_pages, set_picture
from caunoi.papers.registry import context
from caunoi.papers.values import Context, Value
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What a ticket says of the class."""

    title: str
    when: str = ""
    place: str = ""


def ticket_pdf(meeting: Meeting, one: Admission) -> bytes:
    """Return one ticket as a page for the phone."""
    return set_pages("ticket", _ticket_values(meeting, one), standards=ACCESSIBLE)


def ticket_picture(meeting: Meeting, one: Admission) -> bytes:
    """Return one ticket as PNG, 1063 dots wide: what a phone keeps among its pictures."""
    return set_picture("ticket", _ticket_values(meeting, one), ppi=300)


def ticket_letters_pdf(meeting: Meeting, units: Iterable[tuple[str, Iterable[tuple[Admission, str]]]]) -> bytes:
    """Return letters with the tickets of each unit to cut apart and hand on, a unit on pages of its own.

    ``units`` are names with their tickets and the address of each participant's page ("" for none).
    """
    letters: list[Value] = [
        {
            "ten": one_line(name),
            "ve": [{**_values(one), "trang": link_svg(address) if address else ""} for one, address in tickets],
        }
        for name, tickets in units
    ]
    return set_pages("ticket_letters", {**_meeting_values(meeting), "don_vi": letters}, standards=ACCESSIBLE)


def sign_in_codes_pdf(paper: SignInSheetPaper, codes: Sequence[str]) -> bytes:
    """Return the sheet to be signed with a door code in each row, so that the door can scan the row of the paper.

    ``codes`` stand in the order of the paper's participants, "" for a row without one.
    """
    values = context(paper)
    pictures = [code_svg(code, quiet=2) if code else "" for code in codes]
    blocks: Any = values["cac_khoi"]
    with_codes = []
    for block in blocks:
        rows = block["hoc_vien"]
        # Blank rows of an empty list have no code.
        given = [*pictures, *[""] * (len(rows) - len(pictures))]
        with_codes.append({**block, "hoc_vien": [{**row, "ma": code} for row, code in zip(rows, given, strict=True)]})
    party = paper.heading.layout is Layout.PARTY
    return set_pages("sign_in_sheet", {**values, "cac_khoi": with_codes, "dang": party}, standards=ACCESSIBLE)


def _ticket_values(meeting: Meeting, one: Admission) -> Context:
    return {**_meeting_values(meeting), **_values(one)}


def _meeting_values(meeting: Meeting) -> Context:
    return {
        "ten_lop": one_line(meeting.title),
        "ten_ngan": shortened(meeting.title, 140),
        "thoi_gian": one_line(meeting.when),
        "dia_diem": one_line(meeting.place),
    }
