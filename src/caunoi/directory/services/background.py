"""What a person decides about mails and jobs: try again, give up, when mails may go out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core import audit, outbox
from caunoi.core.errors import NotNow
from caunoi.core.jobs.registry import label_of
from caunoi.core.models import OutboxMessage, SendingHours
from caunoi.directory.enums import Action
from caunoi.directory.models import User
from caunoi.directory.policies import require, runs_installation
from caunoi.directory.queries.background import visible_jobs, visible_mails
from caunoi.directory.queries.signin import home_of

_State = OutboxMessage.State


@transaction.atomic
def try_mail_again(*, actor: User, message: OutboxMessage) -> OutboxMessage:
    """Have a mail sent as soon as mails may go out, its attempts counted anew.

    Raises PermissionDenied unless the actor administers its organisation, NotNow where it went out, or is going out.
    """
    locked = _locked_mail(actor, message)
    if locked.state in {_State.SENT, _State.SENDING}:
        raise NotNow(_("This mail has gone out, or is going out now. Nothing was changed."))
    before = locked.state
    locked.state, locked.attempts, locked.not_before = _State.WAITING, 0, timezone.now()
    locked.claimed_at, locked.claimed_by, locked.handed_over_at = None, "", None
    locked.save(update_fields=["state", "attempts", "not_before", "claimed_at", "claimed_by", "handed_over_at"])
    _record_mail(actor, Action.MAIL_TRIED_AGAIN, locked, before)
    outbox.wake()
    return locked


@transaction.atomic
def give_mail_up(*, actor: User, message: OutboxMessage) -> OutboxMessage:
    """Never send a mail; it stays on the list for a while. Raises as :func:`try_mail_again`."""
    locked = _locked_mail(actor, message)
    if locked.state in {_State.SENT, _State.SENDING}:
        raise NotNow(_("This mail has gone out, or is going out now. Nothing was changed."))
    before, locked.state = locked.state, _State.GIVEN_UP
    # Whoever was taken for dead while sending it must not mark it any more.
    locked.claimed_at = None
    locked.save(update_fields=["state", "claimed_at"])
    _record_mail(actor, Action.MAIL_GIVEN_UP, locked, before)
    return locked


def _locked_mail(actor: User, message: OutboxMessage) -> OutboxMessage:
    require(visible_mails(actor).filter(pk=message.pk).exists())
    return OutboxMessage.objects.select_for_update().get(pk=message.pk)


def _record_mail(actor: User, action: Action, message: OutboxMessage, before: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=message,
        organisation_id=message.organisation_id,
        details={"template": message.template, "state": [str(before), str(message.state)]},
    )


@transaction.atomic
def try_job_again(*, actor: User, run: DBTaskResult[Any, Any]) -> None:
    """Have a job done now, its attempts counted anew.

    Raises PermissionDenied unless the actor keeps the whole installation, NotNow while it runs or after it was done.
    """
    locked = _locked_job(actor, run)
    DBTaskResult.objects.filter(pk=locked.pk).update(
        status=TaskResultStatus.READY, run_after=timezone.now(), worker_ids=[], finished_at=None
    )
    _record_job(actor, Action.JOB_TRIED_AGAIN, locked)


@transaction.atomic
def give_job_up(*, actor: User, run: DBTaskResult[Any, Any]) -> None:
    """Take a job off the list for good. Raises as :func:`try_job_again`."""
    locked = _locked_job(actor, run)
    _record_job(actor, Action.JOB_GIVEN_UP, locked)
    locked.delete()


def _locked_job(actor: User, run: DBTaskResult[Any, Any]) -> DBTaskResult[Any, Any]:
    require(visible_jobs(actor).filter(pk=run.pk).exists())
    locked = DBTaskResult.objects.select_for_update().get(pk=run.pk)
    if locked.status not in {TaskResultStatus.FAILED, TaskResultStatus.READY}:
        raise NotNow(_("This job is being done now, or is done already. Nothing was changed."))
    return locked


def _record_job(actor: User, action: Action, run: DBTaskResult[Any, Any]) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=run,
        organisation_id=None,
        details={"job": label_of(run.task_path), "state": str(run.status)},
    )


@transaction.atomic
def set_sending_hours(
    *,
    actor: User | None,
    opens_at: dt.time,
    closes_at: dt.time,
    on_holidays: bool = True,
    valid_from: dt.date | None = None,
) -> SendingHours:
    """Let mails that are not urgent go out only between two times of the day, from ``valid_from`` (today) on.

    ``actor`` None is the command line. Raises PermissionDenied unless the actor keeps the whole installation,
    ValidationError for an end that is not after the beginning.
    """
    require(actor is None or runs_installation(actor))
    if closes_at <= opens_at:
        raise ValidationError({"closes_at": _("The end must lie after the beginning.")})
    day = valid_from or timezone.localdate()
    row, _made = SendingHours.objects.update_or_create(
        valid_from=day, defaults={"opens_at": opens_at, "closes_at": closes_at, "on_holidays": on_holidays}
    )
    audit.record(
        actor=actor,
        action=Action.SENDING_HOURS_SET,
        subject=row,
        organisation_id=home_of(actor) if actor else None,
        details={"valid_from": day.isoformat(), "hours": str(row), "on_holidays": on_holidays},
    )
    return row
