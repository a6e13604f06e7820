"""Paragraphs, tables and the page of a template.

The layout follows Decree 30/2020/NĐ-CP for the State, the Party's and the Front's guides for theirs: A4, Times New
Roman, a heading in columns of 40 and 60 percent, because equal columns wrap the national name.
"""

# ruff: noqa: SLF001 - python-docx has no public way to borders, row rules and fields

from __future__ import annotations

from dataclasses import dataclass, replace

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

CENTER, LEFT, JUSTIFY, RIGHT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
FONT = "Times New Roman"
PORTRAIT_WIDTH = 165
CELL_MARGIN = 1.5
_STYLES = {"Normal", "Header", "HeaderChar", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid"}
_BALLAST = {"customXml", "numbering", "stylesWithEffects", "theme", "thumbnail", "webSettings"}
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
    left: float = 0
    keep: bool = False


BODY = Style(align=JUSTIFY, after=6, spacing=1.1, first_line=12.7)
BASE = Style(align=JUSTIFY, after=6, spacing=1.1, first_line=12.7, italic=True)
SECTION = Style(bold=True, align=JUSTIFY, before=6, after=6, first_line=12.7, keep=True)
PART = Style(bold=True, align=JUSTIFY, after=6, first_line=12.7, keep=True)
CELL = Style(size=12, before=1, after=1)
CELL_CENTER = Style(size=12, align=CENTER, before=1, after=1)
CELL_RIGHT = Style(size=12, align=RIGHT, before=1, after=1)
HEAD = Style(size=12, bold=True, align=CENTER, before=2, after=2)
COMMAND = Style(size=12)


def bold(style: Style) -> Style:
    """The same look, heavier."""
    return replace(style, bold=True)


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
    if style.left:
        form.left_indent = Mm(style.left)
    if style.keep:
        form.keep_with_next = True
    return paragraph


class Holder:
    """Adds paragraphs to a document or a cell; a cell's first, empty paragraph is used up."""

    def __init__(self, target: DocumentType | _Cell, *, fresh: bool = False) -> None:
        self.target = target
        self._first = target.paragraphs[0] if isinstance(target, _Cell) and not fresh else None

    def add(self, text: str, style: Style) -> Paragraph:
        """A further paragraph."""
        paragraph = self._first or self.target.add_paragraph()
        self._first = None
        return write(paragraph, text, style)

    def add_runs(self, first: str, second: str, style: Style) -> Paragraph:
        """A further paragraph whose beginning is bold."""
        paragraph = self.add(first, bold(style))
        run = paragraph.add_run(second)
        run.font.size = Pt(style.size)
        run.italic = style.italic or None
        return paragraph

    def when(self, condition: str, text: str, style: Style) -> None:
        """A paragraph that stands only where a condition holds."""
        self.add(f"{{%p if {condition} %}}", COMMAND)
        self.add(text, style)
        self.add("{%p endif %}", COMMAND)

    def page_break(self, condition: str) -> None:
        """What follows begins a page where a condition holds."""
        self.add(f"{{%p if {condition} %}}", COMMAND)
        broken = self.add("", Style(size=2))
        broken.paragraph_format.page_break_before = True
        self.add("{%p endif %}", COMMAND)

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
        margin.set(qn("w:w"), str(int(CELL_MARGIN * 1440 / 25.4)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblPrChange")


def new_document(*, landscape: bool = False, numbered: bool = True) -> DocumentType:
    """An empty A4 document with the page number on top from the second page on."""
    document = Document()
    _drop_ballast(document)
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
    if numbered:
        section.different_first_page_header_footer = True
        number_pages(section.header.paragraphs[0])
    properties = document.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.title, properties.language = "", "vi-VN"
    return document


def _drop_ballast(document: DocumentType) -> None:
    """Leave out what python-docx brings along and no paper uses: most of the file, and of the time to open it."""
    styles = document.styles.element
    for style in list(styles):
        if style.tag == qn("w:latentStyles") or (
            style.tag == qn("w:style") and style.get(qn("w:styleId")) not in _STYLES
        ):
            styles.remove(style)
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.rpartition("/")[2] in _BALLAST]:
            del relations[key]


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


def add_grid(document: DocumentType, columns: list[tuple[str, float]], rows: int) -> Table:
    """A ruled table with a repeated head and `rows` further rows."""
    table: Table = document.add_table(rows=1 + rows, cols=len(columns))
    table.style = "Table Grid"
    narrow_cell_margins(table)
    set_widths(table, [width for _, width in columns])
    for cell, (text, _) in zip(table.rows[0].cells, columns, strict=True):
        write(cell.paragraphs[0], text, HEAD)
    keep_row_whole(table.rows[0], head=True)
    return table


def end_cell(table: Table) -> _Cell:
    """A last row of one cell without lines, for who signs below a table.

    Both Word and LibreOffice keep rows of one table together; a block after the table could be left alone on the last
    page. The first paragraph put into it must be kept with its next.
    """
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx leaves it without types
    cell: _Cell = row.cells[0].merge(row.cells[-1])
    keep_row_whole(row)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    drop_borders(cell, top=False)
    return cell


def room_in(target: DocumentType | _Cell, width: float) -> float:
    """How wide a table may be in a document, or within a cell of `width` millimetres."""
    return width - 2 * CELL_MARGIN if isinstance(target, _Cell) else width


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


def drop_borders(cell: _Cell, *, top: bool) -> None:
    """No lines around a cell; without `top` the line of the row above stays."""
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right")[0 if top else 1 :]:
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        borders.append(line)
    cell._tc.get_or_add_tcPr().insert_element_before(borders, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign")
