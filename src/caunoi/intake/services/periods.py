"""What intake keeps for a while."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core import retention
from caunoi.intake.enums import CandidateState
from caunoi.intake.models import ReportCandidate, RosterDraft

DRAFTS = "roster_drafts"


def register() -> None:
    """Name the kinds."""
    retention.register(
        retention.Kind(
            name=DRAFTS,
            title=_("Lists sent in that nobody took over"),
            counted_from=_("the day on which they were sent in"),
            due=lambda limit: [RosterDraft.objects.filter(made_at__lt=limit)],
            days=7,
        ),
        retention.Kind(
            name="reports_set_aside",
            title=_("Old reports that were set aside"),
            counted_from=_("the day on which they were set aside"),
            due=lambda limit: [ReportCandidate.objects.filter(state=CandidateState.DISCARDED, decided_at__lt=limit)],
            citation=_("no rule of law is known here: kept until the office sets a period"),
            told=True,
        ),
    )


def drafts_kept() -> int | None:
    """Return for how many days a list that nobody took over is kept; None for as long as it is."""
    return retention.period_of(retention.kind_named(DRAFTS)).days
