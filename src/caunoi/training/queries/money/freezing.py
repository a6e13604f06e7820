"""The money of a class as closing freezes it."""

from __future__ import annotations

from caunoi.training.facts import CostFact, ExpenseFact, FeeFact, MoneyFact, PaymentFact
from caunoi.training.models import TrainingClass
from caunoi.training.queries.money.rates import table_for
from caunoi.training.queries.money.statement import budget_of, expenses_of, fees_of, make_statement, payments_of


def money_fact(training_class: TrainingClass) -> MoneyFact | None:
    """Return the money as it stands; None where there is none. Persons by id, and nothing of their accounts."""
    fees, payments = list(fees_of(training_class)), list(payments_of(training_class))
    expenses, budget = list(expenses_of(training_class)), budget_of(training_class)
    if not (fees or payments or expenses or budget):
        return None
    statement = make_statement(budget=budget, fees=fees, payments=payments, expenses=expenses)
    day = training_class.starts_on
    table = table_for(training_class.keeper, day) if day else None
    return MoneyFact(
        basis=(str(table.directive) if table.directive else table.citation) if table else "",
        costs=tuple(
            CostFact(heading=str(line.heading), planned=line.planned, spent=line.spent) for line in statement.lines
        ),
        fees=tuple(
            FeeFact(
                person_id=str(fee.person_id),
                grade=fee.grade_words,
                periods=str(fee.periods),
                rate=fee.rate_amount,
                periods_per_sitting=fee.periods_per_sitting,
                amount=fee.amount,
                tax=fee.tax,
                net=fee.net,
                reason=fee.reason,
                taught=tuple(dict.fromkeys(item["title"] for item in fee.basis)),
                by_transfer=fee.by_transfer,
            )
            for fee in fees
        ),
        payments=tuple(
            PaymentFact(
                person_id=str(row.enrolment.person_id),
                days=row.days,
                meal_each=row.meal_each,
                meals=row.meals,
                travel=row.travel,
                amount=row.amount,
                by_transfer=row.by_transfer,
            )
            for row in payments
        ),
        expenses=tuple(
            ExpenseFact(
                kind=str(row.kind),
                heading=str(row.heading),
                words=row.words,
                amount=row.amount,
                invoice_number=row.invoice_number,
                invoice_on=row.invoice_on.isoformat() if row.invoice_on else None,
                payee=row.payee,
            )
            for row in expenses
        ),
        advance=statement.advance,
    )


def names_of_paid(training_class: TrainingClass) -> dict[str, str]:
    """Return the names of those whose money is frozen: somebody may be paid who left the programme or the list."""
    people = [fee.person for fee in fees_of(training_class)]
    people += [row.enrolment.person for row in payments_of(training_class)]
    return {str(person.pk): person.full_name for person in people}
