"""The programme of a class: a table by sitting (chương trình)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType
from docx.shared import Mm

from caunoi.papers.building.frames import add_heading, add_report_signature, add_title
from caunoi.papers.building.parts import (
    CELL,
    CELL_CENTER,
    CENTER,
    COMMAND,
    PORTRAIT_WIDTH,
    Holder,
    Style,
    add_grid,
    end_cell,
    keep_row_whole,
    loop_rows,
    new_document,
    write,
)
from caunoi.papers.facts import SittingFacts
from caunoi.papers.fields import HEADING, FieldDoc, lines, signer
from caunoi.papers.heading import Layout, Parent, Signature
from caunoi.papers.kind import Figure, Kind, Paper, PaperKind
from caunoi.papers.kinds.official import UNSIGNED, title_styles
from caunoi.papers.outline import ClassOutline
from caunoi.papers.values import Context, Value, heading_values, signature_values, texts
from caunoi.papers.wording import clock_span, number, one_line

BLANK_LINES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePaper(Paper):
    """The sittings of a class with what happens in each; one without programme leaves rows to write in."""

    kind: ClassVar[PaperKind] = PaperKind.PROGRAMME

    outline: ClassOutline
    signature: Signature = UNSIGNED
    recipients: tuple[str, ...] = ()
    parent: Parent | None = None


FIELDS = (
    *HEADING,
    FieldDoc("trich_yeu", "Tên lớp, viết hoa đầu dòng: “Lớp tập huấn …”", required=True),
    FieldDoc("dong_kem_theo", "Dòng “(Kèm theo …)”; trống khi không kèm văn bản"),
    FieldDoc("thoi_gian", "Thời gian"),
    FieldDoc("dia_diem", "Địa điểm"),
    FieldDoc(
        "cac_buoi",
        "Các buổi",
        is_list=True,
        required=True,
        fields=(
            FieldDoc("buoi", "Buổi và ngày"),
            FieldDoc(
                "muc",
                "Các mục chương trình của buổi",
                is_list=True,
                fields=(
                    FieldDoc("gio", "Giờ"),
                    FieldDoc("noi_dung", "Nội dung"),
                    FieldDoc("nguoi_thuc_hien", "Người thực hiện"),
                ),
            ),
        ),
    ),
    signer("nguoi_ky", "Người ký chương trình"),
    lines("noi_nhan", "Các dòng nơi nhận"),
)


def values(paper: ProgrammePaper) -> Context:
    """What the template sees."""
    outline = paper.outline
    return {
        **heading_values(paper.heading),
        "trich_yeu": outline.headline,
        "dong_kem_theo": paper.parent.line(paper.heading.layout) if paper.parent else "",
        "thoi_gian": outline.time_text,
        "dia_diem": outline.place_text,
        "cac_buoi": [_sitting(sitting) for sitting in outline.sittings or (SittingFacts(),)],
        "nguoi_ky": signature_values(paper.signature),
        "noi_nhan": texts(paper.recipients),
    }


def _sitting(sitting: SittingFacts) -> Value:
    rows: list[Value] = [
        {
            "gio": clock_span(line.starts, line.ends),
            "noi_dung": one_line(line.title),
            "nguoi_thuc_hien": "; ".join(one_line(person.text) for person in line.people) or one_line(line.in_charge),
        }
        for line in sitting.agenda
    ]
    blank: Value = {"gio": "", "noi_dung": "", "nguoi_thuc_hien": ""}
    return {"buoi": sitting_line(sitting), "muc": rows or [blank] * BLANK_LINES}


def sitting_line(sitting: SittingFacts) -> str:
    """The sitting's part and day, or dots to write them on."""
    return sitting.label if sitting.day or sitting.part else "Buổi ……… ngày … / … / ………"


def build(layout: Layout) -> DocumentType:
    """The programme, as a paper of its own or attached to one."""
    document = new_document()
    add_heading(document, layout, PORTRAIT_WIDTH, dated=True)
    word, about = title_styles(layout)
    add_title(document, [("CHƯƠNG TRÌNH", word), ("{{ trich_yeu }}", about)], PORTRAIT_WIDTH)
    holder = Holder(document)
    holder.when("dong_kem_theo", "{{ dong_kem_theo }}", Style(size=13, italic=True, align=CENTER, after=6))
    holder.when("thoi_gian", "Thời gian: {{ thoi_gian }}.", Style(size=13, after=2))
    holder.when("dia_diem", "Địa điểm: {{ dia_diem }}.", Style(size=13, after=6))
    table = add_grid(document, [("Thời gian", 34), ("Nội dung", 74), ("Người thực hiện", 57)], rows=6)
    write(table.cell(1, 0).paragraphs[0], "{%tr for buoi in cac_buoi %}", COMMAND)
    merged = table.cell(2, 0).merge(table.cell(2, 2))
    write(merged.paragraphs[0], "{{ buoi.buoi }}", Style(size=12, bold=True, before=2, after=2, keep=True))
    keep_row_whole(table.rows[2])
    loop_rows(
        table,
        3,
        "muc in buoi.muc",
        [("{{ muc.gio }}", CELL_CENTER), ("{{ muc.noi_dung }}", CELL), ("{{ muc.nguoi_thuc_hien }}", CELL)],
    )
    write(table.cell(6, 0).paragraphs[0], "{%tr endfor %}", COMMAND)
    table.rows[4].height = Mm(8)
    end = end_cell(table)
    Holder(end).add("", Style(size=6, keep=True))
    add_report_signature(end, layout)
    return document


def figures(paper: ProgrammePaper) -> tuple[Figure, ...]:
    """How many sittings."""
    return (Figure(words="Số buổi", value=number(len(paper.outline.sittings)), source="sittings"),)


KIND = Kind(
    kind=PaperKind.PROGRAMME,
    name="Chương trình",
    letters="CTr",
    paper=ProgrammePaper,
    values=values,
    fields=FIELDS,
    build=build,
    figures=figures,
)
