"""The parts that frame every paper: heading block, signature block, recipients."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from caunoi.papers.wording import dotted_date

# A body of two words or more before its unit: "ĐẢNG ỦY PHƯỜNG …" is short enough for one line.
_UNIT = re.compile(r"(?<=.{14}) (?:PHƯỜNG|XÃ|ĐẶC KHU|THÀNH PHỐ|TỈNH) ")
NUMBER_GAP = "\N{NO-BREAK SPACE}" * 6


def office_lines(name: str) -> tuple[str, ...]:
    """Return an office's lines in capitals: body, then unit, as papers break them where both stand in the name."""
    capitals = name.upper()
    match = _UNIT.search(capitals)
    return (capitals[: match.start()], capitals[match.start() :].strip()) if match else (capitals,)


class Layout(StrEnum):
    """The family of rules that a heading block follows.

    STATE is Decree 30/2020/NĐ-CP, PARTY the Party's rules, FRONT the Fatherland Front's guide.
    """

    STATE = "state"
    PARTY = "party"
    FRONT = "front"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The block at the top of a paper.

    `superior` and `issuer` are lines as they stand on paper; an empty `superior` is left out.
    `number` stays None until the registry gives it, `suffix` is what follows it ("BC-UBND"; Party
    "BC/ĐU"). `date` stays None until signing; `month` and `year` are then written if known.
    """

    layout: Layout
    issuer: tuple[str, ...]
    superior: tuple[str, ...] = ()
    place: str = ""
    number: str | None = None
    suffix: str = ""
    date: dt.date | None = None
    month: int | None = None
    year: int | None = None

    @property
    def number_line(self) -> str:
        """The number as the layout writes it, with a gap where the registry will write."""
        number = self.number or NUMBER_GAP
        # Whoever writes the letters may write the joint before them, too; the layout sets its own.
        suffix = self.suffix.strip().lstrip("-/– ")
        if self.layout is Layout.PARTY:
            return f"Số {number}-{suffix}" if suffix else f"Số {number}"
        return f"Số: {number}/{suffix}" if suffix else f"Số: {number}"

    @property
    def date_line(self) -> str:
        """Place and date, with gaps for what is not known yet."""
        dated = dotted_date(self.date, month=self.month, year=self.year)
        # A long place name pushes the whole date to the next line, never a part of it.
        whole = dated.replace(" ", "\N{NO-BREAK SPACE}")
        return f"{self.place}, {whole}" if self.place else whole.capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signs: lines of authority ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), title, name."""

    authority: tuple[str, ...] = ()
    title: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The paper that an annex or a list is attached to, for the line "(Kèm theo …)"."""

    kind: str
    number: str | None = None
    suffix: str = ""
    date: dt.date | None = None
    month: int | None = None
    year: int | None = None
    issuer: str = ""

    def line(self, layout: Layout) -> str:
        """The line in brackets, with gaps for a number or a date not given yet."""
        number = self.number or NUMBER_GAP
        joint = "-" if layout is Layout.PARTY else "/"
        code = f"{number}{joint}{self.suffix}" if self.suffix else number
        dated = dotted_date(self.date, month=self.month, year=self.year)
        text = f"Kèm theo {self.kind} số {code} {dated}"
        return f"({text} của {self.issuer})" if self.issuer else f"({text})"
