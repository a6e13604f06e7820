"""What every write to a candidate begins and ends with: permission, lock, state; audit row, search document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.intake.enums import CandidateState, ReportField
from caunoi.intake.facts import entries_of, refresh, values_of
from caunoi.intake.models import ReportCandidate
from caunoi.intake.policies import reviews
from caunoi.intake.values import in_words
from caunoi.training.models import TrainingClass

SEARCH_KIND = "candidate"
# What search knows of a waiting report. No person's name is among it.
_SEARCHED = (
    ReportField.ORGANISERS,
    ReportField.HOST_PLACE,
    ReportField.AUDIENCE,
    ReportField.TOPICS,
    ReportField.DIRECTIVES,
)


def lock(
    *,
    actor: User,
    candidate: ReportCandidate,
    revision: int | None = None,
    state: CandidateState = CandidateState.WAITING,
) -> ReportCandidate:
    """Return the candidate as it stands now, its row locked until the transaction ends.

    Raises PermissionDenied unless the actor organises where it is kept, NotNow when it is not in ``state``,
    StaleChange when ``revision`` is given and no longer stands.
    """
    require(reviews(actor, candidate))
    locked = (
        ReportCandidate.objects.select_for_update(of=("self",))
        .select_related("organisation", "training_class")
        .get(pk=candidate.pk)
    )
    if locked.state != state:
        raise NotNow(_wrong_state(locked))
    if revision is not None and revision != locked.revision:
        raise StaleChange
    return locked


def _wrong_state(candidate: ReportCandidate) -> str:
    match candidate.state:
        case CandidateState.ACCEPTED:
            return _("The report has been taken over already; its class is “%(title)s”.") % {
                "title": candidate.training_class.title if candidate.training_class else ""
            }
        case CandidateState.DISCARDED:
            return _("The report was set aside. Bring it back to go on with it.")
        case _:
            return _("The report waits for review.")


def keep(candidate: ReportCandidate, *fields: str) -> None:
    """Save ``fields``, the columns that follow the decisions and the next revision; write what search knows."""
    candidate.revision += 1
    candidate.save(update_fields=[*fields, *refresh(candidate), "revision"])
    index_candidate(candidate)


def conclude(
    *, candidate: ReportCandidate, actor: User | None, state: CandidateState, training_class: TrainingClass | None
) -> None:
    """Write what became of a candidate; ``actor`` is None when it waits again."""
    candidate.state = state
    candidate.training_class = training_class
    candidate.decided_by = actor
    candidate.decided_at = timezone.now() if actor else None
    keep(candidate, "state", "training_class", "linked", "decided_by", "decided_at")


def index_candidate(candidate: ReportCandidate) -> None:
    """Write what search knows of a waiting report; it forgets one that was taken over or set aside."""
    if not candidate.is_waiting:
        search.remove(kind=SEARCH_KIND, object_id=str(candidate.pk))
        return
    entries = entries_of(candidate)
    words = [in_words(field, value) for field in _SEARCHED for value in values_of(entries, field)]
    search.index(
        kind=SEARCH_KIND,
        object_id=str(candidate.pk),
        title=candidate.title,
        summary=candidate.source,
        text=" ".join(words),
        date=candidate.held_first,
        paths=[candidate.organisation.path],
    )


def note(
    *, actor: User | None, action: str, candidate: ReportCandidate, details: Mapping[str, Any] | None = None
) -> None:
    """Write the audit row of a change to the candidate."""
    audit.record(
        actor=actor, action=action, subject=candidate, organisation_id=candidate.organisation_id, details=details
    )
