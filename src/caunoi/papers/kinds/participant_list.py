"""The list of participants of a class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType
from docx.shared import Mm

from caunoi.papers.building.frames import add_heading
from caunoi.papers.building.parts import CELL, CELL_CENTER, PORTRAIT_WIDTH, add_grid, loop_rows, new_document
from caunoi.papers.heading import Layout
from caunoi.papers.kind import Kind, PaperKind
from caunoi.papers.kinds.lists import (
    FRAME,
    PARTICIPANTS,
    ListPaper,
    add_list_end,
    add_list_title,
    frame_values,
    list_figures,
    people_values,
)
from caunoi.papers.values import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantListPaper(ListPaper):
    """The list of participants; rows stand in the order given."""

    kind: ClassVar[PaperKind] = PaperKind.PARTICIPANT_LIST


def values(paper: ParticipantListPaper) -> Context:
    """What the template sees."""
    return {**frame_values(paper), "hoc_vien": people_values(paper.participants)}


def build(layout: Layout) -> DocumentType:
    """The list of participants."""
    document = new_document()
    add_heading(document, layout, PORTRAIT_WIDTH, dated=False)
    add_list_title(document, "DANH SÁCH", PORTRAIT_WIDTH)
    table = add_grid(
        document,
        [("STT", 12), ("Họ và tên", 49), ("Chức vụ", 41), ("Đơn vị", 41), ("Ghi chú", 22)],
        rows=5,
    )
    loop_rows(
        table,
        1,
        "nguoi in hoc_vien",
        [
            ("{{ nguoi.stt }}", CELL_CENTER),
            *((f"{{{{ nguoi.{field} }}}}", CELL) for field in ("ho_ten", "chuc_vu", "don_vi", "ghi_chu")),
        ],
    )
    table.rows[2].height = Mm(7)
    add_list_end(table, 4, 2)
    return document


KIND = Kind(
    kind=PaperKind.PARTICIPANT_LIST,
    name="Danh sách học viên",
    paper=ParticipantListPaper,
    values=values,
    fields=(*FRAME, PARTICIPANTS),
    build=build,
    figures=list_figures,
)
