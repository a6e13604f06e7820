"""What the payment lists for speakers and for participants share."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm
from docx.table import Table

from caunoi.papers.amounts import money_in_words
from caunoi.papers.building.frames import add_heading, signature_lines
from caunoi.papers.building.parts import (
    CELL,
    CELL_CENTER,
    CENTER,
    COMMAND,
    HEAD,
    JUSTIFY,
    LANDSCAPE_WIDTH,
    RIGHT,
    Holder,
    Style,
    add_grid,
    drop_borders,
    fill,
    keep_row_whole,
    loop_rows,
    new_document,
)
from caunoi.papers.fields import HEADING, FieldDoc, signer
from caunoi.papers.heading import Layout, Signature
from caunoi.papers.kind import Paper
from caunoi.papers.kinds.class_report import text
from caunoi.papers.values import Context, heading_values, signature_values
from caunoi.papers.wording import capital, number, one_line

MADE_BY = Signature(title="NGƯỜI LẬP")
ACCOUNTANT = Signature(title="KẾ TOÁN")
HEAD_OF_OFFICE = Signature(title="THỦ TRƯỞNG ĐƠN VỊ")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPaper(Paper):
    """A list by which money is paid; `basis` is the rule that the rates rest on."""

    title: str
    basis: str = ""
    days: tuple[dt.date, ...] = ()
    when: str = ""
    place: str = ""
    made_by: Signature = MADE_BY
    accountant: Signature = ACCOUNTANT
    head: Signature = HEAD_OF_OFFICE


FRAME = (
    *HEADING,
    FieldDoc("trich_yeu", "Tên lớp, viết hoa đầu dòng: “Lớp tập huấn …”"),
    FieldDoc("can_cu_chi", "Quy định làm căn cứ mức chi"),
    FieldDoc("thoi_gian", "Ngày tổ chức lớp"),
    FieldDoc("dia_diem", "Địa điểm"),
    FieldDoc("tong_tien", "Tổng số tiền bằng số"),
    FieldDoc("bang_chu", "Tổng số tiền bằng chữ"),
    signer("nguoi_lap", "Người lập"),
    signer("ke_toan", "Kế toán"),
    signer("thu_truong", "Thủ trưởng đơn vị"),
)


def frame_values(paper: PaymentPaper, total: int) -> Context:
    """Everything of a payment list but its rows."""
    return {
        **heading_values(paper.heading),
        "trich_yeu": capital(text.class_phrase(paper.title)),
        "can_cu_chi": one_line(paper.basis),
        "thoi_gian": text.when(paper.days, paper.when),
        "dia_diem": one_line(paper.place),
        "tong_tien": number(total),
        "bang_chu": money_in_words(total),
        "nguoi_lap": signature_values(paper.made_by),
        "ke_toan": signature_values(paper.accountant),
        "thu_truong": signature_values(paper.head),
    }


MONEY = Style(size=12, align=RIGHT, before=1, after=1)
STRONG_MONEY = Style(size=12, align=RIGHT, before=1, after=1, bold=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTable:
    """The table of a payment list: columns as (head, width in mm, field); ``rows`` is the list of the rows' values.

    ``money`` fields stand to the right, ``counted`` ones in the middle; ``totals`` gives what the last row says.
    """

    title: str
    rows: str
    columns: Sequence[tuple[str, float, str]]
    money: frozenset[str]
    counted: frozenset[str]
    totals: Mapping[str, str]


def build_payments(layout: Layout, wanted: PaymentTable) -> DocumentType:
    """A payment list in landscape."""
    document = new_document(landscape=True)
    add_heading(document, layout, LANDSCAPE_WIDTH, dated=False)
    _add_title(document, wanted.title)
    table = add_grid(document, [(head, width) for head, width, _field in wanted.columns], rows=6)
    fields = [field for _head, _width, field in wanted.columns]
    styles = [MONEY if f in wanted.money else CELL_CENTER if f in wanted.counted else CELL for f in fields]
    loop_rows(
        table,
        1,
        f"nguoi in {wanted.rows}",
        [(f"{{{{ nguoi.{field} }}}}", style) for field, style in zip(fields, styles, strict=True)],
    )
    # Whoever is paid signs in the row.
    table.rows[2].height = Mm(10)
    fill(
        table.rows[4],
        [
            ("Tổng cộng", HEAD)
            if field == "ho_ten"
            else (
                wanted.totals.get(field, ""),
                HEAD if field in wanted.counted and field in wanted.totals else STRONG_MONEY,
            )
            for field in fields
        ],
    )
    _add_end(table, 5)
    return document


def _add_title(document: DocumentType, title: str) -> None:
    """Title, class, time and place, and the rule that the rates rest on."""
    holder = Holder(document)
    holder.add(title, Style(bold=True, align=CENTER, before=10))
    holder.add("{{ trich_yeu }}", Style(bold=True, align=CENTER))
    holder.rule(36, LANDSCAPE_WIDTH, after=6)
    for field, label in (("thoi_gian", "Thời gian"), ("dia_diem", "Địa điểm"), ("can_cu_chi", "Căn cứ")):
        holder.add(f"{{%p if {field} %}}", COMMAND)
        holder.add(f"{label}: {{{{ {field} }}}}", Style(size=13, after=2))
        holder.add("{%p endif %}", COMMAND)
    holder.add("", Style(size=4))


def _add_end(table: Table, first: int) -> None:
    """Amount in words, place and date, and the three who sign, as the last rows of the table: they stay with it."""
    words_row, sign_row = table.rows[first], table.rows[first + 1]
    columns = len(table.columns)
    words = words_row.cells[0].merge(words_row.cells[columns - 1])
    keep_row_whole(words_row)
    drop_borders(words, top=False)
    holder = Holder(words)
    holder.add("Số tiền bằng chữ: {{ bang_chu }}.", Style(size=13, italic=True, align=JUSTIFY, before=6, keep=True))
    keep_row_whole(sign_row)
    for (left, right), group in zip(_thirds(table), ("nguoi_lap", "ke_toan", "thu_truong"), strict=True):
        cell = sign_row.cells[left].merge(sign_row.cells[right])
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
        drop_borders(cell, top=True)
        lines = Holder(cell)
        date = "{{ dia_danh_ngay_thang }}" if group == "thu_truong" else ""
        lines.add(date, Style(size=13, italic=True, align=CENTER, before=4, keep=True))
        signature_lines(lines, group, size=13, hint="(Ký, ghi rõ họ tên)")


def _thirds(table: Table) -> Sequence[tuple[int, int]]:
    """First and last column of three blocks; the last one, where place and date stand on a line, is the widest."""
    widths: list[int] = [int(column.width or 0) for column in table.columns]
    ends = list(itertools.accumulate(widths))
    first, second = (
        min(range(len(ends)), key=lambda place, share=share: abs(ends[place] - ends[-1] * share))  # type: ignore[misc]
        for share in (0.34, 0.63)
    )
    return ((0, first), (first + 1, second), (second + 1, len(widths) - 1))
