"""A table of a plan, row by row: what each says, what is odd in it, which rows are no items."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core.text import clean, fold
from caunoi.intake.plans import columns as col
from caunoi.intake.plans import values
from caunoi.intake.plans.columns import Found, Head
from caunoi.training.services.plans.copying import ReadItem
from caunoi.training.services.plans.items import ItemValues

MOST_ITEMS = 400
FIELDS = (
    col.TITLE,
    col.AUDIENCE,
    col.CLASSES,
    col.SEATS,
    col.SITTINGS,
    col.QUARTER,
    col.PLACE,
    col.COST,
    col.NOTE,
)
WORDS: dict[str, str | Promise] = {
    col.NUMBER: gettext_lazy("Number in the list"),
    col.TITLE: gettext_lazy("What is taught"),
    col.AUDIENCE: gettext_lazy("For whom"),
    col.CLASSES: gettext_lazy("Classes"),
    col.SEATS: gettext_lazy("Seats a class"),
    col.SITTINGS: gettext_lazy("Sittings a class"),
    col.QUARTER: gettext_lazy("Quarter"),
    col.PLACE: gettext_lazy("Place"),
    col.COST: gettext_lazy("Cost (đồng)"),
    col.NOTE: gettext_lazy("Note"),
}
_LONGEST = {col.TITLE: 500, col.AUDIENCE: 500, col.PLACE: 300, col.NOTE: 500}
_SUM = re.compile(r"^(tong( cong| so)?|cong)\b")
_PART = re.compile(r"^([ivx]+|[a-h])[.)]?$")
_DEFAULT_SITTINGS = 2


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the table: its cells by what they are, as text; ``skip``: it is no item, or was left out."""

    number: int
    cells: dict[str, str]
    skip: bool = False


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A row that was looked at: ``faults`` by field, in words; ``hints`` tell what was understood how."""

    row: Row
    item: ReadItem | None
    faults: dict[str, str] = field(default_factory=dict)
    hints: tuple[str, ...] = ()

    def shown(self, name: str) -> str:
        """Return a cell as it was understood: an amount in đồng with its points, every other one as it was read."""
        if name == col.COST and self.item is not None and self.item.cost is not None:
            return f"{self.item.cost:,}".replace(",", ".")
        return self.row.cells.get(name, "")


def rows_of(found: Found) -> list[Row]:
    """Return the rows below the head, numbered as in the table from 1; empty ones are left out."""
    rows = []
    for place, texts in enumerate(found.table.rows[found.head.row + 1 :], start=found.head.row + 2):
        cells = {name: clean(texts[column]) for name, column in found.head.columns.items() if column < len(texts)}
        if not any(cells.values()) or _is_numbering(cells):
            continue
        rows.append(Row(number=place, cells=cells, skip=_is_no_item(cells)))
        if len(rows) >= MOST_ITEMS:
            break
    return rows


def _is_numbering(cells: Mapping[str, str]) -> bool:
    """Say whether a row only numbers the columns: (1) (2) (3)."""
    filled = [text for text in cells.values() if text]
    return len(filled) > 2 and all(re.fullmatch(r"\(?\d{1,2}\)?", text) for text in filled)


def _is_no_item(cells: Mapping[str, str]) -> bool:
    """Say whether a row sums up, or heads a part: "Tổng cộng", "I. Lớp cho cán bộ"."""
    title = fold(cells.get(col.TITLE, ""))
    if _SUM.match(title) or _SUM.match(fold(cells.get(col.NUMBER, ""))):
        return True
    others = [text for name, text in cells.items() if name not in {col.NUMBER, col.TITLE} and text]
    number = fold(cells.get(col.NUMBER, ""))
    return not others and (bool(_PART.match(number)) or not number)


def as_read(row: Row, head: Head, *, seats_each: bool) -> Row:
    """Return the row as it is shown and corrected: people of one class, amounts in đồng, odd cells as they stood."""
    cells = dict(row.cells)
    if head.unit != 1 and cells.get(col.COST):
        cells[col.COST] = _or_as_it_is(cells[col.COST], lambda text: values.amount(text, head.unit))
    each = head.seats_each if head.seats_each is not None else seats_each
    if not each and cells.get(col.SEATS):
        cells[col.SEATS] = _of_one_class(cells)
    return replace(row, cells=cells)


def _or_as_it_is(text: str, read: Callable[[str], int | None]) -> str:
    try:
        value = read(text)
    except values.Odd:
        return text
    return str(value) if value is not None else ""


def _of_one_class(cells: Mapping[str, str]) -> str:
    try:
        classes, people = values.whole(cells.get(col.CLASSES, "")) or 1, values.whole(cells[col.SEATS])
    except values.Odd:
        return cells[col.SEATS]
    if people is None or people % classes:
        # Left with its words, so that it is a fault that somebody settles.
        return f"{cells[col.SEATS]} / {classes}" if people is not None else ""
    return str(people // classes)


def checked(row: Row) -> Checked:
    """Look at a row; without faults, and unless it is left out, it is an item."""
    faults: dict[str, str] = {}
    hints: list[str] = []
    cells = row.cells
    numbers: dict[str, int | None] = {}
    readers: tuple[tuple[str, Callable[[str], int | None]], ...] = (
        (col.CLASSES, values.whole),
        (col.SEATS, values.whole),
        (col.SITTINGS, values.sittings),
        (col.COST, values.amount),
    )
    for name, read in readers:
        try:
            numbers[name] = read(cells.get(name, ""))
        except values.Odd:
            faults[name] = _("“%(value)s” is no number that can be taken over.") % {"value": cells[name]}
    if not cells.get(col.TITLE):
        faults[col.TITLE] = _("What is taught is missing.")
    for name, most in _LONGEST.items():
        if len(cells.get(name, "")) > most:
            faults[name] = _("At most %(most)s letters, please; this has %(count)s.") % {
                "most": most,
                "count": len(cells[name]),
            }
    faults |= _out_of_bounds(numbers)
    note = cells.get(col.NOTE, "")
    quarter = values.quarter(cells.get(col.QUARTER, ""))
    if quarter is None and cells.get(col.QUARTER):
        note = "; ".join(part for part in (note, cells[col.QUARTER]) if part)[:500]
        hints.append(
            _("The time “%(value)s” names no single quarter; it goes into the note.") % {"value": cells[col.QUARTER]}
        )
    if row.skip or faults:
        return Checked(row=row, item=None, faults=faults, hints=tuple(hints))
    item = ItemValues(
        title=cells[col.TITLE],
        audience=cells.get(col.AUDIENCE, ""),
        class_count=numbers[col.CLASSES] or 1,
        seats=numbers[col.SEATS],
        sittings=numbers[col.SITTINGS] or _DEFAULT_SITTINGS,
        quarter=quarter,
        place=cells.get(col.PLACE, ""),
        note=note,
    )
    return Checked(row=row, item=ReadItem(number=row.number, values=item, cost=numbers[col.COST]), hints=tuple(hints))


def _out_of_bounds(numbers: Mapping[str, int | None]) -> dict[str, str]:
    most = {col.CLASSES: 1_000, col.SEATS: 100_000, col.SITTINGS: 60, col.COST: 1_000_000_000_000}
    return {
        name: _("This must lie between 1 and %(most)s.") % {"most": f"{most[name]:,}".replace(",", ".")}
        for name, value in numbers.items()
        if value is not None and not (0 if name == col.COST else 1) <= value <= most[name]
    }


def rows_as_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return rows as JSON types, to travel with the preview."""
    return [asdict(row) for row in rows]


def rows_from_json(kept: Any) -> list[Row]:
    """Return rows from what ``rows_as_json`` gave; raises ValueError or TypeError for anything else."""
    if not isinstance(kept, list) or len(kept) > MOST_ITEMS:
        raise ValueError("These are no rows.")
    rows = []
    for each in kept:
        if not isinstance(each, dict) or not isinstance(each.get("cells"), dict):
            raise TypeError("This is no row.")
        cells = {name: clean(str(text))[:2_000] for name, text in each["cells"].items() if name in WORDS}
        rows.append(Row(number=int(each.get("number") or 0), cells=cells, skip=bool(each.get("skip"))))
    return rows
