"""Classes of an item: made from it, put to it, taken from it; one decision for all of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.training.enums import Action, ClassState, PlanState
from caunoi.training.models import PlanItem, TrainingClass
from caunoi.training.policies import keeps_class, writes_plan
from caunoi.training.services.classes import create_class
from caunoi.training.services.guard import note as note_class
from caunoi.training.services.guard import open_for_change
from caunoi.training.services.plans.guard import conclude, lock_plan
from caunoi.training.services.plans.steps import signed_copy

# Classes are made from what was approved; while an amendment is written, what was approved holds on.
_HOLDS = (PlanState.APPROVED, PlanState.AMENDING, PlanState.SUBMITTED)


@transaction.atomic
def open_class(
    *,
    actor: User,
    item: PlanItem,
    keeper: Organisation | None = None,
    starts_on: date | None = None,
    title: str = "",
    place: str = "",
) -> TrainingClass:
    """Make a class from an item: title, audience, seats and place come from it; the plan's office keeps and hosts it.

    An item of several classes numbers them: "…, lớp 2". Raises PermissionDenied unless the actor writes the plan and
    organises in the keeper, NotNow for a plan that was never approved, ValidationError.
    """
    locked = lock_plan(actor=actor, plan=item.plan, states=_HOLDS)
    if not locked.versions.filter(state=PlanState.APPROVED).exists():
        raise NotNow(_("Classes are made from an approved plan. Have it approved first."))
    item = locked.items.get(pk=item.pk)
    keeper = keeper or locked.owner
    require(organises_in(actor, keeper))
    made = create_class(
        actor=actor,
        keeper=keeper,
        title=title or title_of_next(item),
        audience=item.audience,
        place=place or item.place,
        starts_on=starts_on,
        quota=item.seats,
    )
    _put(actor, made, None, item)
    return made


def title_of_next(item: PlanItem) -> str:
    """Return what the next class of the item is called."""
    number = item.classes.exclude(state=ClassState.CANCELLED).count() + 1
    if item.class_count == 1 and number == 1:
        return item.title[:300]
    ending = _(", class %(number)s") % {"number": number}
    return item.title[: 300 - len(ending)] + ending


@transaction.atomic
def link_class(*, actor: User, item: PlanItem, training_class: TrainingClass) -> TrainingClass:
    """Put a class that exists to an item, whatever its state; it leaves the item it belonged to.

    Raises PermissionDenied unless the actor writes the plan and organises where the class is kept.
    """
    require(writes_plan(actor, item.plan))
    locked = open_for_change(actor=actor, training_class=training_class, may=keeps_class, closed_too=True)
    before = locked.plan_item
    if before == item:
        return locked
    _put(actor, locked, before, item)
    return locked


@transaction.atomic
def unlink_class(*, actor: User, training_class: TrainingClass) -> TrainingClass:
    """Take a class from its item; the class stays. Raises PermissionDenied unless the actor keeps the class."""
    locked = open_for_change(actor=actor, training_class=training_class, may=keeps_class, closed_too=True)
    if locked.plan_item is not None:
        _put(actor, locked, locked.plan_item, None)
    return locked


def _put(actor: User, training_class: TrainingClass, before: PlanItem | None, after: PlanItem | None) -> None:
    training_class.plan_item = after
    training_class.revision += 1
    training_class.save(update_fields=["plan_item", "revision"])
    told = [str(each) if each else None for each in (before, after)]
    note_class(actor=actor, action=Action.CLASS_PLANNED, training_class=training_class, details={"plan_item": told})


@transaction.atomic
def register_decision(
    *,
    actor: User,
    item: PlanItem,
    number: str,
    decided_on: date | None = None,
    content: bytes | None = None,
    name: str = "",
) -> PlanItem:
    """Enter the decision that opens the item's classes: their lists and sign-in sheets name it.

    Without ``content`` a copy that is there stays. Raises PermissionDenied unless the actor writes the plan,
    ValidationError for a missing number or an odd file.
    """
    locked = lock_plan(actor=actor, plan=item.plan, states=tuple(PlanState))
    item = locked.items.get(pk=item.pk)
    number = clean(number)
    if not number or len(number) > 60:
        raise ValidationError({"number": _("Type the number that the registry gave, at most 60 letters.")})
    details: dict[str, Any] = audit.changes(
        {"number": item.decision_number, "signed_on": item.decision_on}, {"number": number, "signed_on": decided_on}
    )
    if content is not None:
        item.decision_file = signed_copy(actor=actor, plan=locked, content=content, name=name)
        details["file"] = [None, item.decision_file.name]
    if not details:
        return item
    item.decision_number, item.decision_on = number, decided_on
    item.save(update_fields=["decision_number", "decision_on", "decision_file"])
    conclude(actor=actor, plan=locked, action=Action.PLAN_DECISION, details={"plan_item": item.title, **details})
    return item
