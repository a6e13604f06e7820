"""Jobs of intake."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from caunoi.intake.services.roster import delete_old_drafts
from caunoi.intake.services.uploads import read_waiting


@task()
def read_upload(upload_id: str) -> int:
    """Read the files of an upload that still wait; idempotent, returns how many were read."""
    return read_waiting(upload_id=UUID(upload_id))


@task()
def delete_old_rosters() -> int:
    """Delete the lists that nobody took over within a week; idempotent, returns how many."""
    return delete_old_drafts()
