"""Meals and travel of participants off the State payroll: who gets them, how much, changes with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.training.enums import Action, RateKind
from caunoi.training.models import Enrolment, ParticipantPay, RateTable, TrainingClass
from caunoi.training.policies import prepares_money, writes_money
from caunoi.training.queries.money import reckoning
from caunoi.training.queries.money.presence import days_present
from caunoi.training.queries.money.rates import rate_of, table_for
from caunoi.training.services.guard import note, open_for_change

MOST = 10**12
MOST_DAYS = 366
MOST_KM = 2_000


@transaction.atomic
def set_off_payroll(*, actor: User, training_class: TrainingClass, enrolments: Sequence[int], off_payroll: bool) -> int:
    """Say that the office pays meals and travel of these rows of the list, or doesn't; returns how many changed.

    Nothing is worked out of a post: a person says it. Who is struck loses the payment. Raises PermissionDenied, NotNow.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=prepares_money)
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(
        training_class=locked, pk__in=set(enrolments), off_payroll=not off_payroll
    )
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if not ids:
        return 0
    Enrolment.objects.filter(pk__in=ids).update(off_payroll=off_payroll)
    if not off_payroll:
        ParticipantPay.objects.filter(enrolment__in=ids).delete()
    note(
        actor=actor,
        action=Action.OFF_PAYROLL_SET,
        training_class=locked,
        details={"count": len(ids), "off_payroll": off_payroll},
    )
    return len(ids)


@transaction.atomic
def work_out_pay(*, actor: User, training_class: TrainingClass) -> int:
    """Work meals and travel out of attendance and the table that holds on the first day; returns how many are paid.

    Who was there on no day gets nothing. A payment that was changed with a reason keeps days, kilometres and amounts;
    the days present beside it follow. Raises PermissionDenied, NotNow: closed, no first day, no table that holds.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=writes_money)
    if locked.starts_on is None:
        raise NotNow(_("Set the days of the class first: the rates of its first day are taken."))
    table = table_for(locked.keeper, locked.starts_on)
    if table is None:
        raise NotNow(_("No rate table holds on the first day of the class. Enter one under “Rates” first."))
    present = days_present(locked)
    known = {row.enrolment_id: row for row in _payments(locked).select_for_update(of=("self",))}
    before = _told(list(known.values()))
    wanted = {pk: days for pk, days in present.items() if days}
    gone = [row.pk for pk, row in known.items() if pk not in wanted and not row.reason]
    ParticipantPay.objects.filter(pk__in=gone).delete()
    rates = list(table.rates.order_by("position", "id"))
    meal = rate_of(rates, RateKind.MEAL)
    trip, per_km = rate_of(rates, RateKind.TRAVEL_TRIP), rate_of(rates, RateKind.TRAVEL_KM)
    made: list[ParticipantPay] = []
    changed: list[ParticipantPay] = []
    for pk, days in wanted.items():
        row = known.get(pk) or ParticipantPay(enrolment_id=pk)
        row.present_days = days
        if not row.reason:
            _fill(row, days=days, meal=meal, travel=reckoning.travel(trip=trip, per_km=per_km, km=row.km))
        row.revision += row.pk is not None
        (changed if row.pk else made).append(row)
    for pk, row in known.items():
        if pk not in wanted and row.reason:
            row.present_days = 0
            changed.append(row)
    ParticipantPay.objects.bulk_create(made, batch_size=500)
    ParticipantPay.objects.bulk_update(
        changed, ["present_days", "days", "meal_each", "meals", "travel", "amount", "revision"], batch_size=500
    )
    told = _told([*made, *changed])
    details = audit.changes(before, told)
    if details:
        note(actor=actor, action=Action.PAY_WORKED_OUT, training_class=locked, details={"table": str(table), **details})
    return told["count"]


def _payments(training_class: TrainingClass) -> QuerySet[ParticipantPay]:
    return ParticipantPay.objects.filter(enrolment__training_class=training_class).order_by("pk")


def _fill(row: ParticipantPay, *, days: int, meal: int, travel: int) -> None:
    row.days, row.meal_each, row.travel = days, meal, travel
    row.meals = days * meal
    row.amount = row.meals + row.travel


def _told(rows: Sequence[ParticipantPay]) -> dict[str, int]:
    return {"count": len(rows), "amount": sum(row.amount for row in rows)}


@transaction.atomic
def change_pay(
    *,
    actor: User,
    pay: ParticipantPay,
    days: int,
    travel: int | None = None,
    km: Decimal | None = None,
    reason: str = "",
    by_transfer: bool = False,
    revision: int | None = None,
) -> ParticipantPay:
    """Pay other days or another amount of travel than attendance and table say, with a reason.

    ``travel`` None follows from the table, by ``km`` where they are given, and needs no reason. Days beyond those
    present can be entered, and the check of the file names them. Raises PermissionDenied, NotNow, StaleChange,
    ValidationError.
    """
    training_class = pay.enrolment.training_class
    locked = open_for_change(actor=actor, training_class=training_class, may=writes_money)
    row = ParticipantPay.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=pay.pk)
    if revision is not None and revision != row.revision:
        raise StaleChange
    reason = clean(reason)[:300]
    if not 0 <= days <= MOST_DAYS:
        raise ValidationError({"days": _("Check the number of days.")})
    if km is not None and not 0 <= km <= MOST_KM:
        raise ValidationError({"km": _("Check the kilometres.")})
    usual = _usual_travel(locked, km)
    travel = usual if travel is None else travel
    if not 0 <= travel <= MOST:
        raise ValidationError({"travel": _("Check the amount.")})
    if (days != row.present_days or travel != usual) and not reason:
        raise ValidationError({"reason": _("Type why this differs from the attendance sheet or the rate table.")})
    before = {"days": row.days, "km": row.km, "travel": row.travel, "by_transfer": row.by_transfer}
    row.km, row.by_transfer = km, by_transfer
    row.reason = reason if days != row.present_days or travel != usual else ""
    _fill(row, days=days, meal=row.meal_each, travel=travel)
    details = audit.changes(before, {name: getattr(row, name) for name in before})
    if details:
        row.revision += 1
        row.save()
        note(
            actor=actor,
            action=Action.PAY_CHANGED,
            training_class=locked,
            details=details,
            reason=row.reason,
            person_id=row.enrolment.person_id,
        )
    return row


def _usual_travel(training_class: TrainingClass, km: Decimal | None) -> int:
    table: RateTable | None = (
        table_for(training_class.keeper, training_class.starts_on) if training_class.starts_on else None
    )
    rates = list(table.rates.order_by("position", "id")) if table else []
    return reckoning.travel(trip=rate_of(rates, RateKind.TRAVEL_TRIP), per_km=rate_of(rates, RateKind.TRAVEL_KM), km=km)
