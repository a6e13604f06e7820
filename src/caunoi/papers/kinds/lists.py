"""What the list of participants and the sign-in sheet share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.table import Table

from caunoi.papers.building.frames import signature_lines
from caunoi.papers.building.parts import CENTER, COMMAND, Holder, Style, drop_borders, keep_row_whole
from caunoi.papers.facts import ParticipantFacts
from caunoi.papers.fields import HEADING, FieldDoc, signer
from caunoi.papers.heading import Parent, Signature
from caunoi.papers.kind import Figure, Paper
from caunoi.papers.kinds.class_report import text
from caunoi.papers.values import Context, Value, heading_values, signature_values
from caunoi.papers.wording import number, one_line

BLANK_ROWS = 15
MADE_BY = Signature(title="NGƯỜI LẬP DANH SÁCH")
ANSWERED_BY = Signature(title="NGƯỜI PHỤ TRÁCH")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPaper(Paper):
    """A list of people of a class; rows stand in the order given. `point` is the venue point it is for."""

    title: str
    participants: tuple[ParticipantFacts, ...]
    parent: Parent | None = None
    days: tuple[dt.date, ...] = ()
    when: str = ""
    place: str = ""
    point: str = ""
    prepared_by: Signature = MADE_BY
    in_charge: Signature = ANSWERED_BY


FRAME = (
    *HEADING,
    FieldDoc("ten_lop", "Tên lớp đúng như đã đặt"),
    FieldDoc("trich_yeu", "Tên lớp trong câu: “lớp tập huấn …”"),
    FieldDoc("dong_kem_theo", "Dòng “(Kèm theo Quyết định số …)”; trống khi không kèm văn bản"),
    FieldDoc("thoi_gian", "Ngày tổ chức lớp"),
    FieldDoc("dia_diem", "Địa điểm"),
    FieldDoc("diem_cau", "Điểm cầu của danh sách; trống khi danh sách là của cả lớp"),
    FieldDoc("tong_so", "Tổng số người trong danh sách"),
    signer("nguoi_lap", "Người lập danh sách"),
    signer("nguoi_phu_trach", "Người phụ trách"),
)

PARTICIPANTS = FieldDoc(
    "hoc_vien",
    "Các học viên, mỗi người một dòng",
    is_list=True,
    required=True,
    fields=(
        FieldDoc("stt", "Số thứ tự"),
        FieldDoc("ho_ten", "Họ và tên", required=True),
        FieldDoc("chuc_vu", "Chức vụ"),
        FieldDoc("don_vi", "Đơn vị"),
        FieldDoc("ghi_chu", "Ghi chú"),
    ),
)


def people_values(participants: tuple[ParticipantFacts, ...]) -> list[Value]:
    """The rows of a list; while nobody stands in it, blank ones to write in."""
    return [
        {
            "stt": str(place),
            "ho_ten": one_line(row.name),
            "chuc_vu": one_line(row.post),
            "don_vi": one_line(row.unit),
            "ghi_chu": one_line(row.note),
        }
        for place, row in enumerate(participants or (ParticipantFacts(name=""),) * BLANK_ROWS, start=1)
    ]


def frame_values(paper: ListPaper) -> Context:
    """Everything of a list but its rows."""
    return {
        **heading_values(paper.heading),
        "dong_kem_theo": paper.parent.line(paper.heading.layout) if paper.parent else "",
        "ten_lop": one_line(paper.title),
        "trich_yeu": text.class_phrase(paper.title),
        "thoi_gian": text.when(paper.days, paper.when),
        "dia_diem": one_line(paper.place),
        "diem_cau": one_line(paper.point),
        "tong_so": number(len(paper.participants)) if paper.participants else "……",
        "nguoi_lap": signature_values(paper.prepared_by),
        "nguoi_phu_trach": signature_values(paper.in_charge),
    }


def list_figures(paper: ListPaper) -> tuple[Figure, ...]:
    """The number of rows."""
    return (
        Figure(
            words="Số người trong danh sách",
            value=number(len(paper.participants)),
            source="participants",
            detail=one_line(paper.point),
        ),
    )


def add_list_title(document: DocumentType, title: str, width: float) -> None:
    """Title of a list, the paper it belongs to, time and place."""
    holder = Holder(document)
    holder.add(title, Style(bold=True, align=CENTER, before=10))
    holder.add("Học viên tham dự {{ trich_yeu }}", Style(bold=True, align=CENTER))
    holder.add("{%p if dong_kem_theo %}", COMMAND)
    holder.add("{{ dong_kem_theo }}", Style(size=13, italic=True, align=CENTER))
    holder.add("{%p endif %}", COMMAND)
    holder.rule(36, width, after=6)
    for field, label in (("thoi_gian", "Thời gian"), ("dia_diem", "Địa điểm"), ("diem_cau", "Điểm cầu")):
        holder.add(f"{{%p if {field} %}}", COMMAND)
        holder.add(f"{label}: {{{{ {field} }}}}", Style(size=13, after=2))
        holder.add("{%p endif %}", COMMAND)
    holder.add("", Style(size=4))


def add_list_end(
    table: Table, first: int, left_columns: int, *, total: str = "Danh sách có {{ tong_so }} người."
) -> None:
    """The total, who made the list and who answers for it, as the last rows of its table.

    Both Word and LibreOffice keep rows of one table together; a block after the table could be
    left alone on the last page.
    """
    total_row, signature_row = table.rows[first], table.rows[first + 1]
    pairs = []
    for row in (total_row, signature_row):
        left_cell = row.cells[0].merge(row.cells[left_columns - 1])
        right_cell = row.cells[left_columns].merge(row.cells[-1])
        keep_row_whole(row)
        for cell in (left_cell, right_cell):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
            drop_borders(cell, top=row is signature_row)
        pairs.append((Holder(left_cell), Holder(right_cell)))
    (summed, date), (left, right) = pairs
    summed.add(total, Style(size=13, italic=True, before=6, after=4, keep=True))
    date.add(
        "{{ dia_danh_ngay_thang }}",
        Style(size=13, italic=True, align=CENTER, before=6, keep=True),
    )
    signature_lines(left, "nguoi_lap", size=13, hint="(Ký, ghi rõ họ tên)")
    signature_lines(right, "nguoi_phu_trach", size=13, hint="(Ký, ghi rõ họ tên)")
