"""Reminding units of names that are missing: by e-mail, noted where it was done in a message group, and by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from caunoi.core import audit, outbox
from caunoi.core.fields import cipher
from caunoi.core.workdays import Calendar
from caunoi.directory.models import User
from caunoi.training.enums import Action, ClassState, ReminderWay
from caunoi.training.models import Quota, QuotaReminder, TrainingClass
from caunoi.training.policies import leads_class, runs_class
from caunoi.training.queries.reminders import MAIL, ReminderRow, reminder_mail, reminder_rows
from caunoi.training.services.guard import lock_class, note, open_for_change
from caunoi.training.services.links import make_links

MOST_PAUSE = 30
MOST_BEFORE = 30
# Somebody who copies the text twice in a row reminded once.
_SAME = dt.timedelta(minutes=10)
# While names are gathered; a settled list is changed by hand.
_REMINDED = (ClassState.PREPARING, ClassState.GATHERING)


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """Whom a reminder went to; ``unreachable`` have no address, ``complete`` named everybody meanwhile."""

    mailed: tuple[Quota, ...]
    unreachable: tuple[Quota, ...] = ()
    complete: tuple[Quota, ...] = ()


@transaction.atomic
def send_reminders(
    *,
    actor: User,
    training_class: TrainingClass,
    quotas: Sequence[Quota],
    again: bool = False,
    links_until: dt.date | None = None,
) -> Reminded:
    """Remind units of the names that are missing, by a mail each, and log it for each.

    ``links_until``: units that have no working link get one, good to the end of that day, in the mail. Units that
    named everybody meanwhile and those without an address get nothing, and are told of. Raises PermissionDenied unless
    the actor leads the class, NotNow when it is closed, ValidationError: ``quotas`` for none or those of another
    class, and, unless ``again``, for units that got a mail within the class's pause.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    if not quotas or any(quota.training_class_id != locked.pk for quota in quotas):
        raise ValidationError({"quotas": _("Choose the units that get a reminder.")})
    missing = {row.quota.pk: row for row in reminder_rows(locked)}
    rows = [missing[quota.pk] for quota in quotas if quota.pk in missing]
    wanted = [row for row in rows if row.can_be_mailed]
    resting = [row for row in wanted if row.rests_until]
    if resting and not again:
        raise ValidationError(
            {
                "again": ValidationError(
                    _("%(units)s got a reminder by e-mail already; the next one may go out from %(day)s. Tick that you"
                      " want to remind them all the same, or leave them out.")
                    % {
                        "units": ", ".join(row.quota.name for row in resting),
                        "day": date_format(max(row.rests_until for row in resting if row.rests_until), "d/m/Y"),
                    },
                    code="resting",
                )
            }
        )  # fmt: skip
    sealed = _new_links(actor, locked, wanted, links_until) if links_until else {}
    _write(locked, wanted, actor=actor, sealed=sealed)
    if wanted:
        note(actor=actor, action=Action.REMINDED, training_class=locked, details=_details(wanted, ReminderWay.EMAIL))
    return Reminded(
        mailed=tuple(row.quota for row in wanted),
        unreachable=tuple(row.quota for row in rows if not row.can_be_mailed),
        complete=tuple(quota for quota in quotas if quota.pk not in missing),
    )


def _new_links(
    actor: User, training_class: TrainingClass, rows: Sequence[ReminderRow], until: dt.date
) -> dict[UUID, str]:
    """Make links for units that have none which works; returns their tokens, encrypted, by quota."""
    bare = [row.quota for row in rows if row.link is None]
    if not bare:
        return {}
    made = make_links(actor=actor, training_class=training_class, quotas=bare, expires_on=until)
    return {one.quota.pk: cipher().encrypt(one.token.encode()).decode("ascii") for one in made}


def _write(
    training_class: TrainingClass,
    rows: Sequence[ReminderRow],
    *,
    actor: User | None,
    sealed: dict[UUID, str] | None = None,
    automatic_for: dt.date | None = None,
) -> None:
    for row in rows:
        outbox.enqueue(
            recipient=row.address,
            template=MAIL,
            context=reminder_mail(training_class, row, sealed=(sealed or {}).get(row.quota.pk, "")),
            organisation_id=training_class.keeper_id,
            repeatable=True,
        )
    QuotaReminder.objects.bulk_create(
        QuotaReminder(
            quota=row.quota, way=ReminderWay.EMAIL, missing=row.missing, sent_by=actor, automatic_for=automatic_for
        )
        for row in rows
    )


def _details(rows: Collection[ReminderRow], way: ReminderWay) -> dict[str, object]:
    return {"units": [f"{row.quota.name}: {row.missing}" for row in rows], "reminded_by": str(way)}


@transaction.atomic
def note_message(*, actor: User, training_class: TrainingClass) -> int:
    """Log that the ready text went into a message group: one row for each unit that it names; returns how many.

    Does nothing for units that the same person noted within ten minutes. Raises PermissionDenied unless the actor
    leads the class, NotNow when it is closed.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    just_noted = set(
        QuotaReminder.objects.filter(
            quota__training_class=locked,
            way=ReminderWay.MESSAGE,
            sent_by=actor,
            sent_at__gt=timezone.now() - _SAME,
        ).values_list("quota", flat=True)
    )
    rows = [row for row in reminder_rows(locked) if row.quota.pk not in just_noted]
    QuotaReminder.objects.bulk_create(
        QuotaReminder(quota=row.quota, way=ReminderWay.MESSAGE, missing=row.missing, sent_by=actor) for row in rows
    )
    if rows:
        note(actor=actor, action=Action.REMINDED, training_class=locked, details=_details(rows, ReminderWay.MESSAGE))
    return len(rows)


@transaction.atomic
def set_reminding(*, actor: User, training_class: TrainingClass, before: int | None, pause: int) -> TrainingClass:
    """Say how many working days before the deadline units are reminded by themselves (None: never), and the pause.

    ``pause`` is the number of days in which no unit gets a second reminder by e-mail unless somebody says so. Does
    nothing where nothing differs. Raises PermissionDenied unless the actor runs the class, NotNow, ValidationError.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=runs_class)
    if before is not None and not 1 <= before <= MOST_BEFORE:
        raise ValidationError(
            {"before": _("Choose between 1 and %(most)s working days, or leave it empty.") % {"most": MOST_BEFORE}}
        )
    if before is not None and locked.nominate_until is None:
        raise ValidationError({"before": _("Set until when names are awaited first: the reminder goes out before it.")})
    if not 0 <= pause <= MOST_PAUSE:
        raise ValidationError({"pause": _("Choose between 0 and %(most)s days.") % {"most": MOST_PAUSE}})
    details = audit.changes(
        {"remind_before": locked.remind_before, "remind_pause": locked.remind_pause},
        {"remind_before": before, "remind_pause": pause},
    )
    if not details:
        return locked
    locked.remind_before, locked.remind_pause = before, pause
    locked.revision += 1
    locked.save(update_fields=["remind_before", "remind_pause", "revision"])
    note(actor=actor, action=Action.REMINDING_SET, training_class=locked, details=details)
    return locked


def remind_before_deadlines() -> int:
    """Remind, in each class that asks for it, the units still missing so many working days before the deadline.

    Once a unit and a deadline, however often it runs and also where it ran late; nobody who named everybody, who has
    no address or got a mail within the class's pause. Nothing goes out on a day off, for a settled, closed or
    cancelled class, or after the deadline. Each class is a transaction of its own. Returns how many mails were written.
    """
    today, calendar = timezone.localdate(), Calendar.read()
    if not calendar.day(today).is_working:
        return 0
    asking = TrainingClass.objects.filter(
        remind_before__isnull=False, nominate_until__gte=today, state__in=_REMINDED
    ).order_by("nominate_until", "id")
    mailed = 0
    for key in asking.values_list("pk", flat=True):
        with transaction.atomic():
            locked = lock_class(training_class=TrainingClass(pk=key), closed_too=True)
            if _is_time(locked, today, calendar):
                mailed += _remind_by_itself(locked)
    return mailed


def _is_time(training_class: TrainingClass, today: dt.date, calendar: Calendar) -> bool:
    until, before = training_class.nominate_until, training_class.remind_before
    if until is None or before is None or training_class.state not in _REMINDED or until < today:
        return False
    return calendar.between(today, until) <= before


def _remind_by_itself(training_class: TrainingClass) -> int:
    until = training_class.nominate_until
    done = set(
        QuotaReminder.objects.filter(quota__training_class=training_class, automatic_for=until).values_list(
            "quota", flat=True
        )
    )
    rows = [
        row
        for row in reminder_rows(training_class)
        if row.can_be_mailed and not row.rests_until and row.quota.pk not in done
    ]
    if not rows:
        return 0
    _write(training_class, rows, actor=None, automatic_for=until)
    note(
        actor=None,
        action=Action.REMINDED,
        training_class=training_class,
        details={**_details(rows, ReminderWay.EMAIL), "automatic_for": until.isoformat() if until else ""},
    )
    return len(rows)
