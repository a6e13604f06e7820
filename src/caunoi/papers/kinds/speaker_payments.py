"""The payment list for the speakers of a class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docx.document import Document as DocumentType

from caunoi.papers.fields import FieldDoc
from caunoi.papers.heading import Layout
from caunoi.papers.kind import Figure, Kind, PaperKind
from caunoi.papers.kinds.payments import FRAME, PaymentPaper, PaymentTable, build_payments, frame_values
from caunoi.papers.values import Context
from caunoi.papers.wording import number, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerPayment:
    """One row; `grade` is the post or academic title that is paid for, `sittings` as it is written, amounts in đồng.

    `signed` is what stands in the last column: blank to sign, or the account for whoever may print it.
    """

    name: str
    grade: str = ""
    topics: str = ""
    sittings: str = ""
    rate: int = 0
    amount: int = 0
    tax: int = 0
    net: int = 0
    signed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerPaymentsPaper(PaymentPaper):
    """The payment list for speakers; rows stand in the order given."""

    kind: ClassVar[PaperKind] = PaperKind.SPEAKER_PAYMENTS

    rows: tuple[SpeakerPayment, ...]


def values(paper: SpeakerPaymentsPaper) -> Context:
    """What the template sees."""
    amount, tax = sum(row.amount for row in paper.rows), sum(row.tax for row in paper.rows)
    return {
        **frame_values(paper, amount),
        "tong_thue": number(tax),
        "tong_thuc_nhan": number(sum(row.net for row in paper.rows)),
        "bao_cao_vien": [
            {
                "stt": str(place),
                "ho_ten": one_line(row.name),
                "chuc_danh": one_line(row.grade),
                "chuyen_de": one_line(row.topics),
                "so_buoi": one_line(row.sittings),
                "muc_chi": number(row.rate),
                "so_tien": number(row.amount),
                "thue": number(row.tax),
                "thuc_nhan": number(row.net),
                "ky_nhan": one_line(row.signed),
            }
            for place, row in enumerate(paper.rows, start=1)
        ],
    }


TABLE = PaymentTable(
    title="DANH SÁCH CHI TRẢ THÙ LAO BÁO CÁO VIÊN",
    rows="bao_cao_vien",
    columns=(
        ("STT", 12, "stt"),
        ("Họ và tên", 40, "ho_ten"),
        ("Chức vụ, học hàm, học vị", 32, "chuc_danh"),
        ("Chuyên đề", 44, "chuyen_de"),
        ("Số buổi", 17, "so_buoi"),
        ("Mức chi/buổi (đồng)", 22, "muc_chi"),
        ("Số tiền (đồng)", 24, "so_tien"),
        ("Thuế (đồng)", 22, "thue"),
        ("Thực nhận (đồng)", 24, "thuc_nhan"),
        ("Ký nhận hoặc số tài khoản", 25, "ky_nhan"),
    ),
    money=frozenset({"muc_chi", "so_tien", "thue", "thuc_nhan"}),
    counted=frozenset({"stt", "so_buoi"}),
    totals={"so_tien": "{{ tong_tien }}", "thue": "{{ tong_thue }}", "thuc_nhan": "{{ tong_thuc_nhan }}"},
)


def build(layout: Layout) -> DocumentType:
    """The payment list, in landscape."""
    return build_payments(layout, TABLE)


def figures(paper: SpeakerPaymentsPaper) -> tuple[Figure, ...]:
    """The totals."""
    return (
        Figure(words="Số báo cáo viên", value=number(len(paper.rows)), source="speaker_fees"),
        Figure(words="Tổng thù lao", value=number(sum(row.amount for row in paper.rows)), source="speaker_fees"),
        Figure(words="Thuế khấu trừ", value=number(sum(row.tax for row in paper.rows)), source="speaker_fees"),
    )


KIND = Kind(
    kind=PaperKind.SPEAKER_PAYMENTS,
    name="Danh sách chi báo cáo viên",
    paper=SpeakerPaymentsPaper,
    values=values,
    fields=(
        *FRAME,
        FieldDoc("tong_thue", "Tổng thuế khấu trừ"),
        FieldDoc("tong_thuc_nhan", "Tổng thực nhận"),
        FieldDoc(
            "bao_cao_vien",
            "Các báo cáo viên, mỗi người một dòng",
            is_list=True,
            required=True,
            fields=tuple(
                FieldDoc(field, head, required=field in {"ho_ten", "so_tien"}) for head, _width, field in TABLE.columns
            ),
        ),
    ),
    build=build,
    figures=figures,
)
