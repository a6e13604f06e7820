"""What stands around the text of a paper: heading, title, signature, the start of an annex."""

from __future__ import annotations

from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.table import _Cell

from caunoi.papers.building.parts import (
    CENTER,
    COMMAND,
    PORTRAIT_WIDTH,
    Holder,
    Style,
    keep_row_whole,
    narrow_cell_margins,
    room_in,
    set_widths,
)
from caunoi.papers.heading import Layout


def add_heading(document: DocumentType, layout: Layout, width: float, *, dated: bool, about: bool = False) -> None:
    """The heading block; `dated` adds the number on the left, place and date on the right.

    `about` sets what the paper is about below its number, as on a letter.
    """
    table = document.add_table(rows=2 if dated else 1, cols=2)
    # The Party's right side is short, and its left side has no second line to break to.
    left_share = 0.47 if layout is Layout.PARTY else 0.4
    left_width, right_width = width * left_share, width * (1 - left_share)
    set_widths(table, [left_width, right_width])
    left, right = Holder(table.cell(0, 0)), Holder(table.cell(0, 1))
    left.each("dong in co_quan_chu_quan", "{{ dong }}", Style(size=13, align=CENTER))
    left.each("dong in co_quan_ban_hanh", "{{ dong }}", Style(size=13, bold=True, align=CENTER))
    narrow_cell_margins(table)
    if layout is Layout.PARTY:
        left.add("*", Style(size=13, align=CENTER))
        right.add("ĐẢNG CỘNG SẢN VIỆT NAM", Style(size=15, bold=True, align=CENTER))
        right.rule(72, right_width, after=2)
    else:
        left.rule(22, left_width)
        right.add("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Style(size=13, bold=True, align=CENTER))
        right.add("Độc lập - Tự do - Hạnh phúc", Style(size=14, bold=True, align=CENTER))
        right.rule(60, right_width)
    if dated:
        number, date = Holder(table.cell(1, 0)), Holder(table.cell(1, 1))
        number.add("{{ so_ky_hieu }}", Style(size=13, align=CENTER, before=4))
        date.add("{{ dia_danh_ngay_thang }}", Style(size=13, italic=True, align=CENTER, before=4))
        if about:
            number.add("{{ trich_yeu }}", Style(size=12, align=CENTER, before=2, italic=layout is Layout.PARTY))


def add_title(document: DocumentType, lines: list[tuple[str, Style]], width: float) -> None:
    """Centred title lines with a short rule below."""
    holder = Holder(document)
    for text, style in lines:
        holder.add(text, style)
    holder.rule(36, width, after=10)


def signature_lines(holder: Holder, group: str, *, size: float = 14, hint: str = "") -> None:
    """Authority, title, room to sign, name; each is kept with the next."""
    strong = Style(size=size, bold=True, align=CENTER, keep=True)
    holder.each(f"dong in {group}.quyen_han", "{{ dong }}", strong)
    holder.add(f"{{{{ {group}.chuc_danh }}}}", strong)
    if hint:
        holder.add(hint, Style(size=size - 1, italic=True, align=CENTER, keep=True))
    for _ in range(4):
        holder.add("", Style(size=size, align=CENTER, keep=True))
    holder.add(f"{{{{ {group}.ho_ten }}}}", Style(size=size, bold=True, align=CENTER))


def add_report_signature(target: DocumentType | _Cell, layout: Layout) -> None:
    """Recipients on the left, signature on the right, on one page."""
    table = target.add_table(rows=1, cols=2)
    width = room_in(target, PORTRAIT_WIDTH)
    set_widths(table, [width * 0.48, width * 0.52])
    keep_row_whole(table.rows[0])
    left, right = Holder(table.cell(0, 0)), Holder(table.cell(0, 1))
    table.cell(0, 0).vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    table.cell(0, 1).vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    party = layout is Layout.PARTY
    left.add("{%p if noi_nhan %}", COMMAND)
    left.add(
        "Nơi nhận:",
        Style(size=14, underline=True) if party else Style(size=12, bold=True, italic=True),
    )
    left.each("dong in noi_nhan", "- {{ dong }}", Style(size=12 if party else 11))
    left.add("{%p endif %}", COMMAND)
    left.add("", Style(size=2))
    signature_lines(right, "nguoi_ky")


def begin_annex(document: DocumentType, group: str, title: str) -> None:
    """A new page with the annex's name, title and the paper that it belongs to."""
    holder = Holder(document)
    holder.add(f"{{%p if {group}.dong %}}", COMMAND)
    name = holder.add(f"{{{{ {group}.ten }}}}", Style(bold=True, align=CENTER))
    name.paragraph_format.page_break_before = True
    holder.add(title, Style(bold=True, align=CENTER))
    holder.add("{{ dong_kem_theo }}", Style(italic=True, align=CENTER))
    holder.rule(36, PORTRAIT_WIDTH, after=10)


def end_annex(document: DocumentType) -> None:
    """Close the condition that `begin_annex` opened."""
    Holder(document).add("{%p endif %}", COMMAND)


def add_signatures(target: DocumentType | _Cell, groups: tuple[str, ...], width: float) -> None:
    """Several who sign beside each other, in one row that is never split; one alone signs on the right."""
    width = room_in(target, width)
    columns = max(2, len(groups))
    table = target.add_table(rows=1, cols=columns)
    set_widths(table, [width / columns] * columns)
    keep_row_whole(table.rows[0])
    for cell, group in zip(table.rows[0].cells[-len(groups) :], groups, strict=True):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
        signature_lines(Holder(cell), group, size=13, hint="(Ký, ghi rõ họ tên)")
