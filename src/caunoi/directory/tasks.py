"""Jobs of the directory."""

from __future__ import annotations

import datetime as dt

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.directory.services import passes

# Long enough to look into an attack; an IP address is personal data.
KEPT = dt.timedelta(days=30)


@job(label=_("Clear away old sign-in attempts"))
def delete_old_attempts() -> int:
    """Delete what the guard of the sign-in page wrote down more than 30 days ago; idempotent, returns how many."""
    limit = timezone.now() - KEPT
    kinds = (AccessAttempt, AccessFailureLog, AccessLog)
    return sum(kind.objects.filter(attempt_time__lt=limit).delete()[0] for kind in kinds)


@job(label=_("Write the mail for a forgotten password"))
def send_reset_link(sealed_email: str) -> None:
    """Write the mail for somebody who forgot the password: at a time of its own, so that the page tells nothing."""
    passes.send_reset_link(sealed_email=sealed_email)
