"""Finds the workers that are gone, and what they left half done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core import outbox
from caunoi.core.jobs import attempts
from caunoi.core.models import WorkerBeat

# A run of a worker that never beat, such as one started by hand with db_worker.
_STRAY = dt.timedelta(hours=2)


def beat(worker_id: str) -> None:
    """Say that the worker lives."""
    now = timezone.now()
    if not WorkerBeat.objects.filter(pk=worker_id).update(seen_at=now):
        WorkerBeat.objects.update_or_create(pk=worker_id, defaults={"seen_at": now})


class Sweeper:
    """Looks for workers whose beat stands still.

    A worker is gone only when two looks found the same old beat: a machine that slept, or a database that was locked
    for minutes, lets every beat look old once. The looks must lie further apart than two beats.
    """

    def __init__(self, *, worker_id: str, stale_after: dt.timedelta) -> None:
        self._worker_id = worker_id
        self._stale_after = stale_after
        self._suspects: dict[str, dt.datetime] = {}

    def sweep(self) -> int:
        """Put back or fail the runs of workers that are gone; returns how many runs that were."""
        limit = timezone.now() - self._stale_after
        others = WorkerBeat.objects.exclude(pk=self._worker_id).filter(seen_at__lt=limit)
        stale = dict(others.values_list("pk", "seen_at"))
        gone = [worker for worker, seen in stale.items() if self._suspects.get(worker) == seen]
        self._suspects = stale
        return sum(release(worker, seen=stale[worker]) for worker in gone) + _release_strays()


def release(worker_id: str, *, seen: dt.datetime | None = None) -> int:
    """Settle everything that a worker left running and forget the worker; returns how many runs it left.

    With ``seen`` nothing happens where the worker has beaten since, or another sweeper was first.
    """
    with transaction.atomic():
        found = WorkerBeat.objects.select_for_update().filter(pk=worker_id)
        if seen is not None:
            found = found.filter(seen_at=seen)
        if not found.first() and seen is not None:
            return 0
        count = _abandon(lambda run: run.worker_ids[-1:] == [worker_id])
        outbox.release(worker_id=worker_id)
        WorkerBeat.objects.filter(pk=worker_id).delete()
    return count


def _release_strays() -> int:
    limit = timezone.now() - _STRAY
    old = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=limit)
    if not old.exists():
        return 0
    with transaction.atomic():
        alive = set(WorkerBeat.objects.values_list("pk", flat=True))
        return _abandon(lambda run: run.started_at < limit and not alive.intersection(run.worker_ids[-1:]))


def _abandon(chosen: Callable[[DBTaskResult[Any, Any]], bool]) -> int:
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).order_by("pk")
    left = [run for run in running if chosen(run)]
    for run in left:
        attempts.abandon(run)
    return len(left)
