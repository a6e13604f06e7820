"""Mails and jobs that should be done by now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core.checks import Fault
from caunoi.core.models import OutboxMessage

LATE = dt.timedelta(hours=24)


def mails_leave(_deep: bool) -> Iterator[Fault]:
    """No mail waits for more than a day, and none was given up."""
    late = OutboxMessage.objects.filter(
        state=OutboxMessage.State.WAITING, created_at__lt=timezone.now() - LATE, not_before__lt=timezone.now()
    ).count()
    if late:
        yield Fault(
            where="core_outboxmessage",
            what=_("%(count)s mails wait for more than a day.") % {"count": late},
            todo=_("See that the job worker runs, and that CAUNOI_MAIL_URL is right."),
            notice=True,
        )
    failed = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).count()
    if failed:
        yield Fault(
            where="core_outboxmessage",
            what=_("%(count)s mails could not be sent and were given up.") % {"count": failed},
            todo=_("See what the mail server said, in the error of each."),
            notice=True,
        )


def jobs_run(_deep: bool) -> Iterator[Fault]:
    """No job waits for more than a day, none was begun a day ago and never ended."""
    before = timezone.now() - LATE
    stale = {
        _("wait for more than a day"): DBTaskResult.objects.filter(
            status=TaskResultStatus.READY, enqueued_at__lt=before, run_after__lt=before
        ).count(),
        _("began a day ago and never ended"): DBTaskResult.objects.filter(
            status=TaskResultStatus.RUNNING, started_at__lt=before
        ).count(),
    }
    for words, count in stale.items():
        if count:
            yield Fault(
                where=DBTaskResult._meta.db_table,
                what=_("%(count)s jobs %(words)s.") % {"count": count, "words": words},
                todo=_("See that the job worker runs."),
                notice=True,
            )
