"""Jobs of publishing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.publishing.services.scheduling import anything_due, publish_due

__all__ = ["anything_due", "publish_articles"]


@job(label=_("Publish articles whose time has come"))
def publish_articles() -> int:
    """Publish what is due; idempotent, returns how many."""
    return publish_due()
