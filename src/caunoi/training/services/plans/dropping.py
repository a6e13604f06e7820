"""An amendment that was begun is dropped: the plan says again what was approved last."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import Directive, Organisation, User
from caunoi.training.enums import Action, PlanState
from caunoi.training.models import Plan, PlanCost, PlanDirective, PlanItem, PlanNorm, Topic
from caunoi.training.plan_facts import PlanCostFact, PlanFacts, PlanItemFact, compare
from caunoi.training.queries.plans.content import approved_facts, plan_facts
from caunoi.training.queries.plans.costs import lines_of
from caunoi.training.services.plans.guard import conclude, lock_plan

_FIELDS = ("title", "audience", "class_count", "seats", "sittings", "quarter", "place", "note")


@transaction.atomic
def drop_amendment(*, actor: User, plan: Plan, revision: int) -> Plan:
    """Take back everything that was changed since the amendment was begun; the plan is approved again.

    Title, year, purpose, directives, items with their order and estimates become those of the version approved last;
    the versions, and decisions on items that stand, are not touched. What an item points at is brought back where it
    still exists; a version frozen before that was kept leaves it as it is.

    Raises PermissionDenied, StaleChange, NotNow for a plan that isn't being amended, and where an item that would go
    has classes or was carried over.
    """
    locked = lock_plan(actor=actor, plan=plan, revision=revision, states=(PlanState.AMENDING,))
    approved = approved_facts(locked)
    if approved is None:
        raise NotNow(_("The plan was never approved, so there is nothing to go back to."))
    found = compare(approved, plan_facts(locked))
    _remove(locked, {item.id for item in found.came})
    reason = locked.amended_because
    locked.title, locked.year, locked.purpose = approved.title, approved.year, approved.purpose
    if approved.linked:
        _directives(locked, approved)
    for position, fact in enumerate(approved.items, start=1):
        _item(locked, fact, position, linked=approved.linked)
    locked.state, locked.amended_because = PlanState.APPROVED, ""
    conclude(
        actor=actor,
        plan=locked,
        action=Action.PLAN_AMENDMENT_DROPPED,
        details={
            "items_removed": [item.title for item in found.came],
            "brought_back": [item.title for item in found.went],
            "put_back": [each.before.title for each in found.changed],
        },
        reason=reason,
    )
    return locked


def _remove(plan: Plan, keys: set[str]) -> None:
    going = plan.items.filter(pk__in=keys)
    kept = going.filter(classes__isnull=False).first() or going.filter(carried_to__isnull=False).first()
    if kept:
        raise NotNow(
            _("Classes belong to “%(item)s”, or it was carried over. Take them from it first, then drop the amendment.")
            % {"item": kept.title}
        )
    going.delete()


def _directives(plan: Plan, approved: PlanFacts) -> None:
    known = {str(one.pk): one for one in Directive.objects.filter(pk__in=approved.directive_ids)}
    wanted = [known[key] for key in approved.directive_ids if key in known]
    links = plan.directive_links.select_related("directive").order_by("position", "id")
    if [link.directive for link in links] == wanted:
        return
    plan.directive_links.all().delete()
    PlanDirective.objects.bulk_create(
        PlanDirective(plan=plan, directive=one, position=position) for position, one in enumerate(wanted, start=1)
    )


def _item(plan: Plan, fact: PlanItemFact, position: int, *, linked: bool) -> None:
    item = plan.items.filter(pk=fact.id).first() or PlanItem(pk=UUID(fact.id), plan=plan)
    for name in _FIELDS:
        setattr(item, name, getattr(fact, name))
    item.position = position
    if linked:
        item.topic = _standing(Topic, fact.links.get("topic"))
        item.held_for = _standing(Organisation, fact.links.get("held_for"))
        item.carried_from = _standing(PlanItem, fact.links.get("carried_from"))
    item.save()
    if [_told(line) for line in lines_of(item)] == [(cost, cost.norm, cost.quantity) for cost in fact.costs]:
        return
    item.costs.all().delete()
    norms = {str(norm.pk): norm for norm in PlanNorm.objects.filter(pk__in=[c.norm for c in fact.costs if c.norm])}
    PlanCost.objects.bulk_create(_cost(item, cost, number, norms) for number, cost in enumerate(fact.costs, start=1))


def _standing(model: Any, key: str | None) -> Any:
    return model.objects.filter(pk=key).first() if key else None


def _told(line: Any) -> tuple[PlanCostFact, str, int | None]:
    cost = line.cost
    fact = PlanCostFact(
        kind=cost.kind,
        title=cost.title,
        basis=cost.basis,
        rate=cost.rate,
        per_class=line.per_class,
        amount=line.amount,
        fixed=line.fixed,
        reason=cost.reason,
        citation=cost.norm.citation if cost.norm else "",
    )
    return fact, str(cost.norm_id or ""), cost.quantity


def _cost(item: PlanItem, fact: PlanCostFact, position: int, norms: dict[str, PlanNorm]) -> PlanCost:
    return PlanCost(
        item=item,
        position=position,
        norm=norms.get(fact.norm),
        kind=fact.kind,
        title=fact.title,
        basis=fact.basis,
        rate=fact.rate,
        quantity=fact.quantity,
        fixed=fact.amount if fact.fixed else None,
        reason=fact.reason,
    )
