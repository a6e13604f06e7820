"""The one place where a message is put into the outbox, claimed, and marked.

waiting -> sending -> sent, or back to waiting for another attempt, or failed. A message is handed over right before the
mail server gets its text. A worker killed before that has sent nothing: the message waits again. Killed after that,
nobody knows: a repeatable message is sent again under the same Message-ID, any other is unsure until a person decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from caunoi.core.jobs.hours import Hours
from caunoi.core.models import OutboxMessage

MOST_ATTEMPTS = 20
# Minutes until the next attempt, the last one again and again: a mail server may be down for a weekend.
PAUSES = (1, 5, 15, 60, 240)
# Longer than any conversation with a mail server: whoever claimed a message before that is gone, or gave up.
_CLAIM_LASTS = dt.timedelta(minutes=15)
_POSTMEN: list[Callable[[], object]] = []
_State = OutboxMessage.State


class ClaimLost(Exception):
    """The message is no longer this worker's to send."""


def wake_with(postman: Callable[[], object]) -> None:
    """Name who is called after the commit of every message; the face that sends mails does, once."""
    _POSTMEN.append(postman)


def wake() -> None:
    """Call the postmen after the commit. Whatever they do, the change that was committed stands."""
    for postman in _POSTMEN:
        transaction.on_commit(postman, robust=True)


def enqueue(
    *,
    recipient: str,
    template: str,
    context: Mapping[str, Any],
    organisation_id: UUID | None,
    urgent: bool = False,
    repeatable: bool = False,
) -> OutboxMessage:
    """Write a message to be rendered from ``template`` and sent by the mail job; belongs to the caller's transaction.

    ``context`` holds JSON types only; it is kept encrypted. ``urgent``: somebody waits at the screen for it, so that
    it goes out at night too. ``repeatable``: a second copy, which a worker killed at the wrong
    moment can cause, does no harm. Nothing is sent when the transaction is rolled back.
    """
    wake()
    return OutboxMessage.objects.create(
        recipient=recipient,
        template=template,
        context=dict(context),
        organisation_id=organisation_id,
        urgent=urgent,
        repeatable=repeatable,
        not_before=timezone.now(),
    )


def due(now: dt.datetime | None = None) -> QuerySet[OutboxMessage]:
    """Return what may be sent now, urgent ones first; outside the sending hours nothing else."""
    now = now or timezone.now()
    waiting = OutboxMessage.objects.filter(state=_State.WAITING, not_before__lte=now)
    if not Hours.read().open_at(now):
        waiting = waiting.filter(urgent=True)
    return waiting.order_by("-urgent", "not_before", "pk")


def claim(*, key: UUID, worker_id: str) -> OutboxMessage | None:
    """Take a due message for sending and count the attempt; None where another worker was first."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        message = due().select_for_update(skip_locked=skip).filter(pk=key).first()
        if message is None:
            return None
        OutboxMessage.objects.filter(pk=key).update(
            state=_State.SENDING,
            attempts=F("attempts") + 1,
            claimed_at=(now := timezone.now()),
            claimed_by=worker_id,
            handed_over_at=None,
        )
        message.attempts += 1
        message.state, message.claimed_at, message.claimed_by = _State.SENDING, now, worker_id
    return message


def hand_over(message: OutboxMessage) -> None:
    """Note that from now on the mail may be with the server. Raises ClaimLost where the claim was settled meanwhile."""
    if not _claimed(message).update(handed_over_at=timezone.now()):
        raise ClaimLost


def mark_sent(message: OutboxMessage) -> None:
    """Note that the mail server took the mail; also where a sweep had called it unsure meanwhile."""
    taken = OutboxMessage.objects.filter(pk=message.pk, claimed_at=message.claimed_at)
    taken.filter(state__in=(_State.SENDING, _State.UNSURE)).update(
        state=_State.SENT, sent_at=timezone.now(), reason="", error=""
    )


def mark_failed(message: OutboxMessage, *, reason: str, error: str, for_good: bool) -> None:
    """Note why the mail did not go out; it waits for another attempt unless ``for_good`` or tried often enough.

    ``error`` is kept without the recipient's address.
    """
    pause = PAUSES[min(message.attempts, len(PAUSES)) - 1]
    _claimed(message).update(
        state=_State.FAILED if for_good or message.attempts >= MOST_ATTEMPTS else _State.WAITING,
        not_before=timezone.now() + dt.timedelta(minutes=pause),
        reason=reason,
        error=error.replace(message.recipient, "…")[:2000],
    )


def mark_cut_off(message: OutboxMessage) -> None:
    """Note that the conversation broke while the server had the text."""
    _cut_off(_claimed(message))


def release(*, worker_id: str) -> None:
    """Settle what a worker that is gone was sending."""
    _settle(OutboxMessage.objects.filter(claimed_by=worker_id))


def release_old() -> None:
    """Settle what was claimed longer ago than any sending takes, whoever claimed it."""
    _settle(OutboxMessage.objects.filter(claimed_at__lt=timezone.now() - _CLAIM_LASTS))


def next_attempt(message: OutboxMessage, hours: Hours) -> dt.datetime:
    """Return when a waiting message is tried at the earliest."""
    moment = max(message.not_before, timezone.now())
    return moment if message.urgent else hours.next_opening(moment)


def needs_postman() -> bool:
    """Say whether something is due, or was claimed so long ago that it must be settled."""
    old = Q(state=_State.SENDING, claimed_at__lt=timezone.now() - _CLAIM_LASTS)
    return OutboxMessage.objects.filter(old).exists() or due().exists()


def _claimed(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(pk=message.pk, state=_State.SENDING, claimed_at=message.claimed_at)


def _settle(messages: QuerySet[OutboxMessage]) -> None:
    sending = messages.filter(state=_State.SENDING)
    with transaction.atomic():
        unsent = sending.filter(handed_over_at__isnull=True)
        unsent.filter(attempts__gte=MOST_ATTEMPTS).update(state=_State.FAILED, reason=OutboxMessage.Reason.UNWRITTEN)
        unsent.update(state=_State.WAITING, not_before=timezone.now())
        _cut_off(sending.filter(handed_over_at__isnull=False))


def _cut_off(messages: QuerySet[OutboxMessage]) -> None:
    with transaction.atomic():
        again = messages.filter(repeatable=True, attempts__lt=MOST_ATTEMPTS)
        again.update(state=_State.WAITING, not_before=timezone.now() + dt.timedelta(minutes=PAUSES[0]))
        messages.update(state=_State.UNSURE, reason=OutboxMessage.Reason.CUT_OFF, error="")
