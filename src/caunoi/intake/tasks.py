"""Jobs of intake."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.intake.services.uploads import read_waiting


@job(label=_("Read old reports"))
def read_upload(upload_id: str) -> int:
    """Read the files of an upload that still wait; idempotent, returns how many were read."""
    return read_waiting(upload_id=UUID(upload_id))
