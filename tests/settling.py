"""What happens after workers were killed, as if the time for it had passed."""

from __future__ import annotations

import datetime as dt

from django.core.management import call_command
from django.utils import timezone

from caunoi.core import outbox
from caunoi.core.jobs.sweeping import Sweeper
from caunoi.core.models import OutboxMessage, WorkerBeat


def settle() -> None:
    """Let every worker that was killed count as gone, let another one look twice, and work on."""
    from caunoi.web.mail.tasks import wake

    WorkerBeat.objects.update(seen_at=timezone.now() - dt.timedelta(hours=1))
    sweeper = Sweeper(worker_id="other", stale_after=dt.timedelta(minutes=2))
    sweeper.sweep()
    sweeper.sweep()
    for _round in range(3):
        OutboxMessage.objects.filter(state="waiting").update(not_before=timezone.now())
        if outbox.needs_postman():
            wake()
        call_command("worker", batch=True, verbosity=0)
