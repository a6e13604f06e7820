"""Jobs of the ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.credentials.services.printing import set_missing


@job(label=_("Set certificates as files"))
def set_certificates(source: str) -> int:
    """Set the files of one thing that were never made; idempotent, returns how many."""
    return set_missing(source=source)
