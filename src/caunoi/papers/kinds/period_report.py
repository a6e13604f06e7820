"""The report of an office on a quarter or a year, with annex tables (báo cáo quý, báo cáo năm)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType

from caunoi.papers.building.frames import begin_annex, end_annex
from caunoi.papers.facts import Count
from caunoi.papers.fields import FieldDoc
from caunoi.papers.grid import NUMBERED, Column, Grid
from caunoi.papers.kind import Figure, Kind, PaperKind
from caunoi.papers.kinds import class_table
from caunoi.papers.kinds.class_table import HeldClass, count_lines, table_figures, table_values
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
from caunoi.papers.wording import number, one_line, paragraphs, percent, roman


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem:
    """An item of the plan: classes planned for the period, and how many of them were held in it."""

    title: str
    planned: int
    held: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAttendance:
    """People of one unit over all classes of the period, counted once a person."""

    unit: str
    nominated: int
    present: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReportPaper(OfficialPaper):
    """What an office held in a period. `persons` counts each person once; attendances stand with the classes.

    `not_closed` are classes of the period whose facts are not frozen yet: they are named, and counted nowhere.
    """

    year: int
    classes: tuple[HeldClass, ...]
    items: tuple[PlannedItem, ...] = ()
    units: tuple[UnitAttendance, ...] = ()
    persons: Count | None = None
    not_closed: tuple[str, ...] = ()
    strong_points: str = ""
    weak_points: str = ""
    proposals: str = ""

    @property
    def period(self) -> str:
        """The period in words: "năm 2026", "quý III năm 2026"."""
        return f"năm {self.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterReportPaper(PeriodReportPaper):
    """The report on a quarter, 1 to 4."""

    kind: ClassVar[PaperKind] = PaperKind.QUARTER_REPORT

    quarter: int

    @property
    def period(self) -> str:
        """The quarter in words."""
        return f"quý {roman(self.quarter)} năm {self.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearReportPaper(PeriodReportPaper):
    """The report on a year."""

    kind: ClassVar[PaperKind] = PaperKind.YEAR_REPORT


ITEMS = Grid(
    name="thuc_hien",
    meaning="Kế hoạch và thực hiện theo từng nội dung",
    columns=(
        NUMBERED,
        Column("noi_dung", "Nội dung kế hoạch", 85),
        Column("ke_hoach", "Số lớp kế hoạch", 22, "center"),
        Column("thuc_hien", "Đã thực hiện", 22, "center"),
        Column("ghi_chu", "Ghi chú", 24),
    ),
    totals=("ke_hoach", "thuc_hien"),
)
UNITS = Grid(
    name="don_vi",
    meaning="Số người theo đơn vị",
    columns=(
        NUMBERED,
        Column("ten", "Đơn vị", 103, "left", "Tên đơn vị"),
        Column("duoc_cu", "Được cử", 25, "center"),
        Column("co_mat", "Có mặt", 25, "center"),
    ),
    totals=("duoc_cu", "co_mat"),
)
_ANNEXES = (
    ("phu_luc_lop", "CÁC LỚP ĐÃ TỔ CHỨC", class_table.TABLE),
    ("phu_luc_ke_hoach", "KẾ HOẠCH VÀ THỰC HIỆN", ITEMS),
    ("phu_luc_don_vi", "SỐ NGƯỜI THAM DỰ THEO ĐƠN VỊ", UNITS),
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
)


def values(paper: PeriodReportPaper) -> Context:
    """What the template sees."""
    subject = f"Kết quả công tác tập huấn, bồi dưỡng {paper.period}"
    present = [
        name
        for name, there in zip(
            (name for name, _title, _grid in _ANNEXES), (paper.classes, paper.items, paper.units), strict=True
        )
        if there
    ]
    names = {
        name: f"Phụ lục {roman(place)}" if len(present) > 1 else "Phụ lục"
        for place, name in enumerate(present, start=1)
    }
    return {
        **official_values(paper, subject, []),
        **text_values(
            f"{resting_on(paper.directives)}{one_line(paper.office)} báo cáo kết quả công tác tập huấn, bồi dưỡng "
            f"{paper.period} như sau:",
            _sections(paper, names),
            f"Trên đây là báo cáo kết quả công tác tập huấn, bồi dưỡng {paper.period}./.",
        ),
        "dong_kem_theo": attached_line(paper, "Báo cáo"),
        **{name: {"ten": names.get(name, ""), "dong": name in names} for name, _title, _grid in _ANNEXES},
        **table_values(paper.classes),
        **ITEMS.values(
            [
                {
                    "noi_dung": one_line(item.title),
                    "ke_hoach": number(item.planned),
                    "thuc_hien": number(item.held),
                    "ghi_chu": one_line(item.note),
                }
                for item in paper.items
            ],
            {
                "ke_hoach": number(sum(item.planned for item in paper.items)),
                "thuc_hien": number(sum(item.held for item in paper.items)),
            },
        ),
        **UNITS.values(
            [
                {"ten": one_line(unit.unit), "duoc_cu": number(unit.nominated), "co_mat": number(unit.present)}
                for unit in paper.units
            ],
            {
                "duoc_cu": number(sum(unit.nominated for unit in paper.units)),
                "co_mat": number(sum(unit.present for unit in paper.units)),
            },
        ),
    }


def _sections(paper: PeriodReportPaper, names: dict[str, str]) -> list[Section]:
    planned, held = sum(item.planned for item in paper.items), sum(item.held for item in paper.items)
    plan = []
    if planned:
        plan.append(
            f"- Theo kế hoạch: {number(planned)} lớp; đã thực hiện: {number(held)} lớp, đạt {percent(held, planned)}."
        )
    if "phu_luc_ke_hoach" in names:
        plan.append(f"Chi tiết tại {names['phu_luc_ke_hoach']}.")
    counts = [f"- Số lớp đã tổ chức: {number(len(paper.classes))}.", *count_lines(paper.classes)]
    if paper.persons is not None:
        counts.append(f"- Số người tham dự (mỗi người tính một lần): {paper.persons.text} người.")
    if paper.not_closed:
        counts.append(
            f"- Còn {number(len(paper.not_closed))} lớp chưa chốt số liệu, chưa tính vào báo cáo này: "
            f"{'; '.join(one_line(title) for title in paper.not_closed)}."
        )
    if "phu_luc_lop" in names:
        counts.append(f"Danh sách lớp tại {names['phu_luc_lop']}.")
    if "phu_luc_don_vi" in names:
        counts.append(f"Số liệu theo đơn vị tại {names['phu_luc_don_vi']}.")
    asked = sum(each.questions for each in paper.classes)
    answered = sum(each.answered for each in paper.classes)
    questions = (f"- Số câu hỏi, vướng mắc: {number(asked)}; đã trả lời: {number(answered)}.",) if asked else ()
    return numbered_sections(
        [
            Section(
                "KẾT QUẢ",
                numbered_parts(
                    [
                        Part("Thực hiện kế hoạch", tuple(plan)),
                        Part("Số lớp, số người tham dự", tuple(counts)),
                        Part("Trao đổi, giải đáp", questions),
                    ]
                ),
            ),
            Section(
                "ĐÁNH GIÁ CHUNG",
                numbered_parts(
                    [
                        Part("Ưu điểm", tuple(paragraphs(paper.strong_points))),
                        Part("Tồn tại, hạn chế và nguyên nhân", tuple(paragraphs(paper.weak_points))),
                    ]
                ),
            ),
            Section("KIẾN NGHỊ, ĐỀ XUẤT", (Part("", tuple(paragraphs(paper.proposals))),)),
        ]
    )


def _add_annexes(document: DocumentType) -> None:
    for name, title, grid in _ANNEXES:
        begin_annex(document, name, title)
        grid.build(document)
        end_annex(document)


def figures(paper: PeriodReportPaper) -> tuple[Figure, ...]:
    """Planned and held, persons, the counts of each class, the persons of each unit."""
    items = tuple(
        figure
        for item in paper.items
        for figure in (
            Figure(words=f"{one_line(item.title)}: kế hoạch", value=number(item.planned), source="plan"),
            Figure(words=f"{one_line(item.title)}: đã thực hiện", value=number(item.held), source="classes"),
        )
    )
    persons = (
        (Figure(words="Số người, mỗi người tính một lần", value=paper.persons.text, source="classes"),)
        if paper.persons is not None
        else ()
    )
    units = tuple(
        Figure(words=f"{one_line(unit.unit)}: có mặt", value=number(unit.present), source="classes", detail=unit.unit)
        for unit in paper.units
    )
    return (*persons, *items, *table_figures(paper.classes), *units)


QUARTER = Kind(
    kind=PaperKind.QUARTER_REPORT,
    name="Báo cáo quý",
    letters="BC",
    paper=QuarterReportPaper,
    values=values,
    fields=FIELDS,
    build=official_builder("BÁO CÁO", annexes=_add_annexes),
    figures=figures,
)
YEAR = Kind(
    kind=PaperKind.YEAR_REPORT,
    name="Báo cáo năm",
    letters="BC",
    paper=YearReportPaper,
    values=values,
    fields=FIELDS,
    build=official_builder("BÁO CÁO", annexes=_add_annexes),
    figures=figures,
)
