"""Tables -> what a draft keeps, and what it comes to: rows of people with their faults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from caunoi.core.text import clean
from caunoi.intake.rosters import columns as col
from caunoi.intake.rosters.columns import Head
from caunoi.intake.rosters.files import MOST_ROWS, Table, Unreadable
from caunoi.intake.rosters.values import (
    Fault,
    is_frame,
    is_group_number,
    is_list_number,
    is_unit,
    read_birth,
    read_name,
    read_phone,
    split_line,
)

# What of a row can be typed anew in the preview.
EDITABLE = (col.FULL_NAME, col.POST, col.UNIT, col.BIRTH, col.PHONE, col.NOTE)
_LINE_HEADS = (col.FULL_NAME, col.POST, col.UNIT, col.BIRTH, col.PHONE)


@dataclass(kw_only=True)
class Sheet:
    """A table as a draft keeps it: what is never kept is gone already. ``columns`` maps a column to a field."""

    name: str
    rows: list[list[str]]
    dropped: list[str] = field(default_factory=list)
    emptied: int = 0
    head: int = -1
    words: list[str] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return JSON types."""
        return {**self.__dict__, "columns": {str(place): kind for place, kind in self.columns.items()}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Sheet:
        """Return the sheet from what ``as_json`` gave."""
        return cls(**{**kept, "columns": {int(place): kind for place, kind in kept["columns"].items()}})

    @property
    def table(self) -> Table:
        """The rows as a table."""
        return Table(name=self.name, rows=self.rows)

    def choose_head(self, row: int) -> None:
        """Take another row as the head (-1 for none) and guess the columns anew."""
        chosen = col.head_at(self.table, row)
        self._take(chosen)

    def _take(self, head: Head) -> None:
        self.head, self.words = head.row, list(head.words)
        self.columns = col.guess_columns(self.table, head)


@dataclass(kw_only=True)
class Row:
    """One row of a list; ``number`` counts the sheet's rows from 1, as a spreadsheet shows them."""

    number: int
    full_name: str = ""
    post: str = ""
    unit_text: str = ""
    birth_year: int | None = None
    phone: str = ""
    note: str = ""
    venue: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def keep(tables: Sequence[Table]) -> list[Sheet]:
    """Return the tables as a draft keeps them; raises :class:`Unreadable` where no row is left.

    Columns about belief, ethnicity, membership, health and the like are emptied here, before anything is stored.
    """
    sheets = [_keep(table) for table in tables]
    sheets = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    if not sheets:
        raise Unreadable("empty")
    if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS * 2:
        sheets = sheets[:1]
    return sheets


def _keep(table: Table) -> Sheet:
    rows = _with_merged(table)
    if rows and max(len(row) for row in rows) == 1:
        return _keep_lines(table.name, [row[0] if row else "" for row in rows])
    never = col.never_kept_columns(Table(name=table.name, rows=rows))
    for row in rows:
        for place in never:
            if place < len(row):
                row[place] = ""
    sheet = Sheet(name=table.name, rows=rows, dropped=_once(never.values()))
    sheet.choose_head(col.find_head(sheet.table).row)
    names = {place for place, kind in sheet.columns.items() if kind in {col.FULL_NAME, col.UNIT}}
    for row in rows[sheet.head + 1 :]:
        for place, cell in enumerate(row):
            if cell and place not in names and col.says_never_kept(cell):
                row[place] = ""
                sheet.emptied += 1
            elif cell and sheet.columns.get(place) == col.BIRTH:
                row[place] = _year_only(cell)
    return sheet


def _year_only(cell: str) -> str:
    """Return the year of a birth date; what can't be read stays, to be shown with its fault."""
    year, _fault = read_birth(cell, today=dt.date(2100, 1, 1))
    return str(year) if year else cell


def _with_merged(table: Table) -> list[list[str]]:
    """Return the rows with the text of a cell that was merged downwards in each row it covers."""
    rows = [list(row) for row in table.rows]
    for place, top, bottom in table.merged:
        for row in rows[top + 1 : bottom + 1]:
            if place < len(row) and not row[place]:
                row[place] = rows[top][place]
    return rows


def _keep_lines(name: str, lines: Sequence[str]) -> Sheet:
    """Take lines of a message apart into name, post, unit, year and phone."""
    sheet = Sheet(name=name, rows=[], columns=dict(enumerate(_LINE_HEADS)), words=[""] * len(_LINE_HEADS))
    for line in lines:
        parts = list(split_line(line)) if clean(line) else [""] * len(_LINE_HEADS)
        for place in (1, 2):
            pieces = [piece for piece in parts[place].split(", ") if piece]
            kept = [piece for piece in pieces if not col.says_never_kept(piece)]
            sheet.emptied += len(pieces) - len(kept)
            parts[place] = ", ".join(kept)
        if not parts[1] and parts[2] and not is_unit(parts[2]):
            parts[1], parts[2] = parts[2], ""
        sheet.rows.append(parts)
    return sheet


def _once(words: Any) -> list[str]:
    return list(dict.fromkeys(words))


def read_rows(sheet: Sheet, edits: Mapping[str, Mapping[str, str]], *, today: dt.date) -> list[Row]:
    """Return the people of a sheet, in its order; headings of groups, totals and signatures are none.

    The heading of a group ("I. Tổ dân phố số 3") is the unit of the rows below that name none.
    """
    reader = _Reader(sheet, today)
    return [
        row
        for index in range(sheet.head + 1, len(sheet.rows))
        if (row := reader.read(index + 1, sheet.rows[index], edits.get(str(index + 1)))) is not None
    ]


class _Reader:
    """Walks down a sheet and remembers the group it is in."""

    def __init__(self, sheet: Sheet, today: dt.date) -> None:
        self.columns = sheet.columns
        self.today = today
        self.numbers = _number_column(sheet)
        self.wide = _usual_width(sheet, self.numbers) >= 3
        self.group = ""

    def read(self, number: int, cells: Sequence[str], typed: Mapping[str, str] | None) -> Row | None:
        """Return the person of a row; None for an empty one, a heading, and the line that counts the columns."""
        if not typed:
            filled = [cell for place, cell in enumerate(cells) if cell and place != self.numbers]
            if not filled or _counts(cells):
                return None
            if len(filled) == 1 and self._is_heading(cells, filled[0]):
                if not is_frame(filled[0]):
                    self.group = filled[0].rstrip(":").strip()
                return None
        return _row(number, _texts(cells, self.columns), typed or {}, self.group, self.today)

    def _is_heading(self, cells: Sequence[str], text: str) -> bool:
        number = cells[self.numbers] if self.numbers is not None else ""
        if is_list_number(number):
            return False
        return self.wide or is_group_number(number) or text.endswith(":") or is_frame(text)


def _counts(cells: Sequence[str]) -> bool:
    """Say whether a row is the one below a head that numbers the columns: (1) (2) (3)."""
    numbers = [cell.strip("()") for cell in cells if cell]
    return len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _number_column(sheet: Sheet) -> int | None:
    return next(
        (place for place, word in enumerate(sheet.words) if col.kind_of(word) == col.NUMBER),
        0 if 0 not in sheet.columns and sheet.rows and _mostly_numbers(sheet) else None,
    )


def _mostly_numbers(sheet: Sheet) -> bool:
    cells = [row[0] for row in sheet.rows[sheet.head + 1 :] if row and row[0]]
    return bool(cells) and sum(1 for cell in cells if is_list_number(cell)) * 2 > len(cells)


def _usual_width(sheet: Sheet, numbers: int | None) -> int:
    widths = sorted(
        sum(1 for place, cell in enumerate(row) if cell and place != numbers) for row in sheet.rows[sheet.head + 1 :]
    )
    widths = [width for width in widths if width]
    return widths[len(widths) // 2] + (numbers is not None) if widths else 0


def _texts(cells: Sequence[str], columns: Mapping[int, str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for place in sorted(columns):
        cell = cells[place] if place < len(cells) else ""
        kind = columns[place]
        # Two columns of one field: the half of "Nam | Nữ" that is filled, or post and further post.
        if cell and texts.get(kind):
            texts[kind] = texts[kind] if kind == col.BIRTH else f"{texts[kind]}, {cell}"
        elif cell:
            texts[kind] = cell
    if col.FULL_NAME not in texts and (col.FAMILY_NAME in texts or col.GIVEN_NAME in texts):
        texts[col.FULL_NAME] = f"{texts.get(col.FAMILY_NAME, '')} {texts.get(col.GIVEN_NAME, '')}"
    return texts


def _row(number: int, texts: dict[str, str], typed: Mapping[str, str], group: str, today: dt.date) -> Row:
    texts = {col.UNIT: group, **texts, **typed}
    row = Row(number=number, typed={name: texts.get(name, "") for name in EDITABLE})
    row.full_name, fault = read_name(texts.get(col.FULL_NAME, ""))
    _fault(row, col.FULL_NAME, fault, texts)
    row.birth_year, fault = read_birth(texts.get(col.BIRTH, ""), today=today)
    _fault(row, col.BIRTH, fault, texts)
    if row.birth_year:
        row.typed[col.BIRTH] = str(row.birth_year)
    row.phone, fault = read_phone(texts.get(col.PHONE, ""))
    _fault(row, col.PHONE, fault, texts)
    row.typed |= {col.FULL_NAME: row.full_name, col.PHONE: row.phone}
    for name, most in ((col.POST, 300), (col.UNIT, 200), (col.NOTE, 300), (col.VENUE, 200)):
        text = clean(texts.get(name, ""))
        if len(text) > most:
            row.faults.append(Fault(field=name, code="too_long", value=str(most)))
        setattr(row, name, text[:most])
    return row


def _fault(row: Row, name: str, code: str, texts: Mapping[str, str]) -> None:
    if code:
        row.faults.append(Fault(field=name, code=code, value=texts.get(name, "")[:80]))
