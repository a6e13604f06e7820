"""Who may do what with old reports."""

from __future__ import annotations

import rules

from caunoi.directory.policies import organises_in
from caunoi.directory.queries.scope import AnyUser
from caunoi.intake.models import ReportCandidate, ReportUpload


@rules.predicate
def reviews(user: AnyUser, candidate: ReportCandidate) -> bool:
    """An organiser of the office that keeps the report, or of one above it."""
    return bool(organises_in(user, candidate.organisation))


@rules.predicate
def handles_upload(user: AnyUser, upload: ReportUpload) -> bool:
    """An organiser of the office into which the files were sent."""
    return bool(organises_in(user, upload.organisation))
