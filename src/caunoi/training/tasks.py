"""Jobs of training."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.questionnaires.services.responses import hand_in_overdue
from caunoi.training.services.door.deriving import count_waiting
from caunoi.training.services.floor.telling import forget_askers
from caunoi.training.services.schedules.proposing import work_out
from caunoi.training.services.seats.deadlines import settle_after_deadlines
from caunoi.training.services.seats.reminders import remind_before_deadlines
from caunoi.training.services.surveys.following import follow_up
from caunoi.training.services.surveys.running import close_overdue


@job(label=_("Work out the schedule of a plan"), attempts=2)
def propose_schedule(proposal_id: str) -> int:
    """Work out a schedule that was asked for; idempotent, returns how many classes have a place."""
    return work_out(proposal_id=UUID(proposal_id))


@job(label=_("Give free seats to those who wait after the deadline"))
def serve_the_line() -> None:
    """Serve the line of each class whose deadline for names is past."""
    settle_after_deadlines()


@job(label=_("Forget who awaited the answer to a question"))
def forget_who_asked() -> int:
    """Forget whom answers were for that were given long ago; idempotent, returns how many."""
    return forget_askers()


@job(label=_("Close evaluations whose days are over, and ask again months after a class"))
def run_surveys() -> int:
    """Close and open what is due today; idempotent, returns how many were opened."""
    close_overdue()
    return follow_up()


@job(label=_("Remind units of the names that are missing before the deadline"))
def remind_units() -> int:
    """Write the reminders that classes asked for; idempotent, returns how many."""
    return remind_before_deadlines()


@job(label=_("Count scans at the door that a stop of the server left uncounted"))
def count_scans() -> int:
    """Count what was taken and not counted yet; idempotent, returns how many cells changed."""
    return count_waiting()


@job(label=_("Hand in quizzes whose time is over"))
def hand_in_quizzes() -> int:
    """Hand in what was left open past its time, as it was saved; idempotent, returns how many."""
    return hand_in_overdue()
