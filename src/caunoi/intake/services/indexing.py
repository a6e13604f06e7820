"""Everything that search knows of intake, written anew."""

from __future__ import annotations

from caunoi.intake.enums import CandidateState
from caunoi.intake.models import ReportCandidate
from caunoi.intake.services.guard import index_candidate


def index_all_candidates() -> None:
    """Write the documents of all reports that wait for review; search knows no others."""
    waiting = ReportCandidate.objects.filter(state=CandidateState.WAITING).select_related("organisation")
    for candidate in waiting.order_by("pk").iterator(chunk_size=100):
        index_candidate(candidate)
