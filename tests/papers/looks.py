"""What a look at the papers found, read from the Word file alone: faults that can be told without laying it out."""

from __future__ import annotations

import functools
import itertools
import re
from importlib import resources

from docx.oxml.ns import qn
from PIL import ImageFont

from tests.papers.samples import opened

TWIPS_A_POINT = 20
TWIP = 635
DOTS_A_LINE = 33
CELL_MARGINS = 2 * 85
# Left, right, above and below in millimetres; a name plate is cut and folded.
UPRIGHT, LYING, PLATE = (30, 15, 20, 20), (20, 15, 20, 15), (8, 8, 10, 10)
# An amount, a number or a date: what a column that is too narrow would tear in two.
WHOLE = re.compile(r"[\d./]{4,}")
CLOSING = re.compile(r"\./\.$")


def poor(data):
    """Faults of a paper in words, in the order in which they stand; none for a paper that looks well."""
    document = opened(data)
    body = document.element.body
    section = document.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) // TWIP
    return [
        *_frame(document),
        *itertools.chain.from_iterable(_table(table, room) for table in body.iter(qn("w:tbl"))),
        *itertools.chain.from_iterable(_signed(table) for table in body.iter(qn("w:tbl")) if _is_signature(table)),
        *(
            f"a line of dots is broken: {len(text)}"
            for text in _texts(body)
            if set(text) == {"…"} and len(text) > DOTS_A_LINE
        ),
        *(f"words after the end: {text}" for text in _after_the_end(body)),
    ]


def _frame(document):
    """Times New Roman throughout, A4 with the margins of Decree 30/2020."""
    section = document.sections[0]
    sides = {round(section.page_width.mm), round(section.page_height.mm)}
    if sides != {210, 297}:
        yield f"no A4: {sides}"
    fonts = {font.get(qn("w:ascii")) for font in document.styles.element.iter(qn("w:rFonts"))}
    if fonts - {"Times New Roman"}:
        yield f"fonts: {fonts}"
    sides = [section.left_margin, section.right_margin, section.top_margin, section.bottom_margin]
    found = tuple(round(side.mm) for side in sides)
    if found not in {UPRIGHT, LYING, PLATE}:
        yield f"margins: {found}"


def _table(table, room):
    rows = table.findall(qn("w:tr"))
    columns = [int(column.get(qn("w:w"))) for column in table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")]
    if sum(columns) > room + len(columns) + 20:
        yield f"wider than the page: {sum(columns)} of {room}"
    is_ruled = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") is not None
    for place, row in enumerate(rows):
        properties = row.find(qn("w:trPr"))
        height = None if properties is None else properties.find(qn("w:trHeight"))
        if height is not None and height.get(qn("w:hRule")) == "exact":
            yield f"row {place} cuts what it holds"
        if is_ruled and (properties is None or properties.find(qn("w:cantSplit")) is None):
            yield f"row {place} may be split"
        is_head = properties is not None and properties.find(qn("w:tblHeader")) is not None
        if is_ruled and is_head != (place == 0):
            yield f"row {place}: head"
        yield from _cells(row)


def _cells(row):
    for cell in row.findall(qn("w:tc")):
        properties = cell.find(qn("w:tcPr"))
        if properties.find(qn("w:noWrap")) is not None or properties.find(qn("w:tcFitText")) is not None:
            yield "a cell squeezes its text"
        # Text that runs upwards has the height of its row.
        if properties.find(qn("w:textDirection")) is not None:
            continue
        width = int(properties.find(qn("w:tcW")).get(qn("w:w")))
        for paragraph in cell.findall(qn("w:p")):
            for run in paragraph.findall(qn("w:r")):
                yield from _torn(run, width - CELL_MARGINS)


def _torn(run, room):
    text = "".join(node.text or "" for node in run.findall(qn("w:t")))
    wholes = WHOLE.findall(text)
    if not wholes:
        return
    size = float(run.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val"))) / 2
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None
    for whole in wholes:
        if _font(bold=bold).getlength(whole) * size / 100 * TWIPS_A_POINT > room:
            yield f"torn in two: {whole}"


@functools.cache
def _font(*, bold):
    """The letters of Times New Roman's widths, drawn at 100 points."""
    name = f"LiberationSerif-{'Bold' if bold else 'Regular'}.ttf"
    with resources.as_file(resources.files("caunoi.papers").joinpath("fonts", name)) as path:
        return ImageFont.truetype(path, 100)


def _is_signature(table):
    has_head = table.find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    return not has_head and table.find(f".//{qn('w:keepNext')}") is not None


def _signed(table):
    """The block of those who sign is whole, and goes on with what stands above it."""
    for row in table.findall(qn("w:tr")):
        if row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None:
            yield "the signatures may be split"
    above, texts = table.getprevious(), 0
    while not texts and above is not None and above.tag == qn("w:p"):
        if above.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is None:
            yield f"the signatures may stand alone below: {_text(above)[:60]}"
            return
        texts += bool(_text(above)) or above.find(f".//{qn('w:drawing')}") is not None
        above = above.getprevious()
    if not texts and above is not None and above.tag == qn("w:tbl"):
        yield "the signatures stand below a table, which LibreOffice does not keep with them"
    holder = table.getparent()
    if holder.tag == qn("w:tc"):
        yield from _rows_above(holder.getparent())


def _rows_above(row):
    """Signatures in the last row of a table keep two rows of it."""
    rows = list(row.itersiblings(qn("w:tr"), preceding=True))
    for each in rows[:2]:
        if each.find(f".//{qn('w:keepNext')}") is None:
            yield "the signatures may stand alone below a table"


def _texts(body):
    return (_text(paragraph) for paragraph in body.iter(qn("w:p")))


def _text(element):
    return "".join(node.text or "" for node in element.iter(qn("w:t"))).strip()


def _after_the_end(body):
    """Text that follows "./." before an annex or the next paper begins."""
    ended = False
    for child in body:
        text = _text(child)
        if child.tag != qn("w:p") or child.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None:
            ended = False
        elif ended and text:
            yield text[:60]
        ended = ended or bool(CLOSING.search(text))
