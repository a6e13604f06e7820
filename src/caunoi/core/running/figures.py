"""Numbers of the office at work; counts and ages only, nobody's name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core.jobs.worker import alive
from caunoi.core.keeping.scheduled import scheduled_backups
from caunoi.core.models import AuditEntry, OutboxMessage


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What waits, what failed, and how old things are (seconds; None where there is none)."""

    jobs: dict[str, int]
    mails: dict[str, int]
    workers: int
    unsealed_age: float | None
    backup_age: float | None


def read_figures() -> Figures:
    """Ask the database four short questions and the folder of backups one."""
    now = timezone.now()
    statuses = dict(DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk")))
    jobs = {
        "waiting": statuses.get(TaskResultStatus.READY, 0),
        "running": statuses.get(TaskResultStatus.RUNNING, 0),
        "failed": statuses.get(TaskResultStatus.FAILED, 0),
    }
    state = OutboxMessage.State
    open_states = (state.WAITING, state.SENDING, state.FAILED, state.UNSURE)
    counted = dict(
        OutboxMessage.objects.filter(state__in=open_states).order_by().values_list("state").annotate(Count("pk"))
    )
    oldest = AuditEntry.objects.filter(seal__isnull=True).aggregate(at=Min("at"))["at"]
    newest = next(iter(scheduled_backups()), None)
    return Figures(
        jobs=jobs,
        mails={str(one): counted.get(one, 0) for one in open_states},
        workers=alive(),
        unsealed_age=(now - oldest).total_seconds() if oldest else None,
        backup_age=(now - newest[0]).total_seconds() if newest else None,
    )
