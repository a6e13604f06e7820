"""Cover and index of the file in which an office keeps the papers of a class (hồ sơ lớp)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from caunoi.papers.building.frames import add_heading, add_signatures
from caunoi.papers.building.parts import CENTER, COMMAND, PORTRAIT_WIDTH, Holder, Style, end_cell, new_document
from caunoi.papers.fields import HEADING, FieldDoc, signer
from caunoi.papers.grid import NUMBERED, Column, Grid
from caunoi.papers.heading import Layout, Signature
from caunoi.papers.kind import Figure, Kind, Paper, PaperKind
from caunoi.papers.outline import ClassOutline
from caunoi.papers.values import Context, heading_values, signature_values, texts
from caunoi.papers.wording import day, number, one_line

MADE_BY = Signature(title="NGƯỜI LẬP")
INDEX_TITLE = "Mục lục văn bản trong hồ sơ"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCoverPaper(Paper):
    """What stands on the cover; sheets and period of keeping are written in by hand where they are not known."""

    kind: ClassVar[PaperKind] = PaperKind.FILE_COVER

    outline: ClassOutline
    code: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPaper:
    """One paper in the file; what is not there yet has no number and no date.

    `place` is what it is numbered by, its row where it is blank; `sheets` is how long it is.
    """

    about: str
    number: str = ""
    signed_on: dt.date | None = None
    issuer: str = ""
    note: str = ""
    place: str = ""
    sheets: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileIndexPaper(Paper):
    """The papers of the file in order; `title` where it is the index of a certain file, `missing` what is not in it.

    A row without a paper is named in `missing` and not counted.
    """

    kind: ClassVar[PaperKind] = PaperKind.FILE_INDEX

    outline: ClassOutline
    rows: tuple[FiledPaper, ...] = ()
    title: str = INDEX_TITLE
    missing: tuple[str, ...] = ()
    made_by: Signature = MADE_BY


TABLE = Grid(
    name="van_ban",
    meaning="Các văn bản trong hồ sơ",
    columns=(
        NUMBERED,
        Column("so_ky_hieu", "Số, ký hiệu", 29, "center", "Số và ký hiệu văn bản"),
        Column("ngay", "Ngày văn bản", 24, "center"),
        Column("noi_dung", "Tên loại, trích yếu", 40),
        Column("tac_gia", "Tác giả", 30),
        Column("to_so", "Tờ số", 12, "center"),
        Column("ghi_chu", "Ghi chú", 17),
    ),
)
COVER_FIELDS = (
    *HEADING,
    FieldDoc("trich_yeu", "Tên lớp, viết hoa đầu dòng: “Lớp tập huấn …”", required=True),
    FieldDoc("thoi_gian", "Thời gian của lớp"),
    FieldDoc("dia_diem", "Địa điểm"),
    FieldDoc("ma_lop", "Mã lớp"),
    FieldDoc("nam", "Năm của hồ sơ"),
)
INDEX_FIELDS = (
    *HEADING,
    FieldDoc("trich_yeu", "Tên lớp, viết hoa đầu dòng: “Lớp tập huấn …”", required=True),
    *TABLE.fields,
    FieldDoc("ten_muc_luc", "Tên mục lục, viết hoa"),
    FieldDoc("so_van_ban", "Số văn bản trong hồ sơ"),
    FieldDoc("con_thieu", "Những gì còn thiếu khi lập mục lục; trống khi đủ", is_list=True),
    signer("nguoi_lap", "Người lập mục lục"),
)


def cover_values(paper: FileCoverPaper) -> Context:
    """What the cover's template sees."""
    return {
        **heading_values(paper.heading),
        "trich_yeu": paper.outline.headline,
        "thoi_gian": paper.outline.time_text,
        "dia_diem": paper.outline.place_text,
        "ma_lop": one_line(paper.code),
        "nam": str(paper.year or "………"),
    }


def index_values(paper: FileIndexPaper) -> Context:
    """What the index's template sees."""
    rows = [
        {
            "so_ky_hieu": one_line(row.number),
            "ngay": day(row.signed_on) if row.signed_on else "",
            "noi_dung": one_line(row.about),
            "tac_gia": one_line(row.issuer),
            "to_so": one_line(row.sheets),
            "ghi_chu": one_line(row.note),
        }
        | ({"stt": one_line(row.place)} if row.place else {})
        for row in paper.rows
    ]
    return {
        **heading_values(paper.heading),
        "trich_yeu": paper.outline.headline,
        **TABLE.values(rows, least=max(len(rows), 10)),
        "ten_muc_luc": one_line(paper.title).upper(),
        "so_van_ban": number(len(rows)) if rows else "……",
        "con_thieu": texts(paper.missing),
        "nguoi_lap": signature_values(paper.made_by),
    }


def build_cover(layout: Layout) -> DocumentType:
    """The cover, in a frame."""
    document = new_document(numbered=False)
    _frame_page(document)
    add_heading(document, layout, PORTRAIT_WIDTH, dated=False)
    holder = Holder(document)
    for _ in range(5):
        holder.add("", Style(size=14))
    holder.add("HỒ SƠ", Style(size=32, bold=True, align=CENTER, after=18))
    holder.add("{{ trich_yeu }}", Style(size=20, bold=True, align=CENTER, after=18))
    center = Style(size=14, align=CENTER, after=6)
    holder.when("thoi_gian", "Thời gian: {{ thoi_gian }}", center)
    holder.when("dia_diem", "Địa điểm: {{ dia_diem }}", center)
    holder.when("ma_lop", "Mã lớp: {{ ma_lop }}", center)
    for _ in range(5):
        holder.add("", Style(size=14))
    plain = Style(after=8, left=15)
    holder.add("Hồ sơ số: ……………………………  Năm: {{ nam }}", plain)
    holder.add("Từ ngày … / … / ……… đến ngày … / … / ………", plain)
    holder.add("Số tờ: ………………  Thời hạn bảo quản: ……………………", plain)
    return document


def build_index(layout: Layout) -> DocumentType:
    """The index."""
    document = new_document()
    add_heading(document, layout, PORTRAIT_WIDTH, dated=False)
    holder = Holder(document)
    holder.add("{{ ten_muc_luc }}", Style(bold=True, align=CENTER, before=12))
    holder.add("{{ trich_yeu }}", Style(bold=True, align=CENTER))
    holder.rule(36, PORTRAIT_WIDTH, after=10)
    end = end_cell(TABLE.build(document, height=9))
    holder = Holder(end)
    holder.add("Hồ sơ có {{ so_van_ban }} văn bản.", Style(size=13, italic=True, before=6, after=6, keep=True))
    # A row is never split, and what is missing may be long: then it and who signs stand below the table.
    holder.add("{%p if not con_thieu %}", COMMAND)
    add_signatures(end, ("nguoi_lap",), PORTRAIT_WIDTH)
    holder.add("{%p endif %}", COMMAND)
    holder.add("", Style(size=2))
    holder = Holder(document)
    holder.add("{%p if con_thieu %}", COMMAND)
    holder.add("Còn thiếu khi lập mục lục này:", Style(size=13, bold=True, after=2, keep=True))
    holder.each("dong in con_thieu", "- {{ dong }}", Style(size=13, after=2))
    holder.add("", Style(size=6, keep=True))
    add_signatures(document, ("nguoi_lap",), PORTRAIT_WIDTH)
    holder.add("{%p endif %}", COMMAND)
    return document


def _frame_page(document: DocumentType) -> None:
    """A double line around the page."""
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "double"), ("sz", "6"), ("space", "24"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = document.sections[0]._sectPr  # noqa: SLF001 - python-docx has no public way to page borders
    properties.insert_element_before(borders, "w:lnNumType", "w:pgNumType", "w:cols", "w:titlePg", "w:docGrid")


def index_figures(paper: FileIndexPaper) -> tuple[Figure, ...]:
    """How many papers."""
    return (Figure(words="Số văn bản trong hồ sơ", value=number(len(paper.rows)), source="register"),)


COVER = Kind(
    kind=PaperKind.FILE_COVER,
    name="Bìa hồ sơ lớp",
    paper=FileCoverPaper,
    values=cover_values,
    fields=COVER_FIELDS,
    build=build_cover,
)
INDEX = Kind(
    kind=PaperKind.FILE_INDEX,
    name="Mục lục hồ sơ lớp",
    paper=FileIndexPaper,
    values=index_values,
    fields=INDEX_FIELDS,
    build=build_index,
    figures=index_figures,
)
