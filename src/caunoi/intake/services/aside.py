"""Reports that are no report of a class, or no use: set aside, and brought back."""

from __future__ import annotations

from django.db import transaction

from caunoi.directory.models import User
from caunoi.intake.enums import Action, CandidateState
from caunoi.intake.models import ReportCandidate
from caunoi.intake.services.guard import conclude, lock, note


@transaction.atomic
def discard(*, actor: User, candidate: ReportCandidate, revision: int) -> ReportCandidate:
    """Set a report aside; its text and the decisions stay, and it can be brought back.

    Raises PermissionDenied, NotNow and StaleChange as ``guard.lock`` does.
    """
    locked = lock(actor=actor, candidate=candidate, revision=revision)
    conclude(candidate=locked, actor=actor, state=CandidateState.DISCARDED, training_class=None)
    note(actor=actor, action=Action.CANDIDATE_DISCARDED, candidate=locked)
    return locked


@transaction.atomic
def undo_discard(*, actor: User, candidate: ReportCandidate) -> ReportCandidate:
    """Bring back a report that was set aside. Raises PermissionDenied and NotNow as ``guard.lock`` does."""
    locked = lock(actor=actor, candidate=candidate, state=CandidateState.DISCARDED)
    conclude(candidate=locked, actor=None, state=CandidateState.WAITING, training_class=None)
    note(actor=actor, action=Action.CANDIDATE_RESTORED, candidate=locked)
    return locked
