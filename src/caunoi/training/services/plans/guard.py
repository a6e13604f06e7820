"""What every write to a plan begins and ends with: permission, lock, state; revision, audit row, search document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.text import clean, fold
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.training.enums import PlanState
from caunoi.training.models import Plan
from caunoi.training.policies import writes_plan

SEARCH_KIND = "plan"
BEING_WRITTEN = (PlanState.DRAFT, PlanState.AMENDING)


def lock_plan(
    *,
    actor: User,
    plan: Plan,
    revision: int | None = None,
    may: Callable[[User, Plan], bool] = writes_plan,
    states: tuple[PlanState, ...] = BEING_WRITTEN,
) -> Plan:
    """Return the plan as it stands now, its row locked until the transaction ends.

    Raises PermissionDenied unless ``may(actor, plan)``, StaleChange when ``revision`` is given and no longer stands,
    NotNow when its state is none of ``states``.
    """
    require(may(actor, plan))
    locked = Plan.objects.select_for_update(of=("self",)).select_related("owner").get(pk=plan.pk)
    if revision is not None and revision != locked.revision:
        raise StaleChange
    if locked.state not in states:
        raise NotNow(_refusal(PlanState(locked.state)))
    return locked


def _refusal(state: PlanState) -> str:
    if state == PlanState.SUBMITTED:
        return _("The plan has been submitted. Have it sent back to change something in it.")
    if state == PlanState.APPROVED:
        return _("The plan is approved. Amend it, with a reason, to change something in it.")
    return _("The plan is still being written. Submit it first.")


def conclude(
    *, actor: User, plan: Plan, action: str, details: Mapping[str, Any] | None = None, reason: str = ""
) -> None:
    """Raise the revision, save the plan, write the audit row and the search document."""
    plan.folded_title = fold(plan.title)[:300]
    plan.revision += 1
    plan.save()
    note(actor=actor, plan=plan, action=action, details=details, reason=reason)
    index_plan(plan)


def note(*, actor: User, plan: Plan, action: str, details: Mapping[str, Any] | None = None, reason: str = "") -> None:
    """Write the audit row of a change to the plan or to a part of it; the plan is always its subject."""
    audit.record(
        actor=actor, action=action, subject=plan, organisation_id=plan.owner_id, details=details, reason=reason
    )


def index_plan(plan: Plan) -> None:
    """Write what search knows of a plan, under its code: title, office, number, titles of its items."""
    items = plan.items.order_by("position", "id").values_list("title", "audience")
    search.index(
        kind=SEARCH_KIND,
        object_id=plan.code,
        title=plan.title,
        summary=f"{plan.owner.name} · {plan.year}",
        text=" ".join([plan.code, plan.number, *(part for row in items for part in row)]),
        date=date(plan.year, 1, 1),
        paths=[plan.owner.path],
    )


def fitting(values: dict[str, str], most: Mapping[str, int]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the texts cleaned, and words for each that is longer than its column."""
    cleaned = {name: clean(values.get(name) or "") for name in most}
    faults = {
        name: _("At most %(most)s letters, please; this has %(count)s.")
        % {"most": longest, "count": len(cleaned[name])}
        for name, longest in most.items()
        if len(cleaned[name]) > longest
    }
    return cleaned, faults


def reason_given(reason: str, *, words: str) -> str:
    """Return the reason; raises ValidationError with ``words`` where there is none."""
    cleaned = clean(reason)[:500]
    if not cleaned:
        raise ValidationError({"reason": words})
    return cleaned
