"""The form of a unit as a Word document with the same table."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from caunoi.papers.nomination_form import HINTS, MARK_WORDS, TITLE, NominationForm

_SMALL, _USUAL = Pt(9), Pt(12)
_GREY = RGBColor(0x6F, 0x81, 0x90)


def nomination_docx(form: NominationForm) -> bytes:
    """Return the document: facts, table with blank lines, hints, place for day and signature, and the mark."""
    document = docx.Document()
    _set_page(document)
    _say(document.add_paragraph(), TITLE, bold=True, size=Pt(14), middle=True)
    for words, text in form.facts:
        paragraph = document.add_paragraph()
        _say(paragraph, f"{words}: ", bold=True)
        _say(paragraph, text)
    document.paragraphs[-1].paragraph_format.space_after = Pt(8)
    _table(document, form)
    for hint in HINTS[:-1]:
        _say(document.add_paragraph(), f"– {hint}", size=_SMALL)
    _say(document.add_paragraph(), f"{MARK_WORDS}: {form.mark}", size=Pt(8), grey=True)
    signed = document.add_paragraph()
    signed.paragraph_format.left_indent = Mm(95)
    _say(signed, "........., ngày ...... tháng ...... năm ......\nTHỦ TRƯỞNG ĐƠN VỊ", middle=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(20), Mm(14)
    section.top_margin = section.bottom_margin = Mm(16)
    usual = document.styles["Normal"]
    usual.font.name, usual.font.size = "Times New Roman", _USUAL
    usual.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    usual.paragraph_format.space_after = Pt(3)


def _table(document: Document, form: NominationForm) -> None:
    columns = form.columns
    wide = sum(width for _head, width in columns)
    widths = [width * 176 / wide for _head, width in columns]
    table = document.add_table(rows=1 + form.lines, cols=len(columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    # LibreOffice goes by the columns, Word by the cells.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row_number, row in enumerate(table.rows):
        _keep_whole(row, head=row_number == 0)
        for place, cell in enumerate(row.cells):
            cell.width = Mm(widths[place])
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            if row_number == 0:
                _fill(cell, columns[place][0], bold=True)
            elif place == 0:
                _fill(cell, str(row_number))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _keep_whole(row: _Row, *, head: bool) -> None:
    """Let no line break over two pages, and let the head stand on each."""
    kept = row._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no other way to it
    kept.append(OxmlElement("w:cantSplit"))
    if head:
        kept.append(OxmlElement("w:tblHeader"))
    row.height = Mm(8)


def _fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    _say(cell.paragraphs[0], text, bold=bold, middle=True)
    cell.paragraphs[0].paragraph_format.space_after = Pt(0)


def _say(
    paragraph: Paragraph, text: str, *, bold: bool = False, size: Pt = _USUAL, middle: bool = False, grey: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, size
    if grey:
        run.font.color.rgb = _GREY
    if middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
