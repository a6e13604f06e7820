"""One report on the several classes of an item of a plan (báo cáo chung)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType

from caunoi.papers.building.frames import begin_annex, end_annex
from caunoi.papers.fields import FieldDoc
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
from caunoi.papers.wording import number, one_line, paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class CombinedReportPaper(OfficialPaper):
    """What became of an item: planned and held classes, what each report says of strong and weak points."""

    kind: ClassVar[PaperKind] = PaperKind.COMBINED_REPORT

    subject: str
    audience: str = ""
    planned: int | None = None
    classes: tuple[HeldClass, ...] = ()
    topics: tuple[str, ...] = ()
    strong_points: str = ""
    weak_points: str = ""
    proposals: str = ""


ANNEX = FieldDoc(
    "phu_luc_lop",
    "Phụ lục các lớp",
    fields=(FieldDoc("ten", "Tên phụ lục"), FieldDoc("dong", "Đúng khi có phụ lục")),
)


def values(paper: CombinedReportPaper) -> Context:
    """What the template sees."""
    named = f"các lớp “{one_line(paper.subject)}”"
    held = f"{number(len(paper.classes))} lớp" if paper.classes else "các lớp"
    return {
        **official_values(paper, f"Kết quả tổ chức {named}", []),
        **text_values(
            f"{resting_on(paper.directives)}{one_line(paper.office)} báo cáo kết quả tổ chức {named} như sau:",
            _sections(paper),
            f"Trên đây là báo cáo kết quả tổ chức {held}./.",
        ),
        "dong_kem_theo": attached_line(paper, "Báo cáo"),
        "phu_luc_lop": {"ten": "Phụ lục", "dong": bool(paper.classes)},
        **table_values(paper.classes),
    }


def _sections(paper: CombinedReportPaper) -> list[Section]:
    held = f"- Số lớp đã tổ chức: {number(len(paper.classes))}"
    if paper.planned is not None:
        held += f"/{number(paper.planned)} lớp theo kế hoạch"
    asked = sum(each.questions for each in paper.classes)
    answered = sum(each.answered for each in paper.classes)
    questions = (f"- Số câu hỏi, vướng mắc: {number(asked)}; đã trả lời: {number(answered)}.",) if asked else ()
    audience = (f"- Đối tượng: {one_line(paper.audience).rstrip('.')}.",) if paper.audience else ()
    last = len(paper.topics)
    topics = tuple(
        f"- “{one_line(topic)}”{'.' if place == last else ';'}" for place, topic in enumerate(paper.topics, start=1)
    )
    return numbered_sections(
        [
            Section(
                "KẾT QUẢ TỔ CHỨC",
                numbered_parts(
                    [
                        Part("Số lớp, số lượng tham dự", (f"{held}.", *audience, *count_lines(paper.classes))),
                        Part("Nội dung, chuyên đề", topics),
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


def _annex(document: DocumentType) -> None:
    begin_annex(document, "phu_luc_lop", "CÁC LỚP ĐÃ TỔ CHỨC")
    class_table.TABLE.build(document)
    end_annex(document)


def figures(paper: CombinedReportPaper) -> tuple[Figure, ...]:
    """Planned and held, and the counts of each class."""
    planned = (
        (Figure(words="Số lớp theo kế hoạch", value=number(paper.planned), source="plan"),)
        if paper.planned is not None
        else ()
    )
    return (*planned, *table_figures(paper.classes))


KIND = Kind(
    kind=PaperKind.COMBINED_REPORT,
    name="Báo cáo chung các lớp",
    letters="BC",
    paper=CombinedReportPaper,
    values=values,
    fields=(*FRAME, *TEXT, ATTACHED, ANNEX, *class_table.TABLE.fields),
    build=official_builder("BÁO CÁO", annexes=_annex),
    figures=figures,
)
