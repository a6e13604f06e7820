"""What papers that go out of the house share: heading with number and date, bases, sections, recipients, signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from docx.document import Document as DocumentType

from caunoi.papers import sections
from caunoi.papers.building.frames import add_heading, add_report_signature, add_title
from caunoi.papers.building.parts import BASE, BODY, CENTER, PORTRAIT_WIDTH, Holder, Style, new_document
from caunoi.papers.facts import DirectiveFacts
from caunoi.papers.fields import HEADING, FieldDoc, lines, signer
from caunoi.papers.heading import Layout, Parent, Signature
from caunoi.papers.kind import Paper
from caunoi.papers.sections import Section, section_values
from caunoi.papers.values import Context, heading_values, signature_values, texts
from caunoi.papers.wording import one_line

UNSIGNED = Signature()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialPaper(Paper):
    """A paper with a number of its own. `office` is the issuer as named in running text."""

    office: str
    signature: Signature = UNSIGNED
    recipients: tuple[str, ...] = ()
    directives: tuple[DirectiveFacts, ...] = ()


FRAME = (
    *HEADING[:2],
    FieldDoc("so_ky_hieu", HEADING[2].meaning, required=True),
    FieldDoc("dia_danh_ngay_thang", HEADING[3].meaning, required=True),
    FieldDoc("trich_yeu", "Trích yếu: văn bản về việc gì", required=True),
    FieldDoc("co_quan", "Tên cơ quan ban hành trong câu văn"),
    lines("can_cu", "Các dòng “Căn cứ …”"),
    signer("nguoi_ky", "Người ký văn bản", required=True),
    lines("noi_nhan", "Các dòng nơi nhận"),
)
TEXT = (
    FieldDoc("mo_dau", "Câu mở đầu"),
    sections.FIELD,
    FieldDoc("ket_thuc", "Câu kết thúc, có dấu “./.”"),
)
ATTACHED = FieldDoc("dong_kem_theo", "Dòng “(Kèm theo …)” đặt dưới tên phụ lục")


def official_values(paper: OfficialPaper, subject: str, bases: list[str]) -> Context:
    """The frame of the paper."""
    return {
        **heading_values(paper.heading),
        "trich_yeu": one_line(subject),
        "co_quan": one_line(paper.office),
        "can_cu": texts(bases),
        "nguoi_ky": signature_values(paper.signature),
        "noi_nhan": texts(paper.recipients),
    }


def text_values(opening: str, parts: list[Section], closing: str) -> Context:
    """The text of the paper."""
    return {"mo_dau": opening, "cac_phan": section_values(parts), "ket_thuc": closing}


def attached_line(paper: OfficialPaper, word: str) -> str:
    """The line under an annex that names the paper it belongs to."""
    return Parent(
        kind=word,
        number=paper.heading.number,
        suffix=paper.heading.suffix,
        date=paper.heading.date,
        month=paper.heading.month,
        year=paper.heading.year,
        issuer=one_line(paper.office),
    ).line(paper.heading.layout)


def title_styles(layout: Layout) -> tuple[Style, Style]:
    """The looks of a paper's kind and of what it is about."""
    size = 16 if layout is Layout.PARTY else 14
    return Style(size=size, bold=True, align=CENTER, before=18), Style(bold=True, align=CENTER)


def start_official(layout: Layout, word: str) -> DocumentType:
    """A document with heading and title."""
    document = new_document()
    add_heading(document, layout, PORTRAIT_WIDTH, dated=True)
    kind, about = title_styles(layout)
    add_title(document, [(word, kind), ("{{ trich_yeu }}", about)], PORTRAIT_WIDTH)
    return document


def add_bases(holder: Holder, layout: Layout) -> None:
    """The lines on which the paper rests."""
    holder.each("dong in can_cu", "{{ dong }}", BODY if layout is Layout.PARTY else BASE)


def end_official(document: DocumentType, layout: Layout) -> None:
    """The last sentence, kept with recipients and signature."""
    holder = Holder(document)
    closing = holder.add("{{ ket_thuc }}", BODY)
    closing.paragraph_format.keep_with_next = True
    holder.add("", Style(size=6, keep=True))
    add_report_signature(document, layout)


def official_builder(
    word: str,
    *,
    before: Callable[[Holder], None] | None = None,
    after: Callable[[DocumentType], None] | None = None,
    annexes: Callable[[DocumentType], None] | None = None,
) -> Callable[[Layout], DocumentType]:
    """A builder of a paper with sections; `before` stands above the opening, `after` below the sections."""

    def build(layout: Layout) -> DocumentType:
        document = start_official(layout, word)
        holder = Holder(document)
        if before:
            before(holder)
        add_bases(holder, layout)
        holder.add("{{ mo_dau }}", BODY)
        sections.add_sections(holder)
        if after:
            after(document)
        end_official(document, layout)
        if annexes:
            annexes(document)
        return document

    return build


def add_addressees(holder: Holder) -> None:
    """To whom a paper is addressed: one on a line, or several under each other."""
    plain = Style(align=CENTER, after=8)
    holder.when("kinh_gui_mot", "Kính gửi: {{ kinh_gui_mot }}", plain)
    holder.when("kinh_gui", "Kính gửi:", Style(first_line=40, after=2, keep=True))
    holder.each("dong in kinh_gui", "- {{ dong }}", Style(left=58, first_line=-3, after=2))
    holder.add("", Style(size=4))


ADDRESSEES = (
    FieldDoc("kinh_gui_mot", "Nơi gửi khi chỉ có một; trống khi có nhiều nơi gửi"),
    lines("kinh_gui", "Các nơi gửi khi có nhiều; trống khi chỉ có một"),
)


def addressee_values(addressees: tuple[str, ...]) -> Context:
    """One addressee stands on the line itself, several each on their own."""
    named = [one_line(each) for each in addressees if one_line(each)]
    if len(named) == 1:
        return {"kinh_gui_mot": f"{named[0]}", "kinh_gui": []}
    return {
        "kinh_gui_mot": "" if named else "…………",
        "kinh_gui": [f"{name}{'.' if place == len(named) else ';'}" for place, name in enumerate(named, start=1)],
    }
