"""Money of made-up classes: rates called "Mức thử" that rest on nothing real."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

from caunoi.directory.enums import RoleKind
from caunoi.training.enums import RateKind
from caunoi.training.models import Enrolment
from caunoi.training.services.money import expenses, fees, pay, payees, rates
from caunoi.training.services.money.rates import RateRow
from tests.factories import UserFactory

PDF = b"%PDF-1.4 made up\n"
FROM = dt.date(2026, 1, 1)
SPEAKER_RATES = (("Cấp tỉnh", "", 800_000), ("Cấp xã", "", 400_000), ("", "Tiến sĩ", 1_000_000))


def rate_table(owner, actor, *, periods_per_sitting=4, valid_from=FROM, **fields):
    """A table with rates of every kind."""
    rows = [
        RateRow(kind=RateKind.SPEAKER, post_rank=rank, academic_title=title, amount=amount)
        for rank, title, amount in SPEAKER_RATES
    ]
    rows += [
        RateRow(kind=RateKind.MEAL, amount=120_000),
        RateRow(kind=RateKind.TRAVEL_TRIP, amount=50_000),
        RateRow(kind=RateKind.TRAVEL_KM, amount=2_000),
        RateRow(kind=RateKind.MATERIALS_PERSON, amount=15_000),
    ]
    given = {"name": "Mức thử", "citation": "Mức thử", "periods_per_sitting": periods_per_sitting}
    return rates.save_rate_table(actor=actor, owner=owner, valid_from=valid_from, rows=rows, **given | fields)


def tax_rule(owner, actor, *, threshold=2_000_000, percent=10):
    """Ten per cent from two million on, unless told."""
    return rates.save_tax_rule(
        actor=actor,
        owner=owner,
        valid_from=FROM,
        threshold=threshold,
        percent=Decimal(percent),
        citation="Mức thử",
    )


def money_of(training_class, words, person) -> SimpleNamespace:
    """Everything that can be kept about the money of an open class with a sheet; ``person`` teaches in it."""
    office = training_class.keeper
    accountant = UserFactory.with_role(office, RoleKind.ACCOUNTANT, name=f"Kế toán {words}")
    table = rate_table(office, accountant, name=f"Mức thử {words}")
    rule = tax_rule(office, accountant)
    grade = fees.set_grade(
        actor=accountant, training_class=training_class, person=person, post_rank="Cấp xã", content=PDF, name="qd.pdf"
    )
    training_class.agenda.update(periods=4)
    fees.work_out_fees(actor=accountant, training_class=training_class)
    enrolment = Enrolment.objects.filter(training_class=training_class).order_by("id").first()
    pay.set_off_payroll(actor=accountant, training_class=training_class, enrolments=[enrolment.pk], off_payroll=True)
    pay.work_out_pay(actor=accountant, training_class=training_class)
    expense = expenses.save_expense(
        actor=accountant, training_class=training_class, words=f"In tài liệu {words}", amount=500_000, content=PDF,
        name=f"hoa don {words}.pdf",
    )  # fmt: skip
    account = payees.keep_account(
        actor=accountant, owner=office, person=person, account="0011223344", bank=f"Ngân hàng {words}"
    )
    return SimpleNamespace(
        accountant=accountant,
        rate_table=table,
        tax_rule=rule,
        grade=grade,
        fee=training_class.speaker_fees.first(),
        payment=enrolment.pay,
        expense=expense,
        payee_account=account,
    )
