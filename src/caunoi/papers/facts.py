"""Plain frozen facts that papers are fed with; nothing here reads a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from caunoi.papers import wording


class Qualifier(StrEnum):
    """How exact a count is, as its source put it."""

    EXACT = "exact"
    OVER = "over"
    NEARLY = "nearly"
    ABOUT = "about"


class DayPart(StrEnum):
    """The part of a day that a sitting takes."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


_QUALIFIERS = {
    Qualifier.EXACT: "",
    Qualifier.OVER: "hơn ",
    Qualifier.NEARLY: "gần ",
    Qualifier.ABOUT: "khoảng ",
}
_DAY_PARTS = {DayPart.MORNING: "Sáng", DayPart.AFTERNOON: "Chiều", DayPart.EVENING: "Tối"}


@dataclass(frozen=True, slots=True)
class Count:
    """A number as its source states it; an unknown count is None where a Count is awaited."""

    value: int
    qualifier: Qualifier = Qualifier.EXACT

    @property
    def text(self) -> str:
        """The count with its qualifier: 1.179, hơn 270."""
        return f"{_QUALIFIERS[self.qualifier]}{wording.number(self.value)}"

    @property
    def is_exact(self) -> bool:
        """Whether sums and shares may be worked out from it."""
        return self.qualifier is Qualifier.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAtPost:
    """A speaker or guest with the post held then; a guest's `role` is opens, directs, closes or attends."""

    name: str
    post: str = ""
    role: str = ""

    @property
    def text(self) -> str:
        """Name and post as a report names them."""
        return f"{self.name} - {self.post}" if self.post else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One line of a sitting's programme; `kind` is opening, topic, discussion, break, test, closing or other."""

    title: str
    starts: dt.time | None = None
    ends: dt.time | None = None
    in_charge: str = ""
    kind: str = ""
    people: tuple[PersonAtPost, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingFacts:
    """A morning, afternoon or evening; `day` or `part` is None where not known."""

    day: dt.date | None = None
    part: DayPart | None = None
    agenda: tuple[AgendaLine, ...] = ()

    @property
    def part_word(self) -> str:
        """Sáng, Chiều, Tối, or nothing."""
        return _DAY_PARTS[self.part] if self.part else ""

    @property
    def label(self) -> str:
        """Sáng 22/11/2026."""
        part = self.part_word
        day = wording.day(self.day) if self.day else ""
        if part and day:
            return f"{part} {day}"
        return part or (f"Ngày {day}" if day else "Chưa rõ thời gian")


@dataclass(frozen=True, slots=True, kw_only=True)
class VenuePointFacts:
    """Where the class was held; `in_charge` is the person who answered for that point."""

    name: str
    address: str = ""
    in_charge: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFacts:
    """A topic with who presented it; `periods` are of 45 minutes."""

    title: str
    speakers: tuple[PersonAtPost, ...] = ()
    periods: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveFacts:
    """A numbered document that the class rests on."""

    kind: str
    number: str = ""
    date: dt.date | None = None
    issuer: str = ""
    title: str = ""

    @property
    def text(self) -> str:
        """Kế hoạch số 12/KH-UBND ngày 05/11/2026 của … về …; unknown parts are left out."""
        parts = [self.kind]
        if self.number:
            parts.append(f"số {self.number}")
        if self.date:
            parts.append(f"ngày {wording.day(self.date)}")
        if self.issuer:
            parts.append(f"của {self.issuer}")
        if self.title:
            parts.append(self.title)
        return " ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadCounts:
    """Counts of the whole class; None is unknown and is never written as nought.

    `present` counts persons, `attendances` adds up the sittings; guests stand outside both. `made_up` persons attended
    a sitting that they had missed in another class: they are among `present`, and absent at no sitting made up.
    """

    quota: Count | None = None
    nominated: Count | None = None
    present: Count | None = None
    absent_with_leave: Count | None = None
    absent_without_leave: Count | None = None
    substitutes: Count | None = None
    guests: Count | None = None
    attendances: Count | None = None
    made_up: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointCounts:
    """One venue point's row of the annex by point; `name` says so for those who were put to none."""

    name: str
    nominated: Count
    present: Count
    absent_with_leave: Count
    absent_without_leave: Count
    attendances: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCounts:
    """One unit's row of the annex by unit."""

    unit: str
    quota: Count | None = None
    nominated: Count | None = None
    present: Count | None = None
    absent_with_leave: Count | None = None
    absent_without_leave: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingCounts:
    """One sitting's row of the annex by sitting."""

    sitting: SittingFacts
    present: Count | None = None
    absent_with_leave: Count | None = None
    absent_without_leave: Count | None = None
    substitutes: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFacts:
    """A question from the floor, without who asked; an unanswered one has an empty answer."""

    question: str
    topic: str = ""
    answer: str = ""
    answered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizFacts:
    """A quiz, as counts and an average; `out_of` is the best possible mark."""

    name: str
    taken: Count | None = None
    passed: Count | None = None
    average: Decimal | None = None
    out_of: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationFacts:
    """One evaluation question with the number of each answer on paper; of sheets from phones number and mean alone.

    Groups below the k threshold have been left out or merged by the caller. `later`: counted after the class closed.
    """

    question: str
    answers: tuple[tuple[str, int], ...] = ()
    paper_mean: Decimal | None = None
    phone_sheets: int = 0
    phone_mean: Decimal | None = None
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFacts:
    """Money in đồng; `lines` are label and amount; None is unknown."""

    source: str = ""
    planned: int | None = None
    spent: int | None = None
    lines: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantFacts:
    """One row of a list; rows stand in the order given."""

    name: str
    post: str = ""
    unit: str = ""
    note: str = ""
