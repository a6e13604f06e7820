"""The table of classes that combined and periodical reports carry, with its sums."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from caunoi.papers.facts import HeadCounts
from caunoi.papers.grid import NUMBERED, Column, Grid
from caunoi.papers.kind import Figure
from caunoi.papers.kinds.class_report.paper import NO_COUNTS
from caunoi.papers.kinds.class_report.text import when
from caunoi.papers.sums import add_counts, add_known
from caunoi.papers.values import Context, count_text
from caunoi.papers.wording import number, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldClass:
    """A class that was held, as a row; `code` finds its records, `counts` keep their qualifiers."""

    title: str
    code: str = ""
    days: tuple[dt.date, ...] = ()
    when: str = ""
    place: str = ""
    counts: HeadCounts = NO_COUNTS
    questions: int = 0
    answered: int = 0


COUNTED = (
    ("chi_tieu", "quota", "Chỉ tiêu", "quota"),
    ("duoc_cu", "nominated", "Được cử", "participants"),
    ("co_mat", "present", "Có mặt", "attendance"),
    ("luot_nguoi", "attendances", "Lượt người", "attendance"),
)
TABLE = Grid(
    name="cac_lop",
    meaning="Các lớp đã tổ chức",
    columns=(
        NUMBERED,
        Column("lop", "Lớp", 45),
        Column("thoi_gian", "Thời gian", 27, "center"),
        Column("dia_diem", "Địa điểm", 25),
        *(Column(name, head, 15.5, "center") for name, _attribute, head, _source in COUNTED),
    ),
    totals=tuple(name for name, _attribute, _head, _source in COUNTED),
)


def table_values(classes: tuple[HeldClass, ...]) -> Context:
    """The rows and their sums; a sum is blank where a row is unknown, and keeps the word of a vague one."""
    rows = [
        {
            "lop": one_line(each.title),
            "thoi_gian": _short_days(each),
            "dia_diem": one_line(each.place),
            **{name: count_text(getattr(each.counts, attribute)) for name, attribute, _head, _source in COUNTED},
        }
        for each in classes
    ]
    totals = {
        name: count_text(add_counts(getattr(each.counts, attribute) for each in classes))
        for name, attribute, _head, _source in COUNTED
    }
    return TABLE.values(rows, totals)


def _short_days(held: HeldClass) -> str:
    if held.days and not held.when:
        first, last = min(held.days), max(held.days)
        return f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y}\N{NO-BREAK SPACE}- {last:%d/%m/%Y}"
    return when(held.days, held.when)


def count_lines(classes: tuple[HeldClass, ...]) -> list[str]:
    """A dashed line for each count, with how many classes have no figure of it."""
    lines = []
    for _name, attribute, head, _source in COUNTED:
        total, unknown = add_known(getattr(each.counts, attribute) for each in classes)
        if total is None:
            continue
        unit = "lượt người" if attribute == "attendances" else "người"
        label = "Tổng số lượt tham dự các buổi" if attribute == "attendances" else head
        missing = f" (chưa kể {number(unknown)} lớp không có số liệu)" if unknown else ""
        lines.append(f"- {label}: {total.text} {unit}{missing}.")
    return lines


def table_figures(classes: tuple[HeldClass, ...]) -> tuple[Figure, ...]:
    """How many classes, each of their counts, and the sums."""
    rows = tuple(
        Figure(words=f"{one_line(each.title)}: {head.lower()}", value=count.text, source=source, detail=each.code)
        for each in classes
        for _name, attribute, head, source in COUNTED
        if (count := getattr(each.counts, attribute)) is not None
    )
    sums = tuple(
        Figure(words=f"Cộng: {head.lower()}", value=total.text, source="classes")
        for _name, attribute, head, _source in COUNTED
        if (total := add_known(getattr(each.counts, attribute) for each in classes)[0]) is not None
    )
    return (Figure(words="Số lớp", value=number(len(classes)), source="classes"), *sums, *rows)
