"""The way of a plan: submitted, sent back, approved, amended; each submitted or approved version is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, files
from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.training.enums import Action, PlanState
from caunoi.training.models import Plan, PlanVersion
from caunoi.training.policies import approves_plan
from caunoi.training.queries.plans.content import plan_facts
from caunoi.training.services.plans.guard import conclude, fitting, lock_plan, reason_given


@dataclass(frozen=True, kw_only=True)
class Signing:
    """What the registry gave, now or later: number, day, who signed, and the signed copy."""

    number: str = ""
    signed_on: date | None = None
    signer: str = ""
    content: bytes | None = None
    name: str = ""


@transaction.atomic
def submit_plan(*, actor: User, plan: Plan, revision: int) -> PlanVersion:
    """Hand the plan in for approval; from now on nothing in it changes. Its version is frozen.

    Raises PermissionDenied, StaleChange, NotNow, ValidationError for a plan without items.
    """
    locked = lock_plan(actor=actor, plan=plan, revision=revision)
    if not locked.items.exists():
        raise ValidationError(_("The plan has no items yet. Add one at least."))
    locked.state = PlanState.SUBMITTED
    version = _freeze(locked, PlanState.SUBMITTED, actor, reason=locked.amended_because)
    conclude(actor=actor, plan=locked, action=Action.PLAN_SUBMITTED, details={"version": version.number})
    return version


@transaction.atomic
def send_back_plan(*, actor: User, plan: Plan, revision: int, reason: str) -> Plan:
    """Send a submitted plan back to be changed, with the reason; an approved one that was amended is amended further.

    Whoever submitted it may take it back himself. Raises PermissionDenied, StaleChange, NotNow, ValidationError.
    """
    locked = lock_plan(actor=actor, plan=plan, revision=revision, states=(PlanState.SUBMITTED,))
    reason = reason_given(reason, words=_("Type what is to be changed."))
    approved = locked.versions.filter(state=PlanState.APPROVED).exists()
    locked.state = PlanState.AMENDING if approved else PlanState.DRAFT
    conclude(actor=actor, plan=locked, action=Action.PLAN_SENT_BACK, reason=reason)
    return locked


@transaction.atomic
def approve_plan(*, actor: User, plan: Plan, revision: int, signing: Signing = Signing()) -> PlanVersion:
    """Approve a submitted plan; number, day, signer and signed copy may follow later.

    Raises PermissionDenied unless the actor is an administrator of the office or of one above it, StaleChange, NotNow,
    ValidationError.
    """
    locked = lock_plan(actor=actor, plan=plan, revision=revision, may=approves_plan, states=(PlanState.SUBMITTED,))
    version = _freeze(locked, PlanState.APPROVED, actor, reason=locked.amended_because)
    details = _sign(locked, version, signing, actor)
    locked.state, locked.amended_because = PlanState.APPROVED, ""
    conclude(actor=actor, plan=locked, action=Action.PLAN_APPROVED, details={"version": version.number, **details})
    return version


@transaction.atomic
def register_plan(*, actor: User, plan: Plan, signing: Signing) -> PlanVersion:
    """Enter what the registry gave afterwards for the version approved last; without a file a copy stays that is there.

    Raises PermissionDenied, NotNow for a plan that was never approved, ValidationError.
    """
    locked = lock_plan(actor=actor, plan=plan, states=tuple(PlanState))
    version = locked.versions.filter(state=PlanState.APPROVED).order_by("-number").first()
    if version is None:
        raise NotNow(_("The plan is not approved yet."))
    details = _sign(locked, version, signing, actor)
    if details:
        conclude(
            actor=actor, plan=locked, action=Action.PLAN_REGISTERED, details={"version": version.number, **details}
        )
    return version


@transaction.atomic
def amend_plan(*, actor: User, plan: Plan, revision: int, reason: str) -> Plan:
    """Open an approved plan to be changed, with the reason; what was approved stays until the change is approved.

    Raises PermissionDenied, StaleChange, NotNow, ValidationError.
    """
    locked = lock_plan(actor=actor, plan=plan, revision=revision, states=(PlanState.APPROVED,))
    locked.amended_because = reason_given(reason, words=_("Type why the plan is amended."))
    locked.state = PlanState.AMENDING
    conclude(actor=actor, plan=locked, action=Action.PLAN_AMENDED, reason=locked.amended_because)
    return locked


def _freeze(plan: Plan, state: PlanState, actor: User, *, reason: str) -> PlanVersion:
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    return PlanVersion.objects.create(
        plan=plan, number=last + 1, state=state, content=plan_facts(plan).as_json(), reason=reason, created_by=actor
    )


def _sign(plan: Plan, version: PlanVersion, signing: Signing, actor: User) -> dict[str, Any]:
    """Write number, day, signer and copy to plan and version; returns what the trail tells of it."""
    texts, faults = fitting({"number": signing.number, "signer": signing.signer}, {"number": 60, "signer": 200})
    if signing.signed_on and signing.signed_on > timezone.localdate():
        faults["signed_on"] = _("This day lies in the future. Check it.")
    if faults:
        raise ValidationError(faults)
    before = {"number": version.registry_number, "signed_on": version.signed_on, "signer": version.signer}
    after = {"number": texts["number"], "signed_on": signing.signed_on, "signer": texts["signer"]}
    details: dict[str, Any] = audit.changes(before, after)
    if signing.content is not None:
        version.signed_file = signed_copy(content=signing.content, name=signing.name, plan=plan, actor=actor)
        details["file"] = [None, version.signed_file.name]
    version.registry_number, version.signed_on, version.signer = texts["number"], signing.signed_on, texts["signer"]
    version.save(update_fields=["registry_number", "signed_on", "signer", "signed_file"])
    plan.number, plan.signed_on, plan.signer = texts["number"], signing.signed_on, texts["signer"]
    return details


def signed_copy(*, actor: User, plan: Plan, content: bytes, name: str) -> Any:
    """Keep a signed copy as PDF or picture; raises ValidationError (field ``file``) for anything else."""
    try:
        kind = files.content_type(content)
        if kind != "application/pdf" and not kind.startswith("image/"):
            raise ValidationError({"file": _("Send the signed copy as PDF or as a picture.")})
        return files.store(content=content, name=name, organisation_id=plan.owner_id, actor_id=actor.pk)
    except files.RefusedFile as refused:
        raise ValidationError({"file": str(refused)}) from None
