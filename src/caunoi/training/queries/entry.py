"""Entry from the sheet that was signed on paper: its rows in its order, and what is typed of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from caunoi.training.enums import THERE, Mark, ScanSource
from caunoi.training.models import Attendance
from caunoi.training.queries.attendance import Sheet, SheetRow
from caunoi.training.queries.make_ups import GuestRow

# "12", "15-18", "20P": a number or a range of them, and a letter for another mark than the usual one.
_PART = re.compile(r"(\d{1,5})(?:[-–](\d{1,5}))?([a-zA-Z]?)")
_LETTERS = {"P": Mark.EXCUSED, "K": Mark.ABSENT, "M": Mark.LATE, "S": Mark.LEFT_EARLY, "X": Mark.PRESENT}


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """A row of the printed sheet at one sitting: what stands, by whom, and what the entry makes of it.

    ``stays_empty``: a substitute who did not come, and somebody for whom one may have come, is not marked as absent.
    """

    id: int
    number: int
    name: str
    unit: str
    note: str
    standing: Mark
    by_door: bool
    value: Mark
    stays_empty: bool = False

    @property
    def changes(self) -> bool:
        """Whether saving changes something."""
        return self.value != self.standing

    @property
    def differs(self) -> bool:
        """Whether the paper says otherwise than the door."""
        return self.by_door and self.standing != Mark.NONE and self.changes


def entry_rows(read: Sheet, guests: Sequence[GuestRow], sitting: int) -> list[EntryRow]:
    """Return the rows of the printed sheet for one sitting: the list (or a point's part of it), then who makes it up.

    One question beside those by which the sheet and its ``guests`` were read.
    """
    door = set(
        Attendance.objects.filter(sitting=sitting, scan__source=ScanSource.DOOR)
        .order_by("id")
        .values_list("enrolment_id", flat=True)
    )
    place = [one.id for one in read.sittings].index(sitting)
    replaced = {row.substitute_for for row in read.rows if row.substitute_for}
    people: list[tuple[SheetRow | GuestRow, str, str, Mark, bool]] = [
        (row, row.unit, row.substitute_for_name, row.marks[place], bool(row.substitute_for) or row.id in replaced)
        for row in read.rows
    ]
    people += [(one, one.unit, "", one.marks[sitting], False) for one in guests if sitting in one.marks]
    return [
        EntryRow(
            id=row.id,
            number=number,
            name=row.name,
            unit=unit,
            note=_("for %(name)s") % {"name": original} if original else "",
            standing=standing,
            by_door=row.id in door,
            value=standing,
            stays_empty=stays_empty,
        )
        for number, (row, unit, original, standing, stays_empty) in enumerate(people, start=1)
    ]


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was read of typed numbers: the mark of each (None: the usual one), and what could not be read."""

    marks: Mapping[int, Mark | None]
    faults: tuple[str, ...] = ()


def read_numbers(text: str, *, rows: int) -> Typed:
    """Read row numbers as they are typed: apart by blanks, commas or lines, with ranges and letters."""
    marks: dict[int, Mark | None] = {}
    faults: list[str] = []
    # A blank around a dash, or before a letter, belongs to the number.
    for word in re.split(r"[\s,;.]+", re.sub(r"\s*([-–])\s*", r"\1", text.strip())):
        found = _PART.fullmatch(word)
        letter = found[3].upper() if found else ""
        if not word:
            continue
        if not found or (letter and letter not in _LETTERS):
            faults.append(_("“%(word)s” is no row number.") % {"word": word[:20]})
            continue
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= rows:
            faults.append(_("“%(word)s”: the sheet has the rows 1 to %(rows)s.") % {"word": word[:20], "rows": rows})
            continue
        mark = _LETTERS.get(letter)
        for number in range(first, last + 1):
            if number in marks and marks[number] != mark:
                faults.append(_("Row %(number)s is typed twice, with different marks.") % {"number": number})
            marks[number] = mark
    return Typed(marks=marks, faults=tuple(faults))


def with_missing(rows: Iterable[EntryRow], typed: Mapping[int, Mark | None]) -> list[EntryRow]:
    """Return the rows where those typed are missing and everybody else signed."""
    return [
        replace(row, value=typed[row.number] or _gone(row)) if row.number in typed else replace(row, value=_came(row))
        for row in rows
    ]


def with_signed(rows: Iterable[EntryRow], typed: Mapping[int, Mark | None]) -> list[EntryRow]:
    """Return the rows where those typed signed and everybody else is missing."""
    return [
        replace(row, value=typed[row.number] or _came(row)) if row.number in typed else replace(row, value=_gone(row))
        for row in rows
    ]


def _came(row: EntryRow) -> Mark:
    # A signature says that somebody was there; when he came and went, the door knows better.
    return row.standing if row.standing in THERE else Mark.PRESENT


def _gone(row: EntryRow) -> Mark:
    if row.stays_empty:
        return row.standing if row.standing not in THERE else Mark.NONE
    return Mark.EXCUSED if row.standing == Mark.EXCUSED else Mark.ABSENT
