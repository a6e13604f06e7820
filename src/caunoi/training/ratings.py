"""What sheets without a name may be told of a topic: the one rule for pages, facts and papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caunoi.training.facts import FEWEST_SHEETS, AgendaFact, ClassFacts


@dataclass(frozen=True, kw_only=True)
class ToldMarks:
    """Sheets on paper by mark, lowest first (empty: not told); of those from phones their number and sum of marks."""

    paper: tuple[int, ...] = ()
    phone_sheets: int = 0
    phone_total: int = 0

    @property
    def answers(self) -> int:
        """How many sheets are told of, on paper and from phones."""
        return sum(self.paper) + self.phone_sheets

    @property
    def mean(self) -> float:
        """The mean of the marks, 1 to 5, of both ways together."""
        total = sum(mark * count for mark, count in enumerate(self.paper, start=1)) + self.phone_total
        return round(total / self.answers, 1)

    @property
    def paper_mean(self) -> float | None:
        """The mean of the marks on paper; None where there are none."""
        total = sum(mark * count for mark, count in enumerate(self.paper, start=1))
        return round(total / sum(self.paper), 1) if self.paper else None

    @property
    def groups(self) -> tuple[tuple[int, int, int], ...]:
        """The sheets on paper as lowest mark, highest mark, how many; the best first, none of fewer than five but none.

        Neighbouring marks are told together until they are enough.
        """
        found: list[tuple[int, int, int]] = []
        high, count = len(self.paper), 0
        for mark in range(len(self.paper), 0, -1):
            count += self.paper[mark - 1]
            if count >= FEWEST_SHEETS:
                found.append((mark, high, count))
                high, count = mark - 1, 0
        if count and found:
            _low, top, more = found.pop()
            found.append((1, top, more + count))
        elif high and found:
            found.append((1, high, 0))
        return tuple(found)

    @property
    def phone_mean(self) -> float | None:
        """The mean of the marks from phones; None where there are none."""
        return round(self.phone_total / self.phone_sheets, 1) if self.phone_sheets else None


def told_marks(counts: Sequence[int], *, phone_sheets: int = 0, phone_total: int = 0) -> ToldMarks | None:
    """Return what may be told of sheets; None for nothing.

    A way with too few sheets is left out as a whole: beside the other one, what it adds could be worked out.
    """
    paper = tuple(counts) if sum(counts) >= FEWEST_SHEETS else ()
    told = (
        ToldMarks(paper=paper, phone_sheets=phone_sheets, phone_total=phone_total)
        if phone_sheets >= FEWEST_SHEETS
        else ToldMarks(paper=paper)
    )
    return told if told.answers else None


def marks_of(item: AgendaFact) -> ToldMarks | None:
    """Return what may be told of a frozen item."""
    return told_marks(item.marks, phone_sheets=item.phone_sheets, phone_total=item.phone_total)


def evaluated(facts: ClassFacts) -> list[tuple[AgendaFact, ToldMarks]]:
    """Return the items of which enough sheets were counted with what may be told, in the order of the programme."""
    items = [item for sitting in facts.sittings for item in sitting.agenda]
    return [(item, told) for item in items if (told := marks_of(item))]
