"""What becomes of one run of a job: done, tried again later, or failed. One row a job, one UPDATE a decision.

Every mark names the run it is about by the time it began: a worker that was taken for dead and wakes up again changes
nothing of what came after it.
"""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from typing import Any

from django.db import OperationalError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core.jobs.registry import policy_of

_log = logging.getLogger(__name__)
WORKER_GONE = "caunoi.core.jobs.WorkerGone"


def finish(run: DBTaskResult[Any, Any], value: Any) -> bool:
    """Mark the run as done; returns False where it is no longer this run's to mark. Raises TypeError for no JSON."""
    return _mark(
        run,
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=timezone.now(),
        return_value=value,
        exception_class_path="",
        traceback="",
    )


def fail(run: DBTaskResult[Any, Any], error: BaseException) -> bool:
    """Try the job again after its pause, or mark it as failed; returns whether it is tried again.

    Kept are the kind of fault and where it happened, never its words: they may hold somebody's name or address.
    """
    policy, made = policy_of(run.task_path), len(run.worker_ids)
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    where = "".join(traceback.format_tb(error.__traceback__)) + kind
    if isinstance(error, OSError) and error.strerror:
        where += f": {error.strerror}"
    elif isinstance(error, OperationalError):
        where += f": {error}"
    _log.error("Job %s failed with %s, attempt %s", run.task_path, kind, made)
    if policy.may_repeat(made):
        _again(run, policy.pause(made), kind, where)
        return True
    _fail(run, kind, where)
    return False


def abandon(run: DBTaskResult[Any, Any]) -> bool:
    """Put a run whose worker is gone back into the queue, or mark it as failed; returns whether it is tried again."""
    if policy_of(run.task_path).may_repeat(len(run.worker_ids)):
        _again(run, dt.timedelta(), WORKER_GONE, "")
        return True
    _fail(run, WORKER_GONE, "")
    return False


def _again(run: DBTaskResult[Any, Any], pause: dt.timedelta, kind: str, where: str) -> None:
    _mark(
        run,
        status=TaskResultStatus.READY,
        run_after=timezone.now() + pause,
        exception_class_path=kind,
        traceback=where,
    )


def _fail(run: DBTaskResult[Any, Any], kind: str, where: str) -> None:
    _mark(
        run,
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        return_value=None,
        exception_class_path=kind,
        traceback=where,
    )


def _mark(run: DBTaskResult[Any, Any], **values: Any) -> bool:
    this = DBTaskResult.objects.filter(pk=run.pk, status=TaskResultStatus.RUNNING, started_at=run.started_at)
    return bool(this.update(**values))
