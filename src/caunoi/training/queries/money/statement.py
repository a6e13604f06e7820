"""The money of a class as its pages and papers show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from caunoi.training.enums import CostHeading, ExpenseKind
from caunoi.training.models import BudgetLine, ClassExpense, ParticipantPay, SpeakerFee, TrainingClass
from caunoi.training.queries.money.presence import FED


def fees_of(training_class: TrainingClass) -> QuerySet[SpeakerFee]:
    """Return the fees of a class with their persons, rates and rules, in the order in which they were worked out."""
    return (
        SpeakerFee.objects.filter(training_class=training_class)
        .select_related("person", "rate__table", "tax_rule")
        .order_by("id")
    )


def payments_of(training_class: TrainingClass) -> QuerySet[ParticipantPay]:
    """Return the payments of a class in the order of its list."""
    return (
        ParticipantPay.objects.filter(enrolment__training_class=training_class)
        .select_related("enrolment__person", "enrolment__substitute_for__person")
        .order_by("enrolment__folded_unit", "enrolment__sort_name", "enrolment__id")
    )


def expenses_of(training_class: TrainingClass) -> QuerySet[ClassExpense]:
    """Return expenses and advances of a class with their invoices."""
    return training_class.expenses.select_related("file").order_by("kind", "invoice_on", "id")


def budget_of(training_class: TrainingClass) -> dict[str, int]:
    """Return what was planned under each heading."""
    rows = BudgetLine.objects.filter(training_class=training_class).order_by("id")
    return dict(rows.values_list("heading", "amount"))


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """One heading: planned, spent, and what is left of the plan (below 0: spent too much)."""

    heading: CostHeading
    planned: int
    spent: int

    @property
    def left(self) -> int:
        """Planned less spent."""
        return self.planned - self.spent


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Planned against spent, by heading; ``advance`` was taken before and is settled by what was spent."""

    lines: tuple[StatementLine, ...]
    advance: int

    @property
    def planned(self) -> int:
        """Everything planned."""
        return sum(line.planned for line in self.lines)

    @property
    def spent(self) -> int:
        """Everything spent."""
        return sum(line.spent for line in self.lines)

    @property
    def left(self) -> int:
        """What is left of the plan."""
        return self.planned - self.spent

    @property
    def to_pay_back(self) -> int:
        """What remains of the advance; below 0, what is still to be paid out."""
        return self.advance - self.spent


def make_statement(
    *,
    budget: dict[str, int],
    fees: Sequence[SpeakerFee],
    payments: Sequence[ParticipantPay],
    expenses: Sequence[ClassExpense],
) -> Statement:
    """Add up what is there; headings with neither plan nor cost are left out."""
    spent = {str(heading): 0 for heading in CostHeading}
    spent[CostHeading.SPEAKERS] += sum(fee.amount for fee in fees)
    spent[CostHeading.MEALS] += sum(row.meals for row in payments)
    spent[CostHeading.TRAVEL] += sum(row.travel for row in payments)
    for row in expenses:
        if row.kind == ExpenseKind.COST:
            spent[row.heading] += row.amount
    return Statement(
        lines=tuple(
            StatementLine(heading=heading, planned=budget.get(heading, 0), spent=spent[heading])
            for heading in CostHeading
            if budget.get(heading) or spent[heading]
        ),
        advance=sum(row.amount for row in expenses if row.kind == ExpenseKind.ADVANCE),
    )


def statement_of(training_class: TrainingClass) -> Statement:
    """Return planned against spent of a class, in four queries."""
    return make_statement(
        budget=budget_of(training_class),
        fees=list(fees_of(training_class)),
        payments=list(payments_of(training_class)),
        expenses=list(expenses_of(training_class)),
    )


def off_payroll_count(training_class: TrainingClass) -> int:
    """Return how many of the list are paid meals and travel."""
    return training_class.enrolments.filter(off_payroll=True, state__in=FED).count()
