"""The schedule of a plan as its page shows it."""

from __future__ import annotations

from django.db.models import QuerySet

from caunoi.scheduling.problem import gap
from caunoi.training.enums import ScheduleState
from caunoi.training.models import OfficeBusyDay, Plan, ScheduleProposal, ScheduleSlot


def current_schedule(plan: Plan) -> ScheduleProposal | None:
    """Return the proposal that is worked on, or the one that was accepted last; None before the first."""
    found = plan.schedules.exclude(state=ScheduleState.UNDONE).order_by("-created_at", "id")
    return found.exclude(state=ScheduleState.ACCEPTED).first() or found.first()


def schedule_slots(proposal: ScheduleProposal) -> QuerySet[ScheduleSlot]:
    """Return its classes in the order of their days, those without a place last, with all that a row shows."""
    found = proposal.slots.select_related("item", "room", "speaker__person", "training_class")
    return found.order_by("first_day", "item__position", "number", "id")


def busy_days(plan: Plan) -> QuerySet[OfficeBusyDay]:
    """Return the days of the plan's year on which its office holds no class."""
    return OfficeBusyDay.objects.filter(
        owner=plan.owner, last_day__year__gte=plan.year, first_day__year__lte=plan.year
    ).order_by("first_day", "id")


def gap_percent(proposal: ScheduleProposal) -> int | None:
    """Return by how many percent the schedule is worse than the best at most; None where nothing is known."""
    if proposal.objective is None or proposal.bound is None:
        return None
    share = gap(proposal.objective, proposal.bound, proposal.unplaced)
    # Rounded up: what is said must hold. Without any bound nothing is known.
    return None if share and proposal.bound <= proposal.unplaced else -int(-100 * share // 1)
