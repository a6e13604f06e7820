"""The script of the programme: who says what when (kịch bản chương trình)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType
from docx.shared import Mm

from caunoi.papers.building.frames import add_heading, add_title
from caunoi.papers.building.parts import (
    CELL,
    CELL_CENTER,
    COMMAND,
    LANDSCAPE_WIDTH,
    Holder,
    Style,
    add_grid,
    fill,
    keep_row_whole,
    new_document,
    write,
)
from caunoi.papers.facts import AgendaLine, PersonAtPost, SittingFacts
from caunoi.papers.fields import HEADING, FieldDoc, lines
from caunoi.papers.heading import Layout
from caunoi.papers.kind import Kind, Paper, PaperKind
from caunoi.papers.kinds.official import title_styles
from caunoi.papers.kinds.programme import sitting_line
from caunoi.papers.outline import ClassOutline
from caunoi.papers.values import Context, Value, heading_values
from caunoi.papers.wording import clock_span, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptPaper(Paper):
    """The programme with the words of who leads it; `guests` are introduced at the opening, in their order."""

    kind: ClassVar[PaperKind] = PaperKind.SCRIPT

    outline: ClassOutline
    office: str = ""
    guests: tuple[PersonAtPost, ...] = ()


FIELDS = (
    *HEADING,
    FieldDoc("trich_yeu", "Tên lớp, viết hoa đầu dòng: “Lớp tập huấn …”", required=True),
    FieldDoc("thoi_gian", "Thời gian"),
    FieldDoc("dia_diem", "Địa điểm"),
    FieldDoc(
        "cac_buoi",
        "Các buổi",
        is_list=True,
        required=True,
        fields=(
            FieldDoc("buoi", "Buổi và ngày"),
            FieldDoc(
                "muc",
                "Các mục của buổi",
                is_list=True,
                fields=(
                    FieldDoc("gio", "Giờ"),
                    FieldDoc("noi_dung", "Nội dung"),
                    FieldDoc("nguoi_thuc_hien", "Người thực hiện"),
                    lines("loi_dan", "Lời dẫn, mỗi đoạn một dòng"),
                ),
            ),
        ),
    ),
)

BLANK_LINES = 4
_HOST = "Người dẫn chương trình"


def values(paper: ScriptPaper) -> Context:
    """What the template sees."""
    outline = paper.outline
    return {
        **heading_values(paper.heading),
        "trich_yeu": outline.headline,
        "thoi_gian": outline.time_text,
        "dia_diem": outline.place_text,
        "cac_buoi": [_sitting(paper, sitting) for sitting in outline.sittings or (SittingFacts(),)],
    }


def _sitting(paper: ScriptPaper, sitting: SittingFacts) -> Value:
    agenda = sitting.agenda or (AgendaLine(title=""),) * BLANK_LINES
    return {
        "buoi": sitting_line(sitting),
        "muc": [
            {
                "gio": clock_span(line.starts, line.ends),
                "noi_dung": one_line(line.title),
                "nguoi_thuc_hien": _who(paper, line),
                "loi_dan": spoken(paper, line),
            }
            for line in agenda
        ],
    }


def _who(paper: ScriptPaper, line: AgendaLine) -> str:
    if not one_line(line.title):
        return ""
    people = line.people or _guests(paper, {"opening": "opens", "closing": "closes"}.get(line.kind, "?"))
    return "; ".join(one_line(person.text) for person in people) or one_line(line.in_charge) or _HOST


def _guests(paper: ScriptPaper, role: str) -> tuple[PersonAtPost, ...]:
    return tuple(guest for guest in paper.guests if guest.role == role)


def spoken(paper: ScriptPaper, line: AgendaLine) -> list[Value]:
    """What whoever leads says at an item; nothing for an empty one."""
    title = one_line(line.title)
    if not title:
        return []
    people = "; ".join(f"Ông/Bà {one_line(person.text)}" for person in line.people)
    if line.kind == "opening":
        return _opening(paper)
    if line.kind == "topic":
        who = people or "báo cáo viên"
        return [f"Tiếp theo, xin trân trọng kính mời {who} trình bày chuyên đề “{title}”. Xin trân trọng kính mời!"]
    if line.kind == "discussion":
        return ["Xin mời quý vị đại biểu và các học viên nêu câu hỏi, trao đổi, thảo luận."]
    if line.kind == "break":
        return ["Xin mời quý vị đại biểu và các học viên nghỉ giải lao."]
    if line.kind == "test":
        return ["Xin mời các học viên làm bài kiểm tra, phiếu khảo sát. Ban tổ chức xin hướng dẫn cách làm."]
    if line.kind == "closing":
        closing: list[Value] = [
            f"Xin kính mời Ông/Bà {one_line(guest.text)} phát biểu bế mạc." for guest in _guests(paper, "closes")
        ]
        thanks = "Xin trân trọng cảm ơn quý vị đại biểu, báo cáo viên và các học viên. Kính chúc sức khỏe!"
        return [*closing, thanks]
    return [f"Xin chuyển sang nội dung: {title}."]


def _opening(paper: ScriptPaper) -> list[Value]:
    said: list[Value] = [
        "Kính thưa quý vị đại biểu, kính thưa các học viên!",
        f"Hôm nay, {one_line(paper.office) or 'Ban tổ chức'} tổ chức {paper.outline.phrase}.",
    ]
    if paper.guests:
        said.append("Tham dự buổi khai mạc, xin trân trọng giới thiệu:")
        said += [f"- Ông/Bà {one_line(guest.text)};" for guest in paper.guests]
        said.append("cùng toàn thể các học viên. Xin nhiệt liệt chào mừng!")
    else:
        said.append("Xin nhiệt liệt chào mừng quý vị đại biểu và toàn thể các học viên!")
    said += [f"Xin kính mời Ông/Bà {one_line(guest.text)} phát biểu khai mạc." for guest in _guests(paper, "opens")]
    said += [f"Xin kính mời Ông/Bà {one_line(guest.text)} phát biểu chỉ đạo." for guest in _guests(paper, "directs")]
    return said


def build(layout: Layout) -> DocumentType:
    """The script, landscape."""
    document = new_document(landscape=True)
    add_heading(document, layout, LANDSCAPE_WIDTH, dated=False)
    word, about = title_styles(layout)
    add_title(document, [("KỊCH BẢN CHƯƠNG TRÌNH", word), ("{{ trich_yeu }}", about)], LANDSCAPE_WIDTH)
    holder = Holder(document)
    holder.when("thoi_gian", "Thời gian: {{ thoi_gian }}.", Style(size=13, after=2))
    holder.when("dia_diem", "Địa điểm: {{ dia_diem }}.", Style(size=13, after=6))
    heads = [("Thời gian", 32.0), ("Nội dung", 65.0), ("Người thực hiện", 50.0), ("Lời dẫn", 115.0)]
    table = add_grid(document, heads, rows=6)
    write(table.cell(1, 0).paragraphs[0], "{%tr for buoi in cac_buoi %}", COMMAND)
    merged = table.cell(2, 0).merge(table.cell(2, 3))
    write(merged.paragraphs[0], "{{ buoi.buoi }}", Style(size=12, bold=True, before=2, after=2, keep=True))
    keep_row_whole(table.rows[2])
    write(table.cell(3, 0).paragraphs[0], "{%tr for muc in buoi.muc %}", COMMAND)
    blank = ("", Style(size=2))
    fill(
        table.rows[4],
        [("{{ muc.gio }}", CELL_CENTER), ("{{ muc.noi_dung }}", CELL), ("{{ muc.nguoi_thuc_hien }}", CELL), blank],
    )
    table.rows[4].height = Mm(8)
    said = Holder(table.cell(4, 3), fresh=True)
    said.each("doan in muc.loi_dan", "{{ doan }}", CELL)
    write(table.cell(5, 0).paragraphs[0], "{%tr endfor %}", COMMAND)
    write(table.cell(6, 0).paragraphs[0], "{%tr endfor %}", COMMAND)
    return document


KIND = Kind(
    kind=PaperKind.SCRIPT,
    name="Kịch bản chương trình",
    paper=ScriptPaper,
    values=values,
    fields=FIELDS,
    build=build,
)
