"""From the money of a class to its payment lists."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from caunoi import papers
from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import PaperKind
from caunoi.training.models import TrainingClass
from caunoi.training.queries.money.payees import visible_accounts_of_payees
from caunoi.training.queries.money.rates import table_for
from caunoi.training.queries.money.statement import fees_of, payments_of
from caunoi.training.queries.papers.frame import heading, signature


def payment_paper(
    user: AnyUser, training_class: TrainingClass, kind: PaperKind, layout: papers.Layout
) -> papers.SpeakerPaymentsPaper | papers.ParticipantPaymentsPaper:
    """Return a payment list as the money stands; accounts stand in it only where the user may see them."""
    accounts = {
        row.person_id: " - ".join(part for part in (row.account, row.bank) if part)
        for row in visible_accounts_of_payees(user).filter(owner=training_class.keeper)
        if row.account
    }
    day = training_class.starts_on
    table = table_for(training_class.keeper, day) if day else None
    signed = signature(training_class.keeper)
    frame: dict[str, Any] = {
        "heading": heading(training_class.keeper, layout),
        "title": training_class.title,
        "basis": (str(table.directive) if table.directive else table.citation) if table else "",
        "days": days_of(training_class),
        "place": training_class.place,
        "head": papers.Signature(
            authority=signed.authority, title=signed.title or "THỦ TRƯỞNG ĐƠN VỊ", name=signed.name
        ),
    }
    if kind == PaperKind.SPEAKER_PAYMENTS:
        return papers.SpeakerPaymentsPaper(
            rows=tuple(
                papers.SpeakerPayment(
                    name=fee.person.full_name,
                    grade=fee.grade_words,
                    topics="; ".join(item["title"] for item in fee.basis),
                    sittings=in_sittings(fee.periods, fee.periods_per_sitting),
                    rate=fee.rate_amount,
                    amount=fee.amount,
                    tax=fee.tax,
                    net=fee.net,
                    signed=_last(accounts.get(fee.person_id, ""), by_transfer=fee.by_transfer),
                )
                for fee in fees_of(training_class)
            ),
            **frame,
        )
    return papers.ParticipantPaymentsPaper(
        rows=tuple(
            papers.ParticipantPayment(
                name=row.enrolment.person.full_name,
                post=row.enrolment.post,
                unit=row.enrolment.unit_text,
                days=row.days,
                meal_each=row.meal_each,
                meals=row.meals,
                travel=row.travel,
                amount=row.amount,
                signed=_last(accounts.get(row.enrolment.person_id, ""), by_transfer=row.by_transfer),
            )
            for row in payments_of(training_class)
        ),
        **frame,
    )


def _last(account: str, *, by_transfer: bool) -> str:
    """Return what stands where one signs: nothing for cash."""
    return (account or "Chuyển khoản") if by_transfer else ""


def in_sittings(periods: Decimal, per: int) -> str:
    """Return periods as sittings: "2", "1,5"; where they make none, "3/4"."""
    share = periods / per
    if share * 2 == (share * 2).to_integral_value():
        return f"{share.normalize():f}".replace(".", ",")
    return f"{periods.normalize():f}/{per}".replace(".", ",")


def days_of(training_class: TrainingClass) -> tuple[dt.date, ...]:
    """Return the days on which the class sits, else its first and last."""
    days = tuple(dict.fromkeys(training_class.sittings.order_by("date", "order").values_list("date", flat=True)))
    ends = (training_class.starts_on, training_class.ends_on)
    return days or tuple(dict.fromkeys(day for day in ends if day))
