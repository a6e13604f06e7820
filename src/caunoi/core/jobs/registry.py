"""How often a job may be repeated, after which pauses, and what it is called on the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from django.utils.functional import Promise
from django_tasks import task
from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")

# Minutes: a database or network that is away for an hour costs no job.
PAUSES = (1, 5, 15, 60)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What may be done with a job that failed, or whose worker was killed.

    ``attempts`` counts every start, also those that a kill cut off. A job that is not ``idempotent`` is never started
    twice by itself: a person decides on the desk.
    """

    label: str | Promise = ""
    attempts: int = 1
    pauses: tuple[int, ...] = PAUSES
    idempotent: bool = False

    def may_repeat(self, made: int) -> bool:
        """Say whether one more attempt may follow the ``made`` ones."""
        return self.idempotent and made < self.attempts

    def pause(self, made: int) -> dt.timedelta:
        """Return how long to wait after the attempt number ``made`` (from 1)."""
        return dt.timedelta(minutes=self.pauses[min(made, len(self.pauses)) - 1])


# A task of a package that says nothing: tried once.
_SILENT = Policy()
_POLICIES: dict[str, Policy] = {}


def job(
    *, label: str | Promise, attempts: int = 5, pauses: tuple[int, ...] = PAUSES, idempotent: bool = True
) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Make a function a task of django-tasks that is tried ``attempts`` times, ``pauses`` minutes apart.

    Arguments must be JSON types. Raises ValueError for a policy that makes no sense.
    """
    if attempts < 1 or not pauses or min(pauses) < 0:
        raise ValueError("A job is tried once at least, and pauses are minutes.")

    def wrap(function: Callable[P, T]) -> Task[P, T]:
        made: Task[P, T] = task()(function)
        _POLICIES[made.module_path] = Policy(label=label, attempts=attempts, pauses=pauses, idempotent=idempotent)
        return made

    return wrap


def policy_of(task_path: str) -> Policy:
    """Return the policy of a job by its path; a task without one is tried once and never repeated by itself."""
    return _POLICIES.get(task_path, _SILENT)


def label_of(task_path: str) -> str:
    """Return the words for a job; the function's name where nobody gave any."""
    return str(policy_of(task_path).label or task_path.rpartition(".")[2])
