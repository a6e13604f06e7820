"""The plan of a year: purpose, content, funding, who does what; annexes of quotas, programme and budget (kế hoạch)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType

from caunoi.papers.amounts import money_in_words
from caunoi.papers.building.frames import begin_annex, end_annex
from caunoi.papers.building.parts import Holder, Style
from caunoi.papers.fields import FieldDoc
from caunoi.papers.grid import NUMBERED, Column, Grid
from caunoi.papers.kind import Figure, Kind, PaperKind
from caunoi.papers.kinds.official import (
    ATTACHED,
    FRAME,
    TEXT,
    OfficialPaper,
    attached_line,
    official_builder,
    official_values,
    text_values,
)
from caunoi.papers.outline import resting_on
from caunoi.papers.sections import Part, Section, numbered_parts, numbered_sections
from caunoi.papers.values import Context
from caunoi.papers.wording import listing, money, number, one_line, paragraphs, roman


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """An item of the plan: `classes` of `seats` people and `sittings` half-days each; `cost` in đồng for all."""

    title: str
    audience: str = ""
    classes: int = 1
    seats: int | None = None
    sittings: int | None = None
    quarter: int | None = None
    place: str = ""
    held_for: str = ""
    topic: str = ""
    cost: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPaper(OfficialPaper):
    """What an office means to teach in a year. `tasks` are who does what, a paragraph each."""

    kind: ClassVar[PaperKind] = PaperKind.PLAN

    title: str
    year: int
    purpose: str = ""
    lines: tuple[PlanLine, ...] = ()
    funding: str = ""
    tasks: tuple[str, ...] = ()

    @property
    def cost(self) -> int | None:
        """The sum in đồng; None where an item is not worked out."""
        known = [line.cost for line in self.lines if line.cost is not None]
        return sum(known) if known and len(known) == len(self.lines) else None

    @property
    def people(self) -> int | None:
        """Seats of all classes; None where an item has none yet."""
        known = [line.seats * line.classes for line in self.lines if line.seats is not None]
        return sum(known) if known and len(known) == len(self.lines) else None


QUOTAS = Grid(
    name="chi_tieu",
    meaning="Chỉ tiêu từng nội dung",
    columns=(
        NUMBERED,
        Column("noi_dung", "Nội dung", 38),
        Column("doi_tuong", "Đối tượng", 27),
        Column("so_lop", "Số lớp", 12, "center"),
        Column("so_nguoi", "Số người mỗi lớp", 15, "center"),
        Column("tong_nguoi", "Tổng số người", 18, "center"),
        Column("thoi_gian", "Thời gian", 16, "center"),
        Column("dia_diem", "Địa điểm", 27),
    ),
    totals=("so_lop", "tong_nguoi"),
)
PROGRAMME = Grid(
    name="chuong_trinh",
    meaning="Chương trình khung từng nội dung",
    columns=(
        NUMBERED,
        Column("noi_dung", "Nội dung", 60),
        Column("chuyen_de", "Chuyên đề", 55),
        Column("so_buoi", "Số buổi mỗi lớp", 20, "center"),
        Column("ghi_chu", "Ghi chú", 30),
    ),
)
BUDGET = Grid(
    name="kinh_phi",
    meaning="Kinh phí từng nội dung",
    columns=(
        NUMBERED,
        Column("noi_dung", "Nội dung", 78),
        Column("so_lop", "Số lớp", 18, "center"),
        Column("thanh_tien", "Kinh phí (đồng)", 35, "right"),
        Column("ghi_chu", "Ghi chú", 30),
    ),
    totals=("so_lop", "thanh_tien"),
    total_words="Tổng cộng",
)
_ANNEXES = (
    ("phu_luc_chi_tieu", "CHỈ TIÊU TẬP HUẤN", QUOTAS),
    ("phu_luc_chuong_trinh", "CHƯƠNG TRÌNH KHUNG", PROGRAMME),
    ("phu_luc_kinh_phi", "DỰ TOÁN KINH PHÍ", BUDGET),
)
FIELDS = (
    *FRAME,
    *TEXT,
    ATTACHED,
    *(
        FieldDoc(
            name,
            f"Phụ lục {title.lower()}",
            fields=(FieldDoc("ten", "Tên phụ lục"), FieldDoc("dong", "Đúng khi có phụ lục")),
        )
        for name, title, _grid in _ANNEXES
    ),
    *(field for _name, _title, grid in _ANNEXES for field in grid.fields),
    FieldDoc("bang_chu", "Tổng kinh phí bằng chữ; trống khi chưa tính được"),
)


def values(paper: PlanPaper) -> Context:
    """What the template sees."""
    there = bool(paper.lines)
    costs = there and any(line.cost is not None for line in paper.lines)
    shown = [there, there, costs]
    places = {name: roman(sum(shown[: place + 1])) for place, (name, _t, _g) in enumerate(_ANNEXES)}
    classes = number(sum(line.classes for line in paper.lines))
    total = paper.cost
    return {
        **official_values(paper, paper.title, []),
        **text_values(
            f"{resting_on(paper.directives)}{one_line(paper.office)} xây dựng kế hoạch như sau:",
            _sections(paper, costs=costs),
            f"Trên đây là kế hoạch năm {paper.year}. Quá trình thực hiện có vướng mắc, các đơn vị phản ánh về "
            f"{one_line(paper.office)} để được hướng dẫn./.",
        ),
        "dong_kem_theo": attached_line(paper, "Kế hoạch"),
        **{
            name: {"ten": f"Phụ lục {places[name]}", "dong": is_shown}
            for (name, _title, _grid), is_shown in zip(_ANNEXES, shown, strict=True)
        },
        **QUOTAS.values(
            [
                {
                    "noi_dung": one_line(line.title),
                    "doi_tuong": one_line(line.audience) or one_line(line.held_for),
                    "so_lop": number(line.classes),
                    "so_nguoi": "" if line.seats is None else number(line.seats),
                    "tong_nguoi": "" if line.seats is None else number(line.seats * line.classes),
                    "thoi_gian": f"Quý {roman(line.quarter)}" if line.quarter else "",
                    "dia_diem": one_line(line.place),
                }
                for line in paper.lines
            ],
            {"so_lop": classes, "tong_nguoi": "" if paper.people is None else number(paper.people)},
        ),
        **PROGRAMME.values(
            [
                {
                    "noi_dung": one_line(line.title),
                    "chuyen_de": one_line(line.topic),
                    "so_buoi": "" if line.sittings is None else number(line.sittings),
                    "ghi_chu": one_line(line.note),
                }
                for line in paper.lines
            ]
        ),
        **BUDGET.values(
            [
                {
                    "noi_dung": one_line(line.title),
                    "so_lop": number(line.classes),
                    "thanh_tien": "" if line.cost is None else number(line.cost),
                }
                for line in paper.lines
            ],
            {"so_lop": classes, "thanh_tien": "" if total is None else number(total)},
        ),
        "bang_chu": "" if total is None else money_in_words(total),
    }


def _sections(paper: PlanPaper, *, costs: bool) -> list[Section]:
    lines = paper.lines
    classes = number(sum(line.classes for line in lines))
    people = "" if paper.people is None else f", {number(paper.people)} lượt người học"
    audiences = listing(dict.fromkeys(one_line(line.audience) for line in lines if line.audience))
    quarters = sorted({line.quarter for line in lines if line.quarter})
    places = listing(dict.fromkeys(one_line(line.place) for line in lines if line.place))
    content = [f"Tổ chức {classes} lớp{people}, chi tiết tại Phụ lục I." if lines else ""]
    content += [f"- {one_line(line.title)}: {number(line.classes)} lớp." for line in lines]
    time = [f"Trong năm {paper.year}" + (f" ({listing(f'quý {roman(q)}' for q in quarters)})." if quarters else ".")]
    money_lines = [f"{one_line(paper.funding).rstrip('.')}."] if paper.funding else []
    if paper.cost is not None:
        money_lines.append(
            f"Tổng kinh phí dự kiến: {money(paper.cost)} (Bằng chữ: {money_in_words(paper.cost)}), chi tiết tại "
            "Phụ lục III."
        )
    elif costs:
        money_lines.append("Chi tiết các nội dung đã dự toán tại Phụ lục III.")
    if not money_lines:
        money_lines = ["Theo dự toán được cấp có thẩm quyền phê duyệt."]
    return numbered_sections(
        [
            Section("MỤC ĐÍCH, YÊU CẦU", (Part("", tuple(paragraphs(paper.purpose))),)),
            Section(
                "NỘI DUNG, ĐỐI TƯỢNG, THỜI GIAN, ĐỊA ĐIỂM",
                numbered_parts(
                    [
                        Part("Nội dung", tuple(filter(None, content))),
                        Part("Đối tượng", (f"{audiences[:1].upper()}{audiences[1:]}.",) if audiences else ()),
                        Part("Thời gian", tuple(time)),
                        Part("Địa điểm", (f"{places}.",) if places else ()),
                    ]
                ),
            ),
            Section("KINH PHÍ", (Part("", tuple(money_lines)),)),
            Section("TỔ CHỨC THỰC HIỆN", (Part("", tuple(one_line(task) for task in paper.tasks)),)),
        ]
    )


def _add_annexes(document: DocumentType) -> None:
    for name, title, grid in _ANNEXES:
        begin_annex(document, name, title)
        grid.build(document)
        if grid is BUDGET:
            Holder(document).when("bang_chu", "Bằng chữ: {{ bang_chu }}.", Style(italic=True, before=6))
        end_annex(document)


def figures(paper: PlanPaper) -> tuple[Figure, ...]:
    """Classes, people and money of all items, and of each."""
    sums = [Figure(words="Số lớp", value=number(sum(line.classes for line in paper.lines)), source="plan")]
    if paper.people is not None:
        sums.append(Figure(words="Số lượt người học", value=number(paper.people), source="plan"))
    if paper.cost is not None:
        sums.append(Figure(words="Tổng kinh phí dự kiến", value=money(paper.cost), source="plan"))
    rows = []
    for line in paper.lines:
        name = one_line(line.title)
        rows.append(Figure(words=f"{name}: số lớp", value=number(line.classes), source="plan", detail=line.title))
        if line.seats is not None:
            rows.append(
                Figure(words=f"{name}: số người mỗi lớp", value=number(line.seats), source="plan", detail=line.title)
            )
        if line.cost is not None:
            rows.append(Figure(words=f"{name}: kinh phí", value=money(line.cost), source="plan", detail=line.title))
    return (*sums, *rows)


KIND = Kind(
    kind=PaperKind.PLAN,
    name="Kế hoạch",
    letters="KH",
    paper=PlanPaper,
    values=values,
    fields=FIELDS,
    build=official_builder("KẾ HOẠCH", annexes=_add_annexes),
    figures=figures,
)
