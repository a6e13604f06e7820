"""A schedule asked for, worked out in the background, stopped; busy days of the office."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.scheduling import Progress, Proposal
from caunoi.training.enums import Action, PlanState, ScheduleState
from caunoi.training.models import OfficeBusyDay, Plan, ScheduleProposal, ScheduleSlot
from caunoi.training.services.plans.guard import lock_plan, note
from caunoi.training.services.schedules.building import as_json, problem_of, put, slots_of

SECONDS = 60
WORKED_ON = (ScheduleState.WAITING, ScheduleState.RUNNING)
ENDED = (ScheduleState.ACCEPTED, ScheduleState.UNDONE)


@transaction.atomic
def request_schedule(*, actor: User, plan: Plan, seconds: int = SECONDS) -> ScheduleProposal:
    """Have a schedule worked out for the classes of the plan that are not made yet; what stands in the open one is kept
    as far as it can be. The work itself is a job: the caller starts it once this is written.

    Raises PermissionDenied, NotNow while one is being worked out or where every class is made already.
    """  # noqa: D205 - the effect takes two lines
    locked = lock_plan(actor=actor, plan=plan, states=tuple(PlanState))
    proposal = locked.schedules.exclude(state__in=ENDED).select_for_update(of=("self",)).first()
    if proposal and proposal.state in WORKED_ON:
        raise NotNow(_("A schedule is being worked out already."))
    if proposal is None:
        proposal = ScheduleProposal(plan=locked)
    proposal.state, proposal.stop, proposal.progress = ScheduleState.WAITING, False, 0
    proposal.seconds = max(1, min(seconds, SECONDS))
    proposal.revision += 1
    proposal.save()
    count = _fill(proposal)
    if not count:
        raise NotNow(_("Every class of the plan is made already. There is nothing left to schedule."))
    note(actor=actor, plan=locked, action=Action.SCHEDULE_PROPOSED, details={"classes": count})
    return proposal


def _fill(proposal: ScheduleProposal) -> int:
    """Give each class that is not made yet a row of the proposal, take away those that are too many."""
    wanted: set[tuple[UUID, int]] = set()
    for item in proposal.plan.items.prefetch_related("classes").order_by("position", "id"):
        made = sum(1 for one in item.classes.all() if one.state != "cancelled")
        wanted |= {(item.pk, number) for number in range(made + 1, item.class_count + 1)}
    standing = {(slot.item_id, slot.number): slot for slot in proposal.slots.order_by("id")}
    proposal.slots.filter(pk__in=[slot.pk for key, slot in standing.items() if key not in wanted]).delete()
    ScheduleSlot.objects.bulk_create(
        ScheduleSlot(proposal=proposal, item_id=item, number=number)
        for item, number in sorted(wanted - set(standing), key=str)
    )
    return len(wanted)


def work_out(*, proposal_id: UUID) -> int:
    """Work a waiting proposal out and write it; returns how many classes have a place. Idempotent.

    Progress is written twice a second at most; ``stop`` ends the search with the best so far. Called by the job, and
    asks for no permission: whoever asked for the schedule had it.
    """
    from caunoi.scheduling.solving import propose  # noqa: PLC0415 - the solver is heavy: for the job alone

    proposal = ScheduleProposal.objects.select_related("plan__owner").filter(pk=proposal_id).first()
    if proposal is None or proposal.state not in WORKED_ON:
        return 0
    ScheduleProposal.objects.filter(pk=proposal_id).update(state=ScheduleState.RUNNING)
    slots = slots_of(proposal)
    problem = problem_of(proposal, slots)

    def watch(progress: Progress) -> bool:
        told = min(99, int(100 * progress.seconds / proposal.seconds))
        ScheduleProposal.objects.filter(pk=proposal_id).update(progress=told)
        return ScheduleProposal.objects.filter(pk=proposal_id, stop=True).exists()

    try:
        found = propose(problem, limit=proposal.seconds, enough=0.01, watch=watch)
    except Exception:
        ScheduleProposal.objects.filter(pk=proposal_id).update(state=ScheduleState.FAILED)
        raise
    return _write(proposal_id, slots, found)


@transaction.atomic
def _write(proposal_id: UUID, slots: list[ScheduleSlot], found: Proposal) -> int:
    proposal = ScheduleProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None or proposal.state != ScheduleState.RUNNING:
        return 0
    for slot in slots:
        put(slot, found.placements.get(str(slot.pk)))
        slot.reasons = [as_json(reason) for reason in found.reasons.get(str(slot.pk), ())]
    ScheduleSlot.objects.bulk_update(slots, ["sittings", "first_day", "part", "room", "speaker", "reasons"])
    proposal.state, proposal.progress = ScheduleState.READY, 100
    proposal.objective, proposal.bound = found.costs.total, found.bound
    proposal.unplaced, proposal.costs = found.costs.unplaced, asdict(found.costs)
    proposal.revision += 1
    proposal.save()
    return len(found.placements)


@transaction.atomic
def stop_schedule(*, actor: User, plan: Plan) -> None:
    """End the search of the plan's schedule: what was found so far stands. Raises PermissionDenied.

    One that nobody has begun with, or that was told to stop before, counts as not worked out.
    """
    locked = lock_plan(actor=actor, plan=plan, states=tuple(PlanState))
    waiting = Q(state=ScheduleState.WAITING) | Q(state=ScheduleState.RUNNING, stop=True)
    if not locked.schedules.filter(waiting).update(state=ScheduleState.FAILED):
        locked.schedules.filter(state=ScheduleState.RUNNING).update(stop=True)


@transaction.atomic
def add_busy_days(*, actor: User, plan: Plan, first: date, last: date, words: str) -> OfficeBusyDay:
    """Enter days on which the plan's office holds no class. Raises PermissionDenied, ValidationError."""
    locked = lock_plan(actor=actor, plan=plan, states=tuple(PlanState))
    words = clean(words)[:200]
    if last < first:
        raise ValidationError({"last": _("The last day lies before the first day.")})
    if not words:
        raise ValidationError({"words": _("Type what keeps the office busy.")})
    made = OfficeBusyDay.objects.create(owner=locked.owner, first_day=first, last_day=last, words=words)
    note(actor=actor, plan=locked, action=Action.BUSY_DAYS_ADDED, details={"days": f"{first} – {last}", "words": words})
    return made


@transaction.atomic
def remove_busy_days(*, actor: User, plan: Plan, days: OfficeBusyDay) -> None:
    """Take busy days of the plan's office away. Raises PermissionDenied, ValidationError for another office's."""
    locked = lock_plan(actor=actor, plan=plan, states=tuple(PlanState))
    if days.owner_id != locked.owner_id:
        raise ValidationError(_("These days belong to another office."))
    details = {"days": f"{days.first_day} – {days.last_day}", "words": days.words}
    days.delete()
    note(actor=actor, plan=locked, action=Action.BUSY_DAYS_REMOVED, details=details)
