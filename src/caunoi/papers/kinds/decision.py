"""The decision to open a class; one decision may cover several classes of an item of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType

from caunoi.papers.building.frames import add_report_signature
from caunoi.papers.building.parts import BODY, CENTER, COMMAND, Holder, Style
from caunoi.papers.fields import FieldDoc, lines
from caunoi.papers.grid import NUMBERED, Column, Grid
from caunoi.papers.heading import Layout
from caunoi.papers.kind import Figure, Kind, PaperKind
from caunoi.papers.kinds.official import FRAME, OfficialPaper, add_bases, official_values, start_official
from caunoi.papers.kinds.proposal import what
from caunoi.papers.outline import ClassOutline, bases_lines, or_gap, outline_lines
from caunoi.papers.values import Context, Value
from caunoi.papers.wording import capital, listing, number, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPaper(OfficialPaper):
    """Which classes are opened, who sends people, who pays. `proposed_by` is the office that asked for it."""

    kind: ClassVar[PaperKind] = PaperKind.DECISION

    classes: tuple[ClassOutline, ...]
    subject: str = ""
    authority: str = ""
    proposed_by: str = ""
    funding: str = ""
    responsible: tuple[str, ...] = ()


TABLE = Grid(
    name="cac_lop",
    meaning="Các lớp được mở; chỉ có khi một quyết định mở nhiều lớp",
    columns=(
        NUMBERED,
        Column("lop", "Lớp", 50),
        Column("thoi_gian", "Thời gian", 34),
        Column("dia_diem", "Địa điểm", 42),
        Column("so_luong", "Số lượng", 26, "center"),
    ),
)

FIELDS = (
    *FRAME,
    FieldDoc("tham_quyen", "Người hoặc cơ quan ra quyết định, viết hoa"),
    FieldDoc(
        "cac_dieu",
        "Các điều của quyết định",
        is_list=True,
        required=True,
        fields=(
            FieldDoc("so", "“Điều 1.”"),
            FieldDoc("noi_dung", "Câu đầu của điều"),
            lines("cac_doan", "Các đoạn tiếp theo"),
            FieldDoc("co_bang", "Đúng ở điều có bảng các lớp"),
        ),
    ),
    *TABLE.fields,
)


def values(paper: DecisionPaper) -> Context:
    """What the template sees."""
    party = paper.heading.layout is Layout.PARTY
    bases = bases_lines(paper.directives, paper.heading.layout)
    if paper.proposed_by:
        bases.append(f"{'- ' if party else ''}Theo đề nghị của {one_line(paper.proposed_by)}.")
    elif bases:
        bases[-1] = f"{bases[-1].rstrip(';')}."
    several = len(paper.classes) > 1
    rows = [
        {
            "lop": one_line(outline.title),
            "thoi_gian": or_gap(capital(outline.time_text)),
            "dia_diem": or_gap(outline.place_text),
            "so_luong": outline.seats_text or "…",
        }
        for outline in paper.classes
    ]
    return {
        **official_values(paper, f"Về việc mở {what(paper.classes, paper.subject)}", bases),
        "tham_quyen": one_line(paper.authority) or " ".join(paper.heading.issuer),
        "cac_dieu": _articles(paper),
        **TABLE.values(rows if several else []),
    }


def _articles(paper: DecisionPaper) -> list[Value]:
    several = len(paper.classes) > 1
    named = what(paper.classes, paper.subject)
    first: list[Value] = [] if several else [line for each in paper.classes for line in outline_lines(each)]
    funding = one_line(paper.funding).rstrip(".")
    paid = f"chi từ {funding}" if funding else "thực hiện theo dự toán được phê duyệt"
    responsible = listing(map(one_line, paper.responsible)) or one_line(paper.office)
    opened = f"Mở {named}" + (
        f", tổng số {_all_seats(paper.classes)}, theo bảng sau:" if several else ", cụ thể như sau:"
    )
    return [
        {"so": "Điều 1.", "noi_dung": opened, "cac_doan": first, "co_bang": several},
        {
            "so": "Điều 2.",
            "noi_dung": f"Danh sách học viên kèm theo Quyết định này. Kinh phí tổ chức {paid}.",
            "cac_doan": [],
            "co_bang": False,
        },
        {
            "so": "Điều 3.",
            "noi_dung": (
                f"{responsible[:1].upper()}{responsible[1:]}, các cơ quan, đơn vị có liên quan và học viên có tên tại "
                "Điều 2 chịu trách nhiệm thi hành Quyết định này./."
            ),
            "cac_doan": [],
            "co_bang": False,
        },
    ]


def _all_seats(classes: tuple[ClassOutline, ...]) -> str:
    seats = [outline.seats for outline in classes if outline.seats is not None]
    return f"{number(sum(seats))} người" if len(seats) == len(classes) else "…… người"


def build(layout: Layout) -> DocumentType:
    """The decision."""
    document = start_official(layout, "QUYẾT ĐỊNH")
    holder = Holder(document)
    if layout is not Layout.PARTY:
        holder.add("{{ tham_quyen }}", Style(bold=True, align=CENTER, after=8))
    add_bases(holder, layout)
    if layout is Layout.PARTY:
        holder.add("{{ tham_quyen }}", Style(bold=True, align=CENTER, before=6, after=2, keep=True))
    holder.add("QUYẾT ĐỊNH:", Style(bold=True, align=CENTER, before=4, after=8, keep=True))
    holder.add("{%p for dieu in cac_dieu %}", COMMAND)
    holder.add_runs("{{ dieu.so }}", " {{ dieu.noi_dung }}", BODY)
    holder.each("doan in dieu.cac_doan", "{{ doan }}", BODY)
    holder.add("{%p if dieu.co_bang %}", COMMAND)
    TABLE.build(document)
    holder = Holder(document)
    holder.add("", Style(size=6))
    holder.add("{%p endif %}", COMMAND)
    holder.add("{%p endfor %}", COMMAND)
    add_report_signature(document, layout)
    return document


def figures(paper: DecisionPaper) -> tuple[Figure, ...]:
    """How many classes, and the seats of each."""
    seats = tuple(
        Figure(words=f"{one_line(outline.title)}: số lượng", value=number(outline.seats), source="quota")
        for outline in paper.classes
        if outline.seats is not None
    )
    return (Figure(words="Số lớp", value=number(len(paper.classes)), source="classes"), *seats)


KIND = Kind(
    kind=PaperKind.DECISION,
    name="Quyết định mở lớp",
    letters="QĐ",
    paper=DecisionPaper,
    values=values,
    fields=FIELDS,
    build=build,
    figures=figures,
)
