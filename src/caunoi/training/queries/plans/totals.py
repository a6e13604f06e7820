"""What several plans come to: cost by plan, classes and seats and cost by office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from caunoi.training.models import Plan, PlanCost, PlanItem
from caunoi.training.queries.plans.costs import Sum, add, line_of


@dataclass(frozen=True, kw_only=True)
class OfficeSums:
    """The plans of one office together."""

    name: str
    plans: int
    classes: int
    seats: int
    cost: Sum


def cost_of_plans(plans: Iterable[UUID] | QuerySet[Any]) -> dict[UUID, Sum]:
    """Return the cost of each plan; one query however many there are."""
    sums: dict[UUID, Sum] = defaultdict(Sum)
    wanted = plans if isinstance(plans, QuerySet) else list(plans)
    for cost in PlanCost.objects.filter(item__plan__in=wanted).select_related("item").order_by("pk"):
        amount = line_of(cost, cost.item).amount
        sums[cost.item.plan_id] = add([sums[cost.item.plan_id], Sum(amount=amount or 0, complete=amount is not None)])
    return sums


def sums_by_office(plans: QuerySet[Plan]) -> list[OfficeSums]:
    """Return the sums of the plans by their office, in order of its name; three queries however many there are."""
    names: dict[UUID, tuple[UUID, str]] = {
        pk: (owner, name)
        for pk, owner, name in plans.order_by("owner__folded_name", "owner", "pk").values_list(
            "pk", "owner", "owner__name"
        )
    }
    counts: dict[UUID, list[int]] = {}
    for owner, _name in names.values():
        counts.setdefault(owner, [0, 0, 0])[0] += 1
    keys = plans.order_by().values("pk")
    rows = PlanItem.objects.filter(plan__in=keys).order_by().values_list("plan", "class_count", "seats")
    for plan, classes, seats in rows:
        sums = counts[names[plan][0]]
        sums[1] += classes
        sums[2] += classes * (seats or 0)
    costs: dict[UUID, Sum] = defaultdict(Sum)
    for plan, cost in cost_of_plans(keys).items():
        costs[names[plan][0]] = add([costs[names[plan][0]], cost])
    called = dict(names.values())
    return [
        OfficeSums(name=called[owner], plans=sums[0], classes=sums[1], seats=sums[2], cost=costs[owner])
        for owner, sums in counts.items()
    ]
