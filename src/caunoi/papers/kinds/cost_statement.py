"""The cost statement of a class: planned against spent, heading by heading, with what proves it (bảng quyết toán)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import ClassVar

from docx.document import Document as DocumentType
from docx.table import _Cell

from caunoi.papers.building.frames import add_heading, add_signatures, add_title
from caunoi.papers.building.parts import (
    CENTER,
    COMMAND,
    JUSTIFY,
    PORTRAIT_WIDTH,
    RIGHT,
    Holder,
    Style,
    end_cell,
    new_document,
)
from caunoi.papers.fields import FieldDoc
from caunoi.papers.grid import NUMBERED, Column, Grid
from caunoi.papers.heading import Layout
from caunoi.papers.kind import Figure, Kind, PaperKind
from caunoi.papers.kinds.payments import FRAME, PaymentPaper, frame_values
from caunoi.papers.values import Context
from caunoi.papers.wording import day, money, number, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One heading, in đồng; ``note`` says what it is made of."""

    what: str
    planned: int = 0
    spent: int = 0
    note: str = ""

    @property
    def left(self) -> int:
        """Planned less spent; below 0, spent beyond the plan."""
        return self.planned - self.spent


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """Something that was spent, with its invoice; ``voucher`` is the invoice's number."""

    what: str
    amount: int
    voucher: str = ""
    voucher_on: dt.date | None = None
    payee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostStatementPaper(PaymentPaper):
    """What a class cost against what was planned; ``advance`` was taken before and is settled here."""

    kind: ClassVar[PaperKind] = PaperKind.COST_STATEMENT

    lines: tuple[StatementLine, ...]
    vouchers: tuple[Voucher, ...] = ()
    advance: int = 0

    @property
    def planned(self) -> int:
        """Everything planned."""
        return sum(line.planned for line in self.lines)

    @property
    def spent(self) -> int:
        """Everything spent."""
        return sum(line.spent for line in self.lines)


LINES = Grid(
    name="khoan_chi",
    meaning="Dự toán và thực chi theo từng nội dung chi",
    columns=(
        NUMBERED,
        Column("noi_dung", "Nội dung chi", 60),
        Column("du_toan", "Dự toán (đồng)", 26, "right"),
        Column("thuc_chi", "Thực chi (đồng)", 26, "right"),
        Column("chenh_lech", "Còn lại (đồng)", 25, "right", "Dự toán trừ thực chi; có dấu trừ là chi vượt dự toán"),
        Column("ghi_chu", "Ghi chú", 34),
    ),
    totals=("du_toan", "thuc_chi", "chenh_lech"),
    total_words="Tổng cộng",
)
VOUCHERS = Grid(
    name="chung_tu",
    meaning="Các khoản chi có hóa đơn, chứng từ",
    columns=(
        NUMBERED,
        Column("noi_dung", "Nội dung chi", 60),
        Column("so_hoa_don", "Số hóa đơn", 25, "center"),
        Column("ngay", "Ngày", 24, "center", "Ngày của hóa đơn"),
        Column("nguoi_nhan", "Nơi nhận tiền", 36),
        Column("so_tien", "Số tiền (đồng)", 26, "right"),
    ),
    totals=("so_tien",),
    total_words="Cộng",
)


def settled(paper: CostStatementPaper) -> str:
    """What becomes of the advance, in a sentence; nothing where none was taken."""
    if not paper.advance:
        return ""
    rest = paper.advance - paper.spent
    taken = f"Đã tạm ứng {money(paper.advance)}"
    if rest > 0:
        return f"{taken}; còn phải nộp lại {money(rest)}."
    return f"{taken}; còn được thanh toán {money(-rest)}." if rest < 0 else f"{taken}, bằng số thực chi."


def values(paper: CostStatementPaper) -> Context:
    """What the template sees."""
    lines = [
        {
            "noi_dung": one_line(line.what),
            "du_toan": number(line.planned),
            "thuc_chi": number(line.spent),
            "chenh_lech": number(line.left),
            "ghi_chu": one_line(line.note),
        }
        for line in paper.lines
    ]
    vouchers = [
        {
            "noi_dung": one_line(row.what),
            "so_hoa_don": one_line(row.voucher),
            "ngay": day(row.voucher_on) if row.voucher_on else "",
            "nguoi_nhan": one_line(row.payee),
            "so_tien": number(row.amount),
        }
        for row in paper.vouchers
    ]
    totals = {
        "du_toan": number(paper.planned),
        "thuc_chi": number(paper.spent),
        "chenh_lech": number(paper.planned - paper.spent),
    }
    return {
        **frame_values(paper, paper.spent),
        **LINES.values(lines, totals),
        **VOUCHERS.values(vouchers, {"so_tien": number(sum(row.amount for row in paper.vouchers))}),
        "tam_ung": settled(paper),
    }


FIELDS = (
    *FRAME,
    *LINES.fields,
    *VOUCHERS.fields,
    FieldDoc("tam_ung", "Câu về tạm ứng: còn phải nộp lại hoặc còn được thanh toán; trống khi không tạm ứng"),
)


def _sign(cell: _Cell, holder: Holder, *, unless: bool) -> None:
    """Place and date, and the three who sign; with `unless` only where no invoices follow."""
    if unless:
        holder.add("{%p if not chung_tu %}", COMMAND)
    holder.add("{{ dia_danh_ngay_thang }}", Style(size=13, italic=True, align=RIGHT, before=8, keep=True))
    add_signatures(cell, ("nguoi_lap", "ke_toan", "thu_truong"), PORTRAIT_WIDTH)
    if unless:
        holder.add("{%p endif %}", COMMAND)
        holder.add("", Style(size=2))


def build(layout: Layout) -> DocumentType:
    """The statement: headings, amount in words, what has an invoice, the three who sign."""
    document = new_document()
    add_heading(document, layout, PORTRAIT_WIDTH, dated=False)
    strong = Style(bold=True, align=CENTER)
    add_title(
        document,
        [
            ("BẢNG QUYẾT TOÁN KINH PHÍ", Style(bold=True, align=CENTER, before=12)),
            ("(Dự toán so với thực chi)", Style(size=13, italic=True, align=CENTER)),
            ("{{ trich_yeu }}", strong),
        ],
        PORTRAIT_WIDTH,
    )
    holder = Holder(document)
    for field, label in (("thoi_gian", "Thời gian"), ("dia_diem", "Địa điểm"), ("can_cu_chi", "Căn cứ")):
        holder.when(field, f"{label}: {{{{ {field} }}}}", Style(size=13, after=2))
    holder.add("", Style(size=4))
    end = end_cell(LINES.build(document))
    holder = Holder(end)
    told = Style(size=13, align=JUSTIFY, before=6, keep=True)
    holder.add("Số thực chi bằng chữ: {{ bang_chu }}.", replace(told, italic=True))
    holder.when("tam_ung", "{{ tam_ung }}", told)
    # Who signs stands in the last row of the last table, and so is never left alone on a page.
    _sign(end, holder, unless=True)
    holder = Holder(document)
    holder.add("{%p if chung_tu %}", COMMAND)
    holder.add("Các khoản chi có hóa đơn, chứng từ", Style(size=13, bold=True, before=6, after=4, keep=True))
    last = end_cell(VOUCHERS.build(document))
    _sign(last, Holder(last), unless=False)
    holder.add("{%p endif %}", COMMAND)
    return document


def figures(paper: CostStatementPaper) -> tuple[Figure, ...]:
    """Each heading, and the totals."""
    spent = tuple(
        Figure(words=one_line(line.what), value=number(line.spent), source="money", detail=line.what)
        for line in paper.lines
    )
    return (
        *spent,
        Figure(words="Tổng dự toán", value=number(paper.planned), source="money"),
        Figure(words="Tổng thực chi", value=number(paper.spent), source="money"),
    )


KIND = Kind(
    kind=PaperKind.COST_STATEMENT,
    name="Bảng quyết toán",
    paper=CostStatementPaper,
    values=values,
    fields=FIELDS,
    build=build,
    figures=figures,
)
