"""The proposal that asks for leave to hold a class, or the classes of one item of a plan (tờ trình)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from caunoi.papers.amounts import money_in_words
from caunoi.papers.kind import Figure, Kind, PaperKind
from caunoi.papers.kinds.official import (
    ADDRESSEES,
    FRAME,
    TEXT,
    OfficialPaper,
    add_addressees,
    addressee_values,
    official_builder,
    official_values,
    text_values,
)
from caunoi.papers.outline import ClassOutline, bases_lines, outline_lines, topic_lines
from caunoi.papers.sections import Part, Section, numbered_parts
from caunoi.papers.values import Context
from caunoi.papers.wording import money, number, one_line, paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalPaper(OfficialPaper):
    """What is asked of whom. `subject` names several classes together; `cost` is in đồng, None is not worked out."""

    kind: ClassVar[PaperKind] = PaperKind.PROPOSAL

    classes: tuple[ClassOutline, ...]
    subject: str = ""
    addressees: tuple[str, ...] = ()
    purpose: str = ""
    cost: int | None = None
    funding: str = ""


def values(paper: ProposalPaper) -> Context:
    """What the template sees."""
    named = what(paper.classes, paper.subject)
    bases = bases_lines(paper.directives, paper.heading.layout)
    approver = one_line(paper.addressees[0]) if paper.addressees else "cấp có thẩm quyền"
    office = one_line(paper.office)
    return {
        **official_values(paper, f"Về việc tổ chức {named}", bases),
        **addressee_values(paper.addressees),
        **text_values(
            f"{office} kính trình {approver} xem xét, phê duyệt việc tổ chức {named} với các nội dung sau:",
            [Section("", numbered_parts(_parts(paper)))],
            f"{office} kính trình {approver} xem xét, quyết định./.",
        ),
    }


def what(classes: tuple[ClassOutline, ...], subject: str) -> str:
    """The class as named in a sentence, or how many there are and of what."""
    if len(classes) == 1:
        return classes[0].phrase
    return f"{number(len(classes))} lớp “{one_line(subject)}”" if subject else f"{number(len(classes))} lớp"


def _parts(paper: ProposalPaper) -> list[Part]:
    first = paper.classes[0] if paper.classes else None
    held: list[str] = []
    for place, outline in enumerate(paper.classes, start=1):
        if len(paper.classes) > 1:
            held.append(f"Lớp {place}: {one_line(outline.title)}")
        held += outline_lines(outline)
    costs = []
    if paper.cost is not None:
        costs.append(f"Tổng kinh phí dự kiến: {money(paper.cost)} (Bằng chữ: {money_in_words(paper.cost)}).")
    if paper.funding:
        costs.append(f"Nguồn kinh phí: {one_line(paper.funding).rstrip('.')}.")
    return [
        Part("Mục đích, yêu cầu", tuple(paragraphs(paper.purpose))),
        Part("Đối tượng, số lượng, thời gian, địa điểm", tuple(held)),
        Part("Nội dung, báo cáo viên", tuple(topic_lines(first)) if first else ()),
        Part("Kinh phí", tuple(costs) or ("Theo dự toán kèm theo.",)),
    ]


def figures(paper: ProposalPaper) -> tuple[Figure, ...]:
    """Seats and cost."""
    seats = tuple(
        Figure(words=f"{one_line(outline.title)}: số lượng", value=number(outline.seats), source="quota")
        for outline in paper.classes
        if outline.seats is not None
    )
    cost = (
        (Figure(words="Tổng kinh phí dự kiến", value=money(paper.cost), source="costs"),)
        if paper.cost is not None
        else ()
    )
    return (*seats, *cost)


KIND = Kind(
    kind=PaperKind.PROPOSAL,
    name="Tờ trình",
    letters="TTr",
    paper=ProposalPaper,
    values=values,
    fields=(*FRAME, *ADDRESSEES, *TEXT),
    build=official_builder("TỜ TRÌNH", before=add_addressees),
    figures=figures,
)
