"""Many people at once: typed into a table, pasted, or read from the form that was sent out; checked row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.text import clean, fold
from caunoi.intake.rosters import columns as col
from caunoi.intake.rosters.drafts import Row, Sheet, keep, read_rows
from caunoi.intake.rosters.files import MOST_BYTES, Table, Unreadable, read_file, read_text
from caunoi.intake.rosters.marks import take_mark
from caunoi.intake.rosters.words import FIELD_WORDS, fault_words, unreadable_words
from caunoi.training.models import Quota, VenuePoint
from caunoi.training.queries.links import quota_id_of_mark
from caunoi.training.services.seats import Nominee

# More than a unit is asked for; whoever has more hands the list to the organiser.
MOST_ROWS = 300
BLANK_ROWS = 10
MORE_ROWS = 5
FIELDS = (col.FULL_NAME, col.POST, col.UNIT, col.BIRTH, col.PHONE)
_CELL = re.compile(r"^o-(\d{1,4})-([a-z_]+)$")


@dataclass(kw_only=True)
class Line:
    """A line of the table: what stands in its cells by field, its number in the source, and what is wrong."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    row: Row | None = None

    @property
    def inputs(self) -> list[dict[str, str]]:
        """Each cell as the page draws it."""
        return [
            {
                "name": f"o-{self.number}-{name}",
                "field": name,
                "label": str(FIELD_WORDS[name]),
                "value": self.cells.get(name, ""),
                "fault": self.faults.get(name, ""),
            }
            for name in FIELDS
        ]


def blank(first: int, count: int) -> list[Line]:
    """Return blank lines, numbered from ``first`` on."""
    return [Line(number=number) for number in range(first, first + count)]


def typed(posted: QueryDict) -> list[Line]:
    """Return the lines that were typed, with what is wrong; blank ones are left out."""
    cells: dict[int, dict[str, str]] = {}
    for key, value in posted.items():
        found = _CELL.match(key)
        if found and found[2] in (*FIELDS, col.VENUE) and str(value).strip():
            cells.setdefault(int(found[1]), {})[found[2]] = str(value)[:400]
    numbers = sorted(cells)[:MOST_ROWS]
    sheet = Sheet(name="", rows=[[] for _each in range(max(numbers, default=0))])
    return _lines(read_rows(sheet, {str(number): cells[number] for number in numbers}, today=timezone.localdate()), {})


def from_file(content: bytes, name: str, quota: Quota) -> list[Line]:
    """Return the lines of a file; raises ValidationError (``file``) where it can't be read or is another unit's."""
    try:
        tables = read_file(content, name)
    except Unreadable as fault:
        raise ValidationError({"file": unreadable_words(fault.code)}) from None
    mark, tables = take_mark(tables)
    known = quota_id_of_mark(mark)
    if known and known[1] != quota.pk:
        raise ValidationError(
            {"file": _("This form was made for another unit or another class. Send the form of this page.")}
        )
    return _read(tables, "file")


def from_text(text: str) -> list[Line]:
    """Return the lines of a pasted list; raises ValidationError (``text``) where there is none."""
    if len(text) > MOST_BYTES // 2:
        raise ValidationError({"text": unreadable_words("too_large")})
    try:
        return _read([read_text(text)], "text")
    except Unreadable as fault:
        raise ValidationError({"text": unreadable_words(fault.code)}) from None


def _read(tables: Sequence[Table], where: str) -> list[Line]:
    try:
        sheets = keep(tables)
    except Unreadable as fault:
        raise ValidationError({where: unreadable_words(fault.code)}) from None
    sheet = next((each for each in sheets if each.head >= 0), sheets[0])
    heads = {kind: sheet.words[place] for place, kind in sheet.columns.items() if place < len(sheet.words)}
    rows = [row for row in read_rows(sheet, {}, today=timezone.localdate()) if _says_anything(row)]
    if not rows:
        raise ValidationError({where: unreadable_words("empty")})
    if len(rows) > MOST_ROWS:
        words = _("More than %(most)s people can't be named at once. Send the file to the organiser of the class.")
        raise ValidationError({where: words % {"most": MOST_ROWS}})
    return _lines(rows, heads)


def _says_anything(row: Row) -> bool:
    """Say whether a row holds more than its number: the form has more lines than a unit has people."""
    return any(row.typed.get(name) for name in FIELDS)


def _lines(rows: Sequence[Row], heads: dict[str, str]) -> list[Line]:
    return [
        Line(
            number=row.number,
            cells={name: row.typed.get(name, "") for name in FIELDS} | {col.VENUE: row.venue},
            faults={
                fault.field: fault_words(fault, row=row.number, head=heads.get(fault.field, "")) for fault in row.faults
            },
            row=row,
        )
        for row in rows
    ]


def nominees(lines: Sequence[Line], venues: Sequence[VenuePoint]) -> list[Nominee]:
    """Return whom the lines name; those with faults must be gone by then."""
    points = {fold(point.name): point.pk for point in venues}
    return [
        Nominee(
            number=line.number,
            full_name=line.row.full_name,
            post=line.row.post,
            unit_text=line.row.unit_text,
            birth_year=line.row.birth_year,
            phone=line.row.phone,
            venue_point_id=points.get(fold(clean(line.row.venue))),
        )
        for line in lines
        if line.row
    ]
