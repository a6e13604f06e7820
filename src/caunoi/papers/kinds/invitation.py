"""Invitations: a sheet for each guest, speaker or head of a hamlet, all in one file (giấy mời)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType

from caunoi.papers.building.frames import add_heading, add_report_signature, add_title
from caunoi.papers.building.parts import BODY, CENTER, COMMAND, PORTRAIT_WIDTH, Holder, Style, new_document
from caunoi.papers.fields import FieldDoc
from caunoi.papers.heading import Layout
from caunoi.papers.kind import Figure, Kind, PaperKind
from caunoi.papers.kinds.official import FRAME, OfficialPaper, official_values, title_styles
from caunoi.papers.outline import ClassOutline, or_gap, resting_on
from caunoi.papers.pictures import qr_mark
from caunoi.papers.values import Context, Value
from caunoi.papers.wording import capital, number, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Who is invited: name, post, and what for ("phát biểu khai mạc"); a blank name leaves dots to write on."""

    name: str = ""
    post: str = ""
    task: str = ""

    @property
    def text(self) -> str:
        """Name and post as an invitation names them."""
        name, post = one_line(self.name), one_line(self.post)
        if name and post:
            return f"{name}, {post}"
        return name or post or "…………………………………………"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPaper(OfficialPaper):
    """One invitation an invitee; without any, one with dots. `link` is where one takes part from elsewhere."""

    kind: ClassVar[PaperKind] = PaperKind.INVITATION

    outline: ClassOutline
    invitees: tuple[Invitee, ...] = ()
    note: str = ""
    link: str = ""


FIELDS = (
    *FRAME,
    FieldDoc("cau_moi", "“… trân trọng kính mời”"),
    FieldDoc("su_kien", "Sự kiện được mời dự: “lớp tập huấn …”"),
    FieldDoc("thoi_gian", "Thời gian"),
    FieldDoc("dia_diem", "Địa điểm"),
    FieldDoc("duong_dan", "Đường dẫn dự trực tuyến; trống khi không có"),
    FieldDoc("ma_qr", "Mã QR của đường dẫn, thành hình khi in; trống khi không có đường dẫn"),
    FieldDoc("ghi_chu", "Lời nhắn thêm; có thể trống"),
    FieldDoc("ket_thuc", "Câu kết thúc"),
    FieldDoc(
        "giay_moi",
        "Mỗi người được mời một giấy",
        is_list=True,
        required=True,
        fields=(
            FieldDoc("nguoi", "Họ tên và chức vụ người được mời", required=True),
            FieldDoc("viec", "Phần việc của người được mời; có thể trống"),
        ),
    ),
)


def values(paper: InvitationPaper) -> Context:
    """What the template sees."""
    outline = paper.outline
    sheets: list[Value] = [{"nguoi": each.text, "viec": one_line(each.task)} for each in paper.invitees or (Invitee(),)]
    opening = f"{resting_on(paper.directives)}{one_line(paper.office)} trân trọng kính mời:"
    return {
        **official_values(paper, f"Dự {outline.phrase}", []),
        "cau_moi": opening,
        "su_kien": outline.phrase,
        "thoi_gian": or_gap(capital(outline.time_text)),
        "dia_diem": or_gap(outline.place_text),
        "duong_dan": one_line(paper.link),
        "ma_qr": qr_mark(paper.link),
        "ghi_chu": one_line(paper.note),
        "ket_thuc": "Rất mong được đón tiếp./.",
        "giay_moi": sheets,
    }


def build(layout: Layout) -> DocumentType:
    """A page for each; the heading stands on every one."""
    document = new_document(numbered=False)
    holder = Holder(document)
    holder.add("{%p for giay in giay_moi %}", COMMAND)
    holder.page_break("not loop.first")
    add_heading(document, layout, PORTRAIT_WIDTH, dated=True)
    word, about = title_styles(layout)
    add_title(document, [("GIẤY MỜI", word), ("{{ trich_yeu }}", about)], PORTRAIT_WIDTH)
    holder = Holder(document)
    holder.add("{{ cau_moi }}", BODY)
    holder.add("{{ giay.nguoi }}", Style(bold=True, align=CENTER, before=4, after=8))
    holder.add("Đến dự {{ su_kien }}.", BODY)
    holder.when("giay.viec", "Phần việc: {{ giay.viec }}.", BODY)
    holder.add_runs("Thời gian:", " {{ thoi_gian }}.", BODY)
    holder.add_runs("Địa điểm:", " {{ dia_diem }}.", BODY)
    holder.when("duong_dan", "Dự trực tuyến tại: {{ duong_dan }}", Style(after=6, spacing=1.1, first_line=12.7))
    holder.when("ma_qr", "{{ ma_qr }}", Style(align=CENTER, before=4, after=4, keep=True))
    holder.when("ghi_chu", "{{ ghi_chu }}", BODY)
    closing = holder.add("{{ ket_thuc }}", BODY)
    closing.paragraph_format.keep_with_next = True
    holder.add("", Style(size=6, keep=True))
    add_report_signature(document, layout)
    Holder(document).add("{%p endfor %}", COMMAND)
    return document


def figures(paper: InvitationPaper) -> tuple[Figure, ...]:
    """How many are invited."""
    if not paper.invitees:
        return ()
    return (Figure(words="Số giấy mời", value=number(len(paper.invitees)), source="guests"),)


KIND = Kind(
    kind=PaperKind.INVITATION,
    name="Giấy mời",
    letters="GM",
    paper=InvitationPaper,
    values=values,
    fields=FIELDS,
    build=build,
    figures=figures,
)
