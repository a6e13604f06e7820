"""Jobs of publishing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.publishing.services.findable import find_from_today


@job(label=_("Let readers find materials whose day has come"))
def list_materials() -> int:
    """Let readers find what is public from today on; idempotent, returns how many."""
    return find_from_today()
