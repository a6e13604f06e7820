"""The cost estimate: a table of what is to be paid, its total in figures and in words (dự toán)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from docx.document import Document as DocumentType

from caunoi.papers.amounts import money_in_words
from caunoi.papers.building.frames import add_heading, add_signatures, add_title
from caunoi.papers.building.parts import CENTER, PORTRAIT_WIDTH, Holder, Style, end_cell, new_document
from caunoi.papers.fields import HEADING, FieldDoc, signer
from caunoi.papers.grid import NUMBERED, Column, Grid
from caunoi.papers.heading import Layout, Parent, Signature
from caunoi.papers.kind import Figure, Kind, Paper, PaperKind
from caunoi.papers.kinds.official import title_styles
from caunoi.papers.kinds.proposal import what
from caunoi.papers.outline import ClassOutline
from caunoi.papers.values import Context, heading_values, signature_values
from caunoi.papers.wording import money, number, one_line

BLANK_ROWS = 8
MADE_BY = Signature(title="NGƯỜI LẬP")
ACCOUNTANT = Signature(title="KẾ TOÁN")
HEAD_OF_OFFICE = Signature(title="THỦ TRƯỞNG ĐƠN VỊ")


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One thing to be paid: quantity times price in đồng; `basis` cites the rate. A line may know its amount only."""

    what: str
    unit: str = ""
    quantity: Decimal | int | None = None
    price: int | None = None
    amount: int | None = None
    basis: str = ""

    @property
    def total(self) -> int | None:
        """The amount, worked out where it is not given."""
        if self.amount is not None:
            return self.amount
        if self.quantity is None or self.price is None:
            return None
        return int(self.quantity * self.price)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostEstimatePaper(Paper):
    """What a class, or the classes of an item, will cost; without lines it is a form to fill in by hand."""

    kind: ClassVar[PaperKind] = PaperKind.COST_ESTIMATE

    classes: tuple[ClassOutline, ...]
    lines: tuple[CostLine, ...]
    subject: str = ""
    funding: str = ""
    parent: Parent | None = None
    prepared_by: Signature = MADE_BY
    accountant: Signature = ACCOUNTANT
    head: Signature = HEAD_OF_OFFICE

    @property
    def total(self) -> int | None:
        """The sum in đồng; None where a line has no amount yet."""
        amounts = [line.total for line in self.lines]
        known = [amount for amount in amounts if amount is not None]
        return sum(known) if known and len(known) == len(amounts) else None


TABLE = Grid(
    name="khoan_chi",
    meaning="Các khoản chi; dòng trống để viết tay khi chưa có dự toán",
    columns=(
        NUMBERED,
        Column("noi_dung", "Nội dung chi", 39),
        Column("don_vi_tinh", "Đơn vị tính", 17, "center"),
        Column("so_luong", "Số lượng", 14, "center"),
        Column("don_gia", "Đơn giá (đồng)", 23, "right"),
        Column("thanh_tien", "Thành tiền (đồng)", 31, "right"),
        Column("can_cu", "Căn cứ, ghi chú", 30),
    ),
    totals=("thanh_tien",),
    total_words="Tổng cộng",
)


def values(paper: CostEstimatePaper) -> Context:
    """What the template sees."""
    rows = [
        {
            "noi_dung": one_line(line.what),
            "don_vi_tinh": one_line(line.unit),
            "so_luong": "" if line.quantity is None else number(line.quantity),
            "don_gia": "" if line.price is None else number(line.price),
            "thanh_tien": "" if line.total is None else number(line.total),
            "can_cu": one_line(line.basis),
        }
        for line in paper.lines
    ]
    total = paper.total
    return {
        **heading_values(paper.heading),
        "trich_yeu": f"Kinh phí tổ chức {what(paper.classes, paper.subject)}",
        "dong_kem_theo": paper.parent.line(paper.heading.layout) if paper.parent else "",
        **TABLE.values(rows, {"thanh_tien": "" if total is None else number(total)}, least=0 if rows else BLANK_ROWS),
        "bang_chu": "" if total is None else money_in_words(total),
        "nguon_kinh_phi": one_line(paper.funding),
        "nguoi_lap": signature_values(paper.prepared_by),
        "ke_toan": signature_values(paper.accountant),
        "thu_truong": signature_values(paper.head),
    }


FIELDS = (
    *HEADING,
    FieldDoc("trich_yeu", "“Kinh phí tổ chức lớp …”", required=True),
    FieldDoc("dong_kem_theo", "Dòng “(Kèm theo …)”; trống khi không kèm văn bản"),
    *TABLE.fields,
    FieldDoc("bang_chu", "Tổng cộng bằng chữ; trống khi có khoản chưa tính được"),
    FieldDoc("nguon_kinh_phi", "Nguồn kinh phí"),
    signer("nguoi_lap", "Người lập dự toán"),
    signer("ke_toan", "Kế toán"),
    signer("thu_truong", "Thủ trưởng đơn vị"),
)


def build(layout: Layout) -> DocumentType:
    """The estimate."""
    document = new_document()
    add_heading(document, layout, PORTRAIT_WIDTH, dated=True)
    word, about = title_styles(layout)
    add_title(document, [("DỰ TOÁN", word), ("{{ trich_yeu }}", about)], PORTRAIT_WIDTH)
    holder = Holder(document)
    holder.when("dong_kem_theo", "{{ dong_kem_theo }}", Style(size=13, italic=True, align=CENTER, after=6))
    end = end_cell(TABLE.build(document, height=8))
    holder = Holder(end)
    holder.add("", Style(size=6, keep=True))
    holder.when("bang_chu", "Bằng chữ: {{ bang_chu }}.", Style(italic=True, after=6, keep=True))
    holder.when("nguon_kinh_phi", "Nguồn kinh phí: {{ nguon_kinh_phi }}.", Style(after=6, keep=True))
    add_signatures(end, ("nguoi_lap", "ke_toan", "thu_truong"), PORTRAIT_WIDTH)
    return document


def figures(paper: CostEstimatePaper) -> tuple[Figure, ...]:
    """Each line and the total."""
    rows = tuple(
        Figure(words=one_line(line.what), value=money(line.total), source="costs", detail=line.what)
        for line in paper.lines
        if line.total is not None
    )
    total = paper.total
    return rows if total is None else (*rows, Figure(words="Tổng cộng", value=money(total), source="costs"))


KIND = Kind(
    kind=PaperKind.COST_ESTIMATE,
    name="Dự toán",
    letters="DT",
    paper=CostEstimatePaper,
    values=values,
    fields=FIELDS,
    build=build,
    figures=figures,
)
