"""Whatever the sheet holds, the numbers of the frozen facts add up."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.training.enums import THERE, Mark
from caunoi.training.queries.attendance import Sheet, SheetRow, SheetSitting
from caunoi.training.queries.counting import count_sheet
from caunoi.training.queries.current import accepted


@st.composite
def sheets(draw):
    width = draw(st.integers(0, 5))
    marks = st.tuples(*[st.sampled_from(list(Mark)) for _ in range(width)])
    count = draw(st.integers(0, 8))
    rows = []
    for number in range(count):
        free = [row.id for row in rows if row.substitute_for is None and row.id not in {r.substitute_for for r in rows}]
        original = draw(st.sampled_from([None, *free]))
        rows.append(
            SheetRow(
                id=number,
                number=number + 1,
                person_id=UUID(int=number),
                name=f"Người {number}",
                post="",
                unit=draw(st.sampled_from(["Tổ 1", "Tổ 2", ""])),
                folded="",
                substitute_for=original,
                substitute_for_name="",
                marks=draw(marks),
            )
        )
    sittings = tuple(
        SheetSitting(id=n, date=dt.date(2026, 1, 1 + n), part="morning", part_label="Sáng") for n in range(width)
    )
    return Sheet(sittings=sittings, rows=tuple(rows), cursor="")


@settings(max_examples=300, deadline=None)
@given(sheets())
def test_counts_of_an_accepted_sheet_always_add_up(read):
    whole = accepted(read)
    counts = count_sheet(whole)

    originals = [row for row in read.rows if row.substitute_for is None]
    assert counts.nominated == len(originals)
    blank = counts.unmarked
    assert blank == (counts.nominated if not read.sittings else 0)
    assert counts.nominated == (
        counts.present - counts.substitutes + counts.absent_with_leave + counts.absent_without_leave + blank
    )
    for one in counts.by_sitting:
        marks = one.marks
        assert marks.unmarked == 0
        assert counts.nominated == marks.present - marks.substitutes + marks.excused + marks.absent
    assert counts.attendances == sum(mark in THERE for row in read.rows for mark in row.marks)
    assert counts.present == sum(any(mark in THERE for mark in row.marks) for row in read.rows)
    assert counts.nominated == sum(unit.nominated for unit in counts.by_unit)
    assert counts.present == sum(unit.present + unit.substitutes for unit in counts.by_unit)


@settings(max_examples=200, deadline=None)
@given(sheets())
def test_accepting_blank_cells_changes_no_mark_that_stands(read):
    whole = accepted(read)

    before = [mark for row in read.rows for mark in row.marks]
    after = [mark for row in whole.rows for mark in row.marks]
    assert all(old in {new, Mark.NONE} for old, new in zip(before, after, strict=True))
    unmarked = sum(one.marks.unmarked for one in count_sheet(read).by_sitting)
    assert before.count(Mark.NONE) - after.count(Mark.NONE) == unmarked
