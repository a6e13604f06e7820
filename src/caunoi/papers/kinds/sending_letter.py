"""The letter that asks units to send people, with its quota table and the list form (công văn cử học viên)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType

from caunoi.papers.building.frames import add_heading, begin_annex, end_annex
from caunoi.papers.building.parts import BODY, CENTER, PORTRAIT_WIDTH, Holder, Style, new_document
from caunoi.papers.fields import FieldDoc
from caunoi.papers.grid import NUMBERED, Column, Grid
from caunoi.papers.heading import Layout
from caunoi.papers.kind import Figure, Kind, PaperKind
from caunoi.papers.kinds.official import (
    ADDRESSEES,
    ATTACHED,
    FRAME,
    TEXT,
    OfficialPaper,
    add_addressees,
    addressee_values,
    attached_line,
    end_official,
    official_values,
    text_values,
)
from caunoi.papers.outline import ClassOutline, ended, resting_on
from caunoi.papers.pictures import qr_mark
from caunoi.papers.sections import Part, Section, add_sections, numbered_parts
from caunoi.papers.values import Context
from caunoi.papers.wording import capital, clock, day, number, one_line

# More than these stand in the annex instead of at the head of the letter.
MOST_ADDRESSEES = 8
FORM_ROWS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaLine:
    """How many a unit is asked to send."""

    unit: str
    seats: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingLetterPaper(OfficialPaper):
    """Whom units are to send where, until when. `link` is where a unit may type its list without an account.

    With `unit` it is the letter to that unit alone: its own seats, its own link, no table of the others.
    """

    kind: ClassVar[PaperKind] = PaperKind.SENDING_LETTER

    outline: ClassOutline
    quotas: tuple[QuotaLine, ...] = ()
    until: dt.date | None = None
    contact: str = ""
    link: str = ""
    unit: QuotaLine | None = None

    @property
    def table(self) -> tuple[QuotaLine, ...]:
        """The lines of the annex: none in the letter to one unit."""
        return () if self.unit else self.quotas


QUOTAS = Grid(
    name="phan_bo",
    meaning="Chỉ tiêu của từng đơn vị",
    columns=(
        NUMBERED,
        Column("don_vi", "Cơ quan, đơn vị", 90),
        Column("so_luong", "Số người", 25, "center"),
        Column("ghi_chu", "Ghi chú", 38),
    ),
    totals=("so_luong",),
)
FORM = Grid(
    name="mau_danh_sach",
    meaning="Các dòng trống của mẫu danh sách",
    columns=(
        NUMBERED,
        Column("ho_ten", "Họ và tên", 50),
        Column("chuc_vu", "Chức vụ", 38),
        Column("don_vi", "Đơn vị", 38),
        Column("dien_thoai", "Điện thoại", 26),
        Column("ghi_chu", "Ghi chú", 20),
    ),
)

FIELDS = (
    *FRAME,
    *ADDRESSEES,
    *TEXT,
    FieldDoc("duong_dan", "Đường dẫn để đơn vị gửi danh sách; có thể trống"),
    FieldDoc("ma_qr", "Mã QR của đường dẫn, thành hình khi in; trống khi không có đường dẫn"),
    ATTACHED,
    FieldDoc(
        "phu_luc_phan_bo",
        "Phụ lục phân bổ chỉ tiêu",
        fields=(FieldDoc("ten", "Tên phụ lục"), FieldDoc("dong", "Đúng khi có phụ lục")),
    ),
    FieldDoc(
        "phu_luc_mau",
        "Phụ lục mẫu danh sách",
        fields=(FieldDoc("ten", "Tên phụ lục"), FieldDoc("dong", "Đúng khi có phụ lục")),
    ),
    *QUOTAS.fields,
    *FORM.fields,
)


def values(paper: SendingLetterPaper) -> Context:
    """What the template sees."""
    quotas = bool(paper.table)
    units = (paper.unit.unit,) if paper.unit else tuple(line.unit for line in paper.quotas)
    many = len(units) > MOST_ADDRESSEES
    addressees = ("Các cơ quan, đơn vị có tên tại Phụ lục I",) if many else units
    office = one_line(paper.office)
    opening = (
        f"{resting_on(paper.directives)}{office} tổ chức {paper.outline.phrase}. "
        f"{office} đề nghị quý cơ quan, đơn vị cử người tham dự như sau:"
    )
    rows = [
        {"don_vi": one_line(line.unit), "so_luong": number(line.seats), "ghi_chu": one_line(line.note)}
        for line in paper.table
    ]
    return {
        **official_values(paper, f"V/v cử người tham dự {paper.outline.phrase}", []),
        **addressee_values(addressees),
        **text_values(
            opening,
            [Section("", numbered_parts(_parts(paper)))],
            "Đề nghị quý cơ quan, đơn vị quan tâm phối hợp thực hiện./.",
        ),
        "duong_dan": one_line(paper.link),
        "ma_qr": qr_mark(paper.link),
        "dong_kem_theo": attached_line(paper, "Công văn"),
        "phu_luc_phan_bo": {"ten": "Phụ lục I", "dong": quotas},
        "phu_luc_mau": {"ten": "Phụ lục II" if quotas else "Phụ lục", "dong": True},
        **QUOTAS.values(rows, {"so_luong": number(sum(line.seats for line in paper.table))}),
        **FORM.values([], least=FORM_ROWS),
    }


def _parts(paper: SendingLetterPaper) -> list[Part]:
    outline = paper.outline
    who = [f"- Đối tượng: {ended(outline.audience)}"]
    if paper.unit:
        who.append(f"- Số lượng: {number(paper.unit.seats)} người.")
    elif paper.quotas:
        who.append("- Số lượng: theo phân bổ tại Phụ lục I.")
    else:
        who.append(f"- Số lượng: {ended(outline.seats_text)}")
    time = outline.time_text
    if outline.starts and "giờ" not in time:
        time = f"{clock(outline.starts)}, {time}"
    form = "Phụ lục II" if paper.table else "Phụ lục"
    until = f" trước ngày {day(paper.until)}" if paper.until else ""
    names = [f"- Lập danh sách theo mẫu tại {form}, gửi về {one_line(paper.office)}{until}."]
    if paper.link:
        # An address in a line of words would pull these apart.
        names += ["- Hoặc gửi danh sách tại đường dẫn sau (quét mã QR ở cuối văn bản):", one_line(paper.link)]
    if paper.contact:
        names.append(f"- Đầu mối liên hệ: {one_line(paper.contact).rstrip('.')}.")
    return [
        Part("Đối tượng, số lượng", tuple(who)),
        Part("Thời gian", (f"- {ended(capital(time))}",)),
        Part("Địa điểm", (f"- {ended(outline.place_text)}",)),
        Part("Danh sách người tham dự", tuple(names)),
    ]


def build(layout: Layout) -> DocumentType:
    """The letter: what it is about stands below its number."""
    document = new_document()
    add_heading(document, layout, PORTRAIT_WIDTH, dated=True, about=True)
    holder = Holder(document)
    holder.add("", Style(size=8))
    add_addressees(holder)
    holder.add("{{ mo_dau }}", BODY)
    add_sections(holder)
    holder.when("ma_qr", "{{ ma_qr }}", Style(align=CENTER, before=4, after=4))
    end_official(document, layout)
    begin_annex(document, "phu_luc_phan_bo", "PHÂN BỔ CHỈ TIÊU")
    QUOTAS.build(document)
    end_annex(document)
    begin_annex(document, "phu_luc_mau", "DANH SÁCH NGƯỜI THAM DỰ")
    Holder(document).add("Cơ quan, đơn vị: ………………………………………………", Style(after=6))
    FORM.build(document, height=9)
    signed = Holder(document)
    signed.add("", Style(size=6, keep=True))
    signed.add("THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", Style(size=13, bold=True, align=CENTER, keep=True, left=85))
    signed.add("(Ký, ghi rõ họ tên, đóng dấu)", Style(size=12, italic=True, align=CENTER, left=85))
    end_annex(document)
    return document


def figures(paper: SendingLetterPaper) -> tuple[Figure, ...]:
    """The seats of each unit and of all; of one unit its own."""
    asked = (paper.unit,) if paper.unit else paper.quotas
    rows = tuple(
        Figure(words=f"{one_line(line.unit)}: số người", value=number(line.seats), source="quota", detail=line.unit)
        for line in asked
    )
    if not rows or paper.unit:
        return rows
    return (*rows, Figure(words="Cộng", value=number(sum(line.seats for line in paper.quotas)), source="quota"))


KIND = Kind(
    kind=PaperKind.SENDING_LETTER,
    name="Công văn cử người tham dự",
    letters="CV",
    paper=SendingLetterPaper,
    values=values,
    fields=FIELDS,
    build=build,
    figures=figures,
)
