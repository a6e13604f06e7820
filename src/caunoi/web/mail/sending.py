"""Renders a message of the outbox and hands it to the mail backend."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from caunoi.core.models import OutboxMessage

MOST_ATTEMPTS = 6
# Minutes until the next attempt: a mail server that is down for an hour loses nothing.
_PAUSES = (1, 5, 15, 60, 240)
_MOST_AT_ONCE = 200
_NAME = re.compile(r"[a-z0-9_]+")


def render(message: OutboxMessage) -> EmailMessage:
    """Return the mail: the template's first line is the subject, what follows ``===`` the text. Always Vietnamese."""
    if not _NAME.fullmatch(message.template):
        raise ValueError(f"No mail template is called {message.template!r}.")
    context = {**message.context, "base_url": settings.WAGTAILADMIN_BASE_URL}
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string(f"mail/{message.template}.txt", context)
    subject, _line, body = text.partition("\n===\n")
    return EmailMessage(subject=" ".join(subject.split()), body=body.strip() + "\n", to=[message.recipient])


def send_due() -> tuple[int, int]:
    """Send what is due, each message by itself; returns how many were sent and how many failed this time.

    A failure is kept with its words and tried again later, at most :data:`MOST_ATTEMPTS` times. A message is claimed
    before it is sent, so that two workers never send it twice; a worker killed in between leaves it to a later run.
    """
    due = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, not_before__lte=timezone.now())
    sent = failed = 0
    for key in list(due.order_by("not_before", "pk").values_list("pk", flat=True)[:_MOST_AT_ONCE]):
        message = _claim(key)
        if message is None:
            continue
        if _send(message):
            sent += 1
        else:
            failed += 1
    return sent, failed


def _claim(key: UUID) -> OutboxMessage | None:
    """Count the attempt and put the next one off, before anything can go wrong."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=skip)
            .filter(pk=key, state=OutboxMessage.State.WAITING, not_before__lte=timezone.now())
            .first()
        )
        if message is None:
            return None
        pause = _PAUSES[min(message.attempts, len(_PAUSES) - 1)]
        OutboxMessage.objects.filter(pk=key).update(
            attempts=F("attempts") + 1, not_before=timezone.now() + dt.timedelta(minutes=pause)
        )
        message.attempts += 1
    return message


def _send(message: OutboxMessage) -> bool:
    try:
        render(message).send()
    except Exception as error:  # noqa: BLE001 - whatever a mail server or template says is kept for the desk
        message.error = f"{type(error).__name__}: {error}"[:2000]
        if message.attempts >= MOST_ATTEMPTS:
            message.state = OutboxMessage.State.FAILED
        message.save(update_fields=["error", "state"])
        return False
    message.state = OutboxMessage.State.SENT
    message.sent_at = timezone.now()
    message.error = ""
    message.save(update_fields=["state", "sent_at", "error"])
    return True


def next_due() -> dt.datetime | None:
    """Return when the next waiting message may be sent, None where none waits."""
    waiting = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING).order_by("not_before")
    return waiting.values_list("not_before", flat=True).first()
