"""One list of the participants of all classes of an item of a plan, with a column for the class."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType
from docx.shared import Mm

from caunoi.papers.building.frames import add_heading
from caunoi.papers.building.parts import (
    CELL,
    CELL_CENTER,
    CENTER,
    COMMAND,
    PORTRAIT_WIDTH,
    Holder,
    Style,
    add_grid,
    loop_rows,
    new_document,
)
from caunoi.papers.fields import FieldDoc, lines
from caunoi.papers.heading import Layout
from caunoi.papers.kind import Figure, Kind, PaperKind
from caunoi.papers.kinds.lists import FRAME, PARTICIPANTS, ListPaper, add_list_end, frame_values, people_values
from caunoi.papers.outline import ClassOutline
from caunoi.papers.values import Context, Value
from caunoi.papers.wording import number, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class CombinedListPaper(ListPaper):
    """`title` is the item's; `places` says of each row which of `classes` it is of, counted from 1.

    `persons` are told once, however many of the classes they are in.
    """

    kind: ClassVar[PaperKind] = PaperKind.COMBINED_LIST

    classes: tuple[ClassOutline, ...]
    places: tuple[int, ...]
    persons: int


FIELDS = (
    *FRAME,
    FieldDoc("so_lop", "Số lớp"),
    FieldDoc("so_nguoi", "Số người, mỗi người tính một lần"),
    lines("cac_lop", "Các lớp: “Lớp 1: tên lớp, thời gian”"),
    FieldDoc(
        PARTICIPANTS.name,
        PARTICIPANTS.meaning,
        is_list=True,
        required=True,
        fields=(*PARTICIPANTS.fields, FieldDoc("lop", "“Lớp 1”")),
    ),
)


def values(paper: CombinedListPaper) -> Context:
    """What the template sees."""
    # While nobody stands in it, the list has blank rows to write in.
    classes = [f"Lớp {place}" for place in paper.places] if paper.participants else itertools.repeat("")
    rows: list[Value] = [
        {**row, "lop": name}
        for row, name in zip(people_values(paper.participants), classes, strict=bool(paper.participants))
        if isinstance(row, dict)
    ]
    return {
        **frame_values(paper),
        "so_lop": number(len(paper.classes)),
        "so_nguoi": number(paper.persons) if paper.participants else "……",
        "cac_lop": [
            ", ".join(filter(None, (f"Lớp {place}: {one_line(each.title)}", each.time_text)))
            for place, each in enumerate(paper.classes, start=1)
        ],
        "hoc_vien": rows,
    }


def build(layout: Layout) -> DocumentType:
    """The combined list."""
    document = new_document()
    add_heading(document, layout, PORTRAIT_WIDTH, dated=False)
    holder = Holder(document)
    holder.add("DANH SÁCH CHUNG", Style(bold=True, align=CENTER, before=10))
    holder.add("Học viên các lớp “{{ ten_lop }}”", Style(bold=True, align=CENTER))
    holder.add("{%p if dong_kem_theo %}", COMMAND)
    holder.add("{{ dong_kem_theo }}", Style(size=13, italic=True, align=CENTER))
    holder.add("{%p endif %}", COMMAND)
    holder.rule(36, PORTRAIT_WIDTH, after=6)
    holder.each("dong in cac_lop", "{{ dong }}", Style(size=13, after=2))
    holder.add("", Style(size=4))
    columns: list[tuple[str, float]] = [
        ("STT", 12),
        ("Họ và tên", 45),
        ("Chức vụ", 36),
        ("Đơn vị", 38),
        ("Lớp", 16),
        ("Ghi chú", 18),
    ]
    table = add_grid(document, columns, rows=5)
    loop_rows(
        table,
        1,
        "nguoi in hoc_vien",
        [
            ("{{ nguoi.stt }}", CELL_CENTER),
            *((f"{{{{ nguoi.{field} }}}}", CELL) for field in ("ho_ten", "chuc_vu", "don_vi")),
            ("{{ nguoi.lop }}", CELL_CENTER),
            ("{{ nguoi.ghi_chu }}", CELL),
        ],
    )
    table.rows[2].height = Mm(7)
    total = "Danh sách có {{ so_nguoi }} người, {{ tong_so }} lượt học viên của {{ so_lop }} lớp."
    add_list_end(table, 4, 3, total=total)
    return document


def figures(paper: CombinedListPaper) -> tuple[Figure, ...]:
    """Rows, persons and classes."""
    return (
        Figure(words="Số người", value=number(paper.persons), source="participants"),
        Figure(words="Số lượt học viên", value=number(len(paper.participants)), source="participants"),
        Figure(words="Số lớp", value=number(len(paper.classes)), source="classes"),
    )


KIND = Kind(
    kind=PaperKind.COMBINED_LIST,
    name="Danh sách chung các lớp",
    paper=CombinedListPaper,
    values=values,
    fields=FIELDS,
    build=build,
    figures=figures,
)
