"""What else a class costs, with invoices, and what was planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit, files
from caunoi.core.errors import StaleChange
from caunoi.core.models import StoredFile
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.training.enums import Action, CostHeading, ExpenseKind
from caunoi.training.models import BudgetLine, ClassExpense, TrainingClass
from caunoi.training.policies import prepares_money, writes_money
from caunoi.training.services.guard import note, open_for_change

MOST = 10**12


@transaction.atomic
def save_expense(
    *,
    actor: User,
    training_class: TrainingClass,
    words: str,
    amount: int,
    kind: str = ExpenseKind.COST,
    heading: str = CostHeading.OTHER,
    payee: str = "",
    invoice_number: str = "",
    invoice_on: dt.date | None = None,
    content: bytes | None = None,
    name: str = "",
    expense: ClassExpense | None = None,
    revision: int | None = None,
) -> ClassExpense:
    """Write down or change something that was spent, or an advance that was taken; the invoice may come later.

    Without ``content`` an invoice that is there stays. Raises PermissionDenied, NotNow (closed), StaleChange,
    ValidationError naming the field.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=writes_money)
    words = clean(words)
    if not words or len(words) > 300:
        raise ValidationError({"words": _("Type what it was for, at most 300 letters.")})
    if not 0 < amount <= MOST:
        raise ValidationError({"amount": _("Type the amount.")})
    row = ClassExpense(training_class=locked)
    if expense:
        row = ClassExpense.objects.select_for_update(of=("self",)).get(pk=expense.pk, training_class=locked)
        if revision is not None and revision != row.revision:
            raise StaleChange
    values = {
        "words": words,
        "amount": amount,
        "kind": ExpenseKind(kind),
        "heading": CostHeading(heading),
        "payee": clean(payee)[:200],
        "invoice_number": clean(invoice_number)[:60],
        "invoice_on": invoice_on,
    }
    details = audit.changes({key: getattr(row, key) for key in values} if expense else {}, values)
    for key, value in values.items():
        setattr(row, key, value)
    if content is not None:
        row.file = _invoice(content, name, locked, actor)
        details["file"] = [None, row.file.name]
    if details:
        row.revision += row.pk is not None
        row.save()
        note(
            actor=actor,
            action=Action.EXPENSE_SAVED,
            training_class=locked,
            details={"expense": row.words, **details},
        )
    return row


def _invoice(content: bytes, name: str, training_class: TrainingClass, actor: User) -> StoredFile:
    try:
        kind = files.content_type(content)
        if not kind.startswith(("application/pdf", "image/")):
            raise ValidationError({"file": _("Send it as PDF or as a picture.")})
        return files.store(content=content, name=name, organisation_id=training_class.keeper_id, actor_id=actor.pk)
    except files.RefusedFile as refused:
        raise ValidationError({"file": str(refused)}) from None


@transaction.atomic
def remove_expense(*, actor: User, expense: ClassExpense) -> None:
    """Strike an expense; the trail keeps its words and amount. Raises PermissionDenied, NotNow."""
    locked = open_for_change(actor=actor, training_class=expense.training_class, may=writes_money)
    note(
        actor=actor,
        action=Action.EXPENSE_REMOVED,
        training_class=locked,
        details={"expense": expense.words, "amount": expense.amount},
    )
    expense.delete()


@transaction.atomic
def set_budget(*, actor: User, training_class: TrainingClass, amounts: Mapping[str, int | None]) -> None:
    """Say how much is planned under each heading; None or 0 plans nothing. Raises PermissionDenied, NotNow."""
    locked = open_for_change(actor=actor, training_class=training_class, may=prepares_money)
    before = {line.heading: line.amount for line in BudgetLine.objects.filter(training_class=locked).order_by("pk")}
    after = {str(CostHeading(heading)): amount for heading, amount in amounts.items() if amount}
    for heading, amount in after.items():
        if not 0 < amount <= MOST:
            raise ValidationError({heading: _("Check the amount.")})
    details = {
        heading: [before.get(heading), after.get(heading)]
        for heading in CostHeading.values
        if before.get(heading) != after.get(heading)
    }
    if not details:
        return
    BudgetLine.objects.filter(training_class=locked).exclude(heading__in=after).delete()
    for heading, amount in after.items():
        BudgetLine.objects.update_or_create(training_class=locked, heading=heading, defaults={"amount": amount})
    note(actor=actor, action=Action.BUDGET_SET, training_class=locked, details=details)
