"""The list to be signed: a column a sitting."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType
from docx.shared import Mm

from caunoi.papers.building.frames import add_heading
from caunoi.papers.building.parts import (
    CELL,
    CELL_CENTER,
    CENTER,
    COMMAND,
    HEAD,
    LANDSCAPE_WIDTH,
    Holder,
    Style,
    add_grid,
    fill,
    loop_rows,
    new_document,
    write,
)
from caunoi.papers.facts import SittingFacts
from caunoi.papers.fields import FieldDoc
from caunoi.papers.heading import Layout
from caunoi.papers.kind import Figure, Kind, PaperKind
from caunoi.papers.kinds.lists import (
    FRAME,
    PARTICIPANTS,
    ListPaper,
    add_list_end,
    add_list_title,
    frame_values,
    list_figures,
    people_values,
)
from caunoi.papers.values import Context, Value
from caunoi.papers.wording import number

# Narrower columns leave no room to sign on an A4 sheet in landscape.
SITTINGS_A_TABLE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSheetPaper(ListPaper):
    """The list to be signed, one column a sitting; rows stand in the order given.

    More sittings than fit beside each other become further tables of the same people; without any
    there is one column whose head is left to write in.
    """

    kind: ClassVar[PaperKind] = PaperKind.SIGN_IN_SHEET

    sittings: tuple[SittingFacts, ...]


FIELDS = (
    *FRAME,
    FieldDoc("so_buoi", "Số buổi của lớp"),
    FieldDoc("chia_khoi", "Đúng khi các buổi phải chia thành nhiều bảng"),
    FieldDoc(
        "cac_khoi",
        "Các bảng ký tên; mỗi bảng tối đa 6 buổi và đủ mọi học viên",
        is_list=True,
        required=True,
        fields=(
            FieldDoc("tieu_de", "“Buổi 1 đến buổi 6”"),
            FieldDoc(
                "buoi",
                "Các buổi của bảng, mỗi buổi một cột ký tên",
                is_list=True,
                required=True,
                fields=(
                    FieldDoc("so", "Thứ tự buổi"),
                    FieldDoc("ten", "Buổi và ngày đầy đủ"),
                    FieldDoc("phan", "“Sáng”, “Chiều” hoặc “Tối”"),
                    FieldDoc("ngay", "Ngày và tháng, ví dụ “22/11”"),
                ),
            ),
            PARTICIPANTS,
        ),
    ),
)


def values(paper: SignInSheetPaper) -> Context:
    """What the template sees."""
    rows = people_values(paper.participants)
    blocks: list[Value] = []
    first = 0
    for size in block_sizes(len(paper.sittings)):
        sittings = [
            _signed_sitting(str(place), sitting)
            for place, sitting in enumerate(paper.sittings[first : first + size], start=first + 1)
        ] or [_signed_sitting("", SittingFacts())]
        title = f"Buổi {first + 1}" if size == 1 else f"Buổi {first + 1} đến buổi {first + size}"
        blocks.append({"tieu_de": title, "buoi": sittings, "hoc_vien": rows})
        first += size
    return {
        **frame_values(paper),
        "so_buoi": number(len(paper.sittings)),
        "chia_khoi": len(blocks) > 1,
        "cac_khoi": blocks,
    }


def _signed_sitting(place: str, sitting: SittingFacts) -> Context:
    return {
        "so": place,
        "ten": sitting.label,
        "phan": sitting.part_word,
        "ngay": f"{sitting.day:%d/%m}" if sitting.day else "",
    }


def block_sizes(sittings: int) -> list[int]:
    """How many signature columns each table gets: as few tables as fit, evenly filled."""
    tables = max(1, math.ceil(sittings / SITTINGS_A_TABLE))
    base, more = divmod(sittings, tables)
    return [base + 1] * more + [base] * (tables - more)


def figures(paper: SignInSheetPaper) -> tuple[Figure, ...]:
    """Rows and columns."""
    columns = Figure(words="Số buổi", value=number(len(paper.sittings)), source="sittings")
    return (*list_figures(paper), columns)


def build(layout: Layout) -> DocumentType:
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


KIND = Kind(
    kind=PaperKind.SIGN_IN_SHEET,
    name="Danh sách ký tên",
    paper=SignInSheetPaper,
    values=values,
    fields=FIELDS,
    build=build,
    figures=figures,
)
