"""A plan made from another one or from a file, and what was not held carried over into the next year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.directory.queries.organisations import choosable_organisations
from caunoi.training.enums import Action, NormBasis, NormKind, PlanState
from caunoi.training.models import Plan, PlanCost, PlanItem
from caunoi.training.policies import sees_plan, writes_plan
from caunoi.training.queries.plans.costs import norms_for
from caunoi.training.queries.plans.progress import not_held
from caunoi.training.queries.programme import visible_topics
from caunoi.training.services.plans.guard import conclude, index_plan, lock_plan, note
from caunoi.training.services.plans.items import ItemValues, add_default_costs, checked_item
from caunoi.training.services.plans.making import new_plan

_FIELDS = ("audience", "class_count", "seats", "sittings", "quarter", "place", "note")


@dataclass(frozen=True, kw_only=True)
class ReadItem:
    """An item read of a file: its row there, and ``cost`` in đồng where the file names one."""

    number: int
    values: ItemValues
    cost: int | None = None


@transaction.atomic
def copy_plan(*, actor: User, plan: Plan, owner: Organisation, year: int, title: str = "") -> Plan:
    """Make a draft of ``owner`` for ``year`` from a plan in scope.

    Copied: purpose, items with their estimate; the old year in titles becomes the new one, and amounts are those of
    the norms that hold for the new office and year. Not copied: number, signer, versions, directives, decisions,
    classes; a topic or organisation that the actor can't name is left out. Raises PermissionDenied unless the actor
    sees the plan and organises in ``owner``, ValidationError.
    """
    require(sees_plan(actor, plan))
    require(organises_in(actor, owner))
    made = new_plan(
        owner=owner,
        year=year,
        title=title or with_year(plan.title, plan.year, year),
        purpose=with_year(plan.purpose, plan.year, year),
        follows=plan,
    )
    _copy_items(actor, list(plan.items.order_by("position", "id")), made, old=plan)
    note(actor=actor, plan=made, action=Action.PLAN_COPIED, details={"from": f"{plan.title} ({plan.code})"})
    index_plan(made)
    return made


def with_year(text: str, old: int, new: int) -> str:
    """Return the text with the old year, where it stands as a number of its own, made the new one."""
    return re.sub(rf"(?<!\d){old}(?!\d)", str(new), text)


@transaction.atomic
def carry_over(*, actor: User, plan: Plan, target: Plan | None = None) -> tuple[Plan, int]:
    """Put what was not held into the next year's plan: ``target``, or a new draft; returns it and how many items.

    An item comes with as many classes as were not held; what was carried over before is not carried twice. Raises
    PermissionDenied unless the actor writes both plans, NotNow, ValidationError where nothing is left.
    """
    require(writes_plan(actor, plan))
    source = lock_plan(actor=actor, plan=plan, states=tuple(PlanState))
    left = not_held(source)
    if not left:
        raise ValidationError(
            _("Nothing is left to be carried over: every class was held, or was carried over before.")
        )
    if target is not None and target.year <= source.year:
        raise ValidationError({"target": _("Choose a plan of a later year.")})
    if target is None:
        made = new_plan(owner=source.owner, year=source.year + 1)
        note(actor=actor, plan=made, action=Action.PLAN_MADE)
    else:
        made = lock_plan(actor=actor, plan=target)
    _copy_items(actor, [item for item, _count in left], made, old=source, counts=dict(left))
    details = {"from": f"{source.title} ({source.code})", "count": len(left)}
    conclude(actor=actor, plan=made, action=Action.PLAN_CARRIED, details=details)
    return made, len(left)


def _copy_items(
    actor: User, items: Sequence[PlanItem], made: Plan, *, old: Plan, counts: dict[PlanItem, int] | None = None
) -> None:
    topics = set(visible_topics(actor).order_by().values_list("pk", flat=True))
    offices = set(choosable_organisations(actor).order_by().values_list("pk", flat=True))
    last = made.items.aggregate(last=Max("position"))["last"] or 0
    copies = [
        PlanItem(
            plan=made,
            position=position,
            title=with_year(item.title, old.year, made.year)[:500],
            topic_id=item.topic_id if item.topic_id in topics else None,
            held_for_id=item.held_for_id if item.held_for_id in offices else None,
            carried_from=item if counts is not None else None,
            **{name: getattr(item, name) for name in _FIELDS} | _count(counts, item),
        )
        for position, item in enumerate(items, start=last + 1)
    ]
    PlanItem.objects.bulk_create(copies)
    _copy_costs(items, copies, made, fixed=counts is None)


def _count(counts: dict[PlanItem, int] | None, item: PlanItem) -> dict[str, Any]:
    return {"class_count": counts[item]} if counts is not None else {}


def _copy_costs(items: Sequence[PlanItem], copies: Sequence[PlanItem], made: Plan, *, fixed: bool) -> None:
    """Copy the estimates: a norm that holds for the new plan gives its amount of today, another one goes as words.

    An amount set by hand is for a number of classes: it is left out where that number changes.
    """
    norms = {norm.pk: norm for norm in norms_for(made.owner, made.year)}
    lines = []
    old = PlanCost.objects.filter(item__in=items).order_by("position", "id")
    copy_of = {item.pk: copy for item, copy in zip(items, copies, strict=True)}
    for cost in old:
        norm = norms.get(cost.norm_id) if cost.norm_id else None
        kept = cost.fixed if fixed else None
        lines.append(
            PlanCost(
                item=copy_of[cost.item_id],
                position=cost.position,
                norm=norm,
                kind=norm.kind if norm else cost.kind,
                title=norm.title if norm else cost.title,
                basis=norm.basis if norm else cost.basis,
                rate=norm.amount if norm else cost.rate,
                quantity=cost.quantity,
                fixed=kept,
                reason=cost.reason if kept is not None else "",
            )
        )
    PlanCost.objects.bulk_create(lines)


@transaction.atomic
def take_over_plan(
    *, actor: User, owner: Organisation, year: int, title: str = "", source: str = "", rows: Sequence[ReadItem]
) -> Plan:
    """Make a draft from rows read of a file, all at once; removing the draft takes all of it back.

    Raises PermissionDenied unless the actor organises in ``owner``, ValidationError naming the row that can't be.
    """
    require(organises_in(actor, owner))
    if not rows:
        raise ValidationError(_("There is no row to be taken over."))
    made = new_plan(owner=owner, year=year, title=title)
    items = []
    for position, row in enumerate(rows, start=1):
        try:
            values = checked_item(row.values)
        except ValidationError as error:
            words = "; ".join(error.messages)
            raise ValidationError(_("Row %(number)s: %(words)s") % {"number": row.number, "words": words}) from None
        items.append(PlanItem(plan=made, position=position, **values))
    PlanItem.objects.bulk_create(items)
    typed = [row.cost for row in rows]
    add_default_costs(made, [item for item, cost in zip(items, typed, strict=True) if cost is None])
    PlanCost.objects.bulk_create(
        PlanCost(
            item=item,
            position=1,
            kind=NormKind.OTHER,
            title=_("As the file says"),
            basis=NormBasis.CLASS,
            rate=0,
            fixed=cost,
            reason=(_("Taken over from “%(source)s”") % {"source": source})[:300],
        )
        for item, cost in zip(items, typed, strict=True)
        if cost is not None
    )
    note(actor=actor, plan=made, action=Action.PLAN_READ, details={"source": source, "rows": len(rows)})
    index_plan(made)
    return made
