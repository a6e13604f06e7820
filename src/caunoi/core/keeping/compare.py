"""Comparing rows, whichever databases they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from caunoi.core.keeping.rows import comparer
from caunoi.core.keeping.snapshots import Snapshot
from caunoi.core.keeping.tables import Table


def first_difference(table: Table, lines: Iterable[str], moment: Snapshot) -> int | None:
    """Return the number of the first row, from 1, in which ``lines`` and the moment differ; None where none does.

    Both are in the order of the table's key. Two rows are equal when every value means the same.
    """
    meaning = comparer(table)
    for number, (left, right) in enumerate(zip_longest(lines, lines_of(table, moment)), start=1):
        if left == right:
            continue
        if left is None or right is None or meaning(left) != meaning(right):
            return number
    return None


def lines_of(table: Table, moment: Snapshot) -> Iterator[str]:
    """Yield a table's lines, without their ends."""
    for chunk in moment.chunks(table):
        yield from chunk.decode().removesuffix("\n").split("\n")
