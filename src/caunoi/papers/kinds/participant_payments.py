"""The payment list for participants off the State payroll, to be signed for."""

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
class ParticipantPayment:
    """One row; amounts in đồng. `signed` as on the list of the speakers."""

    name: str
    post: str = ""
    unit: str = ""
    days: int = 0
    meal_each: int = 0
    meals: int = 0
    travel: int = 0
    amount: int = 0
    signed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantPaymentsPaper(PaymentPaper):
    """The payment list for participants; rows stand in the order given."""

    kind: ClassVar[PaperKind] = PaperKind.PARTICIPANT_PAYMENTS

    rows: tuple[ParticipantPayment, ...]


def values(paper: ParticipantPaymentsPaper) -> Context:
    """What the template sees."""
    return {
        **frame_values(paper, sum(row.amount for row in paper.rows)),
        "tong_so": number(len(paper.rows)),
        "tong_ngay": number(sum(row.days for row in paper.rows)),
        "tong_an": number(sum(row.meals for row in paper.rows)),
        "tong_di_lai": number(sum(row.travel for row in paper.rows)),
        "hoc_vien": [
            {
                "stt": str(place),
                "ho_ten": one_line(row.name),
                "chuc_vu": one_line(row.post),
                "don_vi": one_line(row.unit),
                "so_ngay": number(row.days),
                "muc_an": number(row.meal_each),
                "tien_an": number(row.meals),
                "di_lai": number(row.travel),
                "so_tien": number(row.amount),
                "ky_nhan": one_line(row.signed),
            }
            for place, row in enumerate(paper.rows, start=1)
        ],
    }


TABLE = PaymentTable(
    title="DANH SÁCH CHI TIỀN ĂN, ĐI LẠI CHO HỌC VIÊN",
    rows="hoc_vien",
    columns=(
        ("STT", 12, "stt"),
        ("Họ và tên", 44, "ho_ten"),
        ("Chức vụ", 35, "chuc_vu"),
        ("Đơn vị", 37, "don_vi"),
        ("Số ngày", 13, "so_ngay"),
        ("Mức ăn/ngày (đồng)", 21, "muc_an"),
        ("Tiền ăn (đồng)", 25, "tien_an"),
        ("Đi lại (đồng)", 23, "di_lai"),
        ("Số tiền (đồng)", 25, "so_tien"),
        ("Ký nhận", 27, "ky_nhan"),
    ),
    money=frozenset({"muc_an", "tien_an", "di_lai", "so_tien"}),
    counted=frozenset({"stt", "so_ngay"}),
    totals={
        "so_ngay": "{{ tong_ngay }}",
        "tien_an": "{{ tong_an }}",
        "di_lai": "{{ tong_di_lai }}",
        "so_tien": "{{ tong_tien }}",
    },
)


def build(layout: Layout) -> DocumentType:
    """The payment list, in landscape."""
    return build_payments(layout, TABLE)


def figures(paper: ParticipantPaymentsPaper) -> tuple[Figure, ...]:
    """The totals."""
    return (
        Figure(words="Số học viên được chi", value=number(len(paper.rows)), source="payments"),
        Figure(words="Tổng số ngày", value=number(sum(row.days for row in paper.rows)), source="payments"),
        Figure(words="Tổng số tiền", value=number(sum(row.amount for row in paper.rows)), source="payments"),
    )


KIND = Kind(
    kind=PaperKind.PARTICIPANT_PAYMENTS,
    name="Danh sách chi học viên",
    paper=ParticipantPaymentsPaper,
    values=values,
    fields=(
        *FRAME,
        FieldDoc("tong_so", "Tổng số người"),
        FieldDoc("tong_ngay", "Tổng số ngày"),
        FieldDoc("tong_an", "Tổng tiền ăn"),
        FieldDoc("tong_di_lai", "Tổng tiền đi lại"),
        FieldDoc(
            "hoc_vien",
            "Các học viên, mỗi người một dòng",
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
