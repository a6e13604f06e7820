"""The form on which a group writes down its discussion (biên bản thảo luận tổ): class and group are filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType

from caunoi.papers.building.frames import add_heading, add_signatures, add_title
from caunoi.papers.building.parts import COMMAND, PORTRAIT_WIDTH, Holder, Style, new_document
from caunoi.papers.fields import HEADING, FieldDoc, lines, signer
from caunoi.papers.heading import Layout, Signature
from caunoi.papers.kind import Kind, Paper, PaperKind
from caunoi.papers.kinds.official import title_styles
from caunoi.papers.outline import ClassOutline
from caunoi.papers.values import Context, Value, heading_values, signature_values
from caunoi.papers.wording import one_line

# As many as fit on a line at 14 points, where each is as wide as the letters are high.
DOTS = "…" * 32
LINES_A_QUESTION = 5
LINES_WITHOUT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionMinutesPaper(Paper):
    """A form a group; `questions` are what the groups are to talk about, the topics where nothing else is known."""

    kind: ClassVar[PaperKind] = PaperKind.DISCUSSION_MINUTES

    outline: ClassOutline
    groups: tuple[str, ...] = ("",)
    questions: tuple[str, ...] = ()


FIELDS = (
    *HEADING,
    FieldDoc("trich_yeu", "Tên lớp trong câu", required=True),
    FieldDoc("thoi_gian", "Thời gian của lớp"),
    FieldDoc("dia_diem", "Địa điểm của lớp"),
    FieldDoc("cham", "Một dòng chấm để viết tay"),
    FieldDoc(
        "cac_to",
        "Mỗi tổ một biên bản",
        is_list=True,
        required=True,
        fields=(
            FieldDoc("ten", "Tên tổ"),
            FieldDoc(
                "noi_dung",
                "Các nội dung thảo luận",
                is_list=True,
                fields=(FieldDoc("cau", "Nội dung"), lines("dong", "Các dòng chấm")),
            ),
        ),
    ),
    signer("thu_ky", "Thư ký tổ"),
    signer("to_truong", "Tổ trưởng"),
)


def values(paper: DiscussionMinutesPaper) -> Context:
    """What the template sees."""
    questions: list[Value] = [
        {"cau": f"{place}. {one_line(question)}", "dong": [DOTS] * LINES_A_QUESTION}
        for place, question in enumerate(paper.questions, start=1)
    ] or [{"cau": "Ý kiến thảo luận:", "dong": [DOTS] * LINES_WITHOUT}]
    return {
        **heading_values(paper.heading),
        "trich_yeu": paper.outline.phrase,
        "thoi_gian": paper.outline.time_text,
        "dia_diem": paper.outline.place_text,
        "cham": DOTS,
        "cac_to": [{"ten": one_line(group) or "Tổ ………", "noi_dung": questions} for group in paper.groups or ("",)],
        "thu_ky": signature_values(Signature(title="THƯ KÝ")),
        "to_truong": signature_values(Signature(title="TỔ TRƯỞNG")),
    }


def build(layout: Layout) -> DocumentType:
    """A form for each group, on a page of its own."""
    document = new_document(numbered=False)
    plain = Style(after=4)
    Holder(document).add("{%p for to in cac_to %}", COMMAND)
    Holder(document).page_break("not loop.first")
    add_heading(document, layout, PORTRAIT_WIDTH, dated=False)
    word, about = title_styles(layout)
    add_title(document, [("BIÊN BẢN THẢO LUẬN", word), ("{{ to.ten }} - {{ trich_yeu }}", about)], PORTRAIT_WIDTH)
    holder = Holder(document)
    holder.add("Thời gian: … giờ … ngày … tháng … năm ………", plain)
    holder.add(f"Địa điểm: {DOTS[:26]}", plain)
    holder.add(f"Tổ trưởng: {DOTS[:11]}  Thư ký: {DOTS[:11]}", plain)
    holder.add("Số người có mặt: ………  Vắng: ………", plain)
    holder.add("{%p for cau in to.noi_dung %}", COMMAND)
    holder.add("{{ cau.cau }}", Style(bold=True, before=6, after=4, keep=True))
    holder.each("dong in cau.dong", "{{ dong }}", Style(after=8))
    holder.add("{%p endfor %}", COMMAND)
    holder.add("Câu hỏi, kiến nghị của tổ:", Style(bold=True, before=6, after=4, keep=True))
    for _ in range(3):
        holder.add("{{ cham }}", Style(after=8, keep=True))
    holder.add("", Style(size=4, keep=True))
    add_signatures(document, ("thu_ky", "to_truong"), PORTRAIT_WIDTH)
    Holder(document).add("{%p endfor %}", COMMAND)
    return document


KIND = Kind(
    kind=PaperKind.DISCUSSION_MINUTES,
    name="Biên bản thảo luận tổ",
    paper=DiscussionMinutesPaper,
    values=values,
    fields=FIELDS,
    build=build,
)
