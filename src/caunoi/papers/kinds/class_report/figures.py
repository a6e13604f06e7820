"""The numbers of a class report, each with the records that it counts."""

from __future__ import annotations

from caunoi.papers.facts import Count
from caunoi.papers.kind import Figure, Kind, PaperKind
from caunoi.papers.kinds.class_report import template
from caunoi.papers.kinds.class_report.paper import ClassReportPaper
from caunoi.papers.kinds.class_report.values import report_values
from caunoi.papers.wording import number, one_line

COUNTS = (
    ("quota", "Chỉ tiêu", "quota"),
    ("nominated", "Số được cử", "participants"),
    ("present", "Số có mặt", "attendance"),
    ("absent_with_leave", "Số vắng có phép", "attendance"),
    ("absent_without_leave", "Số vắng không phép", "attendance"),
    ("substitutes", "Số dự thay", "participants"),
    ("guests", "Số khách mời", "guests"),
    ("attendances", "Tổng số lượt người", "attendance"),
)


def figures(paper: ClassReportPaper) -> tuple[Figure, ...]:
    """The counts of the class, of each unit and of each sitting, and how many questions were asked."""
    whole = tuple(
        Figure(words=words, value=count.text, source=source)
        for name, words, source in COUNTS
        if (count := getattr(paper.counts, name)) is not None
    )
    units = tuple(
        Figure(words=f"{one_line(row.unit)}: {words.lower()}", value=count.text, source=source, detail=row.unit)
        for row in paper.by_unit
        for name, words, source in COUNTS[:5]
        if isinstance(count := getattr(row, name), Count)
    )
    sittings = tuple(
        Figure(words=f"{row.sitting.label}: số có mặt", value=row.present.text, source="attendance")
        for row in paper.by_sitting
        if row.present is not None
    )
    asked = (
        (Figure(words="Số câu hỏi, vướng mắc", value=number(len(paper.questions)), source="questions"),)
        if paper.questions
        else ()
    )
    return (*whole, *asked, *units, *sittings)


KIND = Kind(
    kind=PaperKind.CLASS_REPORT,
    name="Báo cáo kết quả",
    letters="BC",
    paper=ClassReportPaper,
    values=report_values,
    fields=template.FIELDS,
    build=template.build,
    figures=figures,
)
