"""Items of a plan: added, changed, moved, removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.directory.models import Organisation, User
from caunoi.directory.queries.organisations import choosable_organisations
from caunoi.training.enums import Action
from caunoi.training.models import Plan, PlanCost, PlanItem, Topic
from caunoi.training.queries.plans.costs import default_norms
from caunoi.training.queries.programme import visible_topics
from caunoi.training.services.plans.guard import conclude, fitting, lock_plan

_TEXTS = {"title": 500, "audience": 500, "place": 300, "note": 500}
_MOST_CLASSES, _MOST_SITTINGS, _MOST_SEATS = 1_000, 60, 100_000


@dataclass(frozen=True, kw_only=True)
class ItemValues:
    """What one item says. ``seats`` and ``sittings`` are those of one class."""

    title: str
    audience: str = ""
    class_count: int = 1
    seats: int | None = None
    sittings: int = 2
    quarter: int | None = None
    place: str = ""
    note: str = ""
    topic: Topic | None = None
    held_for: Organisation | None = None


def checked_item(values: ItemValues) -> dict[str, Any]:
    """Return the values as they are stored; raises ValidationError naming every field that can't be."""
    texts, faults = fitting({name: getattr(values, name) for name in _TEXTS}, _TEXTS)
    if not texts["title"]:
        faults["title"] = _("Type what is to be taught.")
    if not 1 <= (values.class_count or 0) <= _MOST_CLASSES:
        faults["class_count"] = _("The number of classes must lie between 1 and 1,000.")
    if not 1 <= (values.sittings or 0) <= _MOST_SITTINGS:
        faults["sittings"] = _("The number of sittings must lie between 1 and 60.")
    if values.seats is not None and not 1 <= values.seats <= _MOST_SEATS:
        faults["seats"] = _("The number of seats must lie between 1 and 100,000.")
    if values.quarter is not None and values.quarter not in {1, 2, 3, 4}:
        faults["quarter"] = _("The quarter is 1, 2, 3 or 4.")
    if faults:
        raise ValidationError(faults)
    return {
        **texts,
        "class_count": values.class_count,
        "seats": values.seats,
        "sittings": values.sittings,
        "quarter": values.quarter,
        "topic": values.topic,
        "held_for": values.held_for,
    }


@transaction.atomic
def save_item(
    *, actor: User, plan: Plan, item: PlanItem | None = None, revision: int | None = None, values: ItemValues
) -> PlanItem:
    """Add an item at the end of the plan, with the norms the office puts to every item, or change ``item``.

    Raises PermissionDenied, StaleChange, NotNow, ValidationError, also for a topic or an organisation that the actor
    can't name and that the item does not name already.
    """
    locked = lock_plan(actor=actor, plan=plan, revision=revision)
    standing = locked.items.get(pk=item.pk) if item else None
    after = checked_item(values)
    _check_known(actor, standing, after)
    if standing is None:
        last = locked.items.aggregate(last=Max("position"))["last"] or 0
        standing = PlanItem.objects.create(plan=locked, position=last + 1, **after)
        add_default_costs(locked, [standing])
        details: dict[str, Any] = {"plan_item": standing.title}
    else:
        before = {name: getattr(standing, name) for name in after}
        changed = audit.changes(_told(before), _told(after))
        if not changed:
            return standing
        details = {"plan_item": before["title"], **changed}
        for name, value in after.items():
            setattr(standing, name, value)
        standing.save()
    conclude(actor=actor, plan=locked, action=Action.PLAN_ITEM_SAVED, details=details)
    return standing


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values as the trail tells them, where ``sittings`` are half-days of a class."""
    told = {name: str(value) if name in {"topic", "held_for"} and value else value for name, value in values.items()}
    return {"sittings_a_class" if name == "sittings" else name: value for name, value in told.items()}


def _check_known(actor: User, standing: PlanItem | None, after: dict[str, Any]) -> None:
    topic, held_for = after["topic"], after["held_for"]
    new_topic = topic and topic.pk != (standing.topic_id if standing else None)
    if new_topic and not visible_topics(actor).filter(pk=topic.pk).exists():
        raise ValidationError({"topic": _("This topic is not known to your office.")})
    new_office = held_for and held_for.pk != (standing.held_for_id if standing else None)
    if new_office and not choosable_organisations(actor).filter(pk=held_for.pk).exists():
        raise ValidationError({"held_for": _("This organisation is not known to your office.")})


def add_default_costs(plan: Plan, items: list[PlanItem]) -> None:
    """Put the norms for every item to ``items``; a part of the caller's transaction."""
    norms = default_norms(plan.owner, plan.year)
    PlanCost.objects.bulk_create(
        PlanCost(
            item=item,
            position=position,
            norm=norm,
            kind=norm.kind,
            title=norm.title,
            basis=norm.basis,
            rate=norm.amount,
        )
        for item in items
        for position, norm in enumerate(norms, start=1)
    )


@transaction.atomic
def move_item(*, actor: User, item: PlanItem, by: int) -> None:
    """Move an item up (``by`` -1) or down (1) among the plan's; at the end it stays where it is."""
    locked = lock_plan(actor=actor, plan=item.plan)
    order = list(locked.items.order_by("position", "id"))
    place = next(number for number, each in enumerate(order) if each.pk == item.pk)
    target = min(max(place + by, 0), len(order) - 1)
    if target == place:
        return
    order.insert(target, order.pop(place))
    for position, each in enumerate(order, start=1):
        each.position = position
    PlanItem.objects.bulk_update(order, ["position"])
    conclude(
        actor=actor,
        plan=locked,
        action=Action.PLAN_ITEM_MOVED,
        details={"plan_item": item.title, "position": [place + 1, target + 1]},
    )


@transaction.atomic
def remove_item(*, actor: User, item: PlanItem, revision: int | None = None) -> None:
    """Remove an item; raises NotNow for one that classes were made from, or that was carried over."""
    locked = lock_plan(actor=actor, plan=item.plan, revision=revision)
    if item.classes.exists():
        raise NotNow(_("Classes belong to this item already. Take them from it first."))
    if item.carried_to.exists():
        raise NotNow(_("This item was carried over into another plan, so it stays."))
    details = {"plan_item": item.title}
    item.delete()
    conclude(actor=actor, plan=locked, action=Action.PLAN_ITEM_REMOVED, details=details)
