"""The worker: django-tasks-db's loop, with retries; a thread beside it keeps the beat, the schedule and the sweep."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
import time
from contextvars import ContextVar
from types import FrameType
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks.signals import task_finished, task_started
from django_tasks_db.compat import TaskContext
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from caunoi.core.jobs import attempts, sweeping
from caunoi.core.jobs.timetable import tick
from caunoi.core.models import WorkerBeat

_log = logging.getLogger(__name__)
STALE_AFTER = dt.timedelta(minutes=2)
# Seconds until a database that went away is asked again.
_AWAY = 2
_worker_id: ContextVar[str] = ContextVar("worker_id", default="")


def current_worker() -> str:
    """Return the id of the worker that runs this code; "" outside of one."""
    return _worker_id.get()


class JobWorker(Worker):
    """Runs jobs until it is told to stop; then it finishes the one it is at."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End after the current job; a second signal ends at once, and the job is put back."""
        if not self.running:
            super().shutdown(signum, frame)
        _log.info("%s: ending after the current job", signal.strsignal(signum))
        self.running = False

    def run(self) -> None:
        """Run jobs; a database that goes away is waited for, and what was running then is put back."""
        token = _worker_id.set(self.worker_id)
        try:
            sweeping.beat(self.worker_id)
            while self._run_until_fault():
                time.sleep(_AWAY)
        finally:
            _worker_id.reset(token)
            self.leave()

    def _run_until_fault(self) -> bool:
        """Return whether the database went away and the loop must begin anew."""
        try:
            super().run()
        except (OperationalError, InterfaceError) as error:
            if self.batch or not self.running:
                raise
            _log.warning("The database is away (%s); trying again", type(error).__name__)
            connection.close()
            return self._settle_own()
        return False

    def _settle_own(self) -> bool:
        while self.running:
            try:
                sweeping.release(self.worker_id)
                sweeping.beat(self.worker_id)
            except (OperationalError, InterfaceError):
                connection.close()
                time.sleep(_AWAY)
            else:
                return True
        return False

    def leave(self) -> None:
        """Forget the beat: whoever ends in order leaves nothing to sweep. Again once the keeper beside it has ended."""
        try:
            sweeping.release(self.worker_id)
        except (OperationalError, InterfaceError):
            connection.close()

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """Run one job and mark what became of it."""
        self.running_task = True
        fault: Exception | None = None
        try:
            value = self._call(db_task_result)
            attempts.finish(db_task_result, value)
        except Exception as error:  # noqa: BLE001 - whatever a job raises is its failure, not the worker's
            fault = error
        except BaseException:
            attempts.abandon(db_task_result)
            raise
        finally:
            self.running_task = False
            self._run_tasks += 1
        connection.close_if_unusable_or_obsolete()
        # Outside the handler: a log of the signal's would else write the fault's words, which may hold personal data.
        if fault is not None and attempts.fail(db_task_result, fault):
            return
        self._tell(db_task_result)

    @staticmethod
    def _call(run: DBTaskResult[Any, Any]) -> Any:
        task, result = run.task, run.task_result
        task_started.send(sender=type(task.get_backend()), task_result=result)
        if task.takes_context:
            return task.call(TaskContext(task_result=result), *result.args, **result.kwargs)
        return task.call(*result.args, **result.kwargs)

    @staticmethod
    def _tell(run: DBTaskResult[Any, Any]) -> None:
        now = DBTaskResult.objects.filter(pk=run.pk).first()
        try:
            result = now.task_result if now else None
        except Exception:  # noqa: BLE001 - the code of the task may be gone: there is nobody to tell
            return
        if result:
            task_finished.send(sender=type(result.task.get_backend()), task_result=result)


class Keeper(threading.Thread):
    """Beats, ticks and sweeps beside the jobs, so that a long one holds up nothing. Has a connection of its own."""

    def __init__(self, *, worker_id: str, stale_after: dt.timedelta = STALE_AFTER) -> None:
        super().__init__(name="keeper", daemon=True)
        self._worker_id = worker_id
        self._beat_every = stale_after.total_seconds() / 12
        self._sweeper = sweeping.Sweeper(worker_id=worker_id, stale_after=stale_after)
        self._known: dict[str, dt.datetime] = {}
        self._ended = threading.Event()

    def run(self) -> None:
        """Go round until :meth:`end`; a fault is logged by its kind and the next round tries again."""
        next_beat = next_sweep = 0.0
        try:
            while not self._ended.wait(min(1.0, self._beat_every)):
                now = time.monotonic()
                try:
                    if now >= next_beat:
                        sweeping.beat(self._worker_id)
                        next_beat = now + self._beat_every
                    tick(self._known)
                    if now >= next_sweep:
                        self._sweeper.sweep()
                        next_sweep = now + 3 * self._beat_every
                    close_old_connections()
                except Exception as error:  # noqa: BLE001 - it must outlive a database that restarts
                    _log.warning("Keeper: %s", type(error).__name__)
                    connection.close()
        finally:
            connection.close()

    def end(self) -> None:
        """Stop after the current round."""
        self._ended.set()
        self.join(timeout=30)


def alive(within: dt.timedelta = STALE_AFTER) -> int:
    """Return how many workers have beaten lately."""
    return WorkerBeat.objects.filter(seen_at__gte=timezone.now() - within).count()
