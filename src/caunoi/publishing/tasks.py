"""Jobs of publishing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.publishing.services.counts import forget_visitors


@job(label=_("Forget who read the pages of yesterday"))
def forget_visitors_of_yesterday() -> int:
    """Destroy what told visitors apart on the days before; idempotent. Returns how many marks went."""
    return forget_visitors()
