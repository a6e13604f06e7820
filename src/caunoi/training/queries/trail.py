"""The trail of one class or plan, and in which classes' trails a person may be named."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from caunoi.core.models import AuditEntry
from caunoi.directory.models import PersonScope
from caunoi.training.enums import Action
from caunoi.training.models import Plan, TrainingClass

# What changes when or where a class is held, by whom, or whether at all.
PLACED = (
    Action.CLASS_CHANGED,
    Action.CLASS_STATE,
    Action.CLASS_CLOSED,
    Action.CLASS_REOPENED,
    Action.CLASS_MOVED,
    Action.SITTING_ADDED,
    Action.SITTING_CHANGED,
    Action.SITTING_REMOVED,
    Action.VENUE_SAVED,
    Action.VENUE_REMOVED,
    Action.HOSTS_CHANGED,
    Action.AGENDA_SAVED,
    Action.AGENDA_REMOVED,
)

# What tells amounts, or who was paid: a co-organiser reads the trail of a class, but not its keeper's money.
OF_MONEY = (
    Action.GRADE_SET,
    Action.FEES_WORKED_OUT,
    Action.FEE_CHANGED,
    Action.OFF_PAYROLL_SET,
    Action.PAY_WORKED_OUT,
    Action.PAY_CHANGED,
    Action.EXPENSE_SAVED,
    Action.EXPENSE_REMOVED,
    Action.BUDGET_SET,
    Action.ACCOUNT_KEPT,
    Action.ACCOUNT_REMOVED,
    Action.SETTLEMENT_MADE,
)


def class_trail(training_class: TrainingClass, *, money: bool = True) -> QuerySet[AuditEntry]:
    """Return every change to the class and its parts, newest first; without ``money`` those that tell of none."""
    rows = AuditEntry.objects.filter(object_type=training_class._meta.label_lower, object_id=str(training_class.pk))
    return (rows if money else rows.exclude(action__in=OF_MONEY)).order_by("-id")


def last_change(training_class: TrainingClass) -> AuditEntry | None:
    """Return the newest change; None for a class that was never written to by a service."""
    return class_trail(training_class).first()


def last_move(training_class: TrainingClass) -> AuditEntry | None:
    """Return the newest row that tells of a move of the class; None where it was never moved."""
    return class_trail(training_class).filter(action=Action.CLASS_MOVED).first()


def changed_since(training_class: TrainingClass, row: AuditEntry) -> bool:
    """Say whether when or where the class is held, by whom or whether, was changed after ``row`` was written."""
    return class_trail(training_class).filter(pk__gt=row.pk, action__in=PLACED).exists()


def places_of_person(person_id: UUID) -> list[tuple[str, list[UUID]]]:
    """Return the classes and plans in whose trail a person may be named.

    Classes for which he was named or in which he took part in whatever part, withdrawn or not; plans of the offices
    that know him.
    """
    took_part = (
        Q(enrolments__person=person_id)
        | Q(nominations__person=person_id)
        | Q(speakers__person=person_id)
        | Q(guests__person=person_id)
    )
    found = TrainingClass.objects.filter(took_part).order_by().values_list("pk", flat=True).distinct()
    offices = PersonScope.objects.filter(person=person_id).order_by().values("organisation")
    plans = Plan.objects.filter(owner__in=offices).order_by().values_list("pk", flat=True)
    return [(TrainingClass._meta.label_lower, list(found)), (Plan._meta.label_lower, list(plans))]


def plan_trail(plan: Plan) -> QuerySet[AuditEntry]:
    """Return every change to the plan and its parts, newest first."""
    return AuditEntry.objects.filter(object_type=plan._meta.label_lower, object_id=str(plan.pk)).order_by("-id")
