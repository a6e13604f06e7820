"""Money of the demonstration: rates called "Mức thử" that rest on nothing real."""

from __future__ import annotations

import datetime as dt

from caunoi.directory.models import Organisation, User
from caunoi.training.enums import RateKind
from caunoi.training.models import TrainingClass
from caunoi.training.services.money import expenses, fees, pay, rates
from caunoi.training.services.money.rates import RateRow

_CITATION = "Mức thử, chỉ để xem"


def trial_rates(*, actor: User, owner: Organisation, year: int) -> None:
    """A table of this year for the office and those below it."""
    rates.save_rate_table(
        actor=actor,
        owner=owner,
        name="Mức thử",
        valid_from=dt.date(year, 1, 1),
        citation=_CITATION,
        rows=[
            RateRow(kind=RateKind.SPEAKER, post_rank="Cấp tỉnh (thử)", amount=600_000),
            RateRow(kind=RateKind.SPEAKER, post_rank="Cấp xã (thử)", amount=300_000),
            RateRow(kind=RateKind.SPEAKER, academic_title="Tiến sĩ (thử)", amount=700_000),
            RateRow(kind=RateKind.MEAL, amount=90_000),
            RateRow(kind=RateKind.TRAVEL_TRIP, amount=40_000),
        ],
    )


def money_of_class(*, actor: User, training_class: TrainingClass) -> None:
    """Fees, meals and travel, an expense without its invoice yet, and what was planned."""
    speaker = training_class.speakers.select_related("person").order_by("id").first()
    if speaker:
        fees.set_grade(actor=actor, training_class=training_class, person=speaker.person, post_rank="Cấp xã (thử)")
    fees.work_out_fees(actor=actor, training_class=training_class)
    rows = list(training_class.enrolments.order_by("id").values_list("id", flat=True)[:20])
    pay.set_off_payroll(actor=actor, training_class=training_class, enrolments=rows, off_payroll=True)
    pay.work_out_pay(actor=actor, training_class=training_class)
    expenses.save_expense(
        actor=actor, training_class=training_class, words="Nước uống", amount=360_000, heading="water"
    )
    expenses.set_budget(
        actor=actor,
        training_class=training_class,
        amounts={"speakers": 600_000, "meals": 3_600_000, "travel": 800_000, "water": 400_000},
    )
