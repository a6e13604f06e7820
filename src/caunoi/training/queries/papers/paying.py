"""Papers by which the money of a class is paid and settled: frozen money where the class is closed, else today's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from caunoi import papers
from caunoi.directory.models import Organisation
from caunoi.directory.queries.scope import AnyUser
from caunoi.papers.kinds.cost_statement import CostStatementPaper, StatementLine, Voucher
from caunoi.training.enums import CostHeading, ExpenseKind
from caunoi.training.facts import MoneyFact
from caunoi.training.models import TrainingClass
from caunoi.training.queries.money.payees import visible_accounts_of_payees
from caunoi.training.queries.papers.frame import heading, signature
from caunoi.training.queries.papers.official import Wish
from caunoi.training.queries.papers.snapshot import Snapshot
from caunoi.training.queries.papers.target import Target

_NOTHING = MoneyFact()


def accounts_for(user: AnyUser, organisation: Organisation) -> dict[str, str]:
    """Return number and bank by person as a payment list may say them to the user: to an accountant alone."""
    return {
        str(row.person_id): " - ".join(part for part in (row.account, row.bank) if part)
        for row in visible_accounts_of_payees(user).filter(owner=organisation)
        if row.account
    }


def _frame(target: Target, training_class: TrainingClass, found: Snapshot, wish: Wish) -> dict[str, Any]:
    signed = signature(target.office)
    return {
        "heading": heading(target.office, wish.layout),
        "title": found.facts.title,
        "basis": _money(found).basis,
        "days": tuple(map(dt.date.fromisoformat, found.facts.days)) or _first_and_last(training_class),
        "when": found.facts.when,
        "place": found.facts.place,
        "head": papers.Signature(
            authority=signed.authority, title=signed.title or "THỦ TRƯỞNG ĐƠN VỊ", name=signed.name
        ),
    }


def _money(found: Snapshot) -> MoneyFact:
    return found.facts.money or _NOTHING


def _first_and_last(training_class: TrainingClass) -> tuple[dt.date, ...]:
    return tuple(dict.fromkeys(day for day in (training_class.starts_on, training_class.ends_on) if day))


def speaker_payments(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the payment list for speakers; accounts stand in it as far as the wish gives them."""
    training_class = target.training_class
    if training_class is None:
        return None
    found = target.snapshot
    topics = _topics(found)
    return papers.SpeakerPaymentsPaper(
        rows=tuple(
            papers.SpeakerPayment(
                name=found.name(fee.person_id),
                grade=fee.grade,
                topics="; ".join(fee.taught or topics.get(fee.person_id, ())),
                sittings=in_sittings(Decimal(fee.periods), fee.periods_per_sitting),
                rate=fee.rate,
                amount=fee.amount,
                tax=fee.tax,
                net=fee.net,
                signed=_last(wish, fee.person_id, by_transfer=fee.by_transfer),
            )
            for fee in _money(found).fees
        ),
        **_frame(target, training_class, found, wish),
    )


def _topics(found: Snapshot) -> dict[str, tuple[str, ...]]:
    """Return what each taught by the programme, for versions that did not keep it with the fee."""
    taught: dict[str, tuple[str, ...]] = {}
    for topic in found.facts.topics:
        for speaker in topic.speakers:
            taught[speaker.person_id] = (*taught.get(speaker.person_id, ()), topic.title)
    return taught


def participant_payments(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the payment list for participants off the State payroll, in the order of the class's list."""
    training_class = target.training_class
    if training_class is None:
        return None
    found = target.snapshot
    listed = {row.person_id: row for row in found.participants}
    return papers.ParticipantPaymentsPaper(
        rows=tuple(
            papers.ParticipantPayment(
                name=found.name(row.person_id),
                post=listed[row.person_id].post if row.person_id in listed else "",
                unit=listed[row.person_id].unit if row.person_id in listed else "",
                days=row.days,
                meal_each=row.meal_each or (row.meals // row.days if row.days else 0),
                meals=row.meals,
                travel=row.travel,
                amount=row.amount,
                signed=_last(wish, row.person_id, by_transfer=row.by_transfer),
            )
            for row in _money(found).payments
        ),
        **_frame(target, training_class, found, wish),
    )


def cost_statement(target: Target, wish: Wish) -> papers.Paper | None:
    """Return what was planned against what was spent, with the invoices of what was spent besides."""
    training_class = target.training_class
    if training_class is None:
        return None
    found = target.snapshot
    money = _money(found)
    counted = {
        CostHeading.SPEAKERS: f"{len(money.fees)} người",
        CostHeading.MEALS: f"{sum(bool(row.meals) for row in money.payments)} người",
        CostHeading.TRAVEL: f"{sum(bool(row.travel) for row in money.payments)} người",
    }
    return CostStatementPaper(
        lines=tuple(
            StatementLine(
                what=_capitalised(str(CostHeading(line.heading).label)),
                planned=line.planned,
                spent=line.spent,
                note=counted.get(CostHeading(line.heading), "") if line.spent else "",
            )
            for line in money.costs
        ),
        vouchers=tuple(
            Voucher(
                what=row.words,
                amount=row.amount,
                voucher=row.invoice_number,
                voucher_on=dt.date.fromisoformat(row.invoice_on) if row.invoice_on else None,
                payee=row.payee,
            )
            for row in money.expenses
            if row.kind == ExpenseKind.COST
        ),
        advance=money.advance,
        **_frame(target, training_class, found, wish),
    )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _last(wish: Wish, person_id: str, *, by_transfer: bool) -> str:
    """Return what stands where one signs: nothing for cash."""
    return (wish.accounts.get(person_id) or "Chuyển khoản") if by_transfer else ""


def in_sittings(periods: Decimal, per: int) -> str:
    """Return periods as sittings: "2", "1,5"; where they make none, "3/4"."""
    share = periods / per
    if share * 2 == (share * 2).to_integral_value():
        return f"{share.normalize():f}".replace(".", ",")
    return f"{periods.normalize():f}/{per}".replace(".", ",")
