"""What is due again and again. A due time is taken once, whatever the number of workers; what was missed, once."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core.jobs.hours import Hours
from caunoi.core.models import ScheduleMark

_log = logging.getLogger(__name__)
# A mark further ahead than this was made by a clock that went wrong.
_AHEAD = dt.timedelta(days=1)


class When(Protocol):
    """A row of due times."""

    def latest(self, now: dt.datetime) -> dt.datetime | None:
        """Return the last due time that is not after ``now``; None for none now."""


@dataclass(frozen=True, kw_only=True)
class Every:
    """Every so many ``minutes``, counted from midnight UTC; ``by_day``: within the sending hours only."""

    minutes: int
    by_day: bool = False

    def latest(self, now: dt.datetime) -> dt.datetime | None:
        """Return the last due time; None at night where ``by_day``."""
        length = self.minutes * 60
        due = dt.datetime.fromtimestamp(int(now.timestamp()) // length * length, tz=dt.UTC)
        return due if not self.by_day or Hours.read().open_at(due) else None


@dataclass(frozen=True, kw_only=True)
class Daily:
    """Every day at ``at``, local time; only on ``weekdays`` (Monday is 0) where some are named."""

    at: dt.time
    weekdays: frozenset[int] = frozenset(range(7))

    def latest(self, now: dt.datetime) -> dt.datetime | None:
        """Return the last due time, up to a week ago."""
        today = timezone.localtime(now).date()
        for back in range(8):
            day = today - dt.timedelta(days=back)
            due = timezone.make_aware(dt.datetime.combine(day, self.at))
            if due <= now and day.weekday() in self.weekdays:
                return due
        return None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A job of the schedule; ``only_if`` is asked at the due time, and a no passes until the next one."""

    name: str
    task: Task[[], Any]
    when: When
    only_if: Callable[[], bool] | None = None


_ENTRIES: dict[str, Entry] = {}


def schedule(task: Task[[], Any], when: When, *, only_if: Callable[[], bool] | None = None) -> None:
    """Put a job without arguments on the schedule, once; a domain's ``apps.ready`` calls this."""
    _ENTRIES[task.module_path] = Entry(name=task.module_path, task=task, when=when, only_if=only_if)


def entries() -> list[Entry]:
    """Return what stands on the schedule, by name."""
    return [_ENTRIES[name] for name in sorted(_ENTRIES)]


def tick(known: dict[str, dt.datetime], now: dt.datetime | None = None) -> list[str]:
    """Enqueue what became due; returns the names. ``known`` is the caller's memory, so that most ticks ask nothing.

    A fault of one entry is logged by its kind and tried again at the next tick; the others go on.
    """
    now = now or timezone.now()
    started = []
    for entry in entries():
        try:
            due = entry.when.latest(now)
            if due is None or known.get(entry.name) == due:
                continue
            if _take(entry, due, now):
                started.append(entry.name)
            known[entry.name] = due
        except Exception as error:  # noqa: BLE001 - one entry must not stop the others
            _log.error("Schedule: %s failed with %s", entry.name, type(error).__name__)
    return started


def _take(entry: Entry, due: dt.datetime, now: dt.datetime) -> bool:
    """Move the mark on and enqueue, in one transaction: a kill leaves both or neither, a second worker comes late."""
    with transaction.atomic():
        ScheduleMark.objects.get_or_create(name=entry.name)
        behind = Q(last_due__isnull=True) | Q(last_due__lt=due) | Q(last_due__gt=now + _AHEAD)
        if not ScheduleMark.objects.filter(behind, name=entry.name).update(last_due=due):
            return False
        if entry.only_if and not entry.only_if():
            return False
        if waits(entry.task):
            return False
        entry.task.enqueue()
    return True


def waits(task: Task[..., Any]) -> bool:
    """Say whether the job stands in the queue already, for now or for another attempt."""
    return DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY).exists()
