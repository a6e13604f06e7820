"""What ``caunoi check`` looks at in the intake."""

from __future__ import annotations

from caunoi.core.checking.folding import register_folded
from caunoi.core.checking.searching import register_expected
from caunoi.core.text import fold
from caunoi.intake.enums import CandidateState
from caunoi.intake.models import ReportCandidate


def register() -> None:
    """Name the folded columns and what search has to know."""
    register_folded(ReportCandidate, "folded_title", "title", make=lambda title: fold(title)[:300])
    register_expected("candidate", _waiting)


def _waiting() -> list[str]:
    waiting = ReportCandidate.objects.filter(state=CandidateState.WAITING)
    return [str(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True)]
