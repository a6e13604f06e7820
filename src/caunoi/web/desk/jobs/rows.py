"""Mails and jobs as the page draws them: in words, without anybody's address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core import outbox
from caunoi.core.jobs.attempts import WORKER_GONE
from caunoi.core.jobs.hours import Hours
from caunoi.core.jobs.registry import label_of
from caunoi.core.jobs.timetable import entries
from caunoi.core.jobs.worker import alive
from caunoi.core.models import OutboxMessage, ScheduleMark
from caunoi.directory.models import User
from caunoi.directory.queries.background import masked, visible_jobs

_MOST = 30
_State = OutboxMessage.State
# What a mail is about, by its template.
SUBJECTS: dict[str, str | Promise] = {
    "article_submitted": gettext_lazy("An article waits for approval"),
    "article_sent_back": gettext_lazy("An article was sent back"),
    "article_held": gettext_lazy("An article was not published at its time"),
    "article_offered": gettext_lazy("An article is offered by an office below"),
    "article_original": gettext_lazy("The original of an article was changed"),
    "comments_waiting": gettext_lazy("Comments of readers wait"),
    "nomination_link": gettext_lazy("A link to name people for a class"),
    "nomination_reminder": gettext_lazy("A reminder of the names that are missing"),
    "follow_up": gettext_lazy("Questions months after a class"),
    "question_answered": gettext_lazy("An answer to a question from the floor"),
    "ticket": gettext_lazy("A participant’s ticket"),
    "own_page": gettext_lazy("A link to one’s own classes"),
    "account": gettext_lazy("A message about an account"),
    "account_notice": gettext_lazy("A notice about a change of an account"),
    "email_confirm": gettext_lazy("A link to confirm a new e-mail"),
    "email_taken": gettext_lazy("An answer about a new e-mail"),
    "account_invitation": gettext_lazy("An invitation to an account"),
    "password_reset": gettext_lazy("A link for a forgotten password"),
    "password_reset_unknown": gettext_lazy("An answer about a forgotten password"),
}
_TONES = {
    _State.WAITING: "plain",
    _State.SENDING: "info",
    _State.SENT: "good",
    _State.FAILED: "bad",
    _State.UNSURE: "warn",
    _State.GIVEN_UP: "outline",
}


@dataclass(frozen=True, kw_only=True)
class MailRow:
    """A mail; ``next_at`` only where it waits."""

    pk: UUID
    subject: str
    to: str
    state: str
    tone: str
    reason: str
    attempts: int
    created_at: dt.datetime
    sent_at: dt.datetime | None
    next_at: dt.datetime | None
    urgent: bool
    open: bool
    waits: bool
    unsure: bool


def mail_rows(messages: Iterable[OutboxMessage], hours: Hours) -> list[MailRow]:
    """Return the rows of ``messages``."""
    return [
        MailRow(
            pk=each.pk,
            subject=str(SUBJECTS.get(each.template, each.template)),
            to=masked(each.recipient),
            state=str(_State(each.state).label),
            tone=_TONES[_State(each.state)],
            reason=each.get_reason_display() if each.reason and each.state != _State.SENT else "",
            attempts=each.attempts,
            created_at=each.created_at,
            sent_at=each.sent_at,
            next_at=outbox.next_attempt(each, hours) if each.state == _State.WAITING else None,
            urgent=each.urgent,
            open=each.state not in {_State.SENT, _State.SENDING},
            waits=each.state == _State.WAITING,
            unsure=each.state == _State.UNSURE,
        )
        for each in messages
    ]


@dataclass(frozen=True, kw_only=True)
class JobRow:
    """A job that waits, runs or failed."""

    pk: UUID
    label: str
    reason: str
    attempts: int
    at: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class ScheduledRow:
    """A job of the schedule and the due time that was taken last."""

    label: str
    last: dt.datetime | None


def installation(user: User) -> dict[str, Any]:
    """Return what runs by itself here: workers alive, jobs by state, the schedule."""
    jobs = visible_jobs(user)
    marks = dict(ScheduleMark.objects.values_list("name", "last_due"))
    failed = jobs.filter(status=TaskResultStatus.FAILED).order_by("-finished_at", "pk")
    waiting = jobs.filter(status=TaskResultStatus.READY)
    return {
        "workers": alive(),
        "failed": [_row(run, run.finished_at) for run in failed[:_MOST]],
        "running": [_row(run, run.started_at) for run in jobs.filter(status=TaskResultStatus.RUNNING)[:_MOST]],
        "waiting": [_row(run, _due(run)) for run in waiting.order_by("run_after", "pk")[:_MOST]],
        "schedule": [ScheduledRow(label=label_of(each.name), last=marks.get(each.name)) for each in entries()],
    }


def _due(run: DBTaskResult[Any, Any]) -> dt.datetime | None:
    """Return when a job that failed once is tried again; None for one that is simply next."""
    return run.run_after if run.run_after.year < 9000 and run.run_after > timezone.now() else None


def _row(run: DBTaskResult[Any, Any], at: dt.datetime | None) -> JobRow:
    return JobRow(pk=run.pk, label=label_of(run.task_path), reason=reason(run), attempts=len(run.worker_ids), at=at)


def reason(run: DBTaskResult[Any, Any]) -> str:
    """Say in plain words why the last attempt failed; "" where none did."""
    kind = run.exception_class_path
    if not kind:
        return ""
    if kind == WORKER_GONE:
        return _("The program was ended in the middle of it.")
    name = kind.rpartition(".")[2]
    if kind.startswith("django.db"):
        return _("The database did not answer as it should (%(name)s).") % {"name": name}
    if name in {"OSError", "FileNotFoundError", "PermissionError", "TimeoutError", "ConnectionError"}:
        return _("A file or the network could not be reached (%(name)s).") % {"name": name}
    return _("A fault of this system (%(name)s). Please report it.") % {"name": name}
