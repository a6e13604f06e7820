"""A plan with everything in it, and the same as facts to be frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q

from caunoi.training.enums import ClassState
from caunoi.training.models import Plan, PlanCost, PlanItem, PlanVersion
from caunoi.training.plan_facts import PlanCostFact, PlanFacts, PlanItemFact, read_plan
from caunoi.training.queries.plans.costs import Line, Sum, add, lines_of, sum_of


@dataclass(frozen=True, kw_only=True)
class ItemSheet:
    """An item with its estimate; ``made`` is how many classes were made from it, cancelled ones apart."""

    item: PlanItem
    lines: list[Line]
    cost: Sum
    made: int

    @property
    def seats(self) -> int | None:
        """Seats of all its classes; None where the seats of a class are not known."""
        return self.item.seats * self.item.class_count if self.item.seats is not None else None


@dataclass(frozen=True, kw_only=True)
class PlanSheet:
    """A plan with its items and sums, read in three queries whatever its length."""

    plan: Plan
    items: list[ItemSheet]

    @property
    def classes(self) -> int:
        """Classes of all items."""
        return sum(each.item.class_count for each in self.items)

    @property
    def seats(self) -> Sum:
        """Seats of all classes."""
        return add(Sum(amount=each.seats or 0, complete=each.seats is not None) for each in self.items)

    @property
    def cost(self) -> Sum:
        """Cost of all items."""
        return add(each.cost for each in self.items)


def plan_sheet(plan: Plan) -> PlanSheet:
    """Return the plan as it stands now."""
    costs: Any = PlanCost.objects.select_related("norm").order_by("position", "id")
    items = (
        plan.items.select_related("topic", "held_for", "carried_from__plan")
        .annotate(made=Count("classes", filter=~Q(classes__state=ClassState.CANCELLED)))
        .prefetch_related(Prefetch("costs", costs, to_attr="cost_lines"))
        .order_by("position", "id")
    )
    sheets = []
    for item in items:
        lines = lines_of(item, item.__dict__["cost_lines"])
        sheets.append(ItemSheet(item=item, lines=lines, cost=sum_of(lines), made=item.__dict__["made"]))
    return PlanSheet(plan=plan, items=sheets)


def plan_facts(plan: Plan) -> PlanFacts:
    """Return what the plan says now, to be frozen or compared."""
    sheet = plan_sheet(plan)
    directives = [
        link.directive for link in plan.directive_links.select_related("directive").order_by("position", "id")
    ]
    return PlanFacts(
        code=plan.code,
        owner=plan.owner.name,
        year=plan.year,
        title=plan.title,
        purpose=plan.purpose,
        directives=tuple(str(directive) for directive in directives),
        items=tuple(_item(each) for each in sheet.items),
        classes=sheet.classes,
        seats=sheet.seats.amount,
        seats_complete=sheet.seats.complete,
        cost=sheet.cost.amount,
        cost_complete=sheet.cost.complete,
        directive_ids=tuple(str(directive.pk) for directive in directives),
        linked=True,
    )


def _item(sheet: ItemSheet) -> PlanItemFact:
    item = sheet.item
    return PlanItemFact(
        id=str(item.pk),
        title=item.title,
        audience=item.audience,
        held_for=item.held_for.name if item.held_for else "",
        class_count=item.class_count,
        seats=item.seats,
        sittings=item.sittings,
        quarter=item.quarter,
        place=item.place,
        note=item.note,
        costs=tuple(
            PlanCostFact(
                kind=line.cost.kind,
                title=line.cost.title,
                basis=line.cost.basis,
                rate=line.cost.rate,
                per_class=line.per_class,
                amount=line.amount,
                fixed=line.fixed,
                reason=line.cost.reason,
                citation=line.cost.norm.citation if line.cost.norm else "",
                norm=str(line.cost.norm_id or ""),
                quantity=line.cost.quantity,
            )
            for line in sheet.lines
        ),
        cost=sheet.cost.amount,
        cost_complete=sheet.cost.complete,
        links={
            name: str(key)
            for name, key in (
                ("topic", item.topic_id),
                ("held_for", item.held_for_id),
                ("carried_from", item.carried_from_id),
            )
            if key
        },
    )


def approved_facts(plan: Plan) -> PlanFacts | None:
    """Return what was approved last; None for a plan that never was."""
    version = plan.versions.filter(state="approved").order_by("-number").first()
    return read_plan(version.content) if version else None


def versions_of(plan: Plan) -> list[PlanVersion]:
    """Return the versions, the newest first, with who wrote them and the signed copy."""
    return list(plan.versions.select_related("created_by", "signed_file").order_by("-number"))
