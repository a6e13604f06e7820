"""Build the Word templates that the package ships.

Run `python scripts/build_templates.py` after a change here and commit the files it writes to
`src/caunoi/papers/templates/`. The layout follows Decree 30/2020/NĐ-CP for the State, the Party's
and the Front's guides for theirs: A4, Times New Roman, a heading in columns of 40 and 60 percent,
because equal columns wrap the national name.

The file is long because nine templates share these small parts and nothing else does.
"""

# ruff: noqa: SLF001 - python-docx has no public way to borders, row rules and fields

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from caunoi.papers import Layout, PaperKind
from caunoi.papers.archive import repack

TARGET = Path(__file__).parent.parent / "src" / "caunoi" / "papers" / "templates"
CENTER, LEFT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
FONT = "Times New Roman"
PORTRAIT_WIDTH = 165
LANDSCAPE_WIDTH = 262


@dataclass(frozen=True)
class Style:
    """How one paragraph looks; lengths in points, the indents in millimetres."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: WD_ALIGN_PARAGRAPH = LEFT
    before: float = 0
    after: float = 0
    spacing: float = 1.0
    first_line: float = 0
    keep: bool = False


BODY = Style(align=JUSTIFY, after=6, spacing=1.1, first_line=12.7)
BASE = Style(align=JUSTIFY, after=6, spacing=1.1, first_line=12.7, italic=True)
SECTION = Style(bold=True, align=JUSTIFY, before=6, after=6, first_line=12.7, keep=True)
PART = Style(bold=True, align=JUSTIFY, after=6, first_line=12.7, keep=True)
CELL = Style(size=12, before=1, after=1)
CELL_CENTER = Style(size=12, align=CENTER, before=1, after=1)
HEAD = Style(size=12, bold=True, align=CENTER, before=2, after=2)
COMMAND = Style(size=12)


def write(paragraph: Paragraph, text: str, style: Style) -> Paragraph:
    """Fill a paragraph in the given look."""
    run = paragraph.add_run(text)
    run.font.size = Pt(style.size)
    # An empty paragraph is as high as its mark, which has a size of its own.
    mark = OxmlElement("w:rPr")
    for tag in ("w:sz", "w:szCs"):
        size = OxmlElement(tag)
        size.set(qn("w:val"), str(int(style.size * 2)))
        mark.append(size)
    paragraph._p.get_or_add_pPr().insert_element_before(mark, "w:sectPr", "w:pPrChange")
    run.bold = style.bold or None
    run.italic = style.italic or None
    run.underline = style.underline or None
    form = paragraph.paragraph_format
    form.alignment = style.align
    form.space_before, form.space_after = Pt(style.before), Pt(style.after)
    form.line_spacing = style.spacing
    if style.first_line:
        form.first_line_indent = Mm(style.first_line)
    if style.keep:
        form.keep_with_next = True
    return paragraph


class Holder:
    """Adds paragraphs to a document or a cell; a cell's first, empty paragraph is used up."""

    def __init__(self, target: DocumentType | _Cell) -> None:
        self.target = target
        self._first = target.paragraphs[0] if isinstance(target, _Cell) else None

    def add(self, text: str, style: Style) -> Paragraph:
        """A further paragraph."""
        paragraph = self._first or self.target.add_paragraph()
        self._first = None
        return write(paragraph, text, style)

    def each(self, loop: str, text: str, style: Style) -> None:
        """A paragraph for each item of a list."""
        self.add(f"{{%p for {loop} %}}", COMMAND)
        self.add(text, style)
        self.add("{%p endfor %}", COMMAND)

    def rule(self, width: float, room: float, *, after: float = 0) -> None:
        """A drawn line of `width` in the middle of `room`, in millimetres."""
        paragraph = self.add("", Style(size=2, align=CENTER, before=2, after=after))
        form = paragraph.paragraph_format
        form.left_indent = form.right_indent = Mm((room - width) / 2)
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(3)
        borders = OxmlElement("w:pBdr")
        line = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
        )


def set_widths(table: Table, widths: list[float]) -> None:
    """Fixed column widths in millimetres, in the grid and in each cell."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def keep_row_whole(row: _Row, *, head: bool = False, height: float = 0) -> None:
    """Never split the row over pages; repeat it on each page if it is the head."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if height:
        row.height = Mm(height)
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def narrow_cell_margins(table: Table) -> None:
    """Let text use almost the whole width of its column; the national name needs it."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "85")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblPrChange")


def new_document(*, landscape: bool = False) -> DocumentType:
    """An empty A4 document with the page number on top from the second page on."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(15 if landscape else 20)
    section.header_distance = section.footer_distance = Mm(10)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    section.different_first_page_header_footer = True
    number_pages(section.header.paragraphs[0])
    properties = document.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.title, properties.language = "", "vi-VN"
    return document


def number_pages(paragraph: Paragraph) -> None:
    """The page number, centred, as a field."""
    write(paragraph, "", Style(size=13, align=CENTER))
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", "2"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        elif text == "PAGE":
            mark = OxmlElement("w:instrText")
            mark.text = text
        else:
            mark = OxmlElement("w:t")
            mark.text = text
        run._r.append(mark)


def add_heading(document: DocumentType, layout: Layout, width: float, *, dated: bool) -> None:
    """The heading block; `dated` adds the number on the left, place and date on the right."""
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


def add_report_signature(document: DocumentType, layout: Layout) -> None:
    """Recipients on the left, signature on the right, on one page."""
    table = document.add_table(rows=1, cols=2)
    set_widths(table, [PORTRAIT_WIDTH * 0.45, PORTRAIT_WIDTH * 0.55])
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


def add_grid(document: DocumentType, columns: list[tuple[str, float]], rows: int) -> Table:
    """A ruled table with a repeated head and `rows` further rows."""
    table: Table = document.add_table(rows=1 + rows, cols=len(columns))
    table.style = "Table Grid"
    set_widths(table, [width for _, width in columns])
    for cell, (text, _) in zip(table.rows[0].cells, columns, strict=True):
        write(cell.paragraphs[0], text, HEAD)
    keep_row_whole(table.rows[0], head=True)
    return table


def fill(row: _Row, texts: list[tuple[str, Style]]) -> None:
    """Put one text into each cell of a row."""
    for cell, (text, style) in zip(row.cells, texts, strict=True):
        write(cell.paragraphs[0], text, style)
    keep_row_whole(row)


def loop_rows(table: Table, first: int, loop: str, texts: list[tuple[str, Style]]) -> None:
    """Three rows: the loop's opening, the repeated row, the loop's end."""
    write(table.cell(first, 0).paragraphs[0], f"{{%tr for {loop} %}}", COMMAND)
    fill(table.rows[first + 1], texts)
    write(table.cell(first + 2, 0).paragraphs[0], "{%tr endfor %}", COMMAND)


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


COUNT_HEADS = ("Chỉ tiêu", "Được cử", "Có mặt", "Vắng có phép", "Vắng không phép")
COUNT_FIELDS = ("chi_tieu", "duoc_cu", "co_mat", "vang_co_phep", "vang_khong_phep")


def add_annexes(document: DocumentType) -> None:
    """Programme, counts by unit, attendance by sitting, questions."""
    begin_annex(document, "phu_luc_chuong_trinh", "CHƯƠNG TRÌNH")
    table = add_grid(document, [("Thời gian", 38), ("Nội dung", 80), ("Người thực hiện", 47)], rows=6)
    write(
        table.cell(1, 0).paragraphs[0],
        "{%tr for buoi in phu_luc_chuong_trinh.dong %}",
        COMMAND,
    )
    merged = table.cell(2, 0).merge(table.cell(2, 2))
    write(
        merged.paragraphs[0],
        "{{ buoi.buoi }}",
        Style(size=12, bold=True, before=2, after=2, keep=True),
    )
    keep_row_whole(table.rows[2])
    loop_rows(
        table,
        3,
        "muc in buoi.muc",
        [
            ("{{ muc.gio }}", CELL_CENTER),
            ("{{ muc.noi_dung }}", CELL),
            ("{{ muc.nguoi_thuc_hien }}", CELL),
        ],
    )
    write(table.cell(6, 0).paragraphs[0], "{%tr endfor %}", COMMAND)
    end_annex(document)

    begin_annex(document, "phu_luc_don_vi", "SỐ LƯỢNG HỌC VIÊN THEO ĐƠN VỊ")
    heads = [("STT", 12.0), ("Đơn vị", 58.0), *((head, 19.0) for head in COUNT_HEADS)]
    table = add_grid(document, heads, rows=4)
    loop_rows(
        table,
        1,
        "dong in phu_luc_don_vi.dong",
        [("{{ dong.stt }}", CELL_CENTER), ("{{ dong.don_vi }}", CELL)]
        + [(f"{{{{ dong.{field} }}}}", CELL_CENTER) for field in COUNT_FIELDS],
    )
    total = Style(size=12, bold=True, before=1, after=1)
    total_center = Style(size=12, bold=True, align=CENTER, before=1, after=1)
    fill(
        table.rows[4],
        [("", total), ("Cộng", total)]
        + [(f"{{{{ phu_luc_don_vi.tong.{field} }}}}", total_center) for field in COUNT_FIELDS],
    )
    end_annex(document)

    begin_annex(document, "phu_luc_tham_du", "SỐ LƯỢNG THAM DỰ TỪNG BUỔI")
    heads = [("STT", 12.0), ("Buổi", 61.0)]
    heads += [(head, 23.0) for head in (*COUNT_HEADS[2:], "Dự thay")]
    table = add_grid(document, heads, rows=3)
    loop_rows(
        table,
        1,
        "dong in phu_luc_tham_du.dong",
        [("{{ dong.stt }}", CELL_CENTER), ("{{ dong.buoi }}", CELL)]
        + [(f"{{{{ dong.{field} }}}}", CELL_CENTER) for field in (*COUNT_FIELDS[2:], "du_thay")],
    )
    end_annex(document)

    begin_annex(document, "phu_luc_cau_hoi", "CÂU HỎI, VƯỚNG MẮC VÀ TRẢ LỜI")
    table = add_grid(document, [("STT", 12), ("Câu hỏi, vướng mắc", 68), ("Trả lời", 85)], rows=3)
    write(table.cell(1, 0).paragraphs[0], "{%tr for dong in phu_luc_cau_hoi.dong %}", COMMAND)
    row = table.rows[2]
    write(row.cells[0].paragraphs[0], "{{ dong.stt }}", CELL_CENTER)
    question, answer = Holder(row.cells[1]), Holder(row.cells[2])
    question.add("{{ dong.cau_hoi }}", CELL)
    question.add("{%p if dong.chuyen_de %}", COMMAND)
    question.add("(Chuyên đề: {{ dong.chuyen_de }})", Style(size=12, italic=True, after=1))
    question.add("{%p endif %}", COMMAND)
    question.add("", Style(size=2))
    answer.each("doan in dong.tra_loi", "{{ doan }}", CELL)
    answer.add("{%p if dong.nguoi_tra_loi %}", COMMAND)
    answer.add("({{ dong.nguoi_tra_loi }})", Style(size=12, italic=True, after=1))
    answer.add("{%p endif %}", COMMAND)
    answer.add("", Style(size=2))
    write(table.cell(3, 0).paragraphs[0], "{%tr endfor %}", COMMAND)
    end_annex(document)


def class_report(layout: Layout) -> DocumentType:
    """The class report with its annexes."""
    document = new_document()
    add_heading(document, layout, PORTRAIT_WIDTH, dated=True)
    title = Style(size=16 if layout is Layout.PARTY else 14, bold=True, align=CENTER, before=18)
    add_title(
        document,
        [("BÁO CÁO", title), ("{{ trich_yeu }}", Style(bold=True, align=CENTER))],
        PORTRAIT_WIDTH,
    )
    holder = Holder(document)
    holder.each("dong in can_cu", "{{ dong }}", BODY if layout is Layout.PARTY else BASE)
    holder.add("{{ mo_dau }}", BODY)
    holder.add("{%p for phan in cac_phan %}", COMMAND)
    holder.add("{{ phan.tieu_de }}", SECTION)
    holder.add("{%p for muc in phan.cac_muc %}", COMMAND)
    holder.add("{%p if muc.tieu_de %}", COMMAND)
    holder.add("{{ muc.tieu_de }}", PART)
    holder.add("{%p endif %}", COMMAND)
    holder.each("doan in muc.cac_doan", "{{ doan }}", BODY)
    holder.add("{%p endfor %}", COMMAND)
    holder.add("{%p endfor %}", COMMAND)
    closing = holder.add("{{ ket_thuc }}", BODY)
    closing.paragraph_format.keep_with_next = True
    holder.add("", Style(size=6, keep=True))
    add_report_signature(document, layout)
    add_annexes(document)
    return document


def add_list_title(document: DocumentType, title: str, width: float) -> None:
    """Title of a list, the paper it belongs to, time and place."""
    holder = Holder(document)
    holder.add(title, Style(bold=True, align=CENTER, before=10))
    holder.add("Học viên tham dự {{ trich_yeu }}", Style(bold=True, align=CENTER))
    holder.add("{%p if dong_kem_theo %}", COMMAND)
    holder.add("{{ dong_kem_theo }}", Style(size=13, italic=True, align=CENTER))
    holder.add("{%p endif %}", COMMAND)
    holder.rule(36, width, after=6)
    for field, label in (("thoi_gian", "Thời gian"), ("dia_diem", "Địa điểm")):
        holder.add(f"{{%p if {field} %}}", COMMAND)
        holder.add(f"{label}: {{{{ {field} }}}}", Style(size=13, after=2))
        holder.add("{%p endif %}", COMMAND)
    holder.add("", Style(size=4))


def add_list_end(table: Table, first: int, left_columns: int) -> None:
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
    (total, date), (left, right) = pairs
    total.add("Danh sách có {{ tong_so }} người.", Style(size=13, italic=True, before=6, after=4, keep=True))
    date.add(
        "{{ dia_danh_ngay_thang }}",
        Style(size=13, italic=True, align=CENTER, before=6, keep=True),
    )
    signature_lines(left, "nguoi_lap", size=13, hint="(Ký, ghi rõ họ tên)")
    signature_lines(right, "nguoi_phu_trach", size=13, hint="(Ký, ghi rõ họ tên)")


def drop_borders(cell: _Cell, *, top: bool) -> None:
    """No lines around a cell; without `top` the line of the row above stays."""
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right")[0 if top else 1 :]:
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        borders.append(line)
    cell._tc.get_or_add_tcPr().insert_element_before(borders, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign")


def participant_list(layout: Layout) -> DocumentType:
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
    add_list_end(table, 4, 2)
    return document


def sign_in_sheet(layout: Layout) -> DocumentType:
    """The list to be signed: a column a sitting, a table for each group of sittings."""
    document = new_document(landscape=True)
    add_heading(document, layout, LANDSCAPE_WIDTH, dated=False)
    add_list_title(document, "DANH SÁCH KÝ TÊN", LANDSCAPE_WIDTH)
    holder = Holder(document)
    holder.add("{%p for khoi in cac_khoi %}", COMMAND)
    holder.add("{%p if chia_khoi %}", COMMAND)
    caption = Style(size=13, bold=True, align=CENTER, before=4, after=4, keep=True)
    holder.add("{%p if loop.first %}", COMMAND)
    holder.add("{{ khoi.tieu_de }}", caption)
    holder.add("{%p else %}", COMMAND)
    further = holder.add("{{ khoi.tieu_de }} (tiếp theo)", caption)
    further.paragraph_format.page_break_before = True
    holder.add("{%p endif %}", COMMAND)
    holder.add("{%p endif %}", COMMAND)
    add_signature_table(document)
    holder = Holder(document)
    holder.add("{%p endfor %}", COMMAND)
    return document


def add_signature_table(document: DocumentType) -> None:
    """The table of one group of sittings; three middle columns stand for its sittings."""
    columns = [("STT", 12.0), ("Họ và tên", 44.0), ("Chức vụ", 36.0), ("Đơn vị", 36.0)]
    columns += [("{%tc for buoi in khoi.buoi %}", 38.0), ("", 38.0), ("{%tc endfor %}", 38.0)]
    columns += [("Ghi chú", 20.0)]
    table = add_grid(document, columns, rows=8)
    head = Holder(table.cell(0, 5))
    head.add("Buổi {{ buoi.so }}", HEAD)
    head.add("{{ buoi.phan }} {{ buoi.ngay }}", Style(size=11, align=CENTER, after=2))
    opened, closed = ("{%tc for buoi in khoi.buoi %}", COMMAND), ("{%tc endfor %}", COMMAND)
    loop_rows(
        table,
        1,
        "nguoi in khoi.hoc_vien",
        [
            ("{{ nguoi.stt }}", CELL_CENTER),
            *((f"{{{{ nguoi.{field} }}}}", CELL) for field in ("ho_ten", "chuc_vu", "don_vi")),
            opened,
            ("", CELL),
            closed,
            ("{{ nguoi.ghi_chu }}", CELL),
        ],
    )
    total = Style(size=12, bold=True, before=1, after=1, keep=True)
    blank = ("", total)
    fill(table.rows[4], [blank, ("Số người ký", total), blank, blank, opened, blank, closed, blank])
    for row in (table.rows[2], table.rows[4]):
        row.height = Mm(10)
    write(table.cell(5, 0).paragraphs[0], "{%tr if loop.last %}", COMMAND)
    add_list_end(table, 6, 4)
    write(table.cell(8, 0).paragraphs[0], "{%tr endif %}", COMMAND)


BUILDERS = {
    PaperKind.CLASS_REPORT: class_report,
    PaperKind.PARTICIPANT_LIST: participant_list,
    PaperKind.SIGN_IN_SHEET: sign_in_sheet,
}


def main() -> None:
    """Write all templates."""
    TARGET.mkdir(exist_ok=True)
    for kind, build in BUILDERS.items():
        for layout in Layout:
            out = io.BytesIO()
            build(layout).save(out)
            target = TARGET / f"{kind.value}.{layout.value}.docx"
            target.write_bytes(repack(out.getvalue()))
            print(target.name)


if __name__ == "__main__":
    main()
