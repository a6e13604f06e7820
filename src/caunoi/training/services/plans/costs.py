"""Norms of an office, and the lines of an item's estimate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.training.enums import Action, NormBasis, NormKind
from caunoi.training.models import Plan, PlanCost, PlanItem, PlanNorm
from caunoi.training.policies import keeps_norm
from caunoi.training.queries.plans.costs import norms_for
from caunoi.training.services.plans.guard import conclude, fitting, lock_plan

MOST_DONG = 1_000_000_000_000
_MOST_QUANTITY = 1_000_000


@dataclass(frozen=True, kw_only=True)
class NormValues:
    """What a norm says; ``amount`` in đồng."""

    kind: NormKind
    title: str
    basis: NormBasis
    amount: int
    valid_from: date | None = None
    valid_to: date | None = None
    citation: str = ""
    confirmed: bool = False
    by_default: bool = False


@transaction.atomic
def save_norm(
    *, actor: User, owner: Organisation, norm: PlanNorm | None = None, revision: int | None = None, values: NormValues
) -> PlanNorm:
    """Add a norm kept by ``owner``, or change ``norm``. Estimates written before keep the rate they were written with.

    Raises PermissionDenied unless the actor organises where it is kept, StaleChange, ValidationError.
    """
    require(keeps_norm(actor, norm) if norm else organises_in(actor, owner))
    standing = PlanNorm.objects.select_for_update(of=("self",)).get(pk=norm.pk) if norm else None
    if standing and revision is not None and revision != standing.revision:
        raise StaleChange
    after = _checked(values)
    before = {name: getattr(standing, name) for name in after} if standing else {}
    details = audit.changes(before, after)
    if standing and not details:
        return standing
    standing = standing or PlanNorm(owner=owner, revision=0)
    for name, value in after.items():
        setattr(standing, name, value)
    standing.revision += 1
    standing.save()
    _note(actor, standing, Action.NORM_SAVED, details if before else {})
    return standing


def _checked(values: NormValues) -> dict[str, Any]:
    texts, faults = fitting({"title": values.title, "citation": values.citation}, {"title": 200, "citation": 300})
    if not texts["title"]:
        faults["title"] = _("Type what the norm is called.")
    if not 0 <= values.amount <= MOST_DONG:
        faults["amount"] = _("Type the amount in đồng.")
    if values.valid_from and values.valid_to and values.valid_to < values.valid_from:
        faults["valid_to"] = _("The last day lies before the first day.")
    if values.confirmed and not texts["citation"]:
        faults["citation"] = _("Name the paper that it was compared with.")
    if faults:
        raise ValidationError(faults)
    return {
        "kind": str(NormKind(values.kind)),
        "title": texts["title"],
        "basis": str(NormBasis(values.basis)),
        "amount": values.amount,
        "valid_from": values.valid_from,
        "valid_to": values.valid_to,
        "citation": texts["citation"],
        "confirmed": values.confirmed,
        "by_default": values.by_default,
    }


@transaction.atomic
def remove_norm(*, actor: User, norm: PlanNorm) -> None:
    """Remove a norm that no estimate was ever written with; raises NotNow for one that was."""
    require(keeps_norm(actor, norm))
    if norm.costs.exists():
        raise NotNow(_("Plans were reckoned with this norm, so it stays. Give it a last day instead."))
    _note(actor, norm, Action.NORM_REMOVED, {})
    norm.delete()


def _note(actor: User, norm: PlanNorm, action: Action, details: dict[str, Any]) -> None:
    audit.record(actor=actor, action=action, subject=norm, organisation_id=norm.owner_id, details=details)


@dataclass(frozen=True, kw_only=True)
class CostValues:
    """One line: of a norm, or typed freely with ``title``, ``kind``, ``basis`` and ``rate``.

    ``quantity`` is how many one class needs, None to be worked out; ``fixed`` an amount for all classes set by hand,
    with its ``reason``.
    """

    norm: PlanNorm | None = None
    title: str = ""
    kind: NormKind = NormKind.OTHER
    basis: NormBasis = NormBasis.CLASS
    rate: int | None = None
    quantity: int | None = None
    fixed: int | None = None
    reason: str = ""


@transaction.atomic
def save_cost(
    *, actor: User, item: PlanItem, cost: PlanCost | None = None, revision: int | None = None, values: CostValues
) -> PlanCost:
    """Add a line to an item's estimate, or change it; a line of a norm takes its rate as it stands now.

    Raises PermissionDenied, StaleChange, NotNow, ValidationError, also for a norm that the plan's office doesn't use.
    """
    locked = lock_plan(actor=actor, plan=item.plan, revision=revision)
    standing = item.costs.select_related("norm").get(pk=cost.pk) if cost else None
    after = _checked_cost(locked, standing, values)
    told = {name: value for name, value in after.items() if name != "norm"}
    before = {name: getattr(standing, name) for name in told} if standing else {}
    details = audit.changes(before, told)
    if standing and not details:
        return standing
    if standing is None:
        last = item.costs.aggregate(last=Max("position"))["last"] or 0
        standing = PlanCost(item=item, position=last + 1)
    for name, value in after.items():
        setattr(standing, name, value)
    standing.save()
    what = {"plan_item": item.title, "cost": standing.title}
    conclude(actor=actor, plan=locked, action=Action.PLAN_COST_SAVED, details=what | (details if before else {}))
    return standing


def _checked_cost(plan: Plan, standing: PlanCost | None, values: CostValues) -> dict[str, Any]:
    texts, faults = fitting({"title": values.title, "reason": values.reason}, {"title": 200, "reason": 300})
    known = _of_norm(plan, standing, values.norm) if values.norm else _typed(values, texts["title"], faults)
    for name, amount in (("rate", known["rate"]), ("fixed", values.fixed)):
        if amount is not None and not 0 <= int(amount) <= MOST_DONG:
            faults[name] = _("Type the amount in đồng.")
    if values.quantity is not None and not 1 <= values.quantity <= _MOST_QUANTITY:
        faults["quantity"] = _("Type a number between 1 and 1,000,000.")
    if values.fixed is not None and not texts["reason"]:
        faults["reason"] = _("Type why the amount is set by hand.")
    if faults:
        raise ValidationError(faults)
    return {**known, "norm": values.norm, "quantity": values.quantity, "fixed": values.fixed, "reason": texts["reason"]}


def _of_norm(plan: Plan, standing: PlanCost | None, norm: PlanNorm) -> dict[str, Any]:
    """Return what a line takes from its norm; a line that rests on it already keeps what it took then."""
    if standing and standing.norm_id == norm.pk:
        return {"title": standing.title, "kind": standing.kind, "basis": standing.basis, "rate": standing.rate}
    if norm not in norms_for(plan.owner, plan.year):
        raise ValidationError({"norm": _("This norm does not hold for the office and year of the plan.")})
    return {"title": norm.title, "kind": norm.kind, "basis": norm.basis, "rate": norm.amount}


def _typed(values: CostValues, title: str, faults: dict[str, str]) -> dict[str, Any]:
    if not title:
        faults["title"] = _("Choose a norm, or type what the money is for.")
    if values.rate is None and values.fixed is None:
        faults["rate"] = _("Type the amount in đồng.")
    return {
        "title": title,
        "kind": str(NormKind(values.kind)),
        "basis": str(NormBasis(values.basis)),
        "rate": values.rate or 0,
    }


@transaction.atomic
def remove_cost(*, actor: User, cost: PlanCost, revision: int | None = None) -> None:
    """Take a line from an item's estimate."""
    locked = lock_plan(actor=actor, plan=cost.item.plan, revision=revision)
    details = {"plan_item": cost.item.title, "cost": cost.title}
    cost.delete()
    conclude(actor=actor, plan=locked, action=Action.PLAN_COST_REMOVED, details=details)


@transaction.atomic
def renew_costs(*, actor: User, plan: Plan, revision: int | None = None) -> int:
    """Take the norms' amounts of today into all lines of the plan; returns how many lines changed.

    Lines set by hand keep their amount. Raises PermissionDenied, StaleChange, NotNow.
    """
    locked = lock_plan(actor=actor, plan=plan, revision=revision)
    behind = []
    for cost in PlanCost.objects.filter(item__plan=locked, norm__isnull=False).select_related("norm").order_by("pk"):
        norm = cost.norm
        if norm and (cost.rate, cost.title, cost.basis, cost.kind) != (norm.amount, norm.title, norm.basis, norm.kind):
            cost.rate, cost.title, cost.basis, cost.kind = norm.amount, norm.title, norm.basis, norm.kind
            behind.append(cost)
    if behind:
        PlanCost.objects.bulk_update(behind, ["rate", "title", "basis", "kind"])
        conclude(actor=actor, plan=locked, action=Action.PLAN_COSTS_RENEWED, details={"count": len(behind)})
    return len(behind)
