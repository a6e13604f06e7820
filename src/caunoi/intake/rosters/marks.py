"""The mark of a form that was sent out, found in a list that comes back, however it was saved meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from caunoi.core.text import fold
from caunoi.intake.rosters.files import MARK_SHEET, MARK_WORDS, Table

_SEARCHED = 40
_WORDS = fold(MARK_WORDS)


def take_mark(tables: Sequence[Table]) -> tuple[str, list[Table]]:
    """Return the text in which the mark of a form stands ("" without one), and the tables without what carries it.

    It stands on a sheet of its own, or in a line above the list where somebody saved the sheet alone.
    """
    kept = [table for table in tables if table.name != MARK_SHEET]
    hidden = [cell for table in tables if table.name == MARK_SHEET for row in table.rows[:1] for cell in row if cell]
    seen = [
        cell
        for table in kept
        for row in table.rows[:_SEARCHED]
        for cell in row
        if len(cell) < 200 and fold(cell).startswith(_WORDS)
    ]
    return next(iter([*hidden, *seen]), ""), kept
