"""A person's transcript: posts through the years, classes attended and taught, by code and never by title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType
from docx.table import _Cell

from caunoi.papers.building.frames import add_heading, add_title, signature_lines
from caunoi.papers.building.parts import (
    BODY,
    CELL,
    CELL_CENTER,
    CENTER,
    COMMAND,
    PORTRAIT_WIDTH,
    SECTION,
    Holder,
    Style,
    add_grid,
    end_cell,
    keep_row_whole,
    loop_rows,
    new_document,
    room_in,
    set_widths,
)
from caunoi.papers.fields import HEADING, FieldDoc, signer
from caunoi.papers.heading import Layout, Signature
from caunoi.papers.kind import Figure, Kind, Paper, PaperKind
from caunoi.papers.values import Context, Value, heading_values, signature_values
from caunoi.papers.wording import number, one_line

UNSIGNED = Signature()


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptPost:
    """A post: when, what and where; `now` is what became of the office since, "" where it stands."""

    when: str
    title: str
    office: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptClass:
    """A class by its code: days, who kept it, what the person did there, and sittings attended of how many."""

    code: str
    when: str
    office: str
    role: str
    attended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptPaper(Paper):
    """The transcript; rows stand in the order given. `attended` counts the classes in which the person sat."""

    kind: ClassVar[PaperKind] = PaperKind.TRANSCRIPT

    name: str
    birth_year: int | None = None
    posts: tuple[TranscriptPost, ...] = ()
    classes: tuple[TranscriptClass, ...] = ()
    attended: int = 0
    taught: int = 0
    signature: Signature = UNSIGNED


FIELDS = (
    *HEADING,
    FieldDoc("ho_ten", "Họ và tên", required=True),
    FieldDoc("nam_sinh", "Năm sinh; trống khi chưa rõ"),
    FieldDoc("so_lop_du", "Số lớp đã dự"),
    FieldDoc("so_lop_day", "Số lớp đã giảng dạy"),
    FieldDoc(
        "chuc_vu",
        "Chức vụ qua các năm",
        is_list=True,
        required=True,
        fields=(
            FieldDoc("thoi_gian", "Thời gian giữ chức vụ"),
            FieldDoc("ten", "Chức vụ"),
            FieldDoc("don_vi", "Cơ quan, đơn vị khi đó"),
            FieldDoc("nay_la", "“nay là …” khi cơ quan đã sáp nhập, đổi tên; trống khi không"),
        ),
    ),
    FieldDoc(
        "lop",
        "Các lớp đã tham gia, gọi bằng mã lớp",
        is_list=True,
        required=True,
        fields=(
            FieldDoc("stt", "Số thứ tự"),
            FieldDoc("ma", "Mã lớp"),
            FieldDoc("thoi_gian", "Ngày học"),
            FieldDoc("don_vi", "Cơ quan tổ chức"),
            FieldDoc("vai_tro", "Học viên, báo cáo viên hoặc khách mời"),
            FieldDoc("co_mat", "Số buổi có mặt trên số buổi của lớp"),
        ),
    ),
    signer("nguoi_ky", "Người ký"),
)


def values(paper: TranscriptPaper) -> Context:
    """What the template sees."""
    posts: list[Value] = [
        {
            "thoi_gian": one_line(post.when),
            "ten": one_line(post.title),
            "don_vi": one_line(post.office),
            "nay_la": f"nay là {one_line(post.now)}" if post.now else "",
        }
        for post in paper.posts
    ]
    classes: list[Value] = [
        {
            "stt": str(place),
            "ma": one_line(each.code),
            "thoi_gian": one_line(each.when),
            "don_vi": one_line(each.office),
            "vai_tro": one_line(each.role),
            "co_mat": one_line(each.attended),
        }
        for place, each in enumerate(paper.classes, start=1)
    ]
    return {
        **heading_values(paper.heading),
        "ho_ten": one_line(paper.name),
        "nam_sinh": str(paper.birth_year or ""),
        "so_lop_du": number(paper.attended),
        "so_lop_day": number(paper.taught),
        "chuc_vu": posts,
        "lop": classes,
        "nguoi_ky": signature_values(paper.signature),
    }


def figures(paper: TranscriptPaper) -> tuple[Figure, ...]:
    """The classes attended and taught."""
    return (
        Figure(words="Số lớp đã dự", value=number(paper.attended), source="enrolments"),
        Figure(words="Số lớp đã giảng dạy", value=number(paper.taught), source="talks"),
    )


def build(layout: Layout) -> DocumentType:
    """The transcript."""
    document = new_document()
    add_heading(document, layout, PORTRAIT_WIDTH, dated=True)
    strong = Style(bold=True, align=CENTER, before=10)
    add_title(
        document,
        [("BẢN KÊ", strong), ("Quá trình công tác và tham gia tập huấn, bồi dưỡng", Style(bold=True, align=CENTER))],
        PORTRAIT_WIDTH,
    )
    holder = Holder(document)
    holder.add("Họ và tên: {{ ho_ten }}", BODY)
    holder.add("{%p if nam_sinh %}", COMMAND)
    holder.add("Năm sinh: {{ nam_sinh }}", BODY)
    holder.add("{%p endif %}", COMMAND)
    holder.add("Số lớp đã dự: {{ so_lop_du }}; số lớp đã giảng dạy: {{ so_lop_day }}.", BODY)
    holder.add("{%p if chuc_vu %}", COMMAND)
    holder.add("I. Chức vụ qua các năm", SECTION)
    posts = add_grid(document, [("Thời gian", 38), ("Chức vụ", 52), ("Cơ quan, đơn vị", 75)], rows=3)
    loop_rows(
        posts,
        1,
        "dong in chuc_vu",
        [
            ("{{ dong.thoi_gian }}", CELL),
            ("{{ dong.ten }}", CELL),
            ("{{ dong.don_vi }}{% if dong.nay_la %} ({{ dong.nay_la }}){% endif %}", CELL),
        ],
    )
    holder = Holder(document)
    holder.add("{%p endif %}", COMMAND)
    holder.add("{%p if lop %}", COMMAND)
    holder.add("{% if chuc_vu %}II{% else %}I{% endif %}. Các lớp tập huấn, bồi dưỡng", SECTION)
    classes = add_grid(
        document,
        [("STT", 12), ("Mã lớp", 24), ("Thời gian", 34), ("Cơ quan tổ chức", 49), ("Vai trò", 26), ("Có mặt", 20)],
        rows=3,
    )
    loop_rows(
        classes,
        1,
        "dong in lop",
        [
            ("{{ dong.stt }}", CELL_CENTER),
            ("{{ dong.ma }}", CELL_CENTER),
            ("{{ dong.thoi_gian }}", CELL),
            ("{{ dong.don_vi }}", CELL),
            ("{{ dong.vai_tro }}", CELL),
            ("{{ dong.co_mat }}", CELL_CENTER),
        ],
    )
    with_classes = end_cell(classes)
    Holder(with_classes).add("", Style(size=6, keep=True))
    _add_signature(with_classes)
    holder = Holder(document)
    holder.add("{%p else %}", COMMAND)
    holder.add("", Style(size=6, keep=True))
    _add_signature(document)
    Holder(document).add("{%p endif %}", COMMAND)
    return document


def _add_signature(target: DocumentType | _Cell) -> None:
    width = room_in(target, PORTRAIT_WIDTH)
    table = target.add_table(rows=1, cols=2)
    set_widths(table, [width * 0.45, width * 0.55])
    keep_row_whole(table.rows[0])
    signature_lines(Holder(table.cell(0, 1)), "nguoi_ky")


KIND = Kind(
    kind=PaperKind.TRANSCRIPT,
    name="Bản kê quá trình",
    paper=TranscriptPaper,
    values=values,
    fields=FIELDS,
    build=build,
    figures=figures,
)
