"""Made-up lists by which money is paid."""

from __future__ import annotations

import datetime as dt

from caunoi.papers import Layout
from caunoi.papers.kinds.cost_statement import CostStatementPaper, StatementLine, Voucher
from caunoi.papers.kinds.participant_payments import ParticipantPayment, ParticipantPaymentsPaper
from caunoi.papers.kinds.speaker_payments import SpeakerPayment, SpeakerPaymentsPaper
from tests.papers.samples import heading

DAYS = (dt.date(2026, 11, 12), dt.date(2026, 11, 13))


def _frame(layout, title, changes):
    return {
        "heading": heading(layout, suffix=""),
        "title": title,
        "basis": "Mức thử ngày 01/01/2026",
        "days": DAYS,
        "place": "Hội trường UBND phường",
        **changes,
    }


def speaker_payments(layout=Layout.STATE, rows=2, title="Tập huấn hòa giải ở cơ sở", name="Trần Thị Mẫu", **changes):
    return SpeakerPaymentsPaper(
        **_frame(layout, title, changes),
        rows=tuple(
            SpeakerPayment(
                name=f"{name} {place}",
                grade="Phó Trưởng phòng",
                topics=title,
                sittings="2 buổi",
                rate=500_000,
                amount=1_000_000,
                tax=100_000,
                net=900_000,
            )
            for place in range(1, rows + 1)
        ),
    )


def participant_payments(layout=Layout.STATE, rows=2, title="Tập huấn hòa giải ở cơ sở", name="Lê Văn Mẫu", **changes):
    return ParticipantPaymentsPaper(
        **_frame(layout, title, changes),
        rows=tuple(
            ParticipantPayment(
                name=f"{name} {place}",
                post="Tổ trưởng tổ hòa giải",
                unit="Tổ dân phố số 1",
                days=2,
                meal_each=50_000,
                meals=100_000,
                travel=30_000,
                amount=130_000,
            )
            for place in range(1, rows + 1)
        ),
    )


def cost_statement(
    layout=Layout.STATE, rows=2, title="Tập huấn hòa giải ở cơ sở", words="In tài liệu", advance=0, **changes
):
    return CostStatementPaper(
        **_frame(layout, title, changes),
        lines=(
            StatementLine(what="Thù lao báo cáo viên", planned=2_400_000, spent=2_400_000, note="2 người"),
            StatementLine(what=words, planned=1_000_000, spent=1_250_000),
        )
        if rows
        else (),
        vouchers=tuple(
            Voucher(
                what=f"{words} {place}", amount=625_000, voucher=f"000{place}", voucher_on=DAYS[0], payee="Cửa hàng Thử"
            )
            for place in range(1, rows + 1)
        ),
        advance=advance,
    )
