"""The register of certificates, with the blanks that were spoiled (sổ cấp giấy chứng nhận)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType

from caunoi.papers.building.frames import add_heading, add_signatures
from caunoi.papers.building.parts import CENTER, LANDSCAPE_WIDTH, Holder, Style, end_cell, new_document
from caunoi.papers.fields import HEADING, FieldDoc, signer
from caunoi.papers.grid import NUMBERED, Column, Grid
from caunoi.papers.heading import Layout, Signature
from caunoi.papers.kind import Figure, Kind, Paper, PaperKind
from caunoi.papers.outline import ClassOutline
from caunoi.papers.values import Context, heading_values, signature_values
from caunoi.papers.wording import day, number, one_line

BLANK_ROWS = 12
KEPT_BY = Signature(title="NGƯỜI GIỮ SỔ")
HEAD_OF_OFFICE = Signature(title="THỦ TRƯỞNG ĐƠN VỊ")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRow:
    """One certificate: number of the blank, number in the register, to whom and when."""

    serial: str = ""
    entry: str = ""
    name: str = ""
    unit: str = ""
    issued_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoiledBlank:
    """A blank that was not handed out, and why."""

    serial: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRegisterPaper(Paper):
    """The certificates of a class; without rows a form to write in."""

    kind: ClassVar[PaperKind] = PaperKind.CERTIFICATE_REGISTER

    outline: ClassOutline
    rows: tuple[CertificateRow, ...] = ()
    spoiled: tuple[SpoiledBlank, ...] = ()
    kept_by: Signature = KEPT_BY
    head: Signature = HEAD_OF_OFFICE


TABLE = Grid(
    name="so_cap",
    meaning="Các giấy chứng nhận đã cấp; dòng trống khi chưa cấp",
    columns=(
        NUMBERED,
        Column("so_hieu", "Số hiệu phôi", 30, "center"),
        Column("so_vao_so", "Số vào sổ", 28, "center"),
        Column("ho_ten", "Họ và tên", 55),
        Column("don_vi", "Đơn vị", 50),
        Column("ngay_cap", "Ngày cấp", 25, "center"),
        Column("ky_nhan", "Ký nhận", 32),
        Column("ghi_chu", "Ghi chú", 30),
    ),
)
SPOILED = Grid(
    name="phoi_hong",
    meaning="Các phôi hỏng, đã hủy",
    columns=(
        NUMBERED,
        Column("so_hieu", "Số hiệu phôi", 50, "center"),
        Column("ly_do", "Lý do", 140),
        Column("xac_nhan", "Xác nhận", 60),
    ),
)
FIELDS = (
    *HEADING,
    FieldDoc("trich_yeu", "Tên lớp, viết hoa đầu dòng: “Lớp tập huấn …”", required=True),
    FieldDoc("thoi_gian", "Thời gian của lớp"),
    *TABLE.fields,
    *SPOILED.fields,
    FieldDoc("so_giay", "Số giấy chứng nhận đã cấp; trống khi chưa cấp"),
    FieldDoc("so_phoi_hong", "Số phôi hỏng"),
    signer("nguoi_giu_so", "Người giữ sổ"),
    signer("thu_truong", "Thủ trưởng đơn vị"),
)


def values(paper: CertificateRegisterPaper) -> Context:
    """What the template sees."""
    rows = [
        {
            "so_hieu": one_line(row.serial),
            "so_vao_so": one_line(row.entry),
            "ho_ten": one_line(row.name),
            "don_vi": one_line(row.unit),
            "ngay_cap": day(row.issued_on) if row.issued_on else "",
            "ghi_chu": one_line(row.note),
        }
        for row in paper.rows
    ]
    spoiled = [{"so_hieu": one_line(blank.serial), "ly_do": one_line(blank.reason)} for blank in paper.spoiled]
    return {
        **heading_values(paper.heading),
        "trich_yeu": paper.outline.headline,
        "thoi_gian": paper.outline.time_text,
        **TABLE.values(rows, least=0 if rows else BLANK_ROWS),
        **SPOILED.values(spoiled, least=0 if spoiled else 3),
        "so_giay": number(len(rows)) if rows else "",
        "so_phoi_hong": number(len(spoiled)),
        "nguoi_giu_so": signature_values(paper.kept_by),
        "thu_truong": signature_values(paper.head),
    }


def build(layout: Layout) -> DocumentType:
    """The register, landscape."""
    document = new_document(landscape=True)
    add_heading(document, layout, LANDSCAPE_WIDTH, dated=False)
    holder = Holder(document)
    holder.add("SỔ CẤP GIẤY CHỨNG NHẬN", Style(bold=True, align=CENTER, before=10))
    holder.add("{{ trich_yeu }}", Style(bold=True, align=CENTER))
    holder.when("thoi_gian", "Thời gian: {{ thoi_gian }}", Style(size=13, align=CENTER))
    holder.rule(36, LANDSCAPE_WIDTH, after=6)
    TABLE.build(document, LANDSCAPE_WIDTH, height=8)
    holder = Holder(document)
    holder.when("so_giay", "Đã cấp {{ so_giay }} giấy chứng nhận.", Style(size=13, italic=True, before=6))
    holder.add("Phôi hỏng, đã hủy", Style(size=13, bold=True, before=8, after=4, keep=True))
    end = end_cell(SPOILED.build(document, LANDSCAPE_WIDTH, height=8))
    Holder(end).add("", Style(size=6, keep=True))
    add_signatures(end, ("nguoi_giu_so", "thu_truong"), LANDSCAPE_WIDTH)
    return document


def figures(paper: CertificateRegisterPaper) -> tuple[Figure, ...]:
    """How many were issued and spoiled."""
    if not paper.rows:
        return ()
    return (
        Figure(words="Số giấy chứng nhận", value=number(len(paper.rows)), source="awards"),
        Figure(words="Số phôi hỏng", value=number(len(paper.spoiled)), source="awards"),
    )


KIND = Kind(
    kind=PaperKind.CERTIFICATE_REGISTER,
    name="Sổ cấp giấy chứng nhận",
    paper=CertificateRegisterPaper,
    values=values,
    fields=FIELDS,
    build=build,
    figures=figures,
)
