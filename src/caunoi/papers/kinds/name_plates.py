"""Name plates for the table: one A4 sheet each, folded along its middle, the name on both sides (biển tên)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell

from caunoi.papers.building.parts import (
    CENTER,
    COMMAND,
    Holder,
    Style,
    keep_row_whole,
    new_document,
    set_widths,
)
from caunoi.papers.facts import PersonAtPost
from caunoi.papers.fields import FieldDoc
from caunoi.papers.heading import Layout
from caunoi.papers.kind import Figure, Kind, Paper, PaperKind
from caunoi.papers.values import Context, Value
from caunoi.papers.wording import number, one_line

# How many letters fit on one line at each size, along the 270 mm of a sheet.
_SIZES = (("lon", 15, 66), ("vua", 21, 48), ("nho", 30, 36), ("rat_nho", 999, 28))


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePlatesPaper(Paper):
    """A plate a person; without any, one with dots to write on."""

    kind: ClassVar[PaperKind] = PaperKind.NAME_PLATES

    people: tuple[PersonAtPost, ...]
    title: str = ""


FIELDS = (
    FieldDoc("trich_yeu", "Tên lớp"),
    FieldDoc(
        "bien_ten",
        "Mỗi người một biển tên",
        is_list=True,
        required=True,
        fields=(
            FieldDoc("ho_ten", "Họ và tên, viết hoa", required=True),
            FieldDoc("chuc_vu", "Chức vụ"),
            FieldDoc("co", "Cỡ chữ theo độ dài của tên: “lon”, “vua”, “nho” hoặc “rat_nho”"),
        ),
    ),
)


def values(paper: NamePlatesPaper) -> Context:
    """What the template sees."""
    people: list[Value] = [
        {"ho_ten": one_line(person.name).upper(), "chuc_vu": one_line(person.post), "co": size_of(person.name)}
        for person in paper.people or (PersonAtPost(name="………………"),)
    ]
    return {"trich_yeu": one_line(paper.title), "bien_ten": people}


def size_of(name: str) -> str:
    """The largest size at which a name stays on one line; the smallest wraps."""
    length = len(one_line(name))
    return next(size for size, most, _points in _SIZES if length <= most)


def build(_layout: Layout) -> DocumentType:
    """Two tall cells side by side, the heads of both names towards the fold, which is on top where the plate stands."""
    document = new_document(numbered=False)
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(8)
    section.top_margin = section.bottom_margin = Mm(10)
    holder = Holder(document)
    holder.add("{%p for bien in bien_ten %}", COMMAND)
    holder.page_break("not loop.first")
    table = document.add_table(rows=1, cols=2)
    set_widths(table, [97, 97])
    keep_row_whole(table.rows[0])
    _mark_fold(table.cell(0, 0))
    table.rows[0].height = Mm(270)
    for cell, direction in zip(table.rows[0].cells, ("tbRl", "btLr"), strict=True):
        _turn(cell, direction)
        side = Holder(cell)
        for size, _most, points in _SIZES:
            side.when(f'bien.co == "{size}"', "{{ bien.ho_ten }}", Style(size=points, bold=True, align=CENTER))
        side.when("bien.chuc_vu", "{{ bien.chuc_vu }}", Style(size=24, align=CENTER, before=6))
        side.add("", Style(size=2, align=CENTER))
    Holder(document).add("{%p endfor %}", COMMAND)
    return document


def _mark_fold(cell: _Cell) -> None:
    """A pale dotted line on the right of a cell, along which the sheet is folded."""
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement("w:right")
    for name, value in (("val", "dotted"), ("sz", "4"), ("space", "0"), ("color", "A6A6A6")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    cell._tc.get_or_add_tcPr().insert_element_before(  # noqa: SLF001 - no public way
        borders, "w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign"
    )


def _turn(cell: _Cell, direction: str) -> None:
    """Set the direction of a cell's text."""
    turned = OxmlElement("w:textDirection")
    turned.set(qn("w:val"), direction)
    cell._tc.get_or_add_tcPr().insert_element_before(turned, "w:tcFitText", "w:vAlign")  # noqa: SLF001 - no public way


def figures(paper: NamePlatesPaper) -> tuple[Figure, ...]:
    """How many plates."""
    return (Figure(words="Số biển tên", value=number(len(paper.people)), source="guests"),) if paper.people else ()


KIND = Kind(
    kind=PaperKind.NAME_PLATES,
    name="Biển tên",
    paper=NamePlatesPaper,
    values=values,
    fields=FIELDS,
    build=build,
    figures=figures,
)
