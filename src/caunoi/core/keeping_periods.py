"""What the core itself keeps for a while."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core import retention
from caunoi.core.models import OutboxMessage, SentForm

_State = OutboxMessage.State


def register() -> None:
    """Name the kinds. A mail tells who was written to about what: it is kept while somebody may ask for it."""
    retention.register(
        retention.Kind(
            name="mails_sent",
            title=_("Mails that went out or were given up"),
            counted_from=_("the day on which they were written"),
            due=lambda limit: _mails(limit, _State.SENT, _State.GIVEN_UP),
            days=30,
        ),
        retention.Kind(
            name="mails_unsent",
            title=_("Mails that did not go out"),
            counted_from=_("the day on which they were written"),
            due=lambda limit: _mails(limit, _State.FAILED, _State.UNSURE),
            days=180,
        ),
        retention.Kind(
            name="jobs_done",
            title=_("Results of jobs that were done"),
            counted_from=_("the end of the job"),
            due=lambda limit: _jobs(limit, TaskResultStatus.SUCCESSFUL),
            days=3,
        ),
        retention.Kind(
            name="jobs_failed",
            title=_("Jobs that failed"),
            counted_from=_("the end of the job"),
            due=lambda limit: _jobs(limit, TaskResultStatus.FAILED),
            days=60,
        ),
        retention.Kind(
            name="sent_forms",
            title=_("Keys of forms that were sent, against sending twice"),
            counted_from=_("the day on which the form was sent"),
            due=lambda limit: [SentForm.objects.filter(sent_at__lt=limit)],
            days=7,
        ),
    )


def _mails(limit: dt.datetime, *states: str) -> Sequence[QuerySet[Any]]:
    return [OutboxMessage.objects.filter(state__in=states, created_at__lt=limit)]


def _jobs(limit: dt.datetime, status: str) -> Sequence[QuerySet[Any]]:
    return [DBTaskResult.objects.filter(Q(status=status, finished_at__lt=limit))]
