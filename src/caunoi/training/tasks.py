"""Jobs of training."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.training.services.schedules.proposing import work_out


@job(label=_("Work out the schedule of a plan"), attempts=2)
def propose_schedule(proposal_id: str) -> int:
    """Work out a schedule that was asked for; idempotent, returns how many classes have a place."""
    return work_out(proposal_id=UUID(proposal_id))
